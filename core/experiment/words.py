"""An experiment in words, for the line below a picture: what it is of, and how to get it again."""

from __future__ import annotations

from collections.abc import Callable, Collection

from core.experiment.experiment import RACE, Experiment
from core.experiment.initialization import Initialization
from core.experiment.kind import dropout_after
from core.experiment.sections import Layer
from core.format import argument, short
from core.layers.activations import ACTIVATIONS
from core.layers.dropouts import KINDS
from core.messages import QT_TRANSLATE_NOOP, Message, shown

Wanted = Callable[[str], bool]
"""Whether a key, such as `layer.bias`, is to be told."""

Phrases = Callable[[Experiment, Wanted], list[Message]]


def words(experiment: Experiment, keys: Collection[str] = ()) -> tuple[Message, ...]:
    """Phrases that tell these sections and keys, or all of them, each where it says something.

    Names are torch's, so that whoever reads them can type them. A section that has no phrase of its
    own is told by the values that differ from its defaults.
    """

    def wanted(key: str) -> bool:
        return not keys or key in keys or key.partition(".")[0] in keys

    sections = [name for name in experiment.to_dict() if name not in ("initlab", "run")]
    told = [PHRASES.get(name, _differences(name))(experiment, wanted) for name in sections]
    return tuple(phrase for part in (*told, _run(experiment, wanted)) for phrase in part)


def _layer(experiment: Experiment, wanted: Wanted) -> list[Message]:
    layer, found = experiment.layer, []
    bias = "" if layer.bias else ", bias=False"
    if wanted("layer.in_features"):
        bias = bias if layer.entry.has_bias else ""
        size = ", ".join(layer.entry.arguments(*layer.numbers))
        found.append(Message(f"nn.{layer.entry.torch_name}({size}{bias})"))
    elif wanted("layer.bias") and bias:
        found.append(QT_TRANSLATE_NOOP("core", "without bias"))
    if wanted("layer.activation"):
        named = bool(ACTIVATIONS[layer.activation].call)
        nothing = QT_TRANSLATE_NOOP("core", "no activation")
        found.append(Message(layer.activation) if named else nothing)
    return found


def _weight(experiment: Experiment, wanted: Wanted) -> list[Message]:
    if not wanted("weight_init"):
        return []
    text = QT_TRANSLATE_NOOP("core", "weight: {method}")
    return [text.format(method=named(experiment.weight_init))]


def _bias(experiment: Experiment, wanted: Wanted) -> list[Message]:
    layer = experiment.layer
    if not (wanted("bias_init") and (layer.has_bias if wanted("layer.kind") else layer.bias)):
        return []
    text = QT_TRANSLATE_NOOP("core", "bias: {method}")
    return [text.format(method=named(experiment.bias_init))]


def named(init: Initialization) -> Message:
    """The method with all of its values: `Xavier normal (gain = 1)`."""
    told = [(name, v if isinstance(v, str) else short(v)) for name, v in init.values]
    values = ", ".join(f"{name} = {value}" for name, value in told)
    label = init.entry.label
    together = QT_TRANSLATE_NOOP("core", "{label} ({values})")
    return together.format(label=label, values=values) if values else label


def _dropout(experiment: Experiment, wanted: Wanted) -> list[Message]:
    dropout, found = experiment.dropout, []
    alone = wanted("dropout.vector")
    if wanted("dropout.p") and (alone or dropout.p > 0):
        # A layer of one vector has no channels: torch's plain Dropout stands there.
        layer = experiment.layer if wanted("layer.kind") else Layer()
        kind = KINDS[dropout.kind] if alone else dropout_after(layer, dropout)
        name = kind.torch_name
        mode = "" if dropout.training else ".eval()"
        found.append(Message(f"nn.{name}(p={argument(dropout.p)}){mode}"))
    if alone:
        text = QT_TRANSLATE_NOOP("core", "x: {vector}")
        found.append(text.format(vector=dropout.vector))
    return found


def _depth(experiment: Experiment, wanted: Wanted) -> list[Message]:
    depth = experiment.depth
    if not wanted("depth.layers"):
        return []
    stack = QT_TRANSLATE_NOOP("core", "{layers} layers of {width} units")
    batch = QT_TRANSLATE_NOOP("core", "batch of {batch}, input: {input}")
    return [
        stack.format(layers=depth.layers, width=depth.width),
        batch.format(batch=depth.batch, input=depth.input),
    ]


def _race(experiment: Experiment, wanted: Wanted) -> list[Message]:
    if not wanted(RACE):
        return []
    lanes = (
        lane.name or " ".join(f"{key} = {shown(value)}" for key, value in lane.changes)
        for lane in experiment.race
    )
    names = ", ".join(lanes)
    return [QT_TRANSLATE_NOOP("core", "race of {names}").format(names=names)]


def _differences(section: str) -> Phrases:
    """What differs from the defaults, by its dotted key."""

    def phrases(experiment: Experiment, wanted: Wanted) -> list[Message]:
        plain = Experiment().to_dict().get(section, {})
        values = experiment.to_dict()[section]
        return [
            Message(f"{section}.{name} = {shown(value)}")
            for name, value in values.items()
            if wanted(f"{section}.{name}") and value != plain.get(name)
        ]

    return phrases


def _run(experiment: Experiment, wanted: Wanted) -> list[Message]:
    run, found = experiment.run, []
    if wanted("run.seed"):
        found.append(QT_TRANSLATE_NOOP("core", "seed {seed}").format(seed=run.seed))
    if wanted("run.dtype"):
        text = QT_TRANSLATE_NOOP("core", "{dtype} on {device}")
        found.append(text.format(dtype=run.dtype, device=run.device))
    return found


PHRASES: dict[str, Phrases] = {
    "layer": _layer,
    "weight_init": _weight,
    "bias_init": _bias,
    "dropout": _dropout,
    "depth": _depth,
    RACE: _race,
}
"""The sections that have phrases of their own, but for `run`, which stands last."""
