"""The network: its layers, what is measured on them, and that a run can be stopped anywhere."""

from __future__ import annotations

import gc
import math
import re
import weakref
from typing import Any

import numpy as np
import pytest
import torch

from core import depth, layer
from core.build import memory, session
from core.context import SILENT, Cancelled, Context, last
from core.depth import network
from core.depth.network import Network, numerical_rank, prepared, root_mean_square, signal
from core.experiment import Experiment
from core.experiment.sections import ACTIVATIONS, DTYPES
from core.init.methods import REGISTRY
from core.layers.saturation import FLAT
from core.machine import devices
from core.messages import Refused
from tests.core.depth.support import deep, rms, run_code
from tests.core.layer.support import PHI
from tests.core.support import LINEAR_METHODS, square


def built(described: Experiment) -> list[dict[str, torch.Tensor]]:
    """The layers that a run initializes; they belong to the caller."""
    with prepared(described):
        layers = Network(described, SILENT, None, False).layers
        return [{k: v.detach().clone() for k, v in one.state_dict().items()} for one in layers]


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("method", LINEAR_METHODS)
def test_the_first_layer_is_the_one_of_the_layer_page(method: str, dtype: str) -> None:
    if dtype in REGISTRY[method].unsupported_dtypes:
        pytest.skip("torch has no such kernel")
    for bias in (True, False):
        described = deep(method, bias=bias, bias_init="uniform", seed=7, dtype=dtype)
        described = described.with_values({f"layer.{k}": v for k, v in square(16).items()})
        page = layer.weights(described)
        ours = built(described)
        assert len(ours) == 6
        assert ours[0].keys() == page.keys()
        for name, tensor in page.items():
            assert torch.equal(ours[0][name], tensor)


def test_layers_differ_from_each_other() -> None:
    weights = [one["weight"] for one in built(deep())]
    assert not any(torch.equal(weights[0], other) for other in weights[1:])


def test_the_digits_come_in_through_a_layer_of_64() -> None:
    shapes = [tuple(one["weight"].shape) for one in built(deep(input="digits"))]
    assert shapes == [(16, 64)] + [(16, 16)] * 5


def drawn(described: Experiment) -> torch.Tensor:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(described.run.seed)
        return signal(described)


@pytest.mark.parametrize("dtype", DTYPES)
def test_the_inputs_have_power_1(dtype: str) -> None:
    for kind in ("normal", "uniform"):
        x = drawn(deep(input=kind, batch=4096, width=64, dtype=dtype))
        assert x.shape == (4096, 64)
        assert x.dtype == getattr(torch, dtype)
        # Var[x²] is 2 for the normal, 4/5 for the uniform.
        error = math.sqrt({"normal": 2.0, "uniform": 0.8}[kind] / x.numel())
        assert abs(rms(x) ** 2 - 1) < 5 * error + float(torch.finfo(x.dtype).eps)
        if kind == "uniform":
            assert x.abs().max() <= math.sqrt(3) * 1.01


def test_the_digits_are_standardised_and_drawn_at_random() -> None:
    from sklearn.datasets import load_digits

    pixels = load_digits().data
    std = pixels.std(axis=0)
    scaled = (pixels - pixels.mean(axis=0)) / np.where(std > 0, std, 1.0)
    x = drawn(deep(input="digits", batch=100, dtype="float64")).numpy()
    assert x.shape == (100, 64)
    nearest = np.abs(x[:, None, :] - scaled[None]).max(axis=2)
    assert (nearest.min(axis=1) < 1e-12).all()
    assert len(set(nearest.argmin(axis=1).tolist())) > 60


@pytest.mark.parametrize("dtype", DTYPES)
def test_the_root_mean_square_is_numpys(dtype: str) -> None:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        values = torch.randn(300, 70, dtype=getattr(torch, dtype))
    for scale in (1.0, 1e-3, 200.0):
        assert root_mean_square(values * scale) == pytest.approx(rms(values * scale), rel=1e-9)


