"""A lesson's Markdown, which can do nothing but show text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QImage, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextBrowser, QWidget

from gui.theme import theme

FEATURES = (
    QTextDocument.MarkdownFeature.MarkdownDialectGitHub
    | QTextDocument.MarkdownFeature.MarkdownNoHTML
)


class LessonText(QTextBrowser):
    """Shows Markdown without HTML; loads pictures only from the lesson's own folder.

    link(url)   a link was clicked; nothing has been opened
    """

    link = Signal(QUrl)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lesson.text")
        self.setOpenLinks(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)  # the card's colour shows through
        self.anchorClicked.connect(self.link)
        self._folder: Path | None = None
        self._markdown = ""
        theme.changed.connect(self._draw)

    def show_markdown(self, markdown: str, folder: Path | None) -> None:
        """Show a step; its pictures lie in `folder`."""
        self._markdown, self._folder = markdown, folder
        self._draw()

    def _draw(self) -> None:
        document = self.document()
        document.setDefaultFont(theme.font())
        document.setDocumentMargin(2)
        document.setMarkdown(self._markdown, FEATURES)
        block = document.begin()
        while block.isValid():  # Qt's own sets paragraphs without any room between them
            layout = block.blockFormat()
            layout.setBottomMargin(0.6 * theme.sizes.font)
            QTextCursor(block).setBlockFormat(layout)
            block = block.next()
        self.verticalScrollBar().setValue(0)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """A picture that lies beside the lesson, scaled to the width; nothing else."""
        text = name.toString() if isinstance(name, QUrl) else str(name)
        if self._folder is None or not text or text != Path(text).name:
            return None
        image = QImage(str(self._folder / text))
        if image.isNull():
            return None
        width = max(100, self.viewport().width() - 8)
        return image.scaledToWidth(width) if image.width() > width else image
