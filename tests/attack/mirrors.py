"""What a page shows beside what a second page shows of a run that nobody has disturbed.

The mirror is a page of the same class that is never on the screen. It gets the answer of a fresh
synchronous run of the same experiment, and the person's choices of the page: bins, buttons, pins.
Whatever the page shows must then be the mirror's, number by number and word by word.
"""

from __future__ import annotations

import dataclasses
import math
from typing import Any

import numpy as np
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QTableWidget, QWidget

from core import depth, dropout, layer
from core.context import last
from core.depth import DepthResult
from core.dropout.result import DropoutResult
from core.experiment import Experiment
from core.layer import LayerResult
from core.pages import PAGES
from gui.pages.depth import DepthPage
from gui.pages.dropout import DropoutPage
from gui.pages.layer import LayerPage
from gui.pages.page import Page
from gui.pages.table import page_class
from gui.panel.form import Form
from gui.widgets.formula_view import FormulaView
from gui.widgets.legend import Legend

UNLIKE = ("seconds",)
"""Fields that differ from run to run."""


def difference(one: Any, other: Any, place: str = "") -> str:
    """Where two values differ, bit for bit; empty where they do not."""
    if dataclasses.is_dataclass(one) and type(one) is type(other):
        pairs = {
            field.name: (getattr(one, field.name), getattr(other, field.name))
            for field in dataclasses.fields(one)
            if field.name not in UNLIKE
        }
        return _first(pairs, place)
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        return _first({key: (one[key], other[key]) for key in one}, place)
    if isinstance(one, tuple | list) and isinstance(other, tuple | list) and len(one) == len(other):
        pairs = {str(i): pair for i, pair in enumerate(zip(one, other, strict=True))}
        return _first(pairs, place)
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        equal = one.shape == other.shape and one.dtype == other.dtype
        equal = equal and (one.tobytes() == other.tobytes() or np.array_equal(one, other, True))
    elif callable(one) and callable(other):
        equal = True  # a distribution's functions; its numbers stand beside them
    elif isinstance(one, float) and isinstance(other, float) and math.isnan(one):
        equal = math.isnan(other)
    else:
        equal = type(one) is type(other) and bool(one == other)
    return "" if equal else f"{place}: {one!r:.300} instead of {other!r:.300}"


def _first(pairs: dict[Any, tuple[Any, Any]], place: str) -> str:
    found = (difference(one, other, f"{place}.{name}") for name, (one, other) in pairs.items())
    return next((text for text in found if text), "")


def texts(widget: QWidget, but: tuple[QWidget, ...] = ()) -> list[str]:
    """Every word and number in the widget's labels, code, tables and formulas."""
    found = [
        ("" if label.isHidden() else label.text())
        for label in widget.findChildren(QLabel)
        if label not in but and not isinstance(label.parentWidget(), Form)
    ]
    found += [legend.accessibleName() for legend in widget.findChildren(Legend)]
    found += [view.toPlainText() for view in widget.findChildren(QPlainTextEdit)]
    for view in widget.findChildren(FormulaView):
        found += [view.accessibleDescription(), *(line.svg for line in view.lines)]
    for table in widget.findChildren(QTableWidget):
        places = [(r, c) for r in range(table.rowCount()) for c in range(table.columnCount())]
        found += [table.item(row, column).text() for row, column in places]  # type: ignore[union-attr]
        found += [table.verticalHeaderItem(row).text() for row in range(table.rowCount())]  # type: ignore[union-attr]
    return found


def is_whole(result: Any) -> bool:
    """Whether no later field is missing."""
    if isinstance(result, LayerResult):
        return result.complete and result.weight.spectral_norm is not None
    return not isinstance(result, DepthResult) or result.advice is not None


def is_what_was_asked(page: Page) -> bool:
    """Whether the result has what the person chose to see."""
    if not isinstance(page, DepthPage):
        return True
    result = page.result()
    assert result is not None
    assert result.spread is not None
    ranked = result.ranks is not None or not page.units.wants_ranks
    return ranked and result.spread.quantity == page.spread.quantity


def fresh(page: Page, experiment: Experiment) -> Any:
    """The answer to what the page asks of this experiment, computed here and now."""
    if isinstance(page, DropoutPage):
        shown = page.result()
        assert shown is not None
        return last(dropout.run(experiment, samples=shown.samples, many=shown.many, typeset=True))
    if isinstance(page, DepthPage):
        result = page.result()
        assert result is not None
        assert result.spread is not None
        ranked = result.ranks is not None
        return last(
            depth.run(experiment, quantity=result.spread.quantity, ranks=ranked, typeset=True)
        )
    return last(layer.run(experiment, typeset=True))


