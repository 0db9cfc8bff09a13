"""Lengths and letters: a normal window, and a projector's, which grow with it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Sizes:
    """Lengths in pixels of a normal or a projector window.

    font, small, title, formula   letters
    curve, outline                lines of plots
    gap, padding, radius          between and inside cards
    control, panel                a control's height, the left panel's width
    groove, handle                a slider's line and what the mouse takes hold of
    swatch                        a colour in a legend
    """

    font: int
    small: int
    title: int
    formula: int
    curve: float
    outline: float
    gap: int
    padding: int
    radius: int
    control: int
    panel: int
    groove: int
    handle: int
    swatch: int

    def scaled(self, factor: float) -> Sizes:
        """All of it larger, rounded to whole pixels but for lines."""
        lengths: dict[str, Any] = {}
        for field in fields(self):
            length = getattr(self, field.name) * factor
            lengths[field.name] = length if field.type == "float" else round(length)
        return Sizes(**lengths)


NORMAL = Sizes(
    font=13, small=12, title=14, formula=17, curve=2.0, outline=1.0,
    gap=8, padding=12, radius=8, control=28, panel=286, groove=4, handle=14, swatch=12,
)  # fmt: skip
PROJECTOR = Sizes(
    font=18, small=18, title=20, formula=24, curve=4.0, outline=2.0,
    gap=8, padding=12, radius=8, control=38, panel=368, groove=8, handle=24, swatch=14,
)  # fmt: skip
"""In the smallest window, 1024 × 720; a larger one has it in proportion."""

SMALLEST = (1024, 720)
"""The least that the window can be made."""

STEPS = (18, 20, 22, 24, 27, 30, 36, 42, 48, 54, 64, 72)
"""Letters of a projector: a resize lays the window out anew only from one to the next."""


def projector_sizes(width: int, height: int) -> Sizes:
    """As large as in a window of these pixels everything is still laid out as in the smallest."""
    room = min(width / SMALLEST[0], height / SMALLEST[1]) * PROJECTOR.font
    font = max((step for step in STEPS if step <= room), default=PROJECTOR.font)
    return PROJECTOR.scaled(font / PROJECTOR.font)
