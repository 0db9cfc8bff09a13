"""The left panel: a card for each part of the model, kept in step with it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from core.experiment import Experiment
from core.messages import QT_TRANSLATE_NOOP, Message
from gui.actions import Entry
from gui.look.following import FollowsLook
from gui.look.theme import theme
from gui.model import Model
from gui.panel.initialization import InitializationSection
from gui.panel.section import Section
from gui.panel.sections import DropoutSection, LayerSection, RunSection

LEAST_CONTROLS = 4
"""Heights of a control that the panel keeps beside a long text; it scrolls to what moves."""


def _as_it_is(experiment: Experiment) -> Experiment:
    return experiment


class Panel(FollowsLook, QScrollArea):
    """All cards under one another; scrolls when the window is short."""

    def __init__(self, model: Model, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setObjectName("panel")
        self._layout = QVBoxLayout(inside)
        self.initialization, self.run = InitializationSection(model), RunSection(model)
        self.sections: tuple[Section, ...] = (
            LayerSection(model),
            self.initialization,
            DropoutSection(model),
            self.run,
        )
        for section in self.sections:
            self._layout.addWidget(section)
        self._layout.addStretch(1)
        self._cards: list[QWidget] = []
        self._of_page: frozenset[str] | None = None
        self._of_lesson: frozenset[str] | None = None
        self.shown: Callable[[Experiment], Experiment] = _as_it_is
        """The experiment with the values that the controls show on the present page."""
        self.setWidget(inside)
        model.changed.connect(self.sync)
        model.refused.connect(self.restore)
        self.sync(model.experiment)

    def entries(self) -> list[Entry]:
        """The line of the menu Edit that draws another seed."""
        return [
            Entry(
                name="reroll",
                text=QT_TRANSLATE_NOOP("actions", "Re-roll the &seed"),
                keys=("Ctrl+R",),
                call=self.run.roll,
                menu="edit",
                group=1,
            )
        ]

    def restyle(self) -> None:
        """Gaps and width in the window's scale."""
        self._layout.setSpacing(theme.sizes.gap)
        bar = self.verticalScrollBar().sizeHint().width()
        self.setFixedWidth(theme.sizes.panel + bar)
        self._layout.setContentsMargins(0, 0, 4, 0)

    def sizeHint(self) -> QSize:
        """What it needs at least: a lesson's text comes first, and the rest is the panel's."""
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        """Room for a control with its name and the title of its card."""
        return QSize(0, LEAST_CONTROLS * theme.sizes.control)

    def scroll_to(self, control: QWidget) -> None:
        """Bring a whole control into sight; Qt's own way is content with its text cursor."""
        inside = self.widget()
        if inside is not None and inside.isAncestorOf(control):
            middle = control.mapTo(inside, control.rect().center())
            reach = control.height() // 2 + theme.sizes.gap
            self.ensureVisible(middle.x(), middle.y(), 0, reach)

    def show_only(self, keys: frozenset[str] | None) -> None:
        """A lesson needs only these controls; None shows all that the page depends on."""
        self._of_lesson = keys
        self._fold()

    def set_restart(self, keys: tuple[str, ...]) -> None:
        """Sections and keys on which the result of the present page depends."""
        for section in self.sections:
            section.on_page(keys)

    def show_page(
        self, keys: frozenset[str] | None, above: list[QWidget], below: list[QWidget]
    ) -> None:
        """Another page is shown: the controls it depends on, and cards of its own.

        They stand above the panel's own cards, or below all of them but the last.
        """
        self._of_page = keys
        for card in self._cards:
            if card not in above and card not in below:  # hidden, it would lose the keyboard
                card.hide()
        for index, card in enumerate(above):
            if self._layout.indexOf(card) < 0:
                self._layout.insertWidget(index, card)
        for card in below:
            if self._layout.indexOf(card) < 0:
                self._layout.insertWidget(self._layout.indexOf(self.run), card)
        for card in (*above, *below):
            card.show()
        self._cards = list(dict.fromkeys([*self._cards, *above, *below]))
        self._fold()

    def _fold(self) -> None:
        keys = self._of_page
        if self._of_lesson is not None:
            keys = self._of_lesson if keys is None else keys & self._of_lesson
        for section in self.sections:
            section.setVisible(section.show_only(keys))

    def sync(self, experiment: Experiment) -> None:
        """Show the experiment's values in every control whose card they concern."""
        experiment = self.shown(experiment)
        for section in self.sections:
            section.show_experiment(experiment)

    def restore(self) -> None:
        """An edit was refused: its control goes back to what holds."""
        for section in self.sections:
            section.sync(self.shown(self.run.model.experiment))

    def section_of(self, key: str) -> Section | None:
        """The card of a key, the last one for what is no control; None where that is on a page."""
        name, dot, _ = key.partition(".")
        found = (section for section in self.sections if name in section.sections)
        return next(found, None if dot else self.sections[-1])

    def set_message(
        self, error: tuple[str, Message] | None, notes: tuple[Message, ...] = ()
    ) -> None:
        """Put an error beside the control it is about, and remarks on the initialization."""
        self.initialization.set_notes(notes)
        wrong = None if error is None else self.section_of(error[0])
        for section in self.sections:
            section.set_error(error[1] if error is not None and section is wrong else None)
