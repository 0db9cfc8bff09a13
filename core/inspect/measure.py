"""One tensor of a checkpoint: measured, and put into words."""

from __future__ import annotations

import math
from dataclasses import replace

import torch

from core.context import SILENT, Context
from core.format import short
from core.inspect.candidates import MIN_COUNT, candidates, nearest
from core.inspect.result import (
    FEW,
    FITS,
    FRESH,
    NOT_FINITE,
    NOT_JUDGED,
    TRAINED,
    Candidate,
    TensorReport,
    Verdict,
)
from core.inspect.roles import Sizes, module_of, retold, shape_of
from core.messages import QT_TRANSLATE_NOOP, Message
from core.stats.histogram import Summary, summarize
from core.stats.spectral import spectral_norm

JUDGED = ("float64", "float32", "float16", "bfloat16")
DEAD = 1e-6
"""Times the median length of the rows, below which a unit passes nothing on."""

ON_GRID = QT_TRANSLATE_NOOP(
    "core",
    "It is {label}, and every value stands where torch's generator puts it: no step of training "
    "has moved this tensor.",
)
EXACT = QT_TRANSLATE_NOOP("core", "It is {label}, exactly: no step of training has moved it.")
LOOKS = QT_TRANSLATE_NOOP(
    "core",
    "It fits {label}: nothing in its distribution speaks against that. Too few values, or a dtype "
    "that is not torch's float32, hide whether training has moved it a little.",
)
OFF_GRID = QT_TRANSLATE_NOOP(
    "core",
    "Its distribution fits {label}, but the values do not stand where torch's generator on the "
    "CPU puts them: another device or library drew it, or training has moved it a little.",
)
OTHER = QT_TRANSLATE_NOOP(
    "core",
    "Trained, or drawn from another distribution: no initialization fits. The nearest is {label}, "
    "with σ {expected}; here σ is {std}.",
)
OTHER_ALONE = QT_TRANSLATE_NOOP(
    "core", "Trained, or drawn from another distribution: no initialization fits."
)
TOO_FEW = QT_TRANSLATE_NOOP(
    "core", "{count} values are too few to tell one initialization from another."
)
NO_FLOATS = QT_TRANSLATE_NOOP("core", "Numbers of type {dtype} are shown, not judged.")
BROKEN = QT_TRANSLATE_NOOP("core", "{nan} values are NaN and {inf} are infinite.")


def measure(
    report: TensorReport,
    tensor: torch.Tensor,
    sizes: Sizes,
    context: Context = SILENT,
    chosen: bool = False,
) -> TensorReport:
    """Statistics, candidates and verdict of a tensor; `sizes` are those of all of the file.

    `chosen` says that the person has chosen the role. Otherwise N(0, 1) in a matrix without a bias
    makes it an embedding, whatever its name is.

    Raises Cancelled between two pieces of work.
    """
    numbers = as_numbers(tensor)
    if numbers is None or numbers.numel() == 0:
        return replace(report, verdict=NOT_JUDGED, words=NO_FLOATS.format(dtype=report.dtype))
    summary = summarize(numbers, context, atoms=(0.0,))
    context.check()
    dead, units = dead_units(numbers, report)
    measured = replace(
        report,
        summary=summary,
        zeros=dict(summary.atoms).get(0.0, 0),
        dead=dead,
        units=units,
    )
    if report.dtype not in JUDGED:
        return replace(measured, verdict=NOT_JUDGED, words=NO_FLOATS.format(dtype=report.dtype))
    own = report.role.default(report.name, report.size, sizes)
    module = module_of(report.role, report.name, sizes)
    found = candidates(numbers, summary, report.shape, own, module)
    best = found[0].theory if found else None
    if not chosen and (role := retold(report.role, report.name, sizes, best)) is not None:
        shape = shape_of(role, report.size)
        return measure(replace(report, role=role, shape=shape), tensor, sizes, context, chosen=True)
    measured = replace(measured, candidates=found)
    likely = measured.looks_like
    near = nearest(summary, report.shape, own, module) if likely is None else None
    verdict, words = _verdict(summary, likely, near)
    return replace(measured, nearest=near, verdict=verdict, words=words)


def with_spectrum(report: TensorReport, tensor: torch.Tensor, context: Context) -> TensorReport:
    """The report with spectral norm and stable rank ‖W‖²_F / ‖W‖²₂ of the matrix in the tensor.

    Raises Cancelled between two pieces of work.
    """
    summary, numbers = report.summary, as_numbers(tensor)
    if summary is None or numbers is None or numbers.dim() < 2 or summary.finite < summary.count:
        return report
    largest = max(abs(summary.min), abs(summary.max))
    norm = spectral_norm(numbers.reshape(numbers.shape[0], -1), largest, context).value
    if not math.isfinite(norm):  # its sums are beyond float64
        return report
    rms = math.hypot(summary.mean, summary.std)  # a square of 1e-162 is 0
    rank = (rms / norm) ** 2 * summary.count if norm > 0.0 and math.isfinite(rms) else None
    return replace(report, spectral_norm=norm, stable_rank=rank)


def as_numbers(tensor: torch.Tensor) -> torch.Tensor | None:
    """The tensor with numbers that can be measured; None where it has none of its own."""
    if tensor.is_quantized:
        tensor = tensor.dequantize()
    if tensor.layout != torch.strided or tensor.device.type == "meta" or tensor.is_complex():
        return None
    if tensor.is_floating_point() and tensor.dtype.itemsize >= 2:
        return tensor.detach()
    try:
        return tensor.detach().to(torch.float64 if tensor.dtype.itemsize > 2 else torch.float32)
    except (RuntimeError, TypeError):  # a dtype that torch holds but cannot compute with
        return None


def dead_units(tensor: torch.Tensor, report: TensorReport) -> tuple[int, int]:
    """Rows whose weights are all 0 beside the others, and how many rows there are."""
    if not report.role.is_weight or tensor.dim() < 2:
        return 0, 0
    lengths = unit_lengths(tensor)
    middle = float(lengths.median())
    largest = float(lengths.max())
    if not math.isfinite(largest) or largest == 0.0:
        return 0, len(lengths)
    return int((lengths <= DEAD * (middle or largest)).sum()), len(lengths)


def unit_lengths(tensor: torch.Tensor) -> torch.Tensor:
    """The length of each row, the weights of one unit, in float32 or wider."""
    rows = tensor.reshape(tensor.shape[0], -1)
    wide = torch.float64 if rows.dtype == torch.float64 else torch.float32
    lengths: torch.Tensor = torch.linalg.vector_norm(rows, dim=1, dtype=wide)
    return lengths


def _verdict(
    summary: Summary, best: Candidate | None, near: Candidate | None
) -> tuple[Verdict, Message]:
    if summary.finite < summary.count:
        return NOT_FINITE, BROKEN.format(nan=str(summary.nan), inf=str(summary.inf))
    if best is not None:
        if best.exact:
            return FRESH, EXACT.format(label=best.label)
        if best.on_grid:
            return FRESH, ON_GRID.format(label=best.label)
        return FITS, (LOOKS if best.on_grid is None else OFF_GRID).format(label=best.label)
    if summary.count < MIN_COUNT:
        return FEW, TOO_FEW.format(count=str(summary.count))
    if near is None:
        return TRAINED, OTHER_ALONE
    expected, std = short(near.theory.std), short(summary.std)
    return TRAINED, OTHER.format(label=near.label, expected=expected, std=std)