@pytest.mark.parametrize("dtype", DTYPES)
def test_the_root_mean_square_reaches_over_the_whole_range(dtype: str) -> None:
    kind = getattr(torch, dtype)
    info = torch.finfo(kind)
    for value in (info.max, info.tiny, 0.0):
        exact = float(torch.tensor(value, dtype=kind))
        assert root_mean_square(torch.full((9, 9), value, dtype=kind)) == pytest.approx(exact)
    for value in (math.inf, -math.inf):
        some = torch.tensor([[1.0, value]], dtype=kind)
        assert root_mean_square(some) == math.inf
    assert math.isnan(root_mean_square(torch.tensor([[1.0, math.nan, math.inf]], dtype=kind)))


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_the_rank_is_that_of_torch(dtype: str) -> None:
    kind = getattr(torch, dtype)
    generator = torch.Generator().manual_seed(3)

    def normal(*size: int) -> torch.Tensor:
        return torch.randn(*size, dtype=torch.float64, generator=generator)

    for rank in (1, 2, 7, 20):
        for size in ((50, 20), (20, 50), (33, 33)):
            for scale in (1.0, 1e-18, 1e18):
                product = (scale * normal(size[0], rank) @ normal(rank, size[1])).to(kind)
                expected = int(torch.linalg.matrix_rank(product))
                assert expected == rank
                assert numerical_rank(product) == expected
    steep = torch.diag(10.0 ** -torch.arange(0.0, 20.0, 0.5, dtype=torch.float64)).to(kind)
    assert numerical_rank(steep) == int(torch.linalg.matrix_rank(steep))


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("size", [(16, 8), (256, 64), (4096, 32), (64, 512)])
def test_units_that_are_alike_have_rank_1_in_every_dtype(dtype: str, size: tuple[int, int]) -> None:
    kind = getattr(torch, dtype)
    column = torch.randn(size[0], 1, generator=torch.Generator().manual_seed(1)).to(kind)
    assert numerical_rank(column.expand(size)) == 1
    assert numerical_rank(torch.zeros(size, dtype=kind)) == 0
    assert numerical_rank(torch.eye(8, dtype=kind)) == 8
    assert math.isnan(numerical_rank(torch.full(size, math.inf, dtype=kind)))


@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
@pytest.mark.parametrize("size", [(256, 256), (100, 300)])
@pytest.mark.parametrize("centre", [0.0, 0.5])
def test_in_half_precision_the_rank_is_torchs_of_the_same_numbers_as_float32(
    dtype: str, size: tuple[int, int], centre: float
) -> None:
    """Around 0.5, as sigmoid's values, one singular value is far above all others."""
    generator = torch.Generator().manual_seed(4)
    values = (centre + 0.01 * torch.randn(size, generator=generator)).to(getattr(torch, dtype))
    expected = int(torch.linalg.matrix_rank(values.float()))
    assert expected > 0.9 * min(size)
    assert numerical_rank(values) == expected


TURNING = ("gelu", "silu")


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("gain", [1.0, 4.0])
def test_saturated_and_dead_units_are_counted_as_autograd_does(
    activation: str, dtype: str, gain: float
) -> None:
    described = deep("xavier_normal", gain=gain, activation=activation, dtype=dtype, layers=4)
    described = described.with_value("bias_init.method", "normal")
    result = last(depth.run(described))
    for index, z in enumerate(run_code(described)["zs"]):
        at = z.detach().requires_grad_()
        y = PHI[activation](at)
        (slope,) = torch.autograd.grad(y.sum(), at)
        # GELU and SiLU are flat at their minimum too, where φ turns: not far from z = −1.
        slope = torch.where((z > -2.0) & (z < 0.0), 1.0, slope) if activation in TURNING else slope
        if dtype in ("float32", "float64"):
            flat = (slope.abs() < FLAT).double().mean().item()
            assert result.saturated[index] == pytest.approx(flat, abs=1e-12)
        else:  # the slope itself is rounded: those near 0.05 may fall on either side
            near = 4 * float(torch.finfo(slope.dtype).eps)
            low, high = (
                (slope.abs() < FLAT * (1 + sign * near) + sign * near).double().mean().item()
                for sign in (-1, 1)
            )
            assert low <= result.saturated[index] <= high
        assert result.dead[index] == (y == 0).all(dim=0).double().mean().item()


