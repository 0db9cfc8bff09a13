"""The one exact theory of training: weights on inputs that are always 0.

No sample ever reaches them, so their gradient is that of the penalties alone, and what an optimizer
does to them follows from its own formula. AdamW leaves (1 − ηλ)^t of them; in Adam with an L2
penalty λ cancels, since a step is divided by the size of the gradient: Loshchilov & Hutter (2019).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from core.experiment import Experiment, Train
from core.learning.optimizers import OPTIMIZERS
from core.training.penalty import l1_loss, soft_threshold

Array = NDArray[np.float64]


class UnusedWeights:
    """What becomes of such weights in float64, step by step, by torch's own optimizer.

    start   their values at step 0, any shape
    """

    def __init__(self, experiment: Experiment, start: Array) -> None:
        self.experiment = experiment
        self._start = start
        self._begin()

    def _begin(self) -> None:
        self.step = 0
        self._weights = torch.nn.Parameter(torch.as_tensor(self._start).double().clone())
        train = self.experiment.train
        groups = [{"params": [self._weights], "weight_decay": train.weight_decay}]
        values = {"lr": train.lr, "momentum": train.momentum}
        self._optimizer = OPTIMIZERS[train.optimizer].make(groups, values)
        self._now = train

    def shares(self, steps: Sequence[int]) -> Array:
        """mean |w| at these steps, which ascend, over that at step 0; NaN where that is 0."""
        whole = float(np.abs(self._start).mean())
        if whole == 0.0:
            return np.full(len(steps), np.nan)
        found = []
        for step in steps:
            self._go_to(step)
            found.append(float(self._weights.detach().abs().mean()) / whole)
        return np.array(found)

    def _go_to(self, step: int) -> None:
        if step < self.step:
            self._begin()
        changes = {change.step for change in self.experiment.train.schedule}
        while self.step < step:
            if self.step in changes:
                self._take_over(self.experiment.at_step(self.step).train)
            self._advance()
            self.step += 1

    def _take_over(self, train: Train) -> None:
        self._now = train
        name, value = OPTIMIZERS[train.optimizer].momentum(train.momentum)
        for group in self._optimizer.param_groups:
            group["lr"], group["weight_decay"], group[name] = train.lr, train.weight_decay, value

    def _advance(self) -> None:
        train, weights = self._now, self._weights
        weights.grad = torch.zeros_like(weights)
        if train.l1 > 0.0 and train.l1_method == "subgradient":
            with torch.enable_grad():
                (weights.grad,) = torch.autograd.grad(l1_loss([weights], train.l1), weights)
        self._optimizer.step()
        if train.l1 > 0.0 and train.l1_method == "soft_threshold":
            soft_threshold([weights], train.lr * train.l1)


def has_theory(train: Train) -> bool:
    """Whether nothing but the penalties moves these weights: a bound of norms mixes in others."""
    bounded = train.max_norm > 0.0
    return not bounded and not any("train.max_norm" in dict(c.changes) for c in train.schedule)
