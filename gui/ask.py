"""A question in a box of its own."""

from __future__ import annotations

from PySide6.QtGui import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

Answer = QMessageBox.StandardButton


def ask(window: QWidget, title: str, text: str, answers: Answer) -> Answer:
    """The answer that was chosen; Cancel, or No, where the box was just closed.

    The text is shown letter by letter: the name of a file in it may look like HTML, and Qt would
    fetch a picture that it names.
    """
    if Qt.mightBeRichText(text):
        text = Qt.convertFromPlainText(text)
    return QMessageBox.question(window, title, text, answers)
