"""The lines of PyTorch that reproduce the Dropout page: x, mask and y of one sample."""

from __future__ import annotations

from core.build.code import options
from core.build.script import Line, Script, indented
from core.experiment import Experiment
from core.experiment.sections import VECTORS
from core.init.script import literal
from core.layers.dropouts import KINDS
from core.messages import QT_TRANSLATE_NOOP
from core.numbers_text import stored

LENGTH = 10
"""Units of a named vector, as in the course."""

BLOCK = 1000
"""Samples that one call of the layer draws at once."""


def numbers(experiment: Experiment) -> tuple[float, ...] | None:
    """The typed vector; None for a named one."""
    vector = experiment.dropout.vector
    return None if vector in VECTORS else stored(vector)


def code(experiment: Experiment, sample: int = 1, many: int = 0, simple: bool = True) -> Script:
    """A script that leaves `x`, `dropout`, `mask` and `y`, those of the given sample.

    With `many` it leaves `mean` as well, the mean over so many further samples. `simple` says
    that x has neither zeros nor infinite nor NaN values, so that `y != 0` is the mask.
    """
    dropout = experiment.dropout
    lines: list[Line] = [
        "import torch",
        "from torch import nn",
        "",
        f"torch.manual_seed({experiment.run.seed})",
        f"x = {_vector(experiment)}",
        "",
        f"dropout = nn.{KINDS[dropout.kind].torch_name}(p={literal(dropout.p)})",
        *([] if dropout.training else ["dropout.eval()"]),
        *_calls(sample, simple and not KINDS[dropout.kind].alpha),
        *(_many(experiment, many) if many else []),
    ]
    return Script(lines)


def _vector(experiment: Experiment) -> str:
    kind, vector = KINDS[experiment.dropout.kind], experiment.dropout.vector
    typed, written = numbers(experiment), options(experiment)
    if typed is not None:
        always = [option for option in written if not option.startswith("dtype")]
        always.append(f"dtype=torch.{experiment.run.dtype}")
        tensor = f"torch.tensor([{_listed(typed)}], {', '.join(always)})"
        return tensor + _repeated(kind.positions, kind.batched)
    shape = kind.shape(LENGTH)
    if vector == "course":
        always = [option for option in written if not option.startswith("dtype")]
        always.append(f"dtype=torch.{experiment.run.dtype}")
        return f"torch.randint(1, 10, {shape}, {', '.join(always)})"
    name = "ones" if vector == "ones" else "randn"
    return f"torch.{name}({', '.join([*map(str, shape), *written])})"


def _listed(values: tuple[float, ...]) -> str:
    """The numbers between brackets, ten a line where they are many."""
    texts = [_number(value) for value in values]
    if len(texts) <= 10:
        return ", ".join(texts)
    lines = (", ".join(texts[i : i + 10]) for i in range(0, len(texts), 10))
    return "\n    " + ",\n    ".join(lines) + ",\n"


def _repeated(positions: tuple[int, ...], batched: bool) -> str:
    """Each typed number fills a channel."""
    if not positions:
        return ""
    view = [*(["1"] if batched else []), "-1", *("1" for _ in positions)]
    times = [*(["1"] if batched else []), "1", *map(str, positions)]
    return f".view({', '.join(view)}).repeat({', '.join(times)})"


def _number(value: float) -> str:
    if value != value or value in (float("inf"), float("-inf")):
        return f'float("{value}")'
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def _calls(sample: int, simple: bool) -> list[Line]:
    call: list[Line] = ["y = dropout(x)"]
    if not simple:
        # The mask is what the same random numbers make of ones.
        call = [
            (
                "with torch.random.fork_rng():",
                QT_TRANSLATE_NOOP("core", "the same random numbers, on ones"),
            ),
            "    mask = dropout(torch.ones_like(x)) > 0",
            *call,
        ]
    if sample > 1:
        last = QT_TRANSLATE_NOOP("core", "y is that of sample {sample}").format(sample=sample)
        call = [(f"for _ in range({sample}):", last), *indented(call)]
    return [*call, "mask = y != 0"] if simple else call


def _many(experiment: Experiment, many: int) -> list[Line]:
    """In blocks and from another seed: the distribution of a loop, not its random numbers."""
    batched = KINDS[experiment.dropout.kind].batched
    size = f"{BLOCK}, *x.shape{'[1:]' if batched else ''}"
    more = QT_TRANSLATE_NOOP(
        "core", "{many} more in blocks of {block}: same distribution, other random numbers"
    )
    ways = f"dropout(x.expand({size})).cpu().double().sum(0)"
    return [
        "",
        ("", more.format(many=f"{many:,}", block=f"{BLOCK:,}")),
        f"torch.manual_seed({experiment.run.seed + 1})",
        f"total = sum({ways}",
        f"            for _ in range({many // BLOCK}))",
        f"mean = total / {many}",
    ]
