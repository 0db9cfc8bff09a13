"""A race in words: what became of each lane, why, and what to try instead."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch

from core.experiment import Experiment, Initialization
from core.format import power_of_ten, short
from core.layers.norms import NORMS
from core.learning.optimizers import OPTIMIZERS
from core.machine.dtypes import torch_dtype
from core.messages import QT_TRANSLATE_NOOP, Message
from core.training.result import LaneResult, TrainingResult
from core.training.verdict import DIVERGED, LEARNS, OVERFITS, STUCK, STUCK_SHARE

TINY_GRADIENT = 1e-5
"""A gradient of layer 1 whose root mean square is below this moves no weight one can see."""


@dataclass(frozen=True, slots=True)
class Advice:
    """What to try instead: a sentence, the name of the new lane, and what it changes."""

    text: Message
    name: Message | str
    changes: Mapping[str, Any]


def is_early(lane: LaneResult) -> bool:
    """Whether it is too soon to judge: not one epoch has been made."""
    return lane.stopped == "" and lane.step < lane.experiment.train.steps_an_epoch


def sign(lane: LaneResult) -> Message:
    """The verdict in a word or two, with its sign, for a table."""
    verdict = lane.verdict
    if is_early(lane):
        return QT_TRANSLATE_NOOP("core", "…")
    if verdict.name == DIVERGED:
        return QT_TRANSLATE_NOOP("core", "✗ diverged")
    if verdict.name == OVERFITS:
        return QT_TRANSLATE_NOOP("core", "△ overfits")
    if verdict.name == LEARNS:
        return QT_TRANSLATE_NOOP("core", "✓ learns")
    if verdict.alike:
        return QT_TRANSLATE_NOOP("core", "✗ units alike")
    if first_gradient(lane) < TINY_GRADIENT:
        return QT_TRANSLATE_NOOP("core", "✗ no gradient")
    return QT_TRANSLATE_NOOP("core", "✗ stuck")


def first_gradient(lane: LaneResult) -> float:
    """Root mean square of the gradient of the first layer's weights at step 0; NaN if unknown."""
    return float(lane.frames[0].gradient.rms[0]) if lane.frames else math.nan


def story(lane: LaneResult) -> Message:
    """One or two sentences on what became of a lane, with the numbers behind it."""
    if is_early(lane):
        return QT_TRANSLATE_NOOP("core", "Not one epoch has been made: it is too soon to judge.")
    tell = {STUCK: _stuck, DIVERGED: _diverged, OVERFITS: _overfits, LEARNS: _learns}
    return tell[lane.verdict.name](lane)


def _stuck(lane: LaneResult) -> Message:
    verdict, data = lane.verdict, lane.experiment.train.data_set
    facts = {"last": short(verdict.last), "guessing": short(verdict.guessing)}
    if _made_zero(lane):
        return QT_TRANSLATE_NOOP(
            "core",
            "What keeps the weights small has made every one of them 0. The loss is {last}; who "
            "guesses gets {guessing}.",
        ).format(**facts)
    if verdict.alike:
        return QT_TRANSLATE_NOOP(
            "core",
            "All units of a hidden layer are alike: the same weights, the same output, the same "
            "gradient. They stay alike, and the loss is {last}; who guesses gets {guessing}.",
        ).format(**facts)
    gradient = first_gradient(lane)
    if gradient < TINY_GRADIENT:
        return QT_TRANSLATE_NOOP(
            "core",
            "The gradient does not reach the first layer: its rms there is {gradient} at the "
            "start. The loss is {last}; who guesses gets {guessing}.",
        ).format(gradient=_size(gradient), **facts)
    if verdict.last < (1.0 - STUCK_SHARE) * verdict.first:
        return QT_TRANSLATE_NOOP(
            "core",
            "The loss has fallen from {first} to {last}, and is no better yet than that of who "
            "guesses, {guessing}.",
        ).format(first=_size(verdict.first), **facts)
    if data.is_regression:
        return QT_TRANSLATE_NOOP(
            "core",
            "The loss is {last}; who always answers the mean gets {guessing}. Nothing is learned.",
        ).format(**facts)
    return QT_TRANSLATE_NOOP(
        "core", "The loss is {last}; who guesses gets {guessing}. Nothing is learned."
    ).format(**facts)


def _made_zero(lane: LaneResult) -> bool:
    """Whether every weight is 0 that was not so at the start."""
    return lane.zeros == 1.0 and bool(lane.frames) and bool(lane.frames[0].weight.rms.any())


