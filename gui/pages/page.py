"""What the window asks of a page."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from core.context import Context, Pictures
from core.experiment import Experiment
from gui.files.exported import Exported, Section
from gui.look.following import FollowsLook
from gui.widgets.card import Card


class Page(FollowsLook, QWidget):
    """What the window asks of a page.

    changes(dict, text)   the page proposes new values, for example its advice
    gesture(bool)         a drag that changes values begins (True) or ends (False)
    shown_changed         the controls show other values than before: see `shown`
    work(task)            more of the same, such as another sample: comes to `show_result`
    edited(key, value)    the person moved a control of the page's own
    refused(key, text)    what was typed into one of them is no value: why
    status(text)          a line for the status bar
    rerun                 what the person asked of the page itself wants a new run
    opened(path)          a file of the page's own is open now
    controls_changed      `panel_keys` are others now
    page_wanted(key)      another page should be shown
    brought(e, text)      a file of the page's own holds an experiment, which should be shown
    file_failed(error)    such a file cannot be read or written (InitLabError)
    """

    changes = Signal(dict, str)
    gesture = Signal(bool)
    shown_changed = Signal()
    work = Signal(object)
    edited = Signal(str, object)
    refused = Signal(str, object)
    status = Signal(str)
    rerun = Signal()
    opened = Signal(str)
    controls_changed = Signal()
    page_wanted = Signal(str)
    brought = Signal(object, str)
    file_failed = Signal(object)

    status_text = ""
    """What the status bar says while the page is shown: nothing before its first result."""

    restart: tuple[str, ...] = ()
    """Sections and keys of the experiment whose change asks for a new run."""

    panel_keys: frozenset[str] | None = None
    """The controls of the left panel that this page depends on; None for all of them.

    Where there are none the panel makes way.
    """

    live: tuple[str, ...] = ()
    """Those that a run takes over while it goes on; a change of any other key costs nothing."""

    @property
    def key(self) -> str:
        """The page's name in the table of pages."""
        return self.objectName().removeprefix("page.")

    def state(self, experiment: Experiment) -> Any:
        """What of an experiment asks for a new run when it changes."""
        return attrgetter(*self.restart)(experiment) if self.restart else experiment

    @classmethod
    def live_state(cls, experiment: Experiment) -> Any:
        """What of an experiment a run takes over while it goes on."""
        return attrgetter(*cls.live)(experiment) if cls.live else None

    def led(self, experiment: Experiment, changes: dict[str, Any]) -> dict[str, Any]:
        """What an edit becomes on this page: what a run takes over may be a part of its course."""
        return changes

    def shown(self, experiment: Experiment) -> Experiment:
        """The experiment with the values that the controls show on this page."""
        return experiment

    def live_changed(self, experiment: Experiment) -> None:
        """What a run takes over has changed, and no run is on that would take it."""

    def run_to_end(self) -> None:
        """Nobody is there to press Start: the picture that is saved is that of the whole run."""

    def wait_for_start(self) -> None:
        """What a person starts waits to be started anew, whatever comes next: a lesson begins."""

    def cards_of_panel(self) -> tuple[list[QWidget], list[QWidget]]:
        """Cards of the page's own in the left panel: above the panel's cards, and below them."""
        return [], []

    def set_status(self, text: str) -> None:
        """Put a line into the status bar; a page behind another one says it when it is shown."""
        self.status_text = text
        if not self.isHidden():
            self.status.emit(text)

    @staticmethod
    def task(experiment: Experiment) -> Callable[[Context], Pictures[Any]]:
        """The core function that gives what a new page draws."""
        raise NotImplementedError

    def task_now(self, experiment: Experiment) -> Callable[[Context], Pictures[Any]]:
        """The same, with what the person has chosen to see on this page."""
        return self.task(experiment)

    def open_path(self, path: str) -> None:
        """Show a file whose name ends as the table of pages says."""

    def may_leave(self) -> bool:
        """Ask what to do with work of the page's own that closing would lose; False: stay."""
        return True

    def closing(self) -> None:
        """The window closes: end what goes on behind it."""

    def in_use(self) -> list[Path]:
        """The files that are open on this page."""
        return []

    def sync(self, experiment: Experiment) -> None:
        """The experiment is this one now: show it in the page's own controls."""

    def show_result(self, result: Any) -> None:
        """Draw a result, whole or with later fields missing."""
        raise NotImplementedError

    def adopt(self, experiment: Experiment) -> None:
        """Where nothing that is drawn differs, the result is also that of this experiment."""

    def update_labels(self) -> None:
        """Put the present result into words again, in the status line too."""

    def key_pressed(self, event: QKeyEvent) -> None:
        """A key that no control took; accept it or leave it."""
        event.ignore()

    def stopped(self) -> None:
        """The run was stopped or refused: what is on the screen is all there is."""

    def set_focused(self, focused: bool) -> None:
        """Leave only the plots and what they cannot do without, or show all again."""

    def cards(self) -> dict[str, Card]:
        """Its cards by the keys that `core.pages` names them by; a lesson may show one."""
        return {}

    def show_card(self, key: str) -> Card | None:
        """Bring a card into sight; it, or None where the page has no such card."""
        return None

    def fill(self, card: Card | None) -> None:
        """Let a card have the whole page, or with None all of them again."""

    @property
    def filled(self) -> Card | None:
        """The card that has the whole page."""
        return None

    def toggle_fill(self) -> None:
        """Let the card that the person looks at fill the page, or bring all back."""

    def exports(self) -> list[Exported]:
        """What can be saved of this page."""
        return []

    def sections(self) -> list[Section]:
        """What it says beside its plots, for a handout."""
        return []

    def show_only(self, keys: frozenset[str] | None) -> None:
        """A lesson needs only these controls; None shows all."""

    def actions_of_page(self) -> list[Any]:
        """Actions for the View menu."""
        return []

    def set_pending(self, pending: bool) -> None:
        """Dim what belongs to an older experiment while a long run is on."""

    def result(self) -> Any:
        """The result on the screen, None before the first."""
        return None
