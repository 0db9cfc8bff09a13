"""Numbers as text: one notation for all that a person reads, and another for code.

For a person, in every sentence, table and plot: at most so many significant digits; thousands apart
(`1,234`); from 10,000 on and below 0.0001 a power of ten (`1.234·10⁵`, `10⁻⁵`); a true minus sign,
`∞` and `NaN`. What was counted is exact, and written out whole: `131,072`.

`significant` and `argument` write as code does (`-1e-05`): for what torch's arguments are given.
What code reads back exactly is written by `core.init.script.literal`.
"""

from __future__ import annotations

import math
from decimal import ROUND_FLOOR, Context

_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def readable(size: float) -> str:
    """A number of bytes, for example `0.5 MiB`."""
    for unit in ("B", "KiB", "MiB", "GiB", "TiB", "PiB"):
        if size < 1024 or unit == "PiB":
            break
        size /= 1024
    return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"


def significant(value: float, digits: int = 4) -> str:
    """At most so many significant digits, as code writes them: `0.05103`, `-2`, `1e-05`."""
    return f"{value:.{digits}g}"


def argument(value: float | str) -> str:
    """The value of a parameter as in a call: a number shortened, a word as it is."""
    return value if isinstance(value, str) else significant(value)


def counted(number: int) -> str:
    """What was counted: `131,072`."""
    return f"{number:,}"


def with_minus(text: str) -> str:
    """A number with the minus sign of mathematics instead of a hyphen."""
    return text.replace("-", "−")


def short(value: float, digits: int = 4) -> str:
    """At most so many significant digits: `0.05103`, `−2`, `1,234`, `1.234·10⁵`, `∞`.

    Before the point all digits are written, also where there are more.
    """
    if not math.isfinite(value) or value == 0.0:
        return _not_finite(value) or with_minus(f"{value:.0f}")
    written = max(digits, MIN_POWER) if abs(value) >= 1.0 else digits
    power = int(f"{value:.{written - 1}e}".partition("e")[2])
    if MIN_PLAIN <= power < MIN_POWER:
        return with_minus(_trimmed(f"{value:,.{max(digits - 1 - power, 0)}f}"))
    mantissa, _, exponent = f"{value:.{digits - 1}e}".partition("e")
    return _with_power(mantissa, int(exponent))


def at_least(value: float, digits: int = 4) -> str:
    """`≥` and the number with so many significant digits, of which the last is never rounded up."""
    if not math.isfinite(value):
        return f"≥ {short(value)}"
    down = Context(prec=digits, rounding=ROUND_FLOOR).create_decimal_from_float(value)
    return f"≥ {short(float(down), digits)}"


def decimal(value: float, places: int) -> str:
    """Always so many decimal places, so that numbers may stand in a row; zero has no sign."""
    text = _not_finite(value) or f"{value:,.{places}f}"
    return text.removeprefix("-") if text.strip("-0.") == "" else with_minus(text)


def multiple(value: float) -> str:
    """A factor with two digits, as large letters say it: `0.50`, `1.33`, `12`, `0.05`, `2·10⁵`."""
    return decimal(value, 2) if 0.1 <= value < 9.995 else short(value, 2)


def notation(text: str) -> str:
    """What code has written (`-1e-05`, `0.50`) as a person reads it, with the same digits."""
    value = float(text)
    if not math.isfinite(value) or "e" in text or abs(value) >= 10**MIN_POWER:
        return short(value, 15)
    whole, point, places = text.partition(".")
    sign = "−" if value < 0.0 else ""
    return f"{sign}{abs(int(whole)):,}{point}{places}"


MIN_PLAIN, MIN_POWER = -4, 4
"""From 10⁻⁴ on a number is written out, from 10⁴ on it has a power of ten."""


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def _with_power(mantissa: str, power: int) -> str:
    first = with_minus(_trimmed(mantissa))
    ten = f"10{str(power).translate(_SUPERSCRIPTS)}"
    return f"{first.removesuffix('1')}{ten}" if first in ("1", "−1") else f"{first}·{ten}"


def _not_finite(value: float) -> str:
    if math.isnan(value):
        return "NaN"
    return "" if math.isfinite(value) else "∞" if value > 0 else "−∞"


def percent(share: float, digits: int = 0) -> str:
    """A share in per cent with so many significant digits, or whole and a digit more below 10.

    Only all is 100 and only none is 0: `99.98` and `0.0004` have as many digits as that takes.
    """
    if not math.isfinite(share):
        return _not_finite(share)
    value = 100.0 * share
    shown = float(significant(value, digits)) if digits else round(value, 1 if share < 0.1 else 0)
    return _neither_none_nor_all(shown, share, 100)


def proportion(share: float) -> str:
    """A share as a number from 0 to 1, which only all and none are: `0.99999`, `10⁻⁵`."""
    return _neither_none_nor_all(float(significant(share)), share, 1)


def _neither_none_nor_all(shown: float, share: float, whole: int) -> str:
    """The number, or where it says none or all of what is only nearly so, what it is."""
    if shown == 0.0 < share:
        return short(whole * share, 1)
    if shown == whole and share < 1.0:
        rest = whole * (1.0 - share)
        return f"{whole - rest:.{max(0, -math.floor(math.log10(rest)))}f}".rstrip("0")
    return short(shown)


def decade(exponent: int, digit: int = 1, largest: int = MIN_POWER - 1) -> str:
    """digit · 10^exponent beside a logarithmic axis: `100`, `0.02`, `10⁻⁶`, `2·10⁵`.

    Powers above 10^largest have an exponent: what is counted may be written out farther.
    """
    if not MIN_PLAIN <= exponent <= largest:
        return _with_power(str(digit), exponent)
    if exponent < 0:
        return f"{digit * 10.0**exponent:.{-exponent}f}"
    return counted(digit * 10**exponent)


def power_of_ten(log: float, digits: int = 2) -> str:
    """e^log, also where it has no float64: `0.52`, `1,234`, `1.9·10⁻⁶`, `1.6·10³²¹`."""
    if abs(log) < 600.0 or not math.isfinite(log):
        return short(math.exp(log), digits)
    exponent = math.floor(log / math.log(10.0))
    mantissa = f"{math.exp(log - exponent * math.log(10.0)):.{digits - 1}f}"
    if mantissa.startswith("10"):  # rounded up
        mantissa, exponent = "1", exponent + 1
    return _with_power(mantissa, exponent)


class Share(str):
    """A share in a sentence, as `proportion` writes it; where a language prefers it, in per cent.

    The place `{drop}` gives `0.125`, `{drop:%}` gives `12.5%`.
    """

    def __new__(cls, share: float) -> Share:
        """What is written of the share."""
        made = super().__new__(cls, proportion(share))
        made.in_percent = f"{percent(share, 4)}%"
        return made

    in_percent: str

    def __format__(self, spec: str) -> str:
        return self.in_percent if spec == "%" else super().__format__(spec)


def drop_and_keep(p: float) -> tuple[Share, Share, str]:
    """Both ways of saying p, and the survivors' scale: `0.2`, `0.8`, `1.25` (`∞` for p = 1).

    Neither is 0 or 1 unless it is that: `0.99999`, `10⁻⁵`, `10⁵`.
    """
    scale = math.inf if p == 1 else 1 / (1 - p)
    return Share(p), Share(1 - p), short(scale)
