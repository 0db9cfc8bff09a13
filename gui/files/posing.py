"""A plot of the window in another size and look, for as long as its picture is taken."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pyqtgraph as pg
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from gui.look.following import FollowsLook
from gui.look.theme import theme

Zooms = list[tuple[pg.ViewBox, dict[str, list[float]]]]


@contextmanager
def posed(widget: QWidget, size: QSize) -> Iterator[None]:
    """Meanwhile the widget has this size and the borrowed theme, and nobody sees it change.

    It is the one on the page, so that zoom, pins and whatever else was chosen are in the picture.
    """
    kept, zooms = widget.size(), _zooms(widget)
    widget.setUpdatesEnabled(False)
    try:
        _restyle(widget, size, zooms)
        yield
    finally:
        with theme.borrowed(theme.own):
            _restyle(widget, kept, zooms)
        widget.setUpdatesEnabled(True)


def _restyle(widget: QWidget, size: QSize, zooms: Zooms) -> None:
    """Take the size and the theme in force, of parts before the whole."""
    for part in (*widget.findChildren(QWidget), widget):
        if isinstance(part, FollowsLook):
            part.restyle()
    widget.resize(size)
    _lay_out(widget)
    for box, ranges in zooms:
        box.setRange(**ranges, padding=0, disableAutoRange=True)


def _lay_out(widget: QWidget) -> None:
    """Tell the parts of a widget that is not on the screen their new sizes, as showing it would."""
    pending = Qt.WidgetAttribute.WA_PendingResizeEvent
    if widget.testAttribute(pending):
        widget.setAttribute(pending, False)
        QApplication.sendEvent(widget, QResizeEvent(widget.size(), QSize()))
    if (layout := widget.layout()) is not None:
        layout.activate()
    for child in widget.children():
        if isinstance(child, QWidget):
            _lay_out(child)


def _zooms(widget: QWidget) -> Zooms:
    """What part of a plot is seen, where the person can change that."""
    views = widget.findChildren(pg.PlotWidget)
    views += [widget] if isinstance(widget, pg.PlotWidget) else []
    found = []
    for view in views:
        box = view.getViewBox()
        ranges = zip(("xRange", "yRange"), box.viewRange(), box.mouseEnabled(), strict=True)
        chosen = {name: list(seen) for name, seen, enabled in ranges if enabled}
        found += [(box, chosen)] if chosen else []
    return found
