"""One tensor looked at closely: distribution, singular values, units, kernels, numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray

from core.build.session import DEFAULT_THREADS, threads
from core.context import SILENT, Context, Pictures
from core.format import counted, percent, short
from core.inspect.measure import as_numbers, unit_lengths
from core.inspect.result import Candidate, TensorReport
from core.messages import NOTHING, QT_TRANSLATE_NOOP, Message
from core.stats.histogram import summarize
from core.stats.histogram_data import HistogramData, histogram_data
from core.stats.matrix import Matrix, reduce
from core.stats.spectrum import Spectrum, spectrum

Array = NDArray[np.float64]

MAX_KERNELS = 256
MAX_PRODUCTS = 2**37
"""Shorter side² × longer side of a matrix that is decomposed: about a minute on two cores."""
TOO_LARGE = QT_TRANSLATE_NOOP(
    "core", "{rows} × {columns} is too large to be decomposed while one waits"
)

BEYOND = QT_TRANSLATE_NOOP("core", "Its singular values are beyond the largest number there is.")


@dataclass(frozen=True, slots=True)
class Row:
    """A number of the table: of this tensor, of the initialization beside it, and torch's code."""

    label: Message
    now: str
    expected: str
    code: str


@dataclass(frozen=True, slots=True, eq=False)
class Detail:
    """One tensor; what needs a matrix is None without one, and the spectrum until it is there.

    beside     the initialization drawn over it: what it looks like, or the nearest
    histogram  of its values, with the density of `beside`
    before     the same of the other file's tensor
    matrix     as a matrix of rows and columns, reduced
    units      the length of each row, shape (rows,)
    kernels    of a convolution, shape (n, height, width), at most 256 of `kernel_count`
    numbers    rows of the table "In numbers"
    no_spectrum  why there is none
    printed    what `print(w.shape)` and `print(w)` say
    """

    report: TensorReport
    beside: Candidate | None
    histogram: HistogramData | None
    before: HistogramData | None = None
    matrix: Matrix | None = None
    units: Array | None = None
    kernels: Array | None = None
    kernel_count: int = 0
    spectrum: Spectrum | None = None
    no_spectrum: Message = NOTHING
    printed: str = ""
    numbers: tuple[Row, ...] = ()


def look_at(
    report: TensorReport,
    tensor: torch.Tensor,
    before: torch.Tensor | None = None,
    context: Context = SILENT,
) -> Pictures[Detail]:
    """First all but the singular values, then these; `report` has been measured of `tensor`."""
    values = as_numbers(tensor)
    summary = report.summary
    beside = report.looks_like or report.nearest
    if values is None or summary is None:
        yield Detail(report, None, None, printed=printed(tensor))
        return
    theory = beside.theory if beside is not None else None
    found = Detail(
        report,
        beside,
        histogram_data(summary, theory),
        numbers=_numbers(report, beside),
        printed=printed(tensor),
    )
    if before is not None and (old := as_numbers(before)) is not None:
        found = replace(found, before=histogram_data(summarize(old, context), None))
    if values.dim() >= 2:
        largest = max(abs(summary.min), abs(summary.max))
        matrix = values.reshape(values.shape[0], -1)
        found = replace(
            found,
            matrix=reduce(matrix, largest, context),
            units=unit_lengths(values).double().numpy(),
            kernels=_kernels(values),
            kernel_count=values.shape[0] * values.shape[1] if values.dim() > 2 else 0,
        )
    yield found
    if values.dim() < 2 or summary.finite < summary.count:
        return
    context.check()
    matrix = values.reshape(values.shape[0], -1)
    m, n = sorted(matrix.shape)
    if m * m * n > MAX_PRODUCTS:
        text = TOO_LARGE.format(rows=counted(matrix.shape[0]), columns=counted(matrix.shape[1]))
        yield replace(found, no_spectrum=text)
        return
    with threads(DEFAULT_THREADS):
        of_all = spectrum(matrix)
    if not math.isfinite(of_all.norm):
        yield replace(found, no_spectrum=BEYOND)
        return
    yield replace(found, spectrum=of_all, numbers=_numbers(report, beside, of_all))


def printed(tensor: torch.Tensor) -> str:
    """What torch prints of it, its size first."""
    return f"{tensor.shape}\n{tensor}"


def _kernels(values: torch.Tensor) -> Array | None:
    """The first kernels, each as a picture; a kernel of three dimensions shows its slices."""
    if values.dim() < 3:
        return None
    height = values.shape[-2] if values.dim() > 3 else 1
    pictures = values.reshape(-1, height, values.shape[-1])[:MAX_KERNELS]
    found: Array = pictures.double().cpu().numpy()
    return found


def _numbers(
    report: TensorReport, beside: Candidate | None, spectrum: Spectrum | None = None
) -> tuple[Row, ...]:
    summary = report.summary
    assert summary is not None
    theory = beside.theory if beside is not None else None
    matrix = "w" if len(report.size) == 2 else "w.flatten(1)"
    rows = [
        Row(
            QT_TRANSLATE_NOOP("core", "mean"),
            short(summary.mean),
            short(theory.mean) if theory else "",
            "w.mean()",
        ),
        Row(
            Message("σ"),
            short(summary.std),
            short(theory.std) if theory else "",
            "w.std(correction=0)",
        ),
        Row(
            QT_TRANSLATE_NOOP("core", "smallest … largest"),
            f"{short(summary.min)} … {short(summary.max)}",
            _bounds(theory.low, theory.high) if theory else "",
            "w.aminmax()",
        ),
        Row(
            QT_TRANSLATE_NOOP("core", "zeros"),
            f"{percent(report.zeros / summary.count)} %",
            "",
            "(w == 0).double().mean()",
        ),
    ]
    if spectrum is not None:
        edge = spectrum.edge if spectrum.has_law else math.nan
        rows += [
            Row(
                QT_TRANSLATE_NOOP("core", "‖W‖₂ (spectral norm)"),
                short(spectrum.norm),
                f"≈ {short(edge)}" if spectrum.has_law else "",
                f"torch.linalg.matrix_norm({matrix}, 2)",
            ),
            Row(
                QT_TRANSLATE_NOOP("core", "stable rank"),
                short(spectrum.stable_rank),
                "",
                f"(w.norm() / torch.linalg.matrix_norm({matrix}, 2)) ** 2",
            ),
        ]
    if report.units:
        rows.append(
            Row(
                QT_TRANSLATE_NOOP("core", "dead units"),
                f"{counted(report.dead)} / {counted(report.units)}",
                "",
                "(w.flatten(1).norm(dim=1) == 0).sum()",
            )
        )
    return tuple(rows)


def _bounds(low: float, high: float) -> str:
    return f"{short(low)} … {short(high)}"
