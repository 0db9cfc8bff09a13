"""Small parts that all pages are made of."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from urllib.parse import quote

from core.messages import Message

Translate = Callable[[Message], str]
"""Gives a sentence in the page's language."""


def lang(language: str) -> str:
    """As HTML names it: `zh-CN`."""
    return language.replace("_", "-")


def url(file: str) -> str:
    """A file beside the page, for an attribute."""
    return escape(quote(file))


def attribute(text: str) -> str:
    """For an attribute between quotes, on one line."""
    return escape(" ".join(text.split()))
