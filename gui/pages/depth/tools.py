"""Pins and comparisons of the Depth page: the buttons, and the lines that they add."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from core.depth import Comparison, DepthResult
from core.experiment import Experiment, Initialization
from core.format import argument, proportion
from core.messages import Message
from gui.look.i18n import translated
from gui.pages.pins import Ghost
from gui.plots.curves import Line
from gui.widgets.tool_row import ToolRow


def named_run(experiment: Experiment) -> Message:
    """A run by what makes it different from others."""
    depth = experiment.depth
    parts = [experiment.layer.activation, f"{depth.layers} × {depth.width}"]
    dropout = experiment.dropout
    if dropout.p > 0.0 and dropout.training:
        parts.append(f"p={proportion(dropout.p)}")
    rest = " · ".join(parts)
    return Message(f"{{method}} · {rest}").format(method=named(experiment.weight_init))


def named(init: Initialization) -> Message:
    """The method with those of its values that are not torch's own."""
    label = init.entry.label
    defaults = init.entry.defaults()
    values = [f"{name}={argument(value)}" for name, value in init.values if value != defaults[name]]
    return (
        Message("{label} {values}").format(label=label, values=", ".join(values))
        if values
        else label
    )


def pinned_lines(ghosts: Sequence[Ghost[DepthResult]]) -> list[tuple[Line, Line]]:
    """Forward and backward of each ghost."""
    return [
        (
            Line(ghost.name, ghost.kept.forward, ghost.colour, True),
            Line(ghost.name, ghost.kept.backward, ghost.colour, True),
        )
        for ghost in ghosts
    ]


def compared_lines(comparison: Comparison) -> list[tuple[Line, Line]]:
    """Forward and backward of each method."""
    found: list[tuple[Line, Line]] = []
    for curve in comparison.curves:
        name = translated(named(curve.init))
        shown = curve.init.entry.compared
        assert shown is not None
        colour, dashed = f"series{shown.series}", shown.dashed
        found.append(
            (Line(name, curve.forward, colour, dashed), Line(name, curve.backward, colour, dashed))
        )
    return found


class DepthTools(ToolRow):
    """Says what the person wants to compare; the page does it.

    pin, unpin   keep the present curves; forget all that was added
    compare      all methods in one picture
    """

    pin = Signal()
    unpin = Signal()
    compare = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.compare_all = self._tool("depth.compare_all", "Ctrl+M")
        self.pin_now = self._tool("depth.pin", "Ctrl+D")
        self.unpin_all = self._tool("depth.unpin", "Ctrl+Shift+D")
        self.unpin_all.setEnabled(False)
        self.compare_all.triggered.connect(self._compared)
        self.pin_now.triggered.connect(self._pinned)
        self.unpin_all.triggered.connect(self._unpinned)

    def _tool(self, name: str, shortcut: str) -> QAction:
        return self.add_tool(f"{name}.action", name, shortcut)

    def _compared(self) -> None:
        self.compare.emit()

    def _pinned(self) -> None:
        self.pin.emit()

    def _unpinned(self) -> None:
        self.unpin.emit()

    def retranslate(self) -> None:
        """Everything in the present language."""
        for action, text, menu, tip in (
            (
                self.compare_all,
                self.tr("compare all"),
                self.tr("Compare all methods"),
                self.tr("The same network under every random method, one curve each"),
            ),
            (
                self.pin_now,
                self.tr("pin"),
                self.tr("Pin these curves"),
                self.tr("Keep these curves as dashed ones"),
            ),
            (
                self.unpin_all,
                self.tr("clear"),
                self.tr("Clear pinned curves"),
                self.tr("Remove pinned and compared curves"),
            ),
        ):
            self.describe_tool(action, text, tip, menu=menu)
        self.describe_more()
