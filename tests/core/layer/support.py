"""What the tests of the Layer page share: the output of a layer by torch's plain calls."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812

from core.experiment import Experiment
from tests.core.support import torch_fill

PHI = {
    "identity": lambda z: z,
    "relu": F.relu,
    "leaky_relu": F.leaky_relu,
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "gelu": F.gelu,
    "silu": F.silu,
    "elu": F.elu,
    "selu": F.selu,
}


def as_numpy(tensor: torch.Tensor) -> np.ndarray:
    return tensor.detach().double().numpy()


def torch_outputs(described: Experiment) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """x, y and y after dropout by the lines of the design, section 4.2."""
    shape, dropout = described.layer, described.dropout
    with torch.random.fork_rng(devices=[]), torch.no_grad():
        torch.manual_seed(described.run.seed)
        dtype = getattr(torch, described.run.dtype)
        linear = nn.Linear(shape.in_features, shape.out_features, shape.bias, dtype=dtype)
        for tensor, init in (
            (linear.weight, described.weight_init),
            (linear.bias, described.bias_init),
        ):
            if tensor is not None:
                torch_fill(init, tensor)
        x = torch.randn(256, shape.in_features, dtype=dtype)
        y = PHI[shape.activation](linear(x))
        return x, y, F.dropout(y, dropout.p, dropout.training)
