"""Brings lessons into the window: card, keys, menu, black sheet, and the controls that stay."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QMenu, QStackedWidget, QTabWidget, QWidget

from core.lessons.finding import find_lesson, is_file
from core.lessons.lesson import Lesson, built_in
from core.messages import QT_TRANSLATE_NOOP
from gui.actions import Entry, Menu
from gui.files.settings import Settings
from gui.lessons.blackout import BlackOut
from gui.lessons.card import LessonCard
from gui.lessons.card_names import card_of
from gui.lessons.highlight import Ring
from gui.lessons.presenter import Presenter
from gui.lessons.welcome_banner import WelcomeBanner
from gui.look.following import FollowsLook
from gui.look.i18n import language
from gui.model import Model
from gui.pages.stack import PageStack
from gui.widgets.ask import Answer, ask

DIGITS = 10
"""Lessons that a digit begins in the menu."""


class LessonController(FollowsLook, QObject):
    """Everything of the window that only lessons need.

    controls_shown(keys)   only these controls shall be seen; all of them where it is None
    control_moved(widget)  a step has moved this control, which should be in sight
    all_wanted             the person asks for a card: what was hidden for the plots comes back
    running, resting       (bool): whether a lesson is shown, and the opposite
    """

    controls_shown = Signal(object)
    control_moved = Signal(QWidget)
    all_wanted = Signal()
    running = Signal(bool)
    resting = Signal(bool)

    def __init__(
        self,
        model: Model,
        settings: Settings,
        show_page: Callable[[str], None],
        pages: PageStack,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._settings, self._window = settings, window
        self._show_page, self._pages = show_page, pages
        self.presenter = Presenter(model, show_page, lambda: pages.key, settings, self)
        self.card = LessonCard()
        self.card.hide()
        self.blackout = BlackOut(window)
        self.welcome_banner = WelcomeBanner()
        self._menu: QMenu | None = None
        self._shown: tuple[Lesson, int] | None = None
        self.presenter.began.connect(lambda: self._pages.page.wait_for_start())
        self.presenter.moved.connect(self._moved)
        self.presenter.reworded.connect(self._show_text)
        self.presenter.glide.finished.connect(self._ring)
        self.card.next.connect(self.presenter.next)
        self.card.previous.connect(self.presenter.previous)
        self.card.leave.connect(self.presenter.leave)
        self.card.unfolded.connect(self._unfold)
        self.card.link.connect(self.follow)
        self.welcome_banner.accepted.connect(self.presenter.begin)

    def retranslate(self) -> None:
        """The same step of a built-in lesson in the language in force."""
        self.presenter.translate()
        QTimer.singleShot(0, self, self._show_text)  # then the cards have their new names

    # The menu:

    def entries(self) -> list[Entry | Menu]:
        """The menu Lesson, with its keys; the built-in lessons are listed at its end."""
        presenter = self.presenter
        return [
            Menu(name="lesson", text=QT_TRANSLATE_NOOP("actions", "&Lesson"), made=self._menu_made),
            Entry(
                name="lesson.begin",
                text=QT_TRANSLATE_NOOP("actions", "&Start or resume"),
                keys=("F5",),
                call=presenter.begin,
                menu="lesson",
                enabled=self.resting,
            ),
            Entry(
                name="lesson.forward",
                text=QT_TRANSLATE_NOOP("actions", "&Next step"),
                keys=("PgDown",),
                call=presenter.next,
                menu="lesson",
                enabled=self.running,
            ),
            Entry(
                name="lesson.back",
                text=QT_TRANSLATE_NOOP("actions", "&Previous step"),
                keys=("PgUp",),
                call=presenter.previous,
                menu="lesson",
                enabled=self.running,
            ),
            Entry(
                name="lesson.black",
                text=QT_TRANSLATE_NOOP("actions", "&Black screen"),
                keys=("B",),
                call=self.blackout.toggle,
                menu="lesson",
                enabled=self.running,
            ),
            Entry(
                name="lesson.end",
                text=QT_TRANSLATE_NOOP("actions", "&Leave the lesson"),
                keys=("Shift+F5",),
                call=presenter.leave,
                menu="lesson",
                enabled=self.running,
            ),
            Entry(
                name="lesson.open",
                text=QT_TRANSLATE_NOOP("actions", "&Open a lesson …"),
                keys=("Ctrl+Shift+O",),
                call=self.ask,
                menu="lesson",
                group=1,
            ),
        ]

    def _menu_made(self, menu: QMenu) -> None:
        menu.addSeparator()
        menu.aboutToShow.connect(self._list)
        self._menu = menu
        self._report()

    def _report(self) -> None:
        self.running.emit(self.presenter.active)
        self.resting.emit(not self.presenter.active)

    def _list(self) -> None:
        """The built-in lessons by their titles, in the present language."""
        menu = self._menu
        if menu is None:
            return
        for action in menu.actions():
            if action.property("lesson"):
                menu.removeAction(action)
                action.deleteLater()
        for number, lesson in enumerate(built_in(language()), start=1):
            digits = f"{number}"
            letter = f"{digits[:-1]}&{digits[-1]}"  # Alt+L, 6 begins lesson 6, 0 lesson 10
            letter = letter if number <= DIGITS else digits
            action = menu.addAction(f"{letter}  {lesson.title.replace('&', '&&')}")
            action.setProperty("lesson", lesson.key)
            action.triggered.connect(lambda _=False, key=lesson.key: self.presenter.start(key))

    # What the window asks:

    def ask(self) -> None:
        """Ask for a lesson file and open it."""
        name, _ = QFileDialog.getOpenFileName(
            self._window, self.tr("Open a lesson"), "", "Markdown (*.md)"
        )
        if name:
            self.open(name)

    def open(self, path: str | Path) -> bool:
        """Open a teacher's own lesson."""
        return self.presenter.open(path)

    def show(self, name: str, at: int) -> None:
        """A lesson of this key, or a file, at once at a step: the command line asks for it."""
        self.presenter.glide.duration, usual = 0, self.presenter.glide.duration
        if is_file(name):
            self.presenter.open(name, at)
        else:
            self.presenter.start(find_lesson(name, language()).key, at)
        self.presenter.glide.duration = usual

    def welcome(self) -> None:
        """Offer the first lesson at the first start, once."""
        if not self._settings.word("offered") and not self.presenter.active:
            self.welcome_banner.show()
        self._settings.set_text("offered", "yes")

    def key_pressed(self, event: QKeyEvent) -> bool:
        """Arrows that no control took lead through the lesson."""
        if not self.presenter.active or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if event.key() == Qt.Key.Key_Right:
            self.presenter.next()
        elif event.key() == Qt.Key.Key_Left:
            self.presenter.previous()
        else:
            return False
        return True

    def escape(self) -> bool:
        """Bring the picture back, or leave the lesson; False where there was neither."""
        if self.blackout.isVisible():
            self.blackout.hide()
        elif self.presenter.active:
            self.presenter.leave()
        else:
            return False
        return True

    # What the presenter tells:

    def _moved(self) -> None:
        presenter = self.presenter
        self._report()
        self.card.setVisible(presenter.active)
        if presenter.lesson is None:
            self.blackout.hide()
            self._shown = None
            self.controls_shown.emit(None)
            self._window.setFocus()
            return
        self.welcome_banner.hide()
        same = self._shown is not None and self._shown[0].key == presenter.lesson.key
        self._shown = presenter.lesson, presenter.at
        if not same:
            self.card.all.setChecked(False)
            self._window.setFocus()  # the arrow keys lead through the lesson
        self._show_text()
        step = presenter.step
        if step is not None and step.show:
            self._pages.page.show_card(step.show)
        self._unfold(self.card.all.isChecked())
        if not presenter.glide.moving:
            self._ring()

    def _show_text(self) -> None:
        presenter = self.presenter
        if presenter.lesson is None:
            return
        cards = self._pages.page.cards()
        self.card.show_step(
            presenter.lesson,
            presenter.number,
            presenter.at,
            {name: key for key, card in cards.items() if (name := card.tab_title())},
            presenter.can_go_back,
            presenter.can_go_on,
        )

    def _unfold(self, all_: bool) -> None:
        step = self.presenter.step
        only = None if step is None or all_ or not step.controls else frozenset(step.controls)
        self.controls_shown.emit(only)

    def _ring(self) -> None:
        """Show which controls the step has moved, and the card that it speaks of."""
        step = self.presenter.step
        if step is None:
            return
        self._remove_rings()
        for key in step.changes:
            control = self._window.findChild(QWidget, key)
            if isinstance(control, QWidget):
                _bring_forward(control)
            if isinstance(control, QWidget) and control.isVisible():
                Ring(control)
        if step.show:
            self._flash_card(step.show)
        QTimer.singleShot(0, self, self._bring_into_sight)  # then all is laid out

    def _bring_into_sight(self) -> None:
        """Scroll to what the step has moved, the last of it in any case."""
        step = self.presenter.step
        for key in () if step is None else step.changes:
            control = self._window.findChild(QWidget, key)
            if isinstance(control, QWidget) and control.isVisible():
                self.control_moved.emit(control)

    def _remove_rings(self) -> None:
        for ring in self._window.findChildren(Ring):
            ring.hide()
            ring.deleteLater()

    def _flash_card(self, key: str) -> None:
        card = self._pages.page.show_card(key)
        if card is not None and card.isVisible():
            Ring(card)

    def follow(self, url: QUrl) -> None:
        """A link of the text: to a card of the step's page, or out of the program."""
        key, step = card_of(url), self.presenter.step
        if not key or step is None:
            self.ask_to_open(url)
            return
        self.all_wanted.emit()
        if self._pages.key != step.page:
            self._show_page(step.page)
        self._remove_rings()
        self._flash_card(key)

    def ask_to_open(self, url: QUrl) -> None:
        """A link leaves the program: only when the person says so."""
        if url.scheme() not in ("http", "https"):
            return
        answer = ask(
            self._window,
            self.tr("Open a link"),
            self.tr("Open this address in the browser?\n{address}").format(
                address=url.toString(QUrl.ComponentFormattingOption.PrettyDecoded)
            ),
            Answer.Yes | Answer.No,
        )
        if answer == Answer.Yes:
            QDesktopServices.openUrl(url)


def _bring_forward(control: QWidget) -> None:
    """Turn to the tab that holds the control, unless the control is folded away."""
    at, stack = control, control.parentWidget()
    while stack is not None:
        tabs = stack.parentWidget() if isinstance(stack, QStackedWidget) else None
        if isinstance(tabs, QTabWidget) and control.isVisibleTo(at):
            tabs.setCurrentWidget(at)
        at, stack = stack, stack.parentWidget()
