"""Fill an `nn.Linear` with torch's own functions, such that the work can stop half-way.

The code that the program shows says `torch.manual_seed(…)`, `linear = nn.Linear(…)`, then
`nn.init.…_(linear.weight)`. Here the very same functions run, on memory that is kept between
runs. Two things are added, and neither changes a bit:

- A dispatch mode hands long `uniform_` and `normal_` calls to torch piece by piece. On the CPU
  the pieces draw the same numbers as the whole, in multiples of 16 and at least 16 at a time.
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

from core.build import code as snippet
from core.build import rng_cache as draws
from core.context import Context
from core.experiment import Experiment, Initialization
from core.machine import devices, refusals
from core.machine.refusals import unsupported
from core.messages import QT_TRANSLATE_NOOP, Message, Refused

PIECE = 2**18
MAX_ROUNDS = 4000
"""Redraws of trunc_normal_ after which a run gives up; a usual one takes three to thirty."""

DEFAULT_THREADS = torch.get_num_threads()


@contextlib.contextmanager
def threads(number: int) -> Iterator[None]:
    """Let torch use `number` threads; beside a window one is faster for small work."""
    before = torch.get_num_threads()
    torch.set_num_threads(number)
    try:
        yield
    finally:
        torch.set_num_threads(before)


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
    context: Context, count: int, draws: float | None = None
) -> contextlib.AbstractContextManager[object]:
    """The mode above where a draw is long enough to be split, or may be repeated without end."""
    context.check()
    long = (count if draws is None else draws) > PIECE
    return _Pieces(context, count) if long else contextlib.nullcontext()


class _TooManyRounds(Exception):  # noqa: N818
    """trunc_normal_ keeps redrawing."""


@dataclass(slots=True)
class _Workspace:
    """Memory for the weight that is used again: fresh pages cost ten times a warm fill."""

    buffer: torch.Tensor | None = None

    def take(self, count: int, dtype: torch.dtype, device: torch.device) -> torch.Tensor:
        """`count` values, with whatever was in them."""
        kept = self.buffer
        fits = (
            kept is not None
            and kept.dtype == dtype
            and _same(kept.device, device)
            and count <= kept.numel() <= max(4 * count, 2**22)
        )
        if not fits:
            self.buffer = kept = None  # freed before the next is taken
            self.buffer = torch.empty(count, dtype=dtype, device=device)
        assert self.buffer is not None
        return self.buffer[:count]

    def held(self, device: torch.device) -> int:
        """Bytes that a new run could use again or free."""
        if self.buffer is None or not _same(self.buffer.device, device):
            return 0
        return self.buffer.numel() * self.buffer.element_size()


def _same(one: torch.device, other: torch.device) -> bool:
    """`cuda` means the first of its type, whose tensors say `cuda:0`."""
    return (one.type, one.index or 0) == (other.type, other.index or 0)


_workspace = _Workspace()


def release() -> None:
    """Give back the memory kept for the next run."""
    _workspace.buffer = None
    draws.forget()


def let_go() -> None:
    """Leave the memory of the last layer to whoever has its tensors; the next run takes new one."""
    _workspace.buffer = None


@dataclass(frozen=True, slots=True)
class Filled:
    """The layer, the seconds that its initialization took, and what torch remarked on it."""

    linear: nn.Linear
    seconds: float
    notes: tuple[Message, ...]


def torch_dtype(name: str) -> torch.dtype:
    """`float32` as torch.float32."""
    dtype: torch.dtype = getattr(torch, name)
    return dtype


ROOM = 2**26
"""Bytes that a run takes besides its tensors: pieces, bins, and what the allocator keeps."""

SHARE = 0.95
"""A little is left to the rest of the machine."""

OUTPUTS = 5
"""Tensors like y that are there at once: z, y, and the noise and its product in AlphaDropout."""


def peak_bytes(experiment: Experiment) -> float:
    """What a run of the Layer page takes at its worst moment."""
    layer, size = experiment.layer, torch_dtype(experiment.run.dtype).itemsize
    count = layer.in_features * layer.out_features
    units = layer.out_features if layer.bias else 0
    rows = snippet.batch_size(layer.in_features, layer.out_features)
    moments = (
        experiment.weight_init.entry.peak(count, size) + units * size,
        count * size + experiment.bias_init.entry.peak(units, size),
        (count + units + rows * (layer.in_features + OUTPUTS * layer.out_features)) * size,
    )
    return max(moments) + ROOM


def check_memory(experiment: Experiment) -> None:
    """Raise Refused, with the numbers, when the run cannot fit; allocates nothing."""
    needed, free = peak_bytes(experiment), free_for(experiment)
    if needed > SHARE * free:
        raise refusals.not_enough_memory(needed, free)


def fork_rng(device: torch.device) -> contextlib.AbstractContextManager[None]:
    """Save torch's global random state and restore it on leaving."""
    if device.type in ("cuda", "xpu"):
        index = device.index or 0
        return torch.random.fork_rng(devices=[index], device_type=device.type)
    return torch.random.fork_rng(devices=[])


