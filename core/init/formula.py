"""Formulas typeset from LaTeX to SVG: Qt-free, and slow enough to belong on the worker.

ziamath takes 20 to 50 ms a formula and 0.13 s to import, so it is imported at the first call and
every answer is kept. Numbers that follow a slider are not typeset: gui draws them with
`font_file()`, the same face, straight after the last line.
"""

from __future__ import annotations

import importlib.util
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

COLOUR = "currentColor"
"""Stands in the SVG where gui puts the text's colour; a viewer that is not told takes black."""

MARGIN = 1.0
"""Pixels around the ink, so that antialiasing is not cut off."""

_SPACING = ((r"\sim", r"\;\sim\;"), ("(-", "({-}"))
"""ziamath sets a relation `\\sim` too close and a sign after a bracket too far."""


@dataclass(frozen=True, slots=True)
class Typeset:
    """One line of mathematics, in pixels at a font of `size`.

    baseline   from the top of the picture down to the line on which the letters stand
    """

    svg: str
    width: float
    height: float
    baseline: float
    size: float


@lru_cache(maxsize=256)
def typeset(latex: str, size: float) -> Typeset:
    """Typeset one line at a font size in pixels, in the colour COLOUR."""
    from ziamath import Latex, config  # 0.13 s, which the first picture does not wait for

    config.svg2 = False  # QSvgRenderer would draw the fraction bars only
    for written, set_well in _SPACING:
        latex = latex.replace(written, set_well)
    line = Latex(latex, size=size, color=COLOUR, margin=MARGIN)
    width, height = line.getsize()
    return Typeset(
        svg=line.svg(),
        width=width + 2 * MARGIN,
        height=height + 2 * MARGIN,
        baseline=line.node.bbox.ymax + MARGIN,
        size=size,
    )


Lines = tuple[Typeset, ...]

SIZE = 24.0
"""Pixels of the font in which the formulas of results are typeset; a view draws them in its own."""

_known: dict[tuple[str, str], Lines] = {}


def typeset_lines(formula: str, symbol: str = "", size: float = SIZE) -> Lines:
    """Every line of `lines(formula, symbol)`, typeset."""
    made = tuple(typeset(line, size) for line in lines(formula, symbol))
    if size == SIZE:
        _known[formula, symbol] = made
    return made


def known_lines(formula: str, symbol: str = "") -> Lines | None:
    """The same where it has been typeset before, so that no first picture waits for it."""
    return _known.get((formula, symbol))


def lines(formula: str, symbol: str = "") -> tuple[str, ...]:
    r"""The parts of a formula between its `\quad`s, without the commas that joined them.

    The last line is one that `= number` may follow, the number being that of `symbol`: an
    equation of the symbol, or the symbol by itself.
    """
    parts = tuple(part.strip().removesuffix(",") for part in formula.split(r"\quad"))
    last = parts[-1]
    if not symbol or last.startswith(f"{symbol}=") or last.endswith(f"={symbol}"):
        return parts
    return (*parts, symbol)


_SIGNS = {
    r"\sim": " ~ ",
    r"\neq": " ≠ ",
    r"\leq": " ≤ ",
    r"\geq": " ≥ ",
    r"\lceil": "⌈",
    r"\rceil": "⌉",
    r"\sigma": "σ",
    r"\mu": "μ",
    r"\phi": "φ",
    r"\chi": "χ",
    r"\alpha ": "α",
    r"\alpha": "α",
    r"\max": "max",
    r"\;": " ",
    r"\,": " ",
    ",": ", ",
    "=": " = ",
    "^2": "²",
    "^T": "ᵀ",
}
_BRACES = (
    (re.compile(r"\\frac\{([^{}]*)\}\{([^{}]*)\}"), r"(\1)/(\2)"),
    (re.compile(r"\\sqrt\{([^{}]*)\}"), r"√(\1)"),
    (re.compile(r"\\math[a-z]+\{([^{}]*)\}"), r"\1"),
    (re.compile(r"([_^])\{([^{}]*)\}"), r"\1\2"),
)


def plain(formula: str, symbol: str = "") -> str:
    """The formula as a line of text, for a screen reader: `σ = g√((2)/(n_in+n_out))`."""
    text = ", ".join(lines(formula, symbol))
    before = ""
    while text != before:  # from the innermost braces outwards
        before = text
        for pattern, replacement in _BRACES:
            text = pattern.sub(replacement, text)
    for sign, character in _SIGNS.items():
        text = text.replace(sign, character)
    return " ".join(text.split())


def font_file() -> Path:
    """The STIX Two Math face that the formulas are set in. Does not import ziamath."""
    package = importlib.util.find_spec("ziamath")
    assert package is not None
    assert package.submodule_search_locations is not None
    return Path(package.submodule_search_locations[0]) / "fonts" / "STIXTwoMath-Regular.ttf"
