"""The Dropout page: what `nn.Dropout` does to one vector, to many, and on average."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core import dropout
from core.context import Context, Pictures
from core.dropout import words as dropout_words
from core.dropout.result import DropoutResult, RunningMean, Sample
from core.experiment import Experiment
from core.format import counted
from core.messages import Message
from gui.files.exported import Exported, Section
from gui.look.i18n import translated
from gui.look.theme import theme
from gui.pages.columns import ColumnsPage
from gui.pages.dropout.cards import (
    ConvergenceCard,
    DropoutCodeCard,
    MeanCard,
    VarianceCard,
    WordsCard,
)
from gui.pages.dropout.vector import VectorCard
from gui.widgets.card import Card
from gui.widgets.folding import FoldingColumn, scrolling

PERIOD_MILLISECONDS = 500
"""Milliseconds between two masks of auto-play."""


class DropoutPage(ColumnsPage):
    """Draws a DropoutResult and asks for more samples of it.

    `_samples` and `_many` are how many the person has asked for so far of the newest experiment;
    the result on the screen may still be on its way there.
    """

    restart = dropout.RESTART
    share, most = 0.34, 32
    narrow = (5, 2)
    least = 13.5

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._experiment: Experiment | None = None
        self._result: DropoutResult | None = None
        self._samples, self._many = 1, 0
        self._chosen: int | None = None
        self.vector, self.mean = VectorCard(), MeanCard()
        self.words, self.convergence = WordsCard(), ConvergenceCard()
        self.variance, self.code = VarianceCard(), DropoutCodeCard()
        self._column_cards: list[Card] = [self.words, self.convergence, self.variance, self.code]
        self.timer = QTimer(self)
        self.timer.setInterval(PERIOD_MILLISECONDS)
        self.timer.timeout.connect(self._tick)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        inside = QWidget()
        inside.setObjectName("panel")
        self._plots = QVBoxLayout(inside)
        self._plots.setContentsMargins(0, 0, 0, 0)
        self._plots.addWidget(self.vector, 2)
        self._plots.addWidget(self.mean, 1)
        # In large type on a small screen it scrolls.
        self.set_columns(scrolling(inside), FoldingColumn(self._column_cards))

    def arrange(self) -> None:
        """Where letters are large and room is scarce the mean becomes a tab."""
        super().arrange()
        self.column.set_guests([self.mean] if self.is_crowded() else [])
        self.stand(self.mean, self._plots, 1, 1)

    def cards(self) -> dict[str, Card]:
        """Its cards by their keys."""
        return {
            "vector": self.vector,
            "mean": self.mean,
            "words": self.words,
            "convergence": self.convergence,
            "variance": self.variance,
            "code": self.code,
        }

    def _connect(self) -> None:
        self.vector.sample.clicked.connect(self.draw_sample)
        self.vector.play.toggled.connect(self._play)
        self.vector.strip.chosen.connect(self._choose)
        self.vector.box.wanted.connect(self._want_vector)
        self.vector.box.refused.connect(self._refuse_vector)
        self.mean.draw.connect(self._draw_many)
        self.mean.switched.connect(self._draw)
        self.variance.plot.chosen.connect(self._set_p)
        self.variance.plot.dragging.connect(self.gesture)

    def restyle(self) -> None:
        """Gaps in the window's scale."""
        super().restyle()
        self._plots.setSpacing(theme.sizes.gap)

    # The window asks:

    @staticmethod
    def task(experiment: Experiment) -> Callable[[Context], Pictures[DropoutResult]]:
        """core.dropout.run for this experiment: its first sample."""
        return lambda context: dropout.run(experiment, context, typeset=True)

    def task_now(self, experiment: Experiment) -> Callable[[Context], Pictures[DropoutResult]]:
        """The same with every sample that the person has asked for, from those that are there."""
        return partial(_drawn, experiment, self._result, self._samples, self._many)

    def sync(self, experiment: Experiment) -> None:
        """Other samples are asked for from the first; the same ones go on."""
        before, self._experiment = self._experiment, experiment
        if before is None or before.dropout != experiment.dropout or before.run != experiment.run:
            self._forget()
        self.vector.box.set_value(experiment.dropout.vector)

    def _forget(self) -> None:
        """Ask for no more samples of the newest experiment than there are."""
        shown = self._result
        there = shown is not None and self._is_newest(shown)
        self._samples, self._many = (shown.samples, shown.many) if shown and there else (1, 0)

    def _is_newest(self, result: DropoutResult) -> bool:
        return self._experiment is None or result.same_draw(self._experiment)

    def result(self) -> DropoutResult | None:
        """The result on the screen."""
        return self._result

    def show_result(self, result: DropoutResult) -> None:
        """Draw a result; a first sample does not replace the many that are already there."""
        shown = self._result
        if shown is None or not shown.same_draw(result.experiment):
            self._result, self._chosen = result, None
        elif result.count >= shown.count:
            if result.samples > shown.samples:
                self._chosen = None
            self._result = result
        else:
            formula = result.formula or shown.formula
            self._result = replace(shown, experiment=result.experiment, formula=formula)
        if self._is_newest(self._result):
            self._samples = max(self._samples, self._result.samples)
            self._many = max(self._many, self._result.many)
        self._draw()

    def stopped(self) -> None:
        """Forget the samples that will not come."""
        self._forget()

    def adopt(self, experiment: Experiment) -> None:
        """A change of what is not drawn here: the result is that of the new experiment too."""
        result = self._result
        if result is not None and self.state(result.experiment) == self.state(experiment):
            self._result = replace(result, experiment=experiment)

    def update_labels(self) -> None:
        """The status line."""
        if self._result is not None:
            self._show_status(self._result)

    def exports(self) -> list[Exported]:
        """The plots, and the means as a table."""
        return [
            Exported(
                "vector",
                self.tr("Vector and mask"),
                self.vector.plot,
                legend=self.vector.legend,
                note=self.vector.said,
                wide=True,
            ),
            Exported(
                "mean",
                self.tr("Running mean"),
                self.mean.plot,
                self._csv,
                self.mean.legend,
                self.mean.note.text,
                wide=True,
                height=0.5,
            ),
            Exported(
                "convergence",
                self.tr("Convergence"),
                self.convergence.plot,
                legend=self.convergence.legend,
            ),
            Exported(
                "variance",
                self.tr("Variance over p"),
                self.variance.plot,
                legend=self.variance.legend,
                note=self.variance.note.text,
            ),
        ]

    def sections(self) -> list[Section]:
        """The explanation, the formula, and how far the mean is from x."""
        words = self.words
        formula = words.view if words.view.isVisibleTo(words) else None
        return [
            Section(words.title.text(), formula, sentences=(words.words.text(),)),
            Section(self.mean.title.text(), sentences=(self.mean.note.text(),)),
            Section(self.variance.title.text(), sentences=(self.variance.note.text(),)),
        ]

    def _csv(self) -> str:
        return dropout.means_csv(self._result) if self._result is not None else ""

    def set_pending(self, pending: bool) -> None:
        """Dim the plots while a long run is on."""
        for card in (self.vector, self.mean, self.convergence, self.variance):
            card.set_pending(pending)

    # Drawing:

    def _sample(self, result: DropoutResult) -> Sample:
        """The sample that the person chose, else the newest."""
        chosen = [sample for sample in result.recent if sample.number == self._chosen]
        return chosen[0] if chosen else result.recent[-1]

    def _reading(self, result: DropoutResult) -> tuple[RunningMean, bool]:
        classical = self.mean.classical.isChecked() and result.classical is not None
        if classical and result.classical is not None:
            return result.classical, True
        return result.inverted, False

    def _draw(self) -> None:
        result = self._result
        if result is None:
            return
        sample, (reading, classical) = self._sample(result), self._reading(result)
        self.vector.show_sample(result, sample, classical)
        self.mean.show_reading(result, reading)
        self.words.show_sample(result, sample, classical, result.formula)
        self.convergence.show_reading(result, reading)
        self.variance.show_reading(result, reading)
        self.code.show_sample(result, sample)
        self._show_status(result)

    # The person asks:

    def draw_sample(self) -> None:
        """One more call of the layer."""
        self._samples += 1
        self._continue()

    def _draw_many(self, count: int) -> None:
        self._many += count
        self._continue()

    def _continue(self) -> None:
        if self._experiment is not None:
            self.vector.box.set_value(self._experiment.dropout.vector)  # not what was refused
            self.work.emit(self.task_now(self._experiment))

    def _play(self, on: bool) -> None:
        self.vector.set_playing(on)
        if on:
            self.timer.start()
            self.draw_sample()
        else:
            self.timer.stop()

    def _tick(self) -> None:
        # A run that takes longer than the period is not asked for twice.
        result = self._result
        if result is not None and self._is_newest(result) and self._samples == result.samples:
            self.draw_sample()

    def _choose(self, number: int) -> None:
        self._chosen = number
        self._draw()

    def _want_vector(self, text: str) -> None:
        self.changes.emit({"dropout.vector": text}, self.tr("Vector x"))

    def _refuse_vector(self, text: Message) -> None:
        self.refused.emit("dropout.vector", text)

    def _set_p(self, p: float) -> None:
        self.edited.emit("dropout.p", p)

    def hideEvent(self, event: QHideEvent) -> None:
        """Auto-play ends where nobody sees it, with what was still to come."""
        self.vector.play.setChecked(False)
        self._forget()
        super().hideEvent(event)

    def key_pressed(self, event: QKeyEvent) -> None:
        """The space bar draws a new mask."""
        if event.key() == Qt.Key.Key_Space and not event.modifiers():
            self.draw_sample()
            event.accept()
        else:
            event.ignore()

    # Texts:

    def _show_status(self, result: DropoutResult) -> None:
        self.set_status(
            self.tr("{layer} on {device} · n = {n} · {streams}").format(
                layer=f"nn.{result.kind.torch_name}",
                device=result.experiment.run.device,
                n=counted(result.count),
                streams=translated(dropout_words.about_streams(result)),
            )
        )

    def retranslate(self) -> None:
        """Everything in the present language."""
        self._draw()


def _drawn(
    experiment: Experiment,
    after: DropoutResult | None,
    samples: int,
    many: int,
    context: Context,
) -> Pictures[DropoutResult]:
    return dropout.run(experiment, context, samples, many, after, typeset=True)
