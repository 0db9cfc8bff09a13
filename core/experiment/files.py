"""Reading and writing files: whole or not at all, and never with a traceback."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, TypeAlias

from core import disk
from core.experiment import Experiment
from core.messages import QT_TRANSLATE_NOOP, FileError, InvalidExperiment, printable

SUFFIX = ".initlab.json"
MAX_BYTES = 1_000_000
MAX_KEY = 120
"""Characters of a dotted key in a sentence; nesting can make one as long as the file."""
MAX_LEVELS = 100


class _Duplicates(dict[str, Any]):
    """A JSON object that remembers a key that stood in it twice."""

    duplicate: str | None = None


_Above: TypeAlias = "tuple[_Above, str] | None"
"""Where an object stands: its key, and before it where the object around it stands."""


def _pairs(pairs: list[tuple[str, Any]]) -> _Duplicates:
    found = _Duplicates(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                found.duplicate = key
                break
            seen.add(key)
    return found


def _refuse_duplicates(data: Any, name: str) -> None:
    """Raise InvalidExperiment for the outermost key that stands twice.

    Raises FileError for objects in objects without an end: how deep JSON itself reads depends on
    the version of Python.
    """
    level: list[tuple[_Above, _Duplicates]] = []
    if isinstance(data, _Duplicates):
        level = [(None, data)]
    for _ in range(MAX_LEVELS):
        below: list[tuple[_Above, _Duplicates]] = []
        for above, found in level:
            if found.duplicate is not None:
                text = QT_TRANSLATE_NOOP("core", "the key stands here twice")
                raise InvalidExperiment(_dotted((above, found.duplicate)), text)
            below += [
                ((above, key), value)
                for key, value in found.items()
                if isinstance(value, _Duplicates)
            ]
        level = below
    if level:
        raise _too_deep(name)


def _dotted(path: _Above) -> str:
    keys = []
    while path is not None:
        path, key = path
        keys.append(printable(key))
    return printable(".".join(reversed(keys)), MAX_KEY)


def parse(text: str, name: str) -> Experiment:
    """Read an experiment from JSON text; `name` stands for it in a message.

    Raises FileError for text that is no JSON, InvalidExperiment with the dotted key otherwise.
    """
    return Experiment.from_dict(parse_json(text, name))


def parse_json(text: str, name: str) -> Any:
    """What the JSON says, when it says it once; raises as `parse` does."""
    try:
        data = json.loads(text, object_pairs_hook=_pairs)
    except json.JSONDecodeError as error:
        reason = QT_TRANSLATE_NOOP(
            "core", "not JSON: {reason} at line {line}, column {column}"
        ).format(reason=error.msg, line=error.lineno, column=error.colno)
        raise FileError(name, reason) from None
    except RecursionError:
        raise _too_deep(name) from None
    except ValueError:
        reason = QT_TRANSLATE_NOOP("core", "not an experiment: a number has too many digits")
        raise FileError(name, reason) from None
    _refuse_duplicates(data, name)
    return data


def _too_deep(name: str) -> FileError:
    text = QT_TRANSLATE_NOOP("core", "not an experiment: nested too deeply")
    return FileError(name, text)


def load(path: str | Path) -> Experiment:
    """Read an experiment file; raises FileError or InvalidExperiment."""
    name = printable(str(path), 200)
    too_large = QT_TRANSLATE_NOOP("core", "too large for an experiment, which has at most 1 MB")
    found = disk.read_bytes(path, MAX_BYTES, too_large)
    try:
        text = found.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        reason = QT_TRANSLATE_NOOP(
            "core", "not UTF-8 text (byte {position}); save the file as UTF-8"
        ).format(position=error.start)
        raise FileError(name, reason) from None
    return parse(text, name)


def dumps(experiment: Experiment) -> str:
    """The text of an experiment file."""
    sections = experiment.to_dict()
    lines = [f'"{key}": {json.dumps(value, allow_nan=False)}' for key, value in sections.items()]
    return "{" + ",\n ".join(lines) + "}\n"


def save(experiment: Experiment, path: str | Path) -> None:
    """Write an experiment file; raises FileError."""
    disk.write_text(path, dumps(experiment))
