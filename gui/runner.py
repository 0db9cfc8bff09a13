"""One worker thread for all torch work: the newest request wins.

One job runs, one waits; asking again replaces the waiting one. A job that has been overtaken
stops at its next check once its first picture is out or a moment has passed, so that the plots
go on following a slider even where a run takes longer than the time between two of its moves.
What arrives from a job older than the picture on the screen is dropped.

A task is a generator (see core.context). After each of its pictures the worker waits until that
has been painted, does the small work that was asked for meanwhile, looks whether the job is still
wanted, and goes on, with the newest experiment if there is one.
"""

from __future__ import annotations

import contextlib
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

from core.context import Cancelled, Context, Pictures
from core.messages import InitLabError, Refused, unexpected

GRACE_SECONDS = 0.15
"""Seconds that an overtaken job may still take to its first picture."""

PAINTING_SECONDS = 1.0
"""Seconds that the worker waits at most for a picture to be painted."""

CLOSING_SECONDS = 0.3
"""Seconds that closing waits for the worker: all but a single long call of torch end in fewer."""

SWITCH_SECONDS = 0.0005
"""Seconds after which the worker's Python hands over where the window's waits for it.

Python's own 5 ms are waited for at each cell of a table whose texts are asked for: painting one
took 60 ms while a checkpoint of 10,000 small tensors was read, and the reading was no faster.
"""

REPORT_SECONDS = 0.05
"""Seconds between two reports of progress."""

Task = Callable[[Context], Pictures[Any]]


@dataclass(frozen=True, slots=True)
class Report:
    """What the worker reports: `kind` is started, progress, picture, done, failed or cancelled.

    Of background work it is background or background progress; of an error that nobody foresaw,
    unforeseen.
    """

    generation: int
    kind: str
    value: Any = None


class _JobContext(Context):
    """Carries a job's progress and pictures to the window."""

    def __init__(
        self, generation: int, post: Callable[[Report], None], newest: Callable[[], Any]
    ) -> None:
        self.generation = generation
        self._newest = newest
        self.started = time.monotonic()
        self._post = post
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
        self._stopped = self._overtaken = True
        self._drawn.set()

    def overtake(self) -> None:
        """A newer request waits."""
        self._overtaken = True
        self._drawn.set()

    @property
    def is_drawn(self) -> bool:
        """Whether the window has taken the last picture."""
        return self._drawn.is_set() or not self._shown

    def newest(self) -> Any:
        """What was handed over for this job, once."""
        return self._newest()

    def progress(self, fraction: float) -> None:
        """Report at most twenty times a second."""
        now = time.monotonic()
        if now - self._last_progress > REPORT_SECONDS:
            self._last_progress = now
            self._post(Report(self.generation, "progress", fraction))

    def publish(self, picture: Any) -> None:
        """Send a picture, and wait for it to be painted.

        The worker's Python and the window's would otherwise take turns at the interpreter, and
        the painting would take three times as long. A picture that is `passing` is not waited for:
        its task goes on at once and looks itself whether the next one would be seen.
        """
        if not self._stopped:
            self._shown = True
            drawn = self._drawn = threading.Event()
            self._post(Report(self.generation, "picture", (picture, drawn)))
            if not self._overtaken and not getattr(picture, "passing", False):
                drawn.wait(PAINTING_SECONDS)


@dataclass(slots=True)
class _Job:
    generation: int
    task: Task
    context: _JobContext | None = None
    newest: Any = None
    """An experiment that the task has still to be told of."""


