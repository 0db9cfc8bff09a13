"""Nothing is clipped, overlapped or out of reach, at any size, scale and language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QMenuBar,
    QScrollArea,
    QStyle,
    QStyleOptionComboBox,
    QStyleOptionSpinBox,
    QTabBar,
    QTableWidget,
    QTabWidget,
    QToolButton,
    QWidget,
)

from core.pages import PAGES
from gui.look.sizes import SMALLEST
from gui.look.theme import theme
from tests.gui.support import find, settling, small

SIZES = (
    (1024, 640),
    (1024, 720),
    (1024, 768),
    (1366, 768),
    (1600, 900),
    (1920, 1080),
    (3840, 2160),
)

MADE_BY_QT = (QAbstractSpinBox, QComboBox, QMenuBar, QTabBar, QHeaderView, QAbstractItemView)
"""Their parts are Qt's own business; that their texts fit is looked at from outside."""

FULL = small(
    layer={"in_features": 512, "out_features": 256, "activation": "leaky_relu"},
    weight_init={"method": "trunc_normal", "std": 0.02},
    bias_init={"method": "trunc_normal", "std": 0.02},
    dropout={"p": 0.5},
    run={"seed": 123456},
)
"""As many controls as there can be."""


def name(widget: QWidget) -> str:
    said = widget.objectName() or getattr(widget, "text", str)() or type(widget).__name__
    return f"{type(widget).__name__} {said[:40]!r}"


_DIRECT = Qt.FindChildOption.FindDirectChildrenOnly


def visible(parent: QWidget) -> Iterator[QWidget]:
    """The children that are seen, without windows of their own."""
    for child in parent.findChildren(QWidget, options=_DIRECT):
        if child.isVisible() and not child.isWindow() and child.width() and child.height():
            yield child


def problems(window: QWidget) -> list[str]:
    """Everything that does not fit, in words."""
    found: list[str] = []
    _walk(window, found)
    return found


def _walk(parent: QWidget, found: list[str]) -> None:
    if isinstance(parent, MADE_BY_QT):
        return
    children = list(visible(parent))
    scrolled = _is_viewport(parent)
    for child in children:
        inside = parent.rect()
        if scrolled:  # what scrolls may be longer, not wider
            inside = QRect(inside.x(), child.y(), inside.width(), child.height())
        if not inside.contains(child.geometry()):
            found.append(f"{name(child)} {child.geometry()} leaves {name(parent)} {inside}")
        found += _texts(child)
        _walk(child, found)
    if not isinstance(parent, QAbstractScrollArea):
        for one, other in combinations(children, 2):
            if one.geometry().intersects(other.geometry()) and not _on_purpose(one, other):
                found.append(f"{name(one)} and {name(other)} overlap in {name(parent)}")


def _is_viewport(widget: QWidget) -> bool:
    area = widget.parentWidget()
    return isinstance(area, QScrollArea) and area.viewport() is widget


def _on_purpose(one: QWidget, other: QWidget) -> bool:
    """The veil over a plot lets the mouse through and lies over everything."""
    through = Qt.WidgetAttribute.WA_TransparentForMouseEvents
    return one.testAttribute(through) or other.testAttribute(through)


def words(text: str) -> list[str]:
    """What a line break cannot part; Chinese may be broken anywhere."""
    return re.findall(r"[^\s\u2e80-\u9fff\uff00-\uffef]+", text) or [""]


def _texts(widget: QWidget) -> list[str]:
    """What of the widget's own text does not fit."""
    width, metrics = widget.width(), widget.fontMetrics()
    if isinstance(widget, QLabel) and widget.text():
        if widget.wordWrap():
            needed = widget.heightForWidth(width)
            longest = max(metrics.horizontalAdvance(word) for word in words(widget.text()))
            if needed > widget.height() or longest > width:
                return [f"{name(widget)} needs {longest} x {needed}, has {widget.size()}"]
        elif metrics.horizontalAdvance(widget.text()) > width:
            return [f"{name(widget)} needs {metrics.horizontalAdvance(widget.text())}, has {width}"]
        if metrics.height() > widget.height() + 2:
            return [f"{name(widget)} is {widget.height()} high, a line {metrics.height()}"]
    if isinstance(widget, QAbstractButton) and widget.text():
        needed = min(widget.sizeHint().width(), metrics.horizontalAdvance(widget.text()) + 30)
        if metrics.horizontalAdvance(widget.text()) > width or widget.sizeHint().width() > width:
            return [f"{name(widget)} needs {needed}, has {width}"]
        if metrics.height() > widget.height():
            return [f"{name(widget)} is {widget.height()} high, a line {metrics.height()}"]
    if isinstance(widget, QComboBox):
        option = QStyleOptionComboBox()
        widget.initStyleOption(option)
        room = widget.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox,
            option,
            QStyle.SubControl.SC_ComboBoxEditField,
            widget,
        )
        texts = [widget.itemText(i) for i in range(widget.count())]
        longest = max(texts, key=metrics.horizontalAdvance)
        if metrics.horizontalAdvance(longest) > room.width() or metrics.height() > room.height():
            needed = metrics.horizontalAdvance(longest)
            return [f"{name(widget)} {longest!r} needs {needed}, has {room.size()}"]
    if isinstance(widget, QAbstractSpinBox):
        option = QStyleOptionSpinBox()
        widget.initStyleOption(option)
        room = widget.style().subControlRect(
            QStyle.ComplexControl.CC_SpinBox,
            option,
            QStyle.SubControl.SC_SpinBoxEditField,
            widget,
        )
        needed = metrics.horizontalAdvance(widget.text())
        # The field's frame overlaps the line edit by a pixel on each side.
        if needed > room.width() or metrics.height() > room.height() + 4:
            return [f"{name(widget)} {widget.text()!r} needs {needed}, has {room.size()}"]
    if isinstance(widget, QTabBar):
        return _tabs(widget)
    if isinstance(widget, QMenuBar):
        return _menus(widget)
    if isinstance(widget, QTableWidget):
        return _table(widget)
    return []


