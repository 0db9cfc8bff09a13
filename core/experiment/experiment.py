"""The experiment: one frozen description of the model, which validates itself.

The shape of the file is the contract of the design, section 4.1. A missing key takes its
default; anything that is not understood is refused with its dotted key.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from core.experiment.schema import SCHEMA, schema
from core.init.methods import REGISTRY, Initializer, bias_methods, weight_methods
from core.machine import devices
from core.messages import QT_TRANSLATE_NOOP, InvalidExperiment, printable, shown
from core.parameters import Choice, Whole

VERSION = 1


def _dotted(*keys: object) -> str:
    """The dotted key for a sentence, whatever stands there in place of a name."""
    return ".".join(printable(key) if isinstance(key, str) else shown(key) for key in keys)


def _check(section: str, name: str, value: Any) -> Any:
    if (section, name) == ("run", "device"):
        return devices.check("run.device", value)
    return schema(f"{section}.{name}").check(f"{section}.{name}", value)


class _Section:
    """Validates every field of a plain section on construction."""

    __slots__ = ()
    section = ""
    later: ClassVar[frozenset[str]] = frozenset()

    def __post_init__(self) -> None:
        for parameter in SCHEMA[self.section]:
            value = _check(self.section, parameter.name, getattr(self, parameter.name))
            object.__setattr__(self, parameter.name, value)

    def to_dict(self) -> dict[str, Any]:
        """The section as it stands in a file.

        Keys that came after the first format are written only where they say something: a file
        that does not use them reads as it always did, for older programs too.
        """
        return {
            p.name: value
            for p in SCHEMA[self.section]
            if (value := getattr(self, p.name)) != p.default or p.name not in self.later
        }


@dataclass(frozen=True)
class Layer(_Section):
    """`nn.Linear(in_features, out_features, bias)` and the activation after it."""

    section = "layer"
    in_features: int = 5
    out_features: int = 2
    bias: bool = True
    activation: str = "identity"


@dataclass(frozen=True)
class Dropout(_Section):
    """A dropout layer in training or evaluation mode, and the vector that its page shows it."""

    section = "dropout"
    later = frozenset({"kind", "vector"})
    p: float = 0.0
    training: bool = True
    kind: str = "dropout"
    vector: str = "course"


@dataclass(frozen=True)
class Run(_Section):
    """Where, in which number format and from which seed torch works."""

    section = "run"
    device: str = "cpu"
    dtype: str = "float32"
    seed: int = 0


@dataclass(frozen=True)
class Depth(_Section):
    """The stack of the Depth page."""

    section = "depth"
    later = frozenset({"input"})
    layers: int = 20
    width: int = 256
    batch: int = 256
    input: str = "normal"


@dataclass(frozen=True)
class Initialization:
    """A method of the registry with a value for each of its parameters, in registry order."""

    section: str
    method: str = "default"
    values: tuple[tuple[str, Any], ...] = ()

    def __post_init__(self) -> None:
        methods = weight_methods() if self.section == "weight_init" else bias_methods()
        names = tuple(entry.method for entry in methods)
        if self.section == "bias_init" and self.method in REGISTRY and self.method not in names:
            text = QT_TRANSLATE_NOOP(
                "core", "torch needs two dimensions for {value}; a bias has one: {options}"
            ).format(value=self.method, options=", ".join(names))
            raise InvalidExperiment("bias_init.method", text)
        Choice("method", "default", names).check(f"{self.section}.method", self.method)
        given = dict(self.values)
        for name in given:
            if self.entry.parameter(name) is None:
                raise InvalidExperiment(_dotted(self.section, name), self._unknown())
        checked = {
            p.name: p.check(f"{self.section}.{p.name}", given.get(p.name, p.default))
            for p in self.entry.parameters
        }
        for rule in self.entry.rules:
            rule.check(self.section, checked)
        object.__setattr__(self, "values", tuple(checked.items()))

    def _unknown(self) -> Any:
        names = [p.name for p in self.entry.parameters]
        if not names:
            return QT_TRANSLATE_NOOP("core", "{method} has no parameters").format(
                method=self.method
            )
        return QT_TRANSLATE_NOOP("core", "{method} has no such parameter, only {options}").format(
            method=self.method, options=", ".join(names)
        )

    @property
    def entry(self) -> Initializer:
        """The method's entry in the registry."""
        return REGISTRY[self.method]

    @property
    def parameters(self) -> dict[str, Any]:
        """Each parameter of the method with its value."""
        return dict(self.values)

    @classmethod
    def from_dict(cls, section: str, data: Mapping[str, Any]) -> Self:
        """Read `{"method": …, parameters}`; raises InvalidExperiment."""
        method = data.get("method", "default")
        if not isinstance(method, str):
            names = tuple(REGISTRY)
            Choice("method", "default", names).check(f"{section}.method", method)
        return cls(section, method, tuple((k, v) for k, v in data.items() if k != "method"))

    def to_dict(self) -> dict[str, Any]:
        """The section as it stands in a file."""
        return {"method": self.method, **self.parameters}


