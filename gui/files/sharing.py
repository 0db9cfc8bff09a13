"""The Share menu: the experiment as a link or a QR code, the page as a picture."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from core.experiment import Experiment, share
from core.experiment.link_text import SCHEME
from core.messages import QT_TRANSLATE_NOOP, FileError, InitLabError, shown
from gui.actions import Entry, Menu
from gui.files.document import Document
from gui.files.picture import picture_of
from gui.files.qr import QrDialog
from gui.model import Model
from gui.widgets.ask import Answer, ask, run_dialog

PART = 0.9
"""Of the window's height, which the dialog of the QR code takes."""


class Sharing(QObject):
    """Makes links and opens them.

    status(str) what was done, for the status line
    failed      (InitLabError): a link that cannot be made or read; nothing changed
    """

    status = Signal(str)
    failed = Signal(object)

    def __init__(self, model: Model, document: Document, window: QWidget) -> None:
        super().__init__(window)
        self._model, self._document, self._window = model, document, window
        self._page: QWidget | None = None

    def set_page(self, page: QWidget) -> None:
        """The page of which a picture is meant."""
        self._page = page

    def _copy_page(self) -> None:
        if self._page is not None:
            self.copy_picture(self._page)

    def copy_link(self) -> None:
        """The experiment as a link, onto the clipboard."""
        try:
            text = share.link(self._model.experiment)
        except InitLabError as error:
            self.failed.emit(error)
            return
        QGuiApplication.clipboard().setText(text)
        self.status.emit(
            self.tr("Link copied: {count} characters. Pasted into InitLab, it opens this.").format(
                count=len(text)
            )
        )

    def show_code(self) -> None:
        """The link as a QR code."""
        try:
            text = share.link(self._model.experiment)
            code = share.qr_code(text)
        except InitLabError as error:
            self.failed.emit(error)
            return
        dialog = QrDialog(text, code, self._window)
        height = round(PART * self._window.height())
        dialog.resize(height, height)
        run_dialog(dialog)

    def copy_picture(self, page: QWidget) -> None:
        """The page as it stands, onto the clipboard at twice its size."""
        image = picture_of(page)
        QGuiApplication.clipboard().setImage(image)
        self.status.emit(
            self.tr("Picture copied: {width} × {height} pixels.").format(
                width=image.width(), height=image.height()
            )
        )

    def open_clipboard(self) -> None:
        """Open the link on the clipboard, or say what there is instead."""
        text = QGuiApplication.clipboard().text()
        if share.holds_link(text):
            self.open_text(text)
            return
        if text.strip():
            said = QT_TRANSLATE_NOOP("core", "{text} is no link: a link begins with {scheme}")
        else:
            said = QT_TRANSLATE_NOOP("core", "there is no text: copy a link, {scheme}…, first")
        said = said.format(text=shown(text.strip()), scheme=SCHEME)
        self.failed.emit(FileError("clipboard", said))

    def open_text(self, text: str) -> bool:
        """Show the experiment of a link, which has no file, as one step that can be undone."""
        experiment = self._read(text)
        return experiment is not None and self._open(experiment)

    def open_from_outside(self, text: str) -> bool:
        """The same for a link that was clicked in another program: only when the person says so."""
        experiment = self._read(text)
        if experiment is None:
            return False
        if experiment != self._model.experiment:
            answer = ask(
                self._window,
                self.tr("Link from outside"),
                self.tr(
                    "Show the experiment of a link from outside InitLab?\n"
                    "It only sets the controls, and Undo brings back what you see now."
                ),
                Answer.Yes | Answer.No,
            )
            if answer != Answer.Yes:
                return False
        return self._open(experiment)

    def _read(self, text: str) -> Experiment | None:
        try:
            return share.experiment(text)
        except InitLabError as error:
            self.failed.emit(error)
            return None

    def _open(self, experiment: Experiment) -> bool:
        if experiment == self._model.experiment:
            self.status.emit(self.tr("The link's experiment is already on the screen."))
            return True
        return self._document.open_untitled(experiment, self.tr("Open link"))

    @staticmethod
    def link_in(data: QMimeData) -> str:
        """The text that is dragged, if a link stands in it; empty for anything else."""
        text = data.text() if data.hasText() else ""
        return text if share.holds_link(text) else ""

    def entries(self) -> list[Entry | Menu]:
        """The menu Share. It is in File: on a small screen in large type the bar has no room."""
        return [
            Menu(name="share", text=QT_TRANSLATE_NOOP("actions", "S&hare"), menu="file", group=1),
            Entry(
                name="share.link",
                text=QT_TRANSLATE_NOOP("actions", "Copy &link"),
                keys=("Ctrl+Shift+K",),
                call=self.copy_link,
                menu="share",
                help=QT_TRANSLATE_NOOP(
                    "actions",
                    "A line of text that opens this experiment in InitLab on any computer. On "
                    "another machine the last digits of its weights may differ.",
                ),
            ),
            Entry(
                name="share.qr",
                text=QT_TRANSLATE_NOOP("actions", "&QR code …"),
                keys=("Ctrl+Shift+R",),
                call=self.show_code,
                menu="share",
                help=QT_TRANSLATE_NOOP(
                    "actions", "The link as a large code that a class can photograph."
                ),
            ),
            Entry(
                name="share.picture",
                text=QT_TRANSLATE_NOOP("actions", "Copy &picture"),
                keys=("Ctrl+Shift+I",),
                call=self._copy_page,
                menu="share",
                help=QT_TRANSLATE_NOOP(
                    "actions", "The page as a picture, twice its size, for slides and mails."
                ),
            ),
            Entry(
                name="share.paste",
                text=QT_TRANSLATE_NOOP("actions", "&Open link"),
                keys=("Ctrl+Shift+V",),
                call=self.open_clipboard,
                menu="share",
                help=QT_TRANSLATE_NOOP(
                    "actions", "Opens the link that was copied, as one step that can be undone."
                ),
            ),
        ]
