"""Numbers as text, for sentences, names and plots.

`significant` writes a number as code does (`-1e-05`), the others as mathematics does (`−2`, `∞`).
What code reads back exactly is written by `core.build.code.literal`.
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
    """The value of a parameter in a sentence: a number shortened, a word as it is."""
    return value if isinstance(value, str) else significant(value)


def with_minus(text: str) -> str:
    """A number with the minus sign of mathematics instead of a hyphen."""
    return text.replace("-", "−")


def short(value: float, digits: int = 4) -> str:
    """At most so many significant digits, `∞` and `NaN` as they are, a true minus sign."""
    return _not_finite(value) or with_minus(significant(value, digits))


def at_least(value: float, digits: int = 4) -> str:
    """`≥` and the number with so many significant digits, of which the last is never rounded up."""
    if not math.isfinite(value):
        return f"≥ {short(value)}"
    down = Context(prec=digits, rounding=ROUND_FLOOR).create_decimal_from_float(value)
    return f"≥ {short(float(down), digits)}"


def decimal(value: float, places: int) -> str:
    """Always so many decimal places, so that numbers may stand in a row; zero has no sign."""
    text = _not_finite(value) or f"{value:.{places}f}"
    return text.removeprefix("-") if text.strip("-0.") == "" else with_minus(text)


def _not_finite(value: float) -> str:
    if math.isnan(value):
        return "NaN"
    return "" if math.isfinite(value) else "∞" if value > 0 else "−∞"


def percent(share: float, digits: int = 0) -> str:
    """A share in per cent with so many significant digits, or whole and a digit more below 10.

    Only all is 100 and only none is 0: `99.98` and `0.0004` have as many digits as that takes.
    """
    value = 100.0 * share
    text = significant(value if digits else round(value, 1 if share < 0.1 else 0), digits or 4)
    return _not_finite(share) or with_minus(_neither_none_nor_all(text, share, 100))


def proportion(share: float) -> str:
    """A share as a number from 0 to 1, which only all and none are; as code writes it."""
    return _neither_none_nor_all(significant(share), share, 1)


def _neither_none_nor_all(text: str, share: float, whole: int) -> str:
    """`text`, or where it says none or all of what is only nearly so, what it is."""
    if float(text) == 0.0 < share:
        return significant(whole * share, 1)
    if float(text) == whole and share < 1.0:
        rest = whole * (1.0 - share)
        return f"{whole - rest:.{max(0, -math.floor(math.log10(rest)))}f}".rstrip("0")
    return text


def decade(exponent: int, digit: int = 1, largest: int = 4, separator: str = "") -> str:
    """digit · 10^exponent beside a logarithmic axis: `100`, `0.02`, `1e−6`.

    Powers above 10^largest and below 10⁻⁴ are written with an exponent; `separator` stands between
    thousands.
    """
    if not -4 <= exponent <= largest:
        return with_minus(f"{digit}e{exponent}")
    if exponent < 0:
        return f"{digit * 10.0**exponent:.{-exponent}f}"
    return f"{digit * 10**exponent:{separator}}"


def power_of_ten(log: float, digits: int = 2) -> str:
    """e^log with so many digits: `0.52`, `13`, and `1.9·10⁻⁶` where zeros would be counted."""
    if math.log(0.001) <= log < math.log(10_000.0) or not math.isfinite(log):
        value = math.exp(log)
        if value >= 10.0**digits - 0.5:
            return "∞" if math.isinf(value) else f"{value:,.0f}"
        return significant(value, digits)
    exponent = math.floor(log / math.log(10.0))
    mantissa = f"{math.exp(log - exponent * math.log(10.0)):.{digits - 1}f}"
    if mantissa.startswith("10"):  # rounded up
        mantissa, exponent = f"{1:.{digits - 1}f}", exponent + 1
    return f"{mantissa}·10{str(exponent).translate(_SUPERSCRIPTS)}"


def drop_and_keep(p: float) -> tuple[str, str, str]:
    """Both ways of saying p, and the survivors' scale: `0.2`, `0.8`, `1.25` (`∞` for p = 1)."""
    scale = math.inf if p == 1 else 1 / (1 - p)
    return proportion(p), proportion(1 - p), short(scale)
