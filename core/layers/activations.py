"""The activation functions: all that the program knows of each stands in its entry.

torch is not imported before a function is asked for, because checking a file must not wait for it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from core.messages import NOTHING, QT_TRANSLATE_NOOP, Message

Function = Callable[[Any], Any]
"""Takes and gives a tensor."""

Recommended = tuple[str, tuple[tuple[str, Any], ...]]
"""A method of initialization with its parameters."""


@dataclass(frozen=True, slots=True)
class Activation:
    """One entry.

    call           how a script names the function, `torch.relu`; empty for the identity
    module         how a script names the layer that does the same, `nn.ReLU`
    recommended    the initialization that is proposed where this activation follows
    nonlinearity   the name under which `torch.nn.init.calculate_gain` knows it, or that of the
                   one that comes nearest
    slope          of its negative side, where calculate_gain asks for it
    homogeneous    whether φ(c·z) = c·φ(z) for c > 0: then one gain holds signal and gradient
                   exactly, at any power
    dropout_rule   what initialization needs where nn.Dropout follows, and who found it; or empty
    bends          where φ has a kink or changes most: the quadrature's panels are fine there
    """

    name: str
    call: str
    module: str
    recommended: Recommended
    nonlinearity: str = "relu"
    slope: float = 0.0
    homogeneous: bool = False
    dropout_rule: Message = NOTHING
    bends: tuple[float, ...] = (0.0,)

    @property
    def code(self) -> str:
        """How a script calls it, with a place for the argument."""
        return f"{self.call}({{}})" if self.call else "{}"

    @property
    def symbol(self) -> str:
        """What heads the plot of the output, with a place for the argument."""
        return f"{self.name}({{}})" if self.call else "{}"

    @property
    def function(self) -> Function:
        """torch's own function."""
        return _function(self.call)

    def make(self) -> Any:
        """torch's own layer."""
        from torch import nn  # checking a file must not wait for torch

        return getattr(nn, self.module.removeprefix("nn."))()


@functools.cache
def _function(call: str) -> Function:
    import torch

    if not call:
        return lambda z: z
    found: Any = torch
    for name in call.removeprefix("torch.").split("."):
        found = getattr(found, name)
    return cast(Function, found)


KAIMING_RELU = ("kaiming_normal", (("nonlinearity", "relu"),))

ACTIVATIONS: dict[str, Activation] = {
    entry.name: entry
    for entry in (
        Activation(
            "identity",
            "",
            "nn.Identity",
            ("kaiming_normal", (("nonlinearity", "linear"),)),
            nonlinearity="linear",
            homogeneous=True,
        ),
        Activation(
            "relu",
            "torch.relu",
            "nn.ReLU",
            KAIMING_RELU,
            homogeneous=True,
            dropout_rule=QT_TRANSLATE_NOOP(
                "core", "with dropout ReLU needs Var[w] = 2(1−p)/fan_in (Pretorius et al. 2018)"
            ),
        ),
        Activation(
            "leaky_relu",
            "nn.functional.leaky_relu",
            "nn.LeakyReLU",
            ("kaiming_normal", (("a", 0.01), ("nonlinearity", "leaky_relu"))),
            nonlinearity="leaky_relu",
            slope=0.01,
            homogeneous=True,
        ),
        Activation(
            "tanh",
            "torch.tanh",
            "nn.Tanh",
            ("xavier_normal", (("gain", 5.0 / 3.0),)),
            nonlinearity="tanh",
        ),
        Activation(
            "sigmoid",
            "torch.sigmoid",
            "nn.Sigmoid",
            ("xavier_normal", (("gain", 1.0),)),
            nonlinearity="sigmoid",
        ),
        Activation("gelu", "nn.functional.gelu", "nn.GELU", KAIMING_RELU),
        Activation("silu", "nn.functional.silu", "nn.SiLU", KAIMING_RELU),
        Activation("elu", "nn.functional.elu", "nn.ELU", KAIMING_RELU),
        Activation(
            "selu",
            "torch.selu",
            "nn.SELU",
            ("lecun_normal", ()),
            nonlinearity="selu",
        ),
    )
}
