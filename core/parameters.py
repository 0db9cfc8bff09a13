"""What a parameter of an initializer (or any value of an experiment) may be."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from core import numbers_text
from core.format import counted, short
from core.messages import NOTHING, QT_TRANSLATE_NOOP, InvalidExperiment, Message, shown

INFINITY = math.inf

T = TypeVar("T")


def _read(key: str, text: str, reader: Callable[[str], T]) -> T:
    """What `reader` makes of a typed text; its refusal names the key."""
    try:
        return reader(text)
    except numbers_text.NotOneNumber as error:
        raise InvalidExperiment(key, error.text) from None


def _said(value: float) -> str:
    """A number in a sentence, with all its digits: two that differ are not said to be equal."""
    return short(value, 15)


@dataclass(frozen=True, slots=True)
class Real:
    """A real number in [low, high]; with `low_open`, above low.

    `usual` is the range that a slider offers; the number field takes the whole legal range.
    With `logarithmic`, equal steps of the slider are equal factors.
    `help` says in one sentence what the value does, `torch` where PyTorch takes it; a parameter of
    a method is an argument of the method's function and leaves it out.
    """

    name: str
    default: float
    low: float = -INFINITY
    high: float = INFINITY
    low_open: bool = False
    usual: tuple[float, float] = (-1.0, 1.0)
    logarithmic: bool = False
    help: Message = NOTHING
    torch: str = ""

    def check(self, key: str, value: Any) -> float:
        """Return `value` as a float, or raise InvalidExperiment naming `key`."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            text = QT_TRANSLATE_NOOP("core", "{value} is not a number").format(value=shown(value))
            raise InvalidExperiment(key, text)
        try:
            number = float(value)
        except OverflowError:
            number = INFINITY
        if not math.isfinite(number):
            text = QT_TRANSLATE_NOOP("core", "{value} is not a finite number").format(
                value=shown(value)
            )
            raise InvalidExperiment(key, text)
        above = number > self.low if self.low_open else number >= self.low
        if not (above and number <= self.high):
            raise InvalidExperiment(key, self._range(number))
        return number

    def read(self, key: str, text: str) -> float:
        """The value that a person has typed, or InvalidExperiment naming `key`."""
        return self.check(key, _read(key, text, numbers_text.real))

    def _range(self, number: float) -> Message:
        values = {"value": shown(number), "low": _said(self.low), "high": _said(self.high)}
        if self.high == INFINITY:
            if self.low_open:
                return QT_TRANSLATE_NOOP(
                    "core", "{value} is not allowed: it must be above {low}"
                ).format(**values)
            return QT_TRANSLATE_NOOP(
                "core", "{value} is not allowed: it must be at least {low}"
            ).format(**values)
        return QT_TRANSLATE_NOOP("core", "{value} is outside {low} to {high}").format(**values)


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number in [low, high]; `usual` and `logarithmic` as for Real."""

    name: str
    default: int
    low: int
    high: int
    usual: tuple[int, int] = (0, 100)
    logarithmic: bool = False
    help: Message = NOTHING
    torch: str = ""

    def check(self, key: str, value: Any) -> int:
        """Return `value`, or raise InvalidExperiment naming `key`."""
        if isinstance(value, bool) or not isinstance(value, int):
            text = QT_TRANSLATE_NOOP("core", "{value} is not a whole number").format(
                value=shown(value)
            )
            raise InvalidExperiment(key, text)
        if not self.low <= value <= self.high:
            text = QT_TRANSLATE_NOOP("core", "{value} is outside {low} to {high}").format(
                value=shown(value) if abs(value) < 10**30 else "…",
                low=counted(self.low),
                high=counted(self.high),
            )
            raise InvalidExperiment(key, text)
        return int(value)  # of an enumeration's member only the number is kept

    def read(self, key: str, text: str) -> int:
        """The value that a person has typed, or InvalidExperiment naming `key`."""
        return self.check(key, _read(key, text, numbers_text.whole))


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few names."""

    name: str
    default: str
    options: tuple[str, ...]
    help: Message = NOTHING
    torch: str = ""

    def check(self, key: str, value: Any) -> str:
        """Return the option that `value` is, or raise InvalidExperiment naming `key`."""
        if not isinstance(value, str) or value not in self.options:
            text = QT_TRANSLATE_NOOP("core", "{value} is not one of {options}").format(
                value=shown(value), options=", ".join(self.options)
            )
            raise InvalidExperiment(key, text)
        # Not `value` itself: NumPy's strings are equal to ours and print differently in code.
        return self.options[self.options.index(value)]


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""

    name: str
    default: bool
    help: Message = NOTHING
    torch: str = ""

    def check(self, key: str, value: Any) -> bool:
        """Return `value`, or raise InvalidExperiment naming `key`."""
        if not isinstance(value, bool):
            text = QT_TRANSLATE_NOOP("core", "{value} is not true or false").format(
                value=shown(value)
            )
            raise InvalidExperiment(key, text)
        return value


@dataclass(frozen=True, slots=True)
class Numbers:
    """One of a few names, or a text with 1 to `most` numbers."""

    name: str
    default: str
    options: tuple[str, ...]
    most: int = 64
    help: Message = NOTHING
    torch: str = ""

    def check(self, key: str, value: Any) -> str:
        """Return `value` without the spaces around it, or raise InvalidExperiment."""
        if isinstance(value, str):
            text = value.strip()
            numbers = numbers_text.stored(text)
            if text in self.options or (numbers and len(numbers) <= self.most):
                return text
        raise InvalidExperiment(
            key,
            QT_TRANSLATE_NOOP(
                "core",
                "{value} is neither one of {options} nor 1 to {most} numbers such as 3, 1, 4, 1, 5",
            ).format(value=shown(value), options=", ".join(self.options), most=self.most),
        )

    def read(self, key: str, text: str) -> str:
        """The name, or the numbers that a person has typed, as they are written in a file.

        Raises InvalidExperiment naming `key`.
        """
        if text.strip() in self.options:
            return text.strip()
        return self.check(key, numbers_text.listed(_read(key, text, numbers_text.several)))


Parameter = Real | Whole | Choice | Flag | Numbers


@dataclass(frozen=True, slots=True)
class Ordered:
    """A rule between two parameters: `low` at most `high`, or below it when `strict`."""

    low: str
    high: str
    strict: bool = False

    def check(self, prefix: str, values: dict[str, Any], key: str | None = None) -> None:
        """Raise InvalidExperiment naming `prefix.low` (or `key`, the value just changed)."""
        low, high = values[self.low], values[self.high]
        if low < high or (low == high and not self.strict):
            return
        template = (
            QT_TRANSLATE_NOOP("core", "{low_name} = {low} must be below {high_name} = {high}")
            if self.strict
            else QT_TRANSLATE_NOOP(
                "core", "{low_name} = {low} must be at most {high_name} = {high}"
            )
        )
        text = template.format(
            low_name=self.low, high_name=self.high, low=_said(low), high=_said(high)
        )
        raise InvalidExperiment(key or f"{prefix}.{self.low}", text)
