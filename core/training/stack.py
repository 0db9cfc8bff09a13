"""Networks of the same shapes that learn as one: a matrix product for all of them at a time."""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch

from core.context import Context
from core.experiment import Experiment
from core.layers.activations import ACTIVATIONS
from core.learning.losses import LOSSES
from core.learning.optimizers import OPTIMIZERS
from core.learning.stacked import Rates
from core.training.data import Samples, samples
from core.training.measure import scores_of
from core.training.network import Network, build, shapes
from core.training.outcome import Outcome


class Stack:
    """N networks, their optimizer and where they stand; torch's state is the caller's.

    The parameters are one tensor (N, P): first the weights of every layer, each (fan_in, fan_out)
    in a row, then the biases. A network whose loss is no number leaves the stack: nothing of it
    can reach the others, and the steps get cheaper.

    step      how many steps have been made
    alive     numbers of the networks that are still in the stack
    ended     of those that have left it, the steps that they had made
    """

    def __init__(self, experiments: Sequence[Experiment], context: Context) -> None:
        self.experiments = experiments
        first = experiments[0]
        train = first.train
        self.step, self.ended = 0, dict[int, int]()
        self.alive = list(range(len(experiments)))
        self._layers = [(shape.columns, shape.rows) for shape in shapes(first)]
        self._sizes = [fan_in * fan_out for fan_in, fan_out in self._layers]
        weights = sum(self._sizes)
        bias = first.layer.bias
        if bias:
            self._sizes += [fan_out for _, fan_out in self._layers]
        self._activate = ACTIVATIONS[first.layer.activation].make()
        self._loss_of = LOSSES[train.loss].function
        update = OPTIMIZERS[train.optimizer].stacked
        assert update is not None
        self._update = update
        self._kept: dict[str, torch.Tensor] = {}
        # Each network is drawn by itself, as when it learns alone.
        built = [_in_a_row(build(experiment, context), bias) for experiment in experiments]
        self.parameters = torch.stack(built).requires_grad_()
        decays = any(experiment.train.weight_decay > 0.0 for experiment in experiments)
        reached = sum(self._sizes) if train.decay_all else weights
        self.rates = Rates(
            _column([experiment.train.lr for experiment in experiments]),
            _column([experiment.train.momentum for experiment in experiments]),
            _column([experiment.train.weight_decay for experiment in experiments]),
            reached if decays else 0,
        )
        self._collect_samples()

    def _collect_samples(self) -> None:
        """Put the samples of all networks one after the other, those that several share once."""
        found: dict[int, Samples] = {}
        self.data = [samples(experiment) for experiment in self.experiments]
        for data in self.data:
            found.setdefault(id(data), data)
        total = len(self.data[0].x)
        starts = {key: number * total for number, key in enumerate(found)}
        self._x = torch.cat([data.x for data in found.values()])
        self._target = torch.cat([data.target for data in found.values()])
        seeds = [experiment.run.seed for experiment in self.experiments]
        self._orders = {seed: torch.Generator().manual_seed(seed) for seed in seeds}
        kinds = [(s, starts[id(d)]) for s, d in zip(seeds, self.data, strict=True)]
        self._kinds = list(dict.fromkeys(kinds))
        self._kind = torch.tensor([self._kinds.index(kind) for kind in kinds])
        self._batches: tuple[torch.Tensor, ...] = ()

    def _draw_order(self) -> None:
        """Rows of the samples of an epoch's steps: (N, batch), or (1, batch) where all share."""
        train = self.experiments[0].train
        orders = {s: torch.randperm(train.samples, generator=g) for s, g in self._orders.items()}
        rows = torch.stack([orders[seed] + start for seed, start in self._kinds])
        rows = rows[self._kind] if len(rows) > 1 else rows
        self._batches = rows.split(train.batch, dim=1)

    def _losses(self, rows: torch.Tensor) -> torch.Tensor:
        """The mean loss of each network over its rows of the samples, (N,)."""
        number, flat = len(self.alive), rows.reshape(-1)
        x = self._x.index_select(0, flat).view(*rows.shape, -1).expand(number, -1, -1)
        target = self._target.index_select(0, flat)
        target = target.view(*rows.shape, *target.shape[1:])
        target = target.expand(number, *target.shape[1:]).flatten(0, 1)
        answered = self._answers(self.parameters, x).flatten(0, 1)
        each: torch.Tensor = self._loss_of(answered, target, reduction="none")
        return each.view(number, -1).mean(dim=1)

    def _answers(self, parameters: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
        """(N, P) and (N, n, features) to (N, n, outputs)."""
        parts = parameters.split(self._sizes, dim=1)
        h = x
        for index, (fan_in, fan_out) in enumerate(self._layers):
            weight = parts[index].view(-1, fan_in, fan_out)
            h = self._activate(h) if index else h
            if len(parts) > len(self._layers):
                h = torch.baddbmm(parts[len(self._layers) + index].unsqueeze(1), h, weight)
            else:
                h = torch.bmm(h, weight)
        return h

    def advance(self) -> None:
        """Make one step; networks whose loss is no number leave the stack before it."""
        at = self.step % self.experiments[0].train.steps_an_epoch
        if at == 0:
            self._draw_order()
        losses = self._losses(self._batches[at])
        if not math.isfinite(float(losses.detach().sum())):
            finite = losses.detach().isfinite()
            if not bool(finite.all()):  # the sum alone may overflow
                self._keep(torch.nonzero(finite)[:, 0])
                if not self.alive:
                    return
                losses = self._losses(self._batches[at])
        (gradient,) = torch.autograd.grad(losses.sum(), self.parameters)
        self.step += 1
        self.rates.step = self.step
        with torch.no_grad():
            self._update(self.parameters, gradient, self._kept, self.rates)

    def _keep(self, rows: torch.Tensor) -> None:
        """Go on with some of the networks."""
        kept = [self.alive[row] for row in rows.tolist()]
        self.ended |= dict.fromkeys(set(self.alive) - set(kept), self.step)
        self.alive = kept
        self.parameters = self.parameters.detach()[rows].requires_grad_()
        self._kept = {name: tensor[rows] for name, tensor in self._kept.items()}
        self.rates.keep(rows)
        self._kind = self._kind[rows]
        if len(self._kinds) > 1:
            self._batches = tuple(batch[rows] for batch in self._batches)

    @torch.no_grad()
    def outcomes(self) -> list[Outcome]:
        """The scores of every network, in the order of the experiments."""
        found = {number: Outcome.divergence(steps) for number, steps in self.ended.items()}
        for row, number in enumerate(self.alive):
            data, loss = self.data[number], self.experiments[number].train.loss
            answered = self._answers(self.parameters[row : row + 1], data.x.unsqueeze(0))[0]
            found[number] = Outcome.of(*scores_of(answered, data, loss), self.step)
        return [found[number] for number in range(len(self.experiments))]


def _column(values: list[float]) -> torch.Tensor:
    """One number a network, (N, 1)."""
    return torch.tensor(values, dtype=torch.float64)[:, None]


def _in_a_row(network: Network, bias: bool) -> torch.Tensor:
    """The parameters of one network, (P,)."""
    biases = [linear.bias for linear in network.linears] if bias else []
    weights = [linear.weight.t().reshape(-1) for linear in network.linears]
    return torch.cat([*weights, *biases]).detach()
