"""The fields of a section: one description of a control, from which all else is derived.

A field says its default, its range, what it is for and where PyTorch takes it. Validation, the
form, links, lessons and help read it as a `Parameter`: `Section.parameters()`.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, ClassVar, Self

from core.messages import (
    NOTHING,
    QT_TRANSLATE_NOOP,
    InvalidExperiment,
    Message,
    printable,
    shown,
)
from core.parameters import Choice, Flag, Numbers, Parameter, Real, Whole


def dotted(*keys: object) -> str:
    """The dotted key for a sentence, whatever stands there in place of a name."""
    return ".".join(printable(key) if isinstance(key, str) else shown(key) for key in keys)


def described(parameter: Any, later: bool = False, live: bool = False) -> Any:
    """A field with this description, a Parameter or a Schedule, whose name is still missing.

    With `later` the key came after the first format: it is written only where it differs from its
    default, so that a file that does not use it reads as it always did, for older programs too.
    With `live` a training run takes a change of it while it goes on.
    """
    facts = {"parameter": parameter, "later": later, "live": live}
    return field(default=parameter.default, metadata=facts)


def whole(
    default: int,
    low: int,
    high: int,
    *,
    usual: tuple[int, int] = (0, 100),
    logarithmic: bool = False,
    help: Message = NOTHING,
    torch: str = "",
    later: bool = False,
) -> Any:
    """A whole number in [low, high]; `usual` and `logarithmic` are about its slider."""
    return described(Whole("", default, low, high, usual, logarithmic, help, torch), later)


def real(
    default: float,
    low: float,
    high: float,
    *,
    usual: tuple[float, float],
    logarithmic: bool = False,
    help: Message = NOTHING,
    torch: str = "",
    later: bool = False,
    live: bool = False,
) -> Any:
    """A real number in [low, high]; `usual` and `logarithmic` are about its slider."""
    parameter = Real(
        "", default, low, high, usual=usual, logarithmic=logarithmic, help=help, torch=torch
    )
    return described(parameter, later, live)


def flag(default: bool, *, help: Message = NOTHING, torch: str = "", later: bool = False) -> Any:
    """True or false."""
    return described(Flag("", default, help, torch), later)


def choice(
    default: str,
    options: tuple[str, ...],
    *,
    help: Message = NOTHING,
    torch: str = "",
    later: bool = False,
) -> Any:
    """One of a few names."""
    return described(Choice("", default, options, help, torch), later)


def numbers(
    default: str,
    options: tuple[str, ...],
    *,
    help: Message = NOTHING,
    torch: str = "",
    later: bool = False,
) -> Any:
    """One of a few names, or numbers as a person types them."""
    return described(Numbers("", default, options, help=help, torch=torch), later)


@dataclass(frozen=True)
class Section:
    """A plain section of the experiment; it validates every field on construction.

    section   its key in an experiment file
    """

    section: ClassVar[str]

    def __post_init__(self) -> None:
        for name, key, parameter in self._checks():
            value = getattr(self, name)
            checked = parameter.check(key, value)
            if checked is not value:  # an int where a float belongs, NumPy's name for ours
                object.__setattr__(self, name, checked)

    @classmethod
    @functools.cache
    def parameters(cls) -> dict[str, Parameter]:
        """The description of each field by its name, in the order of the fields."""
        return {f.name: replace(f.metadata["parameter"], name=f.name) for f in fields(cls)}

    @classmethod
    @functools.cache
    def _checks(cls) -> tuple[tuple[str, str, Parameter], ...]:
        """Name, dotted key and description of each field."""
        return tuple((name, f"{cls.section}.{name}", p) for name, p in cls.parameters().items())

    @classmethod
    @functools.cache
    def _later(cls) -> dict[str, Any]:
        """The fields that are written only where they differ from the default given here."""
        return {f.name: f.default for f in fields(cls) if f.metadata["later"]}

    @classmethod
    @functools.cache
    def live_keys(cls) -> tuple[str, ...]:
        """The dotted keys of what a training run takes over while it goes on."""
        return tuple(f"{cls.section}.{f.name}" for f in fields(cls) if f.metadata["live"])

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read the section of a file; raises InvalidExperiment."""
        known = cls.parameters()
        for key in data:
            if key not in known:
                text = QT_TRANSLATE_NOOP("core", "unknown key; known are {options}").format(
                    options=", ".join(known)
                )
                raise InvalidExperiment(dotted(cls.section, key), text)
        return cls(**data)

    def to_dict(self) -> dict[str, Any]:
        """The section as it stands in a file."""
        later = self._later()
        return {
            name: value
            for name in self.parameters()
            if (value := getattr(self, name)) != later.get(name, ...)
        }

    def value(self, name: str) -> Any:
        """The value of a field; KeyError where there is none of that name."""
        if name not in self.parameters():
            raise KeyError(name)
        return getattr(self, name)
