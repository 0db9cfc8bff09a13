"""The Dropout page's run: one vector through torch's own layer, again and again, on average.

Two random streams, so that either can be reproduced by a few lines (`core.dropout.code`):

- Sample k is the k-th call of the layer after `torch.manual_seed(seed)` and the drawing of x,
  as a loop would draw it.
- Many samples at once come from calls on x repeated BLOCK times, after
  `torch.manual_seed(seed + 1)`. Their distribution is that of the loop, for every entry of the
  mask is drawn by itself; their random numbers are others.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import torch

from core.build.memory import ROOM, refuse_what_does_not_fit
from core.build.rng import get_rng_state, seed_everything, set_rng_state
from core.build.session import Session, refusing_torch_errors
from core.context import SILENT, Context, Pictures
from core.dropout import code as dropout_snippet
from core.dropout.code import BLOCK
from core.dropout.result import (
    Array,
    Carried,
    DropoutResult,
    RunningMean,
    Sample,
    State,
    Stored,
)
from core.experiment import Experiment
from core.init.formula import known_lines, typeset_lines
from core.layers import dropouts
from core.layers.dropouts import KINDS
from core.machine.dtypes import is_half, torch_dtype
from core.messages import QT_TRANSLATE_NOOP

RESTART = ("dropout", "run")
"""Sections of the experiment on which this page's result depends; no other is read."""

RECENT = 12
SIGNAL = 65_536
"""Values of the N(0, 1) signal whose mean and variance are measured."""

BLOCK_COPIES = 6
"""Copies of a block that are there at once: y, the noise and the products of AlphaDropout."""

MAX_P = 0.95
_GROWTH = 1.04
"""The next point of a convergence curve has so many times the samples of the one before."""


def run(
    experiment: Experiment,
    context: Context = SILENT,
    samples: int = 1,
    many: int = 0,
    after: DropoutResult | None = None,
    typeset: bool = False,
) -> Pictures[DropoutResult]:
    """Draw until there are `samples` single samples and `many` in blocks (a multiple of BLOCK).

    `after` is an earlier result of the same experiment, from which it goes on; the answer is
    the same, bit for bit, as that of one run from the beginning. `typeset` asks for the formula:
    the first time the result is a picture without it before.

    Raises Refused where device, dtype or memory do not allow it, and Cancelled between two
    blocks. torch's random state is as before at the picture.
    """
    if after is not None and not after.same_draw(experiment):
        after = None
    with Session("dropout", torch.device(experiment.run.device)):
        check_memory(experiment)
        with refusing_torch_errors("dropout"):
            work = _Work(experiment, after)
            work.draw_singles(samples, context)
            work.draw_blocks(many, context)
            result = work.result()
    kind = result.kind
    if typeset:
        if known_lines(kind.formula, kind.symbol) is None:
            yield result
        result = replace(result, formula=typeset_lines(kind.formula, kind.symbol))
    yield result


def peak_bytes(experiment: Experiment) -> float:
    """What a block of samples takes; their number takes nothing."""
    units = max(len(dropout_snippet.numbers(experiment) or ()), dropout_snippet.LENGTH)
    values = units * max(1, KINDS[experiment.dropout.kind].size)
    return BLOCK_COPIES * BLOCK * values * torch_dtype("float64").itemsize + ROOM


def check_memory(experiment: Experiment) -> None:
    """Raise Refused, with the numbers, when the run cannot fit; allocates nothing."""
    text = QT_TRANSLATE_NOOP(
        "core",
        "not enough memory: the samples take {needed}, {free} is available; end other programs "
        "and try again",
    )
    refuse_what_does_not_fit(peak_bytes(experiment), experiment, "dropout", text)


def vector(experiment: Experiment) -> torch.Tensor:
    """x as the shown code makes it; a named random one follows torch's random state."""
    kind, chosen = KINDS[experiment.dropout.kind], experiment.dropout.vector
    options: dict[str, Any] = {
        "device": torch.device(experiment.run.device),
        "dtype": torch_dtype(experiment.run.dtype),
    }
    typed = dropout_snippet.numbers(experiment)
    if typed is not None:
        units = torch.tensor(typed, **options)
        ones = (1,) * len(kind.positions)
        times = (1,) * (1 + kind.batched) + kind.positions
        return units.view(kind.shape(len(typed))[: 1 + kind.batched] + ones).repeat(times)
    shape = kind.shape(dropout_snippet.LENGTH)
    if chosen == "course":
        return torch.randint(1, 10, shape, **options)
    return torch.ones(shape, **options) if chosen == "ones" else torch.randn(shape, **options)


