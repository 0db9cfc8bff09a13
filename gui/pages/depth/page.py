"""The Depth page: does the signal survive a stack of such layers, and does the gradient?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core import depth
from core.context import Context, Pictures
from core.depth import Comparison, DepthResult
from core.experiment import Experiment
from core.format import counted
from gui.files.exported import Exported, Section
from gui.look.theme import theme
from gui.pages.columns import ColumnsPage
from gui.pages.depth.cards import (
    DepthCodeCard,
    TheoryCard,
    UnitsCard,
    VerdictCard,
)
from gui.pages.depth.network import NetworkCard
from gui.pages.depth.spread import SpreadCard
from gui.pages.depth.tools import DepthTools, compared_lines, named_run, pinned_lines
from gui.pages.pins import Pins
from gui.plots.signal import SignalPlot
from gui.widgets.card import Card
from gui.widgets.folding import FoldingColumn, Shrinking, scrolling
from gui.widgets.legend import Entry
from gui.widgets.plot_card import PlotCard


class CurveCard(PlotCard):
    """Forward or backward: the plot with its legend."""

    def __init__(self, name: str) -> None:
        self.plot = SignalPlot(backward=name == "backward")
        self.plot.setObjectName(f"plot.depth.{name}")
        super().__init__(self.plot)
        self.repeats_legend = name == "backward"


class DepthPage(ColumnsPage):
    """Draws a DepthResult; the network's own controls stand on the page."""

    restart = depth.RESTART
    share, most = 0.3, 28
    narrow = (7, 3)
    least = 13.0

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._experiment: Experiment | None = None
        self._result: DepthResult | None = None
        self._whole: DepthResult | None = None
        self.comparison: Comparison | None = None
        self.pins: Pins[DepthResult] = Pins()
        self.network, self.verdict = NetworkCard(), VerdictCard()
        self.tools = DepthTools()
        self.network.header.insertWidget(1, self.tools)
        self.forward, self.backward = CurveCard("forward"), CurveCard("backward")
        self.spread = SpreadCard()
        self.theory, self.units, self.code = TheoryCard(), UnitsCard(), DepthCodeCard()
        self._cards: list[Card] = [self.theory, self.units, self.code]
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        self._curves = QHBoxLayout()
        self._curves.addWidget(self.forward, 1)
        self._curves.addWidget(self.backward, 1)
        plots = Shrinking()
        self._plots = QVBoxLayout(plots)
        self._plots.setContentsMargins(0, 0, 0, 0)
        self._plots.addWidget(self.network)
        self._plots.addWidget(self.verdict)
        self._plots.addLayout(self._curves, 5)
        # In large type on a small screen it scrolls.
        self.set_columns(scrolling(plots), FoldingColumn(self._cards, [self.spread]))

    def arrange(self) -> None:
        """Where the page is wide the distributions stand below the curves."""
        super().arrange()
        crowded = self.is_crowded()
        self.column.set_guests([self.network, self.spread] if crowded else [self.spread])
        self.stand(self.network, self._plots, 0)
        self.stand(self.spread, self._plots, self._plots.count(), 4)
        self.network.remark.setVisible(not self.column.folded)
        self.verdict.set_brief(theme.projector or crowded or self.focused)
        if not self.column.holds(self.spread):
            self.spread.setHidden(self.focused)

    def cards(self) -> dict[str, Card]:
        """Its cards by their keys."""
        return {
            "network": self.network,
            "verdict": self.verdict,
            "signal": self.forward,
            "gradient": self.backward,
            "distributions": self.spread,
            "theory": self.theory,
            "units": self.units,
            "code": self.code,
        }

    def _connect(self) -> None:
        self.network.edited.connect(self.edited)
        self.network.refused.connect(self.refused)
        self.network.gesture.connect(self.gesture)
        self.verdict.applied.connect(self._apply)
        self.tools.pin.connect(self._pin)
        self.tools.unpin.connect(self._unpin)
        self.tools.compare.connect(self._compare)
        self.spread.wanted.connect(self._again)
        self.units.ranked.connect(self._rank)
        for card in (self.forward, self.backward):
            card.plot.hovered.connect(self._hovered)

    def restyle(self) -> None:
        """Gaps in the window's scale."""
        super().restyle()
        for layout in (self._curves, self._plots):
            layout.setSpacing(theme.sizes.gap)

    # The window asks:

    @staticmethod
    def task(experiment: Experiment) -> Callable[[Context], Pictures[DepthResult]]:
        """core.depth.run for this experiment."""
        return lambda context: depth.run(experiment, context, typeset=True)

    def task_now(self, experiment: Experiment) -> Callable[[Context], Pictures[DepthResult]]:
        """The same with the chosen distribution, and the ranks where they are wanted."""
        return partial(
            _run, experiment, self.spread.quantity, True if self.units.wants_ranks else None
        )

    def sync(self, experiment: Experiment) -> None:
        """Show the network's values in the controls."""
        self._experiment = experiment
        self.network.sync(experiment)

    def show_only(self, keys: frozenset[str] | None) -> None:
        """Fold away the network's controls that a lesson does not need."""
        self.network.show_only(keys)

    def result(self) -> DepthResult | None:
        """The result on the screen."""
        return self._result

    def show_result(self, result: DepthResult | Comparison) -> None:
        """Draw a run, whole or without its gradient, or the curves of all methods."""
        if isinstance(result, Comparison):
            self.comparison = result
            self._draw_curves()
            return
        self._result = result
        if result.advice is not None:  # the last of its fields
            self._whole = result
        if self.comparison is not None and not self.comparison.fits(result.experiment):
            self.comparison = None
        self._draw_curves()
        if result.spread is not None:
            self.spread.show_spread(result.spread)
        self.verdict.show_result(result)
        self.units.show_result(result)
        self.theory.show_result(result, result.formula)
        self.code.show_result(result)
        self.update_labels()

    def stopped(self) -> None:
        """Half a run does not stay: what is shown goes together."""
        if self._whole is not None and self._result is not self._whole:
            self.show_result(self._whole)

    def _draw_curves(self) -> None:
        result = self._result
        if result is None:
            return
        theory = result.theory
        others = [] if self.comparison is None else compared_lines(self.comparison)
        ghosts = pinned_lines(self.pins.ghosts())
        self.forward.plot.show_signal(
            result.forward, theory.forward, [line for line, _ in (*ghosts, *others)]
        )
        if result.complete:
            self.backward.plot.show_signal(
                result.backward, theory.backward, [line for _, line in (*ghosts, *others)]
            )
        self._label()

    def adopt(self, experiment: Experiment) -> None:
        """A change of what is not drawn here: the result is that of the new experiment too."""
        result = self._result
        if result is not None and self.state(result.experiment) == self.state(experiment):
            self._result = replace(result, experiment=experiment)
            if self._whole is result:
                self._whole = self._result

    def actions_of_page(self) -> list[QAction]:
        """What the tools above the curves offer."""
        return self.tools.tools()

    def exports(self) -> list[Exported]:
        """The plots, and the curves as a table."""
        return [
            Exported(
                "forward",
                self.tr("Signal forward"),
                self.forward.plot,
                self._csv,
                self.forward.legend,
            ),
            Exported(
                "backward",
                self.tr("Gradient backward"),
                self.backward.plot,
                legend=self.backward.legend,
            ),
            Exported("distributions", self.tr("Distributions"), self.spread.stack),
            Exported("units", self.tr("Units"), self.units.plot, note=self.units.note.text),
        ]

    def sections(self) -> list[Section]:
        """The verdict with its advice, and the theory."""
        verdict, theory = self.verdict, self.theory
        formula = theory.view if theory.view.isVisibleTo(theory) else None
        return [
            Section(verdict.verdict.text(), sentences=(verdict.advice.text(),)),
            Section(
                theory.title.text(), formula, sentences=(theory.terms.text(), theory.purpose.text())
            ),
        ]

    def _csv(self) -> str:
        return depth.layers_csv(self._result) if self._result is not None else ""

    def set_pending(self, pending: bool) -> None:
        """Dim what belongs to an older experiment while a long run is on."""
        for card in (self.forward, self.backward, self.spread, self.units):
            card.set_pending(pending)

    # The person asks:

    def _apply(self, changes: dict[str, Any]) -> None:
        self.changes.emit(changes, self.tr("Use the suggestion"))

    def _again(self) -> None:
        """The same network once more, for what else is to be seen of it."""
        if self._experiment is not None:
            self.work.emit(self.task_now(self._experiment))

    def _rank(self, wanted: bool) -> None:
        if wanted and not self._is_drawn():
            self._again()

    def _is_drawn(self) -> bool:
        """Whether all that is to be seen of the newest experiment is on the screen."""
        result = self._result
        if result is None or result is not self._whole or result.experiment != self._experiment:
            return False
        ranks = result.ranks is not None or not self.units.wants_ranks
        return (
            ranks and result.spread is not None and result.spread.quantity == self.spread.quantity
        )

    def _pin(self) -> None:
        if self._result is not None and self._result.complete:
            self.pins.keep(named_run(self._result.experiment), self._result)
            self._draw_curves()

    def _unpin(self) -> None:
        self.pins.clear()
        self.comparison = None
        self._draw_curves()

    def _compare(self) -> None:
        if self._experiment is None:
            return
        # The comparison takes the place of a run that is still on, whose picture would be missing.
        missing = None if self._is_drawn() else self.task_now(self._experiment)
        self.work.emit(partial(_compare, self._experiment, missing))

    def _hovered(self, text: str) -> None:
        if text:
            self.set_status(text)
        else:
            self.update_labels()

    # Texts:

    def _label(self) -> None:
        self.tools.unpin_all.setEnabled(bool(self.pins) or self.comparison is not None)
        result = self._result
        entries: list[Entry] = [("line", "sample", self.tr("measured"))]
        if result is not None and result.theory.forward is not None:
            entries.append(("line", "theory", self.tr("theory")))
        for card in (self.forward, self.backward):
            card.legend.set_entries(*entries)

    def update_labels(self) -> None:
        """The status line."""
        result = self._result
        if result is None:
            return
        run_on = result.experiment.run
        self.set_status(
            self.tr(
                "{count} parameters · {layers} layers in {time} ms · {dtype} on {device}"
            ).format(
                count=counted(result.parameters),
                layers=result.experiment.depth.layers,
                time=counted(round(1000 * result.seconds)),
                dtype=run_on.dtype,
                device=run_on.device,
            )
        )

    def retranslate(self) -> None:
        """Everything in the present language."""
        for card, whole, short in (
            (self.forward, self.tr("Signal →"), self.tr("Signal")),
            (self.backward, self.tr("← Gradient"), self.tr("Gradient")),
        ):
            card.called = whole
            card.title.set_texts(whole, short)
        self._label()
        self._draw_curves()  # other curves are named in the present language
        self.update_labels()


def _run(
    experiment: Experiment, quantity: str, ranks: bool | None, context: Context
) -> Pictures[DepthResult]:
    return depth.run(experiment, context, quantity, ranks, typeset=True)


def _compare(
    experiment: Experiment,
    first: Callable[[Context], Pictures[DepthResult]] | None,
    context: Context,
) -> Pictures[DepthResult | Comparison]:
    if first is not None:
        yield from first(context)
    yield from depth.compare(experiment, context)
