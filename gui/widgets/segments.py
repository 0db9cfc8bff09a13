"""A row of flat buttons of which exactly one is chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QButtonGroup, QToolButton, QWidget

from gui.look.describe import describe


def segments(parent: QWidget, count: int) -> tuple[QButtonGroup, list[QToolButton]]:
    """The group and its buttons, the first one chosen; the group's ids count from 0."""
    group = QButtonGroup(parent)
    group.setExclusive(True)
    buttons = []
    for index in range(count):
        button = QToolButton()
        button.setProperty("role", "flat")
        button.setCheckable(True)
        group.addButton(button, index)
        buttons.append(button)
    buttons[0].setChecked(True)
    return group, buttons


def describe_segments(
    buttons: Sequence[QToolButton], *texts: tuple[str, str] | tuple[str, str, str]
) -> None:
    """For each button its text, what it shows, and what PyTorch calls that."""
    for button, (text, tip, *torch) in zip(buttons, texts, strict=True):
        button.setText(text)
        describe(button, tip, torch="".join(torch))
