"""Windows for tests: opened, settled, closed; what they leave behind fails the test."""

from __future__ import annotations

import gc
import sys
import threading
import weakref
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from core.experiment import Experiment
from core.stats import fused
from gui import app
from gui.files import settings
from gui.look import i18n
from gui.look.sizes import SMALLEST
from gui.look.theme import theme
from gui.window import MainWindow

HERE = Path(__file__).parent
PATIENCE = 30_000
"""Milliseconds after which something that should happen has not."""


FAILED = pytest.StashKey[bool]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What Qt complains of fails a test; what it cannot do offscreen, as for a bubble, does not."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.qt_log_level_fail("WARNING"))
            item.add_marker(
                pytest.mark.qt_log_ignore("propagateSizeHints", "This plugin does not support")
            )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    """Remember a failure: its traceback keeps the window, which is then no leak."""
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    return report


@pytest.fixture(scope="session")
def qapp() -> Iterator[QApplication]:
    """The program's own application, in the light theme, normal size and English."""
    made = app.make_application()
    theme.set("light", False)
    collector = app.quiet_collector()  # so that collecting after a test takes milliseconds
    # Where Qt waits for ever, in a menu or a loop, the timeout's signal gets its turn in Python.
    pulse = QTimer()
    pulse.timeout.connect(lambda: None)
    pulse.start(1000)
    yield made
    del collector, pulse
    gc.enable()


@pytest.fixture(autouse=True)
def _own_settings(settings_folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # On Windows and macOS the native format is not a file and cannot be redirected.
    if sys.platform != "linux":
        own = partial(QSettings, QSettings.Format.IniFormat, QSettings.Scope.UserScope)
        monkeypatch.setattr(settings, "QSettings", own)


@pytest.fixture(autouse=True)
def _no_compiler(monkeypatch: pytest.MonkeyPatch) -> None:
    """The compiled pass takes seconds to load; the plain one gives the same counts.

    What the Depth page loads ahead takes seconds too; without that its first run loads it.
    """
    monkeypatch.setattr(fused, "load", lambda: None)
    # Another test of this process may have loaded it: its sums differ in the last bits.
    monkeypatch.setattr(fused, "ready", lambda: None)
    monkeypatch.setattr(app, "load_depth", lambda: None)


def _delete_what_is_to_be_deleted() -> None:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


_made: list[weakref.ref[MainWindow]] = []


def _workers() -> list[threading.Thread]:
    return [t for t in threading.enumerate() if t.name.startswith("initlab")]


@pytest.fixture(autouse=True)
def _nothing_is_left(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[None]:
    """Theme and language go back; a window, widget or thread that stays fails the test."""
    before = set(QApplication.topLevelWidgets())
    yield
    _delete_what_is_to_be_deleted()
    threads = _workers()
    for thread in threads:  # its window does not wait for a long call of torch, this does
        thread.join(5)
    kept = _closed_windows_that_live()
    _made.clear()
    left = [w for w in QApplication.topLevelWidgets() if w not in before and _ours(w)]
    names = [w.objectName() or type(w).__name__ for w in left]
    for widget in left:
        widget.close()
        widget.deleteLater()
    _delete_what_is_to_be_deleted()
    if i18n.language() != "en":
        i18n.set_language("en")
    if (theme.choice, theme.projector) != ("light", False):
        theme.set("light", False)
    theme.fit(*SMALLEST)
    if request.node.stash.get(FAILED, False):
        return
    assert not kept, f"something still holds {kept} closed windows"
    assert not left, f"widgets left open: {names}"
    running = [thread.name for thread in threads if thread.is_alive()]
    assert not running, f"threads left running: {running}"
    _set_aside_what_lives()


def _set_aside_what_lives() -> None:
    """What outlives a test, such as a module that it imported, is not looked through again.

    With all that torch brings a look took 0.16 s, more than most tests. Garbage is not kept: what
    a widget held, such as the menus of a plot, is found only when the widget has gone.
    """
    for _ in range(5):
        if not gc.collect():
            break
    gc.freeze()


def _closed_windows_that_live() -> int:
    """How many closed windows are not garbage, after a second look where there seem to be some."""
    living = 0
    for _ in range(3):
        QCoreApplication.processEvents()  # timers that had still to fire
        gc.collect()
        living = sum(alive() is not None for alive in _made)
        if not living:
            break
    return living


def _ours(widget: QWidget) -> bool:
    # Qt keeps one tooltip label for the whole program; pyqtgraph's menus go with their plots.
    name = widget.metaObject().className()
    return not (name == "QTipLabel" or (name == "QMenu" and not widget.isVisible()))


@pytest.fixture
def window(qtbot: Any) -> Iterator[Callable[..., MainWindow]]:
    """Makes a window of an experiment, shown and settled: `window(experiment, language="zh_CN")`.

    Keywords are those of `gui.app.Options`; it is closed and deleted afterwards.
    """
    made: list[MainWindow] = []

    def make(experiment: Experiment | None = None, **options: Any) -> MainWindow:
        chosen = {"language": "en", "theme": "light", "projector": False, "size": (1280, 800)}
        window = app.create_window(experiment, app.Options(**(chosen | options)))
        made.append(window)
        _made.append(weakref.ref(window))
        with qtbot.waitSignal(window.settled, timeout=PATIENCE):
            window.show()
        return window

    yield make
    while made:
        window = made.pop()
        if not isValid(window):  # the test itself has deleted it
            continue
        window.document.may_leave = lambda: True  # type: ignore[method-assign]
        window.closing.pages_leave = lambda: True
        window.close()
        window.deleteLater()
    _delete_what_is_to_be_deleted()
