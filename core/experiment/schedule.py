"""Changes that are made while a network learns: at which step, and to what."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.experiment.fields import dotted
from core.messages import NOTHING, QT_TRANSLATE_NOOP, InvalidExperiment, Message, shown
from core.parameters import Parameter, Whole

MAX_ENTRIES = 1_000
MAX_STEP = 2**53


@dataclass(frozen=True, slots=True)
class Change:
    """From the moment that `step` steps have been made, these live keys have these values."""

    step: int
    changes: tuple[tuple[str, Any], ...]

    def to_dict(self) -> dict[str, Any]:
        """The entry as it stands in a file."""
        return {"step": self.step, "changes": dict(self.changes)}


@dataclass(frozen=True, slots=True)
class Schedule:
    """The description of a list of changes, in the order of their steps.

    `live` are the keys that may stand there, each with its own description.
    """

    name: str
    live: Mapping[str, Parameter]
    default: tuple[Change, ...] = ()
    help: Message = NOTHING
    torch: str = ""

    def check(self, key: str, value: Any) -> tuple[Change, ...]:
        """Return the changes, or raise InvalidExperiment naming the one that is wrong."""
        if not isinstance(value, list | tuple):
            text = QT_TRANSLATE_NOOP("core", "{value} is not a list of changes").format(
                value=shown(value)
            )
            raise InvalidExperiment(key, text)
        if len(value) > MAX_ENTRIES:
            text = QT_TRANSLATE_NOOP("core", "{count} changes are too many; {most} can be kept")
            raise InvalidExperiment(key, text.format(count=len(value), most=MAX_ENTRIES))
        found = tuple(self._entry(f"{key}[{i}]", entry) for i, entry in enumerate(value))
        for i, (before, after) in enumerate(itertools.pairwise(found), start=1):
            if after.step <= before.step:
                text = QT_TRANSLATE_NOOP(
                    "core", "step {after} comes after step {before}: put the changes in order"
                ).format(after=after.step, before=before.step)
                raise InvalidExperiment(f"{key}[{i}].step", text)
        return found

    def _entry(self, key: str, value: Any) -> Change:
        if isinstance(value, Change):
            value = value.to_dict()
        if not isinstance(value, Mapping) or set(value) != {"step", "changes"}:
            text = QT_TRANSLATE_NOOP(
                "core", "{value} is not an object with the keys step and changes"
            ).format(value=shown(value))
            raise InvalidExperiment(key, text)
        step = Whole("step", 0, 0, MAX_STEP).check(f"{key}.step", value["step"])
        changes = value["changes"]
        if not isinstance(changes, Mapping) or not changes:
            text = QT_TRANSLATE_NOOP("core", "{value} is not an object with a change").format(
                value=shown(changes)
            )
            raise InvalidExperiment(f"{key}.changes", text)
        found = []
        for name, wanted in changes.items():
            parameter = self.live.get(name) if isinstance(name, str) else None
            place = dotted(f"{key}.changes", name)
            if parameter is None:
                text = QT_TRANSLATE_NOOP(
                    "core", "this cannot be changed while a network learns, only {options}"
                ).format(options=", ".join(self.live))
                raise InvalidExperiment(place, text)
            found.append((name, parameter.check(place, wanted)))
        return Change(step, tuple(sorted(found)))


def with_change(
    schedule: tuple[Change, ...], step: int, changes: Mapping[str, Any]
) -> tuple[Change, ...]:
    """The schedule with these values from `step` on, and without what it said of them later."""
    found: list[Change] = []
    for change in schedule:
        kept = tuple(
            (key, value)
            for key, value in change.changes
            if change.step < step or key not in changes
        )
        if kept:
            found.append(Change(change.step, kept))
    here = next((change for change in found if change.step == step), Change(step, ()))
    found = [change for change in found if change.step != step]
    found.append(Change(step, tuple(sorted({**dict(here.changes), **changes}.items()))))
    return tuple(sorted(found, key=lambda change: change.step))


def without(schedule: tuple[Change, ...], keys: tuple[str, ...]) -> tuple[Change, ...]:
    """The schedule without what it says of these keys."""
    found = []
    for change in schedule:
        kept = tuple((key, value) for key, value in change.changes if key not in keys)
        if kept:
            found.append(Change(change.step, kept))
    return tuple(found)
