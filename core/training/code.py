"""The lines of PyTorch that train one lane and leave its `model`, bit for bit."""

from __future__ import annotations

from typing import Any

from core.build import code as snippet
from core.build.script import Line, Script
from core.experiment import Change, Experiment
from core.init.script import literal
from core.learning.losses import LOSSES
from core.learning.optimizers import OPTIMIZERS
from core.messages import QT_TRANSLATE_NOOP
from core.training import data as data_lines
from core.training import network as network_lines

SMALL = 2**25
"""Multiplications a layer and step up to which one thread beside a window beats several."""


def one_thread(experiment: Experiment) -> bool:
    """Whether the steps run on one thread; their number may move the last bits of a sum."""
    width = max(experiment.depth.width, experiment.train.data_set.features)
    return width * width * experiment.train.batch <= SMALL


def code(experiment: Experiment) -> Script:
    """A script that leaves `model`, trained as the lane is; the experiment is that of a lane."""
    train = experiment.train
    lines: list[Line] = [
        "import torch",
        *train.data_set.imports,
        "from torch import nn",
        "",
        *data_lines.code(experiment),
        "",
        *network_lines.code(experiment),
        "",
        *_optimizer(experiment),
    ]
    if one_thread(experiment):
        order = QT_TRANSLATE_NOOP("core", "more threads may add up in another order")
        lines.append(("torch.set_num_threads(1)", order))
    lines += [
        (
            f"torch.manual_seed({experiment.run.seed})",
            QT_TRANSLATE_NOOP("core", "the masks of dropout begin here"),
        ),
        f"order = torch.Generator().manual_seed({experiment.run.seed})",
        "",
        "",
        "def batches():",
        f"    for _ in range({train.epochs}):",
        f"        yield from torch.randperm(count, generator=order).split({train.batch})",
        "",
        "",
    ]
    if train.early_stopping:
        lines += [*_evaluation(experiment), ""]
    written, changing = _values(experiment)
    lines += [f"{written[key]} = {literal(experiment.value(key))}" for key in sorted(changing)]
    lines += ["for step, batch in enumerate(batches()):"]
    lines += [f"    {line}" for line in _step(experiment)]
    return Script(lines)


def _optimizer(experiment: Experiment) -> list[str]:
    train = experiment.train
    entry = OPTIMIZERS[train.optimizer]
    name, value = entry.momentum(train.momentum)
    given = f"lr={literal(train.lr)}, {name}={value!r}"
    lines = []
    if _reaches_some(experiment):
        lines.append("weights = [m.weight for m in model if isinstance(m, nn.Linear)]")
    if train.decay_all:
        decay = f", weight_decay={literal(train.weight_decay)}" if _ever(experiment, DECAY) else ""
        decay = decay or (", weight_decay=0.0" if entry.decoupled else "")
        return [
            *lines,
            f"optimizer = torch.optim.{entry.torch_name}(",
            f"    model.parameters(), {given}{decay}",
            ")",
        ]
    return [
        *lines,
        "chosen = {id(weight) for weight in weights}",
        "others = [p for p in model.parameters() if id(p) not in chosen]",
        f"optimizer = torch.optim.{entry.torch_name}(",
        "    [",
        f'        {{"params": weights, "weight_decay": {literal(train.weight_decay)}}},',
        '        {"params": others, "weight_decay": 0.0},',
        "    ],",
        f"    {given},",
        ")",
    ]


DECAY, L1, MAX_NORM = "train.weight_decay", "train.l1", "train.max_norm"


def _ever(experiment: Experiment, key: str) -> bool:
    """Whether a live key is ever above 0, from the start or by the schedule."""
    scheduled = (dict(change.changes) for change in experiment.train.schedule)
    values = [experiment.value(key), *(c[key] for c in scheduled if key in c)]
    return bool(max(values) > 0.0)


def _reaches_some(experiment: Experiment) -> bool:
    """Whether the script needs a list of the weights."""
    return not experiment.train.decay_all or _ever(experiment, MAX_NORM)


def _evaluation(experiment: Experiment) -> list[str]:
    function = LOSSES[experiment.train.loss].torch_name
    return [
        "@torch.no_grad()",
        "def test_loss():",
        "    model.eval()",
        f"    loss = nn.functional.{function}(model(x), target, reduction='none')[count:]",
        "    model.train()",
        "    return loss.double().mean().item()",
        "",
        "",
        "best, best_step = test_loss(), 0",
    ]


