"""The Markdown of a lesson: its parts, and what may not stand in them.

The rules are stricter than Markdown's own: a lesson shows text and nothing else, and who writes
one learns the line that breaks it. What Qt makes of the text is guarded again where it is shown, in
`gui.lessons`; why no Markdown parser reads it here: docs/decisions/019.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from core.format import counted
from core.messages import QT_TRANSLATE_NOOP, Message, printable

IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".webp")
MAX_IMAGES = 8
MAX_TEXT = 5_000
"""Characters of a part. A lesson's own have a few hundred; ten thousand can be written so that
laying them out stops the window for a second."""

_FENCE = re.compile(r"(`{3,})[^`]*$|(~{3,})")
_TICKS = re.compile(r"`+")
_TAG = re.compile(r"<[A-Za-z/!?]")
_AUTOLINK = re.compile(r"<https?://[^\s<>]*>", re.IGNORECASE)
_IMAGE = re.compile(r"!\[[^\[\]]*\]\(([^()\n]*)\)")
_IMAGE_NAME = re.compile(r"\w[\w.-]*")
_LINK = re.compile(r"\]\(\s*<?([^()\s<>]*)|^[\s>*+\d.)-]*\[[^\]\n]+\]:\s*<?([^\s<>]*)")
_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


@dataclass(frozen=True, slots=True)
class Part:
    """The Markdown of one step; `line` is where it begins in the file, counted from 1."""

    text: str
    line: int


class MarkdownError(Exception):
    """Something in the Markdown that a lesson may not have, with its line in the file."""

    def __init__(self, line: int, text: Message) -> None:
        super().__init__(str(text))
        self.line = line
        self.text = text


def parts(lines: list[str], first: int) -> list[Part]:
    """Split at lines `---` outside code blocks; `first` is the number of the first line.

    Raises MarkdownError for a line that is too long for any part.
    """
    for number, line in enumerate(lines, first):
        if len(line) > MAX_TEXT:
            raise _too_long(number, len(line))
    found: list[Part] = []
    begin = 0
    for index in [i for i, masked in enumerate(masked_lines(lines)) if masked.rstrip() == "---"]:
        found.append(_part(lines, begin, index, first))
        begin = index + 1
    return [*found, _part(lines, begin, len(lines), first)]


def _part(lines: list[str], begin: int, end: int, first: int) -> Part:
    """The part without the empty lines around it; an empty one stands where it should begin."""
    while begin < end and not lines[begin].strip():
        begin += 1
    return Part("\n".join(lines[begin:end]).rstrip(), first + min(begin, len(lines) - 1))


def masked_lines(lines: list[str]) -> Iterator[str]:
    """Each line with blanks for code and for characters behind a backslash; lengths stay.

    Fences count only at the start of a line and spans only within one. Where Qt sees less code than
    that, as in a span that began on the line above, its guards in `gui.lessons` are what counts.
    """
    fence = ""
    for line in lines:
        opened = _FENCE.match(line)
        if fence:
            bare = line.strip()
            if bare.startswith(fence) and not bare.strip(fence[0]):
                fence = ""
            yield " " * len(line)
        elif opened:
            fence = opened[1] or opened[2]
            yield " " * len(line)
        else:
            yield _without_spans(line)


def _without_spans(line: str) -> str:
    found: list[str] = []
    at = 0
    while at < len(line):
        ticks = _TICKS.match(line, at)
        if line[at] == "\\" and line[at + 1 : at + 2] in _PUNCTUATION:
            step = 2
        elif ticks is not None:
            close = re.compile(rf"(?<!`){ticks[0]}(?!`)").search(line, ticks.end())
            if close is None:
                found.append(ticks[0])
                at = ticks.end()
                continue
            step = close.end() - at
        else:
            found.append(line[at])
            at += 1
            continue
        found.append(" " * step)
        at += step
    return "".join(found)


def check(part: Part, folder: Path | None) -> None:
    """Refuse too much text, images from elsewhere, other links than to the web, and HTML.

    Raises MarkdownError for the first of them.
    """
    if len(part.text) > MAX_TEXT:
        raise _too_long(part.line, len(part.text))
    images = 0
    for number, line in enumerate(masked_lines(part.text.split("\n")), part.line):
        for image in re.finditer(r"!\[", line):
            _check_image(number, line, image.start(), folder)
            images += 1
        if images > MAX_IMAGES:
            text = QT_TRANSLATE_NOOP(
                "core", "a step shows at most {most} images; divide it into two steps"
            )
            raise MarkdownError(number, text.format(most=MAX_IMAGES))
        _check_links(number, line)
        tag = _TAG.search(_AUTOLINK.sub("", line))
        if tag is not None:
            text = QT_TRANSLATE_NOOP(
                "core", "HTML is not allowed in a lesson; write Markdown, or `<` between backticks"
            )
            raise MarkdownError(number, text)


def pictures(text: str) -> Iterator[str]:
    """The names of the images of a step that has been checked."""
    for line in masked_lines(text.split("\n")):
        yield from (found[1].strip() for found in _IMAGE.finditer(line))


def _too_long(line: int, count: int) -> MarkdownError:
    text = QT_TRANSLATE_NOOP(
        "core",
        "{count} characters are too many for the text of a step, which has at most {most}; divide "
        "it into several steps",
    )
    return MarkdownError(line, text.format(count=counted(count), most=counted(MAX_TEXT)))


def _check_image(number: int, line: str, start: int, folder: Path | None) -> None:
    found = _IMAGE.match(line, start)
    if found is None:
        text = QT_TRANSLATE_NOOP("core", "not an image; write it on one line as ![text](name.png)")
        raise MarkdownError(number, text)
    name = found[1].strip()
    if not (_IMAGE_NAME.fullmatch(name) and name.lower().endswith(IMAGES)):
        text = QT_TRANSLATE_NOOP(
            "core",
            "{image}: only images beside the lesson's file are shown; copy it there and write its "
            "name alone, without spaces, ending in {options}",
        )
        options = " ".join(IMAGES)
        raise MarkdownError(number, text.format(image=printable(name), options=options))
    if folder is not None and not (folder / name).is_file():
        text = QT_TRANSLATE_NOOP(
            "core", "{image}: there is no such file beside the lesson's file; copy it there"
        )
        raise MarkdownError(number, text.format(image=printable(name)))


def _check_links(number: int, line: str) -> None:
    for found in _LINK.finditer(_IMAGE.sub("", line)):
        target = found[1] or found[2] or ""
        if not target.lower().startswith(("https://", "http://")):
            text = QT_TRANSLATE_NOOP(
                "core", "{link}: a link in a lesson must begin with https:// or http://"
            )
            raise MarkdownError(number, text.format(link=printable(target)))
