"""What `nn.Linear` does by itself."""

from __future__ import annotations

import math
from typing import Any

from core.init import marginals as theory
from core.init.marginals import Marginal
from core.init.registry import Compared, initializer
from core.layers.shape import Shape
from core.messages import QT_TRANSLATE_NOOP


def _keep(tensor: Any, shape: Shape) -> None:
    """Leave it as `nn.Linear` has drawn it."""


@initializer(
    label=QT_TRANSLATE_NOOP("core", "Default (nn.Linear)"),
    formula=r"W_{ij}\sim\mathcal{U}(-k,k),\quad k=\sqrt{\frac{1}{n_{in}}}",
    symbol="k",
    number=lambda shape: 1.0 / math.sqrt(shape.fan_in),
    reference="torch.nn.Linear",
    purpose=QT_TRANSLATE_NOOP(
        "core",
        "What nn.Linear does by itself. Its a = √5 in kaiming_uniform_ amounts to U(±1/√fan_in), "
        "a third of the variance that keeps a linear signal.",
    ),
    draws="default",
    function="nn.Linear.reset_parameters",
    fill=_keep,
    code=lambda target: [],
    compared=Compared(0),
)
def default(shape: Shape) -> Marginal:
    """U(±1/√fan_in), for the weight and the bias: `nn.Linear.reset_parameters`."""
    return theory.uniform(-1.0 / math.sqrt(shape.fan_in), 1.0 / math.sqrt(shape.fan_in))
