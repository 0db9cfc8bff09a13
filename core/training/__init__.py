"""The Training page: the network of the Depth page learns, in a race of up to eight lanes."""

from core.training import edits
from core.training.export import curves_csv, lane_code, save_lane, statistics
from core.training.outcome import Outcome, outcome
from core.training.presets import PRESETS
from core.training.race import Race, without_changes
from core.training.stacked import AT_ONCE, can_stack, outcomes
from core.training.task import RESTART, play, run
from core.training.transport import Transport, Watch

__all__ = [
    "AT_ONCE",
    "PRESETS",
    "RESTART",
    "Outcome",
    "Race",
    "Transport",
    "Watch",
    "can_stack",
    "curves_csv",
    "edits",
    "lane_code",
    "outcome",
    "outcomes",
    "play",
    "run",
    "save_lane",
    "statistics",
    "without_changes",
]
