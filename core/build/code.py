"""The lines of PyTorch that reproduce an experiment, as the course would write them."""

from __future__ import annotations

from core.build.batch import input_size
from core.build.script import Line, Script
from core.experiment import Experiment, Initialization
from core.experiment.kind import dropout_after
from core.init.script import Target, literal
from core.layers.activations import ACTIVATIONS
from core.layers.dropouts import KINDS, Kind


def layer_kind(experiment: Experiment) -> Kind:
    """The dropout after a linear layer, whose output has no channels to drop."""
    kind = KINDS[experiment.dropout.kind]
    return KINDS["dropout"] if kind.positions else kind


def options(experiment: Experiment) -> list[str]:
    """`device=…` and `dtype=…` where they are not torch's defaults."""
    run = experiment.run
    device = [] if run.device == "cpu" else [f'device="{run.device}"']
    return device + ([] if run.dtype == "float32" else [f"dtype=torch.{run.dtype}"])


def init_lines(init: Initialization, target: Target) -> list[str]:
    """The line, or lines, that fill `target`; none for what `nn.Linear` does by itself."""
    return init.entry.lines(target, init.parameters)


def code(experiment: Experiment) -> Script:
    """A script that leaves `linear`, `x`, `y` and, where p > 0, `dropout`.

    A layer of another kind is called `layer`.
    """
    layer, dropout = experiment.layer, experiment.dropout
    written = options(experiment)
    kind, name, shape = layer.entry, layer.entry.variable, layer.shape
    fans = str(shape.fan_in), str(shape.fan_out)
    no_bias = [] if layer.bias or not kind.has_bias else ["bias=False"]
    made = ", ".join([*kind.arguments(*layer.numbers), *no_bias, *written])
    lines: list[Line] = [
        "import torch",
        "from torch import nn",
        "",
        f"torch.manual_seed({experiment.run.seed})",
        f"{name} = nn.{kind.torch_name}({made})",
        *init_lines(experiment.weight_init, Target(f"{name}.weight", *fans)),
    ]
    if layer.has_bias:
        lines += init_lines(experiment.bias_init, Target(f"{name}.bias", *fans))
    lines += ["", _input_line(experiment)]
    output = ACTIVATIONS[layer.activation].code.format(f"{name}(x)")
    if dropout.p > 0:
        after = dropout_after(layer, dropout).torch_name
        lines.append(f"dropout = nn.{after}(p={literal(dropout.p)})")
        if not dropout.training:
            lines.append("dropout.eval()")
        output = f"dropout({output})"
    lines += [f"y = {output}"]
    return Script(lines)


def _input_line(experiment: Experiment) -> str:
    """x: a batch of N(0, 1), or of indices."""
    layer, run = experiment.layer, experiment.run
    size = [str(side) for side in input_size(layer)]
    if layer.entry.adds:
        return f"x = torch.randn({', '.join([*size, *options(experiment)])})"
    device = [] if run.device == "cpu" else [f'device="{run.device}"']
    return f"x = torch.randint({', '.join([str(layer.in_features), f'({size[0]},)', *device])})"
