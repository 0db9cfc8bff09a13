"""What the Dropout page says in words: for a person who has never heard of dropout."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from core.dropout.result import DropoutResult, RunningMean, Sample
from core.format import counted, decimal, drop_and_keep, proportion, short
from core.layers.dropouts import ALPHA, affine
from core.messages import QT_TRANSLATE_NOOP, Message

_MAX_NAMED = 4

NOTHING_KEPT = 1e-20
"""A variance that is nothing but rounding: all values are that of a dropped one."""

TOLD = 5e-4
"""By how much of itself a number differs that four digits tell apart."""


def both_ways(result: DropoutResult) -> Message:
    """The drop and the keep probability, and what becomes of the survivors: always all three."""
    dropout = result.experiment.dropout
    drop, keep, scale = drop_and_keep(dropout.p)
    if dropout.p == 1.0:
        return QT_TRANSLATE_NOOP("core", "drop 1 = keep 0: no unit survives, 1/(1−p) is undefined")
    if result.kind.alpha:
        a, b = affine(dropout.p)
        text = QT_TRANSLATE_NOOP(
            "core", "drop {drop} = keep {keep}, dropped become {alpha}, then all × {a} + {b}"
        )
        if not dropout.training:
            text = QT_TRANSLATE_NOOP(
                "core",
                "drop {drop} = keep {keep}, dropped become {alpha}, then all × {a} + {b} "
                "(only in train())",
            )
        return text.format(drop=drop, keep=keep, alpha=decimal(-ALPHA, 4), a=short(a), b=short(b))
    text = QT_TRANSLATE_NOOP("core", "drop {drop} = keep {keep}, survivors × {scale}")
    if not dropout.training:
        text = QT_TRANSLATE_NOOP(
            "core", "drop {drop} = keep {keep}, survivors × {scale} (only in train())"
        )
    return text.format(drop=drop, keep=keep, scale=scale)


def explain(result: DropoutResult, sample: Sample, classical: bool) -> tuple[Message, ...]:
    """Paragraphs: what is dropped, why survivors grow, what eval does, and what is odd here."""
    dropout = result.experiment.dropout
    said: list[Message] = []
    if not dropout.training:
        said += _evaluating(result, classical)
    elif dropout.p == 1.0:
        said.append(
            QT_TRANSLATE_NOOP(
                "core",
                "p = 1 drops every unit: y is all zeros and no signal is left. The scale "
                "1/(1−p) would be 1/0, which is undefined; torch gives zeros.",
            )
        )
    elif dropout.p == 0.0:
        said.append(
            QT_TRANSLATE_NOOP(
                "core",
                "p = 0 drops nothing: y is x. Raise p on the left, or drag the point on the "
                "variance curve, to see units vanish.",
            )
        )
    else:
        said += _training(result, sample, classical)
    said += _odd(result)
    return tuple(said)


def _training(result: DropoutResult, sample: Sample, classical: bool) -> list[Message]:
    kept = sample.mask.reshape(-1, result.positions)[:, 0]
    what = (
        QT_TRANSLATE_NOOP("core", "channel")
        if result.kind.positions
        else QT_TRANSLATE_NOOP("core", "unit")
    )
    said = [
        QT_TRANSLATE_NOOP(
            "core",
            "While a network learns, dropout switches each {what} off with probability "
            "p = {p}, at random and anew each time: here {kept} of {count} are left. Every "
            "mask is another, thinner network, and none can rely on a single {what}.",
        ).format(
            what=what,
            p=proportion(result.experiment.dropout.p),
            kept=int(kept.sum()),
            count=len(kept),
        )
    ]
    if result.kind.positions:
        said.append(
            QT_TRANSLATE_NOOP(
                "core",
                "All positions of a channel vanish together: neighbours in a feature map are "
                "alike, so dropping one alone would hide nothing.",
            )
        )
    said.append(_scaling(result, classical))
    said += _rounding(result)
    return said


def _rounding(result: DropoutResult) -> list[Message]:
    """What a dtype of 16 bits makes of the scale, where that can be told apart."""
    stored, kind, p = result.stored, result.kind, result.experiment.dropout.p
    if stored is None:
        return []
    values: dict[str, Any] = {"dtype": result.experiment.run.dtype, "scale": short(kind.scale(p))}
    if math.isinf(stored.scale):
        text = QT_TRANSLATE_NOOP(
            "core",
            "{dtype} has no number as large as {scale}: it holds ∞ instead, and so becomes every "
            "unit that is kept.",
        )
        return [text.format(**values)]
    exact = kind.dropped(p)
    if abs(stored.dropped - exact) > TOLD * abs(exact):
        text = QT_TRANSLATE_NOOP(
            "core",
            "{dtype} rounds a and b: a dropped unit lands at {stored}, not at {exact}. "
            "The line is that of the rounded numbers.",
        )
        return [text.format(**values, stored=short(stored.dropped), exact=short(exact))]
    if not kind.alpha and abs(stored.scale - kind.scale(p)) > TOLD * kind.scale(p):
        text = QT_TRANSLATE_NOOP(
            "core",
            "{dtype} holds {stored} instead of {scale}: the average of y is {share}·x.",
        )
        share = short((1.0 - p) * stored.scale)
        return [text.format(**values, stored=short(stored.scale, 7), share=share)]
    return []


def _scaling(result: DropoutResult, classical: bool) -> Message:
    """Why survivors grow, or what happens when they do not."""
    p = result.experiment.dropout.p
    _, keep, scale = drop_and_keep(p)
    if result.kind.alpha:
        return QT_TRANSLATE_NOOP(
            "core",
            "It is made for SELU. A dropped unit becomes {alpha}, what SELU gives for very "
            "negative inputs, and a·y + b then brings a signal of mean 0 and variance 1 back "
            "to mean 0 and variance 1. So the average of one unit is {share}·x, not x.",
        ).format(alpha=decimal(-ALPHA, 4), share=short(affine(p)[0] * (1.0 - p)))
    if classical:
        return QT_TRANSLATE_NOOP(
            "core",
            "Without the scale the average of y stays at {keep}·x: the next layer would "
            "learn with a weaker signal than it meets later. The paper of 2014 therefore "
            "multiplied by {keep} at test time; torch scales while training instead.",
        ).format(keep=keep)
    return QT_TRANSLATE_NOOP(
        "core",
        "The survivors are multiplied by 1/(1−p) = {scale}, so that the next layer receives "
        "x on average: draw many samples and watch the mean reach x.",
    ).format(scale=scale)


def _evaluating(result: DropoutResult, classical: bool) -> list[Message]:
    if classical:
        return [
            QT_TRANSLATE_NOOP(
                "core",
                "eval() drops nothing. Without the scale in training it must multiply by "
                "1−p = {keep} to give what training gave on average: easily forgotten, so "
                "torch scales while training.",
            ).format(keep=drop_and_keep(result.experiment.dropout.p)[1])
        ]
    return [
        QT_TRANSLATE_NOOP(
            "core",
            "eval(): the network is used, no longer trained. Nothing is dropped and nothing "
            "is scaled, y is x, and the same input always gives the same answer. Forgetting "
            "eval() leaves predictions to chance.",
        )
    ]


def why_no_mask(result: DropoutResult) -> Message | None:
    """What stands in the mask's row where no mask is drawn."""
    if not result.experiment.dropout.training:
        return QT_TRANSLATE_NOOP("core", "eval(): no mask is drawn, every unit passes")
    if result.experiment.dropout.p == 0.0:
        return QT_TRANSLATE_NOOP("core", "p = 0: every unit passes")
    return None


