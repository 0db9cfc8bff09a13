"""One network that learns: its steps are those of the shown code, one after the other."""

from __future__ import annotations

import copy
import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from core.build.rng import get_rng_state, seed_everything, set_rng_state
from core.context import Context
from core.experiment import Experiment, Train
from core.layers.norms import NORMS
from core.learning.losses import LOSSES
from core.learning.optimizers import OPTIMIZERS
from core.messages import QT_TRANSLATE_NOOP, Refused
from core.training.data import Samples, samples
from core.training.network import Network, build, drops
from core.training.penalty import bound_norms, l1_loss, soft_threshold


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """All that a lane needs to go on from a step: copies of its tensors and its random states.

    update   what a frame says of the step that led here
    """

    step: int
    model: dict[str, torch.Tensor]
    optimizer: dict[str, Any]
    dropout_state: torch.Tensor
    order_state: torch.Tensor
    batches: tuple[torch.Tensor, ...]
    best: tuple[float, int]
    diverged: int | None
    stopped_early: bool
    trained: tuple[float, ...]
    update: NDArray[np.float64]

    @property
    def nbytes(self) -> int:
        """Bytes of its tensors."""
        states = self.optimizer["state"].values()
        held = [v for state in states for v in state.values() if isinstance(v, torch.Tensor)]
        return sum(t.nbytes for t in [*self.model.values(), *held])


@dataclass(slots=True, eq=False)
class LaneRun:
    """The network of one lane, its optimizer and where it stands.

    step            how many steps have been made
    diverged        the step at which the loss was no number any more; the lane stands still then
    stopped_early   whether early stopping has ended it
    best            the best test loss of an epoch's end, and its step
    trained         sum and number of the losses of the steps since they were last taken
    """

    experiment: Experiment
    data: Samples
    network: Network
    optimizer: Any
    device: torch.device
    order: torch.Generator
    dropout_state: torch.Tensor
    step: int = 0
    diverged: int | None = None
    stopped_early: bool = False
    best: tuple[float, int] = (math.inf, 0)
    trained: list[float] = field(default_factory=list)
    batches: tuple[torch.Tensor, ...] = ()
    now: Train = field(init=False)

    def __post_init__(self) -> None:
        groups = self.optimizer.param_groups
        self._parameters = [parameter for group in groups for parameter in group["params"]]
        self._loss_of = LOSSES[self.experiment.train.loss].function
        self._take_over()

    @classmethod
    def begin(cls, experiment: Experiment, context: Context) -> LaneRun:
        """The lane at step 0; raises Refused and Cancelled."""
        check_batches(experiment)
        device, seed = torch.device(experiment.run.device), experiment.run.seed
        data = samples(experiment)
        network = build(experiment, context)
        optimizer = make_optimizer(experiment.train, network, _at_once(experiment))
        seed_everything(seed, device)  # the same masks, whatever the initialization has drawn
        order = torch.Generator().manual_seed(seed)
        return cls(experiment, data, network, optimizer, device, order, get_rng_state(device))

    @property
    def finished(self) -> bool:
        """Whether it makes no further step."""
        ended = self.step >= self.experiment.train.steps
        return ended or self.diverged is not None or self.stopped_early

    @property
    def ends_epoch(self) -> bool:
        """Whether an epoch ends here, or the first begins: then early stopping asks for a loss."""
        return self.diverged is None and self.step % self.experiment.train.steps_an_epoch == 0

    def follow(self, experiment: Experiment) -> None:
        """The schedule is another one, from here on."""
        self.experiment = experiment
        self._take_over()

    def _take_over(self) -> None:
        """Put the values in force into the optimizer and the dropout layers."""
        present = self.experiment.at_step(self.step)
        self.now = present.train
        name, value = OPTIMIZERS[self.now.optimizer].momentum(self.now.momentum)
        for index, group in enumerate(self.optimizer.param_groups):
            group["lr"] = self.now.lr
            group[name] = value
            group["weight_decay"] = self.now.weight_decay if index == 0 else 0.0
        if drops(self.experiment) and not self.network.has_dropout:
            self.network.put_dropout_in()
        for dropout in self.network.dropouts:
            dropout.p = present.dropout.p  # type: ignore[assignment]
        later = (c.step for c in self.experiment.train.schedule if c.step > self.step)
        self._next_change = next(later, -1)

    _next_change: int = field(init=False, default=-1)
    _parameters: list[torch.Tensor] = field(init=False)
    _loss_of: Any = field(init=False)

    def batch(self) -> torch.Tensor:
        """The numbers of the training samples of the next step; a new epoch draws its order."""
        at = self.step % self.experiment.train.steps_an_epoch
        if at == 0:
            order = torch.randperm(self.data.count, generator=self.order)
            self.batches = order.to(self.device).split(self.experiment.train.batch)
        return self.batches[at]

    @property
    def present_batch(self) -> torch.Tensor:
        """The numbers that `batch` gave last."""
        return self.batches[self.step % self.experiment.train.steps_an_epoch]

    def advance(self) -> None:
        """Make one step, or find that the loss is no number and stand still.

        torch's random state is that of the lane meanwhile: call `enter` before and `leave` after.
        """
        if self.step == self._next_change:
            self._take_over()
        train, model = self.now, self.network.model
        batch = self.batch()
        loss = self._loss_of(model(self.data.x[batch]), self.data.target[batch])
        chosen = self.optimizer.param_groups[0]["params"]
        if train.l1 > 0.0 and train.l1_method == "subgradient":
            loss = loss + l1_loss(chosen, train.l1)
        value = float(loss.detach())
        if not math.isfinite(value):
            self.diverged = self.step
            return
        self.trained.append(value)
        for parameter in self._parameters:  # optimizer.zero_grad(), without its bookkeeping
            parameter.grad = None
        loss.backward()
        self.optimizer.step()
        if train.l1 > 0.0 and train.l1_method == "soft_threshold":
            soft_threshold(chosen, train.lr * train.l1)
        if train.max_norm > 0.0:
            bound_norms(self.network.weights, train.max_norm)
        self.step += 1

    def enter(self) -> None:
        """Let torch draw from where this lane stands; nothing where it draws nothing."""
        if self.network.has_dropout:
            set_rng_state(self.dropout_state, self.device)

    def leave(self) -> None:
        """Note where torch's random state stands."""
        if self.network.has_dropout:
            self.dropout_state = get_rng_state(self.device)

    def note_epoch(self, test_loss: float) -> None:
        """The end of an epoch: remember the best, and stop where patience is at its end."""
        train = self.experiment.train
        if test_loss < self.best[0]:
            self.best = (test_loss, self.step)
        elif train.early_stopping:
            waited = (self.step - self.best[1]) // train.steps_an_epoch
            self.stopped_early = waited >= train.early_stopping

    def snapshot(self, update: NDArray[np.float64]) -> Snapshot:
        """What is needed to go on from here."""
        return Snapshot(
            self.step,
            {name: t.detach().clone() for name, t in self._tensors()},
            _copied(self.optimizer.state_dict()),
            self.dropout_state.clone(),
            self.order.get_state(),
            self.batches,
            self.best,
            self.diverged,
            self.stopped_early,
            tuple(self.trained),
            update,
        )

    @contextmanager
    def as_it_was(self, model: Mapping[str, torch.Tensor]) -> Iterator[None]:
        """The network with the tensors of a snapshot in place of its own, to be looked at."""
        tensors = self._tensors()
        own = [tensor.data for _, tensor in tensors]
        for name, tensor in tensors:
            tensor.data = model[name]
        try:
            yield
        finally:
            for (_, tensor), data in zip(tensors, own, strict=True):
                tensor.data = data

    def restore(self, snapshot: Snapshot) -> None:
        """Go back to where a snapshot was made."""
        with torch.no_grad():
            for name, tensor in self._tensors():
                tensor.copy_(snapshot.model[name])
        self.optimizer.load_state_dict(copy.deepcopy(snapshot.optimizer))
        self.step, self.best = snapshot.step, snapshot.best
        self.diverged, self.stopped_early = snapshot.diverged, snapshot.stopped_early
        self.dropout_state = snapshot.dropout_state.clone()
        self.order.set_state(snapshot.order_state)
        self.batches = snapshot.batches
        self.trained = list(snapshot.trained)
        self._take_over()

    def _tensors(self) -> list[tuple[str, torch.Tensor]]:
        """Parameters and buffers by a name that does not depend on dropout's being there."""
        found: list[tuple[str, torch.Tensor]] = []
        kept = [m for block in self.network.blocks for m in block if m not in self.network.dropouts]
        for index, module in enumerate([*self.network.linears, *kept]):
            owned = [*module.named_parameters(), *module.named_buffers()]
            found += [(f"{index}.{name}", tensor) for name, tensor in owned]
        return found

    def state_dict(self) -> dict[str, torch.Tensor]:
        """The weights as the shown code leaves them in `model.state_dict()`."""
        return {name: t.detach().clone() for name, t in self.network.model.state_dict().items()}


