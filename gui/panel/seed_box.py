"""A field for whole numbers beyond the 32 bits of QSpinBox.

superqt has one too; importing its package takes 70 ms, a twentieth of the program's start.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QAbstractSpinBox, QWidget


class SeedBox(QAbstractSpinBox):
    """valueChanged(int) comes when a number has been typed in full, stepped to or set."""

    valueChanged = Signal(object)

    def __init__(self, low: int, high: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._low, self._high, self._value = low, high, low
        self.lineEdit().setText(str(low))
        self.editingFinished.connect(self._commit)

    def value(self) -> int:
        """The number."""
        return self._value

    def setValue(self, value: int) -> None:
        """Show the number nearest to `value` that is allowed."""
        value = min(max(int(value), self._low), self._high)
        self.lineEdit().setText(str(value))
        if value != self._value:
            self._value = value
            self.valueChanged.emit(value)

    def _commit(self) -> None:
        text = self.lineEdit().text().strip()
        self.setValue(int(text) if text.isdecimal() else self._value)

    def validate(self, text: str, position: int) -> object:
        """Digits, as many as the largest number has."""
        plain = text.strip()
        if not plain:
            return QValidator.State.Intermediate, text, position
        if not (plain.isdecimal() and plain.isascii()):
            return QValidator.State.Invalid, text, position
        inside = self._low <= int(plain) <= self._high if len(plain) < 25 else False
        state = QValidator.State.Acceptable if inside else QValidator.State.Invalid
        return state, text, position

    def stepBy(self, steps: int) -> None:
        """One more or one less a step."""
        self._commit()
        self.setValue(self._value + steps)
        self.selectAll()

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        """Up below the largest, down above the smallest."""
        flags = QAbstractSpinBox.StepEnabledFlag.StepNone
        if self._value < self._high:
            flags |= QAbstractSpinBox.StepEnabledFlag.StepUpEnabled
        if self._value > self._low:
            flags |= QAbstractSpinBox.StepEnabledFlag.StepDownEnabled
        return flags
