"""How a script says that a tensor is filled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

MAX_LENGTH = 68
"""Characters of a line; a longer call takes a line for each argument."""


@dataclass(frozen=True, slots=True)
class Target:
    """What is filled: its name in the script, and how the script says the fans of its layer."""

    name: str
    fan_in: str
    fan_out: str


def literal(value: float | str) -> str:
    """A parameter's value as Python writes it."""
    return f'"{value}"' if isinstance(value, str) else repr(value)


def call_lines(function: str, arguments: Iterable[str]) -> list[str]:
    """A call on one line if it is short, else with a line for each argument."""
    arguments = tuple(arguments)
    line = f"{function}({', '.join(arguments)})"
    if len(line) <= MAX_LENGTH:
        return [line]
    return [f"{function}(", *(f"    {argument}," for argument in arguments), ")"]
