"""The row above the map: start, begin anew, save, and how far it is."""

from __future__ import annotations

import math

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from core.format import counted
from core.sweep import Results
from gui.look.describe import describe
from gui.look.following import FollowsLook
from gui.look.theme import theme
from gui.widgets.fitting_label import FittingLabel
from gui.widgets.sentence import Sentence
from gui.widgets.tool_row import ToolRow


class SweepBar(FollowsLook, QWidget):
    """Says what the person wants of the sweep.

    toggled   start, pause or go on
    anew      forget what is known and begin anew
    saved     write the sweep with its cells to a file
    """

    toggled = Signal()
    anew = Signal()
    saved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.row = ToolRow()
        self.start = self.row.add_tool("sweep.start.action", "sweep.start", "Ctrl+Return")
        self.row.set_primary(self.start)
        self.again = self.row.add_tool("sweep.anew.action", "sweep.anew", "Ctrl+Home")
        self.save = self.row.add_tool("sweep.save.action", "sweep.save", "")
        for action, signal in (
            (self.start, self.toggled),
            (self.again, self.anew),
            (self.save, self.saved),
        ):
            action.triggered.connect(lambda _=False, signal=signal: signal.emit())
        self.progress = QProgressBar()
        self.progress.setObjectName("sweep.progress")
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.place = FittingLabel()
        self.place.setObjectName("sweep.place")
        self.complaint = Sentence("bad")
        self.complaint.setObjectName("sweep.complaint")
        self.complaint.hide()
        self._remarks = list[str]()
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._line = QHBoxLayout()
        self._line.addWidget(self.row)
        self._line.addWidget(self.progress, 1)
        self._line.addWidget(self.place)
        self._lines.addLayout(self._line)
        self._lines.addWidget(self.complaint)
        self._running = False
        self._results: Results | None = None
        self._left = math.nan

    def tools(self) -> list[QAction]:
        """Every action, for the View menu."""
        return self.row.tools()

    def show_progress(self, results: Results, running: bool, left: float = math.nan) -> None:
        """How many cells are known; `left` is in seconds."""
        self._results, self._running, self._left = results, running, left
        total = int(results.state.size)
        self.progress.setValue(1000 * results.done // max(1, total))
        told = self.tr("{done} of {total}").format(done=counted(results.done), total=counted(total))
        if running and math.isfinite(left):
            rest = self.tr("{time} left").format(time=self._time(left))
            self.place.set_texts(f"{told} • {rest}", told, "")
        elif running:
            self.place.set_texts(self.tr("{done} • starting …").format(done=told), told, "")
        else:
            self.place.set_texts(told, "")
        self.again.setEnabled(results.done > 0)
        self.start.setEnabled(running or not results.complete)
        self._label_start()

    def complain(self, text: str) -> None:
        """Why it has stopped; an empty text when that no longer holds."""
        self._remarks.clear()
        self._say(text, "bad")

    def remark(self, text: str) -> None:
        """What is to be known of it while it goes on; all of them stay until the next start."""
        self._remarks.append(text)
        self._say(" • ".join(self._remarks), "muted")

    def end(self, complaint: str) -> None:
        """It has ended; what was remarked stays where there is nothing to complain of."""
        if complaint:
            self.complain(complaint)

    def _say(self, text: str, role: str) -> None:
        self.complaint.set_role(role)
        self.complaint.setText(text)
        self.complaint.setAccessibleName(text)
        self.complaint.setVisible(bool(text))

    def _time(self, seconds: float) -> str:
        if seconds < 99.5:
            return self.tr("{count} s").format(count=math.ceil(seconds))
        return self.tr("{count} min").format(count=math.ceil(seconds / 60.0))

    def _label_start(self) -> None:
        results = self._results
        if self._running:
            text = self.tr("❚❚ Pause")
            tip = self.tr("Stop computing; what is known stays (Space)")
        elif results is not None and 0 < results.done < results.state.size:
            text, tip = self.tr("▶ Go on"), self.tr("Compute the cells that are missing (Space)")
        else:
            text, tip = self.tr("▶ Start"), self.tr("Compute every cell of the picture (Space)")
        self.row.describe_tool(self.start, text, tip)

    def restyle(self) -> None:
        """Gaps in the window's scale."""
        self._line.setSpacing(theme.sizes.gap)
        self._lines.setSpacing(theme.sizes.gap // 2)
        self.progress.setFixedHeight(round(0.7 * theme.sizes.font))
        self.progress.setMinimumWidth(3 * theme.sizes.font)

    def retranslate(self) -> None:
        """Everything in the present language."""
        self._label_start()
        self.row.describe_tool(
            self.again, self.tr("Start anew"), self.tr("Forget every cell, and compute them again")
        )
        self.row.describe_tool(
            self.save,
            self.tr("Save sweep …"),
            self.tr("Write the axes, the experiment and all cells that are known to a file"),
        )
        self.row.describe_more()
        describe(self.progress, self.tr("Progress of the sweep"))
        if self._results is not None:
            self.show_progress(self._results, self._running, self._left)
