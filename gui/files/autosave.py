"""Keeps the experiment for the next start, which may come sooner than one thinks."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from gui.files.settings import Settings
from gui.model import Model

REMEMBER_AFTER_MILLISECONDS = 2000
"""Milliseconds without a change after which the experiment is kept for the next start."""


class Autosave(QObject):
    """Writes the experiment into the settings when it has not changed for a while."""

    def __init__(self, model: Model, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._model, self._settings = model, settings
        self._timer = QTimer(self)  # goes with the window
        self._timer.setSingleShot(True)
        self._timer.setInterval(REMEMBER_AFTER_MILLISECONDS)
        self._timer.timeout.connect(self.save)
        model.changed.connect(self._changed)

    def _changed(self) -> None:
        self._timer.start()

    def save(self) -> None:
        """Do it now: what the person works on, not what a lesson shows."""
        self._settings.set_experiment(self._model.own.experiment)
