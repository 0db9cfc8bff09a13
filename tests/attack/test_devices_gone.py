"""Memory that gives out in the middle, a device that goes away, an operation that a dtype lacks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch.utils._python_dispatch import TorchDispatchMode

from core import depth, dropout, headless, layer
from core.build import memory
from core.context import last
from core.experiment import Experiment, files
from core.experiment.sections import ACTIVATIONS, DTYPES
from core.layers.dropouts import KINDS
from core.machine import devices
from core.machine.devices import Device
from core.messages import InvalidExperiment, Refused
from gui.files.settings import Settings
from gui.window import MainWindow
from tests.core.support import LINEAR_METHODS, experiment, torch_linear
from tests.gui.support import (
    assert_outputs_drawn,
    assert_weights_drawn,
    choose,
    find,
    settling,
    small,
)
from tests.scale import LONG

CPU_FULL = (
    "[enforce fail at alloc_cpu.cpp:118] err == 0. DefaultCPUAllocator: can't allocate memory: "
    "you tried to allocate 4398046511104 bytes. Error code 12 (Cannot allocate memory)"
)
CUDA_FULL = "CUDA out of memory. Tried to allocate 20.00 GiB. GPU 0 has 1 GiB free."
ASSERTED = "CUDA error: device-side assert triggered\nCUDA kernel errors might be asynchronously …"
GONE = "CUDA error: the launch timed out and was terminated"

NO_MEMORY: tuple[BaseException, ...] = (
    RuntimeError(CPU_FULL),
    torch.OutOfMemoryError(CUDA_FULL),
    MemoryError(),
    RuntimeError("std::bad_alloc"),
    RuntimeError("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`"),
)
NO_DEVICE: tuple[BaseException, ...] = (
    RuntimeError(ASSERTED),
    getattr(torch, "AcceleratorError", RuntimeError)(GONE),
    AssertionError("Torch not compiled with CUDA enabled"),
    RuntimeError("No CUDA GPUs are available"),
    RuntimeError("Found no NVIDIA driver on your system."),
)


class Failing(TorchDispatchMode):
    """Raises `error` in torch's n-th operation; counts them."""

    def __init__(self, at: int = -1, error: BaseException | None = None) -> None:
        super().__init__()
        self.at, self.error, self.done = at, error, 0

    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        return False

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        self.done += 1
        if self.done == self.at:
            assert self.error is not None
            raise self.error
        return func(*args, **(kwargs or {}))


DESCRIBED = experiment(
    "orthogonal",
    layer={"in_features": 6, "out_features": 9, "activation": "tanh"},
    bias_init={"method": "normal", "mean": 0.0, "std": 0.1},
    dropout={"p": 0.5},
    depth={"layers": 3, "width": 8, "batch": 16},
    run={"seed": 5},
)

STAGES: dict[str, Callable[[Experiment], Any]] = {
    "layer": lambda e: last(layer.run(e)),
    "weights": layer.weights,
    "dropout": lambda e: last(dropout.run(e, samples=3, many=1000)),
    "depth": lambda e: last(depth.run(e, quantity="gradient", ranks=True)),
    "compare": lambda e: last(depth.compare(e)),
}


def _answer(stage: str) -> Any:
    """What a stage comes to, as numbers that can be compared bit by bit."""
    result = STAGES[stage](DESCRIBED)
    if stage == "layer":
        after = result.output.after
        return result.weight.summary.values.tolist(), after.bins.counts.tolist(), after.mean
    if stage == "weights":
        return result["weight"].tolist(), result["bias"].tolist()
    if stage == "dropout":
        return result.mean_y.tolist(), result.recent[-1].y.tolist()
    if stage == "depth":
        return result.forward.tolist(), result.backward.tolist(), result.ranks.tolist()
    return [(c.forward.tolist(), c.backward.tolist()) for c in result.curves]


@contextmanager
def unharmed() -> Iterator[None]:
    """torch's random state, threads and gradient mode are afterwards as they were."""
    before = torch.get_rng_state()
    threads, grad = torch.get_num_threads(), torch.is_grad_enabled()
    yield
    assert torch.equal(torch.get_rng_state(), before)
    assert (torch.get_num_threads(), torch.is_grad_enabled()) == (threads, grad)


def _places(operations: int) -> list[int]:
    """All of them in the long run, else some spread over all and the first few."""
    if LONG:
        return list(range(1, operations + 1))
    spread = np.linspace(1, operations, 7).round().astype(int).tolist()
    return sorted({1, 2, 3, operations, *spread})