def _diverged(lane: LaneResult) -> Message:
    verdict = lane.verdict
    if verdict.step is None and not math.isfinite(verdict.last):
        return QT_TRANSLATE_NOOP(
            "core",
            "After step {step} the loss is no number any more. It began at {first}; who guesses "
            "gets {guessing}.",
        ).format(step=lane.step, first=_size(verdict.first), guessing=short(verdict.guessing))
    if verdict.step is None:
        return QT_TRANSLATE_NOOP(
            "core", "The loss has grown from {first} to {last}: each step makes it worse."
        ).format(first=short(verdict.first), last=_size(verdict.last))
    return QT_TRANSLATE_NOOP(
        "core",
        "At step {step} the loss is no number any more; layer {layer} is the first that gives "
        "none. The loss began at {first}; who guesses gets {guessing}. This lane stands still.",
    ).format(
        step=verdict.step,
        layer=verdict.layer,
        first=_size(verdict.first),
        guessing=short(verdict.guessing),
    )


def _overfits(lane: LaneResult) -> Message:
    verdict, curves = lane.verdict, lane.curves
    if verdict.since is None:
        return QT_TRANSLATE_NOOP(
            "core",
            "It learns the samples by heart: {train} of the training samples are right, {test} of "
            "the test.",
        ).format(train=_percent(curves.train_accuracy[-1]), test=_percent(curves.test_accuracy[-1]))
    at = int((curves.steps == verdict.since).argmax())
    facts = {
        "since": verdict.since,
        "least": short(float(curves.test_loss[at])),
        "now": short(float(curves.test_loss[-1])),
    }
    if lane.experiment.train.data_set.is_regression:
        return QT_TRANSLATE_NOOP(
            "core",
            "It learns the noise by heart: since step {since} the test loss has risen from {least} "
            "to {now}, while the training loss falls.",
        ).format(**facts)
    return QT_TRANSLATE_NOOP(
        "core",
        "It learns the samples by heart: since step {since} the test loss has risen from {least} "
        "to {now}, while the training loss falls. {train} of the training samples are right, "
        "{test} of the test.",
    ).format(
        train=_percent(curves.train_accuracy[-1]), test=_percent(curves.test_accuracy[-1]), **facts
    )


def _learns(lane: LaneResult) -> Message:
    verdict, curves = lane.verdict, lane.curves
    facts = {"first": short(verdict.first), "last": short(verdict.last)}
    if lane.experiment.train.data_set.is_regression:
        return QT_TRANSLATE_NOOP(
            "core", "It learns: the loss has fallen from {first} to {last}, {test} on the test."
        ).format(test=short(float(curves.test_loss[-1])), **facts)
    return QT_TRANSLATE_NOOP(
        "core",
        "It learns: the loss has fallen from {first} to {last}; {test} of the test are right.",
    ).format(test=_percent(curves.test_accuracy[-1]), **facts)


def _size(value: float) -> str:
    """A number that may be of any size."""
    return power_of_ten(math.log(value)) if 0.0 < value < math.inf else short(value)


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def advice(lane: LaneResult) -> Advice | None:
    """What to try as a new lane; None where there is nothing to mend."""
    if is_early(lane) or lane.verdict.name == LEARNS:
        return None
    if lane.verdict.name == OVERFITS:
        return _against_overfitting(lane.experiment)
    experiment = lane.experiment
    if _made_zero(lane):
        return _less_of_it(experiment)
    if lane.verdict.name == DIVERGED and _divides_by_zero(experiment):
        return Advice(
            QT_TRANSLATE_NOOP(
                "core",
                "In {dtype} the {eps} that {optimizer} adds to what it divides by is 0; where the "
                "squares of a gradient are 0 too, the step is divided by 0: try float32.",
            ).format(
                dtype=experiment.run.dtype,
                eps=short(OPTIMIZERS[experiment.train.optimizer].eps),
                optimizer=OPTIMIZERS[experiment.train.optimizer].label,
            ),
            "float32",
            {"run.dtype": "float32"},
        )
    made_for = Initialization.recommended(experiment.layer.activation)
    if experiment.weight_init != made_for:
        return Advice(
            QT_TRANSLATE_NOOP("core", "{method} was made for {activation}: try it.").format(
                method=made_for.entry.label, activation=experiment.layer.activation
            ),
            made_for.entry.label,
            {"weight_init.method": made_for.method}
            | {f"weight_init.{name}": value for name, value in made_for.values},
        )
    if lane.verdict.name == DIVERGED:
        rate = float(f"{experiment.train.lr / 10:.3g}")
        return Advice(
            QT_TRANSLATE_NOOP("core", "The steps are too long: try a tenth of the learning rate."),
            f"lr {rate:g}",
            {"train.lr": rate},
        )
    if NORMS[experiment.depth.norm].torch_name == "":
        batch = next(norm for norm in NORMS.values() if norm.over_batch)
        return Advice(
            QT_TRANSLATE_NOOP(
                "core", "Batch normalization holds the signal in every layer: try it."
            ),
            batch.label,
            {"depth.norm": batch.key},
        )
    return None


