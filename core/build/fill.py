"""Fill a layer of torch with torch's own functions, such that the work can stop half-way.

The code that the program shows says `torch.manual_seed(…)`, `linear = nn.Linear(…)`, then
`nn.init.…_(linear.weight)`. Here the very same functions run, on memory that is kept between
runs. Three things are added, and none changes a bit:

- A dispatch mode hands long `uniform_` and `normal_` calls to torch piece by piece. On the CPU
  the pieces draw the same numbers as the whole, in multiples of 16 and at least 16 at a time.
- What a method leaves to be done goes step by step, outside of that mode, which costs more than
  the many small operations of which it is made: `core.init.sparse`.
- `nn.Linear` draws its default weight before the chosen method draws again. What that first
  draw leaves behind is remembered: see `core.build.rng_cache`.
"""

from __future__ import annotations

import contextlib
import copy
import functools
import math
import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn
from torch.utils._python_dispatch import TorchDispatchMode

from core.build.memory import allocate, check_memory
from core.build.rng import seed_everything
from core.build.rng_cache import DefaultDraws
from core.build.session import DEFAULT_THREADS, refusing_torch_errors, threads
from core.context import Context
from core.experiment import Experiment, Initialization, Layer
from core.layers.shape import LINEAR, Shape
from core.machine.refusals import unsupported
from core.messages import QT_TRANSLATE_NOOP, Message, Refused

PIECE = 2**18
MAX_ROUNDS = 4000
"""Draws after which a run gives up; a method that redraws usually takes three to thirty."""

ENDLESS = QT_TRANSLATE_NOOP("core", "torch would redraw without end")


class _Pieces(TorchDispatchMode):
    """Splits long draws, reports progress, and stops between any two operations."""

    def __init__(self, context: Context, count: int) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.context = context
        self.count = count
        self.rounds = 0

    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        """Without this, torch imports its compiler at the first draw: a second at the start."""
        return False

    def __torch_dispatch__(
        self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: Any = None
    ) -> Any:
        self.context.check()
        kwargs = kwargs or {}
        if func not in (torch.ops.aten.uniform_.default, torch.ops.aten.normal_.default):
            return func(*args, **kwargs)
        self.rounds += 1
        if self.rounds > MAX_ROUNDS:
            raise _TooManyRounds
        tensor = args[0]
        if tensor.device.type != "cpu" or tensor.numel() <= PIECE or not tensor.is_contiguous():
            return func(*args, **kwargs)
        flat = tensor.view(-1)
        last = flat.numel() - PIECE - 16
        start = 0
        while start < flat.numel():
            stop = start + PIECE if start < last else flat.numel()
            self.context.check()
            func(flat[start:stop], *args[1:], **kwargs)
            if self.rounds == 1:
                self.context.progress(stop / self.count)
            start = stop
        return tensor


def _pieces(
    context: Context, count: int, drawn: float | None = None
) -> contextlib.AbstractContextManager[object]:
    """The mode above where a draw is long enough to be split, or may be repeated without end."""
    context.check()
    long = (count if drawn is None else drawn) > PIECE
    return _Pieces(context, count) if long else contextlib.nullcontext()


class _TooManyRounds(Exception):  # noqa: N818
    """The method keeps redrawing."""


@dataclass(frozen=True, slots=True)
class Filled:
    """The layer, the seconds that its initialization took, and what torch remarked on it."""

    layer: nn.Module
    seconds: float
    notes: tuple[Message, ...]

    @property
    def weight(self) -> torch.Tensor:
        """As torch has it."""
        return self.layer.get_parameter("weight")

    @property
    def matrix(self) -> torch.Tensor:
        """The weight as the matrix that torch's methods see: its first side, and all others."""
        return self.weight.flatten(1)

    @property
    def bias(self) -> torch.Tensor | None:
        """None where the layer has none."""
        return bias_of(self.layer)


def bias_of(layer: nn.Module) -> torch.Tensor | None:
    """The layer's bias; None where it has none."""
    return dict(layer.named_parameters()).get("bias")


def fill(experiment: Experiment, context: Context) -> Filled:
    """Build the experiment's layer; its weight lives in memory that the next call reuses.

    Leaves torch's random state where the shown code would have it: call it inside `fork_rng`.
    Raises Refused for what torch, the dtype, the device or the memory cannot do, and Cancelled.
    """
    check_memory(experiment)
    layer = experiment.layer
    device = torch.device(experiment.run.device)
    started = time.perf_counter()
    with refusing_torch_errors("layer"):
        memory = allocate(layer.shape.count, experiment)
        made = _empty_layer(layer, memory)
    with refusing_torch_errors("weight_init"):
        seed_everything(experiment.run.seed, device)
    check_method(experiment, layer.entry.dims)
    draws = DefaultDraws(experiment, [layer.shape])
    notes = fill_next(made, experiment, context, draws, layer.shape)
    if device.type == "cuda":
        torch.cuda.synchronize(device)
    return Filled(made, time.perf_counter() - started, tuple(notes))