def test_of_what_is_nan_nothing_is_counted() -> None:
    """Shares are of the values that are numbers; where none is left there is no share."""
    described = deep("normal", std=9.0, dtype="float16", layers=15, activation="relu")
    result, mixed = last(depth.run(described)), 0
    for index, z in enumerate(run_code(described)["zs"]):
        numbers = z[~z.isnan()]
        if numbers.numel() == 0:
            assert math.isnan(result.saturated[index])
            assert math.isnan(result.dead[index])
            continue
        mixed += numbers.numel() < z.numel()
        flat = float((numbers <= 0).double().mean())
        assert result.saturated[index] == pytest.approx(flat, abs=1e-12)
    assert mixed > 0
    assert np.isnan(result.saturated[-1])


def test_a_strongly_negative_bias_kills_relu_units() -> None:
    bias = {"method": "uniform", "a": -40.0, "b": 40.0}
    result = last(depth.run(deep("normal", std=0.1, activation="relu", bias_init=bias, layers=1)))
    (layer_of_torch,) = run_code(result.experiment)["layers"]
    dead = float((layer_of_torch.bias < -5).double().mean())
    assert 0.2 < dead < 0.8
    assert result.dead[0] == pytest.approx(dead)


@pytest.mark.parametrize("method", ["xavier_normal", "eye", "sparse", "constant"])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_the_ranks_are_those_of_the_activations(method: str, dtype: str) -> None:
    described = deep(method, activation="relu", dtype=dtype, bias_init="normal", p=0.2)
    result = last(depth.run(described, ranks=True))
    assert result.ranks is not None
    expected = [float(torch.linalg.matrix_rank(torch.relu(z))) for z in run_code(described)["zs"]]
    np.testing.assert_array_equal(result.ranks, expected)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("activation", ["identity", "tanh", "relu", "sigmoid"])
@pytest.mark.parametrize("batch", [16, 300])
def test_constant_weights_leave_rank_1_and_zeros_rank_0(
    dtype: str, activation: str, batch: int
) -> None:
    for values, rank in (({"val": 0.05}, 1.0), ({"val": 0.0}, 0.0)):
        result = last(
            depth.run(
                deep("constant", **values, activation=activation, dtype=dtype, batch=batch, p=0.1)
            )
        )
        assert result.ranks is not None
        if activation == "sigmoid":  # σ(0) is ½ for every unit and input
            rank = 1.0
        np.testing.assert_array_equal(result.ranks, rank)


class Listening(Context):
    """Is cancelled once the progress has reached `limit`."""

    def __init__(self, limit: float = math.inf) -> None:
        self.limit = limit
        self.fractions: list[float] = []

    @property
    def cancelled(self) -> bool:
        return bool(self.fractions) and self.fractions[-1] >= self.limit

    def progress(self, fraction: float) -> None:
        self.fractions.append(fraction)


@pytest.mark.parametrize("ranks", [True, False])
@pytest.mark.parametrize("layers", [1, 2, 9])
def test_progress_rises_from_0_to_1(layers: int, ranks: bool) -> None:
    listening = Listening()
    last(depth.run(deep(layers=layers), listening, ranks=ranks))
    fractions = listening.fractions
    assert fractions[0] == 0.0
    assert fractions[-1] == 1.0
    assert (np.diff(fractions) > 0).all()
    assert np.diff(fractions).max(initial=0.0) <= 2 / (3 * layers) + 1e-9
    assert len(fractions) >= 3 * layers


@pytest.mark.parametrize("limit", [0.0, 0.2, 0.4, 0.6, 0.7, 0.9])
@pytest.mark.parametrize("quantity", ["activation", "weight"])
def test_a_run_stops_between_two_layers_forward_and_backward(limit: float, quantity: str) -> None:
    """Building, forward and backward are a third each: nothing begins after the limit."""
    listening = Listening(limit)
    with pytest.raises(Cancelled):
        next(depth.run(deep(layers=10), listening, quantity=quantity))
    assert limit <= listening.fractions[-1] < limit + 1 / 30 + 1e-9


