"""The row of buttons above the weights: bins, scale, lock and pins, each also an action."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QSpinBox, QWidget

from gui.look.describe import describe
from gui.plots.histogram_scale import View
from gui.widgets.tool_row import ToolRow
from gui.widgets.wheel_guard import guard_wheel

AUTOMATIC = 9
MIN_BINS, MAX_BINS = 10, 500


class BinsBox(QSpinBox):
    """10 to 500 bins; one below is `automatic`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("view.bins")
        self.setRange(AUTOMATIC, MAX_BINS)
        self.setSingleStep(10)
        self.setKeyboardTracking(False)
        guard_wheel(self)

    def bins(self) -> int | None:
        """The number of bins, None for automatic."""
        return None if self.value() == AUTOMATIC else self.value()

    def stepBy(self, steps: int) -> None:
        """From automatic the first step leads to 50."""
        if self.value() == AUTOMATIC and steps > 0:
            self.setValue(50)
        elif self.value() == MIN_BINS and steps < 0:
            self.setValue(AUTOMATIC)
        else:
            self.setValue(max(MIN_BINS, self.value() + steps * self.singleStep()))


class HistogramTools(ToolRow):
    """Says what the person wants to see; the page does it.

    viewed()    counts, log y or lock x changed
    binned()    the number of bins changed
    pin, unpin  keep the present curve; forget all kept ones
    """

    viewed = Signal()
    binned = Signal()
    pin = Signal()
    unpin = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.caption = QLabel()
        self.caption.setProperty("role", "muted")
        self.bins = BinsBox()
        self.caption.setBuddy(self.bins)
        self.row.addWidget(self.caption)
        self.row.addWidget(self.bins)
        self.counts = self._tool("view.counts", "Ctrl+T", True)
        self.log_y = self._tool("view.log_y", "Ctrl+L", True)
        self.lock_x = self._tool("view.lock_x", "Ctrl+K", True)
        self.pin_now = self._tool("view.pin", "Ctrl+D", False)
        self.unpin_all = self._tool("view.unpin", "Ctrl+Shift+D", False)
        self.unpin_all.setEnabled(False)
        self.row.addStretch(1)
        self.bins.valueChanged.connect(self._binned)
        for action in (self.counts, self.log_y, self.lock_x):
            action.toggled.connect(self._viewed)
        self.pin_now.triggered.connect(self._pinned)
        self.unpin_all.triggered.connect(self._unpinned)

    def _tool(self, name: str, shortcut: str, checkable: bool) -> QAction:
        return self.add_tool(name, f"{name}.button", shortcut, checkable)

    def view(self) -> View:
        """How to draw."""
        return View(
            counts=self.counts.isChecked(),
            log_y=self.log_y.isChecked(),
            lock_x=self.lock_x.isChecked(),
        )

    def _binned(self, _: int) -> None:
        self.binned.emit()

    def _viewed(self, _: bool) -> None:
        self.viewed.emit()

    def _pinned(self) -> None:
        self.pin.emit()

    def _unpinned(self) -> None:
        self.unpin.emit()

    def retranslate(self) -> None:
        """Everything in the present language."""
        self.caption.setText(self.tr("bins"))
        self.bins.setSpecialValueText(self.tr("automatic"))
        describe(
            self.bins,
            self.tr("Number of bins"),
            self.tr("Number of bins, 10 to 500, or automatic"),
            torch="torch.histogram(bins)",
        )
        for action, text, tip, torch in (
            (
                self.counts,
                self.tr("counts"),
                self.tr("Counts instead of density"),
                "torch.histogram(density)",
            ),
            (self.log_y, self.tr("log y"), self.tr("Logarithmic y axis: shows the tails"), ""),
            (self.lock_x, self.tr("lock x"), self.tr("Keep the x axis while weights change"), ""),
            (self.pin_now, self.tr("pin"), self.tr("Keep this curve as a dashed ghost"), ""),
            (self.unpin_all, self.tr("clear"), self.tr("Remove all pinned curves"), ""),
        ):
            self.describe_tool(action, text, tip, torch=torch)
