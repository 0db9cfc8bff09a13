"""The command `initlab sweep` beside the window: started, ended, and its file followed."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

from core import telling
from core.disk.sentences import READING, sentence
from core.messages import FileError, InitLabError
from core.sweep import Engine, Results, View, spec
from gui.look.i18n import said_of, translated

EVERY, LATER = 100, 400
"""Milliseconds between two looks at the file; later, where each shows little that is new.

A picture takes a core 50 ms, which the processes that compute would have.
"""

EARLY = 0.25
"""The share of all cells until which it is early."""

END = 3_000
"""Milliseconds in which a process ends that is asked to; then it is killed."""

PROGRAM = Path(__file__).parents[3] / "main.py"
MOST_BYTES = 1 << 22
"""Of the file that are read at a time, so that the window goes on."""


def command() -> list[str]:
    """What starts this program once more, without a window."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    return [sys.executable, str(PROGRAM)]


class SweepProcess(QObject):
    """Runs one sweep at a time and takes over its cells as they are written.

    grew          more cells are known
    ended(text)   the process has ended, with its line of complaint or ""
    failed(error) the file of cells cannot be read (InitLabError)
    remarked(text) it has something to say, and goes on
    """

    grew = Signal()
    remarked = Signal(str)
    ended = Signal(str)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._process: QProcess | None = None
        self._results: Results | None = None
        self._read: dict[str, int] = {}
        self._heard, self._complaint = b"", ""
        self._begun = (0.0, 0)
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(self.follow)

    @property
    def running(self) -> bool:
        """Whether a process is on."""
        return self._process is not None

    def file_of(self, results: Results) -> Path:
        """Where the cells of a sweep are written to."""
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(
                prefix="initlab-sweep-", ignore_cleanup_errors=True
            )
        return Path(self._folder.name) / f"{results.identity}.jsonl"

    def start(self, view: View, results: Results, engine: Engine) -> None:
        """Compute what is missing; raises FileError where nothing can be written."""
        self.stop()
        out = self.file_of(results)
        of = out.with_suffix(spec.SUFFIX)
        spec.save(view.experiment, of, results.lines())
        self._results = results
        self._read.setdefault(str(out), 0)
        process = QProcess(self)
        process.setStandardOutputFile(QProcess.nullDevice())
        around = QProcessEnvironment.systemEnvironment()
        around.insert(telling.VARIABLE, telling.AS_JSON)
        process.setProcessEnvironment(around)
        self._heard, self._complaint = b"", ""
        process.readyReadStandardError.connect(self._listen)
        process.finished.connect(self._finished)
        process.errorOccurred.connect(self._not_started)
        self._process = process
        self._begun = time.monotonic(), results.done
        program, *first = command()
        process.start(program, [*first, "sweep", str(of), "--out", str(out), *engine.arguments()])
        self._timer.start()

    def stop(self) -> None:
        """End it: what is written so far stays, and a later start goes on from there."""
        process, self._process = self._process, None
        self._timer.stop()
        if process is None:
            return
        process.readyReadStandardError.disconnect(self._listen)
        process.finished.disconnect(self._finished)
        process.errorOccurred.disconnect(self._not_started)
        if process.state() != QProcess.ProcessState.NotRunning:
            process.terminate()
            if not process.waitForFinished(END):
                process.kill()
                process.waitForFinished(END)
        process.deleteLater()
        self.follow()

    def close(self) -> None:
        """The window closes: end the process, and take its files away."""
        self.stop()
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def forget(self, results: Results) -> None:
        """The sweep begins anew: what is written of it goes."""
        out = self.file_of(results)
        self._read.pop(str(out), None)
        try:
            out.unlink(missing_ok=True)
        except OSError as error:
            self.failed.emit(FileError(str(out), sentence(error, READING)))

    def left(self) -> float:
        """Seconds until the end, as fast as until now; NaN where nothing is known of it."""
        results = self._results
        begun, before = self._begun
        if results is None or results.done <= before:
            return float("nan")
        each = (time.monotonic() - begun) / (results.done - before)
        return each * (results.state.size - results.done)

    def follow(self) -> None:
        """Take over the lines that have been added to the file."""
        results = self._results
        if results is None or self._folder is None:
            return
        out = str(self.file_of(results))
        try:
            with open(out, "rb") as file:
                file.seek(self._read.get(out, 0))
                content = file.read(MOST_BYTES)
        except FileNotFoundError:
            return
        except OSError as error:
            self.failed.emit(FileError(out, sentence(error, READING)))
            return
        end = content.rfind(b"\n") + 1  # half a line may be cut off and written anew
        if not end:
            return
        self._read[out] = self._read.get(out, 0) + end
        before = results.done
        try:
            results.feed(content[:end], os.path.basename(out))
        except InitLabError as error:
            self.stop()
            self.failed.emit(error)
            return
        early = results.done < EARLY * results.state.size
        self._timer.setInterval(EVERY if early else LATER)
        if results.done > before:
            self.grew.emit()
        if len(content) == MOST_BYTES:
            self.follow()

    def _finished(self, code: int) -> None:
        self._listen()
        self._take_line(self._heard)
        process, self._process = self._process, None
        self._timer.stop()
        assert process is not None
        process.deleteLater()
        self.follow()
        self.ended.emit((self._complaint or "?") if code else "")

    def _listen(self) -> None:
        """Lines of standard error, as they come."""
        if self._process is None:
            return
        self._heard += bytes(self._process.readAllStandardError().data())
        *lines, self._heard = self._heard.split(b"\n")
        for line in lines:
            self._take_line(line)

    def _take_line(self, line: bytes) -> None:
        text = line.decode("utf-8", "replace").strip()
        told = telling.read(text)
        if told is None:
            self._complaint = text.removeprefix("initlab: error: ") or self._complaint
        elif told.is_error:
            self._complaint = said_of(told.key, translated(told.message))
        else:
            self.remarked.emit(translated(told.message))

    def _not_started(self, error: QProcess.ProcessError) -> None:
        if error != QProcess.ProcessError.FailedToStart or self._process is None:
            return
        process, self._process = self._process, None
        self._timer.stop()
        text = process.errorString()
        process.deleteLater()
        self.ended.emit(text)
