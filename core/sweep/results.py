"""What is known of a sweep: a value for each cell, read from lines and written as lines."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.messages import QT_TRANSLATE_NOOP, FileError
from core.sweep.plan import Cell, Plan
from core.sweep.spec import Line, identity

BEGIN = b'{"x": '
"""Each line that is written begins with it."""

UNKNOWN, KNOWN, DIVERGED = 0, 1, 2
"""What is known of a cell. Diverged: the run came to no finite number."""


class Results:
    """The cells of a plan that are known.

    values    (pictures, seeds, rows, columns), NaN where unknown or diverged
    state     of the same shape: UNKNOWN, KNOWN or DIVERGED
    done      how many are known
    seconds   that computing them took, added up
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.identity = identity(plan)
        sweep = plan.sweep
        shape = (sweep.pictures, sweep.seeds, plan.rows, plan.columns)
        self.values: NDArray[np.float64] = np.full(shape, math.nan)
        self.state: NDArray[np.uint8] = np.zeros(shape, np.uint8)
        self.done, self.seconds = 0, 0.0
        self._taken: NDArray[np.float64] = np.zeros(shape)
        self._columns = {value: index for index, value in enumerate(plan.x.values)}
        rows = (None,) if plan.y is None else plan.y.values
        self._rows = {value: index for index, value in enumerate(rows)}
        self._seeds = {seed: index for index, seed in enumerate(plan.seeds)}
        self._rest = b""

    @property
    def complete(self) -> bool:
        """Whether every cell is known."""
        return self.done == self.state.size

    def is_known(self, cell: Cell) -> bool:
        """Whether a cell need not be computed."""
        return bool(self.state[self._place(cell)])

    def _place(self, cell: Cell) -> tuple[int, int, int, int]:
        return cell.picture, self._seeds[cell.seed], cell.row, cell.column

    def add(self, cell: Cell, value: float, seconds: float) -> bool:
        """One more cell, and whether it is new; one that is known already stays as it is."""
        place = self._place(cell)
        if self.state[place]:
            return False
        finite = math.isfinite(value)
        self.state[place] = KNOWN if finite else DIVERGED
        self.values[place] = value if finite else math.nan
        self._taken[place] = seconds
        self.seconds += seconds
        self.done += 1
        return True

    def line(self, cell: Cell, value: float, seconds: float) -> Line:
        """A cell as it stands in the file."""
        plan = self.plan
        found: Line = {
            "x": plan.x.values[cell.column],
            "y": None if plan.y is None else plan.y.values[cell.row],
            "seed": cell.seed,
            "value": value if math.isfinite(value) else None,
            "seconds": round(seconds, 6),
        }
        if cell.picture:
            found["picture"] = cell.picture
        return found | {"sweep": self.identity}

    def lines(self) -> Iterator[Line]:
        """Every known cell as it stands in a file."""
        for cell in self.plan.cells():
            place = self._place(cell)
            if self.state[place]:
                yield self.line(cell, float(self.values[place]), float(self._taken[place]))

    def take(self, line: Mapping[str, Any]) -> bool:
        """Take over a line of a file; whether it is one of this sweep."""
        if line.get("sweep", self.identity) != self.identity:
            return False
        try:
            column, row = self._columns[line["x"]], self._rows[line["y"]]
            seed, value, seconds = int(line["seed"]), line["value"], float(line["seconds"])
            picture = int(line.get("picture", 0))
            if seed not in self._seeds or not 0 <= picture < self.plan.sweep.pictures:
                return False
            number = math.nan if value is None else float(value)
        except (KeyError, TypeError, ValueError):
            return False
        self.add(Cell(column, row, picture, seed), number, seconds)
        return True

    def take_all(self, lines: Iterable[Mapping[str, Any]], name: str) -> None:
        """Take over the cells of a file; raises FileError where one is of another sweep."""
        for line in lines:
            if not self.take(line):
                raise FileError(name, OTHER)

    def feed(self, content: bytes, name: str) -> int:
        """Take over what has been added to a file; half a line waits for its other half.

        Returns how many lines there were; raises FileError for one that is no cell of this sweep.
        """
        *lines, self._rest = (self._rest + content).split(b"\n")
        for line in lines:
            if not line.strip():
                continue
            try:
                data = json.loads(line)
            except (ValueError, RecursionError):
                raise FileError(name, NO_CELLS) from None
            if not isinstance(data, Mapping) or not self.take(data):
                raise FileError(name, OTHER if isinstance(data, Mapping) else NO_CELLS)
        return len(lines)

    def end(self, name: str) -> bool:
        """Nothing more is added: whether what stood behind the last line is a whole cell.

        Raises FileError for what is not even the beginning of one.
        """
        rest, self._rest = self._rest, b""
        if not rest:
            return True
        try:
            whole = self.take(json.loads(rest))
        except (ValueError, RecursionError, AttributeError):
            whole = False
        if not whole and not (rest.startswith(BEGIN) or BEGIN.startswith(rest)):
            raise FileError(name, NO_CELLS)
        return whole


OTHER = QT_TRANSLATE_NOOP(
    "core", "this file has cells of another sweep; name another file for this one"
)
NO_CELLS = QT_TRANSLATE_NOOP(
    "core", "this file has lines that are no cells of a sweep; name another file"
)
