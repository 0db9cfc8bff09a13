"""What nobody foresaw: an uncaught exception is shown with a report to copy, and work goes on."""

from __future__ import annotations

import contextlib
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui.look.describe import describe
from gui.look.following import FollowsLook
from gui.look.theme import theme
from gui.widgets.sentence import Sentence

MAX_FAILURES = 20
"""Different failures in one report: enough to see what is wrong, and memory is not endless."""

DEEPEST, LONGEST, WIDEST = 60, 300, 300
"""Frames, lines and characters in a line of one of them."""


class Failures(QObject):
    """Takes Python's hooks for uncaught exceptions of every thread, until `release`.

    A slot, an event handler, a thread or a destructor that raises ends in one of them. One dialog,
    which stops nobody from working, collects what happens; the same failure again is counted.
    """

    _caught = Signal(str, str, str)

    def __init__(self, window: QWidget, *facts: Callable[[], str]) -> None:
        """`facts` tell what a report should say besides: page and experiment, versions."""
        super().__init__(window)
        self._window, self._facts = window, facts
        self._seen: dict[str, _Failure] = {}
        self.dialog: FailureDialog | None = None
        self._hooks: tuple[Any, ...] = ()
        # Queued: in the middle of a paint event, or on another thread, no dialog can open.
        self._caught.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """From now on uncaught exceptions come here; they are still printed."""
        self._hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
        sys.excepthook = self._uncaught
        threading.excepthook = self._in_thread
        sys.unraisablehook = self._unraisable

    def release(self) -> None:
        """Give the hooks back."""
        if self._hooks:
            sys.excepthook, threading.excepthook, sys.unraisablehook = self._hooks
            self._hooks = ()

    def add(self, error: BaseException) -> None:
        """Report an exception, from any thread."""
        # The place makes a failure, not its words: they may hold an address.
        place = "".join(traceback.format_tb(error.__traceback__, limit=-DEEPEST))
        trace = "".join(traceback.format_exception(error, limit=-DEEPEST)).splitlines()
        lines = "\n".join(line[:WIDEST] for line in trace[-LONGEST:]) + "\n"
        sentence = f"{type(error).__name__}: {str(error)[:200]}"
        self._caught.emit(type(error).__name__ + place, sentence, lines)

    def _uncaught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        self._print(error.with_traceback(trace))
        if issubclass(kind, Exception):
            self.add(error)

    def _in_thread(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            self._uncaught(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)

    def _unraisable(self, found: Any) -> None:
        if found.exc_value is not None:
            self._uncaught(found.exc_type, found.exc_value, found.exc_traceback)

    @staticmethod
    def _print(error: BaseException) -> None:
        # Started without a console there is no stderr, or one that nobody reads any more.
        with contextlib.suppress(Exception):
            traceback.print_exception(error, file=sys.stderr)

    def _show(self, place: str, sentence: str, lines: str) -> None:
        known = self._seen.get(place)
        if known is not None:
            known.count += 1
        elif len(self._seen) < MAX_FAILURES:
            self._seen[place] = _Failure(lines)
        else:
            return
        try:
            if self.dialog is None:
                self.dialog = FailureDialog(self._window)
            # One that comes with every repaint, and was closed, does not come back.
            if known is None or self.dialog.isVisible():
                self.dialog.show_report(sentence, self.report(), new=known is None)
        except Exception as error:  # what shows failures must not fail without end
            self._print(error)

    def report(self) -> str:
        """All that a person who mends it needs to know."""
        return "\n".join([*map(str, self._seen.values()), *map(_told, self._facts)])


def _told(fact: Callable[[], str]) -> str:
    try:
        return fact()
    except Exception as error:
        return f"(no state: {error!r})"


@dataclass(slots=True)
class _Failure:
    lines: str
    count: int = 1

    def __str__(self) -> str:
        return f"{self.count} ×\n{self.lines}" if self.count > 1 else self.lines


class FailureDialog(FollowsLook, QDialog):
    """Says that something failed, and has the report to copy. It does not block the window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("failure")
        self.setModal(False)
        self.what = Sentence("")
        self.what.setObjectName("failure.what")
        self.report = QPlainTextEdit()
        self.report.setObjectName("failure.report")
        self.report.setReadOnly(True)
        self.report.setTabChangesFocus(True)
        self.report.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.report.setMinimumSize(theme.sizes.font * 36, theme.sizes.font * 18)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.copy = QPushButton()
        self.copy.setObjectName("failure.copy")
        self.copy.clicked.connect(self._copy)
        buttons.addButton(self.copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (self.what, self.report, buttons):
            layout.addWidget(widget)
        self._reason, self._copied = "", False

    def show_report(self, sentence: str, report: str, new: bool) -> None:
        """Show the newest failure and the report of all.

        Whoever reads or copies just now is not disturbed by a failure that only comes again.
        """
        reading = self.report.textCursor().hasSelection() or self.report.hasFocus()
        if new or not (self._copied or reading):
            self._reason, self._copied = sentence, False
            self.retranslate()
            if self.report.toPlainText() != report:
                self.report.setPlainText(report)
                self.report.moveCursor(QTextCursor.MoveOperation.Start)
        if not self.isVisible():
            self.show()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report.toPlainText())
        self._copied = True
        self.retranslate()

    def retranslate(self) -> None:
        """Everything in the present language."""
        self.setWindowTitle(self.tr("An error in InitLab"))
        self.what.setText(
            self.tr(
                "Something failed that nobody foresaw: {reason}. The experiment is unharmed and "
                "you can go on. Please copy the report and send it to who looks after InitLab."
            ).format(reason=self._reason)
        )
        self.report.setFont(theme.monospace())
        describe(
            self.report,
            self.tr("Report of the error"),
            self.tr("What failed, the experiment, and the versions of everything."),
        )
        self.copy.setText(self.tr("Copied") if self._copied else self.tr("Copy the report"))
        tip = self.tr("Copies the report, to be sent to who looks after InitLab.")
        describe(self.copy, self.tr("Copy the report"), tip)
