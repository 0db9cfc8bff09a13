"""Help > About: what a bug report needs, and how it gets there."""

from __future__ import annotations

import platform
from email.message import Message
from importlib import metadata
from pathlib import Path

import pytest
import torch
from PySide6 import __version__ as qt_version
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QPushButton,
)

from core.machine import devices
from core.machine.devices import Device
from gui.help.about import AboutDialog, report
from tests.gui.support import find, small

ROOT = Path(__file__).parents[3]


def test_the_report_names_versions_system_and_devices():
    text = report()
    assert f"torch {torch.__version__}" in text
    assert qt_version in text
    assert platform.python_version() in text
    for package in ("numpy", "pyqtgraph", "scipy", "numba", "initlab"):
        assert package in text
    assert "device cpu" in text
    assert QGuiApplication.platformName() in text


def test_the_report_names_an_accelerator_with_its_name(monkeypatch):
    found = (Device("cpu"), Device("cuda:0", "NVIDIA H200"))
    monkeypatch.setattr(devices, "available", lambda: found)
    assert "device cuda:0 NVIDIA H200" in report().splitlines()


def test_the_button_copies_the_report(window):
    shown = window(small())
    dialog = AboutDialog(shown)
    QGuiApplication.clipboard().clear()
    find(dialog, "about.copy", QPushButton).click()
    assert QGuiApplication.clipboard().text() == report()
    assert find(dialog, "about.report", QPlainTextEdit).toPlainText() == report()


@pytest.mark.parametrize(("action", "name"), [("about", "about"), ("shortcuts", "shortcuts")])
def test_the_menu_opens_the_dialog_and_its_button_closes_it(window, action, name):
    shown = window(small())
    seen = []

    def close() -> None:
        dialog = QApplication.activeModalWidget()
        seen.append(dialog.objectName())
        dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Close).click()

    QTimer.singleShot(0, close)
    shown.actions_[action].trigger()
    assert seen == [name]
    assert QApplication.activeModalWidget() is None


@pytest.mark.parametrize("action", ["about", "shortcuts"])
def test_a_dialog_that_was_closed_does_not_stay_in_memory(window, action):
    shown = window(small())
    for _ in range(3):
        QTimer.singleShot(0, lambda: QApplication.activeModalWidget().reject())
        shown.actions_[action].trigger()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not shown.findChildren(QDialog, options=Qt.FindChildOption.FindDirectChildrenOnly)


def test_it_says_under_which_licence_all_of_it_may_be_used(window):
    dialog = AboutDialog(window(small()))
    text = find(dialog, "about.licence", QPlainTextEdit).toPlainText()
    assert text.startswith((ROOT / "LICENSE").read_text(encoding="utf-8").strip())
    for package, licence in (("PySide6-Essentials", "LGPL"), ("torch", "BSD"), ("segno", "BSD")):
        (line,) = [line for line in text.splitlines() if line.startswith(f"{package}: ")]
        assert licence in line
    told = [label.text() for label in dialog.findChildren(QLabel)]
    assert any("MIT" in text for text in told)


def test_it_says_where_a_fault_is_reported(window, monkeypatch):
    def told() -> str:
        return " ".join(label.text() for label in AboutDialog(shown).findChildren(QLabel))

    shown = window(small())
    assert "where you got InitLab" in told()
    described = Message()
    described["Project-URL"] = "Home, https://example.org"
    described["Project-URL"] = "Issues, https://example.org/issues?a=1&b=2"
    monkeypatch.setattr(metadata, "metadata", lambda _: described)
    assert '<a href="https://example.org/issues?a=1&amp;b=2">' in told()


def test_it_has_the_icon(window):
    picture = find(AboutDialog(window(small())), "about.icon", QLabel).pixmap()
    assert picture.width() == picture.height() >= 48
