"""Ctrl+C in the terminal from which the window was started."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, Qt, Signal

from core.machine import interrupts


class _Ear(QObject):
    """Brings what is heard on a thread of its own to that of the window.

    Who presses several times, or while a question stands, means the same: it is called once.
    """

    _heard = Signal()

    def __init__(self, call: Callable[[], object]) -> None:
        super().__init__()
        self._call, self._under_way = call, False
        self._heard.connect(self._on_heard, Qt.ConnectionType.QueuedConnection)

    def hear(self) -> None:
        """On any thread."""
        if not self._under_way:
            self._under_way = True
            self._heard.emit()

    def _on_heard(self) -> None:
        try:
            self._call()
        finally:
            self._under_way = False


@contextlib.contextmanager
def on_interrupt(call: Callable[[], object]) -> Iterator[None]:
    """While it lasts, Ctrl+C calls this from the event loop; pressed before it runs, once it does.

    It ends the process no more, and nothing is raised: docs/decisions/014 says what came of that.
    """
    ear = _Ear(call)
    with interrupts.told(ear.hear):
        yield
