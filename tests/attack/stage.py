"""A process for an attack: the real window, and everything that must not happen noticed."""

from __future__ import annotations

import faulthandler
import gc
import os
import sys
import threading
import time
import traceback
import warnings
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Any

import psutil
import torch  # noqa: F401 - before Qt, as in main.py
from PySide6.QtCore import (
    QCoreApplication,
    QElapsedTimer,
    QEvent,
    QEventLoop,
    QMimeData,
    QObject,
    QSettings,
    QTimer,
    QtMsgType,
    QUrl,
    Slot,
    qInstallMessageHandler,
)
from PySide6.QtGui import QDesktopServices, QFontDatabase, QGuiApplication, QPixmapCache
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QFileDialog,
    QMenu,
    QMessageBox,
    QWidget,
)
from shiboken6 import isValid

from core import depth
from core.build import memory
from core.context import last
from core.experiment import Experiment
from core.init.formula import font_file
from gui import app
from gui.files.autosave import REMEMBER_AFTER_MILLISECONDS
from gui.files.settings import Settings
from gui.look import i18n
from gui.window import MainWindow
from tests.attack.memory import give_back, held_memory, own_memory

HANG = 5.0
"""Seconds after which a window that does not answer hangs."""

LAST_TIMER = REMEMBER_AFTER_MILLISECONDS / 1000 + 2.0
"""Seconds after which nothing that was only begun is still on its way: a change is kept then."""

PATIENCE = 120.0
"""Seconds after which a picture that should have come will not."""

SIZE = (1280, 800)
PLAIN = Experiment.from_dict({"initlab": 1, "layer": {"in_features": 20, "out_features": 30}})
DIGITS = Experiment.from_dict({"initlab": 1, "depth": {"input": "digits"}})
HARMLESS = ("propagateSizeHints", "This plugin does not support")
"""What Qt says of every window of the offscreen platform."""


@dataclass(frozen=True, slots=True)
class Census:
    """What a process holds while its window shows the plain experiment.

    memory      bytes that are the process's own, after what is free has been given back; files
                that are mapped, such as fonts, belong to the system, which may drop them
    held        bytes of them that somebody has asked the C library for and not given back; the
                rest are Python's own and holes between these
    handles     open files, pipes and sockets
    threads     those of Python; torch keeps its own
    tracked     objects that Python's collector knows
    objects     how many QObjects of each class the window has
    timers      how many of them are timers that run
    """

    memory: int
    held: int
    handles: int
    threads: int
    tracked: int
    objects: Counter[str] = field(repr=False)
    timers: int = 0
    tops: tuple[str, ...] = ()