def _less_of_it(experiment: Experiment) -> Advice | None:
    """A tenth of the penalty that is there."""
    for key in ("train.l1", "train.weight_decay"):
        strength = experiment.value(key)
        if strength > 0.0:
            less = float(f"{strength / 10:.3g}")
            return Advice(
                QT_TRANSLATE_NOOP("core", "The penalty is too strong: try a tenth of it."),
                f"{key.partition('.')[2]} {less:g}",
                {key: less},
            )
    return None


def _divides_by_zero(experiment: Experiment) -> bool:
    """Whether the optimizer's ε, which keeps it from dividing by 0, is 0 in the run's dtype."""
    eps = OPTIMIZERS[experiment.train.optimizer].eps
    return eps > 0.0 and float(torch.tensor(eps, dtype=torch_dtype(experiment.run.dtype))) == 0.0


def _against_overfitting(experiment: Experiment) -> Advice | None:
    train = experiment.train
    if train.weight_decay == 0.0:
        return Advice(
            QT_TRANSLATE_NOOP("core", "Weight decay keeps the weights small: try 0.02."),
            QT_TRANSLATE_NOOP("core", "weight decay 0.02"),
            {"train.weight_decay": 0.02},
        )
    if experiment.dropout.p == 0.0:
        return Advice(
            QT_TRANSLATE_NOOP("core", "Dropout lets no unit rely on another: try p = 0.5."),
            QT_TRANSLATE_NOOP("core", "dropout 0.5"),
            {"dropout.p": 0.5, "dropout.training": True},
        )
    return None


def in_words(result: TrainingResult) -> tuple[Message, ...]:
    """The race in a few sentences: who learns, who does not and why, and who is best."""
    lanes = [lane for lane in result.lanes if not is_early(lane)]
    if not lanes:
        return (QT_TRANSLATE_NOOP("core", "Press Start: the networks have not learned yet."),)
    if len(result.lanes) == 1:
        return (story(result.lanes[0]),)
    found: list[Message] = []
    for name, text in _GROUPS:
        names = [str(lane.name) for lane in lanes if _group(lane) == name]
        if names:
            found.append(text.format(names=", ".join(names)))
    best = _best(lanes)
    if best is not None:
        found.append(best)
    return tuple(found)


_GROUPS = (
    ("alike", QT_TRANSLATE_NOOP("core", "All units stay alike, and nothing is learned: {names}.")),
    (
        "vanishes",
        QT_TRANSLATE_NOOP("core", "The gradient does not reach the first layer: {names}."),
    ),
    (STUCK, QT_TRANSLATE_NOOP("core", "No better than who guesses: {names}.")),
    (DIVERGED, QT_TRANSLATE_NOOP("core", "The loss has left all bounds: {names}.")),
    (OVERFITS, QT_TRANSLATE_NOOP("core", "They learn the samples by heart: {names}.")),
    (LEARNS, QT_TRANSLATE_NOOP("core", "They learn: {names}.")),
)


def _group(lane: LaneResult) -> str:
    verdict = lane.verdict
    if verdict.name != STUCK:
        return verdict.name
    if verdict.alike:
        return "alike"
    return "vanishes" if first_gradient(lane) < TINY_GRADIENT else STUCK


def _best(lanes: list[LaneResult]) -> Message | None:
    """The lane with the best test among those that learn anything; None where tests differ."""
    able = [lane for lane in lanes if lane.verdict.name in (LEARNS, OVERFITS)]
    tests = {lane.experiment.train.data for lane in able}
    if len(tests) != 1:
        return None
    if able[0].experiment.train.data_set.is_regression:
        best = min(able, key=lambda lane: float(lane.curves.test_loss[-1]))
        return QT_TRANSLATE_NOOP("core", "Best on the test: {name}, with a loss of {loss}.").format(
            name=best.name, loss=short(float(best.curves.test_loss[-1]))
        )
    best = max(able, key=lambda lane: float(lane.curves.test_accuracy[-1]))
    return QT_TRANSLATE_NOOP("core", "Best on the test: {name}, with {share} right.").format(
        name=best.name, share=_percent(float(best.curves.test_accuracy[-1]))
    )
