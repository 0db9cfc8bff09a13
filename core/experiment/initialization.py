"""How weight or bias is initialized: a method of the registry with its parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from core.experiment.fields import dotted
from core.format import argument
from core.init.methods import REGISTRY, Initializer, bias_methods, weight_methods
from core.layers.activations import ACTIVATIONS
from core.messages import QT_TRANSLATE_NOOP, InvalidExperiment, Message
from core.parameters import Choice


def methods(section: str) -> tuple[Initializer, ...]:
    """The methods that `weight_init` or `bias_init` may name."""
    return weight_methods() if section == "weight_init" else bias_methods()


def _check_method(section: str, method: Any) -> None:
    if any(method == entry.method for entry in methods(section)):
        return
    names = tuple(entry.method for entry in methods(section))
    if section == "bias_init" and method in REGISTRY and method not in names:
        text = QT_TRANSLATE_NOOP(
            "core", "torch needs two dimensions for {value}; a bias has one: {options}"
        ).format(value=method, options=", ".join(names))
        raise InvalidExperiment("bias_init.method", text)
    Choice("method", "default", names).check(f"{section}.method", method)


@dataclass(frozen=True)
class Initialization:
    """A method of the registry with a value for each of its parameters, in registry order."""

    section: str
    method: str = "default"
    values: tuple[tuple[str, Any], ...] = ()

    def __post_init__(self) -> None:
        _check_method(self.section, self.method)
        given = dict(self.values)
        for name in given:
            if self.entry.parameter(name) is None:
                raise InvalidExperiment(dotted(self.section, name), self._unknown())
        checked = {
            p.name: p.check(f"{self.section}.{p.name}", given.get(p.name, p.default))
            for p in self.entry.parameters
        }
        for rule in self.entry.rules:
            rule.check(self.section, checked)
        object.__setattr__(self, "values", tuple(checked.items()))

    def _unknown(self) -> Message:
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

    def value(self, name: str) -> Any:
        """The method, or the value of one of its parameters; KeyError where it has no such."""
        return self.method if name == "method" else self.parameters[name]

    @property
    def text(self) -> str:
        """`xavier_normal(gain=1.667)`: the method with its values as torch writes them."""
        values = ", ".join(f"{name}={argument(value)}" for name, value in self.values)
        return f"{self.method}({values})"

    @property
    def for_linear(self) -> Self:
        """The same method for a layer that no activation follows, such as the last one."""
        return replace(self, values=tuple(self.entry.for_linear(self.parameters).items()))

    @classmethod
    def recommended(cls, activation: str) -> Self:
        """The initialization of a weight that belongs to an activation."""
        method, values = ACTIVATIONS[activation].recommended
        return cls("weight_init", method, values)

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
