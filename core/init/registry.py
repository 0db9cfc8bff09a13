"""How a method enters the program: one entry, from which everything else is made.

`core.init.methods` holds the entries; import the registry from there, so that they are in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from core.init.marginals import Marginal
from core.messages import Message
from core.parameters import Ordered, Parameter

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Initializer:
    """One entry. `torch_name` is None for what `nn.Linear` does by itself."""

    method: str
    label: Message
    parameters: tuple[Parameter, ...]
    rules: tuple[Ordered, ...]
    min_dims: int
    unsupported_dtypes: tuple[str, ...]
    formula: str
    symbol: str
    number: Callable[..., float | None]
    reference: str
    purpose: Message
    note: Callable[[Values], Message | None]
    random: bool
    copies: float
    beside: int
    draws: str
    distribution: Callable[..., Marginal]

    @property
    def torch_name(self) -> str | None:
        """The function's name in `torch.nn.init`."""
        return None if self.method == "default" else f"{self.method}_"

    @property
    def call(self) -> str:
        """How a script names the method: `nn.init.xavier_normal_`."""
        return f"nn.init.{self.torch_name}" if self.torch_name else "nn.Linear.reset_parameters"

    def argument(self, name: str) -> str:
        """How a script names one of its parameters: `nn.init.xavier_normal_(gain)`."""
        return f"{self.call}({name})"

    def marginal(self, fan_in: int, fan_out: int, values: Values) -> Marginal:
        """The exact distribution of one weight of a fan_out × fan_in matrix."""
        return self.distribution(fan_in, fan_out, **values)

    def peak(self, count: int, size: int) -> float:
        """Bytes that so many weights of `size` bytes take at most while torch works."""
        return count * (self.copies * size + self.beside)

    def parameter(self, name: str) -> Parameter | None:
        """The parameter called `name`, or None."""
        return next((p for p in self.parameters if p.name == name), None)

    def defaults(self) -> dict[str, Any]:
        """Every parameter with its default."""
        return {p.name: p.default for p in self.parameters}


REGISTRY: dict[str, Initializer] = {}


def _nothing(*_: Any, **__: Any) -> None:
    return None


def initializer(
    *,
    label: Message,
    formula: str,
    purpose: Message,
    symbol: str = "",
    number: Callable[..., float | None] = _nothing,
    parameters: tuple[Parameter, ...] = (),
    rules: tuple[Ordered, ...] = (),
    min_dims: int = 1,
    unsupported_dtypes: tuple[str, ...] = (),
    reference: str = "",
    note: Callable[[Values], Message | None] = _nothing,
    random: bool = True,
    copies: float = 1.0,
    beside: int = 0,
    draws: str = "",
) -> Callable[[Callable[..., Marginal]], Callable[..., Marginal]]:
    """Register the decorated function under its own name.

    symbol, number   what the formula's right-hand side comes to, such as `σ` and its value
    min_dims         the fewest dimensions that torch accepts: 1 also fits a bias
    copies, beside   peak memory while torch works: copies of the weight, and bytes a weight besides
    draws            what it takes from the generator whatever its parameters: `normal`, `uniform`,
                     `nothing` or `default`; empty where that depends on them
    random           whether it draws from the random generator
    """

    def register(distribution: Callable[..., Marginal]) -> Callable[..., Marginal]:
        method = distribution.__name__
        REGISTRY[method] = Initializer(
            method=method,
            label=label,
            parameters=parameters,
            rules=rules,
            min_dims=min_dims,
            unsupported_dtypes=unsupported_dtypes,
            formula=formula,
            symbol=symbol,
            number=number,
            reference=reference,
            purpose=purpose,
            note=note,
            random=random,
            copies=copies,
            beside=beside,
            draws=draws,
            distribution=distribution,
        )
        return distribution

    return register


def weight_methods() -> tuple[Initializer, ...]:
    """Every method, in the order of the course."""
    return tuple(REGISTRY.values())


def bias_methods() -> tuple[Initializer, ...]:
    """The methods that torch allows for one dimension."""
    return tuple(entry for entry in REGISTRY.values() if entry.min_dims == 1)
