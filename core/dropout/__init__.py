"""The Dropout page: one vector through masks, and what stays the same on average."""

from core.dropout.export import means_csv, statistics
from core.dropout.task import RECENT, RESTART, peak_bytes, run

__all__ = ["RECENT", "RESTART", "means_csv", "peak_bytes", "run", "statistics"]
