"""The colours of the light and the dark theme, each by what it is for."""

from __future__ import annotations

from dataclasses import dataclass

BLACKOUT = "#000000"
"""The sheet over the window while a class looks at its teacher, in either theme."""

BRAND, ON_BRAND = "#0b4f85", "#ffffff"
"""The ground of the icon, on which the splash stands before any theme is known, and its letters."""


VIRIDIS = (
    "#440154",
    "#472d7b",
    "#3b528b",
    "#2c728e",
    "#21918c",
    "#28ae80",
    "#5ec962",
    "#addc30",
    "#fde725",
)


@dataclass(frozen=True, slots=True)
class Colours:
    """One theme. Text on `card` has a contrast of at least 4.5, curves of at least 3.

    `series` are eight curves that are compared: chosen so that the two nearest of them are as far
    apart as can be for an eye that sees all colours and for the three kinds that miss one.

    `sequence` runs from little to much in equal steps of lightness, for those eyes too: viridis of
    matplotlib (van der Walt and Smith, 2015).
    """

    window: str
    card: str
    border: str
    field: str
    field_border: str
    text: str
    muted: str
    accent: str
    accent_text: str
    accent_soft: str
    sample: str
    sample_fill: str
    theory: str
    dropped: str
    dropped_fill: str
    ghosts: tuple[str, str, str, str]
    series: tuple[str, ...]
    sequence: tuple[str, ...]
    positive: str
    zero: str
    negative: str
    undefined: str
    good: str
    fair: str
    bad: str
    bad_soft: str
    grid: str
    code_style: str


LIGHT = Colours(
    window="#f5f6f8",
    card="#ffffff",
    border="#dfe3ea",
    field="#f7f8fa",
    field_border="#c3cad6",
    text="#1b2130",
    muted="#596275",
    accent="#0b6aa8",
    accent_text="#ffffff",
    accent_soft="#e3f0f9",
    sample="#2178ad",
    sample_fill="#a5cde4",
    theory="#b8480a",
    dropped="#b8480a",
    dropped_fill="#f3cfb4",
    ghosts=("#786969", "#5a3ca5", "#789669", "#871e5a"),
    series=(
        "#3f40fc",
        "#e86b06",
        "#2ca089",
        "#872731",
        "#a47de3",
        "#b8461b",
        "#4937a4",
        "#775c86",
    ),
    sequence=VIRIDIS,
    positive="#0b5c99",
    zero="#ffffff",
    negative="#c4500a",
    undefined="#8a8f98",
    good="#087060",
    fair="#805300",
    bad="#b3261e",
    bad_soft="#fbe9e7",
    grid="#e6e9ee",
    code_style="default",
)

DARK = Colours(
    window="#12161d",
    card="#1a202a",
    border="#2c3442",
    field="#141922",
    field_border="#465066",
    text="#eceff4",
    muted="#a3acbd",
    accent="#5db4f0",
    accent_text="#0c1722",
    accent_soft="#1e3447",
    sample="#5fb3e0",
    sample_fill="#2d566f",
    theory="#f2a134",
    dropped="#f2a134",
    dropped_fill="#5a4523",
    ghosts=("#b4a596", "#9678e1", "#78e1b4", "#c36996"),
    series=(
        "#086bfe",
        "#e9972a",
        "#ade1fb",
        "#c30fb4",
        "#f9fec1",
        "#ad7c7f",
        "#69740d",
        "#f9d228",
    ),
    sequence=VIRIDIS,
    positive="#6cc0f5",
    zero="#1a202a",
    negative="#f59a4a",
    undefined="#7c8493",
    good="#48c8c0",
    fair="#eab64e",
    bad="#ff8a80",
    bad_soft="#45211f",
    grid="#262e3a",
    code_style="monokai",
)
