"""The Sweep page with a Dask cluster as its engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.experiment import Experiment
from core.sweep import Engine, Results, compute, plan
from gui.pages.sweep.page import SweepPage
from tests.core.sweep.support import small
from tests.gui.support import choose, find

pytest.importorskip("distributed")

from tests.core.sweep.dask_nodes import Cluster


@pytest.fixture
def nodes(tmp_path: Path) -> Iterator[Cluster]:
    """A scheduler without workers."""
    found = Cluster(tmp_path)
    yield found
    found.stop()


def on_cluster(window: Any, experiment: Experiment, address: str) -> SweepPage:
    shown = window(experiment, page="sweep")
    choose(find(shown, "sweep.engine"), "dask")
    field = find(shown, "sweep.address")
    field.setText(address)
    field.editingFinished.emit()
    page = shown.page
    assert isinstance(page, SweepPage)
    return page


@pytest.mark.slow
def test_the_cells_come_from_its_workers(window: Any, qtbot: Any, nodes: Cluster) -> None:
    page = on_cluster(window, small(), nodes.address)
    alone = Results(plan(small()))
    for _ in compute(alone.plan, alone, Engine("sequential"), lambda _: None):
        pass
    with qtbot.waitSignal(page.process.ended, timeout=100_000):
        page.transport.start.trigger()
        qtbot.waitUntil(lambda: "no workers" in page.transport.complaint.text(), timeout=30_000)
        nodes.add_worker()
    assert page._results.complete
    np.testing.assert_array_equal(page._results.values, alone.values)
    waited, come = page.transport.complaint.text().split(" • ")
    assert waited == "the scheduler has no workers yet; waiting for one"
    assert come == "a worker has come"


@pytest.mark.slow
def test_a_scheduler_that_does_not_answer_is_said(window: Any, qtbot: Any) -> None:
    page = on_cluster(window, small(), "tcp://127.0.0.1:9")
    with qtbot.waitSignal(page.process.ended, timeout=60_000):
        page.transport.start.trigger()
    assert "tcp://127.0.0.1:9" in page.transport.complaint.text()
    assert page._results.done == 0
