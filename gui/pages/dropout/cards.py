"""The Dropout page's other cards: on average, in words, convergence, variance, code."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QPushButton,
)

from core.dropout import words as dropout_words
from core.dropout.result import DropoutResult, RunningMean, Sample
from core.format import counted, short
from core.init.formula import Typeset, plain
from gui.look.describe import describe
from gui.look.i18n import translated
from gui.pages.code_card import CodeCard
from gui.plots.convergence import ConvergencePlot
from gui.plots.mean import MeanPlot, Means
from gui.plots.variance import VariancePlot
from gui.widgets.beside import Beside
from gui.widgets.card import Card
from gui.widgets.formula_view import FormulaView
from gui.widgets.plot_card import PlotCard
from gui.widgets.sentence import Sentence

DRAWS = (1_000, 100_000)


class MeanCard(PlotCard):
    """The running mean of y, many draws at once, and the switch to the classical scaling.

    draw(n)      the person wants so many more samples at once
    switched()   with or without the scale
    """

    draw = Signal(int)
    switched = Signal()

    def __init__(self) -> None:
        self.plot = MeanPlot()
        self.plot.setObjectName("plot.dropout.mean")
        super().__init__(self.plot)
        self.buttons: list[QPushButton] = []
        row = QHBoxLayout()
        for count in DRAWS:
            button = QPushButton()
            button.setObjectName(f"dropout.draw.{count}")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setProperty("count", count)
            button.clicked.connect(self._clicked)
            self.buttons.append(button)
            row.addWidget(button)
        self.classical = QCheckBox()
        self.classical.setObjectName("dropout.classical")
        self.classical.toggled.connect(self._toggled)
        row.addWidget(self.classical)
        self.note = Sentence()
        self.note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.note, 1000)
        row.addStretch(1)
        self.body.addLayout(row)
        self._drawn: tuple[DropoutResult, RunningMean] | None = None

    def set_folded(self, folded: bool) -> None:
        """As a tab it keeps its title, which says how many samples there are, and no more."""
        self.folded = folded
        self.note.setHidden(folded)

    def tab_title(self) -> str:
        """Without the number of samples."""
        return self.tr("On average")

    def _clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.draw.emit(sender.property("count"))

    def _toggled(self, _: bool) -> None:
        self.switched.emit()

    def show_reading(self, result: DropoutResult, reading: RunningMean) -> None:
        """Draw the running mean."""
        self._drawn = result, reading
        self.classical.setEnabled(result.classical is not None)
        self.plot.show_means(Means(result.units, reading.mean, reading.expected, reading.error))
        self._update_texts()

    def _update_texts(self) -> None:
        if self._drawn is None:
            return
        result, reading = self._drawn
        self.note.setText(translated(dropout_words.about_mean(result, reading)))
        self.note.setToolTip(
            self.tr("{streams}\nThe same distribution, other random numbers.").format(
                streams=translated(dropout_words.about_streams(result))
            )
        )
        self.title.setText(self.tr("On average · n = {n}").format(n=counted(result.count)))

    def retranslate(self) -> None:
        """Everything in the present language."""
        self.title.setText(self.tr("On average"))
        self.legend.set_entries(
            ("area", "sample", self.tr("mean of y")),
            ("line", "theory", "x"),
            ("line", "text", self.tr("± standard error")),
        )
        for button, count in zip(self.buttons, DRAWS, strict=True):
            button.setText(self.tr("draw {n}").format(n=counted(count)))
            name = self.tr("Draw {n} samples at once").format(n=counted(count))
            tip = self.tr("{n} more samples at once: the distribution of single draws").format(
                n=counted(count)
            )
            describe(button, name, tip, torch="y = dropout(x)")
        self.classical.setText(self.tr("without 1/(1−p)"))
        tip = self.tr(
            "As in the paper of 2014: survivors keep their value in training, and eval() "
            "multiplies by 1−p instead."
        )
        describe(self.classical, self.tr("Without scaling the survivors"), tip)
        self._update_texts()


class WordsCard(Card):
    """What happens here, in words for a newcomer, and the formula."""

    def __init__(self) -> None:
        super().__init__()
        self.remark.hide()
        self.words = Sentence("")
        self.words.setObjectName("dropout.words")
        self.view = FormulaView()
        self.view.setObjectName("formula")
        self.body.addWidget(Beside(self.view, self.words, last=True))
        self.body.addStretch(1)
        self._drawn: tuple[DropoutResult, Sample, bool] | None = None

    def show_sample(
        self,
        result: DropoutResult,
        sample: Sample,
        classical: bool,
        lines: tuple[Typeset, ...] | None,
    ) -> None:
        """Say what is drawn; `lines` is None while the formula is being typeset."""
        self._drawn = result, sample, classical
        scale = result.kind.scale(result.experiment.dropout.p)
        value = self.tr("undefined") if np.isnan(scale) else short(scale)
        shown = f"= {value}" if result.kind.symbol else f",    1/(1−p) = {value}"
        # It says how train() scales: elsewhere it would contradict what is drawn.
        self.view.setVisible(result.experiment.dropout.training and not classical)
        if lines is None:
            self.view.show_number(shown)
        else:
            self.view.show_formula(lines, shown, text=plain(result.kind.formula))
        self._update_texts()

    def _update_texts(self) -> None:
        if self._drawn is None:
            return
        result, sample, classical = self._drawn
        parts = dropout_words.explain(result, sample, classical)
        self.words.setText("\n\n".join(translated(part) for part in parts))
        self.view.setToolTip(result.kind.reference)

    def retranslate(self) -> None:
        """Everything in the present language."""
        self.title.setText(self.tr("In words"))
        self._update_texts()


class ConvergenceCard(PlotCard):
    """The distance of the mean from x over the number of samples."""

    def __init__(self) -> None:
        self.plot = ConvergencePlot()
        self.plot.setObjectName("plot.dropout.convergence")
        super().__init__(self.plot)
        self.note = Sentence()
        self.body.addWidget(self.note)

    def set_folded(self, folded: bool) -> None:
        """As a tab the sentence stands beside the legend."""
        super().set_folded(folded)
        self.put_into_header(self.note, folded)

    def show_reading(self, result: DropoutResult, reading: RunningMean) -> None:
        """Draw the way of the distance."""
        self.plot.show_distances(reading.counts, reading.distances, reading.theory)
        self.note.setVisible(reading.distance == 0.0)

    def retranslate(self) -> None:
        """Everything in the present language."""
        self.title.setText(self.tr("Convergence"))
        self.legend.set_entries(
            ("line", "sample", self.tr("distance")),
            ("line", "theory", self.tr("standard error")),
        )
        self.note.setText(self.tr("Every sample is x itself: the distance is 0."))


class VarianceCard(PlotCard):
    """Var[y] over p for an N(0, 1) signal, with the point that sets p."""

    def __init__(self) -> None:
        self.plot = VariancePlot()
        self.plot.setObjectName("plot.dropout.variance")
        super().__init__(self.plot)
        self.note = Sentence()
        self.body.addWidget(self.note)
        self._drawn: tuple[DropoutResult, RunningMean] | None = None

    def set_folded(self, folded: bool) -> None:
        """As a tab the sentence stands beside the legend."""
        super().set_folded(folded)
        self.put_into_header(self.note, folded)

    def show_reading(self, result: DropoutResult, reading: RunningMean) -> None:
        """Draw the curve of the reading and the measured point."""
        self._drawn = result, reading
        p = result.experiment.dropout.p
        self.plot.show_variance(result.curve_p, reading.curve, p, reading.variance)
        self._update_texts()

    def _update_texts(self) -> None:
        if self._drawn is not None:
            self.note.setText(translated(dropout_words.about_signal(*self._drawn)))

    def retranslate(self) -> None:
        """Everything in the present language."""
        self.title.setText(self.tr("Variance over p"))
        self.legend.set_entries(
            ("line", "theory", self.tr("theory")), ("solid", "accent", self.tr("measured: drag it"))
        )
        self._update_texts()


class DropoutCodeCard(CodeCard):
    """The PyTorch lines that reproduce the sample shown, and what they print."""

    def show_sample(self, result: DropoutResult, sample: Sample) -> None:
        """Show the code of one sample."""
        self.show_code(result.code_of(sample.number), sample.printed)

    def tips(self) -> tuple[str, str]:
        """What the two views are."""
        return (
            self.tr("The code that gives x, mask and y again, on this machine bit for bit"),
            self.tr("What printing x and y gives"),
        )
