"""The card with the curves: loss, accuracy or gap, and how their axes are."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from core.experiment import Change
from core.learning.losses import LOSSES
from core.training import curves_csv
from core.training.presets import LOOKS
from core.training.record import Curves
from core.training.result import LaneResult, TrainingResult
from gui.files.exported import Exported
from gui.look.i18n import translated
from gui.pages.training.lanes import LanesCard, lane_name
from gui.plots.race import RacePlot
from gui.plots.race_lines import RaceLine, RaceView
from gui.widgets.plot_card import PlotCard
from gui.widgets.segments import describe_segments
from gui.widgets.tool_row import ToolRow

LOSS, ACCURACY, GAP = range(3)


class CurvesCard(PlotCard):
    """`plot.train.curves` with its choices."""

    def __init__(self, lanes: LanesCard) -> None:
        self.plot = RacePlot()
        self.plot.setObjectName("plot.train.curves")
        self.row = ToolRow()
        super().__init__(self.plot, self.row)
        self.lanes = lanes
        self._result: TrainingResult | None = None
        self.group, self.buttons = self.add_segments(3)
        self.log_y = self.row.add_tool("train.log_y.action", "train.log_y", "", True)
        self.log_x = self.row.add_tool("train.log_x.action", "train.log_x", "", True)
        self.epochs = self.row.add_tool("train.epochs.axis", "train.in_epochs", "", True)
        self.as_trained = self.row.add_tool("train.trained.action", "train.trained", "", True)
        self.log_y.setChecked(True)
        self.epochs.setChecked(True)
        self.group.idClicked.connect(self.draw)
        for action in self.row.tools():
            action.toggled.connect(self.draw)
        lanes.looks_changed.connect(self.draw)

    def exported(self) -> Exported:
        """What can be saved of it: a picture, and the numbers."""
        return Exported("curves", self.tr("Curves"), self.plot, self._csv, self.legend, height=1.7)

    def _csv(self) -> str:
        return curves_csv(self._result) if self._result is not None else ""

    def show_result(self, result: TrainingResult) -> None:
        """Draw the curves as they stand."""
        self._result = result
        self.draw()

    def look_at(self, look: str) -> None:
        """Show these curves: one of LOOKS."""
        self.buttons[LOOKS.index(look)].setChecked(True)
        self.draw()

    def draw(self, *_: object) -> None:
        """Draw what was chosen."""
        result = self._result
        if result is None:
            return
        chosen = self.group.checkedId()
        train = result.lanes[result.chosen.lane].experiment.train
        regression = train.data_set.is_regression
        self.buttons[ACCURACY].setEnabled(not regression)
        if regression and chosen == ACCURACY:
            chosen = LOSS
        lines = tuple(
            self._line(number, lane, chosen)
            for number, lane in enumerate(result.lanes)
            if not self.lanes.is_hidden(number)
        )
        reference = None
        if chosen == LOSS:
            guessing = result.lanes[result.chosen.lane].verdict.guessing
            name = f"ln {train.data_set.classes}" if train.loss == "cross_entropy" else ""
            reference = (guessing, name or self.tr("guessing"))
        self.plot.show_race(
            RaceView(
                lines,
                self._what(chosen, train.loss, regression),
                result.steps,
                train.steps_an_epoch,
                self.epochs.isChecked(),
                self.log_x.isChecked(),
                chosen == LOSS and self.log_y.isChecked(),
                chosen == ACCURACY or (chosen == GAP and not regression),
                reference,
                tuple((c.step, said(c)) for c in result.experiment.train.schedule),
                result.step,
            )
        )

    def _line(self, number: int, lane: LaneResult, chosen: int) -> RaceLine:
        pick = _PICKED[chosen]
        train, test = pick(lane.curves)
        ghost = None
        if lane.ghost is not None:
            ghost = (lane.ghost.steps.astype(float), pick(lane.ghost)[0])
        end = None
        if lane.verdict.step is not None:
            end = (
                lane.verdict.step,
                self.tr("✕ no number at step {step}: {name}").format(
                    step=lane.verdict.step, name=lane_name(lane)
                ),
            )
        elif lane.stopped == "early":
            end = (lane.step, self.tr("■ stopped early: {name}").format(name=lane_name(lane)))
        trained = lane.curves.trained if chosen == LOSS and self.as_trained.isChecked() else None
        return RaceLine(
            lane_name(lane),
            self.lanes.colour(number),
            lane.curves.steps.astype(float),
            train,
            test,
            trained,
            ghost,
            self._result is not None and number == self._result.chosen.lane,
            end,
        )

    def _what(self, chosen: int, loss: str, regression: bool) -> str:
        if chosen == ACCURACY:
            return self.tr("right answers")
        if chosen == GAP:
            return self.tr("test loss − training loss") if regression else self.tr("train − test")
        return translated(LOSSES[loss].label)

    def retranslate(self) -> None:
        """Everything in the present language."""
        self.title.setText(self.tr("Curves"))
        describe_segments(
            self.buttons,
            (self.tr("loss"), self.tr("What the training makes small")),
            (self.tr("accuracy"), self.tr("Share of right answers")),
            (self.tr("gap"), self.tr("How far the training samples are ahead of the test")),
        )
        self.row.describe_more()
        self.row.describe_tool(self.log_y, self.tr("log y"), self.tr("Logarithmic loss"))
        self.row.describe_tool(
            self.log_x,
            self.tr("log x"),
            self.tr("Logarithmic steps: the first ones tell of the start"),
        )
        self.row.describe_tool(self.epochs, self.tr("epochs"), self.tr("Epochs instead of steps"))
        self.row.describe_tool(
            self.as_trained,
            self.tr("as trained"),
            self.tr("The loss as the steps see it: dropout on, penalties added"),
        )
        self.legend.set_entries(
            ("line", "muted", self.tr("train")), ("dash", "muted", self.tr("test"))
        )
        self.draw()


Picked = tuple[np.ndarray, np.ndarray]


def _losses(curves: Curves) -> Picked:
    return curves.train_loss, curves.test_loss


def _accuracies(curves: Curves) -> Picked:
    return curves.train_accuracy, curves.test_accuracy


def _gaps(curves: Curves) -> Picked:
    gap = curves.train_accuracy - curves.test_accuracy
    if np.isnan(gap).all():
        with np.errstate(invalid="ignore"):  # of a loss that is infinite the gap is not known
            gap = curves.test_loss - curves.train_loss
    return gap, np.full(len(gap), math.nan)


_PICKED: dict[int, Callable[[Curves], Picked]] = {
    LOSS: _losses,
    ACCURACY: _accuracies,
    GAP: _gaps,
}


def said(change: Change) -> str:
    """A change of the schedule, short: `lr → 0.01`."""
    return ", ".join(f"{key.partition('.')[2]} → {value:g}" for key, value in change.changes)
