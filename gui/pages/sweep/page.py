"""The Sweep page: one number of Depth or Training over a whole plane of settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core import sweep
from core.context import Context, Pictures
from core.experiment import Experiment
from core.format import counted, short
from core.messages import InitLabError
from core.sweep import PRESETS, Computed, Results, View, plan, spec
from core.sweep.picture import Map
from gui.files.exported import Exported, Section
from gui.look.i18n import said_of, translated
from gui.look.theme import theme
from gui.pages.columns import ColumnsPage
from gui.pages.keys_cards import LearningKeys, NetworkKeys, PenaltyKeys
from gui.pages.sweep import controls
from gui.pages.sweep.bar import SweepBar
from gui.pages.sweep.cards import (
    CellCard,
    CellCodeCard,
    CommandCard,
    MapCard,
    SliceCard,
    SweepWordsCard,
)
from gui.pages.sweep.kept import Kept
from gui.pages.sweep.process import SweepProcess
from gui.pages.sweep.saving import Saving
from gui.plots.sweep_words import place_text
from gui.widgets.card import Card, bar_card
from gui.widgets.folding import FoldingColumn, Shrinking, scrolling

SETTLED = 600
"""Milliseconds without a change before a sweep that was on begins anew."""


class SweepPage(ColumnsPage):
    """Draws a View; the cells come from a process beside the window."""

    restart = sweep.RESTART
    share, most = 0.28, 30
    narrow = (7, 3)
    least = 13.0
    panel_keys = controls.PANEL_KEYS

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._experiment: Experiment | None = None
        self._view: View | None = None
        self._results: Results | None = None
        self._kept = Kept()
        self._maps: tuple[Map, ...] = ()
        self._page = ""
        self.picture, self.computed = controls.PictureKeys(), controls.ComputedBy()
        self.across, self.upward = controls.AcrossKeys(), controls.UpwardKeys()
        self.network = NetworkKeys()
        self.learning, self.penalties = LearningKeys(), PenaltyKeys()
        self.keys_cards = (
            *(self.picture, self.across, self.upward, self.network),
            *(self.computed, self.learning, self.penalties),
        )
        for card in (self.learning, self.penalties):  # in the panel only where something is learned
            card.setParent(self)
            card.hide()
        self.transport, self.map = SweepBar(), MapCard()
        self.cell, self.slice = CellCard(), SliceCard()
        self.words, self.code, self.command = SweepWordsCard(), CellCodeCard(), CommandCard()
        self.process = SweepProcess(self)
        self.saving = Saving(self._kept, self)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(SETTLED)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        plots = Shrinking()
        self._plots = QVBoxLayout(plots)
        self._plots.setContentsMargins(0, 0, 0, 0)
        self.bar = bar_card(self.transport)
        self._plots.addWidget(self.bar)
        self._plots.addWidget(self.map, 1)
        cards: list[Card] = [self.cell, self.slice, self.words, self.code, self.command]
        self.set_columns(scrolling(plots), FoldingColumn(cards, stretches=(0, 2, 0, 1, 0)))

    def _connect(self) -> None:
        for card in self.keys_cards:
            card.edited.connect(self.edited)
            card.refused.connect(self.refused)
            card.gesture.connect(self.gesture)
        self.picture.preset.connect(self._set_preset)
        self.computed.changed.connect(self._engine_changed)
        self.transport.toggled.connect(self.toggle)
        self.transport.anew.connect(self.begin_anew)
        self.transport.saved.connect(self.save)
        self.process.grew.connect(self._draw)
        self.process.ended.connect(self._ended)
        self.process.remarked.connect(self.transport.remark)
        self.process.failed.connect(self._failed)
        self._again.timeout.connect(self.start)
        self.saving.failed.connect(self.file_failed)
        self.saving.written.connect(self.opened)
        self.saving.status.connect(self.set_status)
        plot = self.map.plot
        plot.cell_chosen.connect(self._draw_cell)
        plot.cell_hovered.connect(self._hovered)
        plot.applied.connect(lambda: self.apply(""))
        plot.opened.connect(lambda: self.apply("train"))
        self.slice.plot.column_chosen.connect(self._column_chosen)
        self.cell.applied.connect(self.apply)
        self._engine_changed()

    def cards(self) -> dict[str, Card]:
        """Its cards by their keys."""
        return {
            "map": self.map,
            "cell": self.cell,
            "slice": self.slice,
            "words": self.words,
            "code": self.code,
            "command": self.command,
        }

    def restyle(self) -> None:
        """Gaps in the window's scale."""
        super().restyle()
        self._plots.setSpacing(theme.sizes.gap)

    # The window asks:

    @staticmethod
    def task(experiment: Experiment) -> Callable[[Context], Pictures[View]]:
        """The plan with its theory; no cell."""
        return lambda context: sweep.run(experiment, context)

    def run_to_end(self) -> None:
        """The picture that is saved is whole: compute what no file has brought."""
        view, results = self._view, self._results
        if view is not None and results is not None and not results.complete:
            known = list(results.lines())
            self.work.emit(lambda context: sweep.run_to_end(view.experiment, context, known))

    def sync(self, experiment: Experiment) -> None:
        """Show the values in force in the page's own controls."""
        self._experiment, before = experiment, self._page
        for card in self.keys_cards:
            card.sync(experiment)
        self._page = controls.page_measured(experiment)
        if before != self._page:
            self.controls_changed.emit()

    def cards_of_panel(self) -> tuple[list[QWidget], list[QWidget]]:
        """The picture and its axes above; what is learned below, where something is."""
        above: list[QWidget] = [self.picture, self.across, self.upward, self.network]
        below: list[QWidget] = [self.learning, self.penalties] if self._page == "train" else []
        return [*above, self.computed], below

    def show_only(self, keys: frozenset[str] | None) -> None:
        """Fold away the controls that a lesson does not need."""
        for card in self.keys_cards:
            card.show_only(keys)

    def result(self) -> View | None:
        """The result on the screen."""
        return self._view

    def show_result(self, result: View | Computed) -> None:
        """Another plan: its cells are those that are known of it, or none."""
        view = result.view if isinstance(result, Computed) else result
        self._view = view
        results = result.results if isinstance(result, Computed) else self._kept.results_of(view)
        if results is not self._results:
            was_on = self.process.running or self._again.isActive()
            self.process.stop()
            self._results = results
            self._keep(results)
            self.map.begin(view.plan.columns // 2, view.plan.rows // 2)
            self.transport.complain("")
            if was_on and not results.complete:
                self._again.start()
        self._draw()

    def _keep(self, results: Results) -> None:
        for old in self._kept.keep(results):
            self.process.forget(old)

    def closing(self) -> None:
        """Nothing goes on behind a window that is closed."""
        self._again.stop()
        self.process.close()

    def wait_for_start(self) -> None:
        """A lesson begins: nothing runs until somebody presses Start."""
        self.pause()

    def actions_of_page(self) -> list[QAction]:
        """What the tools above the map offer."""
        return self.transport.tools()

    def exports(self) -> list[Exported]:
        """The map and the slice as pictures, the cells as CSV."""
        return [
            self.map.exported(),
            self.slice.exported(),
            Exported("cells", self.tr("Cells"), csv=self._csv),
        ]

    def _csv(self) -> str:
        return sweep.cells_csv(self._results) if self._results is not None else ""

    def sections(self) -> list[Section]:
        """The cell and the picture in words."""
        return [
            Section(self.cell.called, table=self.cell.table),
            Section(self.words.called, sentences=(self.words.words.text(),)),
        ]

    def key_pressed(self, event: QKeyEvent) -> None:
        """Space starts and pauses."""
        if event.key() == Qt.Key.Key_Space:
            self.toggle()
            event.accept()
        else:
            super().key_pressed(event)

    # Files:

    def open_path(self, path: str) -> None:
        """Show a sweep that was saved, with its cells."""
        try:
            experiment, lines = spec.load(path)
        except InitLabError as error:
            self.file_failed.emit(error)
            return
        self._kept.give(spec.identity(plan(experiment)), lines, Path(path).absolute())
        same = self._experiment == experiment
        self.brought.emit(experiment, self.tr("Open {name}").format(name=Path(path).name))
        if self._experiment != experiment:  # the person has thought better of it
            self._kept.give_nothing()
            return
        if same and self._view is not None:
            self.show_result(self._view)
        self.opened.emit(path)

    def save(self) -> None:
        """Ask for a file, and write axes, experiment and cells."""
        if self._view is not None and self._results is not None:
            self.saving.ask(self._view.experiment, self._results)

    def save_path(self, name: str) -> None:
        """Write them to this file; raises FileError."""
        assert self._view is not None
        assert self._results is not None
        self.saving.write(self._view.experiment, self._results, name)

    def may_leave(self) -> bool:
        """Ask what to do with cells that took long and are in no file."""
        return self.saving.may_leave()

    # The person asks:

    def toggle(self) -> None:
        """Start or go on, or pause."""
        if self.process.running or self._again.isActive():
            self.pause()
        else:
            self.start()

    def start(self) -> None:
        """Compute what is missing."""
        view, results = self._view, self._results
        if view is None or results is None or results.complete:
            return
        self.transport.complain("")
        try:
            self.process.start(view, results, self.computed.chosen())
        except InitLabError as error:
            self._failed(error)
        self._progress()

    def pause(self) -> None:
        """End the process; what is known stays."""
        self._again.stop()
        self.process.stop()
        self._progress()

    def begin_anew(self) -> None:
        """Forget what is known, and compute it again."""
        if self._view is None or self._results is None:
            return
        if not self.saving.may_forget(self._results):
            return
        self.process.stop()
        self.process.forget(self._results)
        self._kept.forget(self._results)
        self._results = Results(self._view.plan)
        self._keep(self._results)
        self._draw()
        self.start()

    def apply(self, page: str) -> None:
        """Give the experiment the values of the cursor's cell; turn to a page, if one is named."""
        if self._view is None or not self._maps:
            return
        column, row = self.map.plot.cursor_at
        values = self._view.plan.values(column, row)
        name = place_text(self._maps[0], column, row)
        self.changes.emit(values, self.tr("Cell {name}").format(name=name))
        if page:
            self.page_wanted.emit(page)

    def _set_preset(self, key: str) -> None:
        name = translated(PRESETS[key].label)
        self.changes.emit(PRESETS[key].changes(), self.tr("Sweep of {name}").format(name=name))

    def _engine_changed(self) -> None:
        self.command.show_engine(self.computed.chosen())

    def _column_chosen(self, column: int) -> None:
        self.map.plot.set_cursor(column, self.map.plot.cursor_at[1])
        self._draw_cell()

    def _hovered(self, text: str) -> None:
        if text:
            self.set_status(text.replace("\n", " • "))
        else:
            self.update_labels()

    # What comes:

    def _ended(self, complaint: str) -> None:
        self.transport.end(complaint)
        self._progress()
        self.update_labels()

    def _failed(self, error: InitLabError) -> None:
        self.transport.complain(said_of(error.key, translated(error.text)))
        self._progress()

    # What is drawn:

    def _draw(self) -> None:
        view, results = self._view, self._results
        if view is None or results is None:
            return
        self._maps = sweep.maps(view, results)
        self.map.show_maps(self._maps)
        self.words.show_maps(view, self._maps)
        self._draw_cell()
        self._progress()
        self.update_labels()

    def _draw_cell(self, *_: int) -> None:
        if self._view is None or self._results is None or not self._maps:
            return
        column, row = self.map.plot.cursor_at
        self._view = replace(self._view, at=(column, row))
        self.code.show_cell(self._view, self._results)
        self.cell.show_cell(self._view, self._maps, column, row)
        self.slice.plot.show_slice(self._maps, column, row)

    def _progress(self) -> None:
        if self._results is not None:
            running = self.process.running or self._again.isActive()
            self.transport.show_progress(self._results, running, self.process.left())

    # Texts:

    def update_labels(self) -> None:
        """The status line."""
        results = self._results
        if results is None:
            return
        parts = [self.tr("{count} cells").format(count=counted(int(results.state.size)))]
        if results.done:
            each = short(1000.0 * results.seconds / results.done, 3)
            parts.append(self.tr("{time} ms a cell").format(time=each))
        if self.process.running:
            chosen = self.computed.chosen()
            if chosen.backend == "dask":
                parts.append(chosen.address or "–")
            else:
                parts.append(self.tr("{count} processes").format(count=chosen.processes))
        path = self._kept.file_of(results)
        if path is not None:
            parts.append(path.name)
        self.set_status(" • ".join(parts))

    def retranslate(self) -> None:
        """Everything in the present language."""
        self.update_labels()