class Mirrors:
    """One mirror for each page."""

    def __init__(self) -> None:
        self._made: dict[str, Any] = {}

    def close(self) -> None:
        """Delete them."""
        for mirror in self._made.values():
            mirror.close()
            mirror.deleteLater()
        self._made.clear()

    def _of(self, page: Page) -> Any:
        name = page.objectName()
        if name not in self._made:
            info = PAGES[name.removeprefix("page.")]
            mirror = self._made[name] = page_class(info)()
        mirror = self._made[name]
        mirror.resize(page.size())
        mirror.fold()
        return mirror

    def wrong(self, page: Page, experiment: Experiment, newest: bool = True) -> str:
        """What of the page is not that of a fresh run of `experiment`; empty where all is.

        Where a newer experiment was refused, the run of this one may have been left before its
        last number.
        """
        expected = fresh(page, experiment)
        if not newest and isinstance(page, LayerPage) and not is_whole(page.result()):
            weight = dataclasses.replace(expected.weight, spectral_norm=None)
            expected = dataclasses.replace(expected, weight=weight)
        found = difference(page.result(), expected, "result")
        if found:
            return found
        mirror = self._of(page)
        if isinstance(page, LayerPage):
            return self._layer(page, mirror, expected)
        if isinstance(page, DropoutPage):
            return self._dropout(page, mirror, expected)
        assert isinstance(page, DepthPage)
        return self._depth(page, mirror, expected)

    @staticmethod
    def _layer(page: LayerPage, mirror: Any, expected: LayerResult) -> str:
        mirror.tools.bins.setValue(page.tools.bins.value())
        mirror.pins = page.pins
        mirror.statistics.group.button(page.statistics.group.checkedId()).setChecked(True)
        mirror.kernels.resize(page.kernels.size())  # a remark says how many there is room for
        mirror.show_result(expected)
        mirror.kernels.scroll_to(page.kernels.row)
        if not is_whole(expected):
            mirror.statistics.stopped()

        def state(shown: Any) -> dict[str, Any]:
            # The title says what there is room for.
            but = (shown.output_card.title,)
            return {
                "weights": shown.weights.histograms,
                "output": shown.output.histograms,
                "matrix": shown.matrix.matrix,
                "texts": sorted(texts(shown, but)),
                "advice": shown.signal.apply.isHidden(),
            }

        return difference(state(page), state(mirror), "layer")

    @staticmethod
    def _dropout(page: DropoutPage, mirror: Any, expected: DropoutResult) -> str:
        mirror._result, mirror._chosen = expected, page._chosen
        mirror.vector.play.setChecked(False)
        mirror.mean.classical.setChecked(page.mean.classical.isChecked())
        mirror.sync(expected.experiment)
        mirror._draw()

        def state(shown: Any) -> dict[str, Any]:
            strip = [(thumb.number, thumb.kept) for thumb in shown.vector.strip.shown()]
            curves = (shown.convergence.plot.distance_line, shown.convergence.plot.theory_line)
            return {
                "vector": shown.vector.plot.shown,
                "box": (shown.vector.box.value(), shown.vector.box.currentText()),
                "strip": strip,
                "means": shown.mean.plot.means,
                "convergence": [curve.getData() for curve in curves],
                "variance": (shown.variance.plot.p, shown.variance.plot.measured),
                "texts": sorted(texts(shown)),
            }

        return difference(state(page), state(mirror), "dropout")

    @staticmethod
    def _depth(page: DepthPage, mirror: Any, expected: DepthResult) -> str:
        for name in ("quantities", "styles"):
            chosen = getattr(page.spread, name).checkedId()
            getattr(mirror.spread, name).button(chosen).setChecked(True)
        mirror.spread._by_hand = page.spread._by_hand
        mirror.spread.own.setChecked(page.spread.own.isChecked())
        mirror.units.group.button(page.units.group.checkedId()).setChecked(True)
        mirror.units._result, mirror.units._by_hand = expected, page.units._by_hand
        mirror.comparison, mirror.pins = page.comparison, page.pins
        mirror.sync(expected.experiment)
        mirror.show_result(expected)

        def state(shown: Any) -> dict[str, Any]:
            curves = (shown.forward.plot, shown.backward.plot)
            spread, units = shown.spread.stack.currentWidget(), shown.units.plot
            return {
                "curves": [(plot.measured, plot.theory, plot.lines) for plot in curves],
                "spread": (spread.edges, spread.density, spread.zeros, spread.broken, spread.unit),
                "units": (units.saturated, units.dead, units.ranks, units.full),
                "texts": sorted(texts(shown, (shown.forward.title, shown.backward.title))),
                "advice": shown.verdict.apply.isHidden(),
            }

        return difference(state(page), state(mirror), "depth")
