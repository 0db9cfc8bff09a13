"""The row above the curves: start, step, rewind, how fast, and which race."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QHBoxLayout, QLabel, QWidget

from core.training import PRESETS
from core.training.result import TrainingResult
from gui.look.describe import describe
from gui.look.following import FollowsLook
from gui.look.i18n import translated
from gui.look.theme import theme
from gui.widgets.tool_row import ToolRow

PACES = (0.0, 1.0, 5.0, 20.0, 100.0)
"""Steps a second that may be chosen; 0 is as fast as possible."""


MOST_USED = 3
"""Buttons that the race leaves room for in one line with it: Start, Step, Epoch."""


class _Box(QComboBox):
    """Has room for its longest text: where letters are large, Qt's own hint lacks two pixels."""

    def sizeHint(self) -> QSize:
        """Qt's hint and a little."""
        return super().sizeHint() + QSize(theme.sizes.gap // 2, 0)

    def minimumSizeHint(self) -> QSize:
        """The same: no text is cut."""
        return self.sizeHint()


class PaceBox(FollowsLook, _Box):
    """Steps a second; `twin` is the same choice once more, for a menu."""

    def __init__(self) -> None:
        super().__init__()
        for pace in PACES:
            self.addItem("", pace)

    def twin(self) -> QWidget:
        """Another one, which follows this one and leads it."""
        other = PaceBox()
        other.setCurrentIndex(self.currentIndex())
        other.currentIndexChanged.connect(self.setCurrentIndex)
        self.currentIndexChanged.connect(other.setCurrentIndex)
        return other

    def retranslate(self) -> None:
        """Everything in the present language."""
        describe(self, self.tr("Speed"), self.tr("How many steps are made in a second"))
        self.setItemText(0, self.tr("full speed"))
        for index, pace in enumerate(PACES[1:], start=1):
            self.setItemText(index, self.tr("{count} steps/s").format(count=f"{pace:g}"))


class TransportBar(FollowsLook, QWidget):
    """Says what the person wants of the race; in two lines where one has no room for it.

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
        self.row, self.lanes_row = ToolRow(), ToolRow()
        self.start = self._tool("start", "Ctrl+Return", self.toggled.emit)
        self.row.set_primary(self.start)
        self.step = self._tool("step", "Ctrl+Right", self._one_step)
        self.epoch = self._tool("epoch", "Ctrl+Shift+Right", self._one_epoch)
        self.rewind = self._tool("rewind", "Ctrl+Home", self.rewound.emit)
        self.pace = PaceBox()
        self.pace.setObjectName("train.pace")
        self.pace.currentIndexChanged.connect(self._paced)
        self.row.add_field(self.pace, self.pace.twin)
        self.place = QLabel()
        self.place.setObjectName("train.place")
        self.race_label = QLabel()
        self.race_label.setProperty("role", "muted")
        self.presets = _Box()
        self.presets.setObjectName("race.preset")
        self.presets.addItem("", "")
        for key in PRESETS:
            self.presets.addItem("", key)
        self.presets.activated.connect(self._preset)
        self.add_lane = self.lanes_row.add_tool("race.add.action", "race.add", "Ctrl+Shift+A")
        self.add_lane.triggered.connect(self.added.emit)
        self._arrange()
        self._running = False
        self._result: TrainingResult | None = None

    def _arrange(self) -> None:
        self._lines = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._steering, self._racing = QHBoxLayout(), QHBoxLayout()
        self._steering.addWidget(self.row)
        self._steering.addWidget(self.place)
        self._steering.addStretch(1)
        self._racing.addWidget(self.race_label)
        self._racing.addWidget(self.presets)
        self._racing.addWidget(self.lanes_row)
        self._lines.addLayout(self._steering, 1)
        self._lines.addLayout(self._racing)
        self._racing.addStretch(0)

    def tools(self) -> list[QAction]:
        """Every action, for the View menu."""
        return [*self.row.tools(), *self.lanes_row.tools()]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The race moves to a line of its own where it would take the room of the buttons."""
        super().resizeEvent(event)
        self._wrap()

    def event(self, event: QEvent) -> bool:
        """A text or the letters have changed."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._wrap()
        return super().event(event)

    def _wrap(self) -> None:
        least = self.row.width_of(MOST_USED) + self.place.sizeHint().width()
        whole = least + self._racing.sizeHint().width() + 3 * theme.sizes.gap <= self.width()
        direction = QBoxLayout.Direction
        self._lines.setDirection(direction.LeftToRight if whole else direction.TopToBottom)
        self._racing.setStretch(self._racing.count() - 1, 0 if whole else 1)

    def restyle(self) -> None:
        """Gaps in the window's scale."""
        for line in (self._lines, self._steering, self._racing):
            line.setSpacing(theme.sizes.gap)
        self._wrap()

    def _tool(self, name: str, keys: str, call: Callable[[], object]) -> QAction:
        action = self.row.add_tool(f"train.{name}.action", f"train.{name}", keys)
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
        self.row.describe_tool(self.start, text, tip)

    def retranslate(self) -> None:
        """Everything in the present language."""
        self._label_start()
        self.row.describe_tool(self.step, self.tr("Step"), self.tr("Make one step"))
        self.row.describe_tool(
            self.epoch, self.tr("Epoch"), self.tr("Go on to the end of the epoch")
        )
        self.row.describe_tool(
            self.rewind,
            self.tr("Rewind"),
            self.tr("Back to step 0, with the same initialization"),
        )
        self.race_label.setText(self.tr("race of"))
        describe(self.presets, self.tr("Race"), self.tr("A race that tells a story; set up anew"))
        self.presets.setItemText(0, self.tr("own lanes"))
        for index, entry in enumerate(PRESETS.values(), start=1):
            self.presets.setItemText(index, translated(entry.label))
            self.presets.setItemData(index, translated(entry.purpose), Qt.ItemDataRole.ToolTipRole)
        self.lanes_row.describe_tool(
            self.add_lane,
            self.tr("+ lane"),
            self.tr("Let what the controls say now run as one more lane"),
        )
        self.row.describe_more()
        self.lanes_row.describe_more()
        if self._result is not None:
            self.show_result(self._result)
        self._wrap()
