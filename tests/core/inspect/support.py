"""Tensors as torch makes them, and networks that have learned for a while."""

from __future__ import annotations

import itertools
import math
from typing import Any

import torch
from torch import nn

from core.init.methods import REGISTRY
from core.layers.shape import Shape


def drawn(method: str, size: tuple[int, ...], seed: int, **values: Any) -> torch.Tensor:
    """A tensor that the method fills, with torch's defaults but for `values`."""
    torch.manual_seed(seed)
    tensor = torch.empty(size)
    entry = REGISTRY[method]
    if entry.keeps_default:
        return nn.init.kaiming_uniform_(tensor, a=math.sqrt(5))
    for _ in entry.fill(tensor, Shape.of(size), entry.defaults() | values):
        pass
    return tensor


def network(depth: int, width: int, init: Any = nn.init.kaiming_normal_) -> nn.Sequential:
    """Of the digits: 64 inputs, `depth` hidden ReLU layers, ten classes."""
    sides = [64, *(width,) * depth, 10]
    layers: list[nn.Module] = []
    for fan_in, fan_out in itertools.pairwise(sides):
        linear = nn.Linear(fan_in, fan_out)
        if init is not None:
            init(linear.weight)
            nn.init.zeros_(linear.bias)
        layers += [linear, nn.ReLU()]
    return nn.Sequential(*layers[:-1])


def digits() -> tuple[torch.Tensor, torch.Tensor]:
    """1,000 images in units of their root mean square, as the Training page has them."""
    from sklearn.datasets import load_digits

    found = load_digits()
    images = torch.tensor(found.data[:1000], dtype=torch.float32)
    return images / images.pow(2).mean().sqrt(), torch.tensor(found.target[:1000])


def trained(model: nn.Sequential, epochs: int, lr: float = 0.02) -> float:
    """Train by SGD with momentum in batches of 64; returns the accuracy at the end."""
    images, labels = digits()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9)
    for _ in range(epochs):
        for batch in torch.randperm(len(images)).split(64):
            optimizer.zero_grad()
            nn.functional.cross_entropy(model(images[batch]), labels[batch]).backward()
            optimizer.step()
    return float((model(images).argmax(1) == labels).double().mean())