def check_batches(experiment: Experiment) -> None:
    """Raise Refused where a normalization over the batch would meet a batch of one sample."""
    train, norm = experiment.train, NORMS[experiment.depth.norm]
    if norm.over_batch and (train.batch == 1 or train.samples % train.batch == 1):
        text = QT_TRANSLATE_NOOP(
            "core",
            "{samples} samples in batches of {batch} leave a batch of one, which {norm} cannot "
            "take; choose another batch",
        ).format(samples=train.samples, batch=train.batch, norm=f"nn.{norm.torch_name}")
        raise Refused("train.batch", text)


def _at_once(experiment: Experiment) -> bool:
    """Whether torch's walk through all tensors in one call gives the bits of its usual one.

    In half precision it rounds at other places.
    """
    run = experiment.run
    return run.device == "cpu" and run.dtype in ("float32", "float64")


def _copied(state: dict[str, Any]) -> dict[str, Any]:
    """What an optimizer keeps, with tensors of its own; `copy.deepcopy` takes far longer."""

    def one(value: Any) -> Any:
        return value.clone() if isinstance(value, torch.Tensor) else copy.copy(value)

    kept = {key: {name: one(v) for name, v in held.items()} for key, held in state["state"].items()}
    return {"state": kept, "param_groups": [dict(group) for group in state["param_groups"]]}


def make_optimizer(train: Train, network: Network, at_once: bool = False) -> Any:
    """torch's optimizer; the first group is what a penalty reaches."""
    chosen, others = network.decayed(train.decay_all)
    groups: list[dict[str, Any]] = [{"params": chosen, "weight_decay": train.weight_decay}]
    if others:
        groups.append({"params": others, "weight_decay": 0.0})
    values = {"lr": train.lr, "momentum": train.momentum}
    return OPTIMIZERS[train.optimizer].make(groups, values, at_once)
