"""What the command line is asked to write, looked at before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from core.disk.endings import Format, format_of
from core.disk.identity import is_same_file
from core.messages import QT_TRANSLATE_NOOP, FileError, printable


@dataclass(frozen=True, slots=True)
class Output:
    """A file that an option asks for, and what it will hold."""

    option: str
    path: Path
    format: Format


def check_outputs(outputs: Sequence[Output], inputs: Iterable[Path]) -> None:
    """Raise FileError where an output would destroy what is read, or another output.

    Raises it too for a name whose ending means another kind of file. On the command line a name is
    never completed: whoever gave it looks for the file under this name.
    """
    for output in outputs:
        format_of(str(output.path), [output.format])
    read = tuple(inputs)
    for output in outputs:
        if any(is_same_file(output.path, path) for path in read):
            text = QT_TRANSLATE_NOOP(
                "core", "{option} would be written over a file that is read; choose another name"
            )
            raise FileError(printable(str(output.path), 200), text.format(option=output.option))
    for first, second in combinations(outputs, 2):
        if is_same_file(first.path, second.path):
            text = QT_TRANSLATE_NOOP(
                "core", "{first} and {second} would be one file; give each a name of its own"
            )
            raise FileError(
                printable(str(second.path), 200),
                text.format(first=first.option, second=second.option),
            )
