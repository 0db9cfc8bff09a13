from __future__ import annotations

import pytest

from core.context import SILENT, Cancelled, Context, last


def test_the_silent_context_hears_nothing_and_never_stops() -> None:
    SILENT.progress(0.5)
    SILENT.check()
    assert not SILENT.cancelled


def test_a_cancelled_context_stops_the_work() -> None:
    class Over(Context):
        cancelled = True

    with pytest.raises(Cancelled):
        Over().check()


def test_the_last_picture_of_a_task_is_its_result() -> None:
    assert last(iter(["first", "second", "third"])) == "third"
