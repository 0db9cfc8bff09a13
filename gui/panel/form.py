"""The left panel: every control of the experiment, made from its schema and the registry."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QStandardItemModel
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QLabel,
    QWidget,
)

from core.parameters import Choice, Flag, Numbers, Parameter, Real, Whole
from gui.look.describe import explained
from gui.look.i18n import translated
from gui.look.theme import theme
from gui.panel.number import NumberField
from gui.panel.seed_box import SeedBox


class _WheelGuard(QObject):
    """Lets the wheel scroll the panel instead of changing a control that has no focus.

    The keys of the window's actions go to those even from a text field, which would take Ctrl+Z.
    """

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(watched, QWidget):
            return super().eventFilter(watched, event)
        wheel = event.type() == QEvent.Type.Wheel and not watched.hasFocus()
        if wheel or (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and _is_shortcut(QKeySequence(event.keyCombination()), watched.window())
        ):
            event.ignore()
            return True
        return super().eventFilter(watched, event)


def _is_shortcut(keys: QKeySequence, window: QWidget) -> bool:
    return any(keys in action.shortcuts() for action in window.actions())


_guard: list[_WheelGuard] = []


def guard_wheel(widget: QWidget) -> None:
    """Ask `widget` to take the wheel only while it has the focus."""
    if not _guard:
        _guard.append(_WheelGuard())
    widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    widget.installEventFilter(_guard[0])


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


class SeedField(SeedBox):
    """A whole number up to 2^63 − 1, which QSpinBox cannot hold."""

    edited = Signal(object)

    def __init__(self, parameter: Whole, parent: QWidget | None = None) -> None:
        super().__init__(parameter.low, parameter.high, parent)
        self.valueChanged.connect(self._changed)
        theme.changed.connect(self._space)
        self._space()

    def _space(self) -> None:
        self.setMinimumWidth(round(9.5 * theme.sizes.gap))

    def _changed(self, value: int) -> None:
        self.edited.emit(value)

    def set_value(self, value: Any) -> None:
        """Show `value` without saying that the person changed it."""
        blocker = QSignalBlocker(self)
        if self.value() != value:
            self.setValue(value)
        del blocker


Field = ChoiceField | FlagField | NumberField | SeedField


def make_field(parameter: Parameter) -> Field:
    """The control that fits the parameter."""
    if isinstance(parameter, Choice):
        return ChoiceField(tuple((option, option) for option in parameter.options))
    if isinstance(parameter, Flag):
        return FlagField()
    if isinstance(parameter, Whole) and parameter.high > 2**31 - 1:
        return SeedField(parameter)
    if isinstance(parameter, Numbers):
        raise TypeError(f"{parameter.name}: typed numbers have their control on their page")
    return NumberField(parameter)


class Form(QWidget):
    """Rows of label and control, each control named after its dotted key.

    edited(key, value)   a control was moved by the person
    gesture(bool)        a slider's drag begins (True) or ends (False)
    """

    edited = Signal(str, object)
    gesture = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: dict[str, Field] = {}
        self._labels: dict[str, QLabel] = {}
        self._beside: dict[str, QWidget] = {}
        self._only: frozenset[str] | None = None
        self._help: dict[str, Callable[[], tuple[str, str]]] = {}
        self._torch: dict[str, Callable[[], str]] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(1, 1)
        theme.changed.connect(self._space)
        self._space()

    def _space(self) -> None:
        self._grid.setHorizontalSpacing(theme.sizes.gap + 2)
        self._grid.setVerticalSpacing(theme.sizes.gap - 2)
        self._grid.setColumnMinimumWidth(0, round(theme.sizes.font * 5.6))

    def add(
        self,
        key: str,
        field: Field,
        label: str,
        describe: Callable[[], tuple[str, str]],
        beside: QWidget | None = None,
        torch: Callable[[], str] | None = None,
    ) -> None:
        """Append a row; `describe` gives accessible name and tooltip in the present language.

        `torch` gives PyTorch's name for it, which stands in its What's This.
        """
        row = self._grid.rowCount()
        caption = QLabel(label)
        caption.setProperty("role", "muted")
        control = field.box if isinstance(field, NumberField) else field
        control.setObjectName(key)
        caption.setBuddy(control)
        guard_wheel(control)
        if isinstance(field, NumberField):
            field.slider.setObjectName(f"{key}.slider")
            guard_wheel(field.slider)
            field.pressed.connect(self._pressed)
            field.released.connect(self._released)
        field.edited.connect(lambda value, key=key: self.edited.emit(key, value))
        self._grid.addWidget(caption, row, 0)
        if beside is None:
            self._grid.addWidget(field, row, 1, 1, 2)
        else:
            self._grid.addWidget(field, row, 1)
            self._grid.addWidget(beside, row, 2)
            self._beside[key] = beside
        self.fields[key], self._labels[key], self._help[key] = field, caption, describe
        if torch is not None:
            self._torch[key] = torch
        self._describe(key)
        self._fold(key)

    def show_only(self, keys: frozenset[str] | None) -> bool:
        """Fold every row away that is not among the keys; None shows all. Whether one is left."""
        self._only = keys
        for key in self.fields:
            self._fold(key)
        return keys is None or any(key in keys for key in self.fields)

    def _fold(self, key: str) -> None:
        if self._only is None and self.fields[key].isVisibleTo(self):
            return
        shown = self._only is None or key in self._only
        for widget in (self.fields[key], self._labels[key], self._beside.get(key)):
            if widget is not None:
                widget.setVisible(shown)

    def controls(self) -> list[QWidget]:
        """Everything that takes the focus, row by row."""
        found: list[QWidget] = []
        for field in self.fields.values():
            parts = (field.slider, field.box) if isinstance(field, NumberField) else (field,)
            found.extend(parts)
        return found

    def _pressed(self) -> None:
        self.gesture.emit(True)

    def _released(self) -> None:
        self.gesture.emit(False)

    def keep_first(self) -> None:
        """Remove every row but the first."""
        for key in list(self.fields)[1:]:
            field, caption = self.fields.pop(key), self._labels.pop(key)
            del self._help[key]
            self._torch.pop(key, None)
            control = field.box if isinstance(field, NumberField) else field
            control.setObjectName("")  # a deleted control must not be found by its name
            if isinstance(field, NumberField):
                field.slider.setObjectName("")
            for widget in (field, caption):
                self._grid.removeWidget(widget)
                widget.hide()
                widget.deleteLater()

    def _describe(self, key: str) -> None:
        name, tip = self._help[key]()
        what = explained(name, tip, self._torch[key]() if key in self._torch else "")
        field = self.fields[key]
        parts = (field.box, field.slider) if isinstance(field, NumberField) else (field,)
        for part in parts:
            part.setAccessibleName(name)
            part.setToolTip(tip)
            part.setWhatsThis(what)
        self._labels[key].setToolTip(tip)
        self._labels[key].setWhatsThis(what)

    def relabel(self, key: str, label: str) -> None:
        """Give a row another label."""
        self._labels[key].setText(label)

    def retranslate(self) -> None:
        """Names and tooltips in the present language."""
        for key in self.fields:
            self._describe(key)


def describe(section_title: str, parameter: Parameter, extra: str = "") -> tuple[str, str]:
    """Accessible name and tooltip of a control."""
    tip = translated(parameter.help)
    if isinstance(parameter, Real | Whole):
        tip += f"\n{legal_range(parameter)}"
    return f"{section_title}: {parameter.name}", "\n".join(t for t in (tip, extra) if t)


def legal_range(parameter: Real | Whole) -> str:
    """`0 … 1`, `> 0`, or nothing."""
    low, high = parameter.low, parameter.high
    if isinstance(parameter, Real) and high == float("inf"):
        if low == -float("inf"):
            return ""
        return f"> {low:g}" if parameter.low_open else f"≥ {low:g}"
    return f"{low:,} … {high:,}" if isinstance(parameter, Whole) else f"{low:g} … {high:g}"
