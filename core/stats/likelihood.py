"""How likely a distribution makes a tensor, to compare one distribution with another."""

from __future__ import annotations

import math

import numpy as np

from core.init.marginals import Marginal
from core.stats.histogram import Summary
from core.stats.stored import cells_of, remembered

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
    below = cells_of(theory.rest, summary.dtype).below_edges(bins)
    below[0], below[-1] = max(0.0, min(below[0], 1.0)), min(1.0, below[-1])
    share = np.maximum(np.diff(below), UNSEEN)
    return total + float((bins.counts * np.log(share)).sum())
