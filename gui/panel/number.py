"""Number fields: a slider for the usual range beside a field for the whole legal range."""

from __future__ import annotations

import math
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QHideEvent, QValidator
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QSlider, QSpinBox, QWidget

from core.parameters import Real, Whole
from gui.look.following import FollowsLook
from gui.look.theme import theme

STEPS = 1000
LARGEST = 1.7976931348623157e308
TINY = 1e-300


class RealBox(QDoubleSpinBox):
    """Shows a float as briefly as its exact value allows, and takes `1e-3` as well as `0.001`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDecimals(323)  # QDoubleSpinBox rounds to this many places: none are lost
        self.setKeyboardTracking(False)

    def textFromValue(self, value: float) -> str:
        """The shortest text that reads back as the same number, six digits if that is long."""
        text = f"{value:.6g}"
        return text if float(text) == value or len(repr(value)) > 12 else repr(value)

    def valueFromText(self, text: str) -> float:
        """The number that was typed; the old one for anything else."""
        if text.strip() == self.textFromValue(self.value()):
            return self.value()
        try:
            value = float(text.strip().replace(",", ".").replace("−", "-"))
        except ValueError:
            return self.value()
        return value if math.isfinite(value) else self.value()

    def validate(self, text: str, position: int) -> object:
        """Anything that a number may begin with is fine while typing."""
        try:
            value = float(text.strip().replace(",", ".").replace("−", "-"))
        except ValueError:
            plain = all(c in "0123456789+-−.,eE " for c in text)
            state = QValidator.State.Intermediate if plain else QValidator.State.Invalid
            return state, text, position
        inside = self.minimum() <= value <= self.maximum()
        state = QValidator.State.Acceptable if inside else QValidator.State.Intermediate
        return state, text, position

    def stepBy(self, steps: int) -> None:
        """One step changes the second digit: 0.05 → 0.051, 100 → 110."""
        value = self.value()
        size = 10.0 ** (math.floor(math.log10(abs(value))) - 1) if value else 0.01
        self.setValue(float(f"{round(value / size) * size + steps * size:.12g}"))


class NumberField(FollowsLook, QWidget):
    """A field, named after the dotted key by its owner, and a slider for the usual range.

    edited(value)     the person changed it, with slider, keys or field
    pressed, released the slider's drag begins and ends
    """

    edited = Signal(object)
    pressed = Signal()
    released = Signal()

    def __init__(self, parameter: Real | Whole, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.parameter = parameter
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, STEPS)
        self.slider.setPageStep(STEPS // 20)
        self.box: QSpinBox | RealBox
        if isinstance(parameter, Whole):
            self.box = QSpinBox()
            self.box.setRange(parameter.low, parameter.high)
            self.box.setKeyboardTracking(False)
        else:
            self.box = RealBox()
            low = parameter.low + TINY if parameter.low_open else parameter.low
            self.box.setRange(max(low, -LARGEST), min(parameter.high, LARGEST))
        self._layout = layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.slider, 1)
        layout.addWidget(self.box)
        self.slider.valueChanged.connect(self._slid)
        self.slider.sliderPressed.connect(self.pressed)
        self.slider.sliderReleased.connect(self._let_go)
        self.box.valueChanged.connect(self._typed)

    def restyle(self) -> None:
        """Gaps and least widths in the window's scale."""
        gap = theme.sizes.gap
        self._layout.setSpacing(gap)
        self.slider.setMinimumWidth(9 * gap)
        self.box.setMinimumWidth(round(9.5 * gap))

    def value(self) -> Any:
        """The number in the field."""
        return self.box.value()

    def set_value(self, value: Any) -> None:
        """Show `value` without saying that the person changed it."""
        blocker = QSignalBlocker(self.box)
        if self.box.value() != value:
            self.box.setValue(value)
        del blocker
        if not self.slider.isSliderDown():
            self._follow()

    def _follow(self) -> None:
        """Put the slider where the field's number is."""
        blocker = QSignalBlocker(self.slider)
        self.slider.setValue(self.position(self.box.value()))
        del blocker

    def _let_go(self) -> None:
        """A slider that is held stays under the mouse; meanwhile the number may have changed."""
        self._follow()
        self.released.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        """A drag ends where nobody sees it: Qt does not tell a hidden slider of the release."""
        self.slider.setSliderDown(False)
        super().hideEvent(event)

    def limit(self, low: float | None, high: float | None, strict: bool) -> None:
        """Narrow the legal range for a rule between two parameters; None leaves an end alone."""
        box, parameter = self.box, self.parameter
        assert isinstance(box, RealBox)
        assert isinstance(parameter, Real)
        least, most = max(parameter.low, -LARGEST), min(parameter.high, LARGEST)
        if low is not None:
            least = math.nextafter(low, math.inf) if strict else low
        if high is not None:
            most = math.nextafter(high, -math.inf) if strict else high
        blocker = QSignalBlocker(box)
        box.setRange(least, most)
        del blocker

    def position(self, value: float) -> int:
        """Where the slider stands for this number, 0 to STEPS."""
        low, high = self.parameter.usual
        if self.parameter.logarithmic:
            if value <= low:
                return 0
            return round(STEPS * min(1.0, math.log(value / low) / math.log(high / low)))
        return round(STEPS * min(1.0, max(0.0, (value - low) / (high - low))))

    def value_at(self, position: int) -> float | int:
        """The number that a slider position stands for: a round one, three digits at most."""
        low, high = self.parameter.usual
        share = position / STEPS
        if self.parameter.logarithmic:
            value = low * (high / low) ** share
            if isinstance(self.parameter, Whole):
                return round(value)
            return float(f"{value:.3g}")
        value = low + (high - low) * share
        if isinstance(self.parameter, Whole):
            return round(value)
        return round(value, 2 if high - low <= 10 else 1)

    def _slid(self, position: int) -> None:
        value = self.value_at(position)
        value = min(max(value, self.box.minimum()), self.box.maximum())
        if value != self.box.value():
            blocker = QSignalBlocker(self.box)
            self.box.setValue(value)  # type: ignore[arg-type]
            del blocker
            self.edited.emit(self.box.value())

    def _typed(self, value: float | int) -> None:
        self._follow()
        self.edited.emit(value)
