"""The garbage collector and Qt: what holds a widget is destroyed on the window's thread only."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from gui import app
from gui.runner import Runner
from tests.gui.support import PATIENCE


def test_a_cycle_with_a_widget_is_never_destroyed_on_the_worker(qapp, qtbot, monkeypatch):
    monkeypatch.setattr(app, "COLLECTING_SECONDS", 0.05)
    collector = app.quiet_collector()
    runner, threads = Runner(), []

    def busy(_: object) -> Iterator[int]:
        kept = [[number] for number in range(100_000)]  # any automatic collection happens here
        yield len(kept)

    def drop_one() -> None:
        widget = QWidget()
        widget.myself = widget
        weakref.finalize(widget, lambda: threads.append(threading.current_thread()))

    for _ in range(20):
        drop_one()
        with qtbot.waitSignal(runner.done, timeout=PATIENCE):
            runner.submit(busy)
    assert runner.close()
    gc.collect()
    assert threads == 20 * [threading.main_thread()]
    assert not gc.isenabled()
    assert collector.timer.isActive()


def test_what_is_garbage_goes_while_the_window_waits(qapp, qtbot, monkeypatch):
    monkeypatch.setattr(app, "COLLECTING_SECONDS", 0.01)
    collector, gone, young = app.quiet_collector(), [], []

    def drop_one() -> None:
        widget = QWidget()
        widget.myself = widget
        weakref.finalize(widget, gone.append, True)

    drop_one()
    young.extend([number] for number in range(collector.threshold[0] + 1))
    qtbot.waitUntil(lambda: gone == [True], timeout=PATIENCE)
