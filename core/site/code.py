"""Python in colours: spans for HTML, and the style sheet that colours them."""

from __future__ import annotations

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

CLASS = "code"
LIGHT, DARK = "default", "github-dark"
"""Styles of Pygments."""


def highlighted(code: str) -> str:
    """The script as HTML, without the element around it."""
    return str(highlight(code, PythonLexer(), HtmlFormatter(nowrap=True))).rstrip("\n")


def rules() -> str:
    """The colours for light pages, and for dark ones on a screen."""
    light, dark = (_colours(style) for style in (LIGHT, DARK))
    return f"{light}\n@media screen and (prefers-color-scheme: dark) {{\n{dark}\n}}\n"


def _colours(style: str) -> str:
    """Of the tokens alone: the ground is that of the page."""
    written = HtmlFormatter(style=style, classprefix="").get_token_style_defs(f".{CLASS}")
    return "\n".join(written)
