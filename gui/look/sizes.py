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
"""In a window of 1024 × 720; a larger one has it in proportion."""

SMALLEST = (1024, 640)
"""The least that the window can be made, inside its frame: a screen of 1366 × 768, or of
1280 × 720 as at 150 %, has a title bar and a task bar too."""

TIGHTEST, TIGHTEST_PROJECTED = 15, 18
"""Letters that the smallest window still has room for, usual ones and a projector's, which has
less between them; a larger window has it in proportion."""

STEPS = (18, 20, 22, 24, 27, 30, 36, 42, 48, 54, 64, 72)
"""Letters of a projector: a resize lays the window out anew only from one to the next."""


def sizes_for(
    width: int, height: int, projector: bool, beside_panel: bool, text_scale: float = 1.0
) -> Sizes:
    """The sizes of a window of these pixels.

    beside_panel   the left panel is shown
    text_scale     how much larger than usual the person wants text in every program; it is
                   followed as far as the window has room
    """
    usual = projector_sizes(width, height, beside_panel) if projector else NORMAL
    tightest = TIGHTEST_PROJECTED if projector else TIGHTEST
    room = tightest * min(width / SMALLEST[0], height / SMALLEST[1])
    font = int(min(round(usual.font * text_scale), max(room, 1.0)))
    return usual if font == usual.font else usual.scaled(font / usual.font)


def projector_sizes(width: int, height: int, beside_panel: bool = False) -> Sizes:
    """As large as everything is still laid out as in 1024 × 720; beside the panel plots come first.

    A line has 57 letters there and a page 40 lines. Beside the panel a line of a larger window has
    80 letters and a page 48 lines, so that what is gained goes to the plots.
    """
    letters, lines = (80.0, 48.0) if beside_panel else (1024 / 18, 720 / 18)
    room = min(width / letters, height / lines)
    font = max((step for step in STEPS if step <= room), default=PROJECTOR.font)
    return PROJECTOR.scaled(font / PROJECTOR.font)
