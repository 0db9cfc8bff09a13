"""Every number that a text can mean, under every way of writing numbers that is in use.

`1,024` is 1024 in English and Chinese and 1.024 in German; which of them a person means is for
`core.numbers_text` to decide, or to ask.
"""

from __future__ import annotations

import itertools
import math
import re
import unicodedata
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import TypeVar

T = TypeVar("T")

MAX_LENGTH = 100
"""Characters of a number; nobody has typed a longer one."""

MAX_LIST = 5_000

Number = Fraction | float
"""As it was written; a float where that is no fraction: √2, ∞, NaN, −0."""

_SIGNS = str.maketrans(
    {
        **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},  # full width
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2212\ufe63", "-"),
        **dict.fromkeys("。｡\u066b", "."),
        **dict.fromkeys("‘’ʼ\u066c", "'"),
        **dict.fromkeys("÷∕⁄", "/"),
        **dict.fromkeys("×·⋅∙", "*"),
        **dict.fromkeys("\u066a\ufe6a", "%"),
        "∞": "inf",
    }
)
_SUPERSCRIPTS = str.maketrans("⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹", "-+0123456789")
_SUPERSCRIPT = re.compile("[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff]")

_GROUPS = ",.'_ "
_PLAIN = re.compile(r"([\d.,'_ ]*\d[\d.,'_ ]*)(?:e([+-]?\d{1,4}))?", re.IGNORECASE)
_TIMES_POWER = re.compile(r"(.+?) ?\* ?10(?:\^|\*\*)([+-]?\d{1,4})")
_POWER = re.compile(r"(.+?)(?:\^|\*\*)([+-]?\d{1,4})")
_ROOT = re.compile(r"(?:√|sqrt) ?(?:\(([^()]+)\)|([\d.]+))", re.IGNORECASE)
_OPERAND = r"([^/()]+|[^/()]+\([^()]+\))"
_OVER = re.compile(f"{_OPERAND} ?/ ?{_OPERAND}")
_NOT_FINITE = re.compile(r"inf(?:inity)?|nan", re.IGNORECASE)


def of_number(text: str, pointed: bool) -> list[Number]:
    """What the text can mean as one number; with `pointed` one point alone marks decimals."""
    plain = plainly(text)
    return _signed(plain, pointed) if len(plain) <= MAX_LENGTH else []


def of_list(text: str) -> list[tuple[float, ...]]:
    """What the text can mean as a list: semicolons part its numbers, else commas or spaces."""
    if len(text) > MAX_LIST:
        return []
    text = plainly(text.replace("，", "、"))  # of China, where it never marks decimals
    if ";" in text:
        return _rows(text.strip(" ;").split(";"))
    found = _rows([text]) + _rows(re.split("[ ,、]+", text.strip(" ,、")), commas=False)
    if re.search(r"\d,\d", text):
        found += _rows(re.split(", |[ 、]+", text.strip(" ,、")))
    return _distinct(found, repr)  # NaN is not equal to itself


def as_float(number: Number) -> float:
    """The nearest float; beyond the largest one ±∞."""
    try:
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf


def plainly(text: str) -> str:
    """The text in ASCII as far as it goes, without what is not seen, each run of spaces as one."""
    text = _UNSEEN.sub("", text).translate(_SIGNS)
    text = _SUPERSCRIPT.sub(lambda found: "^" + found[0].translate(_SUPERSCRIPTS), text)
    digits = (unicodedata.decimal(letter, None) for letter in text)
    letters = zip(text, digits, strict=True)
    text = "".join(letter if digit is None else str(digit) for letter, digit in letters)
    return " ".join(text.split())


def _signed(text: str, pointed: bool) -> list[Number]:
    """[sign] quotient."""
    sign, rest = (text[:1], text[1:].lstrip()) if text[:1] in ("+", "-") else ("", text)
    if _NOT_FINITE.fullmatch(rest):
        return [float(sign + rest)]
    found = _quotient(rest, pointed)
    if sign != "-":
        return found
    power = _POWER.fullmatch(rest)
    if power is not None and not _TIMES_POWER.fullmatch(rest) and int(power[2]) % 2 == 0:
        return [*found, *(-number for number in found)]  # a spreadsheet's −2² is 4, Python's −4
    return [-number if number else -0.0 for number in found]  # a fraction has no −0


def _quotient(text: str, pointed: bool) -> list[Number]:
    """An operand, or one over another."""
    over = _OVER.fullmatch(text)
    if over is None:
        return _operand(text, pointed)
    above, below = (_operand(operand.strip(), pointed) for operand in over.groups())
    return _distinct(_divided(a, b) for a, b in itertools.product(above, below) if b)


def _divided(above: Number, below: Number) -> Number:
    if isinstance(above, Fraction) and isinstance(below, Fraction):
        return above / below
    return as_float(above) / as_float(below)


def _operand(text: str, pointed: bool) -> list[Number]:
    """A plain number, a power of one, a·10ⁿ, a share in per cent or a square root."""
    root = _ROOT.fullmatch(text)
    if root is not None:
        inside = _quotient((root[1] or root[2]).strip(), pointed)
        return _distinct(math.sqrt(as_float(number)) for number in inside)
    if text.endswith("%"):
        return [number / 100 for number in _plain(text[:-1].rstrip(), pointed)]
    times = _TIMES_POWER.fullmatch(text)
    if times is not None:
        factor = Fraction(10) ** int(times[2])
        return [number * factor for number in _plain(times[1], pointed)]
    power = _POWER.fullmatch(text)
    if power is not None:
        bases, exponent = _plain(power[1], pointed), int(power[2])
        return [base**exponent for base in bases if base or exponent > 0]
    return list(_plain(text, pointed))


def _plain(text: str, pointed: bool) -> list[Fraction]:
    """Digits with groups of thousands and a decimal mark, in every way that they can be meant."""
    found = _PLAIN.fullmatch(text)
    if found is None:
        return []
    digits, exponent = found[1], int(found[2] or 0)
    marks: tuple[str, ...] = ("", ".", ",")
    if pointed and [letter for letter in digits if letter in _GROUPS] == ["."]:
        marks = (".",)
    numbers = (_marked(digits, mark) for mark in marks)
    return _distinct(number * Fraction(10) ** exponent for number in numbers if number is not None)


def _marked(digits: str, mark: str) -> Fraction | None:
    """The number where `mark` is the decimal mark; None where the rest fits no grouping."""
    before, after = digits, ""
    if mark:
        before, found, after = digits.partition(mark)
        if not found or (after and not after.isdigit()) or not before + after:
            return None
    if before and not before.isdigit():
        group = next((letter for letter in before if not letter.isdigit()), "")
        if not re.fullmatch(rf"[1-9]\d{{0,2}}({re.escape(group)}\d{{3}})+", before):
            return None
        before = before.replace(group, "")
    return Fraction(int(before + after), 10 ** len(after))


def _rows(pieces: list[str], commas: bool = True) -> list[tuple[float, ...]]:
    """Each piece one number, in every way that all of them can be meant; a few are enough."""
    readings = []
    for piece in pieces:
        usable = len(piece) <= MAX_LENGTH and (commas or "," not in piece)
        readings.append([as_float(n) for n in _signed(piece.strip(), True)] if usable else [])
    return list(itertools.islice(itertools.product(*readings), 4))


def _distinct(found: Iterable[T], key: Callable[[T], object] = lambda one: one) -> list[T]:
    return list({key(one): one for one in found}.values())
