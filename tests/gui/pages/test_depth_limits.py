"""The Depth page at its limits: what overflows, runs that are left, a window that is closed."""

from __future__ import annotations

import math
import threading
from typing import Any

import pytest

from core.machine import devices
from tests.core.depth.support import deep
from tests.gui.pages.test_depth import WAYS, assert_drawn, plot, torch_rms, verdict
from tests.gui.support import PATIENCE, find, settling

# What breaks:

BREAKING = {
    "overflow": deep("normal", std=1.0, width=64, layers=12, dtype="float16"),
    "underflow": deep("normal", std=1e-4, layers=12, dtype="float16"),
    "infinite at once": deep("constant", val=6e4, dtype="float16"),
    "zeros": deep("zeros", activation="relu"),
    "one layer": deep(layers=1),
    "everything dropped": deep(p=1.0),
    "flat tanh": deep("normal", std=100.0, activation="tanh", width=64),
}


def beginnings(values: list[float], backward: bool) -> dict[str, int]:
    """The layer in which each kind of broken value is met first on the way."""
    kinds = {"inf": math.isinf, "nan": math.isnan, "zero": lambda v: v == 0.0}
    order = range(len(values), 0, -1) if backward else range(1, len(values) + 1)
    met = {kind: [at for at in order if is_so(values[at - 1])] for kind, is_so in kinds.items()}
    return {kind: layers[0] for kind, layers in met.items() if layers}


@pytest.mark.parametrize("size", [(1600, 900), (1024, 720)])
@pytest.mark.parametrize("name", BREAKING)
def test_what_breaks_is_marked_where_it_begins(
    window: Any, qtbot: Any, name: str, size: tuple[int, int]
) -> None:
    experiment = BREAKING[name]
    shown = window(experiment, page="depth", size=size)
    assert not shown.message.isVisible()
    assert_drawn(shown)
    names = torch_rms(experiment)
    for way in WAYS:
        one = plot(shown, way)
        met = beginnings(names[f"{way}_rms"], way == "backward")
        assert {kind: layer for layer, kind in one.marks} == met
        texts = [one.mark_text(layer, kind) for layer, kind in one.marks]
        assert set(texts) <= set(one.labels)
        assert texts or len(one.measured_data()[1]), "an empty plot"
    assert verdict(shown)
    for quantity in ("preactivation", "gradient", "weight"):
        with settling(qtbot, shown):
            find(shown, f"depth.show.{quantity}").click()
        assert not shown.message.isVisible()
        assert find(shown, "plot.depth.distributions").currentWidget().accessibleDescription()
        shown.grab()
    find(shown, "depth.rank").click()
    qtbot.waitUntil(lambda: shown.page.result().ranks is not None, timeout=PATIENCE)
    assert "→" in shown.page.units.note.text()
    shown.grab()


def test_the_first_cases_of_what_breaks_do_break() -> None:
    overflow = torch_rms(BREAKING["overflow"])["forward_rms"]
    underflow = torch_rms(BREAKING["underflow"])["forward_rms"]
    assert math.isinf(max(v for v in overflow if not math.isnan(v)))
    assert math.isnan(overflow[-1])
    assert underflow[0] > 0.0
    assert underflow[-1] == 0.0


# Pages and closing:


def test_results_of_another_page_are_not_drawn(window: Any, qtbot: Any) -> None:
    shown = window(deep(), page="depth")
    for page in ("layer", "depth", "dropout", "depth"):
        shown.show_page(page)
    qtbot.waitUntil(lambda: shown.is_settled, timeout=PATIENCE)
    assert type(shown.page.result()).__name__ == "DepthResult"
    assert_drawn(shown)


def test_a_page_that_is_left_during_a_long_run_is_not_dimmed_for_ever(
    window: Any, qtbot: Any
) -> None:
    shown = window(deep(), page="depth")
    page: Any = shown.page
    big = deep(layers=100, width=512, batch=512)
    with qtbot.waitSignal(shown.status.slow, timeout=PATIENCE):
        shown.set_experiment(big)
    assert page.forward.pending
    with settling(qtbot, shown):
        shown.show_page("layer")
    assert type(shown.page.result()).__name__ == "LayerResult"
    with settling(qtbot, shown):
        shown.set_experiment(deep())
    with settling(qtbot, shown):
        shown.show_page("depth")
    assert not page.forward.pending
    assert_drawn(shown)


def test_closing_the_window_ends_a_long_run(
    window: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = window(deep(), page="depth")
    monkeypatch.setattr(devices, "free_memory", lambda _: 2**40)
    workers = [t for t in threading.enumerate() if t.name.startswith("initlab")]
    with qtbot.waitSignal(shown.runner.progress, timeout=PATIENCE):
        shown.set_experiment(deep(layers=100, width=1024, batch=4096))
    shown.document.may_leave = lambda: True
    shown.close()
    assert workers
    assert not any(worker.is_alive() for worker in workers)  # it waits five seconds at most
