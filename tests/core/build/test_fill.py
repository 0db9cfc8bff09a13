from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import psutil
import pytest
import torch
from torch import nn

from core import layer
from core.build import fill as filling
from core.build import memory, rng_cache
from core.context import Context, last
from core.experiment import Experiment
from core.experiment.sections import DTYPES
from core.init.methods import REGISTRY, weight_methods
from core.machine import devices
from core.messages import Refused
from tests.core.support import (
    LINEAR_METHODS,
    Cancelled,
    CancelledAfter,
    experiment,
    square,
    torch_fill,
    torch_linear,
)

SMALL = ((1, 1), (5, 2), (3, 5), (16, 16), (1, 7), (7, 1))
LARGE = ((500, 600), (1, 262_151))
"""More values than the 2^18 of one piece; the odd ones end in a piece that is no multiple of 16."""

ACCELERATORS = [device.key for device in devices.available() if device.key != "cpu"]

INTERESTING: dict[str, dict[str, Any]] = {
    "constant": {"val": 0.3},
    "normal": {"mean": 1.0, "std": 0.5},
    "uniform": {"a": -0.7, "b": 0.2},
    "xavier_normal": {"gain": 2.0},
    "kaiming_uniform": {"a": 0.5, "mode": "fan_out"},
    "kaiming_normal": {"nonlinearity": "relu"},
    "trunc_normal": {"std": 2.0, "a": -0.5},
    "sparse": {"sparsity": 0.4, "std": 1.0},
}


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> Iterator[None]:
    memory.release()
    yield
    memory.release()


def _shape(fan_in: int, fan_out: int, bias: bool = True) -> dict[str, Any]:
    return {"in_features": fan_in, "out_features": fan_out, "bias": bias}


def _assert_same_bits(described: Experiment, expected: nn.Linear) -> None:
    found = layer.weights(described)
    assert list(found) == [name for name, _ in expected.named_parameters()]
    for name, parameter in expected.named_parameters():
        assert found[name].dtype == parameter.dtype
        assert torch.equal(found[name], parameter), f"{name} of {described}"
        assert torch.equal(found[name].signbit(), parameter.signbit()), name


def _supported(method: str, dtype: str) -> bool:
    return dtype not in REGISTRY[method].unsupported_dtypes


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("method", LINEAR_METHODS)
def test_small_layers_are_torchs_bit_for_bit(method: str, dtype: str) -> None:
    """Cold, with the generator's state remembered, and with another experiment in between."""
    if not _supported(method, dtype):
        pytest.skip("torch has no such kernel")
    biases = [entry.method for entry in REGISTRY.values() if entry.dims.allows(1)]
    for seed, (fan_in, fan_out) in enumerate(SMALL):
        for bias in (True, False):
            described = experiment(
                method,
                **INTERESTING.get(method, {}),
                bias_init={"method": biases[seed % len(biases)]},
                layer=_shape(fan_in, fan_out, bias),
                run={"seed": seed, "dtype": dtype},
            )
            expected = torch_linear(described)
            other = experiment("uniform", layer=_shape(fan_out, fan_in), run={"dtype": dtype})
            _assert_same_bits(described, expected)
            _assert_same_bits(described, expected)
            _assert_same_bits(other, torch_linear(other))
            _assert_same_bits(described, expected)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("method", LINEAR_METHODS)
def test_layers_of_more_than_one_piece_are_torchs_bit_for_bit(method: str, dtype: str) -> None:
    if not _supported(method, dtype):
        pytest.skip("torch has no such kernel")
    for fan_in, fan_out in LARGE:
        described = experiment(
            method,
            **INTERESTING.get(method, {}),
            bias_init={"method": "normal"},
            layer=_shape(fan_in, fan_out),
            run={"seed": 3, "dtype": dtype},
        )
        expected = torch_linear(described)
        _assert_same_bits(described, expected)
        _assert_same_bits(described, expected)


