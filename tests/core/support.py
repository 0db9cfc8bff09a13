"""What several core tests need: experiments in one line, and torch's own answer to each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch
from torch import nn

from core.build.rng import fork_rng
from core.build.session import DEFAULT_THREADS, threads
from core.context import Cancelled, Context
from core.experiment import Experiment, Initialization
from core.init.methods import Initializer, weight_methods
from core.messages import InvalidExperiment
from core.parameters import Choice, Real

LINEAR_METHODS = tuple(entry.method for entry in weight_methods(2))
"""The methods that fill a matrix, as the weight of a linear layer is one."""


def experiment(method: str = "default", /, **values: Any) -> Experiment:
    """An experiment with this weight method; keywords are its parameters or whole sections.

    `experiment("normal", std=2.0, layer={"in_features": 3})`.
    """
    sections = {
        name: values.pop(name)
        for name in ("layer", "bias_init", "dropout", "run", "depth")
        if name in values
    }
    return Experiment.from_dict(
        {"initlab": 1, "weight_init": {"method": method, **values}, **sections}
    )


def square(side: int, **more: Any) -> dict[str, Any]:
    """The section `layer` of a square layer."""
    return {"in_features": side, "out_features": side, **more}


def torch_linear(described: Experiment, number: int = DEFAULT_THREADS) -> nn.Linear:
    """The experiment by torch's plain calls alone; torch's random state stays as it was.

    Draws do not depend on the number of threads, the last bits of QR do.
    """
    layer, run = described.layer, described.run
    number = number if described.weight_init.method == "orthogonal" else 1
    with fork_rng(torch.device(run.device)), threads(number):
        torch.manual_seed(run.seed)
        linear = nn.Linear(
            layer.in_features,
            layer.out_features,
            layer.bias,
            device=run.device,
            dtype=getattr(torch, run.dtype),
        )
        targets = [(linear.weight, described.weight_init), (linear.bias, described.bias_init)]
        for tensor, init in targets:
            if tensor is not None:
                torch_fill(init, tensor)
    return linear


def torch_fill(init: Initialization, tensor: torch.Tensor) -> None:
    """By torch's own functions, and LeCun's as the paper has it: no line of an entry runs."""
    if init.method == "lecun_normal":
        nn.init.normal_(tensor, std=1.0 / tensor.shape[1] ** 0.5)
    elif init.method != "default":
        getattr(nn.init, f"{init.method}_")(tensor, **init.parameters)


def variants(entry: Initializer) -> Iterator[dict[str, Any]]:
    """The defaults of a method, then every parameter at the ends and the middle of its range."""
    yield entry.defaults()
    for parameter in entry.parameters:
        for value in _candidates(parameter):
            values = entry.defaults() | {parameter.name: value}
            if value != parameter.default and _is_legal(entry, values):
                yield values


def _candidates(parameter: Any) -> tuple[Any, ...]:
    if isinstance(parameter, Choice):
        return parameter.options
    assert isinstance(parameter, Real)
    low, high = parameter.usual
    return low, high, 0.25 * low + 0.75 * high


def _is_legal(entry: Initializer, values: dict[str, Any]) -> bool:
    try:
        experiment(entry.method, **values)
    except InvalidExperiment:
        return False
    return True


class CancelledAfter(Context):
    """Is cancelled once it has been asked `looks` times; remembers the progress until then."""

    def __init__(self, looks: int) -> None:
        self.looks = looks
        self.fractions: list[float] = []

    @property
    def cancelled(self) -> bool:
        self.looks -= 1
        return self.looks < 0

    def progress(self, fraction: float) -> None:
        self.fractions.append(fraction)


__all__ = [
    "Cancelled",
    "CancelledAfter",
    "experiment",
    "square",
    "torch_fill",
    "torch_linear",
    "variants",
]
