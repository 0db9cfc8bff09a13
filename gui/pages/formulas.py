"""Formulas of a page: typeset on the worker, each once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.init import formula
from core.init.formula import Typeset
from gui.look.theme import theme

Lines = tuple[Typeset, ...]


class Formulas:
    """Keeps what has been typeset; `ask(work, key)` is the page's signal `later`."""

    def __init__(self, ask: Callable[[Callable[[], Any], Any], None]) -> None:
        self._ask = ask
        self._typeset: dict[Any, Lines] = {}
        self._asked: set[Any] = set()

    @property
    def waiting(self) -> bool:
        """Whether a formula is being typeset."""
        return any(key not in self._typeset for key in self._asked)

    def lines(self, latex: str, symbol: str = "") -> Lines | None:
        """The lines at the theme's size; None, and asked for, while they are not there yet."""
        size = float(theme.sizes.formula)
        key = ("formula", latex, symbol, size)
        if key not in self._asked:
            self._asked.add(key)
            self._ask(lambda: formula.typeset_lines(latex, symbol, size), key)
        return self._typeset.get(key)

    def take(self, key: Any, value: Any) -> None:
        """What the worker made of it; nothing where it failed."""
        self._typeset[key] = value or ()