@pytest.mark.skipif(not ACCELERATORS, reason="there is only the CPU")
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("method", LINEAR_METHODS)
def test_on_every_accelerator_the_bits_are_torchs(method: str, dtype: str) -> None:
    if not _supported(method, dtype):
        pytest.skip("torch has no such kernel")
    for device in ACCELERATORS:
        described = experiment(
            method,
            **INTERESTING.get(method, {}),
            bias_init={"method": "normal"},
            layer=_shape(500, 600),
            run={"device": device, "dtype": dtype, "seed": 2},
        )
        expected = torch_linear(described).cpu()
        _assert_same_bits(described, expected)
        _assert_same_bits(described, expected)


def test_every_bias_method_is_torchs_bit_for_bit() -> None:
    for entry in weight_methods(2):
        if not entry.dims.allows(1):
            continue
        for fan_out in (1, 2, 15, 16, 17, 300_000):
            described = experiment(
                "kaiming_normal",
                bias_init={"method": entry.method, **INTERESTING.get(entry.method, {})},
                layer=_shape(1, fan_out),
                run={"seed": 11},
            )
            _assert_same_bits(described, torch_linear(described))


@pytest.mark.parametrize("seed", [0, 1, 2**31, 2**32 + 5, 2**53 + 1, 2**63 - 1])
def test_every_seed_is_torchs(seed: int) -> None:
    described = experiment("normal", run={"seed": seed})
    _assert_same_bits(described, torch_linear(described))


def test_what_is_remembered_belongs_to_its_shape_seed_dtype_and_bias() -> None:
    base = experiment("xavier_normal", layer=square(20))
    changes = [
        {"run.seed": 1},
        {"run.dtype": "float64"},
        {"layer.bias": False},
        {"layer.in_features": 21},
        {"layer.out_features": 19},
        {"weight_init.method": "default"},
        {"weight_init.method": "zeros", "bias_init.method": "normal"},
    ]
    for _ in range(2):
        for change in changes:
            for described in (base, base.with_values(change)):
                _assert_same_bits(described, torch_linear(described))


def test_what_is_remembered_of_large_layers_has_a_bound() -> None:
    """Eight biases of a million units would be 64 MB, for ever."""
    for seed in range(6):
        described = experiment(
            "normal",
            layer={"in_features": 1, "out_features": 2**20},
            run={"seed": seed, "dtype": "float64"},
        )
        filling.fill(described, Context())
        assert 0 < rng_cache.held_bytes() <= 2**24


def test_after_filling_the_generator_stands_where_the_shown_code_has_it() -> None:
    for method in LINEAR_METHODS:
        described = experiment(method, layer=square(40), run={"seed": 5})
        torch_linear(described)
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(5)
            linear = nn.Linear(40, 40)
            torch_fill(described.weight_init, linear.weight)
            expected = torch.get_rng_state()
        for _ in range(2):
            with torch.random.fork_rng(devices=[]), torch.no_grad():
                filling.fill(described, Context())
                assert torch.equal(torch.get_rng_state(), expected), method


def test_torchs_random_state_is_untouched_by_a_run() -> None:
    torch.manual_seed(99)
    before = torch.get_rng_state()
    last(layer.run(experiment("normal", dropout={"p": 0.5})))
    layer.weights(experiment("sparse"))
    with pytest.raises(Refused):
        last(layer.run(experiment("orthogonal", run={"dtype": "float16"})))
    with pytest.raises(Cancelled):
        last(layer.run(experiment("normal"), CancelledAfter(2)))
    assert torch.equal(torch.get_rng_state(), before)


def test_the_number_of_threads_is_restored() -> None:
    before = torch.get_num_threads()
    for number in (1, 2, before):
        torch.set_num_threads(number)
        last(layer.run(experiment("orthogonal")))
        assert torch.get_num_threads() == number
        with pytest.raises(Cancelled):
            last(layer.run(experiment("orthogonal", layer=square(100)), CancelledAfter(5)))
        assert torch.get_num_threads() == number
        with pytest.raises(Refused):
            last(layer.run(experiment("trunc_normal", a=1e9, b=2e9)))
        assert torch.get_num_threads() == number
    torch.set_num_threads(before)


@pytest.mark.parametrize("method", [m for m in REGISTRY if REGISTRY[m].unsupported_dtypes])
def test_a_dtype_without_a_kernel_is_refused_in_words(method: str) -> None:
    for dtype in DTYPES:
        described = experiment(method, run={"dtype": dtype}, layer=square(8))
        if _supported(method, dtype):
            layer.weights(described)
            continue
        with pytest.raises(NotImplementedError):
            torch_linear(described)
        with pytest.raises(Refused) as refusal:
            layer.weights(described)
        assert refusal.value.key == "weight_init.method"
        assert method in str(refusal.value)
        assert dtype in str(refusal.value)
        assert "float32" in str(refusal.value)


