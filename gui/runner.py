"""One worker thread for all torch work: the newest request wins.

One job runs, one waits; asking again replaces the waiting one. A job that has been overtaken
stops at its next check once its first picture is out or a moment has passed, so that the plots
go on following a slider even where a run takes longer than the time between two of its moves.
What arrives from a job older than the picture on the screen is dropped.
"""

from __future__ import annotations

import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

from core.context import Cancelled, Context
from core.messages import QT_TRANSLATE_NOOP, InitLabError, Message, Refused

GRACE_SECONDS = 0.15
"""Seconds that an overtaken job may still take to its first picture."""

PAINTING_SECONDS = 1.0
"""Seconds that the worker waits at most for its first picture to be painted."""

CLOSING_SECONDS = 0.3
"""Seconds that closing waits for the worker: all but a single long call of torch end in fewer."""

TELLING_SECONDS = 0.05
"""Seconds between two reports of progress."""

Task = Callable[[Context], Any]


@dataclass(frozen=True, slots=True)
class Report:
    """What a job says: `kind` is started, progress, part, done, failed or cancelled."""

    generation: int
    kind: str
    value: Any = None


class _JobContext(Context):
    """Carries a job's progress and parts to the window."""

    def __init__(self, generation: int, say: Callable[[Report], None]) -> None:
        self.generation = generation
        self.started = time.monotonic()
        self._say = say
        self._stopped = False
        self._overtaken = False
        self._shown = False
        self._last_progress = 0.0
        self._drawn = threading.Event()

    @property
    def cancelled(self) -> bool:
        """True at once when cancelled; when overtaken, after the first picture or the grace."""
        late = self._shown or time.monotonic() - self.started > GRACE_SECONDS
        return self._stopped or (self._overtaken and late)

    def stop(self) -> None:
        """Cancel without grace."""
        self._stopped = True
        self._drawn.set()

    def overtake(self) -> None:
        """A newer request waits."""
        self._overtaken = True
        self._drawn.set()

    def progress(self, fraction: float) -> None:
        """Report at most twenty times a second."""
        now = time.monotonic()
        if now - self._last_progress > TELLING_SECONDS:
            self._last_progress = now
            self._say(Report(self.generation, "progress", fraction))

    def show(self, part: Any) -> None:
        """Send a first picture, and wait for it to be painted.

        The worker's Python and the window's would otherwise take turns at the interpreter, and
        the painting would take three times as long.
        """
        if not self._stopped:
            self._shown = True
            self._say(Report(self.generation, "part", (part, self._drawn)))
            self._drawn.wait(PAINTING_SECONDS)


@dataclass(slots=True)
class _Job:
    generation: int
    task: Task
    context: _JobContext | None = None


