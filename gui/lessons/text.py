"""A lesson's Markdown, which can do nothing but show text."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QImage,
    QPainter,
    QResizeEvent,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtWidgets import QTextBrowser, QWidget

from core.messages import printable
from gui.lessons.card_names import link_names
from gui.lessons.pictures import MAX_DECODED, read_picture
from gui.look.following import FollowsLook
from gui.look.theme import theme

FEATURES = (
    QTextDocument.MarkdownFeature.MarkdownDialectGitHub
    | QTextDocument.MarkdownFeature.MarkdownNoHTML
)


class LessonText(FollowsLook, QTextBrowser):
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
        self._names: Mapping[str, str] = {}
        self._room = MAX_DECODED
        self._heights: dict[int, int] = {}

    def show_markdown(
        self, markdown: str, folder: Path | None, names: Mapping[str, str] | None = None
    ) -> None:
        """Show a step; its pictures lie in `folder`, and the `names` of cards become links."""
        self._markdown, self._folder, self._names = markdown, folder, names or {}
        self.restyle()

    def restyle(self) -> None:
        """Lay the text out in the theme's font."""
        self._room = MAX_DECODED
        document = self.document()
        document.setDefaultFont(theme.font())
        document.setDocumentMargin(2)
        document.setMarkdown(self._markdown, FEATURES)
        edit = QTextCursor(document)
        edit.beginEditBlock()  # else each block is laid out anew together with all the others
        block = document.begin()
        while block.isValid():  # Qt's own sets paragraphs without any room between them
            layout, place = block.blockFormat(), QTextCursor(block)
            if place.currentTable() is not None:  # its cells have room of their own
                layout.setTopMargin(0.0)
            elif not (_is_code(block) and _is_code(block.next())):
                layout.setBottomMargin(0.6 * theme.sizes.font)
            if _is_code(block):
                layout.setBackground(QColor(theme.colours.field))
            place.setBlockFormat(layout)
            block = block.next()
        link_names(document, self._names, theme.colour("accent"), self.tr("Shows this card"))
        edit.endEditBlock()
        self.setTextCursor(QTextCursor(document))  # else what is long is shown from its end
        self.verticalScrollBar().setValue(0)
        self._heights.clear()  # last: what is half laid out resizes the text, too
        self._fit_bar()

    def height_at(self, width: int) -> int:
        """The height of the whole text where it is this wide."""
        if width not in self._heights:
            document = self.document()
            before = document.textWidth()
            document.setTextWidth(width)
            self._heights[width] = math.ceil(document.size().height())
            document.setTextWidth(before)
        return self._heights[width]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """No scroll bar where the text fits: a bar makes it higher, and would stay for that."""
        super().resizeEvent(event)
        self._fit_bar()

    def _fit_bar(self) -> None:
        fits = self.height_at(self.width()) <= self.height()
        off, needed = Qt.ScrollBarPolicy.ScrollBarAlwaysOff, Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setVerticalScrollBarPolicy(off if fits else needed)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """A picture that lies beside the lesson, scaled to the width; nothing else.

        There is always some picture: where there is none Qt itself opens what has that name.
        """
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return None
        text = name.toString() if isinstance(name, QUrl) else str(name)
        width = max(100, self.viewport().width() - 8)
        if self._folder is None or not text or text != Path(text).name:
            return self._placeholder(text, width)
        image, size = read_picture(self._folder / text, width, self._room)
        self._room -= size
        return self._placeholder(text, width) if image.isNull() else image

    def _placeholder(self, name: str, width: int) -> QImage:
        """A sentence in the place of a picture that is not shown."""
        text = self.tr(
            "{name}: not shown. It is no picture, or this step's pictures are too large together; "
            "make it smaller."
        ).format(name=printable(name))
        flags = int(Qt.TextFlag.TextWrapAnywhere)
        box = QFontMetrics(theme.font()).boundingRect(0, 0, width, 10_000, flags, text)
        image = QImage(width, box.height(), QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(0)  # transparent
        painter = QPainter(image)
        painter.setFont(theme.font())
        painter.setPen(self.palette().text().color())
        painter.drawText(image.rect(), flags, text)
        painter.end()
        return image


def _is_code(block: QTextBlock) -> bool:
    """Whether this is a line of a fenced block, which stands close to the next one."""
    return block.isValid() and block.blockFormat().hasProperty(QTextFormat.Property.BlockCodeFence)
