"""Sentences that core says to a person: marked for translation here, translated by gui."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence with named places: `template` is translated first, then filled in.

    An argument may be a Message itself. `str()` gives the English sentence; an empty one is false.
    """

    template: str
    arguments: tuple[tuple[str, Any], ...] = ()
    context: str = "core"

    def format(self, **arguments: Any) -> Message:
        """Fill the named places: each with a plain value, a string or another Message."""
        return replace(self, arguments=tuple(arguments.items()))

    def __str__(self) -> str:
        return self.template.format(**dict(self.arguments)) if self.arguments else self.template

    def __bool__(self) -> bool:
        return bool(self.template)


NOTHING = Message("")


def QT_TRANSLATE_NOOP(context: str, text: str) -> Message:  # noqa: N802 - lupdate's name
    """The sentence `text`; by this name Qt's lupdate finds it and puts it into the catalogue.

    Call it plainly: lupdate follows neither an alias nor keyword arguments.
    """
    return Message(text, context=context)


class InitLabError(Exception):
    """Something a person can put right. `key` names the dotted key or the file it is about."""

    def __init__(self, key: str, text: Message) -> None:
        super().__init__(f"{key}: {text}")
        self.key = key
        self.text = text

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.key, self.text)


class InvalidExperiment(InitLabError, ValueError):  # noqa: N818 - reads as a statement
    """A description that is no experiment: an unknown key, a wrong type, a value out of range."""


class Refused(InitLabError):  # noqa: N818 - reads as a statement
    """A legal experiment that this machine, dtype or device cannot run."""


class FileError(InitLabError):
    """A file that cannot be read or written."""


def unexpected(error: BaseException) -> Message:
    """What to say of an error that nobody foresaw."""
    return QT_TRANSLATE_NOOP("core", "an unexpected error: {reason}; please report it").format(
        reason=f"{type(error).__name__}: {str(error)[:200]}"
    )


def shown(value: object, limit: int = 60) -> str:
    """`value` as JSON on one line, short enough for a sentence and printable everywhere."""
    try:
        text = json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError):
        text = repr(type(value).__name__)
    return printable(text, limit)


def printable(name: str, limit: int = 60) -> str:
    """A key or a file name without line breaks or other characters that cannot be printed.

    One that would not be seen, empty or of spaces, stands between quotes.
    """
    begin = name[: limit + 1]  # no character gets shorter: the rest of a megabyte is not looked at
    text = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in begin)
    text = text if text.strip() else f'"{text}"'
    return text if len(text) <= limit else text[: limit - 1] + "…"


def print_line(line: str) -> None:
    """On a terminal that lacks a character, its escape: no command must end in a traceback."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    print(line.encode(encoding, "backslashreplace").decode(encoding))
