"""Pins and comparisons of the Depth page: the buttons, and the lines that they add."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from core.depth import Comparison, DepthResult
from core.experiment import Experiment, Initialization
from core.format import argument
from core.messages import Message
from gui.look.describe import explain_action
from gui.look.i18n import translated
from gui.look.theme import theme
from gui.pages.pins import Ghost
from gui.plots.curves import Line

SERIES = {
    "default": 0,
    "normal": 1,
    "uniform": 1,
    "trunc_normal": 2,
    "xavier_normal": 3,
    "xavier_uniform": 3,
    "kaiming_normal": 4,
    "kaiming_uniform": 4,
    "orthogonal": 5,
    "sparse": 6,
}
"""A colour for each family; the uniform one of a family is dashed."""


def named_run(experiment: Experiment) -> Message:
    """A run by what makes it different from others."""
    depth = experiment.depth
    parts = [experiment.layer.activation, f"{depth.layers} × {depth.width}"]
    dropout = experiment.dropout
    if dropout.p > 0.0 and dropout.training:
        parts.append(f"p={dropout.p:g}")
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
        colour = f"series{SERIES[curve.init.method]}"
        dashed = curve.init.method.endswith("uniform")
        found.append(
            (Line(name, curve.forward, colour, dashed), Line(name, curve.backward, colour, dashed))
        )
    return found


class DepthTools(QWidget):
    """Says what the person wants to compare; the page does it.

    pin, unpin   keep the present curves; forget all that was added
    compare      all methods in one picture
    """

    pin = Signal()
    unpin = Signal()
    compare = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.compare_all = self._action("depth.compare_all", "Ctrl+M")
        self.pin_now = self._action("depth.pin", "Ctrl+D")
        self.unpin_all = self._action("depth.unpin", "Ctrl+Shift+D")
        self.unpin_all.setEnabled(False)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._buttons: dict[str, QToolButton] = {}
        for action in self.actions_shown():
            button = QToolButton()
            button.setProperty("role", "flat")
            button.setDefaultAction(action)
            button.setObjectName(action.objectName())
            action.setObjectName(f"{action.objectName()}.action")
            self._buttons[button.objectName()] = button
            self._layout.addWidget(button)
        self.compare_all.triggered.connect(self._compared)
        self.pin_now.triggered.connect(self._pinned)
        self.unpin_all.triggered.connect(self._unpinned)
        theme.changed.connect(self._space)
        self._space()
        self.retranslate()

    def _space(self) -> None:
        self._layout.setSpacing(theme.sizes.gap - 2)

    def _action(self, name: str, shortcut: str) -> QAction:
        action = QAction(self)
        action.setObjectName(name)
        action.setShortcut(QKeySequence(shortcut))
        return action

    def actions_shown(self) -> list[QAction]:
        """Every action, for buttons and the View menu."""
        return [self.compare_all, self.pin_now, self.unpin_all]

    def _compared(self) -> None:
        self.compare.emit()

    def _pinned(self) -> None:
        self.pin.emit()

    def _unpinned(self) -> None:
        self.unpin.emit()

    def retranslate(self) -> None:
        """Everything in the present language."""
        for action, text, tip in (
            (
                self.compare_all,
                self.tr("compare all"),
                self.tr("The same network under every random method, one curve each"),
            ),
            (self.pin_now, self.tr("pin"), self.tr("Keep these curves as dashed ghosts")),
            (self.unpin_all, self.tr("clear"), self.tr("Remove pinned and compared curves")),
        ):
            action.setText(text)
            shortcut = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            action.setToolTip(f"{tip} ({shortcut})")
            action.setStatusTip(tip)
            explain_action(action, tip)
        for button in self._buttons.values():
            button.setAccessibleName(button.defaultAction().statusTip())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