def _odd(result: DropoutResult) -> list[Message]:
    """A remark on infinite and NaN values of x."""
    places = np.flatnonzero(~np.isfinite(result.units))
    if not len(places):
        return []
    named = ", ".join(f"x[{i}]" for i in places[:_MAX_NAMED])
    if len(places) > _MAX_NAMED:
        named += ", …"
    if not result.experiment.dropout.training or result.experiment.dropout.p == 0.0:
        text = QT_TRANSLATE_NOOP(
            "core", "{places}: infinite and NaN values pass through unchanged."
        )
        return [text.format(places=named)]
    text = QT_TRANSLATE_NOOP(
        "core",
        "{places}: torch multiplies by 0 to drop, and ∞ × 0 and NaN × 0 are NaN, so dropping "
        "does not remove an infinite or NaN value; its mean never recovers.",
    )
    return [text.format(places=named)]


def about_mean(result: DropoutResult, reading: RunningMean) -> Message:
    """The distance of the running mean from x beside its standard error."""
    n = counted(result.count)
    distance, error = short(reading.distance, 2), reading.theory / math.sqrt(result.count)
    if math.isnan(error):
        text = QT_TRANSLATE_NOOP("core", "n = {n} · distance {distance}, no standard error")
        return text.format(n=n, distance=distance)
    text = QT_TRANSLATE_NOOP("core", "n = {n} · distance {distance} · standard error {error}")
    other = result.stored or (result.kind.alpha and result.experiment.dropout.training)
    if other and reading is not result.classical:
        text = QT_TRANSLATE_NOOP(
            "core", "n = {n} · distance from E[y] {distance} · standard error {error}"
        )
    return text.format(n=n, distance=distance, error=short(error, 2))


def about_signal(result: DropoutResult, reading: RunningMean) -> Message:
    """Mean and variance of the N(0, 1) signal before and after."""
    if not math.isfinite(reading.variance):
        return QT_TRANSLATE_NOOP(
            "core", "N(0, 1): what is kept becomes infinite, which leaves no mean and no variance"
        )
    if reading.variance < NOTHING_KEPT and 0.0 < result.experiment.dropout.p < 1.0:
        return QT_TRANSLATE_NOOP(
            "core", "N(0, 1): by chance none of the values is kept; nothing can be measured"
        )
    text = QT_TRANSLATE_NOOP(
        "core",
        "N(0, 1): mean {mean} → {mean_after}, variance {variance} → {variance_after}",
    )
    return text.format(
        mean=decimal(result.signal[0], 3),
        variance=decimal(result.signal[1], 3),
        mean_after=decimal(reading.signal_mean, 3),
        variance_after=decimal(reading.variance, 3),
    )


def about_streams(result: DropoutResult) -> Message:
    """Which random numbers the samples come from."""
    seed = result.experiment.run.seed
    if not result.many:
        text = QT_TRANSLATE_NOOP("core", "{samples} by single calls, seed {seed}")
        return text.format(samples=counted(result.samples), seed=seed)
    text = QT_TRANSLATE_NOOP(
        "core",
        "{samples} by single calls, seed {seed}; {many} in blocks of 1,000, seed {other}",
    )
    return text.format(
        samples=counted(result.samples), seed=seed, many=counted(result.many), other=seed + 1
    )