@dataclass(frozen=True)
class Experiment:
    """Everything that is needed to run the model again, bit for bit."""

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
                raise InvalidExperiment(_dotted(name), text)
            if not isinstance(section, Mapping):
                text = QT_TRANSLATE_NOOP("core", "{value} is not a JSON object").format(
                    value=shown(section)
                )
                raise InvalidExperiment(name, text)
        return cls(**{name: _read_section(name, section) for name, section in sections.items()})

    def to_dict(self) -> dict[str, Any]:
        """The experiment as it stands in a file, every key written out."""
        sections = {name: getattr(self, name).to_dict() for name in self.__dataclass_fields__}
        return {"initlab": VERSION, **sections}

    def value(self, key: str) -> Any:
        """The value of a dotted key; KeyError when the experiment has no such key."""
        section, _, name = key.partition(".")
        if section not in self.__dataclass_fields__:
            raise KeyError(key)
        part = getattr(self, section)
        values = part.to_dict()
        if name not in values and name in getattr(part, "later", ()):
            return getattr(part, name)
        return values[name]

    def with_value(self, key: str, value: Any) -> Self:
        """A copy with one dotted key changed; a new method starts from its own defaults.

        Raises InvalidExperiment for an unknown key or a value that is not allowed.
        """
        return self.with_values({key: value})

    def with_values(self, changes: Mapping[str, Any]) -> Self:
        """A copy with several dotted keys changed at once, methods first."""
        data = self.to_dict()
        named: list[Any] = list(changes)
        for key in named:
            section, dot, _ = key.partition(".") if isinstance(key, str) else ("", "", "")
            if not dot or section not in self.__dataclass_fields__:
                text = QT_TRANSLATE_NOOP("core", "the experiment has no such key")
                raise InvalidExperiment(_dotted(key), text)
        for key in sorted(changes, key=lambda k: not k.endswith(".method")):
            section, _, name = key.partition(".")
            if name == "method":
                data[section] = {"method": changes[key]}
            else:
                data[section][name] = changes[key]
        return type(self).from_dict(data)


SECTIONS: dict[str, type[_Section]] = {
    "layer": Layer,
    "dropout": Dropout,
    "run": Run,
    "depth": Depth,
}


def _read_section(name: str, data: Mapping[str, Any]) -> Any:
    if name in ("weight_init", "bias_init"):
        return Initialization.from_dict(name, data)
    known = [p.name for p in SCHEMA[name]]
    for key in data:
        if key not in known:
            text = QT_TRANSLATE_NOOP("core", "unknown key; known are {options}").format(
                options=", ".join(known)
            )
            raise InvalidExperiment(_dotted(name, key), text)
    return SECTIONS[name](**data)


WELCOME = Experiment(
    layer=Layer(512, 256, True, "tanh"),
    weight_init=Initialization("weight_init", "xavier_normal"),
    dropout=Dropout(0.5),
)
"""What the first start shows: a histogram worth looking at, not the bare defaults."""
