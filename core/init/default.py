"""What the layer does by itself: `nn.Linear`, and other kinds as they do."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from core.init import marginals as theory
from core.init.marginals import Marginal
from core.init.registry import Compared, initializer
from core.init.solving import only
from core.layers.kinds import KINDS
from core.layers.shape import LINEAR, Shape
from core.messages import QT_TRANSLATE_NOOP


def _keep(tensor: Any, shape: Shape) -> None:
    """Leave it as the layer has drawn it."""


def _of_layer(shape: Shape) -> Mapping[str, Any]:
    """The same of another kind of layer: its name, and what it draws."""
    if shape.kind == LINEAR:
        return {}
    kind = KINDS[shape.kind]
    module = f"nn.{kind.torch_name}"
    facts: dict[str, Any] = {
        "label": QT_TRANSLATE_NOOP("core", "Default ({module})").format(module=module),
        "reference": f"torch.{module}",
        "function": f"{module}.reset_parameters",
        "purpose": QT_TRANSLATE_NOOP(
            "core",
            "What {module} does by itself, as nn.Linear does: a = √5 in kaiming_uniform_ amounts "
            "to U(±1/√fan_in), where fan_in is size(1) × kernel.",
        ).format(module=module),
    }
    if kind.default == "normal":
        facts |= {
            "formula": r"W_{ij}\sim\mathcal{N}(0,1)",
            "symbol": "",
            "number": lambda shape: None,
            "purpose": QT_TRANSLATE_NOOP(
                "core", "What {module} does by itself: N(0, 1), however long a row is."
            ).format(module=module),
        }
    return facts


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
    solve=lambda shape, seen: only() if seen.is_centred else (),
    code=lambda target: [],
    compared=Compared(0),
    of_layer=_of_layer,
)
def default(shape: Shape) -> Marginal:
    """U(±1/√fan_in), for weight and bias: `reset_parameters` of `nn.Linear` and `nn.Conv2d`.

    N(0, 1) in an embedding, which has no bias.
    """
    if KINDS[shape.kind].default == "normal":
        return theory.normal(0.0, 1.0)
    return theory.uniform(-1.0 / math.sqrt(shape.fan_in), 1.0 / math.sqrt(shape.fan_in))
