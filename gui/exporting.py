"""Saving pictures of plots, tables, weights and code, from the menu."""

from __future__ import annotations

from collections.abc import Callable

import pyqtgraph as pg
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QPoint, QRect, Signal
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QFileDialog, QWidget

from core import export, files
from core.messages import InitLabError
from gui.pages import Exported, Page

SCALE = 2.0
"""Pictures are saved at twice the size on the screen."""


def png(widget: QWidget, scale: float = SCALE) -> bytes:
    """The widget as it stands, `scale` times as large, as PNG."""
    return encoded(picture_of(widget, scale))


def picture_of(widget: QWidget, scale: float = SCALE) -> QImage:
    """The widget as it stands, `scale` times as large."""
    image = QImage(widget.size() * scale, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(scale)
    image.fill(widget.palette().window().color())
    QWidget.render(widget, image)  # a graphics view has another render, of its scene
    return image


def encoded(image: QImage | QPixmap) -> bytes:
    """An image as PNG."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(data.data())


def svg(widget: QWidget) -> bytes:
    """The widget as vector graphics; pyqtgraph's own SVG export fails on later Qt versions."""
    data = QByteArray()
    buffer = QBuffer(data)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(widget.size())
    generator.setViewBox(QRect(0, 0, widget.width(), widget.height()))
    painter = QPainter(generator)
    views = [view for view in widget.findChildren(pg.GraphicsView) if view.isVisibleTo(widget)]
    for view in [widget] if isinstance(widget, pg.GraphicsView) else views:
        origin = (
            view.mapTo(widget, view.rect().topLeft()) if view is not widget else QRect().topLeft()
        )
        target = QRect(origin, view.size())
        painter.fillRect(target, view.backgroundBrush())
        view.render(painter, target.toRectF(), view.rect())
    if not views and not isinstance(widget, pg.GraphicsView):
        widget.render(painter, QPoint())
    painter.end()
    return bytes(data.data())


class Exporter(QObject):
    """Asks for a file name and writes; what goes wrong comes through `failed`."""

    failed = Signal(object)
    later = Signal(object, object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window

    def _ask(self, suggestion: str, pattern: str) -> str:
        name, chosen = QFileDialog.getSaveFileName(
            self._window, self.tr("Export"), suggestion, pattern
        )
        if name and "." not in name.rsplit("/", 1)[-1]:
            name += "." + (chosen or pattern).split("*.")[1].split(")")[0].split(" ")[0]
        return name

    def _write(self, write: Callable[[], None]) -> None:
        try:
            write()
        except InitLabError as error:
            self.failed.emit(error)

    def picture(self, exported: Exported) -> None:
        """A plot as PNG at twice its size, or as SVG."""
        widget = exported.widget
        if widget is None:
            return
        name = self._ask(f"{exported.key}.png", "PNG (*.png);;SVG (*.svg)")
        if name:
            content = svg(widget) if name.lower().endswith(".svg") else png(widget)
            self._write(lambda: files.write_bytes(name, content))

    def table(self, exported: Exported) -> None:
        """A histogram as CSV."""
        if exported.csv is None:
            return
        name = self._ask(f"{exported.key}.csv", "CSV (*.csv)")
        if name:
            content = exported.csv()
            self._write(lambda: files.write_text(name, content))

    def code(self, text: str) -> None:
        """The shown code as a script."""
        name = self._ask("initlab_code.py", "Python (*.py)")
        if name:
            self._write(lambda: files.write_text(name, text))

    def weights(self, page: Page) -> None:
        """Weight and bias as safetensors; they are drawn again, on the worker."""
        result = page.result()
        if result is None:
            return
        name = self._ask("weights.safetensors", "safetensors (*.safetensors)")
        if name:
            self.later.emit(lambda: _saved(result.experiment, name), ("export", name))


def _saved(experiment: object, name: str) -> InitLabError | None:
    try:
        export.save_weights(experiment, name)  # type: ignore[arg-type]
    except InitLabError as error:
        return error
    return None
