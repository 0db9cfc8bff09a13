"""The verdict on a deep network: is its signal, and its gradient, alive at the other end?

Everything is compared with layer 1. Where no layer's signal has more than HELD_TOTAL times the
power of layer 1's, or less than that share of it, it is stable; beyond LOST_TOTAL it has vanished
or exploded; in between it drifts. The same holds of the gradient, and the worse of the two decides.

So a longer network is never judged better than its beginning: its layers are those of the shorter
one and some more, and a maximum over more layers is no smaller. (The gradient of layer 1 over that
of layer l is the same product of factors, however many layers follow.)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.depth import words
from core.depth.mean_field import units_are_alike
from core.depth.path import GRADES, NEAR, gradient_path, signal_path
from core.experiment import Experiment
from core.messages import Message

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Verdict:
    """kind is `stable`, `drifts`, `vanishing`, `exploding` or `alike`; text is the whole sentence.

    `alike` takes the place of the first two where all units of a layer have the same weights.
    """

    kind: str
    text: Message


def judge(experiment: Experiment, forward: Array, backward: Array) -> Verdict:
    """One word and one sentence on measured (or predicted) root mean squares, each (layers,)."""
    signal, gradient = signal_path(forward), gradient_path(backward)
    grade = max(signal.grade, gradient.grade, key=GRADES.index)
    if grade != "lost" and units_are_alike(experiment):
        return Verdict("alike", words.alike(experiment))
    if grade == "stable":
        return Verdict("stable", words.stable(signal, gradient))
    little_worse = abs(signal.worst) >= NEAR * abs(gradient.worst)  # or not at all
    if signal.grade == grade and (little_worse or gradient.grade != grade):
        return Verdict(signal.kind, words.of_signal(experiment, signal))
    return Verdict(gradient.kind, words.of_gradient(experiment, gradient))
