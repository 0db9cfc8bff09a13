"""What other programs read of a checkpoint: JSON, CSV, and the lines of a terminal."""

from __future__ import annotations

import csv
import io
import shutil
import unicodedata
from typing import Any

from core.format import short
from core.inspect.result import Candidate, Inspection, TensorReport
from core.stats.export import finite, summary_stats

COLUMNS = ("tensor", "shape", "dtype", "mean", "std", "looks like", "p", "verdict")


def statistics(found: Inspection) -> dict[str, Any]:
    """The contract of `inspect --json`."""
    return {
        "file": found.file,
        "tensors": [_tensor(tensor) for tensor in found.tensors],
        "summary": [str(sentence) for sentence in found.words],
        "notes": [str(note) for note in found.notes],
    } | ({"against": _against(found)} if found.against else {})


def _tensor(tensor: TensorReport) -> dict[str, Any]:
    shape, summary = tensor.shape, tensor.summary
    content: dict[str, Any] = {
        "name": tensor.name,
        "shape": list(tensor.size),
        "dtype": tensor.dtype,
        "kind": tensor.role.key,
        "fan_in": shape.fan_in if shape else None,
        "fan_out": shape.fan_out if shape else None,
    }
    if summary is not None:
        theory = tensor.looks_like.theory if tensor.looks_like else None
        stats = summary_stats(summary)
        del stats["verdict"], stats["shape"]
        if theory is not None and tensor.looks_like is not None:
            stats["theory"] = {
                "name": str(theory.name),
                "mean": finite(theory.mean),
                "std": finite(theory.std),
                "low": finite(theory.low),
                "high": finite(theory.high),
            }
            stats["p_value"] = tensor.looks_like.p_value
        content |= stats
    content |= {
        "zeros": tensor.zeros,
        "dead_units": tensor.dead if tensor.units else None,
        "units": tensor.units or None,
        "spectral_norm": tensor.spectral_norm,
        "stable_rank": tensor.stable_rank,
        "candidates": [_candidate(candidate) for candidate in tensor.candidates],
        "nearest": _candidate(tensor.nearest) if tensor.nearest else None,
        "verdict": tensor.verdict.key if tensor.verdict else None,
        "words": str(tensor.words),
    }
    return content


def _candidate(candidate: Candidate) -> dict[str, Any]:
    return {
        "method": candidate.method,
        "parameters": dict(candidate.values),
        "p_value": candidate.p_value,
        "label": str(candidate.label),
        "fitted": candidate.fitted,
        "on_grid": candidate.on_grid,
    }


def _against(found: Inspection) -> dict[str, Any]:
    against = found.against
    assert against is not None
    return {
        "file": against.file,
        "moved": {
            name: {"change": finite(m.change), "cosine": m.cosine, "equal": m.equal}
            for name, m in against.moved.items()
        },
        "missing": list(against.missing),
        "extra": list(against.extra),
        "resized": list(against.resized),
    }


def tensors_csv(found: Inspection) -> str:
    """One line a tensor; numbers with all their digits."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    against = found.against
    moved = ("change", "cosine") if against else ()
    head = ("name", "shape", "dtype", "kind", "fan_in", "fan_out", "count", "mean", "std", "rms")
    tail = ("min", "max", "zeros", "dead_units", "looks_like", "p_value", "nearest", "verdict")
    writer.writerow((*head, *tail, *moved))
    for t in found.tensors:
        s, best = t.summary, t.looks_like
        fans = (t.shape.fan_in, t.shape.fan_out) if t.shape else ("", "")
        moments = (
            (s.count, *(repr(x) for x in (s.mean, s.std, s.power**0.5, s.min, s.max)))
            if s
            else ("",) * 6
        )
        change = against.moved.get(t.name) if against else None
        writer.writerow(
            (
                *(t.name, "x".join(map(str, t.size)), t.dtype, t.role.key, *fans, *moments[:4]),
                *(*moments[4:], t.zeros, t.dead if t.units else ""),
                best.label if best else "",
                "" if best is None or best.p_value is None else repr(best.p_value),
                t.nearest.label if t.nearest else "",
                t.verdict.key if t.verdict else "",
                *((repr(change.change), change.cosine) if change else ("",) * len(moved)),
            )
        )
    return text.getvalue()


def table(found: Inspection, width: int | None = None) -> list[str]:
    """The lines of a terminal: one a tensor, aligned, no wider than the terminal."""
    width = width or shutil.get_terminal_size((100, 24)).columns
    rows = [COLUMNS, *(_row(tensor) for tensor in found.tensors)]
    widths = {i: max(_width(row[i]) for row in rows) for i in range(len(COLUMNS))}
    for column, least in ((5, 14), (0, 16), (5, 8), (0, 8)):  # the longest texts give way first
        widths[column] -= min(max(0, _over(widths, width)), max(0, widths[column] - least))
    for column in (6, 2, 3, 1):  # where that is not enough, p, dtype, mean and shape are left out
        if _over(widths, width) > 0:
            del widths[column]
    numbers = {3, 4, 6}
    lines = []
    for row in rows:
        cells = [_fit(row[i], wide, i in numbers, i == 0) for i, wide in widths.items()]
        lines.append("  ".join(cells).rstrip())
    return lines


def _over(widths: dict[int, int], width: int) -> int:
    """By how much the columns, two spaces apart, are wider than the terminal."""
    return sum(widths.values()) + 2 * (len(widths) - 1) - width


def _row(t: TensorReport) -> tuple[str, ...]:
    s, best = t.summary, t.looks_like
    p = "" if best is None or best.p_value is None else short(best.p_value, 2)
    like = str(best.label) if best else f"≠ {t.nearest.label}" if t.nearest else ""
    return (
        t.name,
        " × ".join(map(str, t.size)) or "1",
        t.dtype,
        short(s.mean, 3) if s else "",
        short(s.std, 3) if s else "",
        like,
        p,
        t.verdict.key if t.verdict else "",
    )


def _width(text: str) -> int:
    """Columns of a terminal: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _fit(text: str, width: int, right: bool, keep_end: bool) -> str:
    """Exactly so wide; of a name that is too long the end stays, which tells tensors apart."""
    text = "".join(c if c.isprintable() else "?" for c in text)
    while _width(text) > width:
        text = f"…{text[2:]}" if keep_end else f"{text[:-2]}…"
        if len(text) <= 1:
            break
    pad = " " * (width - _width(text))
    return pad + text if right else text + pad
