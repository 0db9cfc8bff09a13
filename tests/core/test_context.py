from __future__ import annotations

import pytest

from core.context import SILENT, Cancelled, Context


def test_the_silent_context_hears_nothing_and_never_stops() -> None:
    SILENT.progress(0.5)
    SILENT.show(object())
    SILENT.check()
    assert not SILENT.cancelled


def test_a_cancelled_context_stops_the_work() -> None:
    class Over(Context):
        cancelled = True

    with pytest.raises(Cancelled):
        Over().check()
