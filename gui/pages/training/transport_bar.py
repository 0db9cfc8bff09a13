"""The row above the curves: start, step, rewind, how fast, and which race."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QLabel

from core.training import PRESETS
from core.training.result import TrainingResult
from gui.look.describe import describe
from gui.look.i18n import translated
from gui.widgets.tool_row import ToolRow

PACES = (0.0, 1.0, 5.0, 20.0, 100.0)
"""Steps a second that may be chosen; 0 is as fast as possible."""


class TransportBar(ToolRow):
    """Says what the person wants of the race.

    toggled           start, or pause
    stepped(int)      one step (1), or to the end of the epoch (0)
    rewound           back to step 0
    paced(float)      steps a second, 0 for as many as possible
    preset(str)       the race of this key
    added             the controls as they are become one more lane
    """

    toggled = Signal()
    stepped = Signal(int)
    rewound = Signal()
    paced = Signal(float)
    preset = Signal(str)
    added = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.start = self._tool("start", "Space", self.toggled.emit)
        self.step = self._tool("step", "Ctrl+Right", self._one_step)
        self.epoch = self._tool("epoch", "Ctrl+Shift+Right", self._one_epoch)
        self.rewind = self._tool("rewind", "Ctrl+Home", self.rewound.emit)
        self.pace = QComboBox()
        self.pace.setObjectName("train.pace")
        for pace in PACES:
            self.pace.addItem("", pace)
        self.pace.currentIndexChanged.connect(self._paced)
        self.row.addWidget(self.pace)
        self.place = QLabel()
        self.place.setObjectName("train.place")
        self.row.addWidget(self.place)
        self.row.addStretch(1)
        self.race_label = QLabel()
        self.race_label.setProperty("role", "muted")
        self.row.addWidget(self.race_label)
        self.presets = QComboBox()
        self.presets.setObjectName("race.preset")
        self.presets.addItem("", "")
        for key in PRESETS:
            self.presets.addItem("", key)
        self.presets.activated.connect(self._preset)
        policy = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        for box, letters in ((self.presets, 9), (self.pace, 7)):
            box.setSizeAdjustPolicy(policy)
            box.setMinimumContentsLength(letters)
        self.row.addWidget(self.presets)
        self.add_lane = self.add_tool("race.add.action", "race.add", "Ctrl+Shift+L")
        self.add_lane.triggered.connect(self.added.emit)
        self._running = False
        self._result: TrainingResult | None = None

    def _tool(self, name: str, keys: str, call) -> QAction:  # type: ignore[no-untyped-def]
        action = self.add_tool(f"train.{name}.action", f"train.{name}", keys)
        action.triggered.connect(lambda _=False: call())
        return action

    def _one_step(self) -> None:
        self.stepped.emit(1)

    def _one_epoch(self) -> None:
        self.stepped.emit(0)

    def _paced(self, index: int) -> None:
        if index >= 0:
            self.paced.emit(self.pace.itemData(index))

    def _preset(self, index: int) -> None:
        key = self.presets.itemData(index)
        if key:
            self.preset.emit(key)

    def show_preset(self, key: str) -> None:
        """The race that is on is this preset; an empty key for any other."""
        self.presets.setCurrentIndex(max(0, self.presets.findData(key)))

    def set_running(self, running: bool) -> None:
        """Whether the race goes on now: the first button pauses it then."""
        if running != self._running:
            self._running = running
            self._label_start()

    def show_result(self, result: TrainingResult) -> None:
        """Where the race stands."""
        self._result = result
        train = result.lanes[result.chosen.lane].experiment.train
        epoch = result.step / train.steps_an_epoch
        self.place.setText(
            self.tr("epoch {epoch} / {epochs} · step {step:,}").format(
                epoch=f"{epoch:.0f}" if epoch == int(epoch) else f"{epoch:.1f}",
                epochs=train.epochs,
                step=result.step,
            )
        )
        self.rewind.setEnabled(result.step > 0)
        for action in (self.step, self.epoch):
            action.setEnabled(not result.complete)

    def _label_start(self) -> None:
        if self._running:
            text, tip = self.tr("❚❚ Pause"), self.tr("Let the race stand where it is (Space)")
        else:
            text, tip = self.tr("▶ Start"), self.tr("Let the networks learn (Space)")
        self.describe_tool(self.start, text, tip)

    def retranslate(self) -> None:
        """Everything in the present language."""
        self._label_start()
        self.describe_tool(self.step, self.tr("Step"), self.tr("Make one step (Ctrl+→)"))
        self.describe_tool(
            self.epoch, self.tr("Epoch"), self.tr("Go on to the end of the epoch (Ctrl+Shift+→)")
        )
        self.describe_tool(
            self.rewind,
            self.tr("Rewind"),
            self.tr("Back to step 0, with the same initialization (Ctrl+Home)"),
        )
        describe(self.pace, self.tr("Speed"), self.tr("How many steps are made in a second"))
        self.pace.setItemText(0, self.tr("full speed"))
        for index, pace in enumerate(PACES[1:], start=1):
            self.pace.setItemText(index, self.tr("{count} steps/s").format(count=f"{pace:g}"))
        self.race_label.setText(self.tr("race of"))
        describe(self.presets, self.tr("Race"), self.tr("A race that tells a story; set up anew"))
        self.presets.setItemText(0, self.tr("own lanes"))
        for index, entry in enumerate(PRESETS.values(), start=1):
            self.presets.setItemText(index, translated(entry.label))
            self.presets.setItemData(index, translated(entry.purpose), Qt.ItemDataRole.ToolTipRole)
        self.describe_tool(
            self.add_lane,
            self.tr("+ lane"),
            self.tr("Let what the controls say now run as one more lane (Ctrl+Shift+L)"),
        )
        if self._result is not None:
            self.show_result(self._result)
