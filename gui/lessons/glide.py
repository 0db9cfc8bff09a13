"""Moves the controls from one experiment to another, so that a class sees what moved."""

from __future__ import annotations

from PySide6.QtCore import QAbstractAnimation, QEasingCurve, QObject, QVariantAnimation, Signal

from core.experiment import PARAMETERS, Experiment
from core.messages import InvalidExperiment
from core.parameters import Real, Whole
from gui.model import Model

DURATION_MILLISECONDS = 700
"""Milliseconds of a step's movement."""


def numbers_between(start: Experiment, end: Experiment) -> dict[str, tuple[float, float]]:
    """Dotted keys of the numbers that differ, with both values; a seed jumps."""
    found: dict[str, tuple[float, float]] = {}
    for section, parameters in PARAMETERS.items():
        for parameter in parameters:
            key = f"{section}.{parameter.name}"
            if isinstance(parameter, Real | Whole) and key != "run.seed":
                found[key] = (start.value(key), end.value(key))
    for section in ("weight_init", "bias_init"):
        before, after = getattr(start, section), getattr(end, section)
        if before.method == after.method:
            for parameter in after.entry.parameters:
                if isinstance(parameter, Real):
                    key = f"{section}.{parameter.name}"
                    found[key] = (start.value(key), end.value(key))
    return {key: pair for key, pair in found.items() if pair[0] != pair[1]}


def between(low: float, high: float, share: float) -> float | int:
    """The value on the way, by ratios where both ends are positive; whole for whole numbers."""
    if isinstance(low, int) and isinstance(high, int):
        return round(low * (high / low) ** share) if low > 0 and high > 0 else round(low)
    if low > 0.0 and high > 0.0:
        return float(low * (high / low) ** share)
    return float(low + (high - low) * share)


class Glide(QObject):
    """One movement at a time; it is one step of the history however many frames it has.

    finished   the experiment is the one that was wanted
    """

    finished = Signal()

    def __init__(self, model: Model, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.duration = DURATION_MILLISECONDS
        self._animation = QVariantAnimation(self)
        self._animation.setStartValue(0.0)
        self._animation.setEndValue(1.0)
        self._animation.setEasingCurve(QEasingCurve.Type.InOutQuad)
        self._animation.valueChanged.connect(self._frame)
        self._animation.finished.connect(self._arrived)
        self._end: Experiment | None = None
        self._last: Experiment | None = None
        self._numbers: dict[str, tuple[float, float]] = {}
        self._text = ""
        self._gesture = 0

    @property
    def moving(self) -> bool:
        """Whether a movement is on."""
        return self._animation.state() == QAbstractAnimation.State.Running

    def go(self, end: Experiment, text: str) -> None:
        """Move from the present experiment to `end`; names and switches change at once."""
        self.stop()
        start = self._model.experiment
        if start == end:
            self.finished.emit()
            return
        self._end, self._last, self._text = end, start, text
        self._numbers = numbers_between(start, end)
        self._gesture = self._model.new_gesture()  # its own: a person's drag may be on as well
        if not self._numbers or self.duration == 0:
            self._arrived()
            return
        self._animation.setDuration(self.duration)
        self._animation.start()

    def stop(self) -> None:
        """Be there at once, unless a person took over."""
        if self.moving:
            self._animation.stop()
            self._arrived()

    def cancel(self) -> None:
        """Stay where it is: what it moved is not shown any more."""
        self._end = None
        self._animation.stop()

    def _taken_over(self) -> bool:
        return self._model.experiment != self._last

    def _frame(self, share: float) -> None:
        if self._end is None or not self.moving:
            return
        if self._taken_over():
            self.stop()
            return
        values = {key: between(low, high, share) for key, (low, high) in self._numbers.items()}
        try:
            self._last = self._end.with_values(values)
        except InvalidExperiment:  # on its way a may overtake b: such a frame is left out
            return
        self._model.replace(self._last, self._text, self._gesture)

    def _arrived(self) -> None:
        if self._end is None:
            return
        end, self._end = self._end, None
        if not self._taken_over():
            self._model.replace(end, self._text, self._gesture)
        self.finished.emit()
