"""What an edit makes of a race: which lane it is of, and whether it is a part of the course."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.experiment import LIVE, MAX_LANES, RACE, Experiment, Lane
from core.training.presets import PRESETS

METHOD = ".method"

OWN = (
    "dropout.p",
    "train.optimizer",
    "train.lr",
    "train.weight_decay",
    "train.l1",
    "depth.norm",
)
"""What a new lane says by itself besides its initialization: what is likely to change next."""

Changes = dict[str, Any]


def led(experiment: Experiment, lane: int, step: int, steps: int, changes: Changes) -> Changes:
    """What an edit becomes when `step` of `steps` steps have been made and this lane is chosen.

    What the lane says by itself is changed there. A change of live keys in the course of the race
    is a change at this step; before the first step, or after the last one, it is one of the values
    themselves, and what the schedule said of them is gone. Another race is of no lane.
    """
    if RACE in changes:
        return changes
    if _is_of_lane(experiment, lane, changes):
        return _with_changes(experiment, lane, changes)
    if not all(key in LIVE for key in changes):
        return changes
    if 0 < step < steps:
        return {"train.schedule": experiment.changed_at(step, changes).train.schedule}
    return {**changes, "train.schedule": experiment.changed_at(0, changes).train.schedule}


def _is_of_lane(experiment: Experiment, lane: int, changes: Changes) -> bool:
    """Whether the lane says one of these by itself: with a method it has its parameters too."""
    if not experiment.race:
        return False
    own = dict(experiment.race[lane].changes)
    methods = {key.removesuffix("method") for key in own if key.endswith(METHOD)}
    return any(key in own or key.startswith(tuple(methods)) for key in changes)


def _joined(old: Mapping[str, Any], changes: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    """The changes of a lane with others over them; a new method has none of the old parameters."""
    replaced = tuple(key.removesuffix("method") for key in changes if key.endswith(METHOD))
    kept = {key: value for key, value in old.items() if not key.startswith(replaced)}
    return tuple({**kept, **changes}.items())


def _with_changes(experiment: Experiment, lane: int, changes: Changes) -> Changes:
    old = experiment.race[lane]
    return _replaced(experiment, lane, Lane(old.name, _joined(dict(old.changes), changes)))


def _replaced(experiment: Experiment, lane: int, new: Lane) -> Changes:
    lanes = list(experiment.race)
    lanes[lane] = new
    return {RACE: lanes}


def added(experiment: Experiment, lane: int, name: str, first: str, changes: Changes) -> Changes:
    """One more lane: what the chosen one says, with these changes; nothing where there is no room.

    Without changes the new lane says by itself what a person is likely to change next. `first` is
    the name of the lane that an experiment without a race becomes.
    """
    if len(experiment.race) >= MAX_LANES:
        return {}
    lanes = list(experiment.race) or [Lane(first)]
    told = changes or _values(experiment.lane(lane))
    lanes.append(Lane(name, _joined(dict(lanes[lane].changes), told)))
    return {RACE: lanes}


def _values(experiment: Experiment) -> Changes:
    """The initialization of the weights, the optimizer and the penalties of an experiment."""
    init = experiment.weight_init
    named = {f"weight_init{METHOD}": init.method}
    named |= {f"weight_init.{name}": value for name, value in init.values}
    return {**named, **{key: experiment.value(key) for key in OWN}}


def renamed(experiment: Experiment, lane: int, name: str) -> Changes:
    """The lane under another name."""
    return _replaced(experiment, lane, Lane(name, experiment.race[lane].changes))


def removed(experiment: Experiment, lane: int) -> Changes:
    """The race without a lane."""
    return {RACE: [other for index, other in enumerate(experiment.race) if index != lane]}


def preset_of(experiment: Experiment) -> str:
    """The key of the preset whose lanes these are; empty for own ones."""
    lanes = [lane.changes for lane in experiment.race]
    for key, preset in PRESETS.items():
        if lanes == [tuple(changes.items()) for _, changes in preset.lanes]:
            return key
    return ""
