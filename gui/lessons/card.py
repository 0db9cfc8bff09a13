"""The lesson's card in the left column: where we are, the text, and the way on."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, QUrl, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QToolButton

from core.lessons.lesson import Lesson
from gui.lessons.text import LessonText
from gui.look.describe import describe
from gui.look.theme import theme
from gui.widgets.card import Card
from gui.widgets.sentence import Sentence


class LessonCard(Card):
    """Tells what the person wants; the presenter does it.

    next, previous, leave   the buttons
    unfolded(bool)          all controls, or only those of the lesson
    link(url)               a link in the text was clicked
    """

    next = Signal()
    previous = Signal()
    leave = Signal()
    unfolded = Signal(bool)
    link = Signal(QUrl)

    def __init__(self) -> None:
        super().__init__()
        self.remark.hide()
        self.title.setObjectName("lesson.progress")
        self.close_button = self._button("lesson.leave", "×")
        self.header.addWidget(self.close_button)
        self.name = Sentence("")
        self.name.setObjectName("lesson.title")
        self.text = LessonText()
        self.text.link.connect(self.link)
        self.back = self._button("lesson.previous", "◀")
        self.forth = self._button("lesson.next", "▶")
        self.all = QCheckBox()
        self.all.setObjectName("lesson.all_controls")
        self.all.toggled.connect(self.unfolded)
        policy = self.all.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.all.setSizePolicy(policy)
        row = QHBoxLayout()
        row.addWidget(self.back)
        row.addWidget(self.forth)
        row.addStretch(1)
        row.addWidget(self.all)
        self.body.addWidget(self.name)
        self.body.addWidget(self.text, 1)
        self.body.addLayout(row)
        self.back.clicked.connect(self.previous)
        self.forth.clicked.connect(self.next)
        self.close_button.clicked.connect(self.leave)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._shown: tuple[Lesson, int, int] | None = None
        self._tallest = 0

    def restyle(self) -> None:
        """As wide as the panel's cards."""
        super().restyle()
        bar = self.text.verticalScrollBar().sizeHint().width()
        self.setFixedWidth(theme.sizes.panel + bar - 4)
        self._tallest = 0

    @staticmethod
    def _button(name: str, text: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setText(text)
        button.setProperty("role", "flat")
        return button

    def show_step(
        self,
        lesson: Lesson,
        number: int,
        step: int,
        names: Mapping[str, str],
        can_go_back: bool,
        can_go_on: bool,
    ) -> None:
        """Show step `step` of the lesson; `number` counts from 1, 0 is a teacher's own.

        `names` are the names of the page's cards, each with its card's key.
        """
        if self._shown is None or self._shown[0] is not lesson:
            self._tallest = 0
        self._shown = lesson, number, step
        part = lesson.steps[step]
        self.text.show_markdown(part.text, lesson.folder, names)
        self.back.setEnabled(can_go_back)
        self.forth.setEnabled(can_go_on)
        self.all.setVisible(bool(part.controls))
        self._update_labels()

    def _update_labels(self) -> None:
        if self._shown is None:
            return
        lesson, number, step = self._shown
        values = {"step": step + 1, "steps": len(lesson.steps)}
        if number:
            text = self.tr("Lesson {number} · step {step} of {steps}")
            self.title.setText(text.format(number=number, **values))
        else:
            self.title.setText(self.tr("Step {step} of {steps}").format(**values))
        self.name.setText(lesson.title)
        self.updateGeometry()
        self.text.setAccessibleName(self.title.text())

    def hasHeightForWidth(self) -> bool:
        """Its width is fixed; a height for it would be one that the layout cannot go below."""
        return False

    def sizeHint(self) -> QSize:
        """As high as its text; within a lesson never less high, so that the buttons stay."""
        margins = self.body.contentsMargins()
        width = self.minimumWidth() - margins.left() - margins.right() - 2 * self.frameWidth()
        rest = self.body.totalHeightForWidth(self.minimumWidth()) - self.text.sizeHint().height()
        self._tallest = max(self._tallest, rest + self.text.height_at(width))
        return QSize(self.minimumWidth(), self._tallest)

    def minimumSizeHint(self) -> QSize:
        """The text scrolls where it must."""
        return QSize(0, 13 * theme.sizes.font)

    def retranslate(self) -> None:
        """Everything in the present language."""
        self.all.setText(self.tr("all controls"))
        for widget, tip in (
            (self.back, self.tr("Previous step (PageUp)")),
            (self.forth, self.tr("Next step (PageDown)")),
            (self.close_button, self.tr("Leave the lesson (Esc)")),
            (self.all, self.tr("Show the controls that this lesson does not need")),
        ):
            describe(widget, tip)
        tip = self.tr("The text of the step; ask the question before you go on")
        links = self.tr("The names of cards are links: Tab goes to one, Enter shows its card.")
        self.text.setToolTip(tip)
        self.text.setWhatsThis(f"{tip}\n{links}")
        self.text.setAccessibleDescription(links)
        self._update_labels()