def _looks_until_done(described: Experiment) -> int:
    context = CancelledAfter(10**9)
    layer.weights(described, context)
    return 10**9 - context.looks


@pytest.mark.parametrize("method", ["default", "normal", "uniform", "trunc_normal", "sparse"])
def test_a_cancelled_run_stops_and_the_next_is_right(method: str) -> None:
    """Cancelled at every look that a run takes, so at every place where it can stop."""
    described = experiment(method, layer=_shape(700, 1000), run={"seed": 8})
    other = experiment("normal", layer=_shape(700, 1000), run={"seed": 8})
    expected, expected_other = torch_linear(described), torch_linear(other)
    looks = _looks_until_done(described)
    memory.release()
    assert looks >= 3
    for look in sorted({0, 1, 2, 3, 4, 5, looks // 2, looks - 1}):
        with pytest.raises(Cancelled):
            layer.weights(described, CancelledAfter(look))
        _assert_same_bits(described, expected)
        memory.release()
        with pytest.raises(Cancelled):
            layer.weights(described, CancelledAfter(look))
        _assert_same_bits(other, expected_other)
        _assert_same_bits(described, expected)
        memory.release()


@pytest.mark.parametrize("sparsity", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("size", [(70_000, 1), (3000, 3), (1100, 40), (2, 300_000), (300, 900)])
def test_columns_cut_together_are_torchs_in_bits_and_draws(
    size: tuple[int, int], sparsity: float
) -> None:
    """The bias and the input are drawn from where the last column left the generator."""
    described = experiment(
        "sparse", sparsity=sparsity, layer=_shape(*size), bias_init={"method": "normal"}
    )
    _assert_same_bits(described, torch_linear(described))


def test_a_column_is_no_operation_of_its_own_between_two_looks() -> None:
    """At each operation that passes through the dispatch mode, a run looks whether to stop."""
    narrow = _looks_until_done(experiment("sparse", layer=_shape(20_000, 1)))
    wide = _looks_until_done(experiment("sparse", layer=_shape(40_000, 1)))
    assert wide - narrow <= 40


def test_a_cancelled_run_stops_in_the_middle_of_a_draw() -> None:
    described = experiment("normal", layer=_shape(1000, 2000))
    whole = CancelledAfter(10**9)
    layer.weights(described, whole)
    assert whole.fractions[-1] == 1.0
    memory.release()
    half = CancelledAfter(4)
    with pytest.raises(Cancelled):
        layer.weights(described, half)
    assert 0.0 < half.fractions[-1] < 1.0


def test_progress_rises_to_one() -> None:
    context = CancelledAfter(10**9)
    layer.weights(experiment("default", layer=_shape(1000, 2000)), context)
    assert len(context.fractions) >= 7
    assert context.fractions == sorted(context.fractions)
    assert context.fractions[-1] == 1.0


def test_what_cannot_fit_is_refused_with_the_numbers_before_it_is_allocated() -> None:
    huge = experiment("normal", layer=square(1_048_576))
    before = psutil.Process().memory_info().vms
    started = time.perf_counter()
    for run in (lambda e: last(layer.run(e)), layer.weights):
        with pytest.raises(Refused) as refusal:
            run(huge)
    assert time.perf_counter() - started < 1.0
    assert psutil.Process().memory_info().vms - before < 2**30
    text = str(refusal.value)
    assert "memory" in text
    assert "4.0 TiB" in text  # 2^40 weights of 4 bytes
    assert "available" in text
    _assert_same_bits(experiment(), torch_linear(experiment()))


def test_the_refusal_counts_the_copies_that_a_method_makes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """4096² float32 are 64 MiB: one copy fits into 300 MiB, five copies do not."""
    monkeypatch.setattr(devices, "free_memory", lambda _: 300 * 2**20)
    memory.check_memory(experiment("normal", layer=square(4096)))
    for method in ("orthogonal", "trunc_normal"):
        with pytest.raises(Refused, match="memory"):
            memory.check_memory(experiment(method, layer=square(4096)))
    with pytest.raises(Refused, match="memory"):
        memory.check_memory(experiment("normal", layer=square(8192)))


@pytest.mark.parametrize(
    ("method", "values"), [*((m, {}) for m in LINEAR_METHODS), ("trunc_normal", {"std": 10.0})]
)
def test_torch_needs_no_more_memory_than_the_entry_says(
    method: str, values: dict[str, float]
) -> None:
    """Counted by torch's profiler of allocations."""
    side = 500
    described = experiment(method, **values, layer=square(side))
    with torch.profiler.profile(profile_memory=True) as profile:
        torch_linear(described)
    live = peak = 0
    for event in profile.profiler.kineto_results.events():
        if event.name() == "[memory]":
            live += event.nbytes()
            peak = max(peak, live)
    assert 1.0 <= peak / (4 * side * side) <= REGISTRY[method].copies + 0.1


@pytest.mark.parametrize(("a", "b"), [(1e9, 2e9), (1000.0, 1001.0), (-2e9, -1e9)])
def test_hopeless_bounds_are_refused_instead_of_redrawing_without_end(a: float, b: float) -> None:
    with pytest.raises(Refused) as refusal:
        last(layer.run(experiment("trunc_normal", a=a, b=b)))
    assert refusal.value.key == "weight_init.std"
    assert "bounds" in str(refusal.value)


def test_hopeless_bounds_of_a_bias_are_refused_at_the_bias() -> None:
    bias = {"method": "trunc_normal", "a": 1e9, "b": 2e9}
    with pytest.raises(Refused) as refusal:
        last(layer.run(experiment(bias_init=bias)))
    assert refusal.value.key == "bias_init.std"


def test_hopeless_bounds_of_a_large_layer_can_be_cancelled() -> None:
    context = CancelledAfter(60)
    with pytest.raises(Cancelled):
        last(layer.run(experiment("trunc_normal", a=1e3, b=1e3 + 1, layer=square(600)), context))


def test_torchs_warning_about_a_far_mean_becomes_a_note() -> None:
    described = experiment("trunc_normal", mean=0.0, std=0.4, a=1.0, b=2.0)
    with pytest.warns(UserWarning, match="more than 2 std"):
        expected = torch_linear(described)
    _assert_same_bits(described, expected)
    notes = [str(note) for note in last(layer.run(described)).notes]
    assert any("more than 2 std outside" in note for note in notes)
    inside = last(layer.run(described.with_value("weight_init.a", 0.5)))
    assert not any("torch warns" in str(note) for note in inside.notes)


@pytest.mark.parametrize(
    ("method", "values", "dtype"),
    [
        ("constant", {"val": 1e300}, "float32"),
        ("uniform", {"a": -1e308, "b": 1e308}, "float64"),
        ("xavier_uniform", {"gain": 1e308}, "float32"),
        ("constant", {"val": 1e5}, "float16"),
    ],
)
def test_what_torch_cannot_do_is_said_in_one_line(
    method: str, values: dict[str, float], dtype: str
) -> None:
    described = experiment(method, **values, run={"dtype": dtype})
    with pytest.raises(RuntimeError):
        torch_linear(described)
    with pytest.raises(Refused) as refusal:
        layer.weights(described)
    assert refusal.value.key.startswith("weight_init")
    assert "\n" not in str(refusal.value)


def test_an_allocation_that_fails_is_said_and_the_next_run_works(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: Any) -> torch.Tensor:
        raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 GiB")

    with monkeypatch.context() as patch:
        patch.setattr(memory.Workspace, "allocate", fail)
        with pytest.raises(Refused, match="memory"):
            last(layer.run(experiment()))
    _assert_same_bits(experiment(), torch_linear(experiment()))


def test_the_tensors_handed_out_do_not_change_with_the_next_run() -> None:
    first = layer.weights(experiment("normal", layer=square(10)))
    kept = {name: tensor.clone() for name, tensor in first.items()}
    layer.weights(experiment("zeros", bias_init={"method": "ones"}, layer=square(10)))
    for name, tensor in first.items():
        assert torch.equal(tensor, kept[name])
