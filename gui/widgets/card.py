"""A rounded card with a title, a remark on the right, and a body: the page's building block."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QToolButton,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from gui.look.following import FollowsLook
from gui.look.theme import theme
from gui.widgets.fitting_label import FittingLabel
from gui.widgets.segments import segments


class _Veil(QWidget):
    """A translucent sheet; an opacity effect would draw the card anew and stop the window."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The card's colour, half seen through."""
        colour = theme.colour("card")
        colour.setAlpha(140)
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour)
        painter.end()


class Card(FollowsLook, QFrame):
    """`title` and `remark` are labels; put the content into `body`, buttons into `header`.

    called          what it is called, where its title says more
    can_fill        whether it can have the whole page, which a double click then asks for
    renamed         its tab says something else now
    fill_wanted     the person wants it to fill the page, or no longer
    """

    renamed = Signal()
    fill_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.title = FittingLabel()
        self.title.setProperty("role", "title")
        self.remark = FittingLabel()
        self.remark.setProperty("role", "muted")
        self.header = QHBoxLayout()
        self.header.addWidget(self.title)
        self.header.addStretch(1)
        self.header.addWidget(self.remark)
        self.body = QVBoxLayout(self)
        self.body.addLayout(self.header)
        self.folded = False
        self.called = ""
        self.can_fill = False
        self._place: dict[QWidget, int] = {}
        self._veil: _Veil | None = None

    def add_segments(self, count: int) -> tuple[QButtonGroup, list[QToolButton]]:
        """Buttons in the header, of which exactly one is chosen: what the card shows."""
        group, buttons = segments(self, count)
        for button in buttons:
            self.header.insertWidget(self.header.count() - 1, button)
        return group, buttons

    def tab_title(self) -> str:
        """What it is called, whatever it shows: its tab says it, and a lesson's text."""
        return self.called or self.title.text()

    def tab_sign(self) -> tuple[str, str]:
        """What its tab says of what it shows, ✓ or ✗, and its colour's name; usually nothing."""
        return "", ""

    def set_pending(self, pending: bool) -> None:
        """Dim what belongs to an older experiment while a long run is on."""
        if self._veil is None:
            self._veil = _Veil(self)
        self._veil.setGeometry(self.rect().adjusted(2, 2, -2, -2))
        self._veil.setVisible(pending)
        self._veil.raise_()

    @property
    def pending(self) -> bool:
        """Whether it is dimmed."""
        return self._veil is not None and self._veil.isVisible()

    def set_folded(self, folded: bool) -> None:
        """As a tab, the tab shows the title."""
        self.folded = folded
        self.title.setVisible(not folded)

    @staticmethod
    def fill_hint() -> str:
        """How it comes to fill the page."""
        return QCoreApplication.translate(
            "Card", "Double-click, or press F8: this card alone fills the page, and back again."
        )

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """On the title, or wherever nothing else takes it: fill the page."""
        if self.can_fill and event.button() == Qt.MouseButton.LeftButton:
            self.fill_wanted.emit()
            event.accept()
        else:
            super().mouseDoubleClickEvent(event)

    def event(self, event: QEvent) -> bool:
        """Beside the title the tooltip says how to fill the page."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self.can_fill:
            on_title = event.pos().y() <= self.header.geometry().bottom()
            QToolTip.showText(event.globalPos(), self.fill_hint() if on_title else "", self)
            return True
        return super().event(event)

    def put_into_header(self, widget: QWidget, there: bool) -> None:
        """Let something of the body begin the header, where a tab has room; or take it back."""
        if there and self.header.indexOf(widget) < 0:
            self._place[widget] = self.body.indexOf(widget)
            self.body.removeWidget(widget)
            self.header.insertWidget(0, widget, 1000)
        elif not there and widget in self._place:
            self.header.removeWidget(widget)
            self.body.insertWidget(self._place.pop(widget), widget)

    def heightForWidth(self, width: int) -> int:
        """As a tab it asks for the least height: plots shrink before the tab scrolls."""
        if self.folded:
            return self.body.totalMinimumHeightForWidth(width)
        return super().heightForWidth(width)

    def restyle(self) -> None:
        """Margins and gaps in the window's scale."""
        padding, gap = theme.sizes.padding, theme.sizes.gap
        self.body.setContentsMargins(padding, padding - 3, padding, padding - 2)
        self.body.setSpacing(gap - 2)
        self.header.setSpacing(gap)


def bar_card(tools: QWidget) -> Card:
    """A card without title that holds a row of tools."""
    card = Card()
    card.title.hide()
    card.remark.hide()
    card.header.insertWidget(0, tools, 1000)
    return card
