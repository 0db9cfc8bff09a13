"""Opens what is dropped on the window or clicked outside: a lesson, an experiment or a link."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QMimeData, QObject, QUrl

from core.experiment import share
from core.lessons.finding import is_file
from gui.files.document import Document
from gui.files.sharing import Sharing


class Opener(QObject):
    """Knows by its name who opens a file."""

    def __init__(
        self,
        document: Document,
        sharing: Sharing,
        open_lesson: Callable[[str], Any],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._document, self._sharing, self._open_lesson = document, sharing, open_lesson

    def open_path(self, path: str) -> None:
        """Open a lesson or an experiment, as its name says."""
        if is_file(path):
            self._open_lesson(path)
        else:
            self._document.open_path(path)

    def open_arrived(self, text: str) -> None:
        """Open what was clicked outside of the program: a file, its address, or a link."""
        address = QUrl(text)
        if share.is_link(text):
            self._sharing.open_from_outside(text)
        else:
            self.open_path(address.toLocalFile() if address.isLocalFile() else text)

    def can_open(self, data: QMimeData) -> bool:
        """Whether this is one file, or a link."""
        return bool(self._file_in(data) or self._sharing.link_in(data))

    @staticmethod
    def _file_in(data: QMimeData) -> str:
        """The path of the one file that is dragged, empty for anything else."""
        addresses = data.urls()
        if len(addresses) != 1 or not addresses[0].isLocalFile():
            return ""
        return addresses[0].toLocalFile()

    def open_dropped(self, data: QMimeData) -> None:
        """Open the file or the link."""
        if path := self._file_in(data):
            self.open_path(path)
        elif link := self._sharing.link_in(data):
            self._sharing.open_text(link)