def _step(experiment: Experiment) -> list[str]:
    train = experiment.train
    function = LOSSES[train.loss].torch_name
    device = experiment.run.device
    moved = "" if device == "cpu" else f'.to("{device}")'
    lines = []
    if moved:
        lines.append(f"batch = batch{moved}")
    values, changing = _values(experiment)
    for change in train.schedule:
        made = _change(experiment, change)
        if made:
            lines += [f"if step == {change.step}:", *(f"    {line}" for line in made)]
    lines.append(f"loss = nn.functional.{function}(model(x[batch]), target[batch])")
    params = "model.parameters()" if train.decay_all else "weights"
    subgradient = train.l1_method == "subgradient"
    if _ever(experiment, L1) and subgradient:
        term = f"loss = loss + {values[L1]} * torch.stack([p.abs().sum() for p in {params}]).sum()"
        lines += [f"if {values[L1]} > 0:", f"    {term}"] if L1 in changing else [term]
    lines += [
        "if not loss.isfinite():",
        "    break",
        "optimizer.zero_grad()",
        "loss.backward()",
        "optimizer.step()",
    ]
    after: list[str] = []
    if _ever(experiment, L1) and not subgradient:
        amount = f'optimizer.param_groups[0]["lr"] * {values[L1]}'
        inner = [
            f"for p in {params}:",
            f"    p.copy_(nn.functional.softshrink(p, {amount}))",
        ]
        after += (
            [f"if {values[L1]} > 0:", *(f"    {x}" for x in inner)] if L1 in changing else inner
        )
    if _ever(experiment, MAX_NORM):
        inner = [
            "for weight in weights:",
            f"    weight.copy_(torch.renorm(weight, 2, 0, {values[MAX_NORM]}))",
        ]
        is_on = f"if {values[MAX_NORM]} > 0:"
        after += [is_on, *(f"    {x}" for x in inner)] if MAX_NORM in changing else inner
    if after:
        lines += ["with torch.no_grad():", *(f"    {line}" for line in after)]
    if train.early_stopping:
        an_epoch = train.steps_an_epoch
        lines += [
            f"if (step + 1) % {an_epoch} == 0:",
            "    now = test_loss()",
            "    if now < best:",
            "        best, best_step = now, step + 1",
            f"    elif (step + 1 - best_step) // {an_epoch} >= {train.early_stopping}:",
            "        break",
        ]
    return lines


def _values(experiment: Experiment) -> tuple[dict[str, str], set[str]]:
    """How the script writes the values that are no part of torch's optimizer."""
    changing = {key for change in experiment.train.schedule for key, _ in change.changes} & {
        L1,
        MAX_NORM,
    }
    names = {L1: "l1", MAX_NORM: "max_norm"}
    written = {
        key: name if key in changing else literal(experiment.value(key))
        for key, name in names.items()
    }
    return written, changing


def _change(experiment: Experiment, change: Change) -> list[str]:
    """The lines that make one change of the schedule."""
    entry = OPTIMIZERS[experiment.train.optimizer]
    lines: list[str] = []
    for key, value in change.changes:
        lines += _set(experiment, entry, key, value)
    return lines


def _set(experiment: Experiment, entry: Any, key: str, value: float) -> list[str]:
    group = "optimizer.param_groups"
    if key == DECAY:
        return [f'{group}[0]["weight_decay"] = {literal(value)}']
    if key == L1:
        return [f"l1 = {literal(value)}"]
    if key == MAX_NORM:
        return [f"max_norm = {literal(value)}"]
    if key == "dropout.p":
        if not experiment.dropout.training:
            return []
        kind = f"nn.{snippet.layer_kind(experiment).torch_name}"
        return [
            "for module in model:",
            f"    if isinstance(module, {kind}):",
            f"        module.p = {literal(value)}",
        ]
    name = "lr" if key == "train.lr" else entry.momentum(value)[0]
    written = value if name == "lr" else entry.momentum(value)[1]
    return [f"for group in {group}:", f'    group["{name}"] = {written!r}']
