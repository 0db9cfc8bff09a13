"""What the chosen lane makes small, as a formula with its numbers."""

from __future__ import annotations

from core.experiment import Experiment
from core.format import significant
from core.learning.losses import LOSSES
from core.learning.optimizers import OPTIMIZERS


def formula(experiment: Experiment) -> str:
    """The regularized loss in LaTeX, and what a step does beside it.

    A decay that is decoupled from the gradient is a line of its own: Loshchilov & Hutter (2019),
    algorithm 2. So is the soft threshold, the proximal step of the L1 penalty.
    """
    train = experiment.train
    decoupled = OPTIMIZERS[train.optimizer].decoupled
    loss = rf"L=\frac{{1}}{{n}}\sum_{{i=1}}^{{n}}{LOSSES[train.loss].formula}"
    beside = []
    if train.weight_decay > 0.0 and not decoupled:
        loss += r"+\frac{\lambda}{2}\sum_j w_j^2"
    elif train.weight_decay > 0.0:
        beside.append(r"w\leftarrow(1-\eta\lambda)\,w")
    if train.l1 > 0.0 and train.l1_method == "subgradient":
        loss += r"+\lambda_1\sum_j|w_j|"
    elif train.l1 > 0.0:
        beside.append(r"w\leftarrow\mathrm{sign}(w)\,\max(|w|-\eta\lambda_1,0)")
    if train.max_norm > 0.0:
        beside.append(r"\|w_k\|\leq c")
    return r",\quad ".join([loss, *beside])


def terms(experiment: Experiment) -> tuple[tuple[str, str], ...]:
    """What stands for the symbols of the formula."""
    train = experiment.train
    found = [("η", significant(train.lr))]
    if train.weight_decay > 0.0:
        found.append(("λ", significant(train.weight_decay)))
    if train.l1 > 0.0:
        found.append(("λ₁", significant(train.l1)))
    if train.max_norm > 0.0:
        found.append(("c", significant(train.max_norm)))
    return tuple(found)
