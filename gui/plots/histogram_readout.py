"""The words for what is under the pointer in a histogram, and where the keyboard leads from it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QCoreApplication

from core.format import counted, percent, short
from core.stats.histogram_data import HistogramData
from core.stats.pointed import Bin, bin_at, spike_at


def read(
    histograms: Sequence[HistogramData],
    names: Sequence[str],
    counts: bool,
    x: float,
    reach: float,
) -> str:
    """What each sample has at x: its bin, or the point mass within `reach`.

    A bin says its count or its density, as the axis does. `names` tells two samples apart; a
    single one needs no name and has its lines to itself.
    """
    parts = [_lines(histogram, counts, x, reach) for histogram in histograms]
    if len(parts) == 1:
        return "\n".join(parts[0])
    named = zip(names, parts, strict=False)
    return "\n".join(f"{name}: {', '.join(lines)}" for name, lines in named)


def summary(histograms: Sequence[HistogramData], names: Sequence[str]) -> str:
    """Mean, spread and point masses of each sample; `names` tells two of them apart."""
    parts = [_whole(histogram) for histogram in histograms]
    if len(parts) < 2:
        return "".join(parts)
    named = zip(names, parts, strict=False)
    return "; ".join(f"{name}: {part}" for name, part in named)


def _whole(histogram: HistogramData) -> str:
    text = QCoreApplication.translate("HistogramReadout", "mean {mean}, std {std}")
    parts = [text.format(mean=short(histogram.mean), std=short(histogram.std))]
    if len(histogram.edges):
        low, high = ends(float(histogram.edges[0]), float(histogram.edges[-1]))
        parts.append(f"{low} … {high}")
    parts += [f"{short(mass.value)}: {percent(mass.share, 3)} %" for mass in histogram.spikes]
    return ", ".join(parts)


def brief(
    histograms: Sequence[HistogramData],
    names: Sequence[str],
    counts: bool,
    x: float,
    reach: float,
) -> str:
    """The same in few words: only how high each sample is at x."""
    parts = [_lines(histogram, counts, x, reach)[-2:] for histogram in histograms]
    if len(parts) == 1:
        return "\n".join(parts[0])
    return "\n".join(f"{name}: {part[-1]}" for name, part in zip(names, parts, strict=False))


def _lines(histogram: HistogramData, counts: bool, x: float, reach: float) -> list[str]:
    spike = spike_at(histogram, x, reach)
    if spike is not None:
        mass, expected = spike
        lines = [f"{short(mass.value)}: {percent(mass.share, 3)} %, {_count(mass.count)}"]
        if expected is not None:
            lines.append(_theory(f"{percent(expected, 3)} %"))
        return lines
    found = bin_at(histogram, x)
    if found is None:
        return [short(x)]
    low, high = ends(found.low, found.high)
    return [f"{low} … {high}", *_height(histogram, counts, found)]


def _height(histogram: HistogramData, counts: bool, found: Bin) -> list[str]:
    """The count or the density of a bin, and that of the theory."""
    if counts:
        lines = [_count(found.count)]
    else:
        density = QCoreApplication.translate("HistogramReadout", "density {value}")
        lines = [density.format(value=short(found.density))]
    if found.expected is not None:
        width = histogram.total * (found.high - found.low) if counts else 1.0
        lines.append(_theory(short(found.expected * width)))
    return lines


def _count(count: int) -> str:
    text = QCoreApplication.translate("HistogramReadout", "count {value}")
    return text.format(value=counted(count))


def _theory(value: str) -> str:
    return QCoreApplication.translate("HistogramReadout", "theory {value}").format(value=value)


def ends(low: float, high: float) -> tuple[str, str]:
    """Both ends with as many digits as tell them apart."""
    for digits in range(4, 18):
        texts = short(low, digits), short(high, digits)
        if texts[0] != texts[1]:
            break
    return texts


def stops(histogram: HistogramData) -> list[float]:
    """Where the arrow keys stop: the middle of every bin, and every point mass."""
    edges = histogram.edges.tolist()
    middles = [low / 2 + high / 2 for low, high in pairwise(edges)]
    return sorted({*middles, *(spike.value for spike in histogram.spikes)})


def next_stop(places: Sequence[float], now: float, step: int) -> float:
    """The next place to the right, or with −1 to the left; the last one where there is none."""
    if step > 0:
        return next((place for place in places if place > now), places[-1])
    return next((place for place in reversed(places) if place < now), places[0])
