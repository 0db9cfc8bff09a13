"""What the lanes have become: what the first layer sees, what they get wrong, what they answer."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from core.training.result import NO_ANSWER, TrainingResult
from gui.files.exported import Exported
from gui.pages.training.lanes import LanesCard, lane_name
from gui.plots.answers import AnswersPlot
from gui.plots.race import RacePlot
from gui.plots.race_lines import RaceLine, RaceView
from gui.plots.tiles import TilesPlot, said_range
from gui.widgets.plot_card import PlotCard
from gui.widgets.segments import describe_segments

UNITS, WRONG, UNUSED = range(3)


class BecameCard(PlotCard):
    """For pictures `plot.train.tiles`, for a plane or a line `plot.train.boundary`.

    theory_wanted(bool)   the exact course of weights that no input reaches is looked at
    """

    theory_wanted = Signal(bool)

    def __init__(self, lanes: LanesCard) -> None:
        self.tiles, self.wrong = TilesPlot(), TilesPlot()
        self.answers, self.unused = AnswersPlot(), RacePlot()
        names = ("plot.train.tiles", "plot.train.wrong", "plot.train.boundary", "plot.train.unused")
        self.stack = QStackedWidget()
        plots = (self.tiles, self.wrong, self.answers, self.unused)
        for plot, name in zip(plots, names, strict=True):
            plot.setObjectName(name)
            self.stack.addWidget(plot)
        super().__init__(self.stack)
        self.lanes = lanes
        self.legend.hide()
        self.remark.show()
        self._result: TrainingResult | None = None
        self.group, self.buttons = self.add_segments(3)
        self.group.idClicked.connect(self._turned)
        lanes.looks_changed.connect(self._draw)

    @property
    def wants_theory(self) -> bool:
        """Whether the weights on unused inputs are looked at."""
        return self.group.checkedId() == UNUSED

    def _turned(self, _: int) -> None:
        self.theory_wanted.emit(self.wants_theory)
        self._draw()

    def exported(self) -> Exported:
        """What can be saved of it."""
        return Exported("outcome", self.title.text(), self.stack.currentWidget())

    def show_result(self, result: TrainingResult) -> None:
        """Draw what belongs to the data; what is the same as before stays."""
        shown, self._result = self._result, result
        same = shown is not None and shown.chosen is result.chosen and shown.field is result.field
        if not same or self.wants_theory:
            self._draw()

    def _draw(self) -> None:
        result = self._result
        if result is None:
            return
        pictures = result.chosen.tiles is not None
        for button in self.buttons:
            button.setVisible(pictures)
        draw: Callable[[TrainingResult], None] = self._draw_answers
        if pictures:
            draw = (self._draw_tiles, self._draw_wrong, self._draw_unused)[self.group.checkedId()]
        draw(result)
        self._name(pictures)

    def _draw_tiles(self, result: TrainingResult) -> None:
        self.stack.setCurrentWidget(self.tiles)
        tiles = result.chosen.tiles
        assert tiles is not None
        self.tiles.show_tiles(tiles)
        self.remark.setText(self.tr("±{size}").format(size=said_range(tiles)))

    def _draw_wrong(self, result: TrainingResult) -> None:
        self.stack.setCurrentWidget(self.wrong)
        if result.chosen.wrong is None:
            return
        pictures, answered, right = result.chosen.wrong
        captions = [
            f"{'NaN' if said == NO_ANSWER else said} ≠ {true}"
            for said, true in zip(answered.tolist(), right.tolist(), strict=True)
        ]
        self.wrong.show_tiles(pictures, captions, signed=False)
        self.remark.setText(self.tr("answered ≠ right"))

    def _draw_unused(self, result: TrainingResult) -> None:
        self.stack.setCurrentWidget(self.unused)
        theories = result.unused or (None,) * len(result.lanes)
        lines = []
        for number, (lane, theory) in enumerate(zip(result.lanes, theories, strict=True)):
            if self.lanes.is_hidden(number):
                continue
            exact = np.full(len(lane.curves.steps), np.nan) if theory is None else theory
            lines.append(
                RaceLine(
                    lane_name(lane),
                    self.lanes.colour(number),
                    lane.curves.steps.astype(float),
                    lane.curves.unseen,
                    exact[: len(lane.curves.steps)],
                    chosen=number == result.chosen.lane,
                )
            )
        self.unused.show_race(
            RaceView(
                tuple(lines),
                "|w| / |w₀|",
                result.steps,
                in_epochs=False,
                log_y=False,
                step=result.step,
            )
        )
        self.remark.setText(self.tr("dashed: exact theory"))

    def _draw_answers(self, result: TrainingResult) -> None:
        self.stack.setCurrentWidget(self.answers)
        names = [
            (number, lane_name(lane), self.lanes.colour(number))
            for number, lane in enumerate(result.lanes)
            if not self.lanes.is_hidden(number)
        ]
        self.answers.show_field(result.field, names)
        self.remark.setText("")

    def _title(self, pictures: bool) -> str:
        if not pictures:
            return self.tr("What they answer")
        titles = {
            UNITS: self.tr("What the first layer sees"),
            WRONG: self.tr("What it gets wrong"),
            UNUSED: self.tr("Unused pixels"),
        }
        return titles[self.group.checkedId()]

    def _name(self, pictures: bool) -> None:
        self.title.set_texts(self._title(pictures), self.tr("Outcome"))

    def retranslate(self) -> None:
        """Everything in the present language."""
        describe_segments(
            self.buttons,
            (self.tr("units"), self.tr("The weights of the first layer's units as pictures")),
            (self.tr("wrong"), self.tr("Test pictures that the chosen lane answers wrongly")),
            (
                self.tr("unused"),
                self.tr(
                    "Weights on pixels that are 0 in every picture feel the regularizer alone: "
                    "their course is known exactly"
                ),
            ),
        )
        self.tiles.describe_as(
            self.tr("Weights of the first layer's units"),
            self.tr(
                "One picture a unit: blue above 0, orange below. Units that are all alike "
                "give pictures that are all alike."
            ),
        )
        self.wrong.describe_as(
            self.tr("Test pictures with a wrong answer"),
            self.tr("Below each: what the network answers, and what is right."),
        )
        self.wrong.set_nothing(self.tr("Every test picture is answered rightly."))
        self.called = self.tr("Outcome")
        self._name(pictures=True)
        self._draw()
