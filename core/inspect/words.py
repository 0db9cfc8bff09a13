"""What is to be said of a whole checkpoint: what its initialization was, and what became of it.

Each sentence is said only where it is true of what was measured; what a person meant is not known,
so that "it did not reach them" is said as a condition.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from core.format import counted, multiple, percent, short
from core.init.methods import KEEPS_FORWARD, OF_MODULE, usual_std
from core.inspect.result import FITS, FRESH, NOT_FINITE, TRAINED, Inspection, TensorReport
from core.messages import QT_TRANSLATE_NOOP, Message

FAR = 4.0
"""Times that a σ is off what Kaiming would give, from which on it is worth a sentence."""
MAX_NAMES = 3
MAX_SENTENCES = 3
DEAD_SHARE = 0.01

ALL_FRESH = QT_TRANSLATE_NOOP(
    "core", "All {count} weights are fresh: as an initialization left them."
)
ONE_FRESH = QT_TRANSLATE_NOOP("core", "The weight is fresh: as an initialization left it.")
ONE_TRAINED = QT_TRANSLATE_NOOP(
    "core", "The weight has been trained, or drawn in a way that InitLab does not know."
)
ONE_FITS = QT_TRANSLATE_NOOP(
    "core",
    "The weight fits an initialization, but does not stand where torch's generator on the CPU puts "
    "it: drawn elsewhere, rounded, or trained a little.",
)
ONE_DEFAULT = QT_TRANSLATE_NOOP(
    "core",
    "The weight is as torch's module leaves it ({label}): if another initialization was meant for "
    "it, it did not reach it.",
)
ALL_TRAINED = QT_TRANSLATE_NOOP(
    "core", "All {count} weights have been trained, or drawn in a way that InitLab does not know."
)
HEAD_FRESH = QT_TRANSLATE_NOOP(
    "core", "The body is trained, the head is fresh: {names} as an initialization left it."
)
SOME_FRESH = QT_TRANSLATE_NOOP(
    "core", "{fresh} of {count} weights are fresh, the others are not. Fresh: {names}."
)
SOME_FIT = QT_TRANSLATE_NOOP(
    "core",
    "{fitting} of {count} weights fit an initialization, but do not stand where torch's generator "
    "on the CPU puts them: drawn elsewhere, rounded, or trained a little.",
)
ARE_DEFAULT = QT_TRANSLATE_NOOP(
    "core",
    "{some} of {count} weights are as torch's modules leave them ({label}): if another "
    "initialization was meant for them, it did not reach them. They are {names}.",
)
ALL_DEFAULT = QT_TRANSLATE_NOOP(
    "core",
    "All {count} weights are as torch's modules leave them ({label}): if another initialization "
    "was meant, it did not reach one of them.",
)
FAR_OFF = QT_TRANSLATE_NOOP(
    "core",
    "{name}: σ is {std}, {times} times what Kaiming gives for {fan} inputs ({expected}).",
)
DEAD_UNITS = QT_TRANSLATE_NOOP(
    "core", "{name}: {share} % of the units are dead ({dead} of {units} rows are 0)."
)
ALIKE = QT_TRANSLATE_NOOP(
    "core", "{name}: all weights are {value}, so that its units stay alike while they are trained."
)
BROKEN = QT_TRANSLATE_NOOP("core", "{name} has NaN or infinite values.")
UNMOVED = QT_TRANSLATE_NOOP(
    "core", "{some} of {count} tensors did not move against {file}: {names}. Frozen?"
)
NONE_MOVED = QT_TRANSLATE_NOOP("core", "Not one bit differs from {file}.")
MOVED_MOST = QT_TRANSLATE_NOOP(
    "core", "Against {file}, {name} moved most: ‖ΔW‖ is {share} % of ‖W₀‖."
)
FROM_ZERO = QT_TRANSLATE_NOOP("core", "All 0 in {file}, and no longer: {names}.")
NAMES_DIFFER = QT_TRANSLATE_NOOP(
    "core",
    "Against {file}: {missing} names are missing here, {extra} are new, {resized} have "
    "another size.",
)
NO_WEIGHTS = QT_TRANSLATE_NOOP("core", "There is no weight in it whose initialization is known.")


def words(found: Inspection) -> tuple[Message, ...]:
    """The sentences, the most important first."""
    return tuple(_sentences(found))


def tone(found: Inspection) -> str:
    """`bad` where something is broken, `fair` where something is to be looked at, else `good`."""
    weights = _judged(found)
    if any(_broken(found.tensors)):
        return "bad"
    warnings = (_defaults(weights), _alike(weights), _far(weights), _dead(found.tensors))
    return "fair" if any(any(sentences) for sentences in warnings) else "good"


def _judged(found: Inspection) -> list[TensorReport]:
    weights = [t for t in found.tensors if t.shape is not None and t.summary is not None]
    return [t for t in weights if t.verdict in (FRESH, FITS, TRAINED)]


def _sentences(found: Inspection) -> Iterator[Message]:
    weights = _judged(found)
    yield from _few(_broken(found.tensors))
    if not weights:
        yield NO_WEIGHTS
    else:
        yield from _origin(weights)
        yield from _defaults(weights)
    yield from _few(_alike(weights))
    yield from _few(_far(weights))
    yield from _few(_dead(found.tensors))
    if found.against is not None:
        yield from _against(found)


def _few(sentences: Iterator[Message]) -> Iterator[Message]:
    for sentence, _ in zip(sentences, range(MAX_SENTENCES), strict=False):
        yield sentence


def names_of(tensors: Sequence[TensorReport] | Sequence[str]) -> str:
    """The first names, and how many more there are: `fc1, fc2, fc3, … (12)`."""
    names = [t if isinstance(t, str) else t.name for t in tensors]
    if len(names) <= MAX_NAMES + 1:
        return ", ".join(names)
    return ", ".join((*names[:MAX_NAMES], f"… ({counted(len(names))})"))


def _origin(weights: Sequence[TensorReport]) -> Iterator[Message]:
    fresh = [t for t in weights if t.verdict is FRESH]
    fitting = [t for t in weights if t.verdict is FITS]
    count = counted(len(weights))
    if len(weights) == 1:
        yield ONE_FRESH if fresh else ONE_FITS if fitting else ONE_TRAINED
        return
    if len(fresh) == len(weights):
        yield ALL_FRESH.format(count=count)
        return
    if not fresh and not fitting:
        yield ALL_TRAINED.format(count=count)
        return
    if fresh:
        body = [t.verdict for t in weights[: len(weights) - len(fresh)]]
        if FRESH not in body and body.count(TRAINED) == len(body):
            yield HEAD_FRESH.format(names=names_of(fresh))
        else:
            yield SOME_FRESH.format(fresh=counted(len(fresh)), count=count, names=names_of(fresh))
    if fitting:
        yield SOME_FIT.format(fitting=counted(len(fitting)), count=count)


def _defaults(weights: Sequence[TensorReport]) -> Iterator[Message]:
    """Those that torch's modules have drawn by themselves; embeddings and biases do not count."""
    drawn = [t for t in weights if t.role.is_weight]
    default = [
        t
        for t in drawn
        if t.verdict in (FRESH, FITS) and t.looks_like and t.looks_like.method == OF_MODULE
    ]
    if not default:
        return
    labels = dict.fromkeys(str(t.looks_like.label) for t in default if t.looks_like)
    values = {"count": counted(len(drawn)), "label": ", ".join(labels)}
    if len(drawn) == 1:
        yield ONE_DEFAULT.format(label=values["label"])
    elif len(default) == len(drawn):
        yield ALL_DEFAULT.format(**values)
    else:
        yield ARE_DEFAULT.format(some=counted(len(default)), names=names_of(default), **values)


