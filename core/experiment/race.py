"""The lanes of a race: variations of one experiment that learn side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.experiment.fields import dotted
from core.messages import QT_TRANSLATE_NOOP, InvalidExperiment, shown

MAX_LANES = 8
MAX_NAME = 60
NOT_OF_A_LANE = ("race", "train.schedule")
"""What all lanes have in common."""


@dataclass(frozen=True, slots=True)
class Lane:
    """One variation: dotted keys of the experiment with their values, and perhaps a name."""

    name: str = ""
    changes: tuple[tuple[str, Any], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The lane as it stands in a file."""
        named = {"name": self.name} if self.name else {}
        return {**named, "changes": dict(self.changes)}


def read_lanes(value: Any) -> tuple[Lane, ...]:
    """The lanes of a file or a change; whether their keys can be changed is not looked at here.

    Raises InvalidExperiment naming the place, such as `race[2].name`.
    """
    if not isinstance(value, list | tuple):
        text = QT_TRANSLATE_NOOP("core", "{value} is not a list of lanes").format(
            value=shown(value)
        )
        raise InvalidExperiment("race", text)
    if len(value) > MAX_LANES:
        text = QT_TRANSLATE_NOOP("core", "{count} lanes are too many; a race has at most {most}")
        raise InvalidExperiment("race", text.format(count=len(value), most=MAX_LANES))
    return tuple(_read(f"race[{index}]", lane) for index, lane in enumerate(value))


def _read(place: str, value: Any) -> Lane:
    if isinstance(value, Lane):
        value = value.to_dict()
    if not isinstance(value, Mapping):
        text = QT_TRANSLATE_NOOP("core", "{value} is not a JSON object").format(value=shown(value))
        raise InvalidExperiment(place, text)
    for key in value:
        if key not in ("name", "changes"):
            text = QT_TRANSLATE_NOOP("core", "unknown key; known are {options}").format(
                options="name, changes"
            )
            raise InvalidExperiment(dotted(place, key), text)
    name = value.get("name", "")
    if not isinstance(name, str) or len(name) > MAX_NAME or not (name == "" or name.isprintable()):
        text = QT_TRANSLATE_NOOP(
            "core", "{value} is not a name: one line of at most {most} letters"
        ).format(value=shown(name), most=MAX_NAME)
        raise InvalidExperiment(f"{place}.name", text)
    changes = value.get("changes", {})
    if not isinstance(changes, Mapping):
        text = QT_TRANSLATE_NOOP("core", "{value} is not a JSON object").format(
            value=shown(changes)
        )
        raise InvalidExperiment(f"{place}.changes", text)
    for key in changes:
        if key in NOT_OF_A_LANE:
            text = QT_TRANSLATE_NOOP("core", "all lanes have this in common")
            raise InvalidExperiment(dotted(f"{place}.changes", key), text)
    return Lane(name, tuple(changes.items()))
