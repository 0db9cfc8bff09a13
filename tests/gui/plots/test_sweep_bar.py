"""The colour bar beside a map of a sweep."""

from __future__ import annotations

from dataclasses import replace

from gui.plots.sweep_panel import bar_texts
from tests.gui.plots.test_sweep_map import a_map


def test_a_bar_says_where_colours_stand_for_what_lies_beyond(qapp) -> None:
    whole = replace(a_map(), centre=None, low=0.0, high=1.0)
    assert [text for _, text in bar_texts(whole)] == ["0", "0.5", "1"]
    factors = replace(a_map(), centre=1.0, low=0.5, high=1.5, open_ends=(True, True))
    assert [text for _, text in bar_texts(factors)] == ["≤ 0.5", "1", "≥ 1.5"]
    loss = replace(whole, high=3.45, open_ends=(False, True))
    assert [text for _, text in bar_texts(loss)] == ["0", "1.73", "≥ 3.45"]
