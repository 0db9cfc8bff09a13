"""What keeps the weights small besides torch's weight decay: L1, and a bound of their length."""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch import nn

from core.experiment import Train
from core.learning.optimizers import OPTIMIZERS


def l1_loss(parameters: Iterable[torch.Tensor], strength: float) -> torch.Tensor:
    """λ·Σ|w|; autograd takes 0 as the subgradient at 0."""
    return strength * torch.stack([p.abs().sum() for p in parameters]).sum()


@torch.no_grad()
def soft_threshold(parameters: Iterable[torch.Tensor], amount: float) -> None:
    """Move every value towards 0 by `amount`, and those nearer to 0 onto it.

    The proximal step of λ·|w| with amount = lr·λ: Daubechies, Defrise & De Mol (2004).
    """
    for parameter in parameters:
        parameter.copy_(nn.functional.softshrink(parameter, amount))


@torch.no_grad()
def bound_norms(weights: Iterable[torch.Tensor], most: float) -> None:
    """Scale down the weights of each unit, a row, whose length is above `most`.

    Srivastava et al. (2014), section 5.1, by `torch.renorm`.
    """
    for weight in weights:
        weight.copy_(torch.renorm(weight, 2, 0, most))


@torch.no_grad()
def penalty(train: Train, parameters: Iterable[torch.Tensor]) -> float:
    """What the penalties add to the loss: λ₁·Σ|w| and λ/2·Σw²; a decoupled decay adds nothing.

    In float64: in float16 a sum of squares ends at 65,504.
    """
    chosen = list(parameters)
    total = 0.0
    if train.l1 > 0.0:
        total += train.l1 * sum(float(p.double().abs().sum()) for p in chosen)
    if train.weight_decay > 0.0 and not OPTIMIZERS[train.optimizer].decoupled:
        total += train.weight_decay / 2 * sum(float(p.double().square().sum()) for p in chosen)
    return total
