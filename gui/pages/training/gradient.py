"""Does the gradient reach the first layer: its size in each layer, of all lanes, at this step."""

from __future__ import annotations

import numpy as np

from core.training.result import LaneResult, TrainingResult
from gui.files.exported import Exported
from gui.look.theme import theme
from gui.pages.training.lanes import LanesCard, lane_name
from gui.plots.curves import Line
from gui.plots.signal import SignalPlot
from gui.widgets.card import Card


class GradientCard(Card):
    """`plot.train.gradient`: root mean square of the gradient of each layer's weights."""

    def __init__(self, lanes: LanesCard) -> None:
        super().__init__()
        self.plot = SignalPlot(backward=True)
        self.plot.setObjectName("plot.train.gradient")
        self.body.addWidget(self.plot, 1)
        self.lanes = lanes
        self._result: TrainingResult | None = None
        lanes.looks_changed.connect(self._draw)

    def restyle(self) -> None:
        """Room for some layers."""
        super().restyle()
        self.plot.setMinimumHeight(round(9.5 * theme.sizes.font))

    def exported(self) -> Exported:
        """What can be saved of it."""
        return Exported("gradient", self.tr("Gradient now"), self.plot)

    def show_result(self, result: TrainingResult) -> None:
        """Draw the newest frames."""
        shown, self._result = self._result, result
        if shown is None or shown.chosen is not result.chosen:
            self._draw()

    def _draw(self) -> None:
        result = self._result
        if result is None:
            return
        chosen = result.lanes[result.chosen.lane]
        count = chosen.experiment.depth.layers + 1
        lines = [
            Line(lane_name(lane), sizes(lane, count), self.lanes.colour(number))
            for number, lane in enumerate(result.lanes)
            if number != result.chosen.lane and not self.lanes.is_hidden(number)
        ]
        self.plot.show_signal(sizes(chosen, count), None, lines)
        self.remark.setText(self.tr("rms per layer · {name}").format(name=lane_name(chosen)))

    def retranslate(self) -> None:
        """Everything in the present language."""
        self.called = self.tr("Gradient")
        self.title.set_texts(self.tr("Gradient now"), self.called)
        self._draw()


def sizes(lane: LaneResult, count: int) -> np.ndarray:
    """rms of the gradient in each of `count` layers at the lane's step; NaN where unknown."""
    found = np.full(count, np.nan)
    known = lane.gradient[:count]
    found[: len(known)] = known
    return found
