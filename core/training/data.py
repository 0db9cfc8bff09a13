"""The samples of a run: split, some labels replaced, scaled; as the shown code makes them."""

from __future__ import annotations

import math
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from core.build.script import Line
from core.data.registry import DataSet
from core.experiment import Experiment
from core.learning.losses import LOSSES
from core.machine.dtypes import torch_dtype
from core.messages import QT_TRANSLATE_NOOP, Refused

MAX_KEPT = 8
"""Prepared data that are remembered: the lanes of a race mostly share one."""


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """Inputs (n, features), labels (n,) and targets as the loss takes them.

    x, y, target   first the training samples, then those of the test
    count          how many are for training
    replaced       whether a training label is another one than the true one, (count,)
    unused         numbers of the inputs that are 0 in every sample
    """

    data: DataSet
    count: int
    x: torch.Tensor
    y: torch.Tensor
    target: torch.Tensor
    replaced: NDArray[np.bool_]
    unused: NDArray[np.int64]

    def guessing(self, loss: str) -> float:
        """The loss of who knows nothing: each class as likely, or always the mean target."""
        found = LOSSES[loss].guessing(self.data)
        if found is None:
            found = float(self.target[: self.count].double().var(correction=0))
        return found

    @property
    def most_frequent(self) -> float:
        """The share of the training labels of the most frequent class; NaN for a regression."""
        if self.data.is_regression:
            return math.nan
        return int(self.y[: self.count].bincount().max()) / self.count


_kept: OrderedDict[tuple[Any, ...], Samples] = OrderedDict()


def samples(experiment: Experiment) -> Samples:
    """The data of an experiment, remembered while others like it are asked for.

    The order is drawn by a generator of its own, seeded like the network's, so that neither the
    initialization nor the dropout of a lane changes it. Raises Refused where all training labels
    are of one class.
    """
    train, run = experiment.train, experiment.run
    chosen = (train.data, train.samples, train.label_noise, train.loss)
    key = (*chosen, run.seed, run.dtype, run.device)
    found = _kept.get(key)
    if found is None:
        found = _kept[key] = _prepare(experiment)
        while len(_kept) > MAX_KEPT:
            _kept.popitem(last=False)
    _kept.move_to_end(key)
    return found


def forget() -> None:
    """Give back the memory."""
    _kept.clear()


def _prepare(experiment: Experiment) -> Samples:
    train, run = experiment.train, experiment.run
    data, count = train.data_set, train.samples
    drawn_points, drawn_labels = data.draw(data.total(count), run.seed)
    points, labels = torch.as_tensor(drawn_points).double(), torch.as_tensor(drawn_labels)
    generator = torch.Generator().manual_seed(run.seed)
    order = torch.randperm(len(points), generator=generator)
    points, labels = points[order], labels[order]
    true = labels.clone()
    _replace(data, labels, count, round(train.label_noise * count), generator)
    if not data.is_regression and len(labels[:count].unique()) < 2:
        text = QT_TRANSLATE_NOOP(
            "core",
            "the {count} training samples are all of one class; choose more, or another seed",
        ).format(count=count)
        raise Refused("train.samples", text)
    mean, scale = _scaling(data, points[:count])
    x = ((points - mean) / scale).to(run.device, torch_dtype(run.dtype))
    y = labels.to(run.device)
    if data.is_regression:
        y = y.to(x.dtype)
    return Samples(
        data,
        count,
        x,
        y,
        _target(experiment, y, x.dtype),
        (labels != true)[:count].numpy(),
        torch.nonzero((x == 0).all(dim=0))[:, 0].cpu().numpy(),
    )


def _replace(
    data: DataSet, labels: torch.Tensor, count: int, number: int, generator: torch.Generator
) -> None:
    """Give `number` of the training labels at random another one, which may be the same again."""
    if number == 0:
        return
    wrong = torch.randperm(count, generator=generator)[:number]
    if data.is_regression:
        labels[wrong] = labels[wrong[torch.randperm(number, generator=generator)]]
    else:
        labels[wrong] = torch.randint(data.classes, (number,), generator=generator)


def _scaling(data: DataSet, points: torch.Tensor) -> tuple[Any, Any]:
    """What to subtract and what to divide by, from the training samples alone."""
    if data.root_mean_square:
        return 0.0, points.square().mean().sqrt()
    return points.mean(dim=0), points.std(dim=0, correction=0)


def _target(experiment: Experiment, y: torch.Tensor, dtype: torch.dtype) -> torch.Tensor:
    data = experiment.train.data_set
    if data.is_regression:
        return y[:, None]
    if LOSSES[experiment.train.loss].one_hot:
        return torch.nn.functional.one_hot(y, data.classes).to(dtype)
    return y


def code(experiment: Experiment) -> list[Line]:
    """The lines that leave `x`, `target` and `count`."""
    train, run = experiment.train, experiment.run
    data, count, seed = train.data_set, train.samples, str(run.seed)
    lines: list[Line] = [
        *data.code(str(data.total(count)), seed),
        "points, labels = torch.as_tensor(points).double(), torch.as_tensor(labels)",
        f"generator = torch.Generator().manual_seed({seed})",
        "order = torch.randperm(len(points), generator=generator)",
        "points, labels = points[order], labels[order]",
        (
            f"count = {count}",
            QT_TRANSLATE_NOOP("core", "samples for training; the rest is for the test"),
        ),
    ]
    number = round(train.label_noise * count)
    if number:
        share = "labels[wrong[torch.randperm({0}, generator=generator)]]"
        if not data.is_regression:
            share = f"torch.randint({data.classes}, ({{0}},), generator=generator)"
        lines += [
            f"wrong = torch.randperm(count, generator=generator)[:{number}]",
            f"labels[wrong] = {share.format(number)}",
        ]
    where = [] if run.device == "cpu" else [f'"{run.device}"']
    kind = f"torch.{run.dtype}"
    if data.root_mean_square:
        lines.append("x = points / points[:count].square().mean().sqrt()")
    else:
        lines += [
            "mean, std = points[:count].mean(dim=0), points[:count].std(dim=0, correction=0)",
            "x = (points - mean) / std",
        ]
    lines.append(f"x = x.to({', '.join([*where, kind])})")
    moved = f".to({where[0]})" if where else ""
    if data.is_regression:
        lines.append(f"target = labels[:, None].to({', '.join([*where, kind])})")
    elif LOSSES[train.loss].one_hot:
        hot = f"nn.functional.one_hot(labels, {data.classes})"
        lines.append(f"target = {hot}.to({', '.join([*where, kind])})")
    else:
        lines.append(f"target = labels{moved}")
    return lines
