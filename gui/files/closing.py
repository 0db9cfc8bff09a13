"""Closing the window: what is unsaved is asked about first."""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtCore import QByteArray, QObject

from gui.files.autosave import Autosave
from gui.files.document import Document
from gui.files.exporting import Exporter
from gui.files.settings import Settings


class Closing(QObject):
    """Asks whether the window may go, and remembers where it was."""

    def __init__(
        self,
        document: Document,
        exporter: Exporter,
        autosave: Autosave,
        settings: Settings,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._document, self._exporter = document, exporter
        self._autosave, self._settings = autosave, settings
        self._failed = self._asking = False
        self.pages_leave: Callable[[], bool] = lambda: True
        """Whether no page has work of its own that a person wants to keep."""
        self.others_run: Callable[[], bool] = lambda: False
        """Whether other windows share the settings; the last one closed is what they keep."""

    def may_close(self, geometry: Callable[[], QByteArray]) -> bool:
        """Whether nothing is left that a person wants to keep; one who cancels stays.

        Where asking or saving fails, what is unsaved stays on the screen; asked a second time, the
        window lets go. While a question stands, closing waits for its answer.
        """
        if self._asking:
            return False
        self._asking = True
        try:
            return self._asked(geometry)
        except Exception as error:
            sys.excepthook(type(error), error, error.__traceback__)
            before, self._failed = self._failed, True
            return before
        finally:
            self._asking = False

    def _asked(self, geometry: Callable[[], QByteArray]) -> bool:
        leave = (self._exporter.may_leave, self.pages_leave, self._document.may_leave)
        if not all(asked() for asked in leave):
            return False
        self._autosave.save()
        self._settings.set_geometry(geometry())
        kept = self._settings.kept()
        return (kept and not self.others_run()) or self._document.may_forget(kept)
