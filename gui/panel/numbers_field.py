"""A line for numbers between commas, or none."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from core.messages import InvalidExperiment
from core.parameters import Numbers


class NumbersField(QLineEdit):
    """Numbers as they are typed; an empty line is the parameter's default, a name.

    edited(text)    the person typed other numbers, written as in a file, or emptied the line
    refused(text)   what was typed is no list of numbers: why
    """

    edited = Signal(object)
    refused = Signal(object)

    def __init__(self, parameter: Numbers, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parameter = parameter
        self._value = parameter.default
        self.setMinimumWidth(60)
        self.editingFinished.connect(self._finished)

    def value(self) -> str:
        """The numbers, or the default."""
        return self._value

    def set_value(self, value: Any) -> None:
        """Show `value` without saying that the person changed it; what is being typed stays."""
        if value != self._value or not (self.hasFocus() and self.isModified()):
            self._value = value
            self._write()

    def _write(self) -> None:
        self.setText("" if self._value in self._parameter.options else self._value)
        self.setCursorPosition(0)

    def _finished(self) -> None:
        text = self.text().strip()
        try:
            value = self._parameter.read("", text) if text else self._parameter.default
        except InvalidExperiment as error:
            self._write()
            self.refused.emit(error.text)
            return
        changed = value != self._value
        self._write()  # as it holds, until the experiment takes it
        if changed:
            self.edited.emit(value)
