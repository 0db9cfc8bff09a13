"""The stack of layers that a run of the Depth page builds, and what is measured on the way."""

from __future__ import annotations

import contextlib
import functools
import math
from collections.abc import Iterator

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from core.build import code as snippet
from core.build import memory
from core.build.fill import check_method, empty_linear, fill_next
from core.build.rng import seed_everything
from core.build.rng_cache import DefaultDraws
from core.build.session import DEFAULT_THREADS, Session, refusing_torch_errors
from core.context import Context
from core.depth import code as depth_snippet
from core.depth.mean_field import shapes
from core.experiment import Experiment
from core.layers import dropouts
from core.layers.activations import ACTIVATIONS
from core.layers.norms import NORMS
from core.layers.saturation import saturated_beyond
from core.machine.dtypes import torch_dtype
from core.messages import QT_TRANSLATE_NOOP, Message
from core.stats.histogram import Summary, summarize

Array = NDArray[np.float64]

ALIGNED = 64
"""Each layer's weights begin at a multiple of so many values: 512 bytes, 128 in half precision.

A tensor of its own begins at a multiple of 64 bytes, and a product adds up in another order where
its operand does not.
"""


def _room(count: int) -> int:
    """Values up to where the next layer may begin."""
    return -(-count // ALIGNED) * ALIGNED


def peak_bytes(experiment: Experiment) -> float:
    """What a run of the Depth page takes at its worst moment."""
    depth, size = experiment.depth, torch_dtype(experiment.run.dtype).itemsize
    weights = size * sum(_room(shape.count) for shape in shapes(experiment))
    one, smaller = depth.batch * depth.width, min(depth.batch, depth.width)
    building = weights + experiment.weight_init.entry.peak(depth.width**2, size)
    passing = weights + size * _kept(experiment) * depth.layers * one
    # The root mean square and the rank are taken in float64, the rank from a Gram matrix.
    measuring = 8 * (2 * one + 4 * smaller * smaller)
    return max(building, passing + measuring) + memory.ROOM


def check_memory(experiment: Experiment) -> None:
    """Raise Refused, with the numbers, when the run cannot fit; allocates nothing."""
    depth = experiment.depth
    text = QT_TRANSLATE_NOOP(
        "core",
        "not enough memory: {layers} layers of {width} units for {batch} inputs take {needed}, "
        "{free} is available; choose a smaller batch, fewer or narrower layers",
    )
    sizes = {"layers": depth.layers, "width": depth.width, "batch": depth.batch}
    memory.refuse_what_does_not_fit(
        peak_bytes(experiment), experiment, "depth.batch", text, **sizes
    )


def _kept(experiment: Experiment) -> int:
    """Tensors of batch × width that autograd keeps a layer.

    z and the activation, with dropout the mask and what is dropped; AlphaDropout is made of several
    operations and keeps the results of two more.
    """
    dropout = experiment.dropout
    if dropout.p == 0.0 or not dropout.training:
        return 3
    return 6 if dropouts.KINDS[dropout.kind].alpha else 4


@contextlib.contextmanager
def prepared(experiment: Experiment) -> Iterator[Session]:
    """Check what can be checked before, then seed; torch's state is as before afterwards."""
    check_method(experiment)
    device = torch.device(experiment.run.device)
    number = 1 if depth_snippet.one_thread(experiment) else DEFAULT_THREADS
    with Session("depth", device, number, grad=True) as session:
        check_memory(experiment)
        with refusing_torch_errors("depth"):
            seed_everything(experiment.run.seed, device)
            yield session


class Quiet(Context):
    """Passes on that the work should stop, not the progress of its single steps."""

    def __init__(self, context: Context) -> None:
        self.context = context

    @property
    def cancelled(self) -> bool:
        """Whether the run should stop."""
        return self.context.cancelled


class Network:
    """The layers of one run and what is measured while signal and gradient pass."""

    def __init__(
        self, experiment: Experiment, context: Context, quantity: str | None, keep: bool
    ) -> None:
        self.experiment, self.context = experiment, context
        self.quantity = quantity
        self.count = experiment.depth.layers
        self.kept: list[torch.Tensor] | None = [] if keep else None
        self.passes = 4 if keep else 3  # building, forward, backward, ranks
        self.forward_rms = np.full(self.count, math.nan)
        self.backward_rms = np.full(self.count, math.nan)
        self.saturated = np.zeros(self.count)
        self.dead = np.zeros(self.count)
        self.notes: list[Message] = []
        self.layers = self._build()
        self.norms = self._make_norms()
        self.parameters = sum(p.numel() for linear in self.layers for p in linear.parameters())
        self._summaries: dict[int, Summary] = {}
        if quantity == "weight":
            for index, linear in enumerate(self.layers):
                self._summarize(index, linear.weight)

    @property
    def summaries(self) -> list[Summary]:
        """One for each layer, in order."""
        return [self._summaries[index] for index in range(self.count)]

    def _build(self) -> list[nn.Linear]:
        stack = shapes(self.experiment)
        buffer = memory.allocate(sum(_room(shape.count) for shape in stack), self.experiment)
        layers: list[nn.Linear] = []
        bias, quiet = self.experiment.layer.bias, Quiet(self.context)
        draws = DefaultDraws(self.experiment, stack)
        start = 0
        for index, shape in enumerate(stack):
            self._step(index)
            linear = empty_linear(shape, bias, buffer[start : start + shape.count])
            self.notes += fill_next(linear, self.experiment, quiet, draws, shape, index)
            layers.append(linear)
            start += _room(shape.count)
        return layers

    def _make_norms(self) -> list[nn.Module]:
        """A normalization for each layer; none where the experiment has none."""
        depth, run = self.experiment.depth, self.experiment.run
        options = {"device": run.device, "dtype": torch_dtype(run.dtype)}
        made = [NORMS[depth.norm].make(depth.width, **options) for _ in range(self.count)]
        return [norm for norm in made if norm is not None]

    def _step(self, done: int) -> None:
        self.context.check()
        self.context.progress(done / (self.passes * self.count))

    def _summarize(self, index: int, values: torch.Tensor) -> None:
        zeros = int(torch.count_nonzero(values)) < values.numel()  # NaN counts as something
        atoms = (0.0,) if zeros else ()
        self._summaries[index] = summarize(values, Quiet(self.context), atoms)

    def forward(self) -> None:
        """Send the batch through; `last` is the preactivation from which the gradient starts."""
        experiment, dropout = self.experiment, self.experiment.dropout
        function = ACTIVATIONS[experiment.layer.activation].function
        drop = None
        if dropout.p > 0.0:
            drop = dropouts.module(snippet.layer_kind(experiment), dropout.p, dropout.training)
        h = signal(experiment)
        for index, linear in enumerate(self.layers):
            self._step(self.count + index)
            z = linear(h)
            if index == 0:
                self.first = z.requires_grad_()
            elif index < self.count - 1:
                z.register_hook(functools.partial(self._gradient, index))
            normed = z if not self.norms else self.norms[index](z)
            y = function(normed)
            self._measure(index, z.detach(), normed.detach(), y.detach())
            h = y if drop is None else drop(y)
        self.last = z

    def _measure(self, index: int, z: torch.Tensor, normed: torch.Tensor, y: torch.Tensor) -> None:
        """The preactivation, what the activation is applied to, and what it gives."""
        self.forward_rms[index] = root_mean_square(z)
        self._count_units(index, normed, y)
        if self.quantity == "preactivation":
            self._summarize(index, z)
        elif self.quantity == "activation":
            self._summarize(index, y)
        if self.kept is not None:
            self.kept.append(y)

    def _count_units(self, index: int, z: torch.Tensor, y: torch.Tensor) -> None:
        """Shares of saturated values and of dead units; NaN where there is no number at all."""
        numbers = z.numel()
        if math.isnan(self.forward_rms[index]):
            numbers -= int(torch.count_nonzero(torch.isnan(z)))
        if numbers == 0:
            self.saturated[index] = self.dead[index] = math.nan
            return
        self.saturated[index] = _count_saturated(self.experiment, z, numbers) / numbers
        self.dead[index] = 0.0
        if int(torch.count_nonzero(y)) < y.numel():  # a tenth of the time of counting by units
            alive = torch.count_nonzero(torch.count_nonzero(y, dim=0))
            self.dead[index] = 1.0 - int(alive) / y.shape[1]

    def backward(self) -> None:
        """Bring N(0, 1) back from the last preactivation to the first."""
        last, first = self.last, self.first
        del self.last, self.first  # the graph's hooks hold this network: no collector sees that
        start = torch.randn_like(last)
        self._gradient(self.count - 1, start)
        if self.count > 1:
            # The product has `start` as its gradient, to the bit. Given as `grad_outputs`, torch
            # would import sympy to compare two shapes: half a second of each process.
            (end,) = torch.autograd.grad((last * start).sum(), first)
            self._gradient(0, end)

    def _gradient(self, index: int, gradient: torch.Tensor) -> None:
        self._step(3 * self.count - index)
        self.backward_rms[index] = root_mean_square(gradient)
        if self.quantity == "gradient":
            self._summarize(index, gradient)

    def ranks(self) -> Array:
        """The numerical rank of each layer's activations, NaN where they are not finite."""
        found = np.full(self.count, math.nan)
        for index, values in enumerate(self.kept or []):
            self._step(3 * self.count + index + 1)
            found[index] = numerical_rank(values)
        return found


def _count_saturated(experiment: Experiment, z: torch.Tensor, numbers: int) -> int:
    """How many of z's values, of which so many are not NaN, lie where the activation is flat."""
    low, high = saturated_beyond(experiment.layer.activation)
    if math.isinf(high):
        return 0 if math.isinf(low) else int(torch.count_nonzero(z <= low))
    return numbers - int(torch.count_nonzero((z > low) & (z < high)))


def signal(experiment: Experiment) -> torch.Tensor:
    """x as the shown code makes it, (batch, width), for the digits (batch, 64)."""
    depth, run_on = experiment.depth, experiment.run
    device, dtype = torch.device(run_on.device), torch_dtype(run_on.dtype)
    size = (depth.batch, depth.width)
    if depth.input == "normal":
        return torch.randn(size, device=device, dtype=dtype)
    if depth.input == "uniform":
        return 3**0.5 * (2 * torch.rand(size, device=device, dtype=dtype) - 1)
    digits = torch.tensor(_pixels(), device=device, dtype=dtype)
    return digits[torch.randint(len(digits), (depth.batch,), device=device)]


@functools.cache
def _pixels() -> Array:
    """scikit-learn's digits, (1797, 64), each pixel with mean 0 and variance 1 or always 0."""
    from sklearn.datasets import load_digits
    from sklearn.preprocessing import scale

    pixels: Array = scale(load_digits().data)
    return pixels


def root_mean_square(values: torch.Tensor) -> float:
    """√(mean of the squares), in float64; the very operations of the shown code."""
    if values.dtype == torch.float64:
        largest = values.abs().max().item()
        if not 0.0 < largest < math.inf:
            return float(largest)
        norm = torch.linalg.vector_norm(values / largest) / values.numel() ** 0.5
        return float(largest * norm.item())
    if values.device.type == "mps":
        values = values.cpu()
    norm = torch.linalg.vector_norm(values, dtype=torch.float64)
    return float((norm / values.numel() ** 0.5).item())


def numerical_rank(values: torch.Tensor) -> float:
    """Singular values above max(m, n)·eps·σ_max, as `torch.linalg.matrix_rank` counts them.

    For float16 and bfloat16 torch has no rank, and with their own eps the tolerance would pass
    σ_max from 128 values on: they are taken as `matrix_rank(values.float())` takes them. Below
    float64 the singular values come from the Gram matrix in float64, whose precision goes far
    beyond the tolerance; that is ten times faster. NaN where a value is not finite.
    """
    if not bool(torch.isfinite(values).all()):
        return math.nan
    if values.dtype == torch.float64:
        return float(torch.linalg.matrix_rank(values.cpu()))
    wide = values.cpu().double()
    largest = wide.abs().max().item()
    if largest == 0.0:
        return 0.0
    wide /= largest
    gram = wide.T @ wide if wide.shape[0] > wide.shape[1] else wide @ wide.T
    squares = torch.linalg.eigvalsh(gram)
    tolerance = max(values.shape) * torch.finfo(torch.float32).eps
    return float(torch.count_nonzero(squares > tolerance * tolerance * squares[-1]))
