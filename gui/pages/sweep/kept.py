"""The cells of the sweeps that were looked at last, so that undo brings back the picture too."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from typing import Any

from core.disk.endings import Format
from core.sweep import Results, View, spec

FILE = Format("InitLab sweep", (spec.SUFFIX,))

MAX_KEPT = 8
"""Sweeps whose cells are kept."""


class Kept:
    """Results by the identity of their sweep."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, Results] = OrderedDict()
        self._given: list[Mapping[str, Any]] = []

    def give(self, lines: Iterable[Mapping[str, Any]]) -> None:
        """What a file has brought, for the sweep that is shown next."""
        self._given = list(lines)

    def results_of(self, view: View) -> Results:
        """Those that are known of a plan, with the cells that a file has brought."""
        fresh = Results(view.plan)
        results = self._known.get(fresh.identity, fresh)
        given, self._given = self._given, []
        for line in given:
            results.take(line)
        return results

    def keep(self, results: Results) -> list[Results]:
        """Keep these; what has to make way for them."""
        self._known[results.identity] = results
        self._known.move_to_end(results.identity)
        count = max(0, len(self._known) - MAX_KEPT)
        return [self._known.popitem(last=False)[1] for _ in range(count)]
