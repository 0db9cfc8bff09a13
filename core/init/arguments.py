"""Parameters that several methods have, with torch's names and meaning."""

from __future__ import annotations

from core.messages import QT_TRANSLATE_NOOP
from core.parameters import Real

GAIN = Real(
    "gain",
    1.0,
    low=0.0,
    usual=(0.0, 4.0),
    help=QT_TRANSLATE_NOOP(
        "core", "Factor on the spread of the weights; makes up for what the activation shrinks."
    ),
)


MEAN = Real(
    "mean",
    0.0,
    usual=(-2.0, 2.0),
    help=QT_TRANSLATE_NOOP("core", "Centre of the normal distribution."),
)
STD_HELP = QT_TRANSLATE_NOOP("core", "Standard deviation of the normal distribution.")
LOWER_HELP = QT_TRANSLATE_NOOP("core", "Lower bound of the values.")
UPPER_HELP = QT_TRANSLATE_NOOP("core", "Upper bound of the values.")


def std(default: float, low_open: bool = False) -> Real:
    """The standard deviation, with the default of the method."""
    usual = (0.001, 10.0)
    return Real(
        "std", default, low=0.0, low_open=low_open, usual=usual, logarithmic=True, help=STD_HELP
    )