def _flat(tensor: torch.Tensor) -> Array:
    array: Array = tensor.detach().cpu().double().flatten().numpy()
    return array


def _rms(values: Array) -> float:
    """Of the finite values; scaled by a power of two, so that no square overflows."""
    finite = values[np.isfinite(values)]
    if not finite.size:
        return math.nan
    exponent = math.frexp(float(np.abs(finite).max()))[1]
    scaled = np.ldexp(finite, -exponent)
    return math.ldexp(math.sqrt(float(np.mean(scaled * scaled))), exponent)


class _Work:
    """The draws of one run, continued from an earlier one."""

    def __init__(self, experiment: Experiment, after: DropoutResult | None) -> None:
        self.experiment = experiment
        self.device = torch.device(experiment.run.device)
        dropout = experiment.dropout
        self.kind, self.p = KINDS[dropout.kind], dropout.p
        self.training = dropout.training
        self.layer = dropouts.module(self.kind, self.p, self.training)
        seed_everything(experiment.run.seed, self.device)
        self.x = vector(experiment)
        self.flat = _flat(self.x)
        self.units = self._by_unit(self.flat)
        self.rounds = is_half(experiment.run.dtype) and self.training and 0.0 < self.p < 1.0
        self.expected, self.deviation = self._theory()
        self.recent: list[Sample] = []
        self.samples = self.many = 0
        self.total = np.zeros_like(self.flat)
        self.history: list[tuple[int, float, float]] = []
        if after is None:
            self.single, self.block = self._state(), None
            self.signal = self._signal()
        else:
            carried = after.carried
            self.single, self.block = carried.single, carried.block
            self.signal = carried.signal
            self.recent = list(after.recent)
            self.samples, self.many = after.samples, after.many
            self.total = carried.total.copy()
            self.history = list(carried.history)

    def _by_unit(self, values: Array) -> Array:
        with np.errstate(invalid="ignore", over="ignore"):
            rows = values.reshape(-1, max(1, self.kind.size))
            part = np.where(np.abs(rows).max(axis=1) > 1e300, 16.0, 1.0)  # their sum overflows
            means: Array = part * (rows / part[:, None]).mean(axis=1)
        return means

    def _theory(self) -> tuple[Array, Array]:
        """Expectation and standard deviation of y for each unit.

        Of what the dtype holds: in 16 bits 1/(1 − p) is another number, 1.109 for 1.111.
        """
        if not self.training:
            return self.units, np.zeros_like(self.units)
        if not self.rounds:
            expected = self.kind.expected(self.units, self.p)
            return expected, self.kind.deviation(self.units, self.p)
        ones = torch.ones_like(self.x)
        masks = (ones, torch.zeros_like(ones))
        kept, lost = (self._by_unit(_flat(self.kind.masked(self.x, m, self.p))) for m in masks)
        with np.errstate(invalid="ignore", over="ignore"):
            expected = (1.0 - self.p) * kept + self.p * lost
            return expected, np.abs(kept - lost) * math.sqrt(self.p * (1.0 - self.p))

    def _stored(self) -> Stored | None:
        """What the dtype makes of the scale and of a dropped unit."""
        if not self.rounds:
            return None
        one = torch.ones(1, dtype=self.x.dtype, device=self.device)
        zero = torch.zeros_like(one)
        kept, shift = (float(self.kind.masked(x, one, self.p)) for x in (one, zero))
        scale = kept - shift if self.kind.alpha else kept
        return Stored(scale, float(self.kind.masked(zero, zero, self.p)))

    # The generator of the device that draws:

    def _state(self) -> State:
        array: State = get_rng_state(self.device).cpu().numpy().copy()
        return array

    def _restore(self, array: State) -> None:
        set_rng_state(torch.from_numpy(array.copy()), self.device)

    # Draws:

    def draw_singles(self, samples: int, context: Context) -> None:
        """Call the layer on x until there are so many samples."""
        if samples <= self.samples:
            return
        self._restore(self.single)
        total = torch.from_numpy(self.total)
        for number in range(self.samples + 1, samples + 1):
            if number % 64 == 0:
                context.check()
                context.progress(number / samples)
            y = self._sample(number) if number > samples - RECENT else self.layer(self.x)
            total += y.detach().cpu().double().flatten()
            self.samples = number
            self._remember()
        self.single = self._state()
        self.recent = self.recent[-RECENT:]

    def _sample(self, number: int) -> torch.Tensor:
        """One call, and what the same random numbers make of ones: the mask."""
        before = self._state()
        mask = _flat(self.layer(torch.ones_like(self.x))) > 0
        self._restore(before)
        y: torch.Tensor = self.layer(self.x)
        unscaled = None
        if not self.kind.alpha:
            with np.errstate(invalid="ignore", over="ignore"):
                keep = mask.astype(float) if self.training else 1.0 - self.p
                unscaled = self.flat * keep
        printed = f"x = {self.x}\ny = {y}"
        self.recent.append(Sample(number, mask, _flat(y), unscaled, printed))
        return y

    def draw_blocks(self, many: int, context: Context) -> None:
        """Call the layer on blocks of x until there are so many samples besides."""
        if many <= self.many:
            return
        if self.block is None:
            seed_everything(self.experiment.run.seed + 1, self.device)
        else:
            self._restore(self.block)
        repeated = self.x.expand(BLOCK, *self.x.shape[1 if self.kind.batched else 0 :])
        first, total = self.many, torch.from_numpy(self.total)
        while self.many < many:
            context.check()
            total += self.layer(repeated).cpu().double().sum(0).flatten()
            self.many += BLOCK
            context.progress((self.many - first) / (many - first))
            self._remember()
        self.block = self._state()

    def _signal(self) -> tuple[float, float, float, float]:
        """Mean and variance of an N(0, 1) signal, before and after the layer."""
        shape: tuple[int, ...] = (SIGNAL,)
        if self.kind.positions:
            shape = (SIGNAL // (16 * self.kind.size), 16, *self.kind.positions)
        seed_everything(self.experiment.run.seed, self.device)
        dtype = torch_dtype(self.experiment.run.dtype)
        z = torch.randn(shape, device=self.device, dtype=dtype)
        before, after = _flat(z), _flat(self.layer(z))
        with np.errstate(invalid="ignore"):  # of infinite values
            mean, variance = float(after.mean()), float(after.var())
        return float(before.mean()), float(before.var()), mean, variance

    # What they come to:

    def _remember(self) -> None:
        """A point of the convergence curve, at ever larger steps."""
        n = self.samples + self.many
        if self.history and n < _GROWTH * self.history[-1][0] and n > 1:
            return
        mean = self._by_unit(self.total / n)
        with np.errstate(invalid="ignore", over="ignore"):
            inverted = _rms(mean - self._aim())
            classical = _rms((1.0 - self.p) * mean - self.units)
        self.history.append((n, inverted, classical))

    def _aim(self) -> Array:
        """What the distance is measured from: x, or its expectation where that is another."""
        return self.expected if self.rounds or self.kind.alpha else self.units

    def _running_mean(self, classical: bool) -> RunningMean:
        factor = 1.0 - self.p if classical else 1.0
        n = self.samples + self.many
        expected, deviation = self.expected, self.deviation
        with np.errstate(invalid="ignore", over="ignore"):
            mean = factor * self._by_unit(self.total / n)
            expected = factor * expected
            deviation = factor * deviation if self.p < 1.0 else 0.0 * self.units
            distance = _rms(mean - (self.units if classical else self._aim()))
        if self.p == 1.0 and self.training and not classical:
            deviation = np.full_like(self.units, math.nan)
        p = np.linspace(0.0, MAX_P, 96)
        curve = self.kind.variance(p, 0.0, 1.0) if self.training else np.ones_like(p)
        _, _, signal_mean, variance = self.signal
        counts = np.array([point[0] for point in self.history] + [n], dtype=float)
        column = 2 if classical else 1
        return RunningMean(
            mean=mean,
            expected=expected,
            error=deviation / math.sqrt(n),
            distance=distance,
            theory=_rms(deviation),
            counts=counts,
            distances=np.array([point[column] for point in self.history] + [distance]),
            signal_mean=factor * signal_mean,
            variance=factor * factor * variance,
            curve=(1.0 - p) ** 2 * curve if classical else curve,
        )

    def result(self) -> DropoutResult:
        """Freeze it."""
        usual = np.isfinite(self.flat) & (self.flat != 0)
        with np.errstate(invalid="ignore", over="ignore"):
            mean_y = self.total / (self.samples + self.many)
        return DropoutResult(
            experiment=self.experiment,
            x=self.flat,
            units=self.units,
            positions=max(1, self.kind.size),
            recent=tuple(self.recent),
            samples=self.samples,
            many=self.many,
            mean_y=mean_y,
            inverted=self._running_mean(False),
            classical=None if self.kind.alpha else self._running_mean(True),
            signal=self.signal[:2],
            curve_p=np.linspace(0.0, MAX_P, 96),
            simple=bool(usual.all()),
            stored=self._stored(),
            carried=Carried(self.single, self.block, self.total, tuple(self.history), self.signal),
        )
