"""Share > QR code: the link as large as the screen allows, for a class to photograph."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gui.look.describe import describe
from gui.look.theme import theme


class QrView(QWidget):
    """Shows a QR code whose modules are pixels: each as a square of whole pixels of the screen."""

    def __init__(self, png: bytes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("share.code")
        self.image = QImage.fromData(png)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        tip = self.tr("A phone's camera reads the text of the link from it.")
        describe(self, self.tr("QR code of the link"), tip)

    def minimumSizeHint(self) -> QSize:
        return self.image.size() * 3

    def sizeHint(self) -> QSize:
        return self.image.size() * 8

    def place(self) -> QRectF:
        """Where the code is drawn: in the middle, on whole pixels of the screen."""
        ratio, modules = self.devicePixelRatio(), self.image.width()
        room = (int(self.width() * ratio), int(self.height() * ratio))
        side = modules * max(1, min(room) // modules)
        left, top = ((size - side) // 2 for size in room)
        return QRectF(left / ratio, top / ratio, side / ratio, side / ratio)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawImage(self.place(), self.image)  # without a smooth transform: the nearest pixel
        painter.end()


class QrDialog(QDialog):
    """The code, what to do with it, and the link to select; Escape closes it."""

    def __init__(self, link: str, png: bytes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("share.dialog")
        self.setWindowTitle(self.tr("QR code of the experiment"))
        self.view = QrView(png)
        what = QLabel(
            self.tr(
                "Photograph the code, send its text to a computer, copy it there and press Ctrl+V "
                "in InitLab."
            )
        )
        what.setWordWrap(True)
        self.link = QPlainTextEdit(link)
        self.link.setObjectName("share.text")
        self.link.setReadOnly(True)
        self.link.setTabChangesFocus(True)
        self.link.setWordWrapMode(self.link.wordWrapMode().WrapAnywhere)
        self.link.setFont(theme.monospace())
        self.link.setFixedHeight(4 * self.link.fontMetrics().lineSpacing())
        tip = self.tr("The text that the code holds: select it, or copy it whole.")
        describe(self.link, self.tr("Link to the experiment"), tip)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.copy = QPushButton(self.tr("Copy link"))
        self.copy.setObjectName("share.copy")
        describe(self.copy, self.tr("Copy the link to the clipboard"))
        self.copy.clicked.connect(self._copy)
        buttons.addButton(self.copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.view, 1)
        layout.addWidget(what)
        layout.addWidget(self.link)
        layout.addWidget(buttons)
        self.copy.setFocus(Qt.FocusReason.OtherFocusReason)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.link.toPlainText())
        self.copy.setText(self.tr("Copied"))
