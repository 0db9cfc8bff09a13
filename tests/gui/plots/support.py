"""What a plot says."""

from __future__ import annotations


def heard(plot) -> list[str]:
    """Everything that the plot says from now on."""
    said: list[str] = []
    plot.hovered.connect(said.append)
    return said
