"""What is measured of a lane: losses in evaluation mode, and frames of its layers."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from core.layers.saturation import saturated_beyond
from core.learning.losses import LOSSES
from core.training.data import Samples
from core.training.lane import LaneRun

Array = NDArray[np.float64]

BINS = 64
"""Bins of one histogram of a frame, between the least and the greatest value."""

FIXED = 256
"""Training samples on which activations and gradients are measured: the first ones."""

QUANTITIES = ("weight", "activation", "gradient")


@dataclass(frozen=True, slots=True)
class Score:
    """Mean loss and, for classes, the share of right answers (NaN for a regression)."""

    loss: float
    accuracy: float


@dataclass(frozen=True, slots=True, eq=False)
class Layers:
    """One quantity at one step, for each of L linear layers.

    rms       (L,) root mean square
    spread    (L, 3) 15th, 50th and 85th percentile, to one bin
    edges     (L, 2) least and greatest value
    counts    (L, BINS)
    """

    rms: Array
    spread: Array
    edges: Array
    counts: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """The layers of a lane at one step; arrays have one entry for each linear layer.

    update     log10 of the standard deviation of the last step over that of the weights; NaN at
               step 0
    zeros      share of weights that are exactly 0
    saturated, dead   of the hidden layers: share of values where the activation is flat, share of
               units that are 0 for every fixed sample; NaN for the output
    """

    step: int
    weight: Layers
    activation: Layers
    gradient: Layers
    update: Array
    zeros: Array
    saturated: Array
    dead: Array

    def of(self, quantity: str) -> Layers:
        """One of QUANTITIES."""
        found: Layers = getattr(self, quantity)
        return found


@contextmanager
def evaluating(lane: LaneRun) -> Iterator[nn.Sequential]:
    """The model in evaluation mode: dropout off, batch normalization with its running numbers."""
    model = lane.network.model
    if not lane.network.has_modes:
        yield model
        return
    model.eval()
    try:
        yield model
    finally:
        model.train()


@torch.no_grad()
def outputs(lane: LaneRun, x: torch.Tensor) -> torch.Tensor:
    """What the network answers in evaluation mode, (n, outputs)."""
    with evaluating(lane) as model:
        answered: torch.Tensor = model(x)
        return answered


def scores(lane: LaneRun) -> tuple[Score, Score, torch.Tensor]:
    """Of the training and of the test samples, and the outputs for all of them."""
    answered = outputs(lane, lane.data.x)
    train, test = scores_of(answered, lane.data, lane.experiment.train.loss)
    return train, test, answered


def scores_of(answered: torch.Tensor, data: Samples, loss: str) -> tuple[Score, Score]:
    """Of the training and of the test samples, from the outputs for all of them, (n, outputs).

    NaN is no answer, although torch takes it for the largest of the outputs.
    """
    each = LOSSES[loss].function(answered, data.target, reduction="none").double()
    right = None
    if not data.data.is_regression:
        numbers = ~answered.isnan().any(dim=1)
        right = ((answered.argmax(dim=1) == data.y) & numbers).double()
    found = []
    for part in (slice(0, data.count), slice(data.count, None)):
        accuracy = math.nan if right is None else float(right[part].mean())
        found.append(Score(float(each[part].mean()), accuracy))
    return found[0], found[1]


def _fixed(lane: LaneRun) -> tuple[torch.Tensor, torch.Tensor]:
    """The training samples on which activations and gradients are measured."""
    number = min(FIXED, lane.data.count)
    return lane.data.x[:number], lane.data.target[:number]


def gradient_sizes(lane: LaneRun) -> Array:
    """Root mean square of the gradient of each linear layer's weights, (L,), at this step."""
    x, target = _fixed(lane)
    weights = lane.network.weights
    loss_of = LOSSES[lane.experiment.train.loss].function
    with torch.enable_grad(), evaluating(lane) as model:
        found = torch.autograd.grad(loss_of(model(x), target), weights)
    norms = [torch.linalg.vector_norm(g, dtype=torch.float64) for g in found]
    counts = np.array([weight.numel() for weight in weights])
    sizes: Array = torch.stack(norms).cpu().numpy() / np.sqrt(counts)
    return sizes


