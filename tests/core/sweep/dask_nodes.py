"""A scheduler of Dask and its workers, each a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[3]


def wait_for(is_there: Callable[[], object], what: str) -> None:
    end = time.monotonic() + 30.0
    while not is_there():
        assert time.monotonic() < end, what
        time.sleep(0.05)


class Cluster:
    """A scheduler on a port of its own choice, and its workers.

    allowed_failures   deaths of workers that a task may see
    """

    def __init__(self, folder: Path, allowed_failures: int = 3) -> None:
        self.allowed_failures = allowed_failures
        self._folder, self.workers = folder, list[subprocess.Popen[bytes]]()
        file = folder / "scheduler.json"
        self._logs = 0
        self.scheduler = self._start("scheduler", "--port", "0", "--scheduler-file", str(file))
        wait_for(lambda: file.exists() and file.read_text(), "the scheduler is not there")
        self.address: str = json.loads(file.read_text())["address"]

    def _start(self, what: str, *arguments: str, path: Path = ROOT) -> subprocess.Popen[bytes]:
        self._logs += 1
        command = [sys.executable, "-m", f"distributed.cli.dask_{what}", *arguments]
        command += ["--no-dashboard", "--host", "127.0.0.1"]
        env = os.environ | {
            "PYTHONPATH": str(path),
            "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": str(self.allowed_failures),
        }
        with (self._folder / f"{what}-{self._logs}.log").open("wb") as log:
            return subprocess.Popen(command, stdout=log, stderr=log, env=env, cwd=self._folder)

    def add_worker(self, path: Path = ROOT) -> None:
        """Begin a worker; it comes when it has started."""
        more = ("--nthreads", "1", "--no-nanny", "--local-directory", str(self._folder))
        self.workers.append(self._start("worker", self.address, *more, path=path))

    def stop(self) -> None:
        """End all of it at once."""
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()
