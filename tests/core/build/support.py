"""What the tests of filling share: a shape in one call, and torch's bits to compare with."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

from core import layer
from core.experiment import Experiment
from core.init.methods import REGISTRY


def shape(fan_in: int, fan_out: int, bias: bool = True) -> dict[str, Any]:
    return {"in_features": fan_in, "out_features": fan_out, "bias": bias}


def assert_same_bits(described: Experiment, expected: nn.Linear) -> None:
    found = layer.weights(described)
    assert list(found) == [name for name, _ in expected.named_parameters()]
    for name, parameter in expected.named_parameters():
        assert found[name].dtype == parameter.dtype
        assert torch.equal(found[name], parameter), f"{name} of {described}"
        assert torch.equal(found[name].signbit(), parameter.signbit()), name


def supported(method: str, dtype: str) -> bool:
    return dtype not in REGISTRY[method].unsupported_dtypes
