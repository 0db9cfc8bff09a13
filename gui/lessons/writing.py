"""Help > Write a lesson: a lesson to begin with, opened at once, and the guide beside it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, QSize, QUrl, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QVBoxLayout, QWidget

from core import disk
from core.disk.endings import MARKDOWN
from core.lessons.finding import CLICKED
from core.lessons.guide import guide, template
from core.messages import QT_TRANSLATE_NOOP, InitLabError
from gui.actions import Entry
from gui.files.naming import ask_name
from gui.lessons.text import LessonText
from gui.look.describe import describe
from gui.look.following import FollowsLook
from gui.look.i18n import language
from gui.look.theme import theme


class GuideDialog(FollowsLook, QDialog):
    """The guide to read beside the window; it stops nobody from working there.

    wanted      another lesson to begin with
    link(url)   a link to the web was clicked; nothing has been opened
    """

    wanted = Signal()
    link = Signal(QUrl)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self.setObjectName("guide")
        self._language = ""
        self.text = LessonText()
        self.text.setObjectName("guide.text")
        self.text.link.connect(self._follow)
        self.create_button = QPushButton()
        self.create_button.setObjectName("guide.create")
        self.create_button.clicked.connect(self.wanted)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.buttons.addButton(self.create_button, QDialogButtonBox.ButtonRole.ActionRole)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.buttons)

    def restyle(self) -> None:
        """Room for lines of some eighty letters, as far as the window's right half goes."""
        if self.isVisible():
            return
        window = self._window
        room = QSize(window.width() * 2 // 3, window.height())
        self.resize(QSize(theme.sizes.font * 60, theme.sizes.font * 60).boundedTo(room))
        self.move(window.mapToGlobal(QPoint(window.width() - self.width(), 0)))

    def retranslate(self) -> None:
        """The guide and its buttons in the language in force."""
        self.setWindowTitle(self.tr("How to write a lesson"))
        self.create_button.setText(self.tr("New lesson …"))
        describe(self.create_button, self.tr("Write another lesson to begin with, and open it"))
        describe(self.text, self.windowTitle(), self.tr("What stands in the file of a lesson"))
        if self._language != language():
            self._language = language()
            self.text.show_markdown(guide(self._language), None)

    def _follow(self, url: QUrl) -> None:
        """The guide in the other language, or the web."""
        if url.scheme() in ("http", "https"):
            self.link.emit(url)
        elif url.fileName().startswith("lessons."):
            other = url.fileName().removeprefix("lessons.").removesuffix("md").rstrip(".")
            self._language = other or "en"
            self.text.show_markdown(guide(self._language), None)


class LessonWriter(QObject):
    """Writes a lesson to begin with.

    failed   (InitLabError): it could not be written
    status   (str): what to do next
    link     (QUrl): a link of the guide
    """

    failed = Signal(object)
    status = Signal(str)
    link = Signal(QUrl)

    def __init__(
        self,
        open_lesson: Callable[[str], bool],
        in_use: Callable[[], list[Path]],
        window: QWidget,
    ) -> None:
        """`in_use` are the files that are open, and are not written over."""
        super().__init__(window)
        self._open_lesson, self._in_use, self._window = open_lesson, in_use, window
        self._guide: GuideDialog | None = None

    def write(self) -> None:
        """Ask for a name, write it, open it; the guide is shown in any case."""
        name = self._ask()
        if name is not None and self._written(name) and self._open_lesson(name):
            self.status.emit(
                self.tr("Change {name} in a text editor: what you save is shown here.").format(
                    name=Path(name).name
                )
            )
        self.show_guide()

    def _ask(self) -> str | None:
        title, suggestion = self.tr("Write a lesson"), self.tr("my-lesson") + CLICKED
        try:
            chosen = ask_name(self._window, title, suggestion, (MARKDOWN,), self._in_use())
        except InitLabError as error:
            self.failed.emit(error)
            return None
        return None if chosen is None else chosen[0]

    def _written(self, name: str) -> bool:
        try:
            disk.write_text(name, template(language()))
        except InitLabError as error:
            self.failed.emit(error)
            return False
        return True

    def show_guide(self) -> None:
        """How a lesson is written."""
        if self._guide is None:
            self._guide = GuideDialog(self._window)
            self._guide.wanted.connect(self.write)
            self._guide.link.connect(self.link)
        self._guide.show()
        self._guide.raise_()

    def entries(self) -> list[Entry]:
        """Its line in the menu Help."""
        return [
            Entry(
                name="lesson.write",
                text=QT_TRANSLATE_NOOP("actions", "Write a &lesson …"),
                keys=("Ctrl+Shift+N",),
                call=self.write,
                menu="help",
                help=QT_TRANSLATE_NOOP(
                    "actions",
                    "Writes a small lesson to begin with, opens it, and shows how lessons are "
                    "written.",
                ),
            ),
        ]