class Runner(QObject):
    """Runs tasks on its thread and reports on the thread of the window.

    picture              (generation, value): what a task has yielded; generations only grow
    done                 (generation, value): its last picture, drawn already, was its result
    failed               (generation, error): a sentence for the person
    cancelled            the person stopped the newest job
    progress             fraction of the running job
    busy                 True when a job starts, False when nothing runs or waits any more
    unforeseen           (exception): of a task, besides the sentence of `failed`, or of background
                         work
    background_done      (key, value): what background work has come to
    background_progress  fraction of background work that takes long
    closed               nothing will come any more
    """

    picture = Signal(int, object)
    done = Signal(int, object)
    failed = Signal(int, object)
    cancelled = Signal()
    progress = Signal(float)
    busy = Signal(bool)
    background_done = Signal(object, object)
    background_progress = Signal(float)
    unforeseen = Signal(object)
    closed = Signal()
    _posted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._generation = 0
        self._drawn = 0
        self._ready = threading.Condition()
        self._waiting: _Job | None = None
        self._running: _Job | None = None
        self._background: list[tuple[Callable[[], Any], Any]] = []
        self._long: list[tuple[Callable[[], Any], Any]] = []
        self._closed = False
        self._reported = 0.0
        self._posted.connect(self._receive, Qt.ConnectionType.QueuedConnection)
        # Not to the method itself: it would be a slot of what is gone already.
        self.destroyed.connect(lambda: self._end())
        self._thread = threading.Thread(target=self._work, name="initlab-worker", daemon=True)
        self._thread.start()

    @property
    def worker(self) -> threading.Thread:
        """The one thread on which torch runs; it may outlive its window."""
        return self._thread

    @property
    def generation(self) -> int:
        """The number of the newest request."""
        return self._generation

    @property
    def has_job(self) -> bool:
        """Whether a task runs or waits; background work does not count."""
        with self._ready:
            return self._running is not None or self._waiting is not None

    def submit(self, task: Task) -> int:
        """Ask for the pictures of `task(context)`, in place of a job that waits or runs."""
        with self._ready:
            if self._closed:
                return self._generation
            self._generation += 1
            self._waiting = _Job(self._generation, task)
            if self._running is not None and self._running.context is not None:
                self._running.context.overtake()
            self._ready.notify()
        return self._generation

    def hand_over(self, experiment: Any) -> bool:
        """Send the newest experiment to the newest job after its next picture.

        For changes that a task takes while it runs; False where no job runs or waits.
        """
        with self._ready:
            job = self._waiting or self._running
            if job is not None:
                job.newest = experiment
            return job is not None

    def submit_background(
        self, work: Callable[[], Any], key: Any = None, small: bool = True
    ) -> None:
        """Run small `work` between two pictures, or when no job waits; what is long only then.

        Its value comes back through `background_done(key, value)`.
        """
        with self._ready:
            if not self._closed:
                (self._background if small else self._long).append((work, key))
                self._ready.notify()

    def report_progress(self, fraction: float) -> None:
        """How much of the background work is done; called by it, on the worker."""
        now = time.monotonic()
        if now - self._reported > REPORT_SECONDS:
            self._reported = now
            self._post(Report(0, "background progress", fraction))

    @property
    def is_closed(self) -> bool:
        """Whether nothing will come any more."""
        return self._closed

    def cancel(self) -> None:
        """Stop the running job and forget the waiting one; the last picture stays."""
        with self._ready:
            waiting, self._waiting = self._waiting, None
            if self._running is not None and self._running.context is not None:
                self._running.context.stop()
        if waiting is not None:  # it will never run and say so itself
            self._post(Report(waiting.generation, "cancelled"))

    def close(self, timeout: float = CLOSING_SECONDS) -> bool:
        """Stop everything; nothing is reported afterwards. True when the thread has ended.

        A call of torch that cannot be interrupted, such as a QR decomposition, goes on after the
        timeout; its answer is dropped, and the thread ends with it. A second call does not
        wait again.
        """
        already = self._closed
        self._end()
        if not already:
            self.closed.emit()
        self._thread.join(0.0 if already else timeout)
        return not self._thread.is_alive()

    def _end(self) -> None:
        """From now on nothing is begun or reported: also where it is deleted without closing."""
        with self._ready:
            self._closed = True
            self._background.clear()
            self._long.clear()
            self._ready.notify()
        self.cancel()

    def _post(self, report: Report) -> None:
        """Send a report to the window's thread, unless it is closed: it may be deleted by then."""
        with self._ready:
            if not self._closed:
                self._posted.emit(report)

    # On the worker thread:

    def _next(self) -> _Job | tuple[Callable[[], Any], Any] | None:
        with self._ready:
            self._running = None
            while not (self._closed or self._waiting or self._background or self._long):
                self._ready.wait()
            if self._closed:
                return None
            if self._waiting is not None:
                job, self._waiting = self._waiting, None
                take = partial(self._take, job)
                job.context = _JobContext(job.generation, self._post, take)
                self._running = job
                return job
            return (self._background or self._long).pop(0)

    def _work(self) -> None:
        sys.setswitchinterval(SWITCH_SECONDS)
        while (job := self._next()) is not None:
            if isinstance(job, _Job):
                self._post(Report(job.generation, "started"))
                self._post(self._run(job))
            else:
                self._do(*job)
            del job  # while it waits it holds nothing of a page or a result

    def _do(self, work: Callable[[], Any], key: Any) -> None:
        value = None
        try:
            value = work()
        except Exception as error:  # what was asked for is missing there
            self._report(error)
        self._post(Report(0, "background", (key, value)))

    def _do_all(self) -> None:
        """All background work, between two pictures of a job that is still wanted."""
        while True:
            with self._ready:
                if not self._background or self._waiting is not None:
                    return
                work = self._background.pop(0)
            self._do(*work)

    def _run(self, job: _Job) -> Report:
        try:
            return Report(job.generation, "done", self._iterate(job))
        except Cancelled:
            return Report(job.generation, "cancelled")
        except InitLabError as error:
            return Report(job.generation, "failed", error)
        except BaseException as error:  # a thread that ended would leave the window waiting
            self._report(error)
            return Report(job.generation, "failed", Refused("run", unexpected(error)))

    def _iterate(self, job: _Job) -> Any:
        """Publish every picture; the last one is the result."""
        assert job.context is not None
        picture = None
        with contextlib.closing(job.task(job.context)) as pictures:
            for picture in self._sent(pictures, job):
                job.context.publish(picture)
                job.context.check()
                self._do_all()
                job.context.check()
        return picture

    def _sent(self, pictures: Pictures[Any], job: _Job) -> Iterator[Any]:
        """The pictures of a task that is told of the newest experiment between two of them."""
        with contextlib.suppress(StopIteration):
            yield next(pictures)
            while True:
                yield pictures.send(self._take(job))

    def _take(self, job: _Job) -> Any:
        """The experiment that the job has still to be told of: a race asks at each of its steps."""
        if job.newest is None:  # nearly always, and needs no lock
            return None
        with self._ready:
            newest, job.newest = job.newest, None
        return newest

    def _report(self, error: BaseException) -> None:
        traceback.print_exception(error, file=sys.stderr)
        self._post(Report(0, "unforeseen", error))

    # On the window's thread:

    @Slot(object)
    def _receive(self, report: Report) -> None:
        if self._closed:
            return
        newest = report.generation == self._generation
        if report.kind == "background":
            self.background_done.emit(*report.value)
        elif report.kind == "background progress":
            self.background_progress.emit(report.value)
        elif report.kind == "unforeseen":
            self.unforeseen.emit(report.value)
        elif report.kind == "started":
            self.busy.emit(True)
        elif report.kind == "progress" and newest:
            self.progress.emit(report.value)
        elif report.kind == "picture" and report.generation >= self._drawn:
            self._drawn = report.generation
            self.picture.emit(report.generation, report.value[0])
        elif report.kind == "done" and newest:
            self.done.emit(report.generation, report.value)
        elif report.kind == "cancelled" and newest:
            self.cancelled.emit()
        elif report.kind == "failed" and newest:
            self.failed.emit(report.generation, report.value)
        if report.kind == "picture":
            report.value[1].set()
        if report.kind in ("done", "failed", "cancelled") and newest:
            self.busy.emit(False)