def _tabs(bar: QTabBar) -> list[str]:
    metrics, found = bar.fontMetrics(), []
    for index in range(bar.count()):
        place = bar.tabRect(index)
        needed = metrics.horizontalAdvance(bar.tabText(index))
        if needed > place.width() or not bar.rect().contains(place):
            found.append(f"tab {bar.tabText(index)!r} needs {needed}, has {place}")
    return found


def _menus(bar: QMenuBar) -> list[str]:
    found = []
    for action in bar.actions():
        place = bar.actionGeometry(action)
        if place.isEmpty() or not bar.rect().contains(place):
            found.append(f"menu {action.text()!r} at {place} is not in {bar.rect()}")
    return found


def _table(table: QTableWidget) -> list[str]:
    metrics, found = table.fontMetrics(), []
    for row in range(table.rowCount()):
        for column in range(table.columnCount()):
            if table.isColumnHidden(column):
                continue
            text = table.item(row, column).text()
            if metrics.horizontalAdvance(text) + 6 > table.columnWidth(column):
                found.append(f"{text!r} is wider than column {column}: {table.columnWidth(column)}")
        header = table.verticalHeaderItem(row)
        if metrics.horizontalAdvance(header.text()) > table.verticalHeader().width():
            found.append(f"row {header.text()!r} is wider than its header")
        if table.rowHeight(row) < metrics.height():
            found.append(f"row {row} is {table.rowHeight(row)} high")
    last = table.rowViewportPosition(table.rowCount() - 1) + table.rowHeight(table.rowCount() - 1)
    if last > table.viewport().height():
        found.append(f"the table ends at {last}, its room at {table.viewport().height()}")
    return found


def reach(window: QWidget) -> list[str]:
    """Controls that cannot be brought into sight, whole."""
    found = []
    kinds = (QAbstractButton, QAbstractSpinBox, QComboBox)
    for area in window.findChildren(QScrollArea):
        if not area.isVisible():
            continue
        controls = [w for kind in kinds for w in area.widget().findChildren(kind)]
        for control in controls:
            if not control.isVisible() or control.objectName().startswith("qt_"):
                continue
            for corner in (control.rect().bottomRight(), control.rect().topLeft()):
                at = control.mapTo(area.widget(), corner)
                area.ensureVisible(at.x(), at.y(), 1, 1)
            seen = control.visibleRegion().boundingRect()
            if seen != control.rect():
                found.append(f"{name(control)}: of {control.rect()} only {seen} can be seen")
        area.verticalScrollBar().setValue(0)
    return found


def settle_layout() -> None:
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        QCoreApplication.processEvents()


def show_all_tabs(window) -> Iterator[None]:
    """Once for each tab of the page, or once where it has none."""
    tabs = [tabs for tabs in window.page.findChildren(QTabWidget) if tabs.isVisible()]
    if not tabs:
        yield
    for one in tabs:
        for index in range(one.count()):
            one.setCurrentIndex(index)
            settle_layout()
            yield
        one.setCurrentIndex(0)


@pytest.mark.parametrize("page", list(PAGES))
@pytest.mark.parametrize("colours", ["light", pytest.param("dark", marks=pytest.mark.slow)])
@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("projector", [False, True], ids=["normal", "projector"])
def test_everything_fits_at_every_size(window, qtbot, page, language, projector, colours):
    if colours == "dark" and (language, projector) != ("en", False):
        pytest.skip("colours do not change sizes: once is enough")
    shown = window(FULL, page=page, language=language, projector=projector, theme=colours)
    wrong: dict[str, list[str]] = {}
    for width, height in SIZES:
        shown.resize(width, height)
        settle_layout()
        assert (shown.width(), shown.height()) == (width, height)
        for _ in show_all_tabs(shown):
            for text in problems(shown) + reach(shown):
                wrong.setdefault(text, []).append(f"{width}x{height}")
    assert not wrong, "\n".join(
        f"{text} at {', '.join(dict.fromkeys(at))}" for text, at in wrong.items()
    )


