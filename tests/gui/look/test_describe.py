"""Help on every control: what it is, one sentence, and torch's name, in both languages."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from typing import Any

import pyqtgraph as pg
import pytest
import torch
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QPlainTextEdit,
    QSlider,
    QTableWidget,
    QWhatsThis,
    QWidget,
)
from torch import nn

from core.init.methods import REGISTRY, bias_methods, weight_methods
from core.pages import PAGES
from gui.look.describe import explained
from tests.gui.support import find, small

KINDS = (
    *(QAbstractButton, QComboBox, QAbstractSpinBox, QSlider),
    *(pg.GraphicsView, QPlainTextEdit, QTableWidget),
)
NAMED = ("PyTorch: ", "PyTorch 写法：")


def controls(*roots: QWidget) -> list[QWidget]:
    """Everything that a person can work or read of, but for what Qt makes inside of others."""
    found = {
        id(widget): widget
        for root in roots
        for widget in root.findChildren(QWidget)
        if isinstance(widget, KINDS) or widget.objectName().startswith("plot.")
    }
    return [w for w in found.values() if not (w.isHidden() or w.objectName().startswith("qt_"))]


def what(widget: QWidget) -> str:
    """Its own text, or that of what it is a part of, as Qt looks for it."""
    part: QWidget | None = widget
    while part is not None and not part.whatsThis():
        part = part.parentWidget()
    return part.whatsThis() if part is not None else ""


def said(window) -> dict[str, str]:
    return {
        widget.objectName() or f"{type(widget).__name__} {number}": what(widget)
        for number, widget in enumerate(controls(window.panel, window.page, window.top))
    }


def untranslated(text: str) -> list[str]:
    """Lines with words of which none is Chinese."""
    lines = [line for line in text.split("\n") if re.search(r"[A-Za-z]{3}", line)]
    return [line for line in lines if not re.search(r"[\u4e00-\u9fff]", line)]


PAGE_PARTS = {
    "layer": {"plot.weights", "plot.matrix", "plot.output", "code", "view.bins"},
    "dropout": {"plot.dropout.vector", "plot.dropout.mean", "dropout.vector", "dropout.sample"},
    "depth": {"plot.depth.forward", "plot.depth.backward", "depth.layers", "depth.own_scale"},
    "inspect": {"plot.inspect.histogram", "plot.inspect.depth", "inspect.open", "inspect.role"},
    "sweep": {"plot.sweep.map", "sweep.start", "sweep.preset", "sweep.x", "sweep.cell"},
    "train": {"plot.train.curves", "train.start", "train.lr", "depth.layers", "race.preset"},
}


@pytest.mark.parametrize("page", list(PAGES))
@pytest.mark.parametrize("size", [(1600, 900), (1024, 768)], ids=["wide", "narrow"])
def test_every_control_is_explained_in_both_languages(window, page, size):
    shown = window(small(dropout={"p": 0.5}), page=page, size=size)
    english = said(shown)
    assert english.keys() >= PAGE_PARTS[page] | {"layer.bias", "run.reroll", "show.layer"}
    assert [name for name, text in english.items() if not text] == []
    shown.appearance.set_language("zh_CN")
    chinese = said(shown)
    assert chinese.keys() == english.keys()
    left = {name: untranslated(text) for name, text in chinese.items() if untranslated(text)}
    assert left == {}
    assert [name for name, text in chinese.items() if text == english[name]] == []
    shown.appearance.set_language("en")
    assert said(shown) == english


@pytest.mark.parametrize("section", ["weight_init", "bias_init"])
def test_the_parameters_of_every_method_are_explained_in_both_languages(window, section):
    shown = window(small())
    methods = weight_methods(2) if section == "weight_init" else bias_methods()
    for language in ("en", "zh_CN"):
        shown.appearance.set_language(language)
        for entry in methods:
            shown.set_experiment(small(**{section: {"method": entry.method}}))
            names = [f"{section}.{p.name}" for p in entry.parameters]
            for name in (f"{section}.method", *names):
                text = find(shown, name).whatsThis()
                assert text, name
                call = {
                    "default": "nn.Linear.reset_parameters",
                    "lecun_normal": "nn.init.normal_",
                }.get(entry.method, f"nn.init.{entry.method}_")
                if name in names:
                    call += f"({name.partition('.')[2]})"
                assert text.endswith(NAMED[language == "zh_CN"] + call)
                if language == "zh_CN":
                    assert not untranslated(text), name


# What the texts say:


def test_a_text_is_the_name_a_sentence_and_torch_s_name():
    assert explained("Seed", "Draws it.", "torch.manual_seed(seed)") == (
        "Seed\nDraws it.\nPyTorch: torch.manual_seed(seed)"
    )
    assert explained("Seed", "Seed of the generator.") == "Seed of the generator."
    assert explained("Seed", "") == "Seed"


def test_a_label_says_what_its_control_says(window):
    shown = window(small(weight_init={"method": "xavier_normal"}))
    labels = [label for label in shown.panel.findChildren(QLabel) if label.buddy() is not None]
    assert len(labels) >= 12
    for label in labels:
        assert label.whatsThis() == label.buddy().whatsThis()


def torch_names(window) -> Iterator[str]:
    for text in said(window).values():
        for line in text.split("\n"):
            if line.startswith(NAMED[0]):
                yield line.removeprefix(NAMED[0])


TENSOR = torch.ones(2, 2)
KNOWN: dict[str, Any] = {
    "torch": torch,
    "nn": nn,
    "linear": nn.Linear(2, 2),
    "dropout": nn.Dropout(),
    **dict.fromkeys(("x", "y", "h", "z", "mean", "w"), TENSOR),
}


def test_the_names_are_those_of_torch(window):
    names: set[str] = set()
    for page in PAGES.values():
        shown = window(small(weight_init={"method": "trunc_normal"}), page=page.key)
        names |= {one for name in torch_names(shown) for one in name.split(", ")}
    names |= {f"nn.init.{e.method}_({p.name})" for e in REGISTRY.values() for p in e.parameters}
    assert {"torch.manual_seed(seed)", "nn.Dropout(p)", "nn.init.trunc_normal_(std)"} <= names
    for name in names - {"…", "out_features)"}:
        assert is_of_torch(name), name
    assert not is_of_torch("nn.init.xavier_(gain)")
    assert not is_of_torch("nn.Dropout(probability)")


def is_of_torch(name: str) -> bool:
    """Whether it can be found in torch, its argument included; `y = dropout(x)` can be run."""
    called = re.fullmatch(r"((?:torch|nn)[\w.]*)(?:\((\w*)\)?)?", name)
    if called is None:
        return isinstance(ast.parse(name), ast.Module) and runs(name)
    found: Any = KNOWN
    for part in called[1].split("."):
        found = found[part] if isinstance(found, dict) else getattr(found, part, None)
    if found is None or not called[2] or called[2] in KNOWN:
        return found is not None
    try:
        arguments = set(inspect.signature(found).parameters)
    except ValueError:  # written in C++: its docstring begins with the signature
        return called[2] in found.__doc__.partition("\n\n")[0]
    return called[2] in arguments


def runs(code: str) -> bool:
    exec(code, dict(KNOWN))
    return True


# F1 and Shift+F1:


@pytest.fixture(autouse=True)
def _no_bubble_is_left(qapp) -> Iterator[None]:
    yield
    QWhatsThis.leaveWhatsThisMode()
    QWhatsThis.hideText()


@pytest.fixture
def bubbles(monkeypatch) -> list[tuple[QPoint, str]]:
    """The bubbles that Qt is asked to show."""
    shown: list[tuple[QPoint, str]] = []

    def show(place: QPoint, text: str, _widget: QWidget | None = None) -> None:
        shown.append((place, text))

    monkeypatch.setattr(QWhatsThis, "showText", staticmethod(show))
    return shown


def focused(window, qtbot, name: str) -> QWidget:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    widget = find(window, name)
    widget.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is widget)
    return widget


@pytest.mark.parametrize(
    "name",
    ["layer.in_features", "layer.in_features.slider", "weight_init.method", "weight_init.gain",
     "layer.bias", "run.seed", "run.reroll", "view.bins", "plot.matrix", "code"],
)  # fmt: skip
def test_f1_explains_the_control_with_the_focus(window, qtbot, bubbles, name):
    shown = window(small(weight_init={"method": "xavier_normal"}), size=(1600, 900))
    widget = focused(shown, qtbot, name)
    QTest.keyClick(widget, Qt.Key.Key_F1)
    assert [text for _, text in bubbles] == [widget.whatsThis()]
    place = widget.mapFromGlobal(bubbles[0][0])
    assert widget.rect().contains(place)


def test_f1_in_the_editable_vector_explains_it(window, qtbot, bubbles):
    shown = window(small(), page="dropout")
    widget = focused(shown, qtbot, "dropout.vector")
    QTest.keyClick(widget.lineEdit(), Qt.Key.Key_F1)
    assert [text for _, text in bubbles] == [widget.whatsThis()]


def test_f1_opens_a_bubble(window, qtbot):
    shown = window(small())
    widget = focused(shown, qtbot, "layer.in_features")
    assert not is_open()
    QTest.keyClick(widget, Qt.Key.Key_F1)
    assert is_open()


def is_open() -> bool:
    names = [w.metaObject().className() for w in QApplication.topLevelWidgets() if w.isVisible()]
    return "QWhatsThat" in names


def test_f1_where_nothing_has_the_focus_asks_for_a_control(window, qtbot, bubbles):
    shown = window(small())
    shown.activateWindow()
    qtbot.waitUntil(shown.isActiveWindow)
    shown.setFocus()
    QTest.keyClick(shown, Qt.Key.Key_F1)
    assert not bubbles
    assert QWhatsThis.inWhatsThisMode()


class _Heard(QObject):
    """Notes what a widget is asked to explain."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WhatsThis and isinstance(watched, QWidget):
            self.texts.append(watched.whatsThis())
        return False


