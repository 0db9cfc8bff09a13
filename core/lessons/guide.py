"""What helps to write a lesson: the guide, and a lesson to begin with; in each language."""

from __future__ import annotations

import importlib.resources

SUFFIX = ".md"


def guide(language: str) -> str:
    """The Markdown of the guide."""
    return _text("lessons", language)


def template(language: str) -> str:
    """A whole lesson that shows what a lesson can do, to be changed."""
    return _text("template", language)


def _text(name: str, language: str) -> str:
    """That of the language, or the English one."""
    folder = importlib.resources.files("resources") / "guide"
    own = folder / f"{name}.{language}{SUFFIX}"
    return (own if own.is_file() else folder / f"{name}{SUFFIX}").read_text("utf-8")
