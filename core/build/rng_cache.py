"""What drawing leaves behind: the state of torch's generator, remembered where it can be.

`nn.Linear` draws its default weight before the chosen method draws again. What these draws leave
behind, the generator's state and the bias, is the same for every gain, std or bound: only a new
shape, seed or kind of draw pays for them.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

from core.experiment import Experiment

Left = tuple[torch.Tensor, torch.Tensor | None]
"""The generator's state, and the bias that was drawn."""

MAX_HELD = 2**24
"""Bytes of biases that are remembered: one of a million units takes four or eight million."""

_after_linear: OrderedDict[tuple[Any, ...], Left] = OrderedDict()


@dataclass(slots=True)
class Memo:
    """Of a stack of layers: what each `nn.Linear` left behind before its weight was drawn again."""

    known: list[Left]


_memos: OrderedDict[tuple[Any, ...], Memo] = OrderedDict()


def forget() -> None:
    """Give back the memory."""
    _after_linear.clear()
    _memos.clear()


def remember(experiment: Experiment, shapes: list[tuple[int, int]]) -> Memo | None:
    """What is known of such a stack of layers; None where it cannot be used again."""
    weight = experiment.weight_init.entry.draws
    bias = experiment.bias_init.entry.draws if experiment.layer.bias else "nothing"
    run = experiment.run
    if run.device != "cpu" or weight in ("", "default") or not bias:
        return None
    key = (weight, bias, experiment.layer.bias, tuple(shapes), run.seed, run.dtype)
    memo = _memos.setdefault(key, Memo([]))
    _memos.move_to_end(key)
    while len(_memos) > 4:
        _memos.popitem(last=False)
    return memo


def default(linear: nn.Linear, experiment: Experiment, device: torch.device) -> None:
    """What `nn.Linear` draws by itself, or just its effect on generator and bias if known."""
    layer, run = experiment.layer, experiment.run
    key = (layer.in_features, layer.out_features, layer.bias, run.seed, run.dtype, device)
    known = _after_linear.get(key)
    if known is not None and experiment.weight_init.method != "default":
        state, bias = known
        _set_state(state, device)
        if bias is not None:
            linear.bias.data.copy_(bias)
        _after_linear.move_to_end(key)
        return
    seed_everything(run.seed, device)
    linear.reset_parameters()
    state_now = _get_state(device)
    if state_now is not None:
        _after_linear[key] = (state_now, linear.bias.data.clone() if layer.bias else None)
        while len(_after_linear) > 8 or _held() > MAX_HELD:
            _after_linear.popitem(last=False)


def _held() -> int:
    return sum(bias.nbytes for _, bias in _after_linear.values() if bias is not None)


def seed_everything(seed: int, device: torch.device) -> None:
    """`torch.manual_seed`; a run on the CPU leaves the other devices' generators alone."""
    if device.type == "cpu":
        torch.default_generator.manual_seed(seed)
    else:
        torch.manual_seed(seed)


def _get_state(device: torch.device) -> torch.Tensor | None:
    if device.type == "cpu":
        return torch.get_rng_state()
    return torch.cuda.get_rng_state(device) if device.type == "cuda" else None


def _set_state(state: torch.Tensor, device: torch.device) -> None:
    if device.type == "cpu":
        torch.set_rng_state(state)
    else:
        torch.cuda.set_rng_state(state, device)
