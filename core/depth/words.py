"""The sentences of a verdict on a deep network."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from core.depth.path import SignalPath
from core.experiment import Experiment
from core.format import counted, percent, power_of_ten
from core.messages import QT_TRANSLATE_NOOP, Message

Array = NDArray[np.float64]

EVEN = 0.1
"""Share of the mean by which the typical layer may differ, in logarithms, for "per layer"."""


def alike(experiment: Experiment) -> Message:
    """Where all units of a layer have the same weights."""
    text = QT_TRANSLATE_NOOP("core", "Alike: a layer of {width} units does the work of one.")
    return text.format(width=counted(experiment.depth.width))


def stable(signal: SignalPath, gradient: SignalPath) -> Message:
    """Both at the end of the network."""
    layers = len(signal.changes)
    if layers < 2:
        return QT_TRANSLATE_NOOP(
            "core", "Stable: one layer alone. Stack more to see what becomes of it."
        )
    return QT_TRANSLATE_NOOP(
        "core",
        "Stable: over {layers} layers the signal's power changes × {signal} (rms × {rms}), the "
        "gradient's × {gradient} (rms × {gradient_rms}).",
    ).format(
        layers=layers,
        signal=power_of_ten(signal.total),
        rms=power_of_ten(signal.total / 2),
        gradient=power_of_ten(gradient.total),
        gradient_rms=power_of_ten(gradient.total / 2),
    )


def _word(kind: str) -> Message:
    return {
        "drifts": QT_TRANSLATE_NOOP("core", "Drifts"),
        "vanishing": QT_TRANSLATE_NOOP("core", "Vanishing"),
        "exploding": QT_TRANSLATE_NOOP("core", "Exploding"),
    }[kind]


def of_signal(experiment: Experiment, signal: SignalPath) -> Message:
    """What becomes of a signal that is not held."""
    if signal.broken is not None:
        layer, what = signal.broken
        return {
            "inf": QT_TRANSLATE_NOOP(
                "core", "Exploding: in layer {layer} the signal passes what {dtype} can hold."
            ),
            "nan": QT_TRANSLATE_NOOP(
                "core",
                "Exploding: the signal is NaN from layer {layer} on, so nothing can be learned.",
            ),
            "zero": QT_TRANSLATE_NOOP(
                "core",
                "Vanishing: the signal is exactly 0 from layer {layer} on; whatever goes in, the "
                "same comes out.",
            ),
        }[what].format(layer=layer, dtype=experiment.run.dtype)
    log, layer = signal.told()
    if log < 0.0:
        text = QT_TRANSLATE_NOOP(
            "core",
            "{word}: the signal's power {effect}; after {layers} layers {left} of it is left "
            "(rms × {rms}).",
        )
    else:
        text = QT_TRANSLATE_NOOP(
            "core",
            "{word}: the signal's power {effect}; after {layers} layers it is {left} times as "
            "large (rms × {rms}).",
        )
    return text.format(**_numbers(signal, log, layer), layers=layer)


def of_gradient(experiment: Experiment, gradient: SignalPath) -> Message:
    """What becomes of a gradient that is not held."""
    if gradient.broken is not None:
        layer, what = gradient.broken
        return {
            "inf": QT_TRANSLATE_NOOP(
                "core",
                "Exploding: on its way back the gradient passes in layer {layer} what {dtype} can "
                "hold.",
            ),
            "nan": QT_TRANSLATE_NOOP(
                "core",
                "Exploding: the gradient is NaN from layer {layer} back, so nothing can be "
                "learned.",
            ),
            "zero": QT_TRANSLATE_NOOP(
                "core",
                "Vanishing: the gradient is exactly 0 from layer {layer} back; the layers before "
                "it never learn.",
            ),
        }[what].format(layer=layer, dtype=experiment.run.dtype)
    log, layer = gradient.told()
    if log < 0.0:
        text = QT_TRANSLATE_NOOP(
            "core",
            "{word}: the gradient's power {effect}; layer 1 receives {left} of the power that "
            "layer {layer} sent (rms × {rms}).",
        )
    else:
        text = QT_TRANSLATE_NOOP(
            "core",
            "{word}: the gradient's power {effect}; layer 1 receives {left} times the power that "
            "layer {layer} sent (rms × {rms}).",
        )
    return text.format(**_numbers(gradient, log, layer), layer=layer)


def _numbers(path: SignalPath, log: float, layer: int) -> dict[str, object]:
    return {
        "word": _word(path.kind),
        "effect": _effect(np.diff(path.changes[:layer])),
        "left": power_of_ten(log),
        "rms": power_of_ten(log / 2),
    }


def _effect(steps: Array) -> Message:
    """What becomes of the power in each layer: the geometric mean of these factors."""
    mean = float(steps.mean())
    even = abs(float(np.median(steps)) - mean) <= EVEN * abs(mean)
    text = (
        QT_TRANSLATE_NOOP("core", "{effect} per layer")
        if even
        else QT_TRANSLATE_NOOP("core", "{effect} per layer on average")
    )
    return text.format(effect=_change(mean))


def _change(log: float) -> Message:
    ratio = math.exp(min(abs(log), 1.0))
    if ratio < 1.88:
        share = math.expm1(log)
        text = (
            QT_TRANSLATE_NOOP("core", "falls by {percent} %")
            if share < 0.0
            else QT_TRANSLATE_NOOP("core", "grows by {percent} %")
        )
        return text.format(percent=percent(abs(share)))
    if ratio < 2.12:
        return (
            QT_TRANSLATE_NOOP("core", "halves")
            if log < 0.0
            else QT_TRANSLATE_NOOP("core", "doubles")
        )
    text = (
        QT_TRANSLATE_NOOP("core", "shrinks {ratio}-fold")
        if log < 0.0
        else QT_TRANSLATE_NOOP("core", "grows {ratio}-fold")
    )
    return text.format(ratio=power_of_ten(abs(log), digits=3))
