"""How a method enters the program: one entry, from which everything else is made.

`core.init.methods` gathers the entries; import the registry from there, so that they are in it.
Nothing here imports torch before a tensor is filled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from core.init.dims import AtLeast, Dims
from core.init.marginals import Marginal
from core.init.script import Target, call_lines, literal
from core.init.solving import Guess, Seen, nothing
from core.layers.activations import Activation
from core.layers.shape import Shape
from core.messages import Message
from core.parameters import Ordered, Parameter

Values = Mapping[str, Any]


def _nothing(*_: Any, **__: Any) -> None:
    return None


def _all(*_: Any, **__: Any) -> float:
    return 1.0


def _empty(*_: Any, **__: Any) -> dict[str, Any]:
    return {}


@dataclass(frozen=True, slots=True)
class Compared:
    """How the comparison of the Depth page shows a method.

    series   the number of its colour; the methods of a family share one
    dashed   whether its curve is dashed, as those of the uniform methods are
    values   parameters that the comparison takes instead of torch's defaults
    """

    series: int
    dashed: bool = False
    values: tuple[tuple[str, float | str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Initializer:
    """One entry. Of all fields only the first five have to be given.

    distribution       from the shape and the parameters, the exact marginal of one weight
    formula            LaTeX
    symbol, number     what the formula's right-hand side comes to, such as `σ` and its value
    symbols            from the parameters, what further symbols of the formula stand for
    dims               the dimensions that torch accepts; where these allow 1, a bias may take it
    spectral_norm      from the shape and the parameters, the largest singular value of the weight,
                       where every draw has the same; from the marginal if not given
    reached            from the shape and the parameters, the share of the units to which it gives
                       any input
    unfit              from the shape and the parameters, which of these does not fit the shape, and
                       why
    of_layer           from the shape, what is other about the entry in a layer of its kind
    function           how a script names the function, `nn.init.xavier_normal_`
    filling            fills a tensor: takes it, the shape and the parameters; torch's function of
                       the method's name if not given. It may return what is left to be done: an
                       iterable of the share that is done, between whose steps it can be stopped
    code               the lines of a script that fill a Target; a call of that function if not
                       given
    note               from the parameters, a remark on them
    warning            from the parameters, what torch's warning about them says
    fault              from the parameters, what torch's function does wrong with them; said where
                       the weights do not match the theory
    endless            what is said where torch would redraw without end, and of which parameter
    copies, beside     peak memory while torch works: copies of the weight, and bytes a weight
                       besides
    draws              what it takes from the generator whatever its parameters: `normal`,
                       `uniform`, `nothing`, or `default` where it keeps the values of nn.Linear;
                       empty where that depends on the parameters
    random             whether it draws from the random generator
    many_operations    whether torch's function is made of many, between which it can be stopped
    default_threads    whether its last bits depend on the number of threads: it then runs on
                       torch's own, as whoever runs the shown code will
    keeps_length       whether a square weight multiplies the length of every input alike: who chose
                       it keeps it, and of a deep network's power chance moves less
    compared           None where the comparison on the Depth page leaves it out
    fitted             the parameters that follow an activation
    solve              from the shape and what was measured of a tensor, with which parameters the
                       method could have made it
    structure          from a tensor, its shape and the parameters, whether it has what the marginal
                       of one weight cannot say, as an orthogonal matrix has; None where there is
                       nothing of the kind
    """

    method: str
    label: Message
    purpose: Message
    formula: str
    distribution: Callable[..., Marginal]
    symbol: str = ""
    number: Callable[..., float | None] = _nothing
    symbols: Callable[[Values], Mapping[str, float]] = _empty
    parameters: tuple[Parameter, ...] = ()
    rules: tuple[Ordered, ...] = ()
    dims: Dims = field(default_factory=lambda: AtLeast(1))
    spectral_norm: Callable[..., float] | None = None
    reached: Callable[..., float] = _all
    unfit: Callable[..., tuple[str, Message] | None] = _nothing
    of_layer: Callable[[Shape], Mapping[str, Any]] = _empty
    unsupported_dtypes: tuple[str, ...] = ()
    reference: str = ""
    function: str = ""
    filling: Callable[..., Iterable[float] | None] | None = None
    code: Callable[..., list[str]] | None = None
    note: Callable[[Values], Message | None] = _nothing
    warning: Callable[[Values], Message | None] = _nothing
    fault: Callable[[Values], Message | None] = _nothing
    endless: tuple[str, Message] | None = None
    random: bool = True
    copies: float = 1.0
    beside: int = 0
    draws: str = ""
    many_operations: bool = False
    default_threads: bool = False
    keeps_length: bool = False
    compared: Compared | None = None
    fitted: Callable[[Activation], Values] = _empty
    solve: Callable[[Shape, Seen], Iterable[Guess]] = nothing
    structure: Callable[..., bool] | None = None

    @property
    def call(self) -> str:
        """How a script names the method: `nn.init.xavier_normal_`."""
        return self.function or f"nn.init.{self.method}_"

    @property
    def keeps_default(self) -> bool:
        """Whether the values are those that nn.Linear has drawn by itself."""
        return self.draws == "default"

    @property
    def has_gain(self) -> bool:
        """Whether one factor scales all weights, so that the best one can be looked for."""
        return self.parameter("gain") is not None

    def at(self, shape: Shape) -> Initializer:
        """The entry as it is told of a layer with this weight: `default` is not alike in all."""
        other = self.of_layer(shape)
        return replace(self, **other) if other else self

    def argument(self, name: str) -> str:
        """How a script names one of its parameters: `nn.init.xavier_normal_(gain)`."""
        return f"{self.call}({name})"

    def marginal(self, shape: Shape, values: Values) -> Marginal:
        """The exact distribution of one weight."""
        return self.distribution(shape, **values)

    def fill(self, tensor: Any, shape: Shape, values: Values) -> Iterable[float]:
        """Fill a tensor of torch; the shape is that of the layer's weight, for a bias too.

        It is filled once the answer has been walked through: what is left to be done.
        """
        if self.filling is not None:
            return self.filling(tensor, shape, **values) or ()
        from torch.nn import init  # checking a file must not wait for torch

        getattr(init, f"{self.method}_")(tensor, **values)
        return ()

    def lines(self, target: Target, values: Values) -> list[str]:
        """The lines of a script that do the same."""
        if self.code is not None:
            return self.code(target, **values)
        written = (f"{key}={literal(value)}" for key, value in values.items())
        return call_lines(self.call, (target.name, *written))

    def peak(self, count: int, size: int) -> float:
        """Bytes that so many weights of `size` bytes take at most while torch works."""
        return count * (self.copies * size + self.beside)

    def parameter(self, name: str) -> Parameter | None:
        """The parameter called `name`, or None."""
        return next((p for p in self.parameters if p.name == name), None)

    def for_linear(self, values: Values) -> dict[str, Any]:
        """The parameters for a layer that no activation follows: `calculate_gain("linear")` is 1.

        A gain and the name of a nonlinearity say what follows the layer; others stay.
        """
        linear = {"gain": 1.0, "nonlinearity": "linear"}
        return {name: linear.get(name, value) for name, value in values.items()}

    def defaults(self) -> dict[str, Any]:
        """Every parameter with its default."""
        return {p.name: p.default for p in self.parameters}


REGISTRY: dict[str, Initializer] = {}


def initializer(
    *,
    fill: Callable[..., Iterable[float] | None] | None = None,
    **facts: Any,
) -> Callable[[Callable[..., Marginal]], Callable[..., Marginal]]:
    """Register the decorated function under its own name.

    It takes the Shape and the method's own parameters, named as in `torch.nn.init`, and returns
    the marginal of one weight; `fill` is the entry's filling, the other facts are the fields of
    Initializer.
    """

    def register(distribution: Callable[..., Marginal]) -> Callable[..., Marginal]:
        method = distribution.__name__
        entry = Initializer(method=method, distribution=distribution, filling=fill, **facts)
        REGISTRY[method] = entry
        return distribution

    return register


def weight_methods(dims: int | None = None) -> tuple[Initializer, ...]:
    """Every method, in the order of the course; or those for a weight of so many dimensions."""
    every = REGISTRY.values()
    return tuple(entry for entry in every if dims is None or entry.dims.allows(dims))


def bias_methods() -> tuple[Initializer, ...]:
    """The methods that torch allows for one dimension."""
    return tuple(entry for entry in REGISTRY.values() if entry.dims.allows(1))
