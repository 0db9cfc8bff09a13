"""Many trainings at once, for a sweep: networks of the same shapes learn as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import torch

from core.build.session import Session, refusing_torch_errors
from core.context import SILENT, Context
from core.experiment import Experiment
from core.layers.activations import ACTIVATIONS
from core.layers.norms import NORMS
from core.learning.optimizers import OPTIMIZERS
from core.training.memory import check_memory
from core.training.network import drops, shapes
from core.training.outcome import Outcome
from core.training.stack import Stack

AT_ONCE = 16
"""Networks in one stack. Beyond that little is gained, and more than a cache holds is lost.

Time against that of one after another, on one core with 1 MiB of cache of its own: 150 steps of
64-64-64-10 in batches of 64 take 0.62 with 2 networks, 0.40 with 4, 0.30 with 8, 0.26 with 16,
0.25 with 32, 0.27 with 64, 0.28 with 256; eight layers of 128 in batches of 128 0.87 with 16 and
0.96 with 32.
"""

MAX_WEIGHTS = 2**17
"""Of one network: more of them, sixteen times, come from memory at every step.

Two layers of 256 take 0.63 to 0.74 of the time of one after another, of 300 0.85, of 384 0.91, of
512 1.3; six of 384 1.6.
"""

MAX_PRODUCTS = 2**24
"""Weights times batch: beyond that the products take all the time, and torch's calls none.

Two layers of 256 take 0.87 at 13 million, 0.9 at 21; of 512 0.92 at 18 and 0.99 at 73.
"""

OWN = ("lr", "momentum", "weight_decay", "label_noise", "init_scale")
"""Keys of `train` that each network of a stack has for itself; and its initialization and seed."""


def can_stack(experiments: Sequence[Experiment]) -> bool:
    """Whether `outcomes` takes these, and is faster than one after another.

    Such networks have the same layers, samples, batches, loss and optimizer, on the CPU in float32
    or float64; seed, initialization, its scale, learning rate, momentum, weight decay and label
    noise are each network's own. Dropout, normalizations, early stopping, a schedule, L1 and
    bounds of the norm are for `outcome`. They have at most MAX_WEIGHTS weights, and MAX_PRODUCTS
    of those times samples of a batch.
    """
    lanes = [experiment.lane(0) for experiment in experiments]
    if len(lanes) < 2 or not _is_plain(lanes[0]) or not _is_small(lanes[0]):
        return False
    return all(_with_own_of(lanes[0], lane) == lanes[0] for lane in lanes[1:])


def _is_plain(experiment: Experiment) -> bool:
    train, run = experiment.train, experiment.run
    activation = ACTIVATIONS[experiment.layer.activation].make()
    return (
        run.device == "cpu"
        and run.dtype in ("float32", "float64")
        and OPTIMIZERS[train.optimizer].stacked is not None
        and NORMS[experiment.depth.norm].torch_name == ""
        and not any(True for _ in activation.parameters())
        and not drops(experiment)
        and not (train.early_stopping or train.schedule or train.l1 or train.max_norm)
    )


def _is_small(experiment: Experiment) -> bool:
    weights = sum(shape.count for shape in shapes(experiment))
    return weights <= MAX_WEIGHTS and weights * experiment.train.batch <= MAX_PRODUCTS


def _with_own_of(first: Experiment, other: Experiment) -> Experiment:
    own = {name: getattr(first.train, name) for name in OWN}
    return replace(
        other,
        weight_init=first.weight_init,
        bias_init=first.bias_init,
        run=replace(other.run, seed=first.run.seed),
        train=replace(other.train, **own),
    )


def outcomes(experiments: Sequence[Experiment], context: Context = SILENT) -> list[Outcome]:
    """What `outcome` gives for each, from networks that learn as one; only where `can_stack`.

    Each network starts with the weights of `outcome`, sees its batches and is led by its optimizer,
    but a product of matrices may add up in another order: the first steps are equal to rounding,
    and what training makes of that grows. Any number is taken, AT_ONCE in one stack. torch's
    random state, threads and grad mode are as before afterwards. Raises Refused where one of them
    alone would, and where memory does not suffice, and Cancelled between two steps.
    """
    lanes = [experiment.lane(0) for experiment in experiments]
    found: list[Outcome] = []
    for start in range(0, len(lanes), AT_ONCE):
        some = lanes[start : start + AT_ONCE]
        with Session("train", torch.device("cpu"), grad=True):
            check_memory(some[0], some)
            stack = Stack(some, context)
            steps = some[0].train.steps
            while stack.alive and stack.step < steps:
                context.check()
                with refusing_torch_errors("train"):
                    stack.advance()
                context.progress((start + len(some) * stack.step / steps) / len(lanes))
            found += stack.outcomes()
    return found
