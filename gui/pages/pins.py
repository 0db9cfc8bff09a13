"""Kept curves of a page: they stay as dashed ghosts while the next one moves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from core.messages import Message
from gui.look.i18n import translated
from gui.plots.histogram import MAX_PINS

Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True)
class Ghost(Generic[Kept]):
    """How a kept curve is drawn: its name in the language in force, its colour in the theme."""

    name: str
    colour: str
    kept: Kept


class Pins(Generic[Kept]):
    """Up to four kept curves, the newest last; one more pushes out the oldest."""

    def __init__(self) -> None:
        self._pins: tuple[tuple[Message, Kept], ...] = ()

    def __len__(self) -> int:
        return len(self._pins)

    def keep(self, name: Message, kept: Kept) -> None:
        """Add one."""
        self._pins = (*self._pins, (name, kept))[-MAX_PINS:]

    def clear(self) -> None:
        """Forget them all."""
        self._pins = ()

    def ghosts(self) -> list[Ghost[Kept]]:
        """How each is drawn, oldest first."""
        return [
            Ghost(translated(name), f"ghost{index}", kept)
            for index, (name, kept) in enumerate(self._pins)
        ]