def fill_next(
    layer: nn.Module,
    experiment: Experiment,
    context: Context,
    draws: DefaultDraws,
    shape: Shape,
    index: int = 0,
) -> list[Message]:
    """Initialize layer `index` of a stack from where torch's random state stands, as a loop would.

    `layer` has memory but no values yet; first it gets those that torch's class draws by itself,
    or just their effect where `draws` knows it. Returns torch's remarks; raises what `fill` raises.
    """
    with refusing_torch_errors("weight_init"), _pieces(context, shape.count):
        if not draws.restore(layer, index):
            layer.reset_parameters()  # type: ignore[operator]
            draws.remember(layer, index)
    notes: list[Message] = []
    for tensor, init in _targets(layer, experiment):
        with refusing_torch_errors(init.section):
            notes += initialize(init, tensor, shape, context)
    return notes


@functools.cache
def _without_values(bias: bool) -> nn.Linear:
    """Made once: even without memory torch goes through its initialization, 0.12 ms a layer."""
    return nn.Linear(1, 1, bias, device="meta")


def empty_linear(shape: Shape, bias: bool, memory: torch.Tensor) -> nn.Linear:
    """An `nn.Linear` whose weight lies in `memory` and has no values yet; it does not learn."""
    options: dict[str, Any] = {"device": memory.device, "dtype": memory.dtype}
    linear = copy.copy(_without_values(bias))
    linear._parameters = {"weight": None, "bias": None}  # a copy would share them
    linear.in_features, linear.out_features = shape.columns, shape.rows
    linear.weight = nn.Parameter(memory.view(shape.rows, shape.columns), requires_grad=False)
    if bias:
        linear.bias = nn.Parameter(torch.empty(shape.rows, **options), requires_grad=False)
    return linear


def _empty_layer(layer: Layer, memory: torch.Tensor) -> nn.Module:
    """torch's module of the layer's kind, whose weight lies in `memory` and has no values yet."""
    if layer.kind == LINEAR:
        return empty_linear(layer.shape, layer.bias, memory)
    options: dict[str, Any] = {"dtype": memory.dtype}
    made: nn.Module = layer.entry.module(*layer.numbers, layer.bias, device="meta", **options)
    made.weight = nn.Parameter(memory.view(layer.shape.size), requires_grad=False)
    if layer.has_bias:
        bias = torch.empty(layer.shape.units, device=memory.device, **options)
        made.bias = nn.Parameter(bias, requires_grad=False)
    return made


def check_method(experiment: Experiment, dims: int = 2) -> None:
    """Raise Refused where torch has no such method for the dtype, or for so many dimensions."""
    entry = experiment.weight_init.entry
    if not entry.dims.allows(dims):
        text = QT_TRANSLATE_NOOP(
            "core",
            "{method} fills the kernels of a convolution, and layers here are linear; choose "
            "another method",
        )
        raise Refused("weight_init.method", text.format(method=entry.method))
    if experiment.run.dtype in experiment.weight_init.entry.unsupported_dtypes:
        raise unsupported(experiment.weight_init.method, experiment.run.dtype)


def _targets(
    layer: nn.Module, experiment: Experiment
) -> Iterator[tuple[torch.Tensor, Initialization]]:
    yield layer.get_parameter("weight"), experiment.weight_init
    bias = bias_of(layer)
    if bias is not None:
        yield bias, experiment.bias_init


def initialize(
    init: Initialization, tensor: torch.Tensor, shape: Shape, context: Context
) -> list[Message]:
    """Fill a weight or bias by its method; `shape` is that of the layer's weight.

    Returns what torch's warnings say; raises Refused where it would redraw without end.
    """
    entry = init.entry
    if entry.keeps_default:
        return []
    number = DEFAULT_THREADS if entry.default_threads else torch.get_num_threads()
    count = math.inf if entry.many_operations else tensor.numel()
    warning = entry.warning(init.parameters)
    with warnings.catch_warnings() if warning else contextlib.nullcontext():
        if warning:
            warnings.simplefilter("ignore")
        with threads(number):
            try:
                with _pieces(context, tensor.numel(), count):
                    left = entry.fill(tensor, shape, init.parameters)
            except _TooManyRounds:
                name, text = entry.endless or ("method", ENDLESS)
                raise Refused(f"{init.section}.{name}", text) from None
            for share in left:
                context.check()
                context.progress(share)
    return [warning] if warning else []
