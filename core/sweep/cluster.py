"""A Dask scheduler that runs already: its workers' versions, and jobs that go to them.

Dask's own client is asked, not joblib's: joblib computes here where there is one worker, and keeps
no more jobs under way than the workers of the first moment need. A cluster grows while it runs.
"""

from __future__ import annotations

import contextlib
import itertools
import logging
import platform
import queue
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from typing import Any, TypeVar

from core.machine.versions import version
from core.messages import QT_TRANSLATE_NOOP, Message, Refused, printable

SECONDS = 5
"""That a scheduler has to answer."""

TASK_SECONDS = 0.5
"""That a task takes, of several jobs where they are shorter: a scheduler manages so many tasks."""

MOST_JOBS = 64
"""Of one task, so that a worker that dies takes little with it."""

AHEAD = 32
"""Tasks that wait beside two for each thread: what a worker that comes new finds to do."""

LOOK_SECONDS = 2.0
"""Between two looks at who the workers are."""

WAIT_SECONDS = 0.2
"""The same while there are none."""

PACKAGES = ("initlab", "torch", "numpy")

J = TypeVar("J")
R = TypeVar("R")


def versions() -> dict[str, str]:
    """Of Python and of what the numbers depend on, here."""
    return {"Python": platform.python_version(), **{name: version(name) for name in PACKAGES}}


@contextlib.contextmanager
def connected(address: str | None, say: Callable[[Message], None]) -> Iterator[Workers]:
    """The workers of the scheduler at `address`, such as tcp://host:8786.

    Raises Refused where Dask is not installed, no address is given, nobody answers, or a worker
    lacks InitLab.
    """
    try:
        distributed: Any = import_module("distributed")
    except ImportError:
        text = QT_TRANSLATE_NOOP("core", "Dask is not installed; pip install initlab[cluster]")
        raise Refused("--backend", text) from None
    if not address:
        text = QT_TRANSLATE_NOOP(
            "core", "the scheduler's address is missing, such as tcp://host:8786"
        )
        raise Refused("--address", text)
    with contextlib.ExitStack() as stack:
        stack.enter_context(_quiet())
        try:
            _check(address)
            client = stack.enter_context(
                distributed.Client(address, timeout=SECONDS, set_as_default=False)
            )
        except (OSError, ValueError, TimeoutError) as error:
            text = QT_TRANSLATE_NOOP(
                "core", "no scheduler answers at {address} ({reason}); is it running?"
            )
            reason = printable(str(error).partition("\n")[0], 120)
            text = text.format(address=printable(address, 100), reason=reason)
            raise Refused("--address", text) from None
        workers = Workers(client, say)
        workers.wait()
        yield workers


def _check(address: str) -> None:
    """Raise ValueError for what is no address: Dask's client would need ten seconds to close."""
    scheme, place = import_module("distributed.comm.addressing").parse_address(address)
    import_module("distributed.comm.registry").get_backend(scheme)
    import_module("distributed.comm.addressing").parse_host_port(place)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """What goes wrong is said by us in one sentence; Dask's own log and warnings are about it."""
    loggers = [logging.getLogger(name) for name in ("distributed", "distributed.client")]
    before = [logger.level for logger in loggers]
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module="distributed")
        for logger in loggers:
            logger.setLevel(logging.CRITICAL + 1)
        try:
            yield
        finally:
            for logger, level in zip(loggers, before, strict=True):
                logger.setLevel(level)


