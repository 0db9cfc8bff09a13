"""The style sheet that all pages share."""

from __future__ import annotations

import importlib.resources
from collections.abc import Mapping

from core.site.code import rules

USED = ("window", "card", "border", "field", "text", "muted", "accent", "accent_soft")
"""Colours of the program, by their names there, that the style sheet is written with."""

Colours = Mapping[str, str]


def style_sheet(light: Colours, dark: Colours, pictures: Colours) -> str:
    """Colours for light pages and for dark ones on a screen, then what is written by hand.

    `pictures` are those that the pictures are drawn in, on pages of either kind.
    """
    file = importlib.resources.files("resources") / "site" / "style.css"
    picture = {f"picture_{name}": pictures[name] for name in ("card", "muted")}
    lit = _root({name: light[name] for name in USED} | picture)
    unlit = _root({name: dark[name] for name in USED})
    parts = (
        f"{lit}\n@media screen and (prefers-color-scheme: dark) {{\n{unlit}}}\n",
        file.read_text(encoding="utf-8"),
        rules(),
    )
    return "\n".join(parts)


def _root(colours: Colours) -> str:
    lines = (f"  --{name.replace('_', '-')}: {value};\n" for name, value in colours.items())
    return f":root {{\n{''.join(lines)}}}\n"
