"""Fields for numbers: any text may be typed, and what is no number is refused with the reason."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QSpinBox, QWidget

from core.messages import InvalidExperiment
from core.parameters import Real, Whole

if TYPE_CHECKING:
    _Base = QAbstractSpinBox
else:
    _Base = object

LARGEST = 1.7976931348623157e308
TINY = 1e-300

PAGE = 10
"""Steps of PageUp and PageDown, as Qt counts them."""


class _Typed(_Base):
    """Reads what was typed by the rule of `core.numbers_text`, which no locale changes.

    Qt keeps the keys away that lead to no number, and puts the old number back without a word;
    here every text may be typed, and `refused` says why the old number is back.
    """

    parameter: Real | Whole
    refused: Any

    def meant(self, text: str) -> Any:
        """The value that a text means; raises InvalidExperiment."""
        return self.parameter.read("", text)

    def validate(self, text: str, position: int) -> object:
        """Whether the text is a number of the field by now; nothing is kept from being typed."""
        return self._state(text), text, position

    def _state(self, text: str) -> QValidator.State:
        if text.strip() == self._shown():
            return QValidator.State.Acceptable
        try:
            self.meant(text)
        except InvalidExperiment:
            return QValidator.State.Intermediate
        return QValidator.State.Acceptable

    def _shown(self) -> str:
        """How the present number is written."""
        raise NotImplementedError

    def fixup(self, text: str) -> str:
        """Called when the field is left with a text that is not acceptable."""
        try:
            self.meant(text)
        except InvalidExperiment as error:
            self.refused.emit(error.text)
        return text


class RealBox(_Typed, QDoubleSpinBox):
    """Shows a float as briefly as its exact value allows.

    refused(text)   what was typed is no number of the field: why
    """

    refused = Signal(object)

    def __init__(self, parameter: Real, parent: QWidget | None = None) -> None:
        self.parameter = parameter
        super().__init__(parent)
        self.setDecimals(323)  # QDoubleSpinBox rounds to this many places: none are lost
        self.setKeyboardTracking(False)
        low = parameter.low + TINY if parameter.low_open else parameter.low
        self.setRange(max(low, -LARGEST), min(parameter.high, LARGEST))
        self.limits = -LARGEST, LARGEST

    def textFromValue(self, value: float) -> str:
        """The shortest text that reads back as the same number, six digits if that is long."""
        text = f"{value:.6g}"
        return text if float(text) == value or len(repr(value)) > 12 else repr(value)

    def _shown(self) -> str:
        return self.textFromValue(self.value())

    def valueFromText(self, text: str) -> float:
        """The number that was typed; the old one for anything else."""
        if text.strip() == self._shown():
            return self.value()  # of which the text may be a part
        try:
            return float(self.meant(text))
        except InvalidExperiment:
            return self.value()

    def stepBy(self, steps: int) -> None:
        """One step changes the second digit: 0.05 → 0.051, 100 → 110; not beyond the limits."""
        value = self.value()
        size = 10.0 ** (math.floor(math.log10(abs(value))) - 1) if value else 0.01
        stepped = float(f"{round(value / size) * size + steps * size:.12g}")
        self.setValue(min(max(stepped, self.limits[0]), self.limits[1]))


class WholeBox(_Typed, QSpinBox):
    """A whole number of 32 bits; PageUp and PageDown lead to powers of two on a log scale.

    refused(text)   what was typed is no number of the field: why
    """

    refused = Signal(object)

    def __init__(self, parameter: Whole, parent: QWidget | None = None) -> None:
        self.parameter = parameter
        super().__init__(parent)
        self.setKeyboardTracking(False)
        self.setRange(parameter.low, parameter.high)

    def textFromValue(self, value: int) -> str:
        """In plain digits, whatever the locale of the system."""
        return str(value)

    def _shown(self) -> str:
        return self.textFromValue(self.value())

    def valueFromText(self, text: str) -> int:
        """The number that was typed; the old one for anything else."""
        try:
            return int(self.meant(text))
        except InvalidExperiment:
            return self.value()

    def stepBy(self, steps: int) -> None:
        """One more or less; a page of a log scale is the way to the next power of two."""
        if not self.parameter.logarithmic or abs(steps) != PAGE:
            super().stepBy(steps)
        elif steps > 0:
            self.setValue(1 << self.value().bit_length())
        else:
            self.setValue(1 << max(0, (self.value() - 1).bit_length() - 1))


class LargeBox(_Typed, QAbstractSpinBox):
    """A whole number beyond the 32 bits of QSpinBox, such as a seed.

    superqt has one too; importing its package takes 70 ms, a twentieth of the program's start.

    valueChanged(int)   a number has been typed in full, stepped to or set
    refused(text)       what was typed is no number of the field: why
    """

    valueChanged = Signal(object)
    refused = Signal(object)

    def __init__(self, parameter: Whole, parent: QWidget | None = None) -> None:
        self.parameter = parameter
        super().__init__(parent)
        self._value = parameter.low
        self.lineEdit().setText(self._shown())
        self.editingFinished.connect(self._commit)

    def value(self) -> int:
        """The number."""
        return self._value

    def setValue(self, value: int) -> None:
        """Show the number nearest to `value` that is allowed."""
        value = min(max(int(value), int(self.parameter.low)), int(self.parameter.high))
        before, self._value = self._value, value
        self.lineEdit().setText(self._shown())
        if value != before:
            self.valueChanged.emit(value)

    def _shown(self) -> str:
        return str(self._value)

    def _commit(self) -> None:
        text = self.lineEdit().text()
        try:
            value = self.meant(text)
        except InvalidExperiment as error:
            self.setValue(self._value)
            self.refused.emit(error.text)
            return
        self.setValue(value)

    def stepBy(self, steps: int) -> None:
        """One more or one less a step."""
        self._commit()
        self.setValue(self._value + steps)
        self.selectAll()

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        """Up below the largest, down above the smallest."""
        flags = QAbstractSpinBox.StepEnabledFlag.StepNone
        if self._value < self.parameter.high:
            flags |= QAbstractSpinBox.StepEnabledFlag.StepUpEnabled
        if self._value > self.parameter.low:
            flags |= QAbstractSpinBox.StepEnabledFlag.StepDownEnabled
        return flags
