"""The lesson's card is as high as its text: the question at its end needs no scrolling."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget

from core.lessons.lesson import built_in
from core.preferences import LANGUAGES
from gui.look.theme import theme
from gui.window import MainWindow
from tests.gui.support import find, small
from tests.gui.test_layout import settle_layout

LOOKS = [((1920, 1080), True), ((1024, 768), True), ((1366, 768), False), ((1024, 768), False)]


def opened(window: Any, **options: Any) -> MainWindow:
    shown: MainWindow = window(small(), **options)
    shown.lessons.presenter.glide.duration = 0
    return shown


def is_whole(shown: MainWindow) -> bool:
    """Whether the text can be read to its end as it stands."""
    text = find(shown, "lesson.text")
    return text.verticalScrollBar().maximum() == 0 and not text.verticalScrollBar().isVisible()


def is_in_sight(shown: MainWindow, control: QWidget) -> bool:
    """Whether nothing of a control of the panel is scrolled away."""
    port = shown.panel.viewport()
    return port.rect().contains(QRect(control.mapTo(port, QPoint()), control.size()))


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("size", "projector"), LOOKS)
def test_every_question_is_read_without_scrolling(window, language, size, projector):
    shown = opened(window, language=language, size=size, projector=projector)
    presenter, wrong = shown.lessons.presenter, []
    for lesson in built_in(language):
        presenter.start(lesson.key)
        bottoms = []
        for at, step in enumerate(lesson.steps):
            if at:
                presenter.next()
            settle_layout()
            where = f"{lesson.key} {at + 1}"
            if not is_whole(shown):
                wrong.append(f"{where}: the text scrolls")
            bottoms.append(find(shown, "lesson.next").mapTo(shown, QPoint()).y())
            moved = [w for key in step.changes for w in shown.panel.findChildren(QWidget, key)]
            moved = [control for control in moved if control.isVisible()]
            if moved and not is_in_sight(shown, moved[-1]):
                wrong.append(f"{where}: {moved[-1].objectName()} is scrolled away")
        if bottoms != sorted(bottoms):
            wrong.append(f"{lesson.key}: the button goes up from under the mouse, {bottoms}")
    assert not wrong, "\n".join(wrong)


def test_what_the_text_does_not_need_is_the_panels(window):
    shown = opened(window, size=(1366, 768))
    shown.lessons.presenter.start("09-depth")
    settle_layout()
    text = find(shown, "lesson.text")
    assert text.height() - text.document().size().height() < theme.sizes.font
    assert shown.panel.height() > shown.lessons.card.height()


def test_a_text_that_is_too_long_scrolls_and_leaves_the_panel_room(window, tmp_path: Path):
    path = tmp_path / "long.md"
    front = '+++\nlesson = 1\ntitle = "Long"\n[[step]]\n[[step]]\n+++\n'
    path.write_text(front + "word " * 900 + "\n\n---\n\nShort.\n", encoding="utf-8")
    shown = opened(window, size=(1024, 768), projector=True)
    assert shown.lessons.open(path)
    settle_layout()
    assert shown.height() == 768
    assert find(shown, "lesson.text").verticalScrollBar().maximum() > 0
    assert shown.panel.height() == 4 * theme.sizes.control
    shown.lessons.presenter.start("01-linear")
    settle_layout()
    assert shown.panel.height() > 4 * theme.sizes.control, "another lesson starts anew"
    assert is_whole(shown)


def test_the_card_follows_the_size_of_letters(window):
    shown = opened(window, size=(1366, 768))
    shown.lessons.presenter.start("02-constant", 1)
    for _ in range(2):
        shown.actions_["projector"].trigger()
        settle_layout()
        assert is_whole(shown)
    text = find(shown, "lesson.text")
    assert text.height() - text.document().size().height() < theme.sizes.font
