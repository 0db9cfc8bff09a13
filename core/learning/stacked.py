"""What torch's optimizers do in one step, for many networks whose parameters are one tensor.

P parameters of N networks are one tensor (N, P), and each network has rates of its own, (N, 1).
The arithmetic is that of the loops in `torch.optim`; a sum may be rounded otherwise. Whoever
calls has turned autograd off. A gradient may be written over.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

BETA2 = 0.999
"""torch's default of Adam's second number, which no control changes."""

ALPHA = 0.99
"""torch's default of how long RMSprop remembers squares."""

EPS = 1e-8
"""torch's default of what Adam and RMSprop add to the root of the squares."""


@dataclass(slots=True)
class Rates:
    """What is one number for each network, (N, 1) in float64, as torch's optimizers keep them.

    momentum   for Adam β₁
    decay      the weight decay
    decayed    the decay reaches the first so many of the P parameters, 0 where no network has one
    step       which step is made, from 1
    """

    lr: Any
    momentum: Any
    decay: Any
    decayed: int
    step: int = 0

    def keep(self, rows: Any) -> None:
        """Go on with some of the networks."""
        self.lr, self.momentum, self.decay = self.lr[rows], self.momentum[rows], self.decay[rows]


Update = Callable[[Any, Any, dict[str, Any], Rates], None]
"""Changes parameters (N, P) by their gradient (N, P) and what it keeps from step to step."""


def sgd(parameters: Any, gradient: Any, kept: dict[str, Any], rates: Rates) -> None:
    """torch.optim.SGD with momentum and an L2 penalty."""
    _add_l2(parameters, gradient, rates)
    if not kept:
        kept["buffer"] = gradient.clone()
    else:
        kept["buffer"].mul_(rates.momentum.to(gradient.dtype)).add_(gradient)
    parameters.addcmul_(kept["buffer"], rates.lr.to(gradient.dtype), value=-1)


def adam(parameters: Any, gradient: Any, kept: dict[str, Any], rates: Rates) -> None:
    """torch.optim.Adam, whose weight decay is an L2 penalty."""
    _add_l2(parameters, gradient, rates)
    _adam(parameters, gradient, kept, rates)


def adamw(parameters: Any, gradient: Any, kept: dict[str, Any], rates: Rates) -> None:
    """torch.optim.AdamW, whose weight decay shrinks the parameters before the step."""
    if rates.decayed:
        shrunk = (1.0 - rates.lr * rates.decay).to(gradient.dtype)
        parameters[:, : rates.decayed].mul_(shrunk)
    _adam(parameters, gradient, kept, rates)


def rmsprop(parameters: Any, gradient: Any, kept: dict[str, Any], rates: Rates) -> None:
    """torch.optim.RMSprop with momentum and an L2 penalty."""
    _add_l2(parameters, gradient, rates)
    if not kept:
        kept["square"], kept["buffer"] = gradient.new_zeros(2, *gradient.shape)
    square, buffer = kept["square"], kept["buffer"]
    square.mul_(ALPHA).addcmul_(gradient, gradient, value=1.0 - ALPHA)
    root = square.sqrt().add_(EPS)
    buffer.mul_(rates.momentum.to(gradient.dtype)).addcdiv_(gradient, root)
    parameters.addcmul_(buffer, rates.lr.to(gradient.dtype), value=-1)


def _add_l2(parameters: Any, gradient: Any, rates: Rates) -> None:
    if rates.decayed:
        reached = parameters[:, : rates.decayed]
        gradient[:, : rates.decayed].addcmul_(reached, rates.decay.to(gradient.dtype))


def _adam(parameters: Any, gradient: Any, kept: dict[str, Any], rates: Rates) -> None:
    if not kept:
        kept["mean"], kept["square"] = gradient.new_zeros(2, *gradient.shape)
    mean, square = kept["mean"], kept["square"]
    mean.lerp_(gradient, (1.0 - rates.momentum).to(gradient.dtype))
    square.mul_(BETA2).addcmul_(gradient, gradient, value=1.0 - BETA2)
    length = rates.lr / (1.0 - rates.momentum**rates.step)
    root = square.sqrt().div_(math.sqrt(1.0 - BETA2**rates.step)).add_(EPS)
    parameters.addcdiv_(mean * length.to(gradient.dtype), root, value=-1)
