"""The weights of the chosen lane: now against the start, or over the whole course."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSlider, QStackedWidget

from core.training.measure import QUANTITIES
from core.training.over_time import over_time
from core.training.result import TrainingResult
from gui.files.exported import Exported
from gui.look.describe import describe
from gui.pages.training.lanes import LanesCard, lane_name
from gui.plots.histogram import HistogramPlot
from gui.plots.over_time import OverTimePlot
from gui.widgets.legend import Entry
from gui.widgets.plot_card import PlotCard
from gui.widgets.segments import describe_segments
from gui.widgets.wheel_guard import guard_wheel

NOW, COURSE = range(2)


class WeightsCard(PlotCard):
    """`plot.train.weights` and `plot.train.time`.

    layer_chosen(int)   the person wants to see this layer, from 0
    sought(int)         the person moves the time slider to this step
    course_wanted(bool) the whole course is looked at
    """

    layer_chosen = Signal(int)
    sought = Signal(int)
    course_wanted = Signal(bool)

    def __init__(self, lanes: LanesCard) -> None:
        self.now, self.course = HistogramPlot(), OverTimePlot()
        self.now.setObjectName("plot.train.weights")
        self.course.setObjectName("plot.train.time")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.now)
        self.stack.addWidget(self.course)
        super().__init__(self.stack)
        self.lanes = lanes
        self._result: TrainingResult | None = None
        self.group, self.buttons = self.add_segments(2)
        self.group.idClicked.connect(self._turned)
        self.layer, self.quantity = QComboBox(), QComboBox()
        self.layer.setObjectName("train.layer")
        self.quantity.setObjectName("train.quantity")
        self.layer.activated.connect(self.layer_chosen)
        self.quantity.currentIndexChanged.connect(self._redraw)
        for _ in QUANTITIES:
            self.quantity.addItem("")
        self.time = QSlider(Qt.Orientation.Horizontal)
        self.time.setObjectName("train.time")
        self.time.valueChanged.connect(self._moved)
        for control in (self.layer, self.quantity, self.time):
            guard_wheel(control)
        row = QHBoxLayout()
        row.addWidget(self.layer)
        row.addWidget(self.quantity)
        row.addWidget(self.time, 1)
        self.body.insertLayout(1, row)
        self._steps: list[int] = []
        self._turned(NOW)

    def _turned(self, index: int) -> None:
        self.stack.setCurrentIndex(index)
        self.quantity.setVisible(index == COURSE)
        self.course_wanted.emit(index == COURSE)
        self._redraw()

    def _moved(self, at: int) -> None:
        if 0 <= at < len(self._steps):
            self.sought.emit(self._steps[at])

    def exported(self) -> Exported:
        """What can be saved of it."""
        return Exported(
            "weights", self.title.text(), self.stack.currentWidget(), legend=self.legend
        )

    def show_result(self, result: TrainingResult) -> None:
        """Draw the chosen lane's chosen layer."""
        shown, self._result = self._result, result
        lane = result.lanes[result.chosen.lane]
        count = result.experiment.lane(result.chosen.lane).depth.layers + 1
        if self.layer.count() != count:
            self.layer.clear()
            for _ in range(count):
                self.layer.addItem("")
            self._name_layers()
        self.layer.setCurrentIndex(result.chosen.layer)
        self._name()
        self._steps = sorted({*lane.frame_steps, lane.step})
        self.time.blockSignals(True)
        self.time.setRange(0, max(0, len(self._steps) - 1))
        self.time.setValue(self._steps.index(lane.step))
        self.time.blockSignals(False)
        self.time.setEnabled(not result.passing and len(self._steps) > 1)
        if shown is None or shown.chosen is not result.chosen:
            self._redraw()

    def _redraw(self, *_: object) -> None:
        result = self._result
        if result is None:
            return
        chosen, lane = result.chosen, result.lanes[result.chosen.lane]
        if self.stack.currentIndex() == COURSE:
            quantity = QUANTITIES[max(0, self.quantity.currentIndex())]
            course = over_time(lane.frames, quantity, chosen.layer)
            self.course.show_course(course, self.quantity.currentText(), lane.step)
        elif chosen.now is not None:
            self.now.set_pins([chosen.start] if chosen.start is not None and lane.step else [])
            self.now.show_histograms([chosen.now])
        self._label()

    def _label(self) -> None:
        entries: list[Entry] = []
        if self.stack.currentIndex() == NOW:
            entries = [
                ("area", "sample", self.tr("now")),
                ("dash", "ghost0", self.tr("start")),
            ]
            now = self._result.chosen.now if self._result is not None else None
            if now is not None and len(now.curve_x):
                entries.append(("line", "theory", self.tr("theory of the start")))
        self.legend.set_entries(*entries)

    def _name(self) -> None:
        self.called = self.tr("Weights")
        if self._result is None:
            self.title.setText(self.called)
            return
        lane = self._result.lanes[self._result.chosen.lane]
        whole = self.tr("Weights · {lane}").format(lane=lane_name(lane))
        self.title.set_texts(whole, self.called)

    def _name_layers(self) -> None:
        last = self.layer.count() - 1
        for index in range(last):
            self.layer.setItemText(index, self.tr("layer {number}").format(number=index + 1))
        if last >= 0:
            self.layer.setItemText(last, self.tr("output"))

    def retranslate(self) -> None:
        """Everything in the present language."""
        self._name()
        describe_segments(
            self.buttons,
            (self.tr("now"), self.tr("The weights as they are, over those of the start")),
            (self.tr("over time"), self.tr("The whole course, from the first step")),
        )
        describe(
            self.now,
            self.tr("Weights of the layer, now and at the start"),
            self.tr("The dashed line is the theory of the initialization."),
        )
        describe(self.layer, self.tr("Layer"), self.tr("Which layer is shown"))
        describe(self.quantity, self.tr("Quantity"), self.tr("What is shown over the course"))
        describe(
            self.time,
            self.tr("Step"),
            self.tr("All pictures as they were at this step; the race goes on from there"),
        )
        names = (self.tr("weights"), self.tr("activations"), self.tr("gradients"))
        for index, name in enumerate(names):
            self.quantity.setItemText(index, name)
        self._name_layers()
        self._redraw()
