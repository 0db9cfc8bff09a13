"""A command as the Exec line of a `.desktop` file.

Desktop Entry Specification 1.5, "The Exec key" (quoting) and "Possible value types" (escapes).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.messages import QT_TRANSLATE_NOOP, FileError, printable

_PLAIN = re.compile(r"[A-Za-z0-9@_+:,./-]+")
_THROUGH_SHELL = ("/bin/sh", "-c", 'exec "$0" "$@"')


def exec_line(command: Sequence[str]) -> str:
    """The value of Exec that runs this command with the one file or link that was clicked.

    Raises FileError where an argument has a line break, which no such line can hold.
    """
    for argument in command:
        if not argument.isprintable():
            text = QT_TRANSLATE_NOOP(
                "core", "a menu cannot start what stands in a folder with such a name; move it"
            )
            raise FileError(printable(argument, 200), text)
    # The specification forbids = in a program's name, and GLib looks for one with %% in it.
    if set(command[0]) & set("=%"):
        command = (*_THROUGH_SHELL, *command)
    return " ".join([*map(_quoted, command), "%u"])


def _quoted(argument: str) -> str:
    if _PLAIN.fullmatch(argument):
        return argument  # without quotes, which some small programs for opening do not know
    inside = re.sub(r'(["`$\\])', r"\\\1", argument)
    return '"' + inside.replace("\\", "\\\\").replace("%", "%%") + '"'
