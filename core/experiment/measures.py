"""What a sweep may measure in each cell: one number of a page's run, one entry each."""

from __future__ import annotations

from dataclasses import dataclass

from core.messages import QT_TRANSLATE_NOOP, Message


@dataclass(frozen=True, slots=True)
class Measure:
    """One entry.

    key      the page whose run gives the number, and what it is called there
    label    as a table and an axis say it
    title    the question that a map of it answers
    centre   the value that parts two regimes: colours run away from it to either side; None: from
             the least to the greatest
    more     whether a greater value is the better one, None where neither is
    share    whether it is a share of 1
    """

    key: str
    label: Message
    title: Message
    centre: float | None = None
    more: bool | None = None
    share: bool = False

    @property
    def page(self) -> str:
        """The key of the page, `depth` or `train`."""
        return self.key.partition(".")[0]

    @property
    def name(self) -> str:
        """What it is called among the numbers of that page."""
        return self.key.partition(".")[2]


MEASURES: dict[str, Measure] = {
    entry.key: entry
    for entry in (
        Measure(
            "depth.backward_factor",
            QT_TRANSLATE_NOOP("core", "gradient factor"),
            QT_TRANSLATE_NOOP("core", "How much the gradient's power grows per layer"),
            centre=1.0,
        ),
        Measure(
            "depth.forward_factor",
            QT_TRANSLATE_NOOP("core", "forward factor"),
            QT_TRANSLATE_NOOP("core", "How much the signal's power grows per layer"),
            centre=1.0,
        ),
        Measure(
            "depth.forward_rms",
            QT_TRANSLATE_NOOP("core", "signal in the last layer"),
            QT_TRANSLATE_NOOP("core", "The signal in the last layer, as root mean square"),
        ),
        Measure(
            "depth.backward_rms",
            QT_TRANSLATE_NOOP("core", "gradient in layer 1"),
            QT_TRANSLATE_NOOP("core", "The gradient in the first layer, as root mean square"),
        ),
        Measure(
            "train.train_accuracy",
            QT_TRANSLATE_NOOP("core", "training accuracy"),
            QT_TRANSLATE_NOOP("core", "Training accuracy at the end"),
            more=True,
            share=True,
        ),
        Measure(
            "train.test_accuracy",
            QT_TRANSLATE_NOOP("core", "test accuracy"),
            QT_TRANSLATE_NOOP("core", "Test accuracy at the end"),
            more=True,
            share=True,
        ),
        Measure(
            "train.train_loss",
            QT_TRANSLATE_NOOP("core", "training loss"),
            QT_TRANSLATE_NOOP("core", "Training loss at the end"),
            more=False,
        ),
        Measure(
            "train.test_loss",
            QT_TRANSLATE_NOOP("core", "test loss"),
            QT_TRANSLATE_NOOP("core", "Test loss at the end"),
            more=False,
        ),
        Measure(
            "train.gap",
            QT_TRANSLATE_NOOP("core", "generalization gap"),
            QT_TRANSLATE_NOOP("core", "Training accuracy less test accuracy at the end"),
            more=False,
        ),
    )
}
"""Every measure by its key."""
