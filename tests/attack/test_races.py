"""Hundreds of changes while jobs run: the last picture is always that of the last experiment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from gui.window import MainWindow
from tests.attack.race_values import PLAIN
from tests.attack.races import Racer
from tests.scale import LONG, many

CHANGES = many(600, 5_000, 50_000)
SEEDS = {"layer": 1, "dropout": 2, "depth": 3}


@pytest.fixture
def race(
    window: Callable[..., MainWindow], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Racer]]:
    made: list[Racer] = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", None)

    def begin(page: str, seed: int) -> Racer:
        made.append(Racer(window(PLAIN, page=page), seed, tmp_path))
        return made[-1]

    yield begin
    while made:  # pytest keeps `begin` longer than the window may live
        racer = made.pop()
        racer.mirrors.close()
        racer.window.exporter.may_leave = lambda: True  # type: ignore[method-assign]


@pytest.mark.drawn
@pytest.mark.timeout(4 * 3600 if LONG else 600)
@pytest.mark.parametrize("page", SEEDS)
def test_after_any_changes_at_any_moment_the_picture_is_that_of_a_fresh_run(
    race: Callable[..., Racer], page: str
) -> None:
    racer = race(page, SEEDS[page])
    racer.play(-(-CHANGES // len(SEEDS)))
    assert racer.checks >= CHANGES // len(SEEDS) // 150
