"""The rows of the statistics: what was drawn, what theory says, and how torch would be asked."""

from __future__ import annotations

from dataclasses import dataclass

from core.format import at_least, counted, short
from core.layer.task import LayerResult, Parameter
from core.messages import NOTHING, QT_TRANSLATE_NOOP, Message

HALF = ("float16", "bfloat16")
"""In these torch rounds a sum to three digits, and has no singular values."""

WAITING, MISSING = "…", "–"


@dataclass(frozen=True, slots=True)
class Measure:
    """One row. `torch` is the expression of the shown code's layer that gives the number."""

    name: Message
    sampled: str
    theory: str
    torch: str
    meaning: Message = NOTHING


def measures(result: LayerResult, bias: bool = False, waiting: bool = True) -> tuple[Measure, ...]:
    """The statistics of the weight, or of the bias; `waiting` for what is not there yet."""
    parameter = result.bias if bias else result.weight
    if parameter is None:
        raise ValueError("the layer has no bias")
    layer = result.experiment.layer
    tensor = f"{layer.entry.variable}.{'bias' if bias else 'weight'}"
    summary = parameter.summary
    seen = tensor if summary.finite == summary.count else f"{tensor}[{tensor}.isfinite()]"
    wide = f"{seen}.double()" if result.experiment.run.dtype in HALF else seen
    rows = [*_moments(parameter, seen, wide), _length(parameter, bias, wide)]
    if not bias:
        matrix = wide if layer.entry.dims == 2 else f"{wide}.flatten(1)"
        rows.append(_stretch(parameter, matrix, waiting))
    counts = (
        (QT_TRANSLATE_NOOP("core", "NaN"), summary.nan, "isnan"),
        (QT_TRANSLATE_NOOP("core", "infinite"), summary.inf, "isinf"),
    )
    rows += [
        Measure(name, counted(count), "0", f"{tensor}.{test}().sum()")
        for name, count, test in counts
        if count
    ]
    return tuple(rows)


def _moments(parameter: Parameter, seen: str, wide: str) -> tuple[Measure, ...]:
    s, t = parameter.summary, parameter.theory
    divided = QT_TRANSLATE_NOOP(
        "core", "Divided by n, as that of a distribution is; std() by itself divides by n − 1."
    )
    return (
        Measure(
            QT_TRANSLATE_NOOP("core", "mean"),
            *(short(s.mean), short(t.mean)),
            f"{seen}.mean(dtype=torch.float64)",  # float32 loses digits of a sum near 0
        ),
        Measure(
            QT_TRANSLATE_NOOP("core", "std"),
            *(short(s.std), short(t.std)),
            f"{wide}.std(correction=0)",
            divided,
        ),
        Measure(QT_TRANSLATE_NOOP("core", "min"), short(s.min), short(t.low), f"{seen}.min()"),
        Measure(QT_TRANSLATE_NOOP("core", "max"), short(s.max), short(t.high), f"{seen}.max()"),
    )


def _length(parameter: Parameter, bias: bool, wide: str) -> Measure:
    """The root of the sum of squares: of a matrix the Frobenius norm, of a vector its length."""
    meaning = (
        QT_TRANSLATE_NOOP("core", "Length: the root of the sum of all squares.")
        if bias
        else QT_TRANSLATE_NOOP("core", "Frobenius norm: the root of the sum of all squares.")
    )
    return Measure(
        Message("‖b‖₂" if bias else "‖W‖_F"),
        short(parameter.norm),
        short(parameter.expected_norm),
        f"torch.linalg.norm({wide})",
        meaning,
    )


def _stretch(parameter: Parameter, wide: str, waiting: bool) -> Measure:
    found, expected = parameter.spectral_norm, parameter.expected_spectral_norm
    if found is None:
        sampled = WAITING if waiting else MISSING
    else:
        sampled = short(found.value) if found.reached else at_least(found.value)
    theory, reason = MISSING, NOTHING
    if expected is not None:
        reason = expected.reason
        if expected.value is not None:
            theory = short(expected.value) if expected.exact else f"≈ {short(expected.value)}"
    meaning = QT_TRANSLATE_NOOP(
        "core",
        "Spectral norm, the largest singular value: the most by which W stretches a vector.\n"
        "Theory: {reason}",
    ).format(reason=reason)
    summary = parameter.summary
    torch = f"torch.linalg.matrix_norm({wide}, 2)" if summary.finite == summary.count else ""
    return Measure(Message("‖W‖₂"), sampled, theory, torch, meaning)
