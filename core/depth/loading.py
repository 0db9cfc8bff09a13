"""What the first run of a process would wait for, done ahead."""

from __future__ import annotations

import dataclasses

import torch

from core.depth import mean_field
from core.depth.network import root_mean_square
from core.experiment import Experiment
from core.init.formula import typeset_lines
from core.layers.activations import ACTIVATIONS
from core.layers.dropouts import KINDS
from core.layers.saturation import saturated_beyond


def load() -> None:
    """Compute what never changes, and let torch begin with its first gradient.

    The first formula takes 0.2 s, another one 40 ms, the ends of what is saturated 5 ms. Draws
    nothing: torch's random state belongs to the worker. What the first picture of the window does
    not need comes after it, and the first visit of the Depth page need not wait for it either.
    """
    with torch.enable_grad():
        x = torch.ones(16, 16, requires_grad=True)
        z = torch.nn.functional.linear(x, x)
        root_mean_square(torch.autograd.grad(torch.tanh(z).sum(), x)[0])
    for activation in ACTIVATIONS:
        saturated_beyond(activation)
    for formula in sorted(_formulas()):
        typeset_lines(formula)


def _formulas() -> set[str]:
    """All that the card of the theory may show."""
    plain = Experiment()
    dropouts = [dataclasses.replace(plain.dropout, kind=kind, p=0.5) for kind in KINDS]
    each = [dataclasses.replace(plain, dropout=dropout) for dropout in dropouts]
    return {mean_field.formula(one) for one in (plain, *each)}