class Workers:
    """Those of one scheduler; some go and some come while they compute.

    threads   of all of them, at the last look
    """

    def __init__(self, client: Any, say: Callable[[Message], None]) -> None:
        self._client, self._say = client, say
        self._seen: set[str] = set()
        self._told: set[tuple[str, str]] = set()
        self._looked = 0.0
        self.threads = 0

    def wait(self) -> None:
        """Until there is a worker, however long a queue in front of the cluster may be.

        Cells come after it: a worker without InitLab dies of them. What waits meanwhile lets a
        cluster that adapts itself begin a worker.
        """
        self.look()
        if self.threads:
            return
        self._say(QT_TRANSLATE_NOOP("core", "the scheduler has no workers yet; waiting for one"))
        waiting = self._client.submit(platform.python_version, pure=False)
        while not self.threads:
            time.sleep(WAIT_SECONDS)
            self.look()
        waiting.release()
        self._say(QT_TRANSLATE_NOOP("core", "a worker has come"))

    def look(self) -> None:
        """See who they are, and compare the versions of those that are new.

        Raises Refused where one lacks InitLab or the scheduler is gone.
        """
        self._looked = time.monotonic()
        try:
            threads: dict[str, int] = self._client.nthreads()
            new = [worker for worker in threads if worker not in self._seen]
            found = self._client.run(versions, workers=new, on_error="return") if new else {}
        except (OSError, ValueError, TimeoutError):
            raise self._gone() from None
        self.threads = sum(threads.values())
        for worker, theirs in found.items():
            if isinstance(theirs, dict):
                self._seen.add(worker)
                self._compare(theirs)
            elif not isinstance(theirs, OSError):  # which is one that has gone meanwhile
                raise Refused("--backend", _LACKS)

    def _compare(self, theirs: dict[str, str]) -> None:
        here = versions()
        for name, there in sorted(theirs.items()):
            if there == here.get(name) or (name, there) in self._told:
                continue
            self._told.add((name, there))
            text = QT_TRANSLATE_NOOP(
                "core",
                "workers have {name} {theirs}, here is {ours}; their last digits may differ",
            )
            self._say(text.format(name=name, theirs=there, ours=here.get(name, "–")))

    def _gone(self) -> Refused:
        text = QT_TRANSLATE_NOOP(
            "core", "the scheduler does not answer any more; start it and go on with the same file"
        )
        return Refused("--address", text)

    def map(self, run: Callable[[J], R], jobs: Iterator[J]) -> Iterator[R]:
        """What `run` makes of each job, as they come; what a dead worker had is run by others.

        Raises what a job raises, and Refused where workers die at the same jobs again and again,
        or the scheduler is gone.
        """
        arrived: queue.SimpleQueue[Any] = queue.SimpleQueue()
        going: set[Any] = set()
        size = 1
        while True:
            while len(going) < AHEAD + 2 * self.threads:
                task = tuple(itertools.islice(jobs, size))
                if not task:
                    break
                future = self._client.submit(_each, run, task, pure=False)
                going.add(future)
                future.add_done_callback(arrived.put)
            if not going:
                return
            if time.monotonic() - self._looked > LOOK_SECONDS:
                self.look()
            with contextlib.suppress(queue.Empty):
                done = [arrived.get(timeout=LOOK_SECONDS)]
                while not arrived.empty():
                    done.append(arrived.get())
                going.difference_update(done)
                for found, seconds in self._results(done):
                    each = seconds / len(found)
                    size = max(1, min(MOST_JOBS, 2 * size, int(TASK_SECONDS / max(each, 1e-6))))
                    yield from found

    def _results(self, done: Sequence[Any]) -> list[Any]:
        try:
            return list(self._client.gather(list(done)))
        except Exception as error:
            name = type(error).__name__
            if name == "KilledWorker":
                text = QT_TRANSLATE_NOOP(
                    "core",
                    "workers of the cluster have died again and again at the same cells, perhaps "
                    "for lack of memory, or of InitLab on one of them",
                )
                raise Refused("--backend", text) from None
            if isinstance(error, ImportError) or "deserialization" in str(error):
                raise Refused("--backend", _LACKS) from None
            if isinstance(error, OSError) or name in ("CancelledError", "FutureCancelledError"):
                raise self._gone() from None
            raise


_LACKS = QT_TRANSLATE_NOOP(
    "core", "a worker of the cluster cannot import InitLab; install it there too"
)


def _each(run: Callable[[J], R], jobs: Sequence[J]) -> tuple[list[R], float]:
    """What a worker makes of one task, and the seconds."""
    begun = time.perf_counter()
    return [run(job) for job in jobs], time.perf_counter() - begun
