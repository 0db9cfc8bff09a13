"""How a core function reports progress and learns that it should stop."""

from __future__ import annotations

from typing import Any


class Cancelled(Exception):  # noqa: N818 - reads as a statement
    """The person no longer wants the answer."""


class Context:
    """The silent context: nobody listens and nobody cancels. The runner's overrides all three."""

    @property
    def cancelled(self) -> bool:
        """Whether the work should stop."""
        return False

    def progress(self, fraction: float) -> None:
        """Report how much is done, from 0 to 1."""

    def show(self, part: Any) -> None:
        """Hand over a result whose later fields are still missing, to be drawn at once."""

    def check(self) -> None:
        """Raise Cancelled if the work should stop; called between any two pieces of work."""
        if self.cancelled:
            raise Cancelled


SILENT = Context()
