"""Many samples of one vector at once against a Python loop over `nn.Dropout`."""

from __future__ import annotations

import torch
from torch import nn

from core import dropout
from core.build.session import threads
from core.context import last
from core.experiment import Experiment
from tests.benchmarks.timing import Line, in_turns, seconds

SAMPLES = 100_000


def measure() -> list[Line]:
    """The same number of samples of the course's ten-vector, and their mean, either way."""
    experiment = Experiment.from_dict({"initlab": 1, "dropout": {"p": 0.5}})
    first = last(dropout.run(experiment))
    x = torch.from_numpy(first.x).float()
    layer = nn.Dropout(p=0.5)

    def loop() -> None:
        total = torch.zeros_like(x, dtype=torch.float64)
        for _ in range(SAMPLES):
            total += layer(x)

    with threads(1), torch.no_grad():
        ours, looped = in_turns(
            lambda: seconds(lambda: last(dropout.run(experiment, many=SAMPLES, after=first))),
            lambda: seconds(loop),
            rounds=3,
        )
    return [Line("100,000 samples of ten units", ours, "a loop over nn.Dropout", looped, 0.2)]
