"""The Dropout page's first card: one vector through a mask, and the masks before it."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton

from core.dropout import words as dropout_words
from core.dropout.result import DropoutResult, Sample
from core.experiment import parameter
from core.experiment.sections import VECTORS
from core.format import drop_and_keep
from core.messages import InvalidExperiment
from core.parameters import Numbers
from gui.look.describe import describe
from gui.look.following import FollowsLook
from gui.look.i18n import translated
from gui.plots.masks import MaskStrip
from gui.plots.vector import VectorPlot
from gui.plots.vector_painting import Shown
from gui.widgets.card import Card
from gui.widgets.legend import Entry, Legend
from gui.widgets.sentence import Sentence
from gui.widgets.wheel_guard import guard_wheel


class VectorBox(FollowsLook, QComboBox):
    """The vector x: a name from the menu, or numbers as they are typed.

    wanted(text)    the person chose or typed another vector
    refused(text)   what was typed is no vector: why
    """

    wanted = Signal(str)
    refused = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("dropout.vector")
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setCompleter(None)  # type: ignore[arg-type]
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(21)
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
        if index >= 0 or text == self._value:
            self._want(str(self.itemData(index)) if index >= 0 else text)
            return
        vector = parameter("dropout.vector")
        assert isinstance(vector, Numbers)
        try:
            value = vector.read("dropout.vector", text)
        except InvalidExperiment as error:
            self._write()
            self.refused.emit(error.text)
        else:
            self._want(value)

    def _want(self, value: str) -> None:
        if value == self._value:
            self._write()  # by its name, however it was typed
        else:
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
        vector = parameter("dropout.vector")
        tip = f"{translated(vector.help)}\n3, 1, 4, 1, 5"
        describe(self, self.tr("The vector x"), tip, torch=vector.torch)


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
        self._update_texts()

    def _update_texts(self) -> None:
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
            grown = self.tr("scaled × {scale}").format(scale=scale)
            entries.insert(1, ("solid", "sample", grown))
        self.legend.set_entries(*(entries[:1] if self._whole(result) else entries))
        self.title.setText(self.tr("One vector · sample {number}").format(number=sample.number))

    def said(self) -> str:
        """Which sample is drawn, and what dropout does to it, for a picture of the plot."""
        return f"{self.title.text()}, {self.both.text()}"

    @staticmethod
    def _whole(result: DropoutResult) -> bool:
        return dropout_words.why_no_mask(result) is not None

    def set_playing(self, playing: bool) -> None:
        """Say what the next press of the button does."""
        self.play.setText(self.tr("Stop") if playing else self.tr("Play"))

    def retranslate(self) -> None:
        """Everything in the present language."""
        self.called = self.tr("One vector")
        self.title.setText(self.called)
        self.sample.setText(self.tr("New mask"))
        self.set_playing(self.play.isChecked())
        for widget, name, tip in (
            (
                self.sample,
                self.tr("Draw a new mask"),
                self.tr("Draw a new mask at random (space bar)"),
            ),
            (
                self.play,
                self.tr("Draw two masks a second"),
                self.tr("Draw two masks a second until it is pressed again"),
            ),
            (
                self.strip,
                self.tr("The last masks"),
                self.tr("The last twelve masks: click one to see it again"),
            ),
        ):
            describe(widget, name, tip, torch="y = dropout(x)")
        self._update_texts()
