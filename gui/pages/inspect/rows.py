"""The tensors of a checkpoint as rows: what each column says, and by what it is sorted."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.format import counted, percent, short
from core.inspect import Inspection, TensorReport
from core.inspect.result import Candidate
from core.messages import QT_TRANSLATE_NOOP, Message
from gui.look.i18n import translated

SIGNS = {
    "fresh": ("✓", "good"),
    "fits": ("≈", "fair"),
    "trained": ("●", "accent"),
    "few values": ("…", "muted"),
    "not judged": ("–", "muted"),
    "not finite": ("✗", "bad"),
}
"""A verdict's sign, and its colour in the theme: by its key."""
DEAD = "†"


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    name, tip   its heading and what it is
    text        what a cell says
    sort        by what it is sorted; None comes last either way
    right       whether it is a number
    same        of what a group of tensors may have one in common; None where it says nothing
    """

    key: str
    name: Message
    tip: Message
    text: Callable[[TensorReport, Inspection], str]
    sort: Callable[[TensorReport, Inspection], Any]
    right: bool = True
    same: Callable[[TensorReport, Inspection], Any] | None = None


def named(candidate: Candidate) -> str:
    """What an initialization is called; a name of torch's is no word: `zeros` is a method."""
    label = candidate.label
    return str(label) if str(label) == candidate.method else translated(label)


def _looks(t: TensorReport) -> str:
    if t.looks_like is not None:
        return named(t.looks_like)
    return f"≠ {named(t.nearest)}" if t.nearest is not None else ""


def _expected(t: TensorReport) -> float | None:
    best = t.looks_like or t.nearest
    return best.theory.std if best is not None else None


def _number(value: float | None) -> str:
    return "" if value is None else short(value, 3)


def verdict(t: TensorReport) -> str:
    """Sign and word, and how many of its units are dead."""
    if t.verdict is None:
        return ""
    said = f"{SIGNS[t.verdict.key][0]} {translated(t.verdict.label)}"
    return f"{said} {DEAD}{counted(t.dead)}" if t.dead else said


def _change(t: TensorReport, found: Inspection) -> float | None:
    moved = found.against.moved.get(t.name) if found.against else None
    return moved.change if moved is not None else None


def _changed(t: TensorReport, found: Inspection) -> str:
    moved = found.against.moved.get(t.name) if found.against else None
    if moved is None:
        return ""
    return "=" if moved.equal else f"{percent(moved.change, 3)} %"


def _cosine(t: TensorReport, found: Inspection) -> float | None:
    moved = found.against.moved.get(t.name) if found.against else None
    return moved.cosine if moved is not None else None


def _of(value: Callable[[TensorReport], float | None]) -> dict[str, Any]:
    return {
        "text": lambda t, _: _number(value(t)),
        "sort": lambda t, _: _sortable(value(t)),
    }


def _sortable(value: float | None) -> float | None:
    return None if value is None or math.isnan(value) else value


