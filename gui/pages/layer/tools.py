"""The tools beside the title of the weights: bins, scale, lock and pins, each also an action."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from core.messages import Message
from core.parameters import Whole
from gui.look.describe import describe
from gui.look.following import FollowsLook
from gui.look.theme import theme
from gui.plots.histogram_scale import View
from gui.widgets.number_box import WholeBox
from gui.widgets.tool_row import ToolRow
from gui.widgets.wheel_guard import guard_wheel

AUTOMATIC = 9
BINS = Whole("bins", 50, 10, 500)


class BinsBox(FollowsLook, WholeBox):
    """10 to 500 bins; one below is `automatic`, as a word or as nothing at all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(BINS, parent)
        self.setRange(AUTOMATIC, BINS.high)
        self.setValue(AUTOMATIC)
        self.setSingleStep(10)
        guard_wheel(self)

    def meant(self, text: str) -> int:
        """The number that a text means; raises InvalidExperiment."""
        automatic = text.strip() in ("", self.specialValueText())
        return AUTOMATIC if automatic else super().meant(text)

    def bins(self) -> int | None:
        """The number of bins, None for automatic."""
        return None if self.value() == AUTOMATIC else self.value()

    def stepBy(self, steps: int) -> None:
        """From automatic the first step leads to 50."""
        if self.value() == AUTOMATIC and steps > 0:
            self.setValue(BINS.default)
        elif self.value() == BINS.low and steps < 0:
            self.setValue(AUTOMATIC)
        else:
            self.setValue(max(BINS.low, self.value() + steps * self.singleStep()))

    def minimumSizeHint(self) -> QSize:
        """Qt's own has room for the numbers alone."""
        return self.sizeHint()

    def retranslate(self) -> None:
        """Everything in the present language."""
        self.setSpecialValueText(self.tr("automatic"))
        self.updateGeometry()  # Qt forgets the width of the word before, and tells no layout
        edit = self.lineEdit()
        if not edit.hasFocus():
            edit.home(False)
        describe(
            self,
            self.tr("Number of bins"),
            self.tr("Number of bins, 10 to 500, or automatic"),
            torch="torch.histogram(bins)",
        )


class BinsField(FollowsLook, QWidget):
    """The box with its caption; `twin` makes another one that shows the same number."""

    def __init__(self) -> None:
        super().__init__()
        self.caption, self.box = QLabel(), BinsBox()
        self.caption.setProperty("role", "muted")
        self.caption.setBuddy(self.box)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addWidget(self.caption)
        self._layout.addWidget(self.box)

    def twin(self) -> BinsField:
        """Whichever of the two is changed, both are."""
        other = BinsField()
        other.box.setValue(self.box.value())
        self.box.valueChanged.connect(other.box.setValue)
        other.box.valueChanged.connect(self.box.setValue)
        other.box.refused.connect(self.box.refused)
        return other

    def restyle(self) -> None:
        """A gap in the window's scale."""
        self._layout.setSpacing(theme.sizes.gap // 2)

    def retranslate(self) -> None:
        """The caption in the present language."""
        self.caption.setText(self.tr("bins"))


class HistogramTools(ToolRow):
    """Says what the person wants to see; the page does it.

    viewed()    counts, log y or lock x changed
    binned()    the number of bins changed
    refused     (key, text): what was typed is no number of bins: why
    pin, unpin  keep the present curve; forget all kept ones
    """

    viewed = Signal()
    binned = Signal()
    refused = Signal(str, object)
    pin = Signal()
    unpin = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        field = BinsField()
        self.bins = field.box
        self.bins.setObjectName("view.bins")
        self.add_field(field, field.twin)
        self.counts = self._tool("view.counts", "Ctrl+T", True)
        self.log_y = self._tool("view.log_y", "Ctrl+L", True)
        self.lock_x = self._tool("view.lock_x", "Ctrl+K", True)
        self.pin_now = self._tool("view.pin", "Ctrl+D", False)
        self.unpin_all = self._tool("view.unpin", "Ctrl+Shift+D", False)
        self.unpin_all.setEnabled(False)
        self.bins.valueChanged.connect(self._binned)
        self.bins.refused.connect(self._refused)
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

    def _refused(self, text: Message) -> None:
        self.refused.emit(self.bins.objectName(), text)

    def _viewed(self, _: bool) -> None:
        self.viewed.emit()

    def _pinned(self) -> None:
        self.pin.emit()

    def _unpinned(self) -> None:
        self.unpin.emit()

    def retranslate(self) -> None:
        """Everything in the present language."""
        for action, text, menu, tip in (
            (
                self.counts,
                self.tr("counts"),
                self.tr("Counts instead of density"),
                self.tr("Counts instead of density"),
            ),
            (
                self.log_y,
                self.tr("log y"),
                self.tr("Logarithmic y axis"),
                self.tr("Logarithmic y axis: shows the tails"),
            ),
            (
                self.lock_x,
                self.tr("lock x"),
                self.tr("Lock the x axis"),
                self.tr("Keep the x axis while weights change"),
            ),
            (
                self.pin_now,
                self.tr("pin"),
                self.tr("Pin this curve"),
                self.tr("Keep this curve as a dashed one"),
            ),
            (
                self.unpin_all,
                self.tr("clear"),
                self.tr("Clear pinned curves"),
                self.tr("Remove all pinned curves"),
            ),
        ):
            torch = "torch.histogram(density)" if action is self.counts else ""
            self.describe_tool(action, text, tip, torch=torch, menu=menu)
        self.describe_more()
