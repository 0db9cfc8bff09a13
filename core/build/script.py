"""A script whose comments are sentences, so that a window shows them in its language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from core.messages import Message

Line = str | tuple[str, Message]
"""A line of code, or one with its comment; a line that is all comment is an indent with it."""


class Script(str):
    """The text of a script with English comments: it runs as it is.

    parts   the same text in pieces, each comment as a Message
    """

    parts: tuple[str | Message, ...]

    def __new__(cls, lines: Iterable[Line]) -> Script:
        """Join the lines."""
        parts = tuple(_parts(lines))
        made = super().__new__(cls, "".join(map(str, parts)))
        made.parts = parts
        return made

    def followed_by(self, lines: Iterable[Line]) -> Script:
        """The same script with more lines at its end."""
        parts = (*self.parts, *_parts(lines))
        made = super().__new__(Script, "".join(map(str, parts)))
        made.parts = parts
        return made


def _parts(lines: Iterable[Line]) -> Iterator[str | Message]:
    for line in lines:
        if isinstance(line, str):
            yield line + "\n"
            continue
        code, comment = line
        yield f"{code}  # " if code.strip() else f"{code}# "
        yield comment
        yield "\n"


def indented(lines: Iterable[Line], indent: str = "    ") -> list[Line]:
    """The same lines further to the right."""
    return [
        indent + line if isinstance(line, str) else (indent + line[0], line[1]) for line in lines
    ]
