"""What the tests of goodness of fit share: the verdict on a tensor or on an experiment's weight."""

from __future__ import annotations

import torch
from scipy import stats

from core.experiment import Experiment
from core.init.marginals import Marginal
from core.machine.dtypes import rounded
from core.stats.goodness import Goodness, judge
from core.stats.histogram import summarize
from tests.core.support import torch_linear

SEEDS = 200


def judged(tensor: torch.Tensor, marginal: Marginal) -> Goodness:
    dtype = str(tensor.dtype).removeprefix("torch.")
    atoms = tuple(rounded(atom.value, dtype) for atom in marginal.atoms)
    return judge(summarize(tensor, atoms=atoms), marginal)


def verdict_on(described: Experiment) -> Goodness:
    layer, init = described.layer, described.weight_init
    marginal = init.entry.marginal(layer.shape, init.parameters)
    return judged(torch_linear(described, 1).weight.detach(), marginal)


def verdicts_on(described: Experiment, seeds: int = SEEDS) -> list[Goodness]:
    return [verdict_on(described.with_value("run.seed", seed)) for seed in range(seeds)]


def assert_no_more_doubts_than_said(verdicts: list[Goodness]) -> None:
    """At a level of 0.05 instead of 0.001, so that there is something to count."""
    worst = [min(test.p_value * test.parts for test in verdict.tests) for verdict in verdicts]
    assert sum(p < 0.05 for p in worst) <= at_most(0.05, len(worst))


def at_most(share: float, n: int) -> int:
    """So many successes that only one true experiment in 10⁵ has more."""
    return int(stats.binom.isf(1e-5, n, share))


NORMAL = torch.randn(64, 64, generator=torch.Generator().manual_seed(1))
UNIFORM = torch.rand(64, 64, generator=torch.Generator().manual_seed(2))