@pytest.mark.parametrize("page", list(PAGES))
@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("projector", [False, True], ids=["normal", "projector"])
def test_everything_fits_where_only_the_plots_are_left(window, page, language, projector):
    shown = window(FULL, page=page, language=language, projector=projector, theme="dark")
    shown.actions_["view.focus"].trigger()
    wrong: dict[str, list[str]] = {}
    for width, height in SIZES:
        shown.resize(width, height)
        settle_layout()
        assert (shown.width(), shown.height()) == (width, height)
        for text in problems(shown) + reach(shown):
            wrong.setdefault(text, []).append(f"{width}x{height}")
    assert not wrong


@pytest.fixture
def large_text() -> Iterator[None]:
    """The person has asked their system for text of twice the size."""
    theme.text_scale = 2.0
    yield
    theme.text_scale = 1.0
    theme.fit(*SMALLEST)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("page", list(PAGES))
def test_everything_fits_with_large_text_too(window, large_text, page, language):
    shown = window(FULL, page=page, language=language)
    for width, height in ((1024, 640), (1366, 768), (1920, 1080)):
        shown.resize(width, height)
        settle_layout()
        assert (shown.width(), shown.height()) == (width, height)
        assert theme.sizes.font >= (15 if width == 1024 else 18)  # of the usual 13
        wrong = [text for _ in show_all_tabs(shown) for text in problems(shown) + reach(shown)]
        assert not wrong, f"{width}x{height}"


@pytest.mark.parametrize("projector", [False, True], ids=["normal", "projector"])
def test_plots_keep_a_size_that_can_be_read(window, projector):
    shown = window(FULL, projector=projector)
    for width, height in SIZES:
        shown.resize(width, height)
        settle_layout()
        for plot in ("plot.weights", "plot.matrix", "plot.output"):
            widget = find(shown, plot)
            assert widget.width() >= 200, f"{plot} at {width}x{height}: {widget.size()}"
            assert widget.height() >= 90, f"{plot} at {width}x{height}: {widget.size()}"


def test_a_long_message_fits_too(window, qtbot):
    shown = window(FULL, size=(1024, 720))
    with settling(qtbot, shown):
        shown.set_experiment(small(layer={"in_features": 1_048_576, "out_features": 1_048_576}))
    settle_layout()
    assert shown.message.isVisible()
    assert not problems(shown)


def test_four_pins_with_long_names_fit_too(window):
    shown = window(FULL, size=(1024, 720))
    for _ in range(4):
        find(shown, "view.pin.button").click()
    settle_layout()
    assert not problems(shown)


def test_the_panel_does_not_grow_with_the_methods_that_were_shown(window):
    shown = window(small())
    method = find(shown, "weight_init.method")
    heights = []
    for _ in range(3):
        for index in (13, 5, 0):
            method.setCurrentIndex(index)
        settle_layout()
        heights.append(shown.panel.widget().sizeHint().height())
    assert len(set(heights)) == 1


def test_switching_language_and_scale_while_open_fits_as_well(window):
    shown = window(FULL, size=(1366, 768))
    for _ in range(2):
        shown.appearance.next_language()
        shown.actions_["projector"].trigger()
        settle_layout()
        assert not problems(shown)


def test_the_window_cannot_be_made_smaller_than_its_contents(window):
    shown = window(FULL)
    shown.resize(100, 100)
    settle_layout()
    least = shown.centralWidget().minimumSizeHint()
    assert shown.width() >= least.width()
    assert shown.height() >= least.height()


def test_the_title_of_a_card_is_left_of_its_tools(window):
    shown = window(FULL, size=(1600, 900))
    card = shown.page.statistics
    title = card.title.mapTo(card, QPoint(0, 0))
    for button in card.buttons:
        assert button.mapTo(card, QPoint(0, 0)).x() > title.x()


def test_what_does_not_fit_is_found(qtbot):
    """The walk itself: two labels on one another, one too narrow, one outside."""
    box = QWidget()
    qtbot.addWidget(box)
    box.resize(200, 100)
    labels = [QLabel("a label with a long text", box) for _ in range(3)]
    labels[0].setGeometry(0, 0, 40, 20)
    labels[1].setGeometry(20, 0, 190, 20)
    labels[2].setGeometry(0, 40, 180, 20)
    button = QToolButton(box)
    button.setText("a button with a long text")
    button.setGeometry(0, 70, 30, 20)
    box.show()
    found = problems(box)
    assert [
        word for word in ("needs", "overlap", "leaves") if not any(word in f for f in found)
    ] == []
    assert sum("QToolButton" in text for text in found) == 1
