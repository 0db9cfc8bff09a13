"""The controls of a form, one for each kind of parameter, and which one fits which."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QStandardItemModel
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from core.parameters import Choice, Flag, Numbers, Parameter, Whole
from gui.look.following import FollowsLook
from gui.look.theme import theme
from gui.panel.number import NumberField
from gui.panel.numbers_field import NumbersField
from gui.widgets.number_box import LargeBox


class ChoiceField(QComboBox):
    """A menu of names; each item's data is the value in the file."""

    edited = Signal(object)

    def __init__(
        self, options: tuple[tuple[str | bool, str], ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        for value, label in options:
            self.addItem(label, value)
        self.currentIndexChanged.connect(self._chosen)

    def _chosen(self, index: int) -> None:
        if index >= 0:
            self.edited.emit(self.itemData(index))

    def value(self) -> Any:
        """The chosen value."""
        return self.currentData()

    def set_value(self, value: Any) -> None:
        """Show `value` without saying that the person changed it."""
        blocker = QSignalBlocker(self)
        index = self.findData(value)
        if index < 0:
            self.addItem(str(value), value)
            index = self.count() - 1
        self.setCurrentIndex(index)
        del blocker

    def set_labels(self, labels: dict[str, str]) -> None:
        """Give the items new texts, after a change of language."""
        for index in range(self.count()):
            value = self.itemData(index)
            if value in labels:
                self.setItemText(index, labels[value])

    def forbid(self, reasons: dict[str, str]) -> None:
        """Disable the items named in `reasons`, each with its reason as tooltip."""
        model = self.model()
        assert isinstance(model, QStandardItemModel)
        for index in range(self.count()):
            reason = reasons.get(self.itemData(index), "")
            item = model.item(index)
            item.setEnabled(not reason)
            item.setToolTip(reason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Ctrl+V to the window: it would look for an item that begins with v."""
        if event.matches(QKeySequence.StandardKey.Paste):
            event.ignore()
        else:
            super().keyPressEvent(event)


class FlagField(QCheckBox):
    """True or false."""

    edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.toggled.connect(self._toggled)

    def _toggled(self, on: bool) -> None:
        self.edited.emit(on)

    def value(self) -> bool:
        """Whether it is ticked."""
        return self.isChecked()

    def set_value(self, value: Any) -> None:
        """Show `value` without saying that the person changed it."""
        blocker = QSignalBlocker(self)
        self.setChecked(value)
        del blocker


class SeedField(FollowsLook, LargeBox):
    """A whole number up to 2^63 − 1, which QSpinBox cannot hold."""

    edited = Signal(object)

    def __init__(self, parameter: Whole, parent: QWidget | None = None) -> None:
        super().__init__(parameter, parent)
        self.valueChanged.connect(self._changed)

    def restyle(self) -> None:
        """Room for four digits and the buttons."""
        self.setMinimumWidth(round(9.5 * theme.sizes.gap))

    def _changed(self, value: int) -> None:
        self.edited.emit(value)

    def set_value(self, value: Any) -> None:
        """Show `value` without saying that the person changed it."""
        blocker = QSignalBlocker(self)
        if self.value() != value:
            self.setValue(value)
        del blocker


Field = ChoiceField | FlagField | NumberField | NumbersField | SeedField


def make_field(parameter: Parameter) -> Field:
    """The control that fits the parameter."""
    if isinstance(parameter, Choice):
        return ChoiceField(tuple((option, option) for option in parameter.options))
    if isinstance(parameter, Flag):
        return FlagField()
    if isinstance(parameter, Whole) and parameter.high > 2**31 - 1:
        return SeedField(parameter)
    if isinstance(parameter, Numbers):
        return NumbersField(parameter)
    return NumberField(parameter)


def parts(field: Field) -> list[QWidget]:
    """What of a control takes the focus."""
    return [field.slider, field.box] if isinstance(field, NumberField) else [field]
