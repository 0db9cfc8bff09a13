"""What a command says beside its output: to a person in English, to a window that began it as JSON.

The window says it again in its own language.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from typing import Any

from core.messages import InitLabError, Message

VARIABLE, AS_JSON = "INITLAB_TELLS", "json"
"""In the environment of a command that a window begins, and its value."""


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that a command has said.

    key        what it is about, where it is an error
    is_error   whether the command ends with it
    """

    message: Message
    key: str = ""
    is_error: bool = False


def tell(message: Message) -> None:
    """A remark on standard error; the command goes on."""
    _write(Told(message), f"initlab: {message}")


def tell_error(error: InitLabError) -> None:
    """Why the command ends, on one line of standard error."""
    _write(Told(error.text, error.key, True), f"initlab: error: {error.key}: {error.text}")


def _write(told: Told, line: str) -> None:
    if os.environ.get(VARIABLE) == AS_JSON:
        held = {"key": told.key, "error": told.is_error, "message": _packed(told.message)}
        line = json.dumps({"initlab": held})
    line = line.replace("\n", " ").encode("utf-8", "backslashreplace").decode("utf-8")
    print(line, file=sys.stderr, flush=True)


def read(line: str) -> Told | None:
    """What was told by that line; None where it is none of these."""
    try:
        held = json.loads(line)["initlab"]
        return Told(_unpacked(held["message"]), str(held["key"]), bool(held["error"]))
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _packed(message: Message) -> dict[str, Any]:
    return {
        "context": message.context,
        "template": message.template,
        "arguments": {name: _plain(value) for name, value in message.arguments},
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Message):
        return _packed(value)
    return value if isinstance(value, (str, int, float)) else str(value)


def _unpacked(held: dict[str, Any]) -> Message:
    arguments = {
        name: _unpacked(value) if isinstance(value, dict) else value
        for name, value in held["arguments"].items()
    }
    return Message(str(held["template"]), tuple(arguments.items()), str(held["context"]))