def _far(weights: Sequence[TensorReport]) -> Iterator[Message]:
    """A spread far from Kaiming's, the farthest first: 0.2 typed for 0.02."""
    found: list[tuple[float, Message]] = []
    for tensor in weights:
        if not tensor.role.is_weight or tensor.shape is None or tensor.summary is None:
            continue
        expected = usual_std(KEEPS_FORWARD, tensor.shape)
        times = tensor.summary.std / expected
        if times == 0.0 or 1 / FAR < times < FAR:
            continue
        text = FAR_OFF.format(
            name=tensor.name,
            std=short(tensor.summary.std),
            times=multiple(times),
            fan=counted(tensor.shape.fan_in),
            expected=short(expected),
        )
        found.append((max(times, 1 / times), text))
    found.sort(key=lambda pair: -pair[0])
    yield from (text for _, text in found)


def _dead(tensors: Sequence[TensorReport]) -> Iterator[Message]:
    for tensor in sorted(tensors, key=lambda t: -t.dead / max(1, t.units)):
        if tensor.dead > DEAD_SHARE * tensor.units:
            yield DEAD_UNITS.format(
                name=tensor.name,
                share=percent(tensor.dead / tensor.units),
                dead=counted(tensor.dead),
                units=counted(tensor.units),
            )


def _alike(weights: Sequence[TensorReport]) -> Iterator[Message]:
    for tensor in weights:
        summary = tensor.summary
        if tensor.role.is_weight and summary and summary.min == summary.max and tensor.units > 1:
            yield ALIKE.format(name=tensor.name, value=short(summary.min))


def _broken(tensors: Sequence[TensorReport]) -> Iterator[Message]:
    for tensor in tensors:
        if tensor.verdict is NOT_FINITE:
            yield BROKEN.format(name=tensor.name)


def _against(found: Inspection) -> Iterator[Message]:
    against = found.against
    assert against is not None
    if against.missing or against.extra or against.resized:
        yield NAMES_DIFFER.format(
            file=against.file,
            missing=counted(len(against.missing)),
            extra=counted(len(against.extra)),
            resized=counted(len(against.resized)),
        )
    if not against.moved:
        return
    still = [name for name, moved in against.moved.items() if moved.equal]
    if len(still) == len(against.moved):
        yield NONE_MOVED.format(file=against.file)
        return
    if still:
        yield UNMOVED.format(
            some=counted(len(still)),
            count=counted(len(against.moved)),
            file=against.file,
            names=names_of(still),
        )
    known = {n: m.change for n, m in against.moved.items() if 0.0 < m.change < math.inf}
    if known:
        name = max(known, key=lambda n: known[n])
        yield MOVED_MOST.format(file=against.file, name=name, share=percent(known[name], 3))
    from_zero = [n for n, m in against.moved.items() if m.change == math.inf]
    if from_zero:
        yield FROM_ZERO.format(file=against.file, names=names_of(from_zero))