@pytest.mark.parametrize("stage", STAGES)
def test_memory_that_gives_out_anywhere_is_said_and_the_next_run_is_right(stage: str) -> None:
    expected = _answer(stage)  # tables of the theory are made once
    memory.release()
    with Failing() as counted:
        STAGES[stage](DESCRIBED)
    for number, at in enumerate(_places(counted.done)):
        for error in NO_MEMORY if LONG else [NO_MEMORY[number % len(NO_MEMORY)]]:
            memory.release()
            with (
                unharmed(),
                pytest.raises(Refused, match="ran out of memory") as refusal,
                Failing(at, error),
            ):
                STAGES[stage](DESCRIBED)
            assert "\n" not in str(refusal.value)
            assert memory.workspace.buffer is None, "what could be given back was kept"
            assert _answer(stage) == expected, f"after operation {at}"
    weight = layer.weights(DESCRIBED)["weight"]
    assert torch.equal(weight, torch_linear(DESCRIBED).weight)


@pytest.mark.parametrize("stage", ["layer", "dropout", "depth", "compare"])
def test_memory_that_gives_out_in_numpy_is_said_too(
    stage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected, calls = _answer(stage), [0, 0]

    def failing(real: Callable[..., Any]) -> Callable[..., Any]:
        def make(*args: Any, **options: Any) -> Any:
            calls[0] += 1
            if calls[0] == calls[1]:
                raise MemoryError("Unable to allocate 32.0 GiB for an array")
            return real(*args, **options)

        return make

    for name in ("zeros", "zeros_like", "full", "linspace", "concatenate"):
        monkeypatch.setattr(np, name, failing(getattr(np, name)))
    STAGES[stage](DESCRIBED)
    total = calls[0]
    assert total
    for at in _places(total):
        calls[:] = [0, at]
        with unharmed(), pytest.raises(Refused, match="ran out of memory"):
            STAGES[stage](DESCRIBED)
        calls[:] = [0, 0]
        assert _answer(stage) == expected


@pytest.mark.parametrize("stage", STAGES)
def test_a_device_that_fails_anywhere_is_named_and_the_next_run_is_right(stage: str) -> None:
    expected = _answer(stage)  # tables of the theory are made once
    memory.release()
    with Failing() as counted:
        STAGES[stage](DESCRIBED)
    for number, at in enumerate(_places(counted.done)):
        memory.release()
        with (
            unharmed(),
            pytest.raises(Refused, match="does not answer") as refusal,
            Failing(at, NO_DEVICE[number % len(NO_DEVICE)]),
        ):
            STAGES[stage](DESCRIBED)
        assert refusal.value.key == "run.device"
        assert "choose another one" in str(refusal.value)
        assert "\n" not in str(refusal.value)
        assert _answer(stage) == expected


@pytest.fixture
def _cards(monkeypatch: pytest.MonkeyPatch) -> None:
    """Devices that were there when the program asked and are gone when it computes.

    This torch has none of them, so that what it raises is real.
    """
    found = (Device("cpu"), Device("cuda:0", "Card"), Device("xpu:0"), Device("mps:0"))
    monkeypatch.setattr(devices, "available", lambda: found)


@pytest.mark.usefixtures("_cards")
@pytest.mark.skipif(torch.accelerator.is_available(), reason="it is really there")
@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("device", ["cuda", "cuda:0", "xpu:0", "mps:0"])
def test_a_device_that_is_gone_is_said_on_every_page(stage: str, device: str) -> None:
    with unharmed(), pytest.raises(Refused) as refusal:
        STAGES[stage](DESCRIBED.with_value("run.device", device))
    assert refusal.value.key == "run.device"
    assert "does not answer" in str(refusal.value)


@pytest.mark.usefixtures("_cards")
@pytest.mark.skipif(torch.accelerator.is_available(), reason="it is really there")
@pytest.mark.parametrize("page", ["layer", "dropout", "depth"])
def test_a_device_that_goes_away_leaves_the_picture_and_the_cpu(
    window: Callable[..., MainWindow], qtbot: Any, page: str, capfd: pytest.CaptureFixture[str]
) -> None:
    shown = window(small(dropout={"p": 0.5}, depth={"layers": 3, "width": 8}), page=page)
    before = shown.page.result()
    device = find(shown, "run.device")
    with settling(qtbot, shown):
        choose(device, "cuda:0")
    assert "does not answer" in shown.message.text.text()
    assert shown.page.result() is before
    with settling(qtbot, shown):  # other controls do not break on it
        find(shown, "run.seed").setValue(7)
    assert "does not answer" in shown.message.text.text()
    with settling(qtbot, shown):
        choose(device, "cpu")
    assert not shown.message.isVisible()
    assert shown.page.result().experiment.run.seed == 7
    if page == "layer":
        assert_weights_drawn(shown)
        assert_outputs_drawn(shown)
    assert "Traceback" not in capfd.readouterr().err


@pytest.mark.parametrize("page", ["layer", "dropout", "depth"])
@pytest.mark.parametrize("error", [NO_MEMORY[0], NO_DEVICE[0]], ids=["memory", "device"])
def test_a_run_that_fails_leaves_the_picture_and_the_next_is_right(
    window: Callable[..., MainWindow],
    qtbot: Any,
    page: str,
    error: BaseException,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    shown = window(small(dropout={"p": 0.5}, depth={"layers": 3, "width": 8}), page=page)
    before = shown.page.result()

    def fail(*_: Any) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr("core.build.fill.seed_everything", fail)
        patch.setattr("core.depth.network.seed_everything", fail)
        patch.setattr("core.dropout.task.seed_everything", fail)
        with settling(qtbot, shown):
            shown.set_experiment(shown.experiment().with_value("run.seed", 11))
    said = shown.message.text.text()
    assert "ran out of memory" in said or "does not answer" in said
    assert shown.page.result() is before
    with settling(qtbot, shown):
        shown.set_experiment(shown.experiment().with_value("run.seed", 12))
    assert not shown.message.isVisible()
    assert shown.page.result().experiment.run.seed == 12
    if page == "layer":
        assert_weights_drawn(shown)
        assert_outputs_drawn(shown)
    assert "Traceback" not in capfd.readouterr().err


def test_a_file_that_names_a_device_that_is_gone_is_refused_with_those_that_are_there(
    tmp_path: Path, window: Callable[..., MainWindow]
) -> None:
    path = tmp_path / "gpu.initlab.json"
    path.write_text('{"initlab": 1, "run": {"device": "cuda:7"}}')
    with pytest.raises(InvalidExperiment, match=r'run\.device: "cuda:7" is not here; .*cpu'):
        files.load(path)
    shown = window(small())
    before = shown.experiment()
    shown.document.open_path(str(path))
    assert "cuda:7" in shown.message.text.text()
    assert shown.experiment() == before


def test_remembered_settings_that_name_a_device_that_is_gone_are_left_alone(qapp: Any) -> None:
    settings = Settings()
    settings.set_text("experiment", '{"initlab": 1, "run": {"device": "cuda:7"}}')
    assert settings.experiment() is None


def _pairs() -> list[Experiment]:
    """Every method with every dtype, and every activation and dropout with every dtype."""
    deep = {"layers": 2, "width": 8, "batch": 16}
    shape = {"in_features": 12, "out_features": 11}
    found = [
        experiment(method, layer=shape, depth=deep, run={"dtype": dtype}, dropout={"p": 0.5})
        for method in LINEAR_METHODS
        for dtype in DTYPES
    ]
    found += [
        experiment(
            "default",
            layer=shape | {"activation": activation},
            dropout={"p": 0.5, "kind": kind, "training": training},
            depth=deep,
            run={"dtype": dtype},
        )
        for a, activation in enumerate(ACTIVATIONS)
        for d, dtype in enumerate(DTYPES)
        for k, kind in enumerate(KINDS)
        for training in (True, False)
        if LONG or (a + d) % len(KINDS) == k  # every pair of an activation or kind with a dtype
        if LONG or training
    ]
    return found


@pytest.mark.parametrize("stage", ["layer", "dropout", "depth"])
def test_every_operation_runs_in_every_dtype_or_is_refused_in_words(stage: str) -> None:
    refused = set()
    for described in _pairs():
        try:
            STAGES[stage](described)
        except Refused as refusal:
            refused.add((described.weight_init.method, described.run.dtype))
            assert refusal.key == "weight_init.method"
            assert "choose float32 or float64" in str(refusal)
    half = {("orthogonal", "float16"), ("orthogonal", "bfloat16")}
    assert refused == (set() if stage == "dropout" else half)


@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
def test_a_dtype_without_the_operation_is_said_and_any_other_draws(
    window: Callable[..., MainWindow], qtbot: Any, dtype: str
) -> None:
    for page in ("layer", "depth"):
        shown = window(small(weight_init={"method": "orthogonal"}, depth={"layers": 3}), page=page)
        before = shown.page.result()
        with settling(qtbot, shown):
            shown.set_experiment(shown.experiment().with_value("run.dtype", dtype))
        assert f"torch has no orthogonal in {dtype}" in shown.message.text.text()
        assert shown.page.result() is before
        with settling(qtbot, shown):
            shown.set_experiment(shown.experiment().with_value("weight_init.method", "normal"))
        assert not shown.message.isVisible()
        assert shown.page.result().experiment == shown.experiment()


def test_statistics_of_a_failed_run_are_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "stats.json"
    for page, place in (
        ("dropout", "core.dropout.task.vector"),
        ("depth", "core.depth.network.signal"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(place, _no_memory)
            with pytest.raises(Refused, match="ran out of memory"):
                headless.write_files(DESCRIBED, page, stats=path)
        assert not path.exists()


def _no_memory(*_: Any) -> None:
    raise MemoryError
