"""The Sweep page: one number of Depth or Training over a whole plane of settings."""

from core.sweep.cell import cell
from core.sweep.engine import Engine, compute
from core.sweep.export import cell_code, cells_csv
from core.sweep.plan import Plan, plan
from core.sweep.presets import PRESETS, preset_of
from core.sweep.results import Results
from core.sweep.view import RESTART, Computed, View, maps, run, run_to_end, statistics

__all__ = [
    "PRESETS",
    "RESTART",
    "Computed",
    "Engine",
    "Plan",
    "Results",
    "View",
    "cell",
    "cell_code",
    "cells_csv",
    "compute",
    "maps",
    "plan",
    "preset_of",
    "run",
    "run_to_end",
    "statistics",
]