def fill(experiment: Experiment, context: Context) -> Filled:
    """Build the experiment's `nn.Linear`; its weight lives in memory that the next call reuses.

    Leaves torch's random state where the shown code would have it: call it inside `fork_rng`.
    Raises Refused for what torch, the dtype, the device or the memory cannot do, and Cancelled.
    """
    check_memory(experiment)
    layer = experiment.layer
    device = torch.device(experiment.run.device)
    count = layer.in_features * layer.out_features
    notes: list[Message] = []
    started = time.perf_counter()
    with said_plainly("layer"):
        memory = take(count, experiment)
        linear = empty_linear(layer.in_features, layer.out_features, layer.bias, memory)
    with said_plainly("weight_init"), _Pieces(context, count):
        draws.default(linear, experiment, device)
    check_dtype(experiment)
    for tensor, init in _targets(linear, experiment):
        with said_plainly(init.section):
            notes += _apply(init, tensor, context)
    if device.type == "cuda":
        torch.cuda.synchronize(device)
    return Filled(linear, time.perf_counter() - started, tuple(notes))


def fill_next(
    linear: nn.Linear,
    experiment: Experiment,
    context: Context,
    memo: draws.Memo | None = None,
    index: int = 0,
) -> list[Message]:
    """Initialize one more layer from where torch's random state stands, as a loop would.

    `linear` has memory but no values yet; first it gets those that `nn.Linear` draws by itself,
    or just their effect where `memo` knows it for layer `index`. Returns torch's remarks; raises
    what `fill` raises.
    """
    notes: list[Message] = []
    bias = linear.bias if experiment.layer.bias else None
    if memo is not None and index < len(memo.known):
        state, drawn = memo.known[index]
        torch.set_rng_state(state)
        if bias is not None and drawn is not None:
            bias.data.copy_(drawn)
    else:
        with said_plainly("weight_init"), _pieces(context, linear.weight.numel()):
            linear.reset_parameters()
        if memo is not None and index == len(memo.known):
            kept = None if bias is None else bias.data.clone()
            memo.known.append((torch.get_rng_state(), kept))
    for tensor, init in _targets(linear, experiment):
        with said_plainly(init.section):
            notes += _apply(init, tensor, context)
    return notes


@functools.cache
def _without_values(bias: bool) -> nn.Linear:
    """Made once: even without memory torch goes through its initialization, 0.12 ms a layer."""
    return nn.Linear(1, 1, bias, device="meta")


def empty_linear(fan_in: int, fan_out: int, bias: bool, memory: torch.Tensor) -> nn.Linear:
    """An `nn.Linear` whose weight lies in `memory` and has no values yet; it does not learn."""
    options: dict[str, Any] = {"device": memory.device, "dtype": memory.dtype}
    linear = copy.copy(_without_values(bias))
    linear._parameters = {"weight": None, "bias": None}  # a copy would share them
    linear.in_features, linear.out_features = fan_in, fan_out
    linear.weight = nn.Parameter(memory.view(fan_out, fan_in), requires_grad=False)
    if bias:
        linear.bias = nn.Parameter(torch.empty(fan_out, **options), requires_grad=False)
    return linear


