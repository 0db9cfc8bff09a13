"""The curves of a race: train solid, test dashed, each lane's name at its end."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from core.format import short
from gui.look.describe import describe
from gui.look.i18n import said_of
from gui.look.theme import theme
from gui.plots.axes import SPACE, decade_ticks, value_ticks
from gui.plots.base import PaintedPlot
from gui.plots.frame import LEADER, End, Frame, names_beside
from gui.plots.labels import write
from gui.plots.race_lines import RaceFrame, RaceLine, RaceView, value_range
from gui.plots.readout import beside, box_size, paint_box

MAX_BESIDE = 0.3
"""Share of the width that names beside the curves may take."""


class RacePlot(PaintedPlot):
    """Values of all lanes over the steps, with a cursor that reads all of them at one step.

    hovered     what the lanes are at the step under the cursor, or ""
    sought      the person wants to go to this step
    """

    hovered = Signal(str)
    sought = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = RaceView()
        self.reading: int | None = None
        self._frame: RaceFrame | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_race(self, view: RaceView) -> None:
        """Draw this."""
        self.view = view
        self.setAccessibleDescription(self.text_at_step(view.step))
        self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(260, 10 * theme.sizes.font)

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def paint(self, painter: QPainter) -> None:
        """Axes, curves, marks and names; nothing before the first result."""
        if not self.view.lines:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetricsF(painter.font())
        frame = self._frame = self._lay_out(metrics)
        self._axes(painter, metrics, frame)
        painter.save()
        painter.setClipRect(frame.area.adjusted(-1, -1, 2, 1))
        for line in sorted(self.view.lines, key=lambda one: one.chosen):
            self._curves(painter, frame, line)
        painter.restore()
        self._marks(painter, metrics, frame)
        self._names(painter, metrics, frame)
        self._cursor_line(painter, frame)
        self._readout_box(painter, metrics, frame)

    def _lay_out(self, metrics: QFontMetricsF) -> RaceFrame:
        names = max(metrics.horizontalAdvance(line.name) for line in self.view.lines)
        beside = min(MAX_BESIDE * self.width(), names + LEADER + SPACE + 4.0)
        left = 4.2 * theme.sizes.small + metrics.height()
        low, high = value_range(self.view)
        area = QRectF(
            left,
            0.9 * metrics.height(),
            max(10.0, self.width() - left - beside),
            max(10.0, self.height() - 3.6 * metrics.height()),
        )
        return RaceFrame(area, low, high, max(1, self.view.total), self.view.log_x, self.view.log_y)

    def _axes(self, painter: QPainter, metrics: QFontMetricsF, frame: RaceFrame) -> None:
        area = frame.area
        grid, text = QPen(theme.colour("grid")), theme.colour("muted")
        room = 1.5 * metrics.height() / area.height()
        if frame.log_y:
            ticks = decade_ticks(frame.low, frame.high, room)
        else:
            ticks = value_ticks(frame.low, frame.high, room * (frame.high - frame.low))
        if self.view.share:
            ticks = [(value, f"{100 * value:.0f} %") for value, _ in ticks]
        for height, name in ticks:
            share = (height - frame.low) / (frame.high - frame.low)
            y = area.bottom() - share * area.height()
            painter.setPen(grid)
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(text)
            place = QRectF(0.0, y - metrics.height() / 2, area.left() - SPACE, metrics.height())
            painter.drawText(
                place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, name
            )
        painter.setPen(QPen(theme.colour("border")))
        painter.drawRect(area)
        self._steps_axis(painter, metrics, frame)
        painter.save()
        painter.translate(metrics.height() * 0.5, area.center().y())
        painter.rotate(-90.0)
        painter.setPen(text)
        half = area.height() / 2
        painter.drawText(
            QRectF(-half, -metrics.height() / 2, 2 * half, metrics.height()),
            Qt.AlignmentFlag.AlignCenter,
            self.view.what,
        )
        painter.restore()

    def _steps_axis(self, painter: QPainter, metrics: QFontMetricsF, frame: RaceFrame) -> None:
        view, area = self.view, frame.area
        unit = view.an_epoch if view.in_epochs else 1
        last = view.total / unit
        if view.log_x:
            places = [0.0] + [10.0**k for k in range(-3, 7) if 1.0 <= 10.0**k * unit <= view.total]
            ticks = [(value, short(value)) for value in places]
        else:
            apart = (metrics.horizontalAdvance("00000") + 12.0) / max(1.0, area.width()) * last
            ticks = value_ticks(0.0, last, max(apart, 1e-9))
        painter.setPen(theme.colour("muted"))
        for value, name in ticks:
            x = float(frame.x(value * unit))
            place = QRectF(x - 40.0, area.bottom() + 2.0, 80.0, metrics.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, name)
        below = QRectF(
            area.left(), area.bottom() + 2.0 + metrics.height(), area.width(), metrics.height()
        )
        name = self.tr("epoch") if view.in_epochs else self.tr("step")
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, name)

    def _curves(self, painter: QPainter, frame: RaceFrame, line: RaceLine) -> None:
        colour = theme.colour(line.colour)
        width = theme.sizes.curve * (1.5 if line.chosen else 1.0)
        if line.ghost is not None:
            faint = theme.colour(line.colour)
            faint.setAlphaF(0.35)
            painter.setPen(QPen(faint, width, Qt.PenStyle.DotLine))
            for piece in frame.pieces(*line.ghost):
                painter.drawPolyline(piece)
        if line.trained is not None:
            faint = theme.colour(line.colour)
            faint.setAlphaF(0.5)
            painter.setPen(QPen(faint, theme.sizes.outline))
            for piece in frame.pieces(line.steps, line.trained):
                painter.drawPolyline(piece)
        for values, style in (
            (line.test, Qt.PenStyle.DashLine),
            (line.train, Qt.PenStyle.SolidLine),
        ):
            painter.setPen(QPen(colour, width, style))
            for piece in frame.pieces(line.steps, values):
                if piece.size() == 1:
                    painter.setBrush(colour)
                    painter.drawEllipse(piece.first(), width, width)
                    painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawPolyline(piece)

    def _marks(self, painter: QPainter, metrics: QFontMetricsF, frame: RaceFrame) -> None:
        area = frame.area
        if self.view.reference is not None:
            value, name = self.view.reference
            y = float(frame.y(value))
            if area.top() <= y <= area.bottom():
                painter.setPen(
                    QPen(theme.colour("muted"), theme.sizes.outline, Qt.PenStyle.DotLine)
                )
                painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
                # At the left all curves begin near it.
                at = area.right() - SPACE - metrics.horizontalAdvance(name)
                painter.drawText(QPointF(at, y - 3.0), name)
        free = area.left()
        for step, name in self.view.changes:
            x = float(frame.x(step))
            painter.setPen(QPen(theme.colour("muted"), theme.sizes.outline, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
            if x >= free:
                painter.drawText(QPointF(x + SPACE, metrics.ascent()), name)
                free = x + metrics.horizontalAdvance(name) + 3 * SPACE
        row = 1
        for line in self.view.lines:
            if line.end is None:
                continue
            step, name = line.end
            x = float(frame.x(step))
            painter.setPen(theme.colour(line.colour))
            width = metrics.horizontalAdvance(name)
            at = min(x + SPACE, area.right() - width - SPACE)
            painter.drawText(QPointF(at, area.top() + row * metrics.height()), name)
            row += 1

    def _names(self, painter: QPainter, metrics: QFontMetricsF, frame: RaceFrame) -> None:
        ends = []
        for line in self.view.lines:
            known = np.flatnonzero(np.isfinite(line.train))
            if not len(known):
                continue
            y = float(frame.y(float(line.train[known[-1]])))
            if np.isfinite(y):
                y = min(max(y, frame.area.top()), frame.area.bottom())
                ends.append(End(y, line.name, line.colour))
        placed = names_beside(
            Frame(frame.area, 1, frame.low, frame.high),
            metrics,
            ends,
            self.width(),
            self.tr("+{count} more"),
        )
        for text in placed:
            write(painter, metrics, text)

    def _cursor_line(self, painter: QPainter, frame: RaceFrame) -> None:
        step = self.reading if self.reading is not None else self.view.step
        if step <= 0 or (self.reading is None and step >= self.view.total):
            return
        x = float(frame.x(step))
        painter.setPen(QPen(theme.colour("accent"), theme.sizes.outline))
        painter.drawLine(QPointF(x, frame.area.top()), QPointF(x, frame.area.bottom()))

    def _readout_box(self, painter: QPainter, metrics: QFontMetricsF, frame: RaceFrame) -> None:
        """Beside the cursor, a line for each lane: in the status line there is no room for all."""
        if self.reading is None:
            return
        room = QRectF(self.rect()).adjusted(1.0, 1.0, -1.0, -1.0)
        lines = self.lines_at_step(self.reading)
        fit = max(2, int((room.height() - 4.0) // metrics.height()))
        if len(lines) > fit:
            more = self.tr("+{count} more").format(count=len(lines) - fit + 1)
            lines = [*lines[: fit - 1], more]
        text = "\n".join(lines)
        at = QPointF(float(frame.x(self.reading)), frame.area.bottom())
        paint_box(painter, beside(at, box_size(metrics, text), room), text)

    # Reading it:

    def text_at_step(self, step: int) -> str:
        """All lanes at the last point up to a step, in one line."""
        return " · ".join(self.lines_at_step(step))

    def lines_at_step(self, step: int) -> list[str]:
        """The step, then each lane at its last point up to it: train / test."""
        parts = [self.tr("step {step:,}").format(step=step)]
        for line in self.view.lines:
            at = int(np.searchsorted(line.steps, step, side="right")) - 1
            if at >= 0:
                train, test = float(line.train[at]), float(line.test[at])
                parts.append(said_of(line.name, f"{self._value(train)} / {self._value(test)}"))
        return parts

    def _value(self, value: float) -> str:
        return f"{100 * value:.1f} %" if self.view.share else short(value, 3)

    def _set_cursor(self, step: int | None) -> None:
        if step != self.reading:
            self.reading = step
            self.hovered.emit("" if step is None else self.text_at_step(step))
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read all lanes under the mouse."""
        frame = self._frame
        inside = frame is not None and frame.area.contains(event.position())
        self._set_cursor(frame.step_at(event.position().x()) if frame and inside else None)

    def leaveEvent(self, event: object) -> None:
        """Nothing is read any more."""
        self._set_cursor(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the step that was clicked."""
        frame = self._frame
        if frame is not None and frame.area.contains(event.position()):
            self.sought.emit(frame.step_at(event.position().x()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrow keys move the cursor from point to point; Enter goes there."""
        keys = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() in keys and self.view.lines:
            steps = self.view.lines[0].steps
            now = self.view.step if self.reading is None else self.reading
            at = int(np.searchsorted(steps, now)) + keys[Qt.Key(event.key())]
            self._set_cursor(int(steps[min(max(at, 0), len(steps) - 1)]))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.reading is not None:
            self.sought.emit(self.reading)
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        """Every text in the present language."""
        describe(
            self,
            self.tr("The race: loss or accuracy of each lane over the steps"),
            self.tr(
                "Solid: training samples; dashed: test samples, both in evaluation mode. The mouse "
                "or the arrow keys read all lanes at one step; a click or Enter goes there."
            ),
        )
        self.setToolTip("")
        self.update()
