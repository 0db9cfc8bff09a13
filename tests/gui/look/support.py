"""The catalogue's messages, every text that a window shows, and what of it is English."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QMenu,
    QSpinBox,
    QTableWidget,
    QTabWidget,
    QWidget,
)

from core.experiment import Experiment
from core.init.methods import REGISTRY
from gui.look.i18n import plain
from gui.plots.histogram import HistogramPlot

ROOT = Path(__file__).parents[3]
CHINESE = ROOT / "resources" / "i18n" / "initlab_zh_CN.ts"
PLACEHOLDER = re.compile(r"\{\w*(?::%)?\}")


def messages(path: Path) -> Iterator[tuple[str, str, str, str]]:
    """Context, source, translation and its state, of every message."""
    for context in ET.parse(path).getroot().iter("context"):
        for entry in context.iter("message"):
            text = entry.find("translation")
            assert text is not None
            state = text.get("type", "")
            yield (
                context.findtext("name", ""),
                entry.findtext("source", ""),
                text.text or "",
                state,
            )


WHOLE = {
    "welcome": {
        "layer": {"in_features": 64, "out_features": 32, "activation": "tanh"},
        "weight_init": {"method": "xavier_normal"},
        "dropout": {"p": 0.5},
    },
    "spikes": {"layer": {"bias": False}, "weight_init": {"method": "eye"}},
    "notes": {
        "layer": {"in_features": 600, "out_features": 520, "activation": "relu"},
        "weight_init": {"method": "trunc_normal", "mean": 9.0, "std": 2.0},
        "dropout": {"p": 0.5, "training": False},
    },
    "mixture": {"weight_init": {"method": "sparse"}, "bias_init": {"method": "constant"}},
    "ignored": {
        "layer": {"activation": "relu"},
        "weight_init": {"method": "kaiming_uniform", "a": 1.0, "nonlinearity": "relu"},
        "run": {"dtype": "float16"},
    },
    "sphere": {
        "weight_init": {"method": "orthogonal"},
        "bias_init": {"method": "normal"},
        "dropout": {"p": 1.0},
    },
    "refused": {"weight_init": {"method": "orthogonal"}, "run": {"dtype": "bfloat16"}},
    "memory": {"layer": {"in_features": 1048576, "out_features": 1048576}},
    "undefined": {"weight_init": {"method": "normal", "std": 1e6}, "run": {"dtype": "float16"}},
    "overflow": {"weight_init": {"method": "constant", "val": 1e300}, "run": {"dtype": "float64"}},
}


def described(name: str) -> Experiment:
    return Experiment.from_dict({"initlab": 1, **WHOLE[name]})


CHANGING = re.compile(r"[\d.,e+-]+ (ms|[KMGT]iB)")
"""Times and free memory, which differ from run to run."""


def speak(window, name: str) -> None:
    window.appearance.set_language(name)
    QApplication.processEvents()


def is_identifier(widget: QWidget, text: str) -> bool:
    """A label such as `mean` that names a key of the experiment, which has one name only."""
    buddy = widget.buddy() if isinstance(widget, QLabel) else None
    return buddy is not None and buddy.objectName().rpartition(".")[2] == text


def texts_of(widget: QWidget) -> Iterator[str]:
    yield from (widget.toolTip(), widget.statusTip(), widget.whatsThis(), widget.windowTitle())
    yield from (widget.accessibleName(), widget.accessibleDescription())
    if isinstance(widget, QLabel | QAbstractButton) and not is_identifier(widget, widget.text()):
        yield widget.text()
    if isinstance(widget, QComboBox):
        for index in range(widget.count()):
            yield widget.itemText(index)
            yield widget.itemData(index, Qt.ItemDataRole.ToolTipRole) or ""
    if isinstance(widget, QSpinBox):
        yield widget.specialValueText()
    if isinstance(widget, QTabWidget):
        yield from (widget.tabText(index) for index in range(widget.count()))
    if isinstance(widget, QMenu):
        yield widget.title()
    if isinstance(widget, QTableWidget):
        yield from table_texts(widget)
    if isinstance(widget, HistogramPlot):
        yield from (label.text for label in widget.labels)
    if isinstance(widget, pg.GraphicsView):
        for item in widget.scene().items():
            if isinstance(item, pg.AxisItem):
                yield item.labelText


def table_texts(table: QTableWidget) -> Iterator[str]:
    columns, rows = range(table.columnCount()), range(table.rowCount())
    items = [table.horizontalHeaderItem(column) for column in columns]
    items += [table.verticalHeaderItem(row) for row in rows]
    items += [table.item(row, column) for row in rows for column in columns]
    yield from (item.text() for item in items if item is not None)


def shown(window: QWidget) -> list[str]:
    """Every text of the window, one entry a line, without times and free memory."""
    texts = [
        text for widget in (window, *window.findChildren(QWidget)) for text in texts_of(widget)
    ]
    for action in window.findChildren(QAction):
        if isinstance(action.parent(), pg.GraphicsScene):
            continue  # of a menu that pyqtgraph never opens here
        texts += [action.text(), action.iconText(), action.toolTip(), action.statusTip()]
    lines = [line.strip() for text in texts for line in text.split("\n")]
    return [CHANGING.sub("…", line) for line in lines if line]


def english() -> tuple[set[str], list[re.Pattern[str]]]:
    """What must not be shown: whole texts, and sentences with places."""
    whole, patterns = set(), []
    for _, source, text, _ in messages(CHINESE):
        if source == text:
            continue
        if not PLACEHOLDER.search(source):
            whole |= {source, plain(source)}
        elif re.search(r"[A-Za-z]{3}", PLACEHOLDER.sub("", source)):
            parts = [re.escape(part) for part in PLACEHOLDER.split(source)]
            patterns.append(re.compile(".+".join(parts)))
    return whole, patterns


def left_in_english(window: QWidget) -> set[str]:
    whole, patterns = english()
    return {
        text
        for text in shown(window)
        if text not in REGISTRY  # torch's names of its methods are those of every language
        if text in whole or any(pattern.fullmatch(text) for pattern in patterns)
    }