class Runner(QObject):
    """Runs tasks on its thread and reports on the thread of the window.

    part, done   (generation, result); generations only grow
    failed       (generation, Message): a sentence for the person
    cancelled    the person stopped the newest job
    progress     fraction of the running job
    busy         True when a job starts, False when nothing runs or waits any more
    unforeseen   (exception): of a task, besides the sentence of `failed`, or of an aside
    aside        (key, value): what small work has come to, see `later`
    aside_told   fraction of an aside that takes long
    """

    part = Signal(int, object)
    done = Signal(int, object)
    failed = Signal(int, object)
    cancelled = Signal()
    progress = Signal(float)
    busy = Signal(bool)
    aside = Signal(object, object)
    aside_told = Signal(float)
    unforeseen = Signal(object)
    _posted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._generation = 0
        self._drawn = 0
        self._ready = threading.Condition()
        self._waiting: _Job | None = None
        self._running: _Job | None = None
        self._asides: list[tuple[Callable[[], Any], Any]] = []
        self._closed = False
        self._told = 0.0
        self._posted.connect(self._receive, Qt.ConnectionType.QueuedConnection)
        # Not to the method itself: it would be a slot of what is gone already.
        self.destroyed.connect(lambda: self._end())
        self._thread = threading.Thread(target=self._work, name="initlab-worker", daemon=True)
        self._thread.start()

    @property
    def generation(self) -> int:
        """The number of the newest request."""
        return self._generation

    @property
    def has_job(self) -> bool:
        """Whether a task runs or waits; what was asked for with `later` does not count."""
        with self._ready:
            return self._running is not None or self._waiting is not None

    def submit(self, task: Task) -> int:
        """Ask for `task(context)`; a job that waits is replaced, one that runs is overtaken."""
        with self._ready:
            if self._closed:
                return self._generation
            self._generation += 1
            self._waiting = _Job(self._generation, task)
            if self._running is not None and self._running.context is not None:
                self._running.context.overtake()
            self._ready.notify()
        return self._generation

    def later(self, work: Callable[[], Any], key: Any = None) -> None:
        """Run small `work` when no job waits; its value comes back through `aside(key, value)`."""
        with self._ready:
            if not self._closed:
                self._asides.append((work, key))
                self._ready.notify()

    def tell(self, fraction: float) -> None:
        """From within an aside, on the worker: how much of it is done; twenty times a second."""
        now = time.monotonic()
        if now - self._told > TELLING_SECONDS:
            self._told = now
            self._say(Report(0, "aside told", fraction))

    def cancel(self) -> None:
        """Stop the running job and forget the waiting one; the last picture stays."""
        with self._ready:
            waiting, self._waiting = self._waiting, None
            if self._running is not None and self._running.context is not None:
                self._running.context.stop()
        if waiting is not None:  # it will never run and say so itself
            self._say(Report(waiting.generation, "cancelled"))

    def close(self, timeout: float = CLOSING_SECONDS) -> bool:
        """Stop everything; nothing is reported afterwards. True when the thread has ended.

        A call of torch that cannot be interrupted, such as a QR decomposition, goes on after the
        timeout; its answer is dropped, and the thread ends with it. A second call does not
        wait again.
        """
        told = self._closed
        self._end()
        self._thread.join(0.0 if told else timeout)
        return not self._thread.is_alive()

    def _end(self) -> None:
        """From now on nothing is begun or reported: also where it is deleted without closing."""
        with self._ready:
            self._closed = True
            self._asides.clear()
            self._ready.notify()
        self.cancel()

    def _say(self, report: Report) -> None:
        """Send a report to the window's thread, unless it is closed: it may be deleted by then."""
        with self._ready:
            if not self._closed:
                self._posted.emit(report)

    # On the worker thread:

    def _next(self) -> _Job | tuple[Callable[[], Any], Any] | None:
        with self._ready:
            self._running = None
            while not (self._closed or self._waiting or self._asides):
                self._ready.wait()
            if self._closed:
                return None
            if self._waiting is not None:
                job, self._waiting = self._waiting, None
                job.context = _JobContext(job.generation, self._say)
                self._running = job
                return job
            return self._asides.pop(0)

    def _work(self) -> None:
        while (job := self._next()) is not None:
            if isinstance(job, _Job):
                self._say(Report(job.generation, "started"))
                report = self._run(job)
            else:
                report = Report(0, "aside", (job[1], self._aside(job[0])))
            self._say(report)
            del job, report  # while it waits it holds nothing of a page or a result

    def _aside(self, work: Callable[[], Any]) -> Any:
        try:
            return work()
        except Exception as error:  # what the page asked for is missing there
            self._report(error)
            return None

    def _run(self, job: _Job) -> Report:
        assert job.context is not None
        try:
            return Report(job.generation, "done", job.task(job.context))
        except Cancelled:
            return Report(job.generation, "cancelled")
        except InitLabError as error:
            return Report(job.generation, "failed", error)
        except Exception as error:
            self._report(error)
            return Report(job.generation, "failed", Refused("run", unexpected(error)))

    def _report(self, error: Exception) -> None:
        traceback.print_exception(error, file=sys.stderr)
        self._say(Report(0, "unforeseen", error))

    # On the window's thread:

    @Slot(object)
    def _receive(self, report: Report) -> None:
        if self._closed:
            return
        newest = report.generation == self._generation
        if report.kind == "aside":
            self.aside.emit(*report.value)
        elif report.kind == "aside told":
            self.aside_told.emit(report.value)
        elif report.kind == "unforeseen":
            self.unforeseen.emit(report.value)
        elif report.kind == "started":
            self.busy.emit(True)
        elif report.kind == "progress" and newest:
            self.progress.emit(report.value)
        elif report.kind in ("part", "done") and report.generation >= self._drawn:
            self._drawn = report.generation
            if report.kind == "done":
                self.done.emit(report.generation, report.value)
            else:
                self.part.emit(report.generation, report.value[0])
        elif report.kind == "cancelled" and newest:
            self.cancelled.emit()
        elif report.kind == "failed" and newest:
            self.failed.emit(report.generation, report.value)
        if report.kind == "part":
            report.value[1].set()
        if report.kind in ("done", "failed", "cancelled") and newest:
            self.busy.emit(False)


def unexpected(error: BaseException) -> Message:
    """What to say of an error that nobody foresaw."""
    return QT_TRANSLATE_NOOP("core", "an unexpected error: {reason}; please report it").format(
        reason=f"{type(error).__name__}: {str(error)[:200]}"
    )
