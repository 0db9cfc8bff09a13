"""Every data set by its key, in the order of the menu."""

from __future__ import annotations

from core.data.collected import BREAST_CANCER, DIGITS
from core.data.drawn import CIRCLES_SET, MOONS, SINE, SPIRAL
from core.data.registry import DataSet

DATA: dict[str, DataSet] = {
    entry.key: entry for entry in (DIGITS, BREAST_CANCER, MOONS, CIRCLES_SET, SPIRAL, SINE)
}