@pytest.mark.parametrize(
    "name", ["weight_init.gain", "run.reroll", "layer.bias", "dropout.p.slider"]
)
def test_shift_f1_and_a_click_explain_a_control_without_working_it(window, name):
    shown = window(small(weight_init={"method": "xavier_normal"}))
    before = shown.experiment()
    QTest.keyClick(shown, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    assert QWhatsThis.inWhatsThisMode()
    widget, heard = find(shown, name), _Heard()
    widget.installEventFilter(heard)
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=QPoint(8, widget.height() // 2))
    assert heard.texts == [widget.whatsThis()]
    assert not QWhatsThis.inWhatsThisMode()
    assert shown.experiment() == before


def test_escape_leaves_the_mode_and_stops_nothing(window, monkeypatch):
    shown = window(small())
    stopped: list[bool] = []
    monkeypatch.setattr(shown.runner, "cancel", lambda: stopped.append(True))
    QTest.keyClick(shown, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    assert not QWhatsThis.inWhatsThisMode()
    assert not stopped


def test_the_help_menu_has_both(window):
    shown = window(small())
    keys = {name: shown.actions_[name].shortcut().toString() for name in HELP}
    assert keys == HELP
    shown.actions_["help.whats_this"].trigger()
    assert QWhatsThis.inWhatsThisMode()


HELP = {"help.control": "F1", "help.whats_this": "Shift+F1"}
