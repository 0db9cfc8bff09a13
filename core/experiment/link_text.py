"""Finds links in a text, as chats, mails and people leave them.

Around a link stand brackets, quotes, a sentence with its full stop. Inside it mail breaks lines
and begins each with `>`, chats put characters that nobody sees between its letters, web pages write
`%5F` for `_`, and others put back the `=` that base64 has at its end.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import unquote

SCHEME = "initlab:"
MAX_SEARCHED = 100_000
"""Characters of a text in which links are looked for."""

MAX_LINKS = 20
"""Of those in a text that are tried."""

_OPENING = frozenset("\"'`*_~<([{|>“”‘’„«»‹›「『（《〈【［｛")
_BEGIN = re.compile(r"(?<![A-Za-z0-9])initlab\s*(?::|%3A|：|︰|﹕)", re.IGNORECASE)
"""The colon may be one of a Chinese input method, or percent-encoded."""
_LETTER = re.compile(r"[A-Za-z0-9_-]")
_BETWEEN = re.compile(r"[\s=>|]")
_UNSEEN = frozenset(("Cf", "Mn"))
"""Categories of what takes no room on a line: joiners, marks of direction, variants of the last."""


@dataclass(frozen=True, slots=True)
class Letters:
    """Letters of base64url that may be a link and a part of the sentence behind it.

    ends   after how many of them something stood between them, such as a space; the last is all
    """

    text: str
    ends: tuple[int, ...]

    def end(self, count: int) -> bool:
        """Whether a link of `count` letters ends where a word ends: `_` and `-` may follow it."""
        word = next(end for end in self.ends if end >= count)
        return not self.text[count:word].strip("_-")


def begins(text: str) -> bool:
    """Whether the text means to be a link, whole or damaged, whatever is put around it."""
    found = _BEGIN.search(_seen(text))
    if found is None:
        return False
    return all(c in _OPENING or c.isspace() for c in found.string[: found.start()])


def holds(text: str) -> bool:
    """Whether a link stands somewhere in the text, whole or damaged."""
    return _BEGIN.search(_seen(text)) is not None


def letters(text: str, most: int) -> Iterator[Letters]:
    """What follows each scheme in the text, at most `most` letters and one of it."""
    text = _seen(text)
    for found in islice(_BEGIN.finditer(text), MAX_LINKS):
        yield _letters(text, found.end(), most)


def _seen(text: str) -> str:
    """The text without what cannot be seen."""
    text = text[:MAX_SEARCHED]
    if text.isascii():
        return text
    return "".join(c for c in text if unicodedata.category(c) not in _UNSEEN)


def _letters(text: str, start: int, most: int) -> Letters:
    # Four times as many: some are percent-encoded, even twice, and lines are broken.
    rest = unquote(unquote(text[start : start + 4 * most]))
    found: list[str] = []
    ends: list[int] = []
    for character in rest:
        if _LETTER.match(character):
            found.append(character)
        elif _BETWEEN.match(character):
            if found and ends[-1:] != [len(found)]:
                ends.append(len(found))
        elif character != "\\":  # Markdown writes \_ for _
            break
        if len(found) > most:
            break
    if ends[-1:] != [len(found)]:
        ends.append(len(found))
    return Letters("".join(found), tuple(ends))
