"""Saving pictures of plots, tables, weights and code, from the menu."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from functools import partial

import pyqtgraph as pg
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QPoint, QRect, Signal
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QFileDialog, QWidget

from core import disk, export
from core.context import Cancelled, Context
from core.experiment import Experiment
from core.messages import QT_TRANSLATE_NOOP, FileError, InitLabError, Refused, printable
from gui.files.document import may_replace
from gui.pages.page import Exported, Page
from gui.runner import unexpected
from gui.widgets.ask import Answer, ask

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
    """An image as PNG; raises Refused where there was no memory for it."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "PNG"):  # type: ignore[call-overload]
        text = QT_TRANSLATE_NOOP(
            "core", "the picture needs more memory than there is; make the window smaller"
        )
        raise Refused("picture", text)
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


class _Writing(Context):
    """Draws weights for a file: tells how far it is, and stops when nobody wants them any more."""

    def __init__(self, name: str, tell: Callable[[float], None]) -> None:
        self.name, self._tell = name, tell
        self.stopped = self.written = False

    @property
    def cancelled(self) -> bool:
        return self.stopped

    def progress(self, fraction: float) -> None:
        if not self.stopped:
            self._tell(fraction)


class Exporter(QObject):
    """Asks for a file name and writes.

    failed     (InitLabError): what went wrong
    said       (str): what is being written, and what has been
    later      (work, key): for the worker, whose answer is for `take`
    busy       whether weights are being drawn for a file, or wait for it
    progress   fraction of that
    """

    failed = Signal(object)
    said = Signal(str)
    later = Signal(object, object)
    busy = Signal(bool)
    progress = Signal(float)

    def __init__(self, window: QWidget, tell: Callable[[float], None]) -> None:
        """`tell` brings a fraction from the worker to `show_progress`."""
        super().__init__(window)
        self._window, self._tell = window, tell
        self._under_way: list[_Writing] = []

    def _ask(self, suggestion: str, pattern: str) -> str:
        name, chosen = QFileDialog.getSaveFileName(
            self._window, self.tr("Export"), suggestion, pattern
        )
        if name and "." not in name.rsplit("/", 1)[-1]:
            name += "." + (chosen or pattern).split("*.")[1].split(")")[0].split(" ")[0]
            if not may_replace(self._window, name):
                return ""
        return name

    def _write(self, name: str, write: Callable[[], None]) -> None:
        try:
            write()
        except InitLabError as error:
            self.failed.emit(error)
        else:
            self._say_written(name)

    def _say_written(self, name: str) -> None:
        self.said.emit(self.tr("{name} is written.").format(name=_short(name)))

    def picture(self, exported: Exported) -> None:
        """A plot as PNG at twice its size, or as SVG."""
        widget = exported.widget
        if widget is None:
            return
        name = self._ask(f"{exported.key}.png", "PNG (*.png);;SVG (*.svg)")
        if name:
            made = svg if name.lower().endswith(".svg") else png
            self._write(name, lambda: disk.write_bytes(name, made(widget)))

    def table(self, exported: Exported) -> None:
        """A histogram as CSV."""
        if exported.csv is None:
            return
        name = self._ask(f"{exported.key}.csv", "CSV (*.csv)")
        if name:
            content = exported.csv()
            self._write(name, lambda: disk.write_text(name, content))

    def code(self, text: str) -> None:
        """The shown code as a script."""
        name = self._ask("initlab_code.py", "Python (*.py)")
        if name:
            self._write(name, lambda: disk.write_text(name, text))

    def weights(self, page: Page) -> None:
        """Weight and bias as safetensors; they are drawn again, on the worker."""
        result = page.result()
        if result is None:
            return
        name = self._ask("weights.safetensors", "safetensors (*.safetensors)")
        if name:
            writing = _Writing(name, self._tell)
            self._under_way.append(writing)
            self.said.emit(self.tr("Writing {name} …").format(name=_short(name)))
            self.busy.emit(True)
            self.later.emit(partial(_saved, result.experiment, writing), (self, writing))

    def take(self, writing: _Writing, error: InitLabError | None) -> None:
        """The worker is done with one of them: say what came of it."""
        self._under_way.remove(writing)
        if not self._under_way:
            self.busy.emit(False)
        if writing.written:
            self._say_written(writing.name)
            return
        if error is not None:
            self.failed.emit(error)
            text = self.tr("{name} is not written.")
        else:
            text = self.tr("Stopped: {name} is not written.")
        self.said.emit(text.format(name=_short(writing.name)))

    @property
    def is_busy(self) -> bool:
        """Whether weights are being drawn for a file, or wait for it, and nobody stopped them."""
        return bool(self._wanted())

    def _wanted(self) -> list[_Writing]:
        return [writing for writing in self._under_way if not writing.stopped]

    def show_progress(self, fraction: float) -> None:
        """How far the worker is with the present one, which it may have begun just now."""
        if self.is_busy:
            self.busy.emit(True)
            self.progress.emit(fraction)

    def stop(self) -> None:
        """What is not written yet will not be."""
        for writing in self._under_way:
            writing.stopped = True

    def may_leave(self) -> bool:
        """Ask where weights are still being written, which closing would end."""
        wanted = self._wanted()
        if not wanted:
            return True
        text = self.tr("The weights are still being written to {name}. Close without them?")
        answer = ask(
            self._window,
            self.tr("Export"),
            text.format(name=os.path.basename(wanted[0].name)),
            Answer.Close | Answer.Cancel,
        )
        return answer == Answer.Close


def _short(name: str) -> str:
    return printable(os.path.basename(name))


def _saved(experiment: Experiment, writing: _Writing) -> InitLabError | None:
    """On the worker: what went wrong, for the window to say."""
    try:
        export.save_weights(experiment, writing.name, writing)
        writing.written = True
    except InitLabError as error:
        return error
    except Cancelled:
        return None
    except Exception as error:
        traceback.print_exception(error, file=sys.stderr)
        return FileError(writing.name, unexpected(error))
    return None
