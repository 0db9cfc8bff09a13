"""Weights that several tests of the Layer page look at."""

from __future__ import annotations

NORMAL = {"method": "normal", "mean": 0.5, "std": 2.0}
