"""What the command line writes without a window: `--stats`, `--weights` and `--code`.

A page is known by its line in the table alone. Its folder in core hands on two functions: `run`,
whose last picture has the page's `code`, and `statistics` of that picture.
"""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from core import disk
from core.context import Pictures, last
from core.experiment import Experiment
from core.layer.export import save_weights
from core.messages import QT_TRANSLATE_NOOP, Refused
from core.pages import FIRST, PAGES


class PageCore(Protocol):
    """What a page's folder in core hands on to other programs."""

    def run(self, experiment: Experiment) -> Pictures[Any]:
        """The page's task; its last picture has a `code`, the script that reproduces it."""

    def statistics(self, result: Any) -> dict[str, Any]:
        """The page's part of `--stats`; it may go on from the result."""


def _code(core: PageCore, result: Any, lane: int) -> str:
    """The page's script; where its folder hands on `lane_code`, that of a lane."""
    of_lane = getattr(core, "lane_code", None)
    written: str = of_lane(result, lane) if of_lane else result.code
    return written


def _save_weights(core: PageCore, experiment: Experiment, path: Path, lane: int) -> None:
    """The layer's weights; where the page's folder hands on `save_lane`, those of a lane."""
    of_lane = getattr(core, "save_lane", None)
    if of_lane:
        of_lane(experiment, path, lane)
    else:
        save_weights(experiment, path)


def page_core(key: str) -> PageCore:
    """A page's folder in core; it is imported the first time."""
    found: PageCore = import_module(f"core.{PAGES[key].folder}")
    return found


def statistics(experiment: Experiment, page: str) -> dict[str, Any]:
    """A page's part of `--stats`; raises Refused."""
    core = page_core(page)
    return core.statistics(last(core.run(experiment)))


def save_statistics(content: dict[str, Any], path: str | Path) -> None:
    """Write statistics as JSON; raises FileError."""
    disk.write_text(path, json.dumps(content, allow_nan=False, indent=1) + "\n")


def write_files(
    experiment: Experiment,
    page: str,
    stats: Path | None = None,
    weights: Path | None = None,
    code: Path | None = None,
    lane: int = 0,
) -> None:
    """Write the files asked for; raises Refused and FileError.

    stats    the first page's statistics, and those of the page under its key
    weights  weight and bias of the layer, or what the page saves in their place
    code     the script of the page; one that cannot run is not written
    lane     of the race, where the page has one
    """
    if lane and not hasattr(page_core(page), "lane_code"):
        text = QT_TRANSLATE_NOOP("core", "the page {page} has no lanes; leave it out").format(
            page=page
        )
        raise Refused("lane", text)
    needed = {FIRST, page} if stats else {page} if code else set()
    results = {key: last(page_core(key).run(experiment)) for key in PAGES if key in needed}
    if stats:
        content = page_core(FIRST).statistics(results[FIRST])
        if page != FIRST:
            content[page] = page_core(page).statistics(results[page])
        save_statistics(content, stats)
    if weights:
        _save_weights(page_core(page), experiment, weights, lane)
    if code:
        disk.write_text(code, _code(page_core(page), results[page], lane))
