"""The Dropout page's cards: one vector, on average, in words, convergence, variance, code."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QWidget,
)

from core import dropout_words
from core.dropout import DropoutResult, Reading, Sample
from core.experiment import VECTORS, schema
from core.formula import Typeset, plain
from core.snippet import drop_and_keep
from gui.card import Card
from gui.code_view import CodeView, CopyButton
from gui.form import guard_wheel
from gui.formula import FormulaView
from gui.i18n import translated
from gui.pages.layer_cards import number, segments
from gui.plots.convergence import ConvergencePlot
from gui.plots.legend import Entry, Legend
from gui.plots.masks import MaskStrip
from gui.plots.mean import MeanPlot, Means
from gui.plots.variance import VariancePlot
from gui.plots.vector import Shown, VectorPlot
from gui.sentence import Sentence

DRAWS = (1_000, 100_000)


class VectorBox(QComboBox):
    """The vector x: a name from the menu, or numbers as they are typed.

    wanted(text)   the person chose or typed another vector
    """

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("dropout.vector")
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setCompleter(None)  # type: ignore[arg-type]
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(20)
        guard_wheel(self)
        self._value = "course"
        for name in VECTORS:
            self.addItem(name, name)
        self.activated.connect(self._activated)
        edit = self.lineEdit()
        assert edit is not None
        edit.editingFinished.connect(self._edited)

    def value(self) -> str:
        """The vector that is shown."""
        return self._value

    def set_value(self, value: str) -> None:
        """Show `value` without saying that the person changed it."""
        if value != self._value or not self._being_edited():
            self._value = value
            self._write()

    def _being_edited(self) -> bool:
        edit = self.lineEdit()
        return edit is not None and edit.hasFocus() and edit.isModified()

    def _write(self) -> None:
        blocker = QSignalBlocker(self)
        index = self.findData(self._value)
        self.setCurrentIndex(index)
        self.setEditText(self.itemText(index) if index >= 0 else self._value)
        edit = self.lineEdit()
        if edit is not None:
            edit.setCursorPosition(0)
        del blocker

    def _activated(self, index: int) -> None:
        self._want(str(self.itemData(index)))

    def _edited(self) -> None:
        text = self.currentText().strip()
        index = self.findText(text)
        self._want(str(self.itemData(index)) if index >= 0 else text)

    def _want(self, value: str) -> None:
        if value != self._value:
            self.wanted.emit(value)

    def retranslate(self) -> None:
        """Everything in the present language."""
        named = {
            "course": self.tr("course: 10 whole numbers"),
            "ones": self.tr("ones: 10 times 1"),
            "normal": self.tr("normal: 10 of N(0, 1)"),
        }
        for index in range(self.count()):
            self.setItemText(index, named[self.itemData(index)])
        self._write()
        self.setAccessibleName(self.tr("The vector x"))
        tip = translated(schema("dropout.vector").help)
        self.setToolTip(f"{tip}\n3, 1, 4, 1, 5")


class VectorCard(Card):
    """x, mask and y of one sample; below them the way to draw the next and to see old ones."""

    def __init__(self) -> None:
        super().__init__()
        self.remark.hide()
        self.box = VectorBox()
        self.header.addWidget(self.box)
        self.both = Sentence("")
        self.both.setObjectName("dropout.both")
        self.legend = Legend()
        line = QHBoxLayout()
        line.addWidget(self.both, 1)
        line.addWidget(self.legend, 1)
        self.plot = VectorPlot()
        self.plot.setObjectName("plot.dropout.vector")
        self.sample, self.play = QPushButton(), QPushButton()
        self.sample.setObjectName("dropout.sample")
        self.play.setObjectName("dropout.play")
        self.play.setCheckable(True)
        self.strip = MaskStrip()
        self.strip.setObjectName("dropout.masks")
        row = QHBoxLayout()
        for button in (self.sample, self.play):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(button)
        row.addWidget(self.strip, 1)
        self.body.addLayout(line)
        self.body.addWidget(self.plot, 1)
        self.body.addLayout(row)
        self._drawn: tuple[DropoutResult, Sample, bool] | None = None

    def show_sample(self, result: DropoutResult, sample: Sample, classical: bool) -> None:
        """Draw one sample of the result."""
        self._drawn = result, sample, classical
        self.box.set_value(result.experiment.dropout.vector)
        positions = result.positions
        unscaled = sample.unscaled if classical else None
        y = sample.y if unscaled is None else unscaled
        dropout = result.experiment.dropout
        product = not result.kind.alpha and not classical and dropout.training and dropout.p < 1
        note = dropout_words.why_no_mask(result)
        mask = sample.mask.reshape(-1, positions)
        self.plot.show_vector(
            Shown(
                x=result.x.reshape(-1, positions),
                mask=mask[:, 0],
                y=y.reshape(-1, positions),
                scale=drop_and_keep(dropout.p)[2] if product and dropout.p > 0 else "",
                note=translated(note) if note else "",
            )
        )
        masks = [(one.number, one.mask.reshape(-1, positions)[:, 0]) for one in result.recent]
        self.strip.show_masks(masks, sample.number)
        self._say()

    def _say(self) -> None:
        if self._drawn is None:
            return
        result, sample, _ = self._drawn
        self.both.setText(translated(dropout_words.both_ways(result)))
        entries: list[Entry] = [
            ("area", "sample", self.tr("kept")),
            ("hollow", "muted", self.tr("dropped")),
        ]
        scale = self.plot.shown.scale if self.plot.shown is not None else ""
        if scale and result.positions == 1:
            grown = self.tr("grown × {scale}").format(scale=scale)
            entries.insert(1, ("solid", "sample", grown))
        self.legend.set_entries(*(entries[:1] if self._whole(result) else entries))
        self.title.setText(self.tr("One vector · sample {number}").format(number=sample.number))

    @staticmethod
    def _whole(result: DropoutResult) -> bool:
        return dropout_words.why_no_mask(result) is not None

    def set_playing(self, playing: bool) -> None:
        """Say what the next press of the button does."""
        self.play.setText(self.tr("Stop") if playing else self.tr("Play"))

    def retranslate(self) -> None:
        """Everything in the present language."""
        self.title.setText(self.tr("One vector"))
        self.box.retranslate()
        self.plot.retranslate()
        self.sample.setText(self.tr("New mask"))
        self.sample.setAccessibleName(self.tr("Draw a new mask"))
        self.sample.setToolTip(self.tr("Draw a new mask at random (space bar)"))
        self.set_playing(self.play.isChecked())
        self.play.setAccessibleName(self.tr("Draw two masks a second"))
        self.play.setToolTip(self.tr("Draw two masks a second until it is pressed again"))
        self.strip.setAccessibleName(self.tr("The last masks"))
        self.strip.setToolTip(self.tr("The last twelve masks: click one to see it again"))
        self._say()


class MeanCard(Card):
    """The running mean of y, many draws at once, and the switch to the classical scaling.

    draw(n)      the person wants so many more samples at once
    switched()   with or without the scale
    """

    draw = Signal(int)
    switched = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.remark.hide()
        self.legend = Legend()
        self.header.addWidget(self.legend, 1000)
        self.plot = MeanPlot()
        self.plot.setObjectName("plot.dropout.mean")
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
        self.said = Sentence()
        self.said.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.said, 1)
        self.body.addWidget(self.plot, 1)
        self.body.addLayout(row)
        self._drawn: tuple[DropoutResult, Reading] | None = None

    def _clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.draw.emit(sender.property("count"))

    def _toggled(self, _: bool) -> None:
        self.switched.emit()

    def show_reading(self, result: DropoutResult, reading: Reading) -> None:
        """Draw the running mean."""
        self._drawn = result, reading
        self.classical.setEnabled(result.classical is not None)
        self.plot.show_means(Means(result.units, reading.mean, reading.expected, reading.error))
        self._say()

    def _say(self) -> None:
        if self._drawn is None:
            return
        result, reading = self._drawn
        self.said.setText(translated(dropout_words.about_mean(result, reading)))
        self.said.setToolTip(
            self.tr("{streams}\nThe same distribution, other random numbers.").format(
                streams=translated(dropout_words.about_streams(result))
            )
        )
        self.title.setText(self.tr("On average · n = {n}").format(n=f"{result.count:,}"))

    def retranslate(self) -> None:
        """Everything in the present language."""
        self.title.setText(self.tr("On average"))
        self.plot.retranslate()
        self.legend.set_entries(
            ("area", "sample", self.tr("mean of y")),
            ("line", "theory", "x"),
            ("line", "text", self.tr("± standard error")),
        )
        for button, count in zip(self.buttons, DRAWS, strict=True):
            button.setText(self.tr("draw {n}").format(n=f"{count:,}"))
            button.setAccessibleName(self.tr("Draw {n} samples at once").format(n=f"{count:,}"))
            button.setToolTip(
                self.tr("{n} more samples at once: the distribution of single draws").format(
                    n=f"{count:,}"
                )
            )
        self.classical.setText(self.tr("without 1/(1−p)"))
        self.classical.setAccessibleName(self.tr("Without scaling the survivors"))
        self.classical.setToolTip(
            self.tr(
                "As in the paper of 2014: survivors keep their value in training, and eval() "
                "multiplies by 1−p instead."
            )
        )
        self._say()


class WordsCard(Card):
    """What happens here, in words for a newcomer, and the formula."""

    def __init__(self) -> None:
        super().__init__()
        self.remark.hide()
        self.words = Sentence("")
        self.words.setObjectName("dropout.words")
        self.view = FormulaView()
        self.view.setObjectName("formula")
        self.body.addWidget(self.words)
        self.body.addWidget(self.view)
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
        value = self.tr("undefined") if np.isnan(scale) else number(scale)
        shown = f"= {value}" if result.kind.symbol else f",    1/(1−p) = {value}"
        # It says how train() scales: elsewhere it would contradict what is drawn.
        self.view.setVisible(result.experiment.dropout.training and not classical)
        if lines is None:
            self.view.show_number(shown)
        else:
            self.view.show_formula(lines, shown, text=plain(result.kind.formula))
        self._say()

    def _say(self) -> None:
        if self._drawn is None:
            return
        result, sample, classical = self._drawn
        parts = dropout_words.explain(result, sample, classical)
        self.words.setText("\n\n".join(translated(part) for part in parts))
        self.view.setToolTip(result.kind.reference)

    def retranslate(self) -> None:
        """Everything in the present language."""
        self.title.setText(self.tr("In words"))
        self.view.retranslate()
        self._say()


class ConvergenceCard(Card):
    """The distance of the mean from x over the number of samples."""

    def __init__(self) -> None:
        super().__init__()
        self.remark.hide()
        self.legend = Legend()
        self.header.addWidget(self.legend, 1000)
        self.plot = ConvergencePlot()
        self.plot.setObjectName("plot.dropout.convergence")
        self.said = Sentence()
        self.body.addWidget(self.plot, 1)
        self.body.addWidget(self.said)

    def show_reading(self, result: DropoutResult, reading: Reading) -> None:
        """Draw the way of the distance."""
        self.plot.show_way(reading.counts, reading.distances, reading.theory)
        self.said.setVisible(reading.distance == 0.0)

    def retranslate(self) -> None:
        """Everything in the present language."""
        self.title.setText(self.tr("Convergence"))
        self.plot.retranslate()
        self.legend.set_entries(
            ("line", "sample", self.tr("distance")),
            ("line", "theory", self.tr("standard error")),
        )
        self.said.setText(self.tr("Every sample is x itself: the distance is 0."))


class VarianceCard(Card):
    """Var[y] over p for an N(0, 1) signal, with the point that sets p."""

    def __init__(self) -> None:
        super().__init__()
        self.remark.hide()
        self.legend = Legend()
        self.header.addWidget(self.legend, 1000)
        self.plot = VariancePlot()
        self.plot.setObjectName("plot.dropout.variance")
        self.said = Sentence()
        self.body.addWidget(self.plot, 1)
        self.body.addWidget(self.said)
        self._drawn: tuple[DropoutResult, Reading] | None = None

    def show_reading(self, result: DropoutResult, reading: Reading) -> None:
        """Draw the curve of the reading and the measured point."""
        self._drawn = result, reading
        p = result.experiment.dropout.p
        self.plot.show_variance(result.curve_p, reading.curve, p, reading.variance)
        self._say()

    def _say(self) -> None:
        if self._drawn is not None:
            self.said.setText(translated(dropout_words.about_signal(*self._drawn)))

    def retranslate(self) -> None:
        """Everything in the present language."""
        self.title.setText(self.tr("Variance over p"))
        self.plot.retranslate()
        self.legend.set_entries(
            ("line", "theory", self.tr("theory")), ("solid", "accent", self.tr("drag me"))
        )
        self._say()


class DropoutCodeCard(Card):
    """The PyTorch lines that reproduce the sample shown, and what they print."""

    def __init__(self) -> None:
        super().__init__()
        self.remark.hide()
        self.code, self.printed = CodeView(), CodeView()
        self.code.setObjectName("code")
        self.printed.setObjectName("printed")
        self.stack = QStackedWidget()
        self.group, self.buttons = segments(self, 2)
        for view, button in zip((self.code, self.printed), self.buttons, strict=True):
            self.stack.addWidget(view)
            self.header.insertWidget(self.header.count() - 1, button)
        self.group.idClicked.connect(self.stack.setCurrentIndex)
        self.copy = CopyButton(self.code)
        self.header.addWidget(self.copy)
        self.body.addWidget(self.stack, 1)
        self.setMinimumHeight(150)

    def show_sample(self, result: DropoutResult, sample: Sample) -> None:
        """Show the code of one sample."""
        self.code.set_code(result.code_of(sample.number))
        self.printed.set_code(sample.printed)

    def retranslate(self) -> None:
        """Everything in the present language."""
        self.title.setText(self.tr("PyTorch"))
        tips = (
            self.tr("The code that reproduces x, mask and y bit for bit"),
            self.tr("What printing x and y gives"),
        )
        texts = (self.tr("code"), "print()")
        views: tuple[QWidget, ...] = (self.code, self.printed)
        for button, view, text, tip in zip(self.buttons, views, texts, tips, strict=True):
            button.setText(text)
            for widget in (button, view):
                widget.setAccessibleName(tip)
                widget.setToolTip(tip)
