"""What to choose instead where signal or gradient of a deep network is not held.

Nothing is called steady that theory does not hold, or that chance moves in networks of so many
units: `core.depth.chance` draws some of them for each proposal. Nothing is proposed that is not
expected to do better than what stands.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from core.depth.chance import Odds, odds
from core.depth.mean_field import Prediction, predict, units_are_alike
from core.depth.path import gradient_path, signal_path
from core.depth.search import holding_gain, window
from core.depth.verdict import Verdict, judge
from core.experiment import Experiment, Initialization
from core.format import counted, short, significant
from core.init.methods import BY_GAIN, NO_BIAS
from core.layers.activations import ACTIVATIONS
from core.layers.dropouts import KINDS
from core.layers.norms import NORMS
from core.layers.power import is_held
from core.messages import QT_TRANSLATE_NOOP, Message

SURE = 0.97
"""Share of the drawn networks that have to be stable where it is said that they would be."""

HARDLY = 0.05
"""Below this share the units are called too few."""

NARROW = 1.02
"""Upper over lower end of a window of gains below which its ends are named."""

SLOWER = 0.75
"""Share of the present change per layer up to which another one is offered for what is stable."""

CLEARLY = 0.05
"""By how much a proposal must be expected to do better, from 0 for stable to 2 for lost."""


@dataclass(frozen=True, slots=True)
class DepthAdvice:
    """What to choose instead; `change` holds dotted keys with values, empty when nothing."""

    text: Message
    change: tuple[tuple[str, float | str], ...] = ()


@dataclass(frozen=True)
class Candidate:
    """An experiment with what theory and chance say of it; each is computed when asked for."""

    experiment: Experiment

    @cached_property
    def theory(self) -> Prediction:
        """The mean field, which does not hold for every method."""
        return predict(self.experiment)

    @cached_property
    def held(self) -> bool:
        """Whether theory calls it stable."""
        forward, backward = self.theory.forward, self.theory.backward
        if forward is None or backward is None:
            return False
        return judge(self.experiment, forward, backward).kind == "stable"

    @cached_property
    def odds(self) -> Odds:
        """What becomes of networks with so many units; only where the theory holds."""
        return odds(self.experiment)

    @property
    def sure(self) -> bool:
        """Whether nearly every such network is stable."""
        return self.held and self.odds.stable >= SURE

    @property
    def badness(self) -> float:
        """From 0, where every such network is stable, to 2, where every one is lost."""
        return 1.0 - self.odds.stable + self.odds.lost


def advise(experiment: Experiment, verdict: Verdict) -> DepthAdvice:
    """One sentence, and a better initialization where signal or gradient is not held."""
    dropout = experiment.dropout
    if dropout.training and dropout.p == 1.0:
        return DepthAdvice(
            QT_TRANSLATE_NOOP(
                "core", "Dropout with p = 1 drops every unit: no initialization can help."
            )
        )
    if NORMS[experiment.depth.norm].torch_name:
        return DepthAdvice(
            QT_TRANSLATE_NOOP(
                "core",
                "With a normalization in every layer the initialization has little to say of the "
                "signal; the gradient is what is left to look at.",
            )
        )
    now = Candidate(experiment)
    if verdict.kind == "stable":
        return _at_ease(now)
    better = proposal(experiment)
    change = _difference(experiment, better.experiment)
    if not change or not _is_better(better, now, verdict):
        return DepthAdvice(_stay(now))
    return DepthAdvice(_choose(better, now, _described(better.experiment, change)), change)


def proposal(experiment: Experiment) -> Candidate:
    """The first choice that is sure to hold; where none is, the one that holds most often."""
    found = []
    for candidate in map(Candidate, _choices(experiment)):
        if candidate.sure:
            return candidate
        found.append(candidate)
    return min(found, key=lambda candidate: (not candidate.held, candidate.badness))


def _choices(experiment: Experiment) -> Iterator[Experiment]:
    """What was made for the activation, then with the gain that holds best; then without bias."""
    own, usual = experiment.weight_init, Initialization.recommended(experiment.layer.activation)
    fixed = [_sibling(own, usual)]
    method = usual.method if usual.entry.has_gain else BY_GAIN
    if own.entry.keeps_length:
        fixed, method = [], own.method
    elif usual.entry.has_gain:
        method = fixed[0].method
    biases = [experiment.bias_init]
    if experiment.layer.bias and experiment.bias_init.method != NO_BIAS:
        biases.append(Initialization("bias_init", NO_BIAS))
    for bias in biases:
        there = dataclasses.replace(experiment, bias_init=bias)
        for init in fixed:
            yield dataclasses.replace(there, weight_init=init)
        gain = holding_gain(there, method)
        tuned = Initialization("weight_init", method, (("gain", gain),))
        yield dataclasses.replace(there, weight_init=tuned)


def _sibling(own: Initialization, usual: Initialization) -> Initialization:
    """The usual one in the form that was chosen: uniform instead of normal, of the same paper."""
    same = own.entry.reference == usual.entry.reference
    if same and own.entry.parameters == usual.entry.parameters:
        return Initialization("weight_init", own.method, usual.values)
    return usual


def _is_better(better: Candidate, now: Candidate, verdict: Verdict) -> bool:
    if units_are_alike(now.experiment):
        return True
    if now.theory.forward is None:
        return better.badness + CLEARLY < (1.0 if verdict.kind == "drifts" else 2.0)
    return better.badness + CLEARLY < now.badness


def _at_ease(now: Candidate) -> DepthAdvice:
    """Of what is stable: whether it would be so in more layers, too."""
    experiment, layers = now.experiment, now.experiment.depth.layers
    fits = QT_TRANSLATE_NOOP("core", "Nothing to change: this initialization fits.")
    if layers < 2:
        return DepthAdvice(QT_TRANSLATE_NOOP("core", "Nothing to change with a single layer."))
    pace = _pace(now)
    if is_held(math.exp(min(pace, 1.0))):
        return DepthAdvice(fits)
    better = proposal(experiment)
    change = _difference(experiment, better.experiment)
    if not change or not better.sure or _pace(better) > SLOWER * pace:
        return DepthAdvice(fits)
    text = QT_TRANSLATE_NOOP(
        "core", "Enough for {layers} layers; {method} would change the power less."
    ).format(layers=layers, method=_described(better.experiment, change))
    return DepthAdvice(text, change)


def _pace(one: Candidate) -> float:
    """|ln| of the mean factor in a layer, of signal or gradient; 0 where there is no theory."""
    forward, backward = one.theory.forward, one.theory.backward
    if forward is None or backward is None:
        return 0.0
    paths = signal_path(forward), gradient_path(backward)
    if any(path.broken for path in paths):
        return math.inf
    return max(abs(path.total) for path in paths) / (len(forward) - 1)


def _stay(now: Candidate) -> Message:
    """Where nothing else is expected to do better."""
    depth = now.experiment.depth
    if now.held:
        return QT_TRANSLATE_NOOP(
            "core",
            "This initialization is right for wide layers; {width} units are few, and chance moves "
            "the power from layer to layer.",
        ).format(width=counted(depth.width))
    return QT_TRANSLATE_NOOP(
        "core", "No gain holds {activation} over {layers} layers; this one loses least."
    ).format(activation=now.experiment.layer.activation, layers=depth.layers)


def _choose(better: Candidate, now: Candidate, method: str) -> Message:
    """What is said of a proposal."""
    depth, activation = now.experiment.depth, ACTIVATIONS[now.experiment.layer.activation]
    rule = activation.dropout_rule
    if not better.held:
        text = QT_TRANSLATE_NOOP(
            "core", "No gain holds {activation} over {layers} layers; {method} loses least."
        )
    elif not better.sure:
        return _by_chance(better, method)
    elif units_are_alike(now.experiment):
        text = QT_TRANSLATE_NOOP(
            "core", "{method} would keep both steady and tell the units apart."
        )
    elif rule and _drops_units(now.experiment):
        text = QT_TRANSLATE_NOOP("core", "{method} would keep both steady: {rule}.")
    else:
        text = QT_TRANSLATE_NOOP("core", "{method} would keep both steady.")
    return text.format(method=method, activation=activation.name, layers=depth.layers, rule=rule)


def _drops_units(experiment: Experiment) -> bool:
    dropout = experiment.dropout
    return dropout.training and dropout.p > 0.0 and not KINDS[dropout.kind].alpha


def _by_chance(better: Candidate, method: str) -> Message:
    """Of what theory holds, but not so few units."""
    experiment = better.experiment
    init, depth = experiment.weight_init, experiment.depth
    places: dict[str, object] = {
        "method": method,
        "layers": depth.layers,
        "width": counted(depth.width),
    }
    if init.entry.has_gain:
        low, high = window(experiment, init.method, float(init.parameters["gain"]))
        if high < NARROW * low:
            digits = 2 - math.floor(math.log10((high - low) / high))
            places |= {"low": short(low, digits), "high": short(high, digits)}
            return QT_TRANSLATE_NOOP(
                "core",
                "Only gains from {low} to {high} hold {activation} over {layers} layers, a window "
                "that {width} units hit by chance at most; {method} comes nearest.",
            ).format(activation=experiment.layer.activation, **places)
    text = (
        QT_TRANSLATE_NOOP(
            "core",
            "{method} is right for wide layers; {width} units are few, and chance moves the power "
            "of some networks too far.",
        )
        if better.odds.stable >= HARDLY
        else QT_TRANSLATE_NOOP(
            "core",
            "{method} is right for wide layers; {width} units are too few to stay steady over "
            "{layers} layers.",
        )
    )
    return text.format(**places)


Change = tuple[tuple[str, float | str], ...]


def _difference(old: Experiment, new: Experiment) -> Change:
    changes: list[tuple[str, float | str]] = []
    for section in ("weight_init", "bias_init"):
        init: Initialization = getattr(new, section)
        if init != getattr(old, section):
            changes.append((f"{section}.method", init.method))
            changes += [(f"{section}.{name}", value) for name, value in init.values]
    return tuple(changes)


def _described(experiment: Experiment, change: Change) -> str:
    keys = [key for key, _ in change]
    parts: list[str] = []
    if "weight_init.method" in keys:
        parts.append(_with_digits(experiment.weight_init))
    if "bias_init.method" in keys:
        parts.append(f"bias {experiment.bias_init.method}")
    return " + ".join(parts)


def _with_digits(init: Initialization) -> str:
    """`xavier_normal(gain=1.55943)`: a gain that was looked for in as many digits as it needs."""
    gain = init.parameters.get("gain")
    exact = significant(gain, 8) if isinstance(gain, float) else ""
    return f"{init.method}(gain={exact})" if exact and float(exact) == gain else init.text
