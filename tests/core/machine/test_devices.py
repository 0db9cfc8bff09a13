from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import psutil
import pytest
import torch

from core.machine import devices
from core.machine.devices import Device
from core.messages import InvalidExperiment


@pytest.fixture(autouse=True)
def _asked_afresh() -> Iterator[None]:
    devices.available.cache_clear()
    yield
    devices.available.cache_clear()


@pytest.fixture
def _two_cards(monkeypatch: pytest.MonkeyPatch) -> None:
    """As torch reports two CUDA cards."""
    accelerator = SimpleNamespace(
        is_available=lambda: True, current_accelerator=lambda: torch.device("cuda")
    )
    cuda = SimpleNamespace(
        is_available=lambda: True,
        device_count=lambda: 2,
        get_device_name=lambda i: f"Card {i}",
        mem_get_info=lambda _: (123, 456),
        memory_reserved=lambda _: 70,
        memory_allocated=lambda _: 50,
    )
    monkeypatch.setattr(torch, "accelerator", accelerator)
    monkeypatch.setattr(torch, "cuda", cuda)


def test_the_cpu_is_always_offered_first() -> None:
    assert devices.available()[0] == Device("cpu")
    assert devices.check("run.device", "cpu") == "cpu"


def test_only_devices_that_exist_are_offered() -> None:
    for device in devices.available():
        torch.empty(1, device=device.key)
        assert devices.check("run.device", device.key) == device.key


@pytest.mark.usefixtures("_two_cards")
def test_accelerators_are_offered_with_their_names() -> None:
    assert devices.available()[:3] == (
        Device("cpu"),
        Device("cuda:0", "Card 0"),
        Device("cuda:1", "Card 1"),
    )
    for key in ("cuda", "cuda:0", "cuda:1"):
        assert devices.check("run.device", key) == key
    # What the driver has free, and what torch keeps without using it.
    assert devices.free_memory("cuda:1") == 123 + (70 - 50)


@pytest.mark.usefixtures("_two_cards")
def test_a_missing_device_is_refused_with_those_that_are_there() -> None:
    with pytest.raises(InvalidExperiment, match=r"cuda:7.*cpu, cuda:0, cuda:1") as refusal:
        devices.check("run.device", "cuda:7")
    assert refusal.value.key == "run.device"


@pytest.mark.parametrize("value", ["gpu", "cpu:0", "CPU", "", None, 0, True, ["cpu"], "meta"])
def test_what_is_no_device_is_refused(value: object) -> None:
    with pytest.raises(InvalidExperiment, match="available: cpu"):
        devices.check("run.device", value)


def test_free_memory_is_that_of_the_machine() -> None:
    free = devices.free_memory("cpu")
    assert 0 < free <= psutil.virtual_memory().total
