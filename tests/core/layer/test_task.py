"""A run of the Layer page: its pictures in order, when it is stopped, and what it leaves behind."""

from __future__ import annotations

import dataclasses
import gc
import weakref
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from core import layer
from core.build import memory
from core.context import last
from core.experiment import WELCOME
from core.experiment.sections import DTYPES
from core.layer import LayerResult
from tests.core.support import Cancelled, CancelledAfter, experiment, square, torch_linear


def test_the_weights_are_shown_before_the_output() -> None:
    first, result, whole = layer.run(WELCOME)
    assert isinstance(first, LayerResult)
    assert not first.complete
    assert result.complete
    assert whole.complete
    assert (first.output, first.printed) == (None, None)
    assert first.weight.verdict is None
    assert result.weight.verdict is not None
    assert result.weight.summary is first.weight.summary
    assert result.matrix is first.matrix
    assert first.experiment == result.experiment == WELCOME
    assert first.code == result.code
    assert result.printed
    assert result.advice is not None


def test_the_matrix_of_many_weights_waits_for_the_first_picture(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("core.layer.task.MANY", 512 * 256 - 1)
    first, second, third, last_one = layer.run(WELCOME)
    assert first.matrix is None
    assert second.matrix is not None
    assert dataclasses.replace(second, matrix=None).weight is first.weight
    assert not second.complete
    assert third.complete
    assert last_one.matrix is third.matrix is second.matrix
    monkeypatch.setattr("core.layer.task.MANY", 512 * 256)
    assert (next(layer.run(WELCOME)).matrix.levels == second.matrix.levels).all()


def test_the_spectral_norm_comes_after_everything_else_and_changes_nothing() -> None:
    first, second, result = layer.run(WELCOME)
    assert (first.weight.spectral_norm, second.weight.spectral_norm) == (None, None)
    truth = torch.linalg.matrix_norm(torch_linear(WELCOME).weight.detach().double(), 2)
    assert result.weight.spectral_norm is not None
    assert result.weight.spectral_norm.value == pytest.approx(float(truth), rel=1e-9)
    without = dataclasses.replace(result.weight, spectral_norm=None)
    assert dataclasses.replace(result, weight=without).output is second.output
    for field in dataclasses.fields(LayerResult):
        if field.name != "weight":
            assert getattr(result, field.name) is getattr(second, field.name), field.name
    for field in dataclasses.fields(without):
        assert getattr(without, field.name) is getattr(second.weight, field.name), field.name


def test_nothing_is_shown_of_a_cancelled_run() -> None:
    with pytest.raises(Cancelled):
        next(layer.run(WELCOME, CancelledAfter(0)))


def test_a_run_can_be_cancelled_at_every_look() -> None:
    context = CancelledAfter(10**9)
    last(layer.run(WELCOME, context))
    looks = 10**9 - context.looks
    for look in range(looks):
        with pytest.raises(Cancelled):
            last(layer.run(WELCOME, CancelledAfter(look)))
    assert last(layer.run(WELCOME, CancelledAfter(looks))).complete


def _walk(value: Any, path: str, seen: set[int]) -> list[tuple[str, Any]]:
    """Everything that is reachable through fields, tuples and lists."""
    if id(value) in seen:
        return []
    seen.add(id(value))
    found = [(path, value)]
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            found += _walk(getattr(value, field.name), f"{path}.{field.name}", seen)
    elif isinstance(value, tuple | list):
        for i, item in enumerate(value):
            found += _walk(item, f"{path}[{i}]", seen)
    elif isinstance(value, dict):
        for key, item in value.items():
            found += _walk(item, f"{path}[{key!r}]", seen)
    return found


def test_results_hold_numbers_and_arrays_never_tensors() -> None:
    for described in (WELCOME, experiment("eye"), experiment("sparse", run={"dtype": "float64"})):
        reached = _walk(list(layer.run(described)), "pictures", set())
        assert len(reached) > 50
        for path, value in reached:
            assert not isinstance(value, torch.Tensor | nn.Module), path
            assert not isinstance(value, np.generic), path


@pytest.mark.parametrize("dtype", DTYPES)
def test_a_result_does_not_change_when_the_next_run_reuses_the_memory(dtype: str) -> None:
    described = experiment("normal", layer=square(12), run={"dtype": dtype})
    result = last(layer.run(described))
    reached = _walk(result, "result", set())
    arrays = {path: value for path, value in reached if isinstance(value, np.ndarray)}
    before = {path: value.copy() for path, value in arrays.items()}
    assert len(arrays) > 8
    last(
        layer.run(described.with_values({"weight_init.method": "ones", "bias_init.method": "ones"}))
    )
    for path, value in arrays.items():
        assert np.array_equal(value, before[path], equal_nan=True), path


def test_the_memory_of_the_weight_is_used_again_and_can_be_given_back() -> None:
    described = experiment("normal", layer=square(300))
    last(layer.run(described))
    buffer = weakref.ref(memory.workspace.buffer)
    last(layer.run(described))
    assert memory.workspace.buffer is buffer()
    memory.release()
    gc.collect()
    assert buffer() is None


def test_running_leaves_torchs_random_state_alone() -> None:
    torch.manual_seed(31)
    before = torch.get_rng_state()
    last(layer.run(WELCOME))
    assert torch.equal(torch.get_rng_state(), before)


def test_the_same_experiment_gives_the_same_result() -> None:
    one, other = last(layer.run(WELCOME)), last(layer.run(WELCOME))
    assert one.printed == other.printed
    assert (one.weight.summary.bins.counts == other.weight.summary.bins.counts).all()
    assert (one.matrix.levels == other.matrix.levels).all()
    another = last(layer.run(WELCOME.with_value("run.seed", 1)))
    assert another.printed != one.printed


def test_running_asks_for_no_gradients() -> None:
    last(layer.run(WELCOME))
    assert torch.is_grad_enabled()
    assert not any(t.requires_grad for t in layer.weights(WELCOME).values())
