"""Number fields: a slider for the usual range beside a field for the whole legal range."""

from __future__ import annotations

import math
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QSlider, QStyle, QWidget

from core.parameters import Real, Whole
from gui.look.following import FollowsLook
from gui.look.theme import theme
from gui.panel.slider_values import after, is_octaves, stops_of, under
from gui.widgets.number_box import LARGEST, PAGE, RealBox, WholeBox

STEPS = 1000

PAGE_STOPS = 5
"""Round numbers that PageUp and PageDown pass, except on a scale of powers of two."""

_BY_KEYS = {
    QSlider.SliderAction.SliderSingleStepAdd: 1,
    QSlider.SliderAction.SliderSingleStepSub: -1,
    QSlider.SliderAction.SliderPageStepAdd: PAGE,
    QSlider.SliderAction.SliderPageStepSub: -PAGE,
}


class NumberField(FollowsLook, QWidget):
    """A field, named after the dotted key by its owner, and a slider for the usual range.

    Keys and mouse find the round numbers on the slider, each power of two among them.

    edited(value)     the person changed it, with slider, keys or field
    refused(text)     what was typed is no number of this field: why
    pressed, released the slider's drag begins and ends
    """

    edited = Signal(object)
    refused = Signal(object)
    pressed = Signal()
    released = Signal()

    def __init__(self, parameter: Real | Whole, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.parameter = parameter
        self._stops, self._octaves = stops_of(parameter), is_octaves(parameter)
        self._limits = -LARGEST, LARGEST
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, STEPS)
        self.slider.setPageStep(STEPS // 20)
        self.box: WholeBox | RealBox = (
            WholeBox(parameter) if isinstance(parameter, Whole) else RealBox(parameter)
        )
        self._layout = layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.slider, 1)
        layout.addWidget(self.box)
        self.slider.actionTriggered.connect(self._moved_by_keys)
        self.slider.valueChanged.connect(self._slid)
        self.slider.sliderPressed.connect(self.pressed)
        self.slider.sliderReleased.connect(self._let_go)
        self.box.valueChanged.connect(self._typed)
        self.box.refused.connect(self.refused)

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
        """Where a rule between two parameters stops slider and arrow keys; None is no such end.

        A number that is typed beyond it is refused where the rule stands, with the reason.
        """
        assert isinstance(self.box, RealBox)
        least, most = -LARGEST, LARGEST
        if low is not None:
            least = math.nextafter(low, math.inf) if strict else low
        if high is not None:
            most = math.nextafter(high, -math.inf) if strict else high
        self._limits = self.box.limits = least, most

    def position(self, value: float) -> int:
        """Where the slider stands for this number, 0 to STEPS."""
        low, high = self.parameter.usual
        if self.parameter.logarithmic:
            if value <= low:
                return 0
            return round(STEPS * min(1.0, math.log(value / low) / math.log(high / low)))
        return round(STEPS * min(1.0, max(0.0, (value - low) / (high - low))))

    def value_at(self, position: float) -> float | int:
        """The number that a slider position stands for, with three digits at most."""
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

    def _under_mouse(self, position: int) -> float | int:
        """The roundest number of those that share a pixel."""
        handle = self.style().pixelMetric(QStyle.PixelMetric.PM_SliderLength, None, self.slider)
        reach = STEPS / (2 * max(1, self.slider.width() - handle))
        low, value, high = (
            self.value_at(min(max(position + side * reach, 0), STEPS)) for side in (-1, 0, 1)
        )
        return under(self._stops, low, value, high, self._octaves)

    def _moved_by_keys(self, action: int) -> None:
        """A key or the wheel goes on to a round number, also from one that shares its position."""
        steps = _BY_KEYS.get(QSlider.SliderAction(action), 0)
        if action == QSlider.SliderAction.SliderMove.value and not self.slider.isSliderDown():
            there = self.slider.sliderPosition()  # the wheel: Qt is not there yet
            steps = (there > self.slider.value()) - (there < self.slider.value())
        if not steps:
            return
        value = self.box.value()
        if abs(steps) != PAGE:
            value = after(self._stops, value, steps)
        elif self._octaves:
            powers = [stop for stop in self._stops if int(stop).bit_count() == 1]
            value = after(powers, value, steps // PAGE)
        else:
            value = after(self._stops, value, steps // PAGE * PAGE_STOPS)
        self.slider.setSliderPosition(self.position(self._change(value)))

    def _slid(self, position: int) -> None:
        if self.slider.isSliderDown():
            self._change(self._under_mouse(position))
        elif position != self.position(self.box.value()):
            self._change(self.value_at(position))

    def _change(self, value: float | int) -> float | int:
        """The slider says another number; what holds then, which a rule may stop before it."""
        value = min(max(value, self._limits[0]), self._limits[1])
        if value != self.box.value():
            blocker = QSignalBlocker(self.box)
            self.box.setValue(value)  # type: ignore[arg-type]
            del blocker
            self.edited.emit(self.box.value())
        return self.box.value()

    def _typed(self, value: float | int) -> None:
        self._follow()
        self.edited.emit(value)
