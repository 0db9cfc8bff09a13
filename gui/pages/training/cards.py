"""What the page says: the race in words with advice, and the code of the chosen lane."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from core.init.formula import plain
from core.training import formula, words
from core.training.result import TrainingResult
from gui.look.describe import describe
from gui.look.i18n import translated
from gui.pages.code_card import CodeCard
from gui.pages.training.lanes import lane_name
from gui.widgets.card import Card
from gui.widgets.formula_view import FormulaView
from gui.widgets.sentence import Sentence


class WordsCard(Card):
    """The race in a few sentences, the chosen lane in one, and what to try instead.

    advised(name, changes)   the person wants the advice as a new lane
    """

    advised = Signal(str, dict)

    def __init__(self) -> None:
        super().__init__()
        self.race, self.lane, self.advice = Sentence("text"), Sentence("text"), Sentence()
        self.race.setObjectName("train.words")
        self.lane.setObjectName("train.verdict")
        self.advice.setObjectName("train.advice")
        self.apply = QPushButton()
        self.apply.setObjectName("train.advice.add")
        self.apply.clicked.connect(self._apply)
        self._advice: words.Advice | None = None
        self._result: TrainingResult | None = None
        for sentence in (self.race, self.lane, self.advice):
            self.body.addWidget(sentence)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.apply)
        self.body.addLayout(row)

    def show_result(self, result: TrainingResult) -> None:
        """Say what became of the lanes."""
        self._result = result
        lane = result.lanes[result.chosen.lane]
        self.race.setText("\n".join(translated(text) for text in words.in_words(result)))
        single = len(result.lanes) == 1
        story = "" if single else f"{lane_name(lane)}: {translated(words.story(lane))}"
        self.lane.setText(story)
        self.lane.setVisible(bool(story))
        self._advice = words.advice(lane)
        shown = self._advice is not None
        self.advice.setText(translated(self._advice.text) if self._advice else "")
        self.advice.setVisible(shown)
        self.apply.setVisible(shown)

    def sentences(self) -> tuple[str, ...]:
        """All that it says."""
        shown = (s for s in (self.race, self.lane, self.advice) if not s.isHidden())
        return tuple(sentence.text() for sentence in shown)

    def _apply(self) -> None:
        if self._advice is not None:
            changes: dict[str, Any] = dict(self._advice.changes)
            name = self._advice.name
            said = name if isinstance(name, str) else translated(name)
            self.advised.emit(said, changes)

    def retranslate(self) -> None:
        """Everything in the present language."""
        self.title.setText(self.tr("In words"))
        self.apply.setText(self.tr("Try it as a lane"))
        describe(
            self.apply,
            self.tr("Add the suggestion as a lane"),
            self.tr("The race begins anew with one more lane"),
        )
        if self._result is not None:
            self.show_result(self._result)


class TrainingCodeCard(CodeCard):
    """The script of the chosen lane, and what `print` says of its first weight."""

    def show_result(self, result: TrainingResult) -> None:
        """Show the chosen lane's code."""
        self.show_code(result.code, result.chosen.printed)

    def tips(self) -> tuple[str, str]:
        return (
            self.tr(
                "Trains the chosen lane: run by itself it leaves the same weights, bit for bit"
            ),
            self.tr("What print(model) says"),
        )


class LossCard(Card):
    """What the chosen lane makes small, typeset, and the numbers in it."""

    def __init__(self) -> None:
        super().__init__()
        self.view = FormulaView()
        self.view.setObjectName("formula")
        self.terms = Sentence()
        self.body.addWidget(self.view)
        self.body.addWidget(self.terms)
        self._result: TrainingResult | None = None

    def show_result(self, result: TrainingResult) -> None:
        """The formula keeps its place while a new one is being typeset."""
        self._result = result
        experiment = result.lanes[result.chosen.lane].experiment.at_step(result.step)
        if result.formula is not None:
            self.view.show_formula(result.formula, "", text=plain(formula.formula(experiment)))
        self.terms.setText(
            ",  ".join(f"{name} = {value}" for name, value in formula.terms(experiment))
        )

    def retranslate(self) -> None:
        """Everything in the present language."""
        self.called = self.tr("Loss")
        self.title.set_texts(self.tr("What is made small"), self.called)
