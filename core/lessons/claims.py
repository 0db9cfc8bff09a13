"""What a lesson says of the shape of a plot, checked like its numbers.

A step's `shapes` name for what is drawn the shape that the text gives it:

- `weight`, `output`: the histograms of the Layer page; `theory`: the line over the weights;
- `matrix`: the weight matrix;
- `forward`, `backward`: the curves of the Depth page over the layers, each in the order of its own
  way, the gradient's from the last layer to the first;
- `activation`: the function φ itself;
- `lane 0` to `lane 7`: what becomes of a lane of the Training page's race.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable

import numpy as np
import torch

from core import depth, layer
from core.context import last
from core.depth.task import DepthResult
from core.experiment import Experiment
from core.layer.task import LayerResult
from core.layers.activations import ACTIVATIONS
from core.lessons import trained
from core.lessons.lesson import Step
from core.lessons.shapes import LANES, SHAPES, Array, Distribution
from core.stats.histogram_data import HistogramData


def sampled(histogram: HistogramData) -> Distribution:
    """A histogram as it is drawn."""
    return Distribution(
        edges=histogram.edges,
        shares=histogram.counts / max(1, histogram.total),
        points=tuple((spike.value, spike.share) for spike in histogram.spikes),
        mean=histogram.mean,
        std=histogram.std,
    )


def exact(histogram: HistogramData) -> Distribution:
    """The theory's line and its point masses, as they are drawn over a histogram."""
    x, density = histogram.curve_x, histogram.curve_density
    shares = np.diff(x) * (density[1:] + density[:-1]) / 2 if len(x) else np.zeros(0)
    middle = (x[1:] + x[:-1]) / 2 if len(x) else np.zeros(0)
    total = shares.sum() + sum(share for _, share in histogram.expected)
    first = sum(v * share for v, share in histogram.expected) + float((middle * shares).sum())
    mean = first / total if total else math.nan
    second = sum((v - mean) ** 2 * share for v, share in histogram.expected)
    second += float(((middle - mean) ** 2 * shares).sum())
    return Distribution(x, shares, histogram.expected, mean, math.sqrt(second / total))


@functools.lru_cache(maxsize=4)
def _layer(experiment: Experiment) -> LayerResult:
    return last(layer.run(experiment))


@functools.lru_cache(maxsize=4)
def _depth(experiment: Experiment) -> DepthResult:
    return last(depth.run(experiment))


def _output(experiment: Experiment) -> Distribution:
    output = _layer(experiment).output
    assert output is not None
    return sampled(output.before_histogram)


def _matrix(experiment: Experiment) -> Array:
    matrix = _layer(experiment).matrix
    assert matrix is not None
    return matrix.values


def _slopes(experiment: Experiment) -> Array:
    z = torch.linspace(-3.0, 3.0, 241, dtype=torch.float64, requires_grad=True)
    ACTIVATIONS[experiment.layer.activation].function(z).sum().backward()
    assert z.grad is not None
    return z.grad.numpy()


SUBJECTS: dict[str, Callable[[Experiment], object]] = {
    "weight": lambda experiment: sampled(_layer(experiment).weight.histogram),
    "theory": lambda experiment: exact(_layer(experiment).weight.histogram),
    "output": _output,
    "matrix": _matrix,
    "forward": lambda experiment: _depth(experiment).forward,
    "backward": lambda experiment: _depth(experiment).backward[::-1],
    "activation": _slopes,
    **{name: functools.partial(trained.lane, number=number) for number, name in enumerate(LANES)},
}
"""What is drawn of an experiment."""


def holds(experiment: Experiment, subject: str, shape: str) -> bool:
    """Whether what is drawn has that shape; KeyError where it can have none of that name.

    IndexError where the race has no such lane.
    """
    return SHAPES[subject][shape](SUBJECTS[subject](experiment))


def wrong(step: Step) -> list[str]:
    """What is wrong with the shapes of a step, a line each."""
    found: list[str] = []
    for subject, shape in step.shapes:
        try:
            if not holds(step.experiment, subject, shape):
                found.append(f"{subject}: this is not “{shape}”")
        except IndexError:
            found.append(f"{subject}: the race has no such lane")
    return found
