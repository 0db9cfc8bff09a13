"""The Depth page's run: one batch through a stack of layers, one gradient back through it."""

from __future__ import annotations

import dataclasses
import math
import time
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from core.build.session import refusing_lost_resources, threads
from core.context import SILENT, Context, Pictures
from core.depth import code as depth_snippet
from core.depth import mean_field
from core.depth.advice import DepthAdvice, advise
from core.depth.mean_field import Prediction, predict, shapes
from core.depth.network import Network, prepared
from core.depth.verdict import Verdict, judge
from core.experiment import Experiment
from core.init.formula import Lines, known_lines, typeset_lines
from core.messages import QT_TRANSLATE_NOOP, Message
from core.stats.distributions import Distributions, distributions

Array = NDArray[np.float64]

RESTART = (
    "layer.bias",
    "layer.activation",
    "weight_init",
    "bias_init",
    "dropout.kind",
    "dropout.p",
    "dropout.training",
    "run",
    "depth",
)
"""Sections and keys of the experiment on which this page's result depends; no other is read."""

SOON_SECONDS = 0.15
"""Seconds after which the forward half is shown before the gradient has come back."""


@dataclass(frozen=True, slots=True, eq=False)
class DepthResult:
    """Everything on the Depth page, layer by layer; each array has shape (layers,).

    forward     root mean square of the preactivations z_l = W_l·h_{l−1} + b_l
    backward    root mean square of dL/dz_l for dL/dz_L ~ N(0, 1); NaN until `complete`
    saturated   share of the values with |φ'(z)| < 0.05
    dead        share of the units whose activation is 0 for the whole batch
    ranks       numerical rank of the batch's activations before dropout; None if not asked for
    spread      the quantity that was asked for, on common axes
    advice      None until `complete`
    formula     the theory's, typeset; None while it is not, or where nobody asked for it
    """

    experiment: Experiment
    forward: Array
    backward: Array
    theory: Prediction
    saturated: Array
    dead: Array
    ranks: Array | None
    spread: Distributions | None
    verdict: Verdict | None
    advice: DepthAdvice | None
    symmetry: Message | None
    notes: tuple[Message, ...]
    parameters: int
    seconds: float
    formula: Lines | None = None

    @property
    def complete(self) -> bool:
        """Whether the gradient has come back."""
        return self.verdict is not None

    @property
    def code(self) -> str:
        """A script that leaves `forward_rms` and `backward_rms`."""
        return depth_snippet.code(self.experiment)


def run(
    experiment: Experiment,
    context: Context = SILENT,
    quantity: str = "activation",
    ranks: bool | None = None,
    typeset: bool = False,
) -> Pictures[DepthResult]:
    """Push one batch through `depth.layers` layers, then one gradient back, by autograd.

    Each layer is an `nn.Linear` initialized as on the Layer page, followed by the activation and
    dropout. `quantity` is one of core.stats.distributions.QUANTITIES: its distributions are kept.
    `ranks` says whether the ranks are computed; None means where the weights are not random.
    `typeset` asks for the formula of the theory.

    Everything follows from the seed: the same experiment gives the same bits, which are those of
    the shown code. Raises Refused where device, dtype or memory do not allow it, and Cancelled
    between two layers. torch's random state, threads and grad mode are as before at each picture:
    the signal where it took long, then the gradient, the ranks where they were asked for, and a
    formula that has not been typeset yet.
    """
    started = time.perf_counter()
    # Two threads would wait for one another at every small array.
    with refusing_lost_resources("depth", torch.device(experiment.run.device)), threads(1):
        theory = predict(experiment)
    same = mean_field.not_random(experiment.weight_init, shapes(experiment)[-1])
    wants_ranks = same if ranks is None else ranks
    with prepared(experiment) as session:
        network = Network(experiment, context, quantity, wants_ranks)
        network.forward()
        result = DepthResult(
            experiment=experiment,
            forward=network.forward_rms,
            backward=np.full(experiment.depth.layers, math.nan),
            theory=theory,
            saturated=network.saturated,
            dead=network.dead,
            ranks=None,
            spread=None,
            verdict=None,
            advice=None,
            symmetry=_symmetry(experiment),
            notes=tuple(dict.fromkeys(network.notes)),
            parameters=network.parameters,
            seconds=time.perf_counter() - started,
            formula=known_lines(mean_field.formula(experiment)) if typeset else None,
        )
        if result.seconds > SOON_SECONDS:
            with session.suspended():
                yield result
        network.backward()
        verdict = judge(experiment, network.forward_rms, network.backward_rms)
        result = dataclasses.replace(
            result,
            backward=network.backward_rms,
            spread=distributions(quantity, network.summaries),
            verdict=verdict,
            seconds=time.perf_counter() - started,
        )
        if wants_ranks:
            with session.suspended():
                yield result
            result = dataclasses.replace(result, ranks=network.ranks())
        with threads(1):
            result = dataclasses.replace(result, advice=advise(experiment, verdict))
    if typeset and result.formula is None:
        yield result  # the curves do not wait for it
        formula = typeset_lines(mean_field.formula(experiment))
        result = dataclasses.replace(result, formula=formula)
    yield result


def _symmetry(experiment: Experiment) -> Message | None:
    """A remark where all units of a layer have the same weights."""
    if not mean_field.units_are_alike(experiment):
        return None
    bias = experiment.bias_init
    if experiment.layer.bias and not mean_field.not_random(bias, shapes(experiment)[-1]):
        text = QT_TRANSLATE_NOOP(
            "core",
            "All units of a layer have the same weights; only their random biases tell them apart.",
        )
    else:
        text = QT_TRANSLATE_NOOP(
            "core",
            "All units of a layer stay alike: the same weights, the same output, the same "
            "gradient. A wide layer is worth no more than a single unit.",
        )
    return text
