"""The round numbers that keys and mouse find on a slider.

A log scale of whole numbers stops at each power of two and at quarters between them, one of real
numbers twenty times a decade; other scales have equal steps.
"""

from __future__ import annotations

import bisect
import math
from collections.abc import Sequence

from core.parameters import Real, Whole

Value = float | int

MAX_STOPS = 100
"""Of a linear scale; a slider has hardly more pixels."""

_DECADE = (10, 11, 12, 13, 14, 16, 18, 20, 22, 25, 28, 30, 35, 40, 45, 50, 60, 70, 80, 90)
_STEPS = tuple(digit * 10.0**exponent for exponent in range(-6, 9) for digit in (1.0, 2.0, 5.0))


def is_octaves(parameter: Real | Whole) -> bool:
    """Whether powers of two are the round numbers of the scale."""
    return isinstance(parameter, Whole) and parameter.logarithmic


def stops_of(parameter: Real | Whole) -> tuple[Value, ...]:
    """Every round number of a parameter's slider, in order, with both ends of its usual range."""
    low, high = parameter.usual
    if parameter.logarithmic:
        every = _octaves(int(high)) if isinstance(parameter, Whole) else _decades(high)
        inside = [value for value in every if low < value < high]
        return (low, *inside, high)
    step = next(step for step in _STEPS if (high - low) / step <= MAX_STOPS)
    if isinstance(parameter, Whole):
        step = math.ceil(step)
        return (*range(int(low), int(high), step), int(high))
    first, last = round(low / step), round(high / step)
    return tuple(float(f"{step * number:.9g}") for number in range(first, last + 1))


def _octaves(high: int) -> list[int]:
    """1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, …: powers of two, and quarters between them."""
    small, octaves = [1, 2, 3], range(high.bit_length())
    return small + [quarters << octave for octave in octaves for quarters in (4, 5, 6, 7)]


def _decades(high: float) -> list[float]:
    """0.01, 0.011, 0.012, …, 0.08, 0.09, 0.1, 0.11, … and so on, from far below."""
    exponents = range(-9, math.ceil(math.log10(high)))
    return [float(f"{digits}e{exponent}") for exponent in exponents for digits in _DECADE]


def after(stops: Sequence[Value], value: Value, steps: int) -> Value:
    """So many stops above the value, or below it where `steps` is negative.

    The last stop at most, or the value itself where it lies beyond that.
    """
    if steps > 0:
        return max(value, stops[min(bisect.bisect_right(stops, value) + steps - 1, len(stops) - 1)])
    return min(value, stops[max(bisect.bisect_left(stops, value) + steps, 0)])


def under(stops: Sequence[Value], low: float, value: float, high: float, octaves: bool) -> Value:
    """What a mouse means that cannot tell [low, high] apart: its roundest stop, or the nearest."""
    inside = stops[bisect.bisect_left(stops, low) : bisect.bisect_right(stops, high)]
    if not inside:
        return min(stops, key=lambda stop: abs(stop - value))
    if octaves:
        return min(inside, key=lambda stop: (int(stop).bit_count(), abs(stop - value)))
    return min(inside, key=lambda stop: (_length(stop), abs(stop - value)))


def _length(value: Value) -> tuple[int, int, int, bool]:
    """How long a number is to say: 10 before 9 before 15 before 14 before 0.1."""
    whole, _, decimals = f"{abs(value):.9f}".rstrip("0").partition(".")
    digits = (whole + decimals).strip("0")
    zeros = len(whole) - len(whole.rstrip("0"))
    return len(decimals), len(digits), -zeros, digits[-1:] != "5"