def take(count: int, experiment: Experiment) -> torch.Tensor:
    """Memory for `count` weights, which the next call uses again."""
    run = experiment.run
    return _workspace.take(count, torch_dtype(run.dtype), torch.device(run.device))


def free_for(experiment: Experiment) -> int:
    """Bytes that a run may take: what is available, and what the last run left."""
    device = experiment.run.device
    return devices.free_memory(device) + _workspace.held(torch.device(device))


def check_dtype(experiment: Experiment) -> None:
    """Raise Refused where torch has no kernel of the method for the dtype."""
    if experiment.run.dtype in experiment.weight_init.entry.unsupported_dtypes:
        raise unsupported(experiment.weight_init.method, experiment.run.dtype)


def _targets(
    linear: nn.Linear, experiment: Experiment
) -> Iterator[tuple[torch.Tensor, Initialization]]:
    yield linear.weight, experiment.weight_init
    if experiment.layer.bias:
        yield linear.bias, experiment.bias_init


def _apply(init: Initialization, tensor: torch.Tensor, context: Context) -> list[Message]:
    name = init.entry.torch_name
    if name is None:
        return []
    function = getattr(nn.init, name)
    # The last bits of the QR decomposition depend on the number of threads: use torch's default,
    # as whoever runs the shown code will.
    number = DEFAULT_THREADS if init.method == "orthogonal" else torch.get_num_threads()
    far = init.method == "trunc_normal" and _mean_is_far(init.parameters)
    with warnings.catch_warnings() if far else contextlib.nullcontext():
        if far:
            warnings.simplefilter("ignore")
        many = init.method in ("trunc_normal", "sparse")  # many operations, each may be the last
        count = math.inf if many else tensor.numel()
        with threads(number), _pieces(context, tensor.numel(), count):
            try:
                function(tensor, **init.parameters)
            except _TooManyRounds:
                raise Refused(
                    f"{init.section}.std",
                    QT_TRANSLATE_NOOP(
                        "core",
                        "almost nothing of this normal lies between a and b, so torch would "
                        "redraw without end; move the bounds nearer to the mean",
                    ),
                ) from None
    if not far:
        return []
    return [
        QT_TRANSLATE_NOOP(
            "core",
            "torch warns: the mean lies more than 2 std outside [a, b], "
            "the distribution may be incorrect.",
        )
    ]


def _mean_is_far(values: dict[str, Any]) -> bool:
    mean, std = values["mean"], values["std"]
    return bool(mean < values["a"] - 2 * std or mean > values["b"] + 2 * std)


@contextlib.contextmanager
def said_plainly(key: str) -> Iterator[None]:
    """Turn what torch raises into a sentence about `key`."""
    try:
        yield
    except _TORCH as error:
        raise _refused(key, error) from error


_TORCH = (
    MemoryError,
    RuntimeError,
    ValueError,
    ArithmeticError,
    TypeError,
    AssertionError,  # "Torch not compiled with CUDA enabled"
)


@contextlib.contextmanager
def guarded(key: str, device: torch.device) -> Iterator[None]:
    """Turn what may happen anywhere in a run into a sentence: memory gives out, a device is gone.

    Unlike `said_plainly` it lets every other error pass, which would be one of this program.
    """
    try:
        yield
    except _TORCH as error:
        gone = device.type != "cpu" and isinstance(error, RuntimeError | AssertionError)
        if refusals.is_no_memory(error):
            raise _refused(key, error) from error
        if gone or refusals.is_no_device(error):
            raise refusals.no_device(error) from error
        raise


def _refused(key: str, error: BaseException) -> Refused:
    if refusals.is_no_memory(error):
        release()
    return refusals.refusal(key, error)


def rounded(value: float, dtype: str) -> float:
    """`value` as the dtype stores it (infinite when it is too large)."""
    return float(torch.tensor(value, dtype=torch.float64).to(torch_dtype(dtype)))


def spacing(value: float, dtype: str) -> float:
    """The distance between neighbouring numbers of the dtype near |value|."""
    info = torch.finfo(torch_dtype(dtype))
    return math.ldexp(info.eps, math.frexp(max(abs(value), info.tiny))[1] - 1)
