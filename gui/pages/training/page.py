"""The Training page: a race of up to eight variations of the model, live."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core import training
from core.context import Context, Pictures
from core.experiment import Experiment
from core.init.methods import INIT_KEYS
from core.training import PRESETS, Race, Transport, Watch, edits
from core.training.result import TrainingResult
from gui.files.exported import Exported, Section
from gui.look.i18n import translated
from gui.look.theme import theme
from gui.pages.columns import ColumnsPage
from gui.pages.keys_cards import LearningKeys, NetworkKeys, PenaltyKeys
from gui.pages.training.became import BecameCard
from gui.pages.training.cards import LossCard, TrainingCodeCard, WordsCard
from gui.pages.training.curves import CurvesCard
from gui.pages.training.gradient import GradientCard
from gui.pages.training.lanes import LanesCard, lane_name
from gui.pages.training.transport_bar import TransportBar
from gui.pages.training.weights import WeightsCard
from gui.widgets.card import Card, bar_card
from gui.widgets.folding import FoldingColumn, Shrinking, scrolling


class TrainingPage(ColumnsPage):
    """Draws a TrainingResult; the race itself stays on the worker between its runs."""

    restart = training.RESTART
    share, most = 0.32, 32
    narrow = (7, 3)
    least = 13.0
    panel_keys = frozenset(
        {
            *("layer.bias", "layer.activation", "dropout.p", "dropout.training", "dropout.kind"),
            *("run.device", "run.dtype", "run.seed"),
            *(f"{s}.{k}" for s in ("weight_init", "bias_init") for k in INIT_KEYS),
        }
    )

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._experiment: Experiment | None = None
        self._result: TrainingResult | None = None
        self._race, self._watch = Race(), Watch.of_a_new_page()
        self._transport = Transport(until=0)
        self._is_running = False
        self._waits = False
        self._preset = ""
        self.network, self.penalties, self.learning = NetworkKeys(), PenaltyKeys(), LearningKeys()
        self.transport = TransportBar()
        self.lanes, self.words = LanesCard(), WordsCard()
        self.curves = CurvesCard(self.lanes)
        self.weights, self.became = WeightsCard(self.lanes), BecameCard(self.lanes)
        self.gradient, self.loss = GradientCard(self.lanes), LossCard()
        self.code = TrainingCodeCard()
        self.parts: tuple[Any, ...] = (
            *(self.transport, self.lanes, self.curves, self.weights, self.became),
            *(self.words, self.gradient, self.loss, self.code),
        )
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        plots = Shrinking()
        self._plots = QVBoxLayout(plots)
        self._plots.setContentsMargins(0, 0, 0, 0)
        self.bar = bar_card(self.transport)
        self._plots.addWidget(self.bar)
        self._plots.addWidget(self.curves, 5)
        self._below = QHBoxLayout()
        self._plots.addLayout(self._below, 4)  # empty: PySide would keep items that go into tabs
        self._below.addWidget(self.weights, 1)
        self._below.addWidget(self.became, 1)
        cards: list[Card] = [self.lanes, self.words, self.gradient, self.loss, self.code]
        self.set_columns(
            scrolling(plots), FoldingColumn(cards, [self.weights, self.became], before=2)
        )

    def arrange(self) -> None:
        """Where the page is narrow the curves stand alone, and all else is a tab."""
        super().arrange()
        self.column.set_guests([self.weights, self.became])
        self.stand(self.weights, self._below, 0, 1)
        self.stand(self.became, self._below, 1, 1)
        self._plots.setStretchFactor(self._below, 0 if self.column.folded else 4)

    def _connect(self) -> None:
        for card in (self.network, self.penalties, self.learning):
            card.edited.connect(self.edited)
            card.refused.connect(self.refused)
            card.gesture.connect(self.gesture)
        self.transport.toggled.connect(self.toggle)
        self.transport.stepped.connect(self._step)
        self.transport.rewound.connect(self.rewind)
        self.transport.paced.connect(self._set_pace)
        self.transport.preset.connect(self._set_preset)
        self.transport.added.connect(lambda: self._new_lane("", {}))
        self.lanes.chosen.connect(self._choose)
        self.lanes.renamed.connect(self._rename)
        self.lanes.removed.connect(self._remove)
        self.words.advised.connect(self._new_lane)
        self.curves.plot.hovered.connect(self._hovered)
        self.curves.plot.sought.connect(self.go_to)
        self.weights.sought.connect(self.go_to)
        self.weights.layer_chosen.connect(self._choose_layer)
        self.weights.course_wanted.connect(self._want_course)
        self.became.theory_wanted.connect(self._want_theory)

    def cards(self) -> dict[str, Card]:
        """Its cards by their keys."""
        return {
            "curves": self.curves,
            "lanes": self.lanes,
            "words": self.words,
            "weights": self.weights,
            "outcome": self.became,
            "gradient": self.gradient,
            "loss": self.loss,
            "code": self.code,
        }

    def restyle(self) -> None:
        """Gaps in the window's scale."""
        super().restyle()
        for layout in (self._plots, self._below):
            layout.setSpacing(theme.sizes.gap)

    # The window asks:

    def state(self, experiment: Experiment) -> Any:
        """All that begins the race anew: everything but the changes made while it runs."""
        return super().state(training.without_changes(experiment))

    @classmethod
    def live_state(cls, experiment: Experiment) -> Any:
        """The changes made while it runs."""
        return experiment.train.schedule

    @staticmethod
    def task(experiment: Experiment) -> Callable[[Context], Pictures[TrainingResult]]:
        """The race at step 0: on a page that is new nobody has pressed Start."""
        watch = Watch.of_a_new_page()
        return lambda context: training.play(Race(), experiment, context, Transport(until=0), watch)

    def task_now(self, experiment: Experiment) -> Callable[[Context], Pictures[TrainingResult]]:
        """The race anew; one that ran, or had run, goes on at once."""
        begun = not self._waits and self._result is not None and self._result.step > 0
        return self._play(experiment, None if begun else 0)

    def _play(
        self, experiment: Experiment, until: int | None, back_to: int | None = None
    ) -> Callable[[Context], Pictures[TrainingResult]]:
        self._transport.pause = True  # of the run before, which may still be on
        self._transport = Transport(until=until, pace=self._transport.pace)
        self._waits = self._waits and until == 0
        self._set_running(until is None)
        race, transport, watch = self._race, self._transport, self._watch
        return lambda context: training.play(race, experiment, context, transport, watch, back_to)

    def sync(self, experiment: Experiment) -> None:
        """Show the values in force in the page's own controls."""
        self._experiment = experiment
        preset = edits.preset_of(experiment)
        if preset != self._preset:
            self._preset = preset
            if preset:
                self._watch.lane = PRESETS[preset].chosen
                self.curves.look_at(PRESETS[preset].look)
        shown = self.shown(experiment)
        for card in (self.network, self.penalties, self.learning):
            card.sync(shown)
        self.transport.show_preset(preset)

    def shown(self, experiment: Experiment) -> Experiment:
        """The chosen lane's experiment, with the values in force at the present step."""
        result = self._result
        lane = experiment.lane(min(self._watch.lane, experiment.lanes - 1))
        return lane if result is None else lane.at_step(result.step)

    @property
    def _lane(self) -> int:
        """The chosen lane, or the last where there are fewer by now."""
        lanes = 1 if self._experiment is None else self._experiment.lanes
        return min(self._watch.lane, lanes - 1)

    def led(self, experiment: Experiment, changes: dict[str, Any]) -> dict[str, Any]:
        """An edit of a lane is one of that lane; a live one is a change at the present step."""
        result = self._result
        at, end = (0, 0) if result is None else (result.step, result.steps)
        lane = min(self._watch.lane, experiment.lanes - 1)
        return edits.led(experiment, lane, at, end, changes)

    def live_changed(self, experiment: Experiment) -> None:
        """A change was made, or undone, while the race stands: go there again by another way."""
        at = 0 if self._result is None else self._result.step
        self.work.emit(self._play(experiment, at))

    def run_to_end(self) -> None:
        """Let the race come to its end."""
        if self._experiment is not None:
            self.work.emit(self._play(self._experiment, None))

    def wait_for_start(self) -> None:
        """The next race stands at its first step until somebody presses Start."""
        self._waits = True

    def cards_of_panel(self) -> tuple[list[QWidget], list[QWidget]]:
        """The network above, regularization and data below."""
        return [self.network], [self.penalties, self.learning]

    def show_only(self, keys: frozenset[str] | None) -> None:
        """Fold away the controls that a lesson does not need."""
        for card in (self.network, self.penalties, self.learning):
            card.show_only(keys)

    def result(self) -> TrainingResult | None:
        """The result on the screen."""
        return self._result

    def show_result(self, result: TrainingResult) -> None:
        """Draw the race as it stands."""
        self._result = result
        if not result.passing:
            self._set_running(False)
        for part in self.parts:
            part.show_result(result)
        if result.experiment.train.schedule and self._experiment is not None:
            self.sync(self._experiment)
            self.shown_changed.emit()
        self.update_labels()

    def stopped(self) -> None:
        """The race stands where it is."""
        self._set_running(False)

    def actions_of_page(self) -> list[QAction]:
        """What the tools above the curves offer."""
        return [*self.transport.tools(), *self.curves.row.tools()]

    def exports(self) -> list[Exported]:
        """The curves, as a picture and as a table."""
        return [
            self.curves.exported(),
            self.gradient.exported(),
            self.weights.exported(),
            self.became.exported(),
        ]

    def sections(self) -> list[Section]:
        """The lanes, the race in words, and what is made small."""
        words, loss = self.words, self.loss
        return [
            Section(self.lanes.title.text(), table=self.lanes.table),
            Section(words.title.text(), sentences=words.sentences()),
            Section(loss.tab_title(), loss.view, sentences=(loss.terms.text(),)),
        ]

    def key_pressed(self, event: QKeyEvent) -> None:
        """Space starts and pauses."""
        if event.key() == Qt.Key.Key_Space:
            self.toggle()
            event.accept()
        else:
            super().key_pressed(event)

    # The person asks:

    def toggle(self) -> None:
        """Start, or pause."""
        if self._is_running:
            self._transport.pause = True
        elif self._experiment is not None:
            back_to = 0 if self._result is not None and self._result.complete else None
            self.work.emit(self._play(self._experiment, None, back_to))

    def _step(self, count: int) -> None:
        if self._experiment is None or self._result is None:
            return
        an_epoch = self._experiment.train.steps_an_epoch
        at = self._result.step
        until = at + count if count else (at // an_epoch + 1) * an_epoch
        self.work.emit(self._play(self._experiment, until))

    def rewind(self) -> None:
        """Back to step 0, with the same initialization."""
        self.go_to(0)

    def go_to(self, step: int) -> None:
        """Show the race as it was, or will be, at a step."""
        if self._experiment is not None:
            self.work.emit(self._play(self._experiment, step, step))

    def _set_pace(self, pace: float) -> None:
        self._transport.pace = pace

    def _set_running(self, running: bool) -> None:
        self._is_running = running
        self.transport.set_running(running)

    def _set_preset(self, key: str) -> None:
        self._watch.lane = PRESETS[key].chosen
        changes = PRESETS[key].changes(translated)
        name = translated(PRESETS[key].label)
        self.changes.emit(changes, self.tr("Race of {name}").format(name=name))

    def _new_lane(self, name: str, changes: dict[str, Any]) -> None:
        """One more lane: the chosen one's changes, and these; an empty name counts the lanes."""
        experiment = self._experiment
        if experiment is None:
            return
        counted = self.tr("lane {number}").format(number=experiment.lanes + 1)
        first = self.tr("as it is")
        more = edits.added(experiment, self._lane, name or counted, first, changes)
        if more:
            self._watch.lane = experiment.lanes
            self.changes.emit(more, self.tr("Add a lane"))

    def _choose(self, number: int) -> None:
        self._watch.lane = number
        if self._experiment is None:
            return
        self.sync(self._experiment)
        self.shown_changed.emit()
        self._look_again()

    def _choose_layer(self, number: int) -> None:
        self._watch.layer = number
        self._look_again()

    def _want_theory(self, wanted: bool) -> None:
        self._watch.unused = wanted
        if wanted:
            self._look_again()

    def _want_course(self, wanted: bool) -> None:
        self._watch.course = wanted
        if wanted:
            self._look_again()

    def _look_again(self) -> None:
        """Another view of the race where it stands; one that goes on shows it soon by itself."""
        if not self._is_running and self._result is not None and self._experiment is not None:
            self.work.emit(self._play(self._experiment, self._result.step))

    def _rename(self, number: int, name: str) -> None:
        assert self._experiment is not None
        changes = edits.renamed(self._experiment, number, name)
        self.changes.emit(changes, self.tr("Rename a lane"))

    def _remove(self, number: int) -> None:
        assert self._experiment is not None
        self._watch.lane = 0
        self.changes.emit(edits.removed(self._experiment, number), self.tr("Remove a lane"))

    def _hovered(self, text: str) -> None:
        if text:
            self.set_status(text)
        else:
            self.update_labels()

    # Texts:

    def update_labels(self) -> None:
        """The status line."""
        result = self._result
        if result is None:
            return
        run_on = result.experiment.run
        lane = result.lanes[result.chosen.lane]
        self.set_status(
            self.tr(
                "{count} networks · {name}: {parameters:,} parameters · {steps:,} steps in "
                "{time:.1f} s · {dtype} on {device}"
            ).format(
                count=len(result.lanes),
                name=lane_name(lane),
                parameters=lane.parameters,
                steps=result.step,
                time=result.seconds,
                dtype=run_on.dtype,
                device=run_on.device,
            )
        )

    def retranslate(self) -> None:
        """Everything in the present language."""
        self.update_labels()
