"""The dotted keys that a lesson may name, and which of them two experiments differ in."""

from __future__ import annotations

import difflib
import functools
from typing import Any

from core.experiment import PARAMETERS, SECTION_NAMES, Experiment
from core.init.methods import bias_methods, weight_methods
from core.messages import QT_TRANSLATE_NOOP, Message, printable


@functools.cache
def known() -> tuple[str, ...]:
    """Every dotted key that an experiment can have, those of each method included."""
    keys: dict[str, None] = {}
    for section in SECTION_NAMES:
        if section in PARAMETERS:
            keys |= dict.fromkeys(f"{section}.{p.name}" for p in PARAMETERS[section])
            continue
        keys[f"{section}.method"] = None
        for entry in weight_methods() if section == "weight_init" else bias_methods():
            keys |= dict.fromkeys(f"{section}.{p.name}" for p in entry.parameters)
    return tuple(keys)


def unknown(key: str) -> Message:
    """The sentence on a key that no experiment has."""
    near = difflib.get_close_matches(key, known(), n=3, cutoff=0.5)
    if near:
        text = QT_TRANSLATE_NOOP("core", "there is no control {key}; near it are {options}")
        return text.format(key=printable(key), options=", ".join(near))
    text = QT_TRANSLATE_NOOP(
        "core",
        "there is no control {key}; controls are named as in an experiment file, such as {options}",
    )
    return text.format(key=printable(key), options="layer.in_features, weight_init.gain")


def changed(before: Experiment, after: Experiment) -> tuple[str, ...]:
    """The keys whose value differs.

    A parameter that a new method brings along counts where it is not at the method's default.
    """
    old, new = _values(before), _values(after)
    brought = {
        f"{section}.{name}": value
        for section in ("weight_init", "bias_init")
        for name, value in getattr(after, section).entry.defaults().items()
    }
    return tuple(key for key, value in new.items() if value != old.get(key, brought.get(key)))


def _values(experiment: Experiment) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key in known():
        try:
            found[key] = experiment.value(key)
        except KeyError:  # a parameter of another method
            continue
    return found
