"""Victims: processes that save over one file again and again until they are killed.

`python -m tests.attack.saver experiment` reads lines `kind number path` and forks a victim for
each, which costs milliseconds where a start costs seconds. The victim writes its process id, then
`b` as each save begins and `e` as it ends; when it is dead, this process writes `x`.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from types import TracebackType
from typing import Self

from core import disk
from core.experiment import Experiment, files

ROOT = Path(__file__).parents[2]


def experiment(number: int) -> Experiment:
    """Each version of the file is another one."""
    layer = {"in_features": 40, "out_features": 30}
    return Experiment.from_dict({"initlab": 1, "layer": layer, "run": {"seed": number}})


def _weights(number: int, path: str) -> Callable[[], None]:
    from core import layer

    return lambda: layer.save_weights(experiment(number), path)


def _stats(number: int, path: str) -> Callable[[], None]:
    from core import headless

    content = headless.statistics(experiment(number), "layer")
    return lambda: headless.save_statistics(content, path)


def _code(number: int, path: str) -> Callable[[], None]:
    from core.build import code as snippet

    return lambda: disk.write_text(path, snippet.code(experiment(number)))


def _picture(number: int, path: str) -> Callable[[], None]:
    from PySide6.QtGui import QColor, QImage

    from gui.files.picture import encoded

    image = QImage(600, 400, QImage.Format.Format_ARGB32)
    image.fill(QColor(number % 256, number // 256, 0))
    image.setDotsPerMeterX(3780)  # else those of the screen, which a victim does not have
    image.setDotsPerMeterY(3780)
    return lambda: disk.write_bytes(path, encoded(image))


def _settings(number: int, path: str) -> Callable[[], None]:
    from PySide6.QtCore import QSettings

    from gui.files.settings import Settings

    folder = str(Path(path).parents[1])
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, folder)
    settings = Settings()

    def save() -> None:
        settings.set_experiment(experiment(number))
        assert settings.kept()

    return save


KINDS: dict[str, Callable[[int, str], Callable[[], None]]] = {
    "experiment": lambda number, path: lambda: files.save(experiment(number), path),
    "weights": _weights,
    "stats": _stats,
    "code": _code,
    "picture": _picture,
    "settings": _settings,
}


def _victim(kind: str, number: int, path: str) -> None:
    os.write(1, b"%d\n" % os.getpid())
    while True:
        saves = [KINDS[kind](number + later, path) for later in range(1, 6)]
        number += len(saves)
        for save in saves:
            os.write(1, b"b")
            save()
            os.write(1, b"e")


def serve() -> None:
    """Fork a victim for each line of the standard input, one at a time."""
    if sys.argv[1] != "experiment":
        import torch

        torch.set_num_threads(1)
        with tempfile.TemporaryDirectory() as folder:  # imports what each victim needs
            for kind in ("weights", "stats", "code", "picture"):
                KINDS[kind](0, f"{folder}/{kind}")()
    for line in sys.stdin.buffer:
        kind, number, path = os.fsdecode(line).rstrip("\n").split(" ", 2)
        victim = os.fork()
        if victim == 0:
            try:
                _victim(kind, int(number), path)
            finally:
                traceback.print_exc()
                os._exit(1)
        os.waitpid(victim, 0)
        os.write(1, b"x")


@dataclass
class Tally:
    """What became of the file: `inside` kills fell between begin and end of a save."""

    inside: int = 0
    outside: int = 0
    old: int = 0
    new: int = 0
    left: int = 0
    seconds: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.inside + self.outside} kills, {self.inside} inside a save of "
            f"{1000 * median(self.seconds):.1f} ms: {self.old} old, {self.new} new; "
            f"{self.left} left behind"
        )


class Executioner:
    """Starts victims, and kills each at a random moment of a save."""

    def __init__(self, group: str) -> None:
        self._server = subprocess.Popen(
            [sys.executable, "-m", "tests.attack.saver", group],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            bufsize=0,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        with self._server:
            self._server.kill()

    def _read(self) -> bytes:
        assert self._server.stdout is not None
        mark = self._server.stdout.read(1)
        assert mark, "the process that forks victims has ended"
        return mark

    def kill(self, kind: str, number: int, path: Path, chance: random.Random, tally: Tally) -> int:
        """Let a victim save versions after `number` and kill it; returns how many it finished.

        The last it began may also be there when it was killed inside.
        """
        assert self._server.stdin is not None
        self._server.stdin.write(os.fsencode(f"{kind} {number} {path}\n"))
        name = b""
        while (digit := self._read()) != b"\n":
            name += digit
        finished, marks, began = chance.randrange(1, 4), b"", 0.0
        while marks.count(b"b") <= finished:
            mark = self._read()
            assert mark != b"x", f"the victim died by itself: {marks!r}"
            now = time.perf_counter()
            if mark == b"e":
                tally.seconds.append(now - began)
            began = now
            marks += mark
        time.sleep(chance.uniform(0, 1.2 * median(tally.seconds)))
        os.kill(int(name), signal.SIGKILL)
        while (mark := self._read()) != b"x":
            marks += mark
        inside = marks.count(b"b") > marks.count(b"e")
        tally.inside += inside
        tally.outside += not inside
        self.inside = inside
        return marks.count(b"e")


if __name__ == "__main__":
    serve()
