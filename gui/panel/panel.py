"""The left panel: a card for each part of the model, kept in step with it."""

from __future__ import annotations

from PySide6.QtCore import Qt
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

    def show_only(self, keys: frozenset[str] | None) -> None:
        """Fold away every control that is not among the keys; None shows all."""
        for section in self.sections:
            section.setVisible(section.show_only(keys))

    def sync(self, experiment: Experiment) -> None:
        """Show the experiment's values in every control whose card they concern."""
        for section in self.sections:
            section.show_experiment(experiment)

    def restore(self) -> None:
        """An edit was refused: its control goes back to what holds."""
        for section in self.sections:
            section.sync(self.run.model.experiment)

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
