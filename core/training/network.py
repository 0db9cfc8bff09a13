"""The network that learns: the stack of the Depth page with an output layer, in real modules."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

from core.build import code as snippet
from core.build.fill import check_method, initialize
from core.build.rng import seed_everything
from core.build.session import DEFAULT_THREADS, refusing_torch_errors, threads
from core.context import Context
from core.experiment import Experiment
from core.init.script import Target, literal
from core.layers import dropouts
from core.layers.activations import ACTIVATIONS
from core.layers.norms import NORMS
from core.layers.shape import Shape
from core.machine.dtypes import torch_dtype
from core.messages import Message


def shapes(experiment: Experiment) -> list[Shape]:
    """Those of the weights, from the first layer to the output."""
    depth, data = experiment.depth, experiment.train.data_set
    sizes = [data.features, *[depth.width] * depth.layers, data.outputs]
    return [Shape.linear(a, b) for a, b in itertools.pairwise(sizes)]


def drops(experiment: Experiment) -> bool:
    """Whether dropout is ever on: then the network has its layers."""
    changed = (dict(change.changes) for change in experiment.train.schedule)
    rates = [experiment.dropout.p, *(c["dropout.p"] for c in changed if "dropout.p" in c)]
    return experiment.dropout.training and max(rates) > 0.0


ONE_MODE = (nn.Linear, nn.ReLU, nn.Tanh, nn.Sigmoid, nn.GELU, nn.SiLU, nn.LayerNorm)
"""Modules that do the same in training and in evaluation; to turn one of them takes time."""


@dataclass(slots=True, eq=False)
class Network:
    """The modules of one lane.

    model     what is trained: an nn.Sequential of all of them
    linears   the linear layers in it, the output layer last
    blocks    for each hidden layer the modules between its linear layer and the next
    dropouts  a dropout layer for each hidden layer, in the model only where it is ever on
    """

    model: nn.Sequential
    linears: list[nn.Linear]
    blocks: list[list[nn.Module]]
    dropouts: list[nn.Module]
    notes: tuple[Message, ...]

    def put_dropout_in(self) -> None:
        """Let dropout be a part of the model: from now on it is on, or may be."""
        modules: list[nn.Module] = []
        for linear, block, dropout in zip(self.linears, self.blocks, self.dropouts, strict=False):
            if dropout not in block:
                block.append(dropout)
            modules += [linear, *block]
        self.model = nn.Sequential(*modules, self.linears[-1])

    @property
    def has_dropout(self) -> bool:
        """Whether dropout is a part of the model."""
        return bool(self.blocks) and self.dropouts[0] in self.blocks[0]

    @property
    def has_modes(self) -> bool:
        """Whether evaluation mode may differ from training: a linear layer has but one."""
        return any(type(module) not in ONE_MODE for module in self.model)

    @property
    def weights(self) -> list[torch.Tensor]:
        """The weights of the linear layers."""
        return [linear.weight for linear in self.linears]

    def decayed(self, all_of_them: bool) -> tuple[list[nn.Parameter], list[nn.Parameter]]:
        """The parameters that a penalty reaches, and the others."""
        if all_of_them:
            return list(self.model.parameters()), []
        known = {id(weight) for weight in self.weights}
        parameters = list(self.model.parameters())
        chosen = [p for p in parameters if id(p) in known]
        return chosen, [p for p in parameters if id(p) not in known]


def build(experiment: Experiment, context: Context) -> Network:
    """The network at step 0, from the experiment's seed; torch's random state goes on from there.

    Raises Refused for what torch, the dtype or the device cannot do, and Cancelled.
    """
    check_method(experiment)
    run, width = experiment.run, experiment.depth.width
    options: dict[str, Any] = {"device": run.device, "dtype": torch_dtype(run.dtype)}
    activation, norm = ACTIVATIONS[experiment.layer.activation], NORMS[experiment.depth.norm]
    kind, p = snippet.layer_kind(experiment), experiment.dropout.p
    linears: list[nn.Linear] = []
    blocks: list[list[nn.Module]] = []
    notes: list[Message] = []
    stack = shapes(experiment)
    with refusing_torch_errors("train"):
        seed_everything(run.seed, torch.device(run.device))
        for index, shape in enumerate(stack):
            context.check()
            linear = nn.Linear(shape.columns, shape.rows, experiment.layer.bias, **options)
            notes += _initialize(linear, shape, experiment, index == len(stack) - 1, context)
            linears.append(linear)
            if index < len(stack) - 1:
                normed = norm.make(width, **options)
                blocks.append([*([normed] if normed is not None else []), activation.make()])
    dropped = [dropouts.module(kind, p, True) for _ in blocks]
    modules = [m for linear, block in zip(linears, blocks, strict=False) for m in (linear, *block)]
    found = Network(
        nn.Sequential(*modules, linears[-1]), linears, blocks, dropped, tuple(dict.fromkeys(notes))
    )
    if drops(experiment):
        found.put_dropout_in()
    return found


def _initialize(
    linear: nn.Linear, shape: Shape, experiment: Experiment, is_output: bool, context: Context
) -> list[Message]:
    weight = experiment.weight_init
    notes = []
    scale = experiment.train.init_scale
    with torch.no_grad(), threads(DEFAULT_THREADS):
        if is_output:
            weight = weight.for_linear
        notes += initialize(weight, linear.weight, shape, context)
        if experiment.layer.bias:
            notes += initialize(experiment.bias_init, linear.bias, shape, context)
        if scale != 1.0:
            for parameter in linear.parameters():
                parameter.mul_(scale)
    return notes


def code(experiment: Experiment) -> list[str]:
    """The lines that leave `model` as `build` makes it."""
    depth, layer, data = experiment.depth, experiment.layer, experiment.train.data_set
    options = snippet.options(experiment)
    no_bias = [] if layer.bias else ["bias=False"]
    width, outputs = str(depth.width), str(data.outputs)
    norm, activation = NORMS[depth.norm], ACTIVATIONS[layer.activation]
    modules = ["linear"]
    if norm.torch_name:
        modules.append(norm.code(", ".join([width, *options])))
    modules.append(f"{activation.module}()")
    if drops(experiment):
        name = snippet.layer_kind(experiment).torch_name
        modules.append(f"nn.{name}(p={literal(experiment.dropout.p)})")
    lines = [f"torch.manual_seed({experiment.run.seed})", f"layers, fan_in = [], {data.features}"]
    lines += [f"for _ in range({depth.layers}):"]
    hidden = [
        f"linear = nn.Linear({', '.join(['fan_in', width, *no_bias, *options])})",
        *_init_lines(experiment, "fan_in", width, is_output=False),
        f"layers += [{', '.join(modules)}]",
        f"fan_in = {width}",
    ]
    lines += [f"    {line}" for line in hidden]
    lines += [
        f"linear = nn.Linear({', '.join([width, outputs, *no_bias, *options])})",
        *_init_lines(experiment, width, outputs, is_output=True),
        "model = nn.Sequential(*layers, linear)",
    ]
    return lines


def _init_lines(experiment: Experiment, fan_in: str, fan_out: str, is_output: bool) -> list[str]:
    weight = experiment.weight_init.for_linear if is_output else experiment.weight_init
    lines = snippet.init_lines(weight, Target("linear.weight", fan_in, fan_out))
    if experiment.layer.bias:
        lines = [
            *lines,
            *snippet.init_lines(experiment.bias_init, Target("linear.bias", fan_in, fan_out)),
        ]
    scale = experiment.train.init_scale
    if scale != 1.0:
        lines = [
            *lines,
            "with torch.no_grad():",
            "    for parameter in linear.parameters():",
            f"        parameter.mul_({literal(scale)})",
        ]
    return lines
