"""How likely a distribution makes a tensor, to compare one distribution with another."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from core.init.marginals import Marginal
from core.stats.histogram import Bins, Summary
from core.stats.stored import Cells, cells_of, remembered

SPARSE = 4
"""Bins for each value from which on only those with a value are looked at."""
UNSEEN = 1e-12
"""Probability of a bin in which nothing should lie: rounding may carry one value over a bound."""


def log_likelihood(summary: Summary, theory: Marginal) -> float:
    """Σ count · log P(bin) over the fine bins, in nats, as the tensor's dtype stores the draws.

    Point masses count by their shares. Only differences between distributions mean anything.
    """
    theory = remembered(theory, summary.dtype)
    found = dict(summary.atoms)
    expected = tuple((a.value, round(a.share * summary.count)) for a in theory.atoms)
    total = math.fsum(
        found.get(atom.value, 0) * math.log(atom.share) for atom in theory.atoms if atom.share > 0.0
    )
    bins = summary.bins_without(expected)
    if theory.rest is None or bins is None:
        return total
    occupied = bins.occupied
    share = _shares(cells_of(theory.rest, summary.dtype), bins, occupied)
    # Summed with the zeros of the empty bins, so that the digits do not depend on which way it was.
    terms = np.zeros(len(bins.counts))
    terms[occupied] = bins.counts[occupied] * np.log(np.maximum(share, UNSEEN))
    return total + float(terms.sum())


def _shares(cells: Cells, bins: Bins, occupied: NDArray[np.intp]) -> NDArray[np.float64]:
    """The probability of each occupied bin; what lies beside the bins counts as unseen."""
    if SPARSE * len(occupied) < len(bins.counts) and not cells.knows(bins):
        low, high = cells.below(bins.edges_at(np.stack([occupied, occupied + 1])))
    else:
        below = cells.below_edges(bins)
        low, high = below[occupied], below[occupied + 1]
    low[0], high[-1] = max(0.0, min(low[0], 1.0)), min(1.0, high[-1])
    share: NDArray[np.float64] = high - low
    return share
