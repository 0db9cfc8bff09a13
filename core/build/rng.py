"""torch's random generators, of any device: save and restore, seed, read and set their state."""

from __future__ import annotations

import contextlib

import torch


def fork_rng(device: torch.device) -> contextlib.AbstractContextManager[None]:
    """Save torch's global random state and restore it on leaving."""
    if device.type in ("cuda", "xpu"):
        index = device.index or 0
        return torch.random.fork_rng(devices=[index], device_type=device.type)
    return torch.random.fork_rng(devices=[])


def seed_everything(seed: int, device: torch.device) -> None:
    """`torch.manual_seed`; a run on the CPU leaves the other devices' generators alone."""
    if device.type == "cpu":
        torch.default_generator.manual_seed(seed)
    else:
        torch.manual_seed(seed)


def get_rng_state(device: torch.device) -> torch.Tensor:
    """The state of the generator from which the device draws."""
    if device.type == "cpu":
        return torch.get_rng_state()
    if device.type == "mps":
        return torch.mps.get_rng_state()
    state: torch.Tensor = torch.get_device_module(device).get_rng_state(device)
    return state


def set_rng_state(state: torch.Tensor, device: torch.device) -> None:
    """Put the device's generator where it stood when `get_rng_state` gave this."""
    if device.type == "cpu":
        torch.set_rng_state(state)
    elif device.type == "mps":
        torch.mps.set_rng_state(state)
    else:
        torch.get_device_module(device).set_rng_state(state, device)
