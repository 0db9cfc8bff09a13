"""Numbers as a person types or pastes them: one rule for every field, under every locale.

A text is read in every way that might be meant: as in English and Chinese (`1,000.5`), in German
(`1.000,5`), in French and Swiss (`1 000,5`, `1'000.5`) and in Python (`1_000.5`). What gives one
number is taken; what gives none, or two that differ, is refused with the reason. One case would be
open and is not: a point alone marks decimals, as in torch and in all that the program writes. For a
whole number even that is refused, since `1.024` can only be a slip or a thousand.

| typed | as a number | as a whole number | in a list |
|---|---|---|---|
| `0.5` `.5` `０．５` `0。5` | 0.5 | no whole number | 0.5 |
| `0,5` | 0.5 | no whole number | refused: 0.5, or 0 and 5 |
| `1.024` | 1.024 | refused: 1.024 or 1024 | 1.024 |
| `1,024` | refused: 1.024 or 1024 | refused | refused |
| `1.048.576` `1'048'576` `1_048_576` | 1048576 | 1048576 | 1048576 |
| `1,048,576` `1 048 576`, with any space | 1048576 | 1048576 | refused: one number, or three |
| `1.000,5` `1,000.5` | 1000.5 | no whole number | refused: 1000.5, or two numbers |
| `1e3` `10^3` `10**3` `10³` | 1000 | 1000 | 1000 |
| `1.5·10⁻³` `1/3` `50 %` `1/√512` `sqrt(2/512)` | what it comes to | no whole number | the same |
| `3, 1, 4` `3 1 4` `3，1、4` `3,1,4` `3; 1; 4` | no number | no number | 3, 1 and 4 |
| `0,5; 1,5` | no number | no number | 0.5 and 1.5 |
| `0,5, 1,5` | no number | no number | refused: two numbers, or four |
| `inf` `−∞` `nan` | no finite number | no whole number | as they are |
| `0x10` `1k` `1/2/3` `--5` `12 34`, nothing | no number | no number | no number |
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction

from core import readings
from core.messages import QT_TRANSLATE_NOOP, Message, printable
from core.readings import Number, as_float

_BETWEEN = re.compile(r"[\s,;，、；]+")
_POINTED = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?|[+-]?inf(inity)?|nan", re.IGNORECASE)
_MAX_DIGITS = 40


class NotOneNumber(ValueError):  # noqa: N818 - reads as a statement
    """A text that means no number, or more than one; `text` says why and what to write."""

    def __init__(self, text: Message) -> None:
        super().__init__(str(text))
        self.text = text


def real(text: str) -> float:
    """The number that `text` means, ±∞ and NaN included; raises NotOneNumber."""
    hint = QT_TRANSLATE_NOOP("core", "{text} is not a number; write it as 0.5, 1e-3 or 1/3")
    return as_float(_single(text, readings.of_number(text, pointed=True), hint))


def whole(text: str) -> int:
    """The whole number that `text` means; raises NotOneNumber."""
    hint = QT_TRANSLATE_NOOP("core", "{text} is not a number; write it in digits, as 1024")
    number = _single(text, readings.of_number(text, pointed=False), hint)
    if isinstance(number, Fraction) and number.denominator == 1:
        return number.numerator
    if number == 0:
        return 0
    reason = QT_TRANSLATE_NOOP("core", "{text} is not a whole number")
    raise NotOneNumber(reason.format(text=_shown(text)))


def several(text: str) -> tuple[float, ...]:
    """The numbers that `text` lists, at least one; raises NotOneNumber."""
    found = readings.of_list(text)
    if len(found) == 1:
        return found[0]
    if not found:
        hint = QT_TRANSLATE_NOOP("core", "{text} is not a list of numbers; write it as 0.5; 1.5; 2")
        raise _no_number(text, hint)
    one, other = (listed(values, "; ") for values in found[:2])
    reason = QT_TRANSLATE_NOOP(
        "core",
        "{text} can mean “{one}” or “{other}”; write it with semicolons between the numbers and "
        "points for decimals",
    )
    raise NotOneNumber(reason.format(text=_shown(text), one=one, other=other))


def stored(text: str) -> tuple[float, ...] | None:
    """The numbers of a list in a file, None where something else stands among them.

    A file is older than the person who opens it: where `several` would ask, commas and spaces part
    the numbers, as they always have in files.
    """
    found = readings.of_list(text)
    if len(found) == 1:
        return found[0]
    plain = text.replace("−", "-").replace("∞", "inf")
    words = [word for word in _BETWEEN.split(plain.strip()) if word]
    if not all(len(word) <= _MAX_DIGITS and _POINTED.fullmatch(word) for word in words):
        return None
    return tuple(float(word) for word in words)


def listed(values: Iterable[float], between: str = ", ") -> str:
    """Numbers as `several` reads them back, to the last bit: `0.5, -1, inf`."""
    return between.join(written(value) for value in values)


def written(value: float) -> str:
    """The shortest text that is read back as this number: `1024`, `0.1`, `1e-05`."""
    small = value.is_integer() and abs(value) < 1e15 and repr(value) != "-0.0"
    return str(int(value)) if small else repr(value)


def _single(text: str, found: list[Number], hint: Message) -> Number:
    if len(found) == 1:
        return found[0]
    if not found:
        raise _no_number(text, hint)
    one, other = (written(value) for value in sorted(as_float(number) for number in found)[:2])
    reason = QT_TRANSLATE_NOOP(
        "core", "{text} can mean {one} or {other}; write the one that you mean"
    )
    raise NotOneNumber(reason.format(text=_shown(text), one=one, other=other))


def _no_number(text: str, hint: Message) -> NotOneNumber:
    if not text.strip():
        return NotOneNumber(QT_TRANSLATE_NOOP("core", "nothing was typed; the old value stays"))
    return NotOneNumber(hint.format(text=_shown(text)))


def _shown(text: str) -> str:
    return f"“{printable(text.strip(), 40)}”"
