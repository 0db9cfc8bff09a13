"""What a person steers while a race runs: how far, how fast, and what is looked at."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Watch:
    """What is shown of the race besides its curves.

    lane, layer   from 0
    unused        whether the exact course of weights on unused inputs is looked at
    typeset       whether the formula is wanted
    course        whether the layers of the lane are looked at over the whole course
    summaries     whether each weight is measured at the end
    """

    lane: int = 0
    layer: int = 0
    unused: bool = False
    typeset: bool = False
    course: bool = True
    summaries: bool = True

    @classmethod
    def of_a_new_page(cls) -> Watch:
        """The formula, and none of what takes longer: that is measured once it is looked at."""
        return cls(typeset=True, course=False, summaries=False)


@dataclass(slots=True)
class Transport:
    """Set by the window's thread and read by the worker's between two steps; each is one value.

    until   the step at which to stop; None for the end of the training
    pace    steps a second, 0 for as many as possible
    pause   stop after the present step
    """

    until: int | None = None
    pace: float = 0.0
    pause: bool = False
