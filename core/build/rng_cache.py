"""What the default draw of a layer leaves behind, remembered where it can be.

`nn.Linear`, like `nn.Conv2d`, draws its default weight before the chosen method draws again. What
that first draw leaves behind, the generator's state and the bias, is the same for every gain, std
or bound: only new shapes, a new seed or another kind of draw pay for it.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

import torch
from torch import nn

from core.build.rng import get_rng_state, set_rng_state
from core.experiment import Experiment
from core.layers.shape import Shape

Left = tuple[torch.Tensor, torch.Tensor | None]
"""The generator's state, and the bias that was drawn."""

MAX_HELD = 2**24
"""Bytes of biases that are remembered: one of a million units takes four or eight million."""

MAX_STACKS = 8
"""Stacks that are remembered; those used last."""

_stacks: OrderedDict[tuple[Any, ...], list[Left]] = OrderedDict()


def forget() -> None:
    """Give back the memory."""
    _stacks.clear()


def held_bytes() -> int:
    """Bytes of the biases that are remembered."""
    return sum(_bias_bytes(stack) for stack in _stacks.values())


def _bias_bytes(stack: list[Left]) -> int:
    return sum(bias.nbytes for _, bias in stack if bias is not None)


class DefaultDraws:
    """The default draws of a stack of layers that are initialized one after the other.

    Create it where the seed has been set; for each layer in turn call `restore`, or `remember`
    after its draw. A single layer is a stack of one.
    """

    def __init__(self, experiment: Experiment, shapes: list[Shape]) -> None:
        self._device = torch.device(experiment.run.device)
        self._bias = experiment.layer.bias
        self._drawn_again = not experiment.weight_init.entry.keeps_default
        self._stack: list[Left] | None = None
        kinds = _kinds(experiment) if len(shapes) > 1 else ()
        if kinds is None or (kinds and self._device.type != "cpu"):
            return  # of a later layer nothing can be said before the layers before it are drawn
        key = (kinds, self._bias, tuple(shapes), experiment.run.seed, experiment.run.dtype)
        self._stack = _stacks.setdefault((*key, self._device), [])
        _stacks.move_to_end((*key, self._device))
        while len(_stacks) > MAX_STACKS:
            _stacks.popitem(last=False)

    def restore(self, layer: nn.Module, index: int) -> bool:
        """Bring about the effect of layer `index`'s default draw; False where it is not known.

        The weight itself stays as it is, because the chosen method draws it again.
        """
        if self._stack is None or index >= len(self._stack) or not self._drawn_again:
            return False
        state, bias = self._stack[index]
        set_rng_state(state, self._device)
        if bias is not None:
            layer.bias.data.copy_(bias)  # type: ignore[operator]
        return True

    def remember(self, layer: nn.Module, index: int) -> None:
        """Note what the default draw of layer `index`, just made, has left behind."""
        if self._stack is None or index != len(self._stack):
            return
        own = dict(layer.named_parameters()).get("bias")
        bias = None if own is None else own.data.clone()
        self._stack.append((get_rng_state(self._device), bias))
        while held_bytes() > MAX_HELD:
            _, dropped = _stacks.popitem(last=False)
            if dropped is self._stack:
                self._stack = None
                return


def _kinds(experiment: Experiment) -> tuple[str, str] | None:
    """What the methods take from the generator in each layer; None where it is not known."""
    weight = experiment.weight_init.entry
    bias = experiment.bias_init.entry.draws if experiment.layer.bias else "nothing"
    return (weight.draws, bias) if weight.draws and bias and not weight.keeps_default else None
