"""How a name of the table is drawn: below its groups, with an arrow where it is one itself."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QPainter, QPolygonF
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from core.inspect.tree import Node
from gui.look.theme import theme
from gui.pages.inspect.tensors_model import Index, TensorsModel
from gui.widgets.numbers_table import LEFT


class NamesDelegate(QStyledItemDelegate):
    """Of a name that is too long the end stays, which tells tensors apart."""

    def __init__(self, lines: TensorsModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._lines, self._table = lines, parent

    @staticmethod
    def step() -> int:
        """Pixels by which a group is indented below another, and of an arrow."""
        return theme.sizes.font

    def indent(self, line: Node | None) -> int:
        """Pixels before the text of a line."""
        return self.step() * (line.level + 1) if line and self._lines.has_groups else 0

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The cell as the style draws it, then arrow and text."""
        self.initStyleOption(option, index)
        line, text, option.text = self._lines.line(index.row()), option.text, ""
        style, step = self._table.style(), self.step()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, self._table)
        place = QRect(option.rect)
        place.setLeft(place.left() + self.indent(line) + step // 2)
        group = self._lines.group(index.row())
        painter.save()
        if group is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("muted"))
            middle = QPointF(place.left() - step * 0.7, place.center().y() + 0.5)
            painter.drawPolygon(_arrow(middle, step * 0.28, self._lines.is_unfolded(group)))
        painter.setPen(theme.colour("text"))
        shown = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideLeft, place.width())
        painter.setFont(option.font)
        painter.drawText(place, LEFT, shown)
        painter.restore()


def _arrow(middle: QPointF, size: float, down: bool) -> QPolygonF:
    """To the right, or down."""
    points = [(-0.6, -1.0), (-0.6, 1.0), (0.8, 0.0)]
    turned = [(x, -y) if not down else (y, x) for x, y in points]
    return QPolygonF([middle + QPointF(size * x, size * y) for x, y in turned])
