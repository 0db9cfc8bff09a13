"""A monkey at the real window: does anything at random, logs it before, and can do it again.

    python -m tests.attack.monkey --actions 300 --seed 7 --log monkey.log
    python -m tests.attack.monkey --replay monkey.log

Exit 1, and the faults on stderr, where an exception, a complaint of Qt, a window that does not
answer, memory that grows or something left behind has been seen.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.attack import acts
from tests.attack.stage import PLAIN, Census, Stage

ROOT = Path(__file__).resolve().parents[2]
SETTLED_IN = 2000
"""Actions after which caches are full; memory is compared from there on."""

GROWTH = 30 * 2**20
"""Bytes that the rest may add."""

MORE = 1.05
"""Times as many objects as before: a window makes some parts when they are first shown."""


def prepare(folder: Path) -> None:
    """Files to open: examples, lessons, and some that are none."""
    for path in sorted((ROOT / "resources" / "examples").glob("*.json")):
        shutil.copy(path, folder)
    for path in sorted((ROOT / "resources" / "lessons").glob("0[1-3]-*.md")):
        shutil.copy(path, folder)
    whole = json.dumps(PLAIN.to_dict())
    broken = {
        "cut": whole[:50],
        "empty": "",
        "deep": "[" * 100_000,
        "unknown": '{"initlab": 1, "layer": {"features": 3}}',
        "range": '{"initlab": 1, "dropout": {"p": 2}}',
        "huge": '{"initlab": 1, "layer": {"in_features": 1048576, "out_features": 1048576}}',
        "half": '{"initlab": 1, "weight_init": {"method": "orthogonal"}, "run": '
        '{"dtype": "float16"}}',
    }
    for name, text in broken.items():
        (folder / f"{name}.initlab.json").write_text(text, encoding="utf-8")
    (folder / "broken.md").write_text("+++\nlesson = 1\n+++\n", encoding="utf-8")
    (folder / "bytes.md").write_bytes(b"\xff\xfe\x00")


class Monkey:
    """Does one act after another; everything it does is in `log` before it is done."""

    def __init__(self, stage: Stage, log: TextIO, seed: int) -> None:
        self.stage, self.log, self.chance = stage, log, random.Random(seed)
        self.done = 0

    def acts(self) -> Iterator[acts.Act]:
        """Acts without end."""
        while True:
            yield acts.choose(self.stage, self.chance)

    def play(self, act: acts.Act) -> None:
        """Log, do, and let the window work."""
        self.log.write(json.dumps(act) + "\n")
        self.log.flush()
        self.stage.alive()
        acts.do(self.stage, act)
        self.stage.let(0)
        self.done += 1


def grown(before: Census, after: Census, warm: bool) -> Iterator[str]:
    """What there is more of than there was."""
    names = ("handles", "threads", "timers") if warm else ("threads", "timers")
    for name in names:
        was, now = getattr(before, name), getattr(after, name)
        if now > was:
            yield f"{name}: {was} became {now}"
    if after.tops != before.tops:
        yield f"other top-level widgets: {before.tops} became {after.tops}"
    if not warm:  # the window still makes what it shows for the first time
        return
    if after.held - before.held > GROWTH:
        yield f"memory grew by {(after.held - before.held) / 2**20:.1f} MiB"
    if after.tracked > MORE * before.tracked:
        yield f"more objects of Python: {before.tracked} became {after.tracked}"
    if after.objects.total() > MORE * before.objects.total():
        yield f"more objects in the window: {dict(after.objects - before.objects)}"


def run(stage: Stage, monkey: Monkey, given: Iterator[acts.Act], count: int, go_on: bool) -> None:
    """Play `count` acts, with a census on the way; a fault ends it unless it shall go on."""
    first: Census | None = None
    for number, act in enumerate(given):
        if number == count or (stage.faults and not go_on):
            break
        if number in (count // 10, SETTLED_IN) and number <= SETTLED_IN:
            first = stage.census(fresh=number == SETTLED_IN)
            print(f"{number}: {first}", flush=True)
        seen = len(stage.faults)
        monkey.play(act)
        if len(stage.faults) > seen:
            print(f"FAULT in action {number}: {json.dumps(act)}", file=sys.stderr, flush=True)
    if first is not None and (go_on or not stage.faults):
        warm = monkey.done > SETTLED_IN
        last = stage.census(fresh=warm)
        print(f"{monkey.done}: {last}", flush=True)
        for text in grown(first, last, warm):
            stage.fault(text)


def main(arguments: list[str] | None = None) -> int:
    """Run a monkey; 1 where it has found something."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--actions", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--log", type=Path, help="where each action is written before it is done")
    parser.add_argument("--replay", type=Path, help="a log to play again")
    parser.add_argument("--go-on", action="store_true", help="collect faults to the end")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="initlab-monkey-") as name:
        folder = Path(name).resolve()
        prepare(folder)
        stage = Stage(folder)
        log = options.log or folder / "monkey.log"
        given = options.replay.read_text("utf-8").splitlines() if options.replay else None
        with open(log, "w", encoding="utf-8") as file:
            monkey = Monkey(stage, file, options.seed)
            acts_ = monkey.acts() if given is None else map(json.loads, given)
            run(
                stage,
                monkey,
                acts_,
                options.actions if given is None else len(given),
                options.go_on,
            )
        stage.end()
    print(f"{monkey.done} actions, {len(stage.faults)} faults", flush=True)
    return 1 if stage.faults else 0


if __name__ == "__main__":
    sys.exit(main())
