"""The cells of the sweeps that were looked at last, so that undo brings back the picture too."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from core.disk.endings import Format
from core.sweep import Results, View, spec

FILE = Format("InitLab sweep", (spec.SUFFIX,))

MAX_KEPT = 8
"""Sweeps whose cells are kept."""

WORTH = 30.0
"""Seconds of computing that nobody wants to lose by a click."""


class Kept:
    """Results by the identity of their sweep, each with its file and what that holds."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, Results] = OrderedDict()
        self._given: list[Mapping[str, Any]] = []
        self._from: Path | None = None
        self._for = ""
        self._files: dict[str, Path] = {}
        self._safe: dict[str, float] = {}

    def give(self, identity: str, lines: Iterable[Mapping[str, Any]], path: Path) -> None:
        """What a file has brought, for the sweep of that identity; others may be shown before."""
        self._for, self._given, self._from = identity, list(lines), path

    def give_nothing(self) -> None:
        """What was brought is not wanted."""
        self._for, self._given, self._from = "", [], None

    def results_of(self, view: View) -> Results:
        """Those that are known of a plan, with the cells that a file has brought."""
        fresh = Results(view.plan)
        results = self._known.get(fresh.identity, fresh)
        if fresh.identity != self._for:
            return results
        given, path = self._given, self._from
        self.give_nothing()
        seconds = sum(float(line["seconds"]) for line in given if results.take(line))
        if path is not None:
            self._files[results.identity] = path
            self._safe[results.identity] = seconds
        return results

    def keep(self, results: Results) -> list[Results]:
        """Keep these; what has to make way for them."""
        self._known[results.identity] = results
        self._known.move_to_end(results.identity)
        count = max(0, len(self._known) - MAX_KEPT)
        return [self._known.popitem(last=False)[1] for _ in range(count)]

    def written(self, results: Results, path: Path) -> None:
        """A file holds them as they are now."""
        self._files[results.identity] = path
        self._safe[results.identity] = results.seconds

    def forget(self, results: Results) -> None:
        """The sweep begins anew: its file is what it was, of other cells."""
        self._safe.pop(results.identity, None)

    def file_of(self, results: Results) -> Path | None:
        """The file that the sweep was opened from or saved to last."""
        return self._files.get(results.identity)

    def is_at_risk(self, results: Results) -> bool:
        """Whether cells that took long are in no file."""
        return results.seconds - self._safe.get(results.identity, 0.0) >= WORTH

    def at_risk(self) -> list[Results]:
        """All such sweeps, the last one first."""
        return [results for results in reversed(self._known.values()) if self.is_at_risk(results)]
