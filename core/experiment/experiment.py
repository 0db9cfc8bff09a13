"""The experiment: one frozen description of the model, which validates itself.

The shape of the file is the contract of the design, section 4.1. A missing key takes its
default; anything that is not understood is refused with its dotted key.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self, get_type_hints

from core.experiment import kind
from core.experiment.fields import Section, dotted
from core.experiment.initialization import Initialization
from core.experiment.race import Lane, read_lanes
from core.experiment.schedule import Change, with_change, without
from core.experiment.sections import Depth, Dropout, Layer, Run
from core.experiment.sweep import Sweep
from core.experiment.training import LIVE, Train, for_data
from core.messages import QT_TRANSLATE_NOOP, InvalidExperiment, shown
from core.parameters import Parameter, Whole

VERSION = 1


@dataclass(frozen=True)
class Experiment:
    """Everything that is needed to run the model again; on the same machine bit for bit."""

    layer: Layer = field(default_factory=Layer)
    weight_init: Initialization = field(default_factory=lambda: Initialization("weight_init"))
    bias_init: Initialization = field(default_factory=lambda: Initialization("bias_init"))
    dropout: Dropout = field(default_factory=Dropout)
    run: Run = field(default_factory=Run)
    depth: Depth = field(default_factory=Depth)
    train: Train = field(default_factory=Train)
    sweep: Sweep = field(default_factory=Sweep)
    race: tuple[Lane, ...] = ()

    def __post_init__(self) -> None:
        kind.check(self.layer, self.weight_init)
        for index in range(len(self.race)):
            self.lane(index)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read the file format of the design, section 4.1.

        Raises InvalidExperiment, which names the dotted key, the value and what is allowed.
        """
        if not isinstance(data, Mapping):
            text = QT_TRANSLATE_NOOP("core", "an experiment is a JSON object, not {value}").format(
                value=shown(data, 20)
            )
            raise InvalidExperiment("initlab", text)
        if "initlab" not in data:
            text = QT_TRANSLATE_NOOP("core", "the key is missing; it holds the version, 1")
            raise InvalidExperiment("initlab", text)
        Whole("initlab", VERSION, VERSION, VERSION).check("initlab", data["initlab"])
        sections = {name: section for name, section in data.items() if name != "initlab"}
        known = tuple(cls.__dataclass_fields__)
        for name, section in sections.items():
            if name not in known:
                text = QT_TRANSLATE_NOOP("core", "unknown key; known are {options}").format(
                    options=", ".join(("initlab", *known))
                )
                raise InvalidExperiment(dotted(name), text)
            if name == RACE:
                continue
            if not isinstance(section, Mapping):
                text = QT_TRANSLATE_NOOP("core", "{value} is not a JSON object").format(
                    value=shown(section)
                )
                raise InvalidExperiment(name, text)
        parts: Any = {name: _read_section(name, part) for name, part in sections.items()}
        return cls(**parts)

    def to_dict(self) -> dict[str, Any]:
        """The experiment as it stands in a file.

        Every key of the first format is written out, others where they differ from their defaults.
        """
        found: dict[str, Any] = {"initlab": VERSION}
        for name in SECTION_NAMES:
            section = getattr(self, name).to_dict()
            if section or name not in LATER:
                found[name] = section
        if self.race:
            found[RACE] = [lane.to_dict() for lane in self.race]
        return found

    def value(self, key: str) -> Any:
        """The value of a dotted key, or of `race`; KeyError where the experiment has no such."""
        if key == RACE:
            return self.race
        section, _, name = key.partition(".")
        if section not in SECTION_NAMES:
            raise KeyError(key)
        return getattr(self, section).value(name)

    def with_value(self, key: str, value: Any) -> Self:
        """A copy with one dotted key changed; a new method starts from its own defaults.

        A new kind of layer brings the default method where the present one does not fill its
        weight. A new data set brings a loss and a number of samples that it can have, fewer samples
        a batch that is not larger; a training that gets shorter loses the changes that were to come
        after its end.

        Raises InvalidExperiment for an unknown key or a value that is not allowed.
        """
        return self.with_values({key: value})

    def with_values(self, changes: Mapping[str, Any]) -> Self:
        """A copy with several dotted keys changed at once, methods first."""
        changes = kind.brought(self.layer, self.weight_init, changes) | dict(changes)
        race: Any = {RACE: read_lanes(changes.pop(RACE))} if RACE in changes else {}
        named: list[Any] = list(changes)
        touched: dict[str, dict[str, Any]] = {}
        for key in named:
            section, dot, _ = key.partition(".") if isinstance(key, str) else ("", "", "")
            if not dot or section not in SECTION_NAMES:
                text = QT_TRANSLATE_NOOP("core", "the experiment has no such key")
                raise InvalidExperiment(dotted(key), text)
            touched[section] = getattr(self, section).to_dict()
        for key in sorted(changes, key=lambda k: not k.endswith(".method")):
            section, _, name = key.partition(".")
            if name == "method":
                touched[section] = {"method": changes[key]}
            else:
                touched[section][name] = changes[key]
        if Train.section in touched:
            touched[Train.section] = self._followed(touched[Train.section], changes)
        # In the order of the fields, as a file is read: of two mistakes the same one is named.
        order = [section for section in SECTION_NAMES if section in touched]
        parts: Any = {name: _read_section(name, touched[name]) for name in order}
        return replace(self, **parts, **race)

    def _followed(self, train: dict[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
        """The section `train` with what a change of its data or length takes along."""
        if "train.data" in changes:
            present = {name: self.train.value(name) for name in Train.parameters()}
            brought = for_data(changes["train.data"], present)
            train |= {k: v for k, v in brought.items() if f"train.{k}" not in changes}
        fewer = changes.get("train.samples")
        if isinstance(fewer, int) and "train.batch" not in changes:
            train["batch"] = min(self.train.batch, max(1, fewer))
        if self.train.schedule and "train.schedule" not in changes:
            shorter = Train.from_dict({k: v for k, v in train.items() if k != "schedule"})
            kept = [change for change in self.train.schedule if change.step < shorter.steps]
            train["schedule"] = kept
        return train

    @property
    def lanes(self) -> int:
        """How many networks learn side by side; without a race the experiment alone."""
        return max(1, len(self.race))

    def lane(self, index: int) -> Self:
        """The experiment of one lane, without a race: what its network is made of.

        A lane keeps what it says of a live key, whatever the schedule says of it. Raises
        InvalidExperiment that names the place, such as `race[2].changes.weight_init.gain`.
        """
        if not self.race:
            return self
        plain = replace(self, race=())
        changes = dict(self.race[index].changes)
        try:
            found = plain.with_values(changes)
            own = tuple(key for key in changes if key in LIVE)
            if own and found.train.schedule:
                kept = without(found.train.schedule, own)
                found = found.with_values({"train.schedule": kept})
        except InvalidExperiment as error:
            place = f"{RACE}[{index}].changes.{error.key}"
            raise InvalidExperiment(place, error.text) from None
        return found

    def changed_at(self, step: int, changes: Mapping[str, Any]) -> Self:
        """A copy whose live keys get these values when `step` steps have been made.

        What the schedule said of them for later is gone; from step 0 the change is one of the
        values themselves.
        """
        schedule: tuple[Change, ...]
        if step <= 0:
            schedule = without(self.train.schedule, tuple(changes))
            return self.with_values({**changes, "train.schedule": schedule})
        return self.with_values({"train.schedule": with_change(self.train.schedule, step, changes)})

    def at_step(self, step: int) -> Self:
        """The experiment with the values that are in force when `step` steps have been made."""
        values: dict[str, Any] = {}
        for change in self.train.schedule:
            if change.step <= step:
                values |= dict(change.changes)
        return self.with_values(values) if values else self


RACE = "race"
SECTION_NAMES = tuple(name for name in Experiment.__dataclass_fields__ if name != RACE)
LATER = ("train", "sweep")
"""Sections that came after the first format: they are written where something differs."""

SECTIONS: dict[str, type[Section]] = {
    name: hint
    for name, hint in get_type_hints(Experiment).items()
    if isinstance(hint, type) and issubclass(hint, Section)
}
"""The plain sections, whose fields describe themselves."""

PARAMETERS: dict[str, tuple[Parameter, ...]] = {
    name: tuple(section.parameters().values()) for name, section in SECTIONS.items()
}
"""What the controls of each plain section are: names, defaults, ranges and help."""


def parameter(key: str) -> Parameter:
    """The description of a plain value such as `layer.in_features`; KeyError for others."""
    section, _, name = key.partition(".")
    return SECTIONS[section].parameters()[name]


def _read_section(name: str, data: Any) -> Any:
    if name == RACE:
        return read_lanes(data)
    if name in SECTIONS:
        return SECTIONS[name].from_dict(data)
    return Initialization.from_dict(name, data)


WELCOME = Experiment(
    layer=Layer(512, 256, True, "tanh"),
    weight_init=Initialization("weight_init", "xavier_normal"),
    dropout=Dropout(0.5),
)
"""What the first start shows: a histogram worth looking at, not the bare defaults."""