COLUMNS: tuple[Column, ...] = (
    Column(
        "name",
        QT_TRANSLATE_NOOP("Columns", "tensor"),
        QT_TRANSLATE_NOOP(
            "Columns", "Its name in the state dict; unsorted, in the network's order"
        ),
        lambda t, _: t.name,
        lambda *_: None,
        right=False,
    ),
    Column(
        "kind",
        QT_TRANSLATE_NOOP("Columns", "kind"),
        QT_TRANSLATE_NOOP("Columns", "What it is, from its name and shape; fans depend on it"),
        lambda t, _: translated(t.role.label),
        lambda t, _: t.role.key,
        right=False,
        same=lambda t, _: t.role.key,
    ),
    Column(
        "shape",
        QT_TRANSLATE_NOOP("Columns", "shape"),
        QT_TRANSLATE_NOOP("Columns", "Its size, as torch stores it"),
        lambda t, _: " × ".join(map(str, t.size)) or "1",
        lambda t, _: math.prod(t.size),
        right=False,
        same=lambda t, _: t.size,
    ),
    Column(
        "dtype",
        QT_TRANSLATE_NOOP("Columns", "dtype"),
        QT_TRANSLATE_NOOP("Columns", "In which format its numbers are stored"),
        lambda t, _: t.dtype,
        lambda t, _: t.dtype,
        right=False,
        same=lambda t, _: t.dtype,
    ),
    Column(
        "fan_in",
        Message("fan_in"),
        QT_TRANSLATE_NOOP("Columns", "Inputs that a unit adds up, as torch counts them"),
        lambda t, _: counted(t.shape.fan_in) if t.shape else "",
        lambda t, _: t.shape.fan_in if t.shape else None,
    ),
    Column(
        "fan_out",
        Message("fan_out"),
        QT_TRANSLATE_NOOP("Columns", "Outputs that an input reaches, as torch counts them"),
        lambda t, _: counted(t.shape.fan_out) if t.shape else "",
        lambda t, _: t.shape.fan_out if t.shape else None,
    ),
    Column(
        "mean",
        QT_TRANSLATE_NOOP("Columns", "mean"),
        QT_TRANSLATE_NOOP("Columns", "The mean of its values"),
        **_of(lambda t: t.summary.mean if t.summary else None),
    ),
    Column(
        "std",
        Message("σ"),
        QT_TRANSLATE_NOOP("Columns", "The standard deviation of its values"),
        **_of(lambda t: t.summary.std if t.summary else None),
    ),
    Column(
        "rms",
        Message("RMS"),
        QT_TRANSLATE_NOOP("Columns", "The root mean square of its values"),
        **_of(lambda t: t.summary.power**0.5 if t.summary else None),
    ),
    Column(
        "zeros",
        QT_TRANSLATE_NOOP("Columns", "zeros"),
        QT_TRANSLATE_NOOP("Columns", "The share of its values that are exactly 0"),
        lambda t, _: f"{percent(t.zeros / t.summary.count)} %" if t.summary else "",
        lambda t, _: t.zeros / t.summary.count if t.summary else None,
    ),
    Column(
        "looks",
        QT_TRANSLATE_NOOP("Columns", "looks like"),
        QT_TRANSLATE_NOOP(
            "Columns", "The initialization that could have made it; ≠ where none could: the nearest"
        ),
        lambda t, _: _looks(t),
        lambda t, _: _looks(t) or None,
        right=False,
        same=lambda t, _: _looks(t) or None,
    ),
    Column(
        "expected",
        QT_TRANSLATE_NOOP("Columns", "its σ"),
        QT_TRANSLATE_NOOP("Columns", "The standard deviation that this initialization gives"),
        **_of(_expected),
    ),
    Column(
        "verdict",
        QT_TRANSLATE_NOOP("Columns", "verdict"),
        QT_TRANSLATE_NOOP("Columns", "Fresh, or trained; † says how many of its units are dead"),
        lambda t, _: verdict(t),
        lambda t, _: verdict(t) or None,
        right=False,
    ),
    Column(
        "change",
        Message("‖ΔW‖/‖W₀‖"),
        QT_TRANSLATE_NOOP("Columns", "How far it moved against the other file; = where no bit did"),
        _changed,
        _change,
        same=lambda t, found: _changed(t, found) or None,
    ),
    Column(
        "cosine",
        QT_TRANSLATE_NOOP("Columns", "cosine"),
        QT_TRANSLATE_NOOP("Columns", "Of the angle between it and that of the other file"),
        lambda t, found: _number(_cosine(t, found)),
        _cosine,
    ),
)
COMPARED = ("change", "cosine")
"""Columns that only a comparison fills."""
LEAST_FIRST = (
    *("rms", "dtype", "fan_out", "mean", "zeros", "fan_in", "kind", "cosine", "shape"),
    *("expected", "std", "change"),
)
"""The columns that a table without room leaves out, in this order; a name and a verdict stay."""