class Stage(QObject):
    """Makes the window and keeps it; collects what must not happen in `faults`.

    A window that does not answer for HANG seconds ends the process, with every thread's stack.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        faulthandler.enable()
        self.folder = folder
        self.faults: list[str] = []
        self.answer = 0
        self.file = ""
        for form in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
            for scope in (QSettings.Scope.UserScope, QSettings.Scope.SystemScope):
                QSettings.setPath(form, scope, str(folder / "settings"))
        self.application = app.make_application()
        qInstallMessageHandler(self._said)
        warnings.showwarning = self._warned
        sys.excepthook = self._raised
        threading.excepthook = lambda found: self._raised(
            found.exc_type, found.exc_value, found.exc_traceback
        )
        sys.unraisablehook = lambda found: self._raised(
            found.exc_type, found.exc_value, found.exc_traceback
        )
        QFileDialog.getOpenFileName = self._file_name  # type: ignore[method-assign, assignment]
        QFileDialog.getSaveFileName = self._file_name  # type: ignore[method-assign, assignment]
        for scheme in ("http", "https"):
            QDesktopServices.setUrlHandler(scheme, self, "_open_address")
        self.closer = QTimer(self)
        self.closer.setInterval(2)
        self.closer.timeout.connect(self._close_dialogs)
        self.closer.start()
        last(depth.run(DIGITS))  # scikit-learn comes once, with 90 MB: before anything is counted
        self.window = self._make(PLAIN)
        self.settle()
        self.collector = app.quiet_collector()

    def _make(self, experiment: Experiment | None) -> MainWindow:
        options = app.Options(language="en", theme="light", projector=False, size=SIZE)
        window = app.create_window(experiment, options, Settings())
        window.show()
        return window

    # What must not happen:

    def fault(self, text: str) -> None:
        """Remember it, and say it at once: the process may not live to its end."""
        self.faults.append(text)
        print(f"FAULT {text}", file=sys.stderr, flush=True)

    def _said(self, kind: QtMsgType, _: Any, text: str) -> None:
        if not any(words in text for words in HARMLESS):
            self.fault(f"Qt said: {text}")

    def _warned(self, text: Warning | str, kind: type[Warning], *_: Any, **__: Any) -> None:
        self.fault(f"{kind.__name__}: {text}\n{''.join(traceback.format_stack(limit=12))}")

    def _raised(
        self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.fault("".join(traceback.format_exception(kind, error, trace)))

    def alive(self) -> None:
        """The window answers: count anew."""
        faulthandler.dump_traceback_later(HANG, exit=True)

    # What a person would do:

    @Slot(QUrl)
    def _open_address(self, url: QUrl) -> None:
        """The browser opens."""

    def _file_name(self, *_: Any, **__: Any) -> tuple[str, str]:
        return self.file, ""

    def _close_dialogs(self) -> None:
        """Answer what stands in the way, as `answer` says."""
        self.alive()
        popup = QApplication.activePopupWidget()
        if isinstance(popup, QMenu):
            # Not QAction.menu(): the wrapper that it returns takes the menu with it when it goes.
            others = {menu.menuAction() for menu in popup.findChildren(QMenu)}
            actions = [a for a in popup.actions() if a.isEnabled() and not a.isSeparator()]
            harmless = [a for a in actions if a.objectName() != "quit" and a not in others]
            popup.close()
            if harmless and self.answer % 2:
                # From the event loop: a timer that is in its own call does not fire again, and
                # nobody would answer the dialog that opens.
                QTimer.singleShot(0, harmless[self.answer % len(harmless)].trigger)
            return
        if popup is not None:
            popup.close()
            return
        dialog = QApplication.activeModalWidget()
        if dialog is None:
            return
        self.answer, answer = self.answer // 2, self.answer
        if isinstance(dialog, QMessageBox):
            # At once: its buttons go with it, and its caller goes on when this call has ended.
            buttons = dialog.buttons()
            buttons[answer % len(buttons)].click()
            return
        buttons = [b for b in dialog.findChildren(QAbstractButton) if b.isEnabled()]
        if answer % 2 and buttons:
            QTimer.singleShot(0, buttons[answer % len(buttons)].click)
        elif isinstance(dialog, QDialog):
            dialog.reject()
        else:
            dialog.close()

    # Time:

    def let(self, milliseconds: int) -> None:
        """Let the window work for so long."""
        clock = QElapsedTimer()
        clock.start()
        self.alive()
        QCoreApplication.processEvents()
        while clock.elapsed() < milliseconds:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
            self.alive()
            time.sleep(0.001)

    def settle(self) -> bool:
        """Wait until the newest experiment has been drawn; a fault where it never is."""
        end = time.monotonic() + PATIENCE
        while not self.window.is_settled:
            if time.monotonic() > end:
                self.fault(f"never settled: {self.window.experiment().to_dict()}")
                return False
            self.let(5)
        return True

    # Ends:

    def come_to_rest(self) -> None:
        """The window as it was at the beginning, whatever has been done to it."""
        window = self.window
        self.answer, self.file = 0, ""
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, QDialog) and widget.isVisible():
                widget.reject()
        window.lessons.presenter.leave()
        window.lessons.blackout.hide()
        for name in ("full_screen", "view.focus", "projector"):
            window.actions_[name].setChecked(False)
            self.alive()
        window.showNormal()
        if i18n.language() != "en":
            window.appearance.set_language("en")
        self.alive()
        window.appearance.set_theme("light")
        self.alive()
        window.resize(*SIZE)
        QGuiApplication.clipboard().clear()
        for key in ("dropout", "depth", "layer"):
            window.show_page(key)
            self._show(PLAIN)
        window.model.open(PLAIN, "")
        window.model.history.clear()

    def _show(self, experiment: Experiment) -> None:
        self.window.progress.cancel()
        self.window.set_experiment(experiment)
        self.settle()

    def census(self, fresh: bool = False) -> Census:
        """Come to rest, tidy up and count.

        `fresh` closes this window in the end, and counts what is held with another one in its
        place and without what is only remembered. An old one keeps up to 20 MB more or less, in
        parts that it makes when they are first shown and in what it drew last; Qt keeps fonts, a
        megabyte for each size of each, of which the last acts choose which are there. A leak of
        some bytes an act is lost in that.
        """
        self._tidy()
        objects = [o for o in self.window.findChildren(QObject) if isValid(o)]
        process = psutil.Process()
        found = Census(
            memory=own_memory(),
            held=held_memory(),
            handles=process.num_fds() if os.name == "posix" else process.num_handles(),
            threads=threading.active_count(),
            tracked=len(gc.get_objects()),
            objects=Counter(o.metaObject().className() for o in objects),
            timers=len(self._timers()),
            tops=tuple(sorted(_name(w) for w in QApplication.topLevelWidgets() if _ours(w))),
        )
        if not fresh:
            return found
        del objects
        self._close()
        _forget()
        self.window = self._make(None)
        self._tidy()
        return replace(found, held=held_memory())

    def _tidy(self) -> None:
        """Come to rest, and let go of what is no longer needed."""
        self.come_to_rest()
        end = time.monotonic() + LAST_TIMER
        while self._timers() and time.monotonic() < end:
            self.let(50)
        for _ in range(2):
            self.let(50)
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            gc.collect()
        self.alive()
        give_back()

    def _timers(self) -> list[QTimer]:
        """Those of the window that run."""
        return [t for t in self.window.findChildren(QTimer) if isValid(t) and t.isActive()]

    def reopen(self) -> None:
        """Close the window in the middle of what it does, and open another."""
        self._close()
        self.window = self._make(None)

    def _close(self) -> None:
        window = self.window
        window.document.may_leave = lambda: True  # type: ignore[method-assign]
        window.exporter.may_leave = lambda: True  # type: ignore[method-assign]
        begun = time.monotonic()
        window.close()
        took = time.monotonic() - begun
        if took > 1.0:
            self.fault(f"closing the window took {took:.2f} s")
        window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def end(self) -> None:
        """Close the window; threads, timers and widgets that stay are faults."""
        self._close()
        self.closer.stop()
        self.collector.timer.stop()
        gc.unfreeze()  # what was frozen is not found among the others
        del self.window, self.collector
        for _ in range(3):
            QCoreApplication.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            gc.collect()
        faulthandler.cancel_dump_traceback_later()
        for thread in threading.enumerate():
            if thread is not threading.main_thread():
                thread.join(5)
                if thread.is_alive():
                    self.fault(f"the thread {thread.name} is left")
        for widget in QApplication.topLevelWidgets():
            if _ours(widget):
                self.fault(f"the widget {_name(widget)} is left")
        for found in gc.get_objects():
            # type: isinstance would wake modules that torch loads when they are asked for.
            if type(found) is QTimer and isValid(found) and found.isActive():
                self.fault(f"a timer of {found.parent()} is left")
            if type(found) is MainWindow:
                self.fault("a closed window is left")
        qInstallMessageHandler(None)


def _forget() -> None:
    """Let Qt and core forget what they only remember; no window may be open."""
    gc.collect()
    QPixmapCache.clear()
    memory.release()
    # A change of the fonts that there are empties the cache of those in use.
    QFontDatabase.removeApplicationFont(QFontDatabase.addApplicationFont(str(font_file())))


def _name(widget: QWidget) -> str:
    return widget.objectName() or widget.metaObject().className()


def _ours(widget: QWidget) -> bool:
    """Qt keeps one tooltip for the whole program, and menus without a parent for each plot."""
    kind = widget.metaObject().className()
    return kind != "QTipLabel" and not (kind == "QMenu" and not widget.isVisible())


def dropped(text: str) -> QMimeData:
    """What is dragged: a file's path, or any other text."""
    data = QMimeData()
    if os.path.isabs(text):
        data.setUrls([QUrl.fromLocalFile(text)])
    else:
        data.setText(text)
    return data