def frame(lane: LaneRun, step: int, update: Array) -> Frame:
    """Measure the layers as they are; `step` and `update` are said in the frame."""
    weights = lane.network.weights
    loss_of = LOSSES[lane.experiment.train.loss].function
    x, target = _fixed(lane)
    signals: list[torch.Tensor] = []
    preactivations: list[torch.Tensor] = []
    with torch.enable_grad(), evaluating(lane):
        h = x
        for linear, block in zip(lane.network.linears, lane.network.blocks, strict=False):
            z = linear(h)
            for module in block[:-1]:
                z = z if module in lane.network.dropouts else module(z)
            h = z
            if block[-1] not in lane.network.dropouts:
                h = block[-1](z)
            preactivations.append(z.detach())
            signals.append(h.detach())
        output = lane.network.linears[-1](h)
        signals.append(output.detach())
        gradients = torch.autograd.grad(loss_of(output, target), weights)
    with torch.no_grad():
        data = [weight.detach() for weight in weights]
        return Frame(
            step,
            _layers(data),
            _layers(signals),
            _layers(gradients),
            update,
            np.array([1.0 - int(torch.count_nonzero(w)) / w.numel() for w in data]),
            _saturated(lane, preactivations),
            _dead(signals),
        )


FAR = 1e30
"""Differences up to this, and down to its inverse, are left to float32."""


def _share(flat: torch.Tensor, low: float, high: float) -> torch.Tensor:
    """How far from `low` to `high` each value lies, from 0 to 1."""
    if 1.0 / FAR < high - low < FAR:
        return (flat - low) * (1.0 / (high - low))
    # The difference, or its inverse, may be too large for the dtype.
    half = 0.5 if max(-low, high) > 1.0 else 1.0
    return (flat.double() * half - low * half) / (high * half - low * half)


def _layers(tensors: list[torch.Tensor] | tuple[torch.Tensor, ...]) -> Layers:
    size = len(tensors)
    rms, spread = np.full(size, math.nan), np.full((size, 3), math.nan)
    edges, counts = np.full((size, 2), math.nan), np.zeros((size, BINS), np.int64)
    for index, tensor in enumerate(tensors):
        flat = tensor.reshape(-1).cpu()
        flat = flat.float() if flat.dtype.itemsize == 2 else flat
        low, high = (float(value) for value in torch.aminmax(flat))
        if not (math.isfinite(low) and math.isfinite(high)):
            continue
        rms[index] = float(torch.linalg.vector_norm(flat, dtype=torch.float64)) / math.sqrt(
            flat.numel()
        )
        edges[index] = low, high
        if high > low:
            places = (_share(flat, low, high) * BINS).long().clamp_(0, BINS - 1)
            counts[index] = torch.bincount(places, minlength=BINS).numpy()
        else:
            counts[index, 0] = flat.numel()
        spread[index] = _percentiles(counts[index], low, high)
    return Layers(rms, spread, edges, counts)


def _percentiles(counts: NDArray[np.int64], low: float, high: float) -> Array:
    total = np.cumsum(counts)
    wanted = np.array([0.15, 0.5, 0.85]) * total[-1]
    places = np.interp(wanted, np.concatenate([[0], total]), np.arange(BINS + 1))
    share = places / BINS
    found: Array = low * (1.0 - share) + high * share
    return found


@torch.no_grad()
def updates(data: list[torch.Tensor], before: list[torch.Tensor] | None) -> Array:
    """log10 of the standard deviation of a step over that of the weights after it, (L,).

    NaN where the weights before it are not known, or nothing has moved.
    """
    found = np.full(len(data), math.nan)
    if before is None:
        return found
    for index, (new, old) in enumerate(zip(data, before, strict=True)):
        moved, spread = float((new - old).double().std()), float(new.double().std())
        if moved > 0.0 and spread > 0.0:
            found[index] = math.log10(moved / spread)
    return found


def _saturated(lane: LaneRun, preactivations: list[torch.Tensor]) -> Array:
    low, high = saturated_beyond(lane.experiment.layer.activation)
    found = np.full(len(preactivations) + 1, math.nan)
    for index, z in enumerate(preactivations):
        found[index] = int(torch.count_nonzero((z <= low) | (z >= high))) / z.numel()
    return found


def _dead(signals: list[torch.Tensor]) -> Array:
    found = np.full(len(signals), math.nan)
    for index, h in enumerate(signals[:-1]):
        alive = int(torch.count_nonzero(torch.count_nonzero(h, dim=0)))
        found[index] = 1.0 - alive / h.shape[1]
    return found


@torch.no_grad()
def first_not_finite(lane: LaneRun) -> int:
    """The first linear layer, from 1, that gives no numbers for the batch that was tried last."""
    h = lane.data.x[lane.present_batch]
    with evaluating(lane):
        for index, linear in enumerate(lane.network.linears, start=1):
            h = linear(h)
            if not bool(torch.isfinite(h).all()):
                return index
            for module in lane.network.blocks[index - 1 : index]:
                for part in module:
                    h = part(h)
    return len(lane.network.linears)
