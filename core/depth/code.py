"""The lines of PyTorch that build the deep network and reproduce its root mean squares."""

from __future__ import annotations

from core.build import code as snippet
from core.build.script import Line, Script
from core.experiment import Experiment
from core.init.script import Target, literal
from core.layers.activations import ACTIVATIONS
from core.layers.norms import NORMS
from core.messages import QT_TRANSLATE_NOOP

SMALL = 2**25
"""Multiplications a layer up to which one thread beside a window is faster than several."""


def _rms(experiment: Experiment) -> list[Line]:
    """The root mean square as the page measures it."""
    if experiment.run.dtype == "float64":
        overflow = QT_TRANSLATE_NOOP("core", "the squares of large float64 numbers would overflow")
        norm = "torch.linalg.vector_norm(t / largest)"
        return [
            "def rms(t):",
            "    largest = t.abs().max().item()",
            '    if not 0 < largest < float("inf"):',
            "        return largest",
            ("    ", overflow),
            f"    return largest * ({norm} / t.numel() ** 0.5).item()",
        ]
    cpu = ".cpu()" if experiment.run.device.startswith("mps") else ""
    norm = f"torch.linalg.vector_norm(t{cpu}, dtype=torch.float64)"
    return ["def rms(t):", f"    return ({norm} / t.numel() ** 0.5).item()"]


def one_thread(experiment: Experiment) -> bool:
    """Whether the products run on one thread; their number may move the last bits of a sum."""
    depth = experiment.depth
    return depth.width * depth.width * depth.batch <= SMALL


def code(experiment: Experiment) -> Script:
    """A script that leaves `layers`, `x`, `forward_rms` and `backward_rms`."""
    depth, layer, dropout = experiment.depth, experiment.layer, experiment.dropout
    digits = depth.input == "digits"
    options = snippet.options(experiment)
    no_bias = [] if layer.bias else ["bias=False"]
    size = str(depth.width)
    fan_in = "fan_in" if digits else size
    weight, bias = (Target(f"linear.{name}", fan_in, size) for name in ("weight", "bias"))
    lines: list[Line] = ["import torch"]
    if digits:
        lines += [
            "from sklearn.datasets import load_digits",
            "from sklearn.preprocessing import scale",
        ]
    lines += [
        "from torch import nn",
        "",
        f"torch.manual_seed({experiment.run.seed})",
        "layers = []",
        f"for fan_in in [64] + [{size}] * {depth.layers - 1}:"
        if digits
        else f"for _ in range({depth.layers}):",
        f"    linear = nn.Linear({', '.join([fan_in, size, *no_bias, *options])})",
        *(f"    {line}" for line in snippet.init_lines(experiment.weight_init, weight)),
    ]
    if layer.bias:
        lines += [f"    {line}" for line in snippet.init_lines(experiment.bias_init, bias)]
    lines += ["    layers.append(linear)", "", *_input(experiment, options)]
    norm = NORMS[depth.norm]
    passed, loop = "z", "for linear in layers:"
    if norm.torch_name:
        made = norm.code(", ".join([size, *options]))
        lines.append(f"norms = [{made} for _ in layers]")
        passed, loop = "norm(z)", "for linear, norm in zip(layers, norms):"
    after = ACTIVATIONS[layer.activation].code.format(passed)
    if dropout.p > 0:
        name = snippet.layer_kind(experiment).torch_name
        lines.append(f"dropout = nn.{name}(p={literal(dropout.p)})")
        if not dropout.training:
            lines.append("dropout.eval()")
        after = f"dropout({after})"
    if one_thread(experiment):
        order = QT_TRANSLATE_NOOP("core", "more threads may add up in another order")
        lines.append(("torch.set_num_threads(1)", order))
    lines += [
        "",
        "",
        *_rms(experiment),
        "",
        "",
        "h, zs = x, []",
        loop,
        "    z = linear(h)",
        "    zs.append(z)",
        f"    h = {after}",
        ("gradient = torch.randn_like(z)", QT_TRANSLATE_NOOP("core", "dL/dz of the last layer")),
        "gradients = torch.autograd.grad(z, zs, gradient)",
        "",
        "forward_rms = [rms(z) for z in zs]",
        "backward_rms = [rms(gradient) for gradient in gradients]",
    ]
    return Script(lines)


def _input(experiment: Experiment, options: list[str]) -> list[Line]:
    depth = experiment.depth
    size = ", ".join([str(depth.batch), str(depth.width), *options])
    if depth.input == "normal":
        return [f"x = torch.randn({size})"]
    if depth.input == "uniform":
        variance = QT_TRANSLATE_NOOP("core", "variance 1")
        return [(f"x = 3**0.5 * (2 * torch.rand({size}) - 1)", variance)]
    always = [option for option in options if not option.startswith("dtype")]
    pixels = ", ".join(
        ["scale(load_digits().data)", *always, f"dtype=torch.{experiment.run.dtype}"]
    )
    rows = ", ".join(["len(digits)", f"({depth.batch},)", *always])
    return [f"digits = torch.tensor({pixels})", f"x = digits[torch.randint({rows})]"]
