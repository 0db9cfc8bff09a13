"""Plays for a long time and prints, minute by minute, what the process holds.

    make soak MINUTES=30
    python -m tests.attack.soak --minutes 30

Lessons from the first step to the last, and a monkey between them. Each minute the window comes to
rest and is counted. Exit 1 where something failed, or where the memory of the last minutes lies
more than 30 MiB above that of the first ones.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from core.lessons.lesson import built_in
from tests.attack.monkey import GROWTH, Monkey, prepare
from tests.attack.stage import Census, Stage

BETWEEN = 150
"""Acts of the monkey between two lessons."""

ROW = "{minute:>6} {actions:>8} {lessons:>8} {memory:>11} {handles:>8} {threads:>8} {objects:>8}"


class Soak:
    """Plays, and remembers a census for each minute."""

    def __init__(self, stage: Stage, monkey: Monkey) -> None:
        self.stage, self.monkey = stage, monkey
        self.minutes: list[Census] = []
        self.lessons = 0

    def play(self, seconds: float) -> None:
        """Lessons and acts, for so long."""
        end = time.monotonic() + seconds
        acts, keys = self.monkey.acts(), [lesson.key for lesson in built_in("en")]
        while time.monotonic() < end:
            for _ in range(BETWEEN):
                self.monkey.play(next(acts))
                if time.monotonic() > end:
                    return
            self.lesson(keys[self.lessons % len(keys)])

    def lesson(self, key: str) -> None:
        """One lesson from its first step to its last, with its gliding numbers."""
        self.stage.come_to_rest()
        presenter = self.stage.window.lessons.presenter
        presenter.start(key)
        assert presenter.lesson is not None
        for _ in presenter.lesson.steps[1:]:
            self.stage.let(presenter.glide.duration)
            self.stage.settle()
            self.stage.window.actions_["lesson.forward"].trigger()
        self.stage.settle()
        presenter.leave()
        self.lessons += 1

    def count(self) -> None:
        """A census, and its line of the table."""
        found = self.stage.census()
        self.minutes.append(found)
        row = ROW.format(
            minute=len(self.minutes) - 1,
            actions=f"{self.monkey.done:,}",
            lessons=self.lessons,
            memory=f"{found.memory / 2**20:.1f} MiB",
            handles=found.handles,
            threads=found.threads,
            objects=found.objects.total(),
        )
        print(row, flush=True)

    def judge(self) -> None:
        """Memory must not have grown from the first third of the time to the last."""
        third = len(self.minutes) // 3
        if third < 2:
            return
        first = statistics.median(census.memory for census in self.minutes[1 : third + 1])
        last = statistics.median(census.memory for census in self.minutes[-third:])
        if last - first > GROWTH:
            self.stage.fault(f"memory grew by {(last - first) / 2**20:.1f} MiB")


def main(arguments: list[str] | None = None) -> int:
    """Soak; 1 where something was found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--log", type=Path, help="where each action is written before it is done")
    options = parser.parse_args(arguments)
    names = {name: name for name in ("minute", "actions", "lessons", "memory", "handles")}
    print(ROW.format(**names, threads="threads", objects="objects"), flush=True)
    with tempfile.TemporaryDirectory(prefix="initlab-soak-") as name:
        folder = Path(name).resolve()
        prepare(folder)
        stage = Stage(folder)
        with open(options.log or folder / "soak.log", "w", encoding="utf-8") as log:
            soak = Soak(stage, Monkey(stage, log, options.seed))
            soak.count()
            begun = time.monotonic()
            while (left := begun + 60 * options.minutes - time.monotonic()) > 0:
                soak.play(min(60.0, left))
                soak.count()
            soak.judge()
        stage.end()
    print(f"{soak.monkey.done:,} actions, {soak.lessons} lessons, {len(stage.faults)} faults")
    return 1 if stage.faults else 0


if __name__ == "__main__":
    sys.exit(main())
