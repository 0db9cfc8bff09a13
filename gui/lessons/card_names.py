"""The names of cards in a lesson's text become links that show the card."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from PySide6.QtCore import QUrl
from PySide6.QtGui import QColor, QTextBlock, QTextCharFormat, QTextCursor, QTextDocument

SCHEME = "card"

_QUOTED = re.compile(r"“([^”]+)”")

Place = tuple[int, int]
"""First position in the document, and the one behind the last."""


def card_of(url: QUrl) -> str:
    """The key of the card that a link shows; "" for a link to elsewhere."""
    return url.path() if url.scheme() == SCHEME else ""


def link_names(document: QTextDocument, names: Mapping[str, str], colour: QColor, tip: str) -> None:
    """Turn each name that is emphasised (*Signal*) or stands in quotes (“信号”) into a link.

    `names` are the names of cards, each with its card's key.
    """
    found: list[tuple[Place, str]] = []
    block = document.begin()
    while block.isValid():
        for (begin, end), name in (*_emphasised(block), *_quoted(block)):
            key = names.get(" ".join(name.split()))
            if key is not None:
                found.append(((begin, end), key))
        block = block.next()
    for (begin, end), key in found:
        link = QTextCharFormat()
        link.setAnchor(True)
        link.setAnchorHref(f"{SCHEME}:{key}")
        link.setForeground(colour)
        link.setFontUnderline(True)
        link.setToolTip(tip)
        cursor = QTextCursor(document)
        cursor.setPosition(begin)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.mergeCharFormat(link)


def _fragments(block: QTextBlock) -> Iterator[tuple[Place, str, QTextCharFormat]]:
    each = block.begin()
    while not each.atEnd():
        fragment = each.fragment()
        begin, text = fragment.position(), fragment.text()
        yield (begin, begin + fragment.length()), text, fragment.charFormat()
        each += 1


def _emphasised(block: QTextBlock) -> Iterator[tuple[Place, str]]:
    """What is emphasised, and is no link or code already."""
    for place, text, style in _fragments(block):
        if style.fontItalic() and _is_plain(style):
            yield place, text


def _quoted(block: QTextBlock) -> Iterator[tuple[Place, str]]:
    """What stands in quotes, and is no link or code already."""
    plain = "".join(
        text if _is_plain(style) else " " * len(text) for _, text, style in _fragments(block)
    )
    for quoted in _QUOTED.finditer(plain):
        yield (block.position() + quoted.start(1), block.position() + quoted.end(1)), quoted[1]


def _is_plain(style: QTextCharFormat) -> bool:
    return not style.isAnchor() and not style.fontFixedPitch()
