"""Code to read and to copy: highlighted Python or a printed tensor, and a copy button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QFontMetricsF,
    QGuiApplication,
    QResizeEvent,
    QShowEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QWidget

from gui.look.describe import describe
from gui.look.following import FollowsLook
from gui.look.theme import theme

if TYPE_CHECKING:
    from superqt.utils import CodeSyntaxHighlight

COPIED_MILLISECONDS = 1000
"""Milliseconds for which the button says that it has copied."""


def _shared(a: str, b: str) -> int:
    """With how many characters both begin."""
    length = min(len(a), len(b))
    return next((i for i in range(length) if a[i] != b[i]), length)


class CodeView(FollowsLook, QPlainTextEdit):
    """Text in the monospace font that can be read, selected and copied; Tab moves the focus on.

    Its owner gives it a name and a tooltip, for it shows different things in different places.
    """

    def __init__(self, parent: QWidget | None = None, highlighted: bool = True) -> None:
        super().__init__(parent)
        self._highlighted = highlighted
        self._highlighter: CodeSyntaxHighlight | None = None
        self._style = ""
        self._corner: CopyButton | None = None
        self._after_show = QTimer(self)  # unlike QTimer.singleShot, it goes when the view goes
        self._after_show.setSingleShot(True)
        self._after_show.timeout.connect(self.highlight)
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )

    def set_corner(self, button: CopyButton | None) -> None:
        """Keep a button in the upper right corner, over the text; None for none.

        So that it hides nothing from who reads, it is there for the mouse and for the keyboard:
        while one of them is on this view.
        """
        if self._corner is not None:
            self._corner.set_small(False)
            self._corner.hide()
            self._corner.removeEventFilter(self)
        self._corner = button
        if button is not None:
            button.setParent(self)
            button.set_small(True)
            button.installEventFilter(self)
            self._place_corner()
            self._show_corner()

    def _place_corner(self) -> None:
        button = self._corner
        if button is not None:
            inside, gap = self.viewport().geometry(), theme.sizes.gap // 4
            button.adjustSize()
            button.move(inside.right() - button.width() - gap, inside.top() + gap)

    def _show_corner(self) -> None:
        button = self._corner
        if button is not None:
            button.setVisible(self.underMouse() or self.hasFocus() or button.hasFocus())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The button goes when the focus leaves it."""
        if watched is self._corner and event.type() == QEvent.Type.FocusOut:
            QTimer.singleShot(0, self, self._show_corner)
        return super().eventFilter(watched, event)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._show_corner()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._show_corner()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show_corner()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        QTimer.singleShot(0, self, self._show_corner)  # then it is known who has it

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_corner()

    def set_code(self, text: str) -> None:
        """Show `text`, writing only what differs: the rest keeps its place and its colours."""
        before = self.toPlainText()
        if text == before:
            return
        same = _shared(before, text)
        old, new = before[same:], text[same:]
        tail = _shared(old[::-1], new[::-1])
        across, down = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        cursor = QTextCursor(self.document())
        cursor.setPosition(same)
        cursor.setPosition(len(before) - tail, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(new[: len(new) - tail])
        self.horizontalScrollBar().setValue(across)
        self.verticalScrollBar().setValue(down)

    def highlight(self) -> None:
        """Colour the code now. The first call loads pygments, 0.1 s."""
        if not self._highlighted:
            return
        style = theme.colours.code_style
        if self._highlighter is None:
            from superqt.utils import CodeSyntaxHighlight

            self._highlighter = CodeSyntaxHighlight(self.document(), "python", style)
        elif style != self._style:
            self._highlighter.setTheme(style)
        self._style = style

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._highlighter is None:
            self._after_show.start(0)

    def restyle(self) -> None:
        """Colours and font; the highlighter has its own."""
        c, radius = theme.colours, theme.sizes.radius // 2
        self.setStyleSheet(
            f"CodeView {{ background: {c.field}; border: 1px solid {c.border}; "
            f"border-radius: {radius}px; }} CodeView:focus {{ border-color: {c.accent}; }}"
        )
        self.setFont(theme.monospace())
        self._place_corner()
        if self._highlighter is not None:
            self.highlight()


class CopyButton(FollowsLook, QPushButton):
    """Copies all text of the `CodeView` that it belongs to and says so for a second."""

    def __init__(self, source: QPlainTextEdit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source = source
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(COPIED_MILLISECONDS)
        self._timer.timeout.connect(self.retranslate)
        self.setProperty("role", "flat")
        self.clicked.connect(self._copy)

    def set_source(self, source: QPlainTextEdit) -> None:
        """Copy the text of this view from now on; it has not been copied yet."""
        self._source = source
        self._timer.stop()
        self.retranslate()

    def set_small(self, small: bool) -> None:
        """Low, for the corner of what it copies, or like other buttons."""
        self.setProperty("role", "corner" if small else "flat")
        self.style().unpolish(self)
        self.style().polish(self)

    def retranslate(self) -> None:
        """Put every text into the language in force."""
        copy, copied = self.tr("Copy"), self.tr("Copied")
        self.setText(copied if self._timer.isActive() else copy)
        tip = self.tr("Copy the text that is shown to the clipboard")
        describe(self, self.tr("Copy what is shown"), tip)
        # As wide as the longer text needs, so that the heading does not jump.
        metrics = QFontMetricsF(theme.font())
        widest = max(metrics.horizontalAdvance(text) for text in (copy, copied))
        self.setMinimumWidth(int(widest) + 2 * theme.sizes.padding)

    def restyle(self) -> None:
        """Its width is that of the font."""
        self.retranslate()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._source.toPlainText())
        self._timer.start()
        self.retranslate()