def test_the_ranks_can_be_cancelled_too() -> None:
    with pytest.raises(Cancelled):
        last(depth.run(deep(layers=10), Listening(0.9), ranks=True))


def test_torch_is_left_as_it_was() -> None:
    """Random state, number of threads and grad mode, after the end, Cancelled and Refused."""

    def state() -> tuple[Any, ...]:
        return torch.get_rng_state().tolist(), torch.get_num_threads(), torch.is_grad_enabled()

    def runs() -> None:
        last(depth.run(deep()))
        last(depth.compare(deep()))
        for limit in (0.1, 0.5, 0.8):
            with pytest.raises(Cancelled):
                last(depth.run(deep(), Listening(limit)))
        for refused in (
            deep("orthogonal", dtype="float16"),
            deep("constant", val=1e38, dtype="float16"),
            deep("trunc_normal", std=1e-3, a=1.0, b=2.0),
        ):
            with pytest.raises(Refused):
                last(depth.run(refused))

    with torch.random.fork_rng(devices=[]), session.threads(2):
        torch.manual_seed(1234)
        before = state()
        runs()
        assert state() == before
        with torch.no_grad():
            runs()
            assert state() == (*before[:2], False)


def test_without_gradients_around_it_a_run_is_the_same() -> None:
    ours = last(depth.run(deep()))
    with torch.no_grad():
        other = last(depth.run(deep()))
    np.testing.assert_array_equal(ours.backward, other.backward)


@pytest.mark.parametrize("limit", [0.1, 0.5, 0.8, math.inf])
def test_nothing_of_a_run_stays_in_memory(limit: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """The hooks of the graph must not keep the network that holds the graph."""
    networks: list[weakref.ref[Network]] = []
    original = Network.__init__

    def noting(self: Network, *arguments: Any) -> None:
        networks.append(weakref.ref(self))
        original(self, *arguments)

    monkeypatch.setattr(Network, "__init__", noting)
    for quantity in ("activation", "gradient"):
        try:
            last(depth.run(deep(p=0.5), Listening(limit), quantity=quantity))
        except Cancelled:
            assert limit < 1
    gc.collect()
    assert len(networks) == 2
    assert [one() for one in networks] == [None, None]


def test_what_cannot_fit_is_refused_before_anything_is_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    memory.release()
    monkeypatch.setattr(devices, "free_memory", lambda _: 3 * 2**30)
    monkeypatch.setattr(memory, "allocate", lambda *_: pytest.fail("memory was taken"))
    for values in ({"dtype": "float64"}, {}):
        described = deep(layers=100, width=1024, batch=4096, **values)
        with pytest.raises(Refused) as refused:
            last(depth.run(described))
        assert refused.value.key == "depth.batch"
        text = str(refused.value)
        for word in ("memory", "100 layers", "1024 units", "4096 inputs", "3.0 GiB"):
            assert word in text
        size = 8 if values else 4
        needed = re.search(r"take ([\d.]+) GiB", text)
        assert needed is not None
        # At least the weights, every preactivation and every activation.
        assert float(needed[1]) * 2**30 > size * (100 * 1024**2 + 2 * 100 * 4096 * 1024)


def test_what_fits_is_not_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    memory.release()
    monkeypatch.setattr(devices, "free_memory", lambda _: 2**28)
    assert last(depth.run(deep())).complete
    with pytest.raises(Refused):
        network.check_memory(deep(layers=100, width=512, batch=1024))


@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
def test_orthogonal_in_half_precision_is_refused_in_words(dtype: str) -> None:
    with pytest.raises(Refused) as refused:
        last(depth.run(deep("orthogonal", dtype=dtype)))
    assert refused.value.key == "weight_init.method"
    assert dtype in str(refused.value)
