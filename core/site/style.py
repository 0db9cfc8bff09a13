"""The style sheet that all pages share."""

from __future__ import annotations

import importlib.resources

from core.site.code import rules


def style_sheet() -> str:
    """What is written by hand, and the colours of the code."""
    file = importlib.resources.files("resources") / "site" / "style.css"
    return f"{file.read_text(encoding='utf-8')}\n{rules()}"
