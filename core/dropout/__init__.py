"""The Dropout page: one vector through masks, and what stays the same on average."""

from core.dropout.task import RECENT, RESTART, peak_bytes, run

__all__ = ["RECENT", "RESTART", "peak_bytes", "run"]
