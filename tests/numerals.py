"""What a person reads as a number, as a number: `1.234·10⁵`, `−1,024`, `10⁻⁶`, `∞`."""

from __future__ import annotations

SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def number(text: str) -> float:
    """Raises ValueError where the text is no number as the window writes it, `1e-05` for one."""
    text = text.strip()
    if "e" in text:
        raise ValueError(text)
    text = text.replace("−", "-").replace(",", "").replace("∞", "inf")
    mantissa, dot, power = text.partition("·")
    if not dot and text.translate(SUPERSCRIPTS) != text:
        mantissa, power = text[: text.index("10")] + "1", text.lstrip("-")
    return float(f"{mantissa}e{power[2:].translate(SUPERSCRIPTS)}" if power else mantissa)
