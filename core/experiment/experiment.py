"""The experiment: one frozen description of the model, which validates itself.

The shape of the file is the contract of the design, section 4.1. A missing key takes its
default; anything that is not understood is refused with its dotted key.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self, get_type_hints

from core.experiment.fields import Section, dotted
from core.experiment.initialization import Initialization
from core.experiment.sections import Depth, Dropout, Layer, Run
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
            if not isinstance(section, Mapping):
                text = QT_TRANSLATE_NOOP("core", "{value} is not a JSON object").format(
                    value=shown(section)
                )
                raise InvalidExperiment(name, text)
        parts: Any = {name: _read_section(name, part) for name, part in sections.items()}
        return cls(**parts)

    def to_dict(self) -> dict[str, Any]:
        """The experiment as it stands in a file, every key written out."""
        sections = {name: getattr(self, name).to_dict() for name in self.__dataclass_fields__}
        return {"initlab": VERSION, **sections}

    def value(self, key: str) -> Any:
        """The value of a dotted key; KeyError when the experiment has no such key."""
        section, _, name = key.partition(".")
        if section not in self.__dataclass_fields__:
            raise KeyError(key)
        return getattr(self, section).value(name)

    def with_value(self, key: str, value: Any) -> Self:
        """A copy with one dotted key changed; a new method starts from its own defaults.

        Raises InvalidExperiment for an unknown key or a value that is not allowed.
        """
        return self.with_values({key: value})

    def with_values(self, changes: Mapping[str, Any]) -> Self:
        """A copy with several dotted keys changed at once, methods first."""
        named: list[Any] = list(changes)
        touched: dict[str, dict[str, Any]] = {}
        for key in named:
            section, dot, _ = key.partition(".") if isinstance(key, str) else ("", "", "")
            if not dot or section not in self.__dataclass_fields__:
                text = QT_TRANSLATE_NOOP("core", "the experiment has no such key")
                raise InvalidExperiment(dotted(key), text)
            touched[section] = getattr(self, section).to_dict()
        for key in sorted(changes, key=lambda k: not k.endswith(".method")):
            section, _, name = key.partition(".")
            if name == "method":
                touched[section] = {"method": changes[key]}
            else:
                touched[section][name] = changes[key]
        # In the order of the fields, as a file is read: of two mistakes the same one is named.
        order = [section for section in self.__dataclass_fields__ if section in touched]
        parts: Any = {name: _read_section(name, touched[name]) for name in order}
        return replace(self, **parts)


SECTIONS: dict[str, type[Section]] = {
    name: kind for name, kind in get_type_hints(Experiment).items() if issubclass(kind, Section)
}
"""The plain sections, whose fields describe themselves."""

PARAMETERS: dict[str, tuple[Parameter, ...]] = {
    name: tuple(kind.parameters().values()) for name, kind in SECTIONS.items()
}
"""What the controls of each plain section are: names, defaults, ranges and help."""


def parameter(key: str) -> Parameter:
    """The description of a plain value such as `layer.in_features`; KeyError for others."""
    section, _, name = key.partition(".")
    return SECTIONS[section].parameters()[name]


def _read_section(name: str, data: Mapping[str, Any]) -> Section | Initialization:
    if name in SECTIONS:
        return SECTIONS[name].from_dict(data)
    return Initialization.from_dict(name, data)


WELCOME = Experiment(
    layer=Layer(512, 256, True, "tanh"),
    weight_init=Initialization("weight_init", "xavier_normal"),
    dropout=Dropout(0.5),
)
"""What the first start shows: a histogram worth looking at, not the bare defaults."""
