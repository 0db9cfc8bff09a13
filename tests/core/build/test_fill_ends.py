"""A fill that is refused, cancelled or fails says why in words, and the next one is right."""

from __future__ import annotations

import time
from typing import Any

import psutil
import pytest
import torch

from core import layer
from core.build import memory
from core.context import last
from core.experiment import Experiment
from core.experiment.sections import DTYPES
from core.init.methods import REGISTRY
from core.machine import devices
from core.messages import Refused
from tests.core.build.support import assert_same_bits, shape, supported
from tests.core.support import (
    LINEAR_METHODS,
    Cancelled,
    CancelledAfter,
    experiment,
    square,
    torch_linear,
)

pytestmark = pytest.mark.usefixtures("nothing_is_remembered")


@pytest.mark.parametrize("method", [m for m in REGISTRY if REGISTRY[m].unsupported_dtypes])
def test_a_dtype_without_a_kernel_is_refused_in_words(method: str) -> None:
    for dtype in DTYPES:
        described = experiment(method, run={"dtype": dtype}, layer=square(8))
        if supported(method, dtype):
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
    described = experiment(method, layer=shape(700, 1000), run={"seed": 8})
    other = experiment("normal", layer=shape(700, 1000), run={"seed": 8})
    expected, expected_other = torch_linear(described), torch_linear(other)
    looks = _looks_until_done(described)
    memory.release()
    assert looks >= 3
    for look in sorted({0, 1, 2, 3, 4, 5, looks // 2, looks - 1}):
        with pytest.raises(Cancelled):
            layer.weights(described, CancelledAfter(look))
        assert_same_bits(described, expected)
        memory.release()
        with pytest.raises(Cancelled):
            layer.weights(described, CancelledAfter(look))
        assert_same_bits(other, expected_other)
        assert_same_bits(described, expected)
        memory.release()


def test_a_column_is_no_operation_of_its_own_between_two_looks() -> None:
    """At each operation that passes through the dispatch mode, a run looks whether to stop."""
    narrow = _looks_until_done(experiment("sparse", layer=shape(20_000, 1)))
    wide = _looks_until_done(experiment("sparse", layer=shape(40_000, 1)))
    assert wide - narrow <= 40


def test_a_cancelled_run_stops_in_the_middle_of_a_draw() -> None:
    described = experiment("normal", layer=shape(1000, 2000))
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
    layer.weights(experiment("default", layer=shape(1000, 2000)), context)
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
    assert_same_bits(experiment(), torch_linear(experiment()))


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
    assert_same_bits(experiment(), torch_linear(experiment()))
