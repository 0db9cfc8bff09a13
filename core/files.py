"""Reading and writing files: whole or not at all, and never with a traceback."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from core.experiment import Experiment
from core.messages import QT_TRANSLATE_NOOP, FileError, InvalidExperiment, message, printable

SUFFIX = ".initlab.json"
MOST_BYTES = 1_000_000


class _Duplicates(dict[str, Any]):
    """A JSON object that remembers a key that stood in it twice."""

    duplicate: str | None = None


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


def _refuse_duplicates(data: Any, prefix: str = "") -> None:
    if not isinstance(data, _Duplicates):
        return
    if data.duplicate is not None:
        text = message(QT_TRANSLATE_NOOP("core", "the key stands here twice"))
        raise InvalidExperiment(prefix + printable(data.duplicate), text)
    for key, value in data.items():
        _refuse_duplicates(value, f"{prefix}{printable(key)}.")


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
        reason = message(
            QT_TRANSLATE_NOOP("core", "not JSON: {reason} at line {line}, column {column}"),
            reason=error.msg,
            line=error.lineno,
            column=error.colno,
        )
        raise FileError(name, reason) from None
    except RecursionError:
        raise _too_deep(name) from None
    except ValueError:
        reason = message(
            QT_TRANSLATE_NOOP("core", "not an experiment: a number has too many digits")
        )
        raise FileError(name, reason) from None
    try:
        _refuse_duplicates(data)
    except RecursionError:  # from Python 3.12 on, JSON itself may be nested deeper than that
        raise _too_deep(name) from None
    return data


def _too_deep(name: str) -> FileError:
    text = message(QT_TRANSLATE_NOOP("core", "not an experiment: nested too deeply"))
    return FileError(name, text)


def load(path: str | Path) -> Experiment:
    """Read an experiment file; raises FileError or InvalidExperiment."""
    name = printable(str(path), 200)
    with _reasons(name), open(path, "rb") as file:
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        reason = message(
            QT_TRANSLATE_NOOP("core", "too large for an experiment, which has at most 1 MB")
        )
        raise FileError(name, reason)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        reason = message(
            QT_TRANSLATE_NOOP("core", "not UTF-8 text (byte {position})"), position=error.start
        )
        raise FileError(name, reason) from None
    return parse(text, name)


def dumps(experiment: Experiment) -> str:
    """The text of an experiment file."""
    sections = experiment.to_dict()
    lines = [f'"{key}": {json.dumps(value, allow_nan=False)}' for key, value in sections.items()]
    return "{" + ",\n ".join(lines) + "}\n"


@contextlib.contextmanager
def _reasons(name: str) -> Iterator[None]:
    """Turn what the system says about a file into a sentence."""
    try:
        yield
    except FileNotFoundError:
        text = message(QT_TRANSLATE_NOOP("core", "there is no such file or folder"))
        raise FileError(name, text) from None
    except IsADirectoryError:
        raise FileError(name, message(QT_TRANSLATE_NOOP("core", "this is a folder"))) from None
    except PermissionError:
        text = message(QT_TRANSLATE_NOOP("core", "access is not permitted"))
        raise FileError(name, text) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        text = message(QT_TRANSLATE_NOOP("core", "{reason}"), reason=reason)
        raise FileError(name, text) from None


def write(path: str | Path, save: Callable[[str], None]) -> None:
    """Let `save` write a temporary file beside `path`, then put it in its place.

    A crash, a full disk or a failing `save` leaves what was there. Raises FileError.
    """
    name = printable(str(path), 200)
    # A link is written through, so that it goes on pointing at the file.
    target = Path(os.path.realpath(path))
    with _reasons(name):
        if target.is_dir():
            raise IsADirectoryError
        handle, temporary = tempfile.mkstemp(prefix=".initlab-", dir=target.parent)
        os.close(handle)
        try:
            save(temporary)
            with open(temporary, "rb+") as file:
                os.fsync(file.fileno())
            os.chmod(temporary, _mode(target))
            os.replace(temporary, target)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
            raise


def _mode(target: Path) -> int:
    """The mode of the file that is replaced, or what a new file would get."""
    with contextlib.suppress(OSError):
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def write_text(path: str | Path, text: str) -> None:
    """Write UTF-8 text; see `write`."""
    write(path, lambda name: _write_bytes(name, text.encode("utf-8")))


def write_bytes(path: str | Path, content: bytes) -> None:
    """Write bytes; see `write`."""
    write(path, lambda name: _write_bytes(name, content))


def _write_bytes(name: str, content: bytes) -> None:
    with open(name, "wb") as file:
        file.write(content)


def save(experiment: Experiment, path: str | Path) -> None:
    """Write an experiment file; raises FileError."""
    write_text(path, dumps(experiment))
