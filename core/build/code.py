"""The lines of PyTorch that reproduce an experiment, as the course would write them."""

from __future__ import annotations

from core.build.script import Line, Script
from core.experiment import Experiment, Initialization
from core.init.script import Target, literal
from core.layers.activations import ACTIVATIONS
from core.layers.dropouts import KINDS, Kind

MAX_BATCH = 256


def batch_size(in_features: int, out_features: int) -> int:
    """Rows of x: 256, fewer where the layer is so large that its product would take seconds."""
    return max(
        1,
        min(
            MAX_BATCH,
            2**22 // max(in_features, out_features),
            2**31 // (in_features * out_features),
        ),
    )


def layer_kind(experiment: Experiment) -> Kind:
    """The dropout of the layer's output, which has no channels to drop."""
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
    """A script that leaves `linear`, `x`, `y` and, where p > 0, `dropout`."""
    layer, dropout = experiment.layer, experiment.dropout
    written = options(experiment)
    shape = [str(layer.in_features), str(layer.out_features)]
    no_bias = [] if layer.bias else ["bias=False"]
    lines: list[Line] = [
        "import torch",
        "from torch import nn",
        "",
        f"torch.manual_seed({experiment.run.seed})",
        f"linear = nn.Linear({', '.join(shape + no_bias + written)})",
        *init_lines(experiment.weight_init, Target("linear.weight", *shape)),
    ]
    if layer.bias:
        lines += init_lines(experiment.bias_init, Target("linear.bias", *shape))
    size = [str(batch_size(layer.in_features, layer.out_features)), shape[0]]
    lines += ["", f"x = torch.randn({', '.join(size + written)})"]
    output = ACTIVATIONS[layer.activation].code.format("linear(x)")
    if dropout.p > 0:
        lines.append(f"dropout = nn.{layer_kind(experiment).torch_name}(p={literal(dropout.p)})")
        if not dropout.training:
            lines.append("dropout.eval()")
        output = f"dropout({output})"
    lines += [f"y = {output}"]
    return Script(lines)
