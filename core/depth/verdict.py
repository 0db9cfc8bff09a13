"""The verdict on a deep network: is its signal, and its gradient, alive at the other end?"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.experiment import Experiment
from core.format import power_of_ten
from core.layers.power import HELD, ROUNDING
from core.messages import QT_TRANSLATE_NOOP, Message

Array = NDArray[np.float64]

MIN_TOTAL, MAX_TOTAL = 1e-3, 1e3
"""Shares of the power beyond which it counts as lost or grown, however slowly."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """kind is `stable`, `vanishing` or `exploding`; text gives the reason with a number."""

    kind: str
    text: Message


@dataclass(frozen=True, slots=True)
class SignalPath:
    """How the power goes from one end of the network to the other, in natural logarithms.

    A factor itself may have no float64: from 1e-200 to 1e200 the power grows by 10⁸⁰⁰.

    total    power at the end over power at the start
    typical  median factor of a layer; `mean` is the geometric mean
    broken   first layer on the way whose value is infinite, NaN or 0, with which of them; or None
    """

    total: float
    typical: float
    mean: float
    broken: tuple[int, str] | None

    @property
    def kind(self) -> str:
        """What happens to the power: a typical layer counts, and what it all comes to.

        In a narrow network they may point different ways; then the power is neither lost nor grown.
        """
        if self.broken is not None:
            return "vanishing" if self.broken[1] == "zero" else "exploding"
        low, high = math.log(HELD[0]) - ROUNDING, math.log(HELD[1]) + ROUNDING
        if (self.typical < low and self.total < 0.0) or self.total < math.log(MIN_TOTAL):
            return "vanishing"
        if (self.typical > high and self.total > 0.0) or self.total > math.log(MAX_TOTAL):
            return "exploding"
        return "stable"


def broken_at(rms: Array) -> tuple[int, str] | None:
    """The first index whose value is `inf`, `nan` or `zero`, with that word."""
    for index, value in enumerate(rms.tolist()):
        if math.isnan(value):
            return index, "nan"
        if math.isinf(value):
            return index, "inf"
        if value == 0.0:
            return index, "zero"
    return None


def path_of(rms: Array) -> SignalPath:
    """Follow root mean squares in the order in which the signal or the gradient passes."""
    broken = broken_at(rms)
    if broken is not None:
        return SignalPath(math.nan, math.nan, math.nan, broken)
    if len(rms) < 2:
        return SignalPath(0.0, 0.0, 0.0, None)
    logs = 2.0 * np.log(rms)
    steps = np.diff(logs)
    total = float(logs[-1] - logs[0])
    return SignalPath(total, float(np.median(steps)), total / len(steps), None)


def judge(experiment: Experiment, forward: Array, backward: Array) -> Verdict:
    """One word and one sentence on measured (or predicted) root mean squares, each (layers,)."""
    signal, gradient = path_of(forward), path_of(backward[::-1])
    if signal.kind == "stable" and gradient.kind == "stable":
        return Verdict("stable", _stable(len(forward), signal, gradient))
    if _worse(signal) >= 0.8 * _worse(gradient):  # both at once is told of the signal
        return Verdict(signal.kind, _lost_signal(experiment, len(forward), signal))
    return Verdict(gradient.kind, _lost_gradient(experiment, len(forward), gradient))


def _worse(one: SignalPath) -> float:
    """How far the power has gone, on a log scale; what is broken has gone farthest."""
    if one.kind == "stable":
        return -1.0
    return math.inf if one.broken else abs(one.total)


def _stable(layers: int, signal: SignalPath, gradient: SignalPath) -> Message:
    if layers < 2:
        return QT_TRANSLATE_NOOP("core", "One layer alone: stack more to see what becomes of it.")
    return QT_TRANSLATE_NOOP(
        "core",
        "Signal and gradient survive: over {layers} layers their power changes × {signal} "
        "and × {gradient}.",
    ).format(
        layers=layers, signal=power_of_ten(signal.total), gradient=power_of_ten(gradient.total)
    )


def _lost_signal(experiment: Experiment, layers: int, signal: SignalPath) -> Message:
    if signal.broken is not None:
        index, kind = signal.broken
        return {
            "inf": QT_TRANSLATE_NOOP(
                "core",
                "The signal overflows: in layer {layer} it passes what {dtype} can hold.",
            ),
            "nan": QT_TRANSLATE_NOOP(
                "core", "The signal is NaN from layer {layer} on: nothing can be learned."
            ),
            "zero": QT_TRANSLATE_NOOP(
                "core",
                "The signal is exactly 0 from layer {layer} on: whatever goes in, the same "
                "comes out.",
            ),
        }[kind].format(layer=index + 1, dtype=experiment.run.dtype)
    if signal.kind == "vanishing":
        text = QT_TRANSLATE_NOOP(
            "core",
            "The signal vanishes: {effect} in every layer; after {layers} layers {left} of its "
            "power is left.",
        )
    else:
        text = QT_TRANSLATE_NOOP(
            "core",
            "The signal explodes: {effect} in every layer; after {layers} layers its power is "
            "{left} times as large.",
        )
    return text.format(effect=_effect(signal.mean), layers=layers, left=power_of_ten(signal.total))


def _lost_gradient(experiment: Experiment, layers: int, gradient: SignalPath) -> Message:
    if gradient.broken is not None:
        index, kind = gradient.broken
        return {
            "inf": QT_TRANSLATE_NOOP(
                "core",
                "The gradient overflows: on its way back it passes in layer {layer} what "
                "{dtype} can hold.",
            ),
            "nan": QT_TRANSLATE_NOOP(
                "core", "The gradient is NaN from layer {layer} back: nothing can be learned."
            ),
            "zero": QT_TRANSLATE_NOOP(
                "core",
                "The gradient is exactly 0 from layer {layer} back: the layers before it "
                "never learn.",
            ),
        }[kind].format(layer=layers - index, dtype=experiment.run.dtype)
    if gradient.kind == "vanishing":
        text = QT_TRANSLATE_NOOP(
            "core",
            "The gradient vanishes: {effect} in every layer; of {layers} layers the first gets "
            "{left} of its power.",
        )
    else:
        text = QT_TRANSLATE_NOOP(
            "core",
            "The gradient explodes: {effect} in every layer; of {layers} layers the first gets "
            "{left} times its power.",
        )
    return text.format(
        effect=_effect(gradient.mean), layers=layers, left=power_of_ten(gradient.total)
    )


def _effect(log: float) -> Message:
    """What a factor of e^log does in each layer."""
    ratio = math.exp(min(log, 1.0))
    if abs(ratio - 0.5) < 0.03:
        return QT_TRANSLATE_NOOP("core", "its power halves")
    if abs(ratio - 2.0) < 0.12:
        return QT_TRANSLATE_NOOP("core", "its power doubles")
    return QT_TRANSLATE_NOOP("core", "its power × {ratio}").format(
        ratio=power_of_ten(log, digits=3)
    )
