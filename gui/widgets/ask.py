"""A question in a box of its own, and other dialogs that are waited for."""

from __future__ import annotations

from PySide6.QtGui import Qt
from PySide6.QtWidgets import QDialog, QMessageBox, QWidget
from shiboken6 import isValid

Answer = QMessageBox.StandardButton


def ask(window: QWidget, title: str, text: str, answers: Answer) -> Answer:
    """The answer that was chosen; Cancel, or No, where the box was just closed.

    The text is shown letter by letter: the name of a file in it may look like HTML, and Qt would
    fetch a picture that it names.
    """
    if Qt.mightBeRichText(text):
        text = Qt.convertFromPlainText(text)
    return QMessageBox.question(window, title, text, answers)


def run_dialog(dialog: QDialog) -> None:
    """Wait until it is closed, and let it go once nothing of it is being worked on any more."""
    dialog.exec()
    if isValid(dialog):  # its window may have gone meanwhile, and the dialog with it
        dialog.deleteLater()
