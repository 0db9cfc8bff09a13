"""Rows of label and control, each described by the parameter that it sets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from core.format import counted, short
from core.parameters import Parameter, Real, Whole
from gui.look.describe import describe, explained
from gui.look.following import FollowsLook
from gui.look.i18n import said_of, translated
from gui.look.theme import theme
from gui.panel.fields import Field, SeedField, parts
from gui.panel.number import NumberField
from gui.panel.numbers_field import NumbersField
from gui.widgets.wheel_guard import guard_wheel


@dataclass(frozen=True, slots=True)
class RowTexts:
    """What a row says in the language in force.

    label   what stands before the control
    name    its accessible name
    tip     its tooltip, and that of the label
    torch   what PyTorch calls it, for What's This
    """

    label: str
    name: str
    tip: str
    torch: str = ""


def texts_of(
    section_title: str, parameter: Parameter, label: str = "", more: str = "", torch: str = ""
) -> RowTexts:
    """The texts of a parameter: its help with the legal range, and `more` below it."""
    tip = translated(parameter.help)
    if isinstance(parameter, Real | Whole):
        tip += f"\n{legal_range(parameter)}"
    return RowTexts(
        label=label or parameter.name,
        name=said_of(section_title, parameter.name),
        tip="\n".join(text for text in (tip, more) if text),
        torch=torch or parameter.torch,
    )


class Form(FollowsLook, QWidget):
    """Rows of label and control, each control named after its dotted key.

    edited(key, value)   a control was moved by the person
    refused(key, text)   what was typed is no value of this control: why
    gesture(bool)        a slider's drag begins (True) or ends (False)
    """

    edited = Signal(str, object)
    refused = Signal(str, object)
    gesture = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: dict[str, Field] = {}
        self._labels: dict[str, QLabel] = {}
        self._beside: dict[str, QWidget] = {}
        self._texts: dict[str, Callable[[], RowTexts]] = {}
        self._only: frozenset[str] | None = None
        self._absent: frozenset[str] = frozenset()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(1, 1)

    def restyle(self) -> None:
        """Gaps, and room for the labels, in the window's scale."""
        self._grid.setHorizontalSpacing(theme.sizes.gap + 2)
        self._grid.setVerticalSpacing(theme.sizes.gap - 2)
        self._grid.setColumnMinimumWidth(0, round(theme.sizes.font * 5.6))

    def add(
        self,
        key: str,
        field: Field,
        texts: Callable[[], RowTexts],
        beside: QWidget | None = None,
    ) -> None:
        """Append a row; `texts` is asked again after a change of language."""
        row = self._grid.rowCount()
        caption = QLabel()
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
        if isinstance(field, NumberField | NumbersField | SeedField):
            field.refused.connect(lambda text, key=key: self.refused.emit(key, text))
        self._grid.addWidget(caption, row, 0)
        if beside is None:
            self._grid.addWidget(field, row, 1, 1, 2)
        else:
            self._grid.addWidget(field, row, 1)
            self._grid.addWidget(beside, row, 2)
            self._beside[key] = beside
        self.fields[key], self._labels[key], self._texts[key] = field, caption, texts
        self._describe(key)
        self._fold(key)

    def show_only(self, keys: frozenset[str] | None) -> bool:
        """Fold every row away that is not among the keys; None shows all. Whether one is left."""
        self._only = keys
        for key in self.fields:
            self._fold(key)
        return keys is None or any(key in keys for key in self.fields)

    def leave_out(self, keys: frozenset[str]) -> None:
        """Fold the rows of these keys away, which mean nothing in the present experiment."""
        if keys != self._absent:
            self._absent = keys
            for key in self.fields:
                self._fold(key)

    def _fold(self, key: str) -> None:
        shown = (self._only is None or key in self._only) and key not in self._absent
        if shown and self.fields[key].isVisibleTo(self):
            return
        for widget in (self.fields[key], self._labels[key], self._beside.get(key)):
            if widget is not None:
                widget.setVisible(shown)

    def controls(self) -> list[QWidget]:
        """Everything that takes the focus, row by row."""
        return [part for field in self.fields.values() for part in parts(field)]

    def _pressed(self) -> None:
        self.gesture.emit(True)

    def _released(self) -> None:
        self.gesture.emit(False)

    def keep_first(self) -> None:
        """Remove every row but the first."""
        for key in list(self.fields)[1:]:
            field, caption = self.fields.pop(key), self._labels.pop(key)
            del self._texts[key]
            for part in parts(field):
                part.setObjectName("")  # a deleted control must not be found by its name
            for widget in (field, caption):
                self._grid.removeWidget(widget)
                widget.hide()
                widget.deleteLater()

    def _describe(self, key: str) -> None:
        texts, label = self._texts[key](), self._labels[key]
        for part in parts(self.fields[key]):
            describe(part, texts.name, texts.tip, torch=texts.torch)
        label.setText(texts.label)
        label.setToolTip(texts.tip)
        label.setWhatsThis(explained(texts.name, texts.tip, texts.torch))

    def retranslate(self) -> None:
        """Labels, names and tooltips in the present language."""
        for key in self.fields:
            self._describe(key)


def legal_range(parameter: Real | Whole) -> str:
    """`0 … 1`, `> 0`, or nothing."""
    low, high = parameter.low, parameter.high
    if isinstance(parameter, Real) and high == float("inf"):
        if low == -float("inf"):
            return ""
        return f"> {short(low)}" if parameter.low_open else f"≥ {short(low)}"
    if isinstance(parameter, Whole):
        return f"{counted(parameter.low)} … {counted(parameter.high)}"
    return f"{short(low)} … {short(high)}"
