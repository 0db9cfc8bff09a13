"""Lessons and the cards of a page: a step shows one, and their names in the text are links."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QTextBlock, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTabWidget, QWidget

from core.lessons.lesson import built_in
from core.pages import PAGES
from gui.lessons.card_names import card_of
from gui.window import MainWindow
from tests.gui.support import PATIENCE, find, small
from tests.gui.test_layout import settle_layout

NARROW, WIDE = (1024, 768), (1920, 1080)

OWN = """+++
lesson = 1
title = "Mine"
page = "layer"
[[step]]
[[step]]
show = "code"
[[step]]
page = "depth"
show = "code"
+++
### First

Look at *Matrix*, at *Statistics* and at “Signal”; *nothing* is a word, **Signal** is loud, `Signal`
is code, and so is “`Signal`”. [*Output*](https://pytorch.org) leads away.

---

### Second

The code.

---

### Third

The code of the *Signal →* page.
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "mine.md"
    path.write_text(OWN, encoding="utf-8")
    return path


def taught(window: Any, own: Path, **options: Any) -> MainWindow:
    shown: MainWindow = window(small(), **({"size": NARROW} | options))
    shown.lessons.presenter.glide.duration = 0
    assert shown.lessons.open(own)
    settle_layout()
    return shown


def links(shown: MainWindow) -> dict[str, str]:
    """The words of each link in the step's text, with what it leads to."""
    document = find(shown, "lesson.text").document()
    return {text: href for block in blocks(document.begin()) for text, href in anchors(block)}


def blocks(block: QTextBlock) -> Iterator[QTextBlock]:
    while block.isValid():
        yield block
        block = block.next()


def anchors(block: QTextBlock) -> Iterator[tuple[str, str]]:
    each = block.begin()
    while not each.atEnd():
        style = each.fragment().charFormat()
        if style.isAnchor():
            yield each.fragment().text(), style.anchorHref()
        each += 1


def ringed(shown: MainWindow) -> list[QWidget]:
    """The cards of the page around which a ring lies."""
    rings = [ring for ring in shown.findChildren(QWidget, "lesson.ring") if ring.isVisible()]
    cards = shown.page.cards().values()
    return [
        card
        for card in cards
        for ring in rings
        if ring.parentWidget() is card.parentWidget() and ring.geometry().contains(card.pos())
    ]


def step_to(shown: MainWindow, at: int) -> None:
    while shown.lessons.presenter.at < at:
        shown.lessons.presenter.next()
    settle_layout()


@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_a_step_brings_its_card_into_sight(window, own, size):
    shown = taught(window, own, size=size)
    step_to(shown, 1)
    assert shown.page.code.isVisible()
    assert ringed(shown) == [shown.page.code]
    step_to(shown, 2)  # its page is made now: the card was no tab yet when it was asked for
    assert shown.page.objectName() == "page.depth"
    assert shown.page.code.isVisible()
    assert ringed(shown) == [shown.page.code]


@pytest.mark.parametrize("size", [NARROW, WIDE])
@pytest.mark.parametrize("page", PAGES)
def test_every_card_of_every_page_can_be_brought_into_sight(window, page, size):
    shown = window(small(), page=page, size=size)
    settle_layout()
    for key in PAGES[page].cards:
        assert shown.page.show_card(key) is shown.page.cards()[key]
        settle_layout()
        assert not shown.page.cards()[key].visibleRegion().isEmpty(), key


def test_a_window_that_becomes_narrow_keeps_the_card_in_sight(window, own):
    shown = taught(window, own, size=WIDE)
    step_to(shown, 1)
    shown.resize(*NARROW)
    settle_layout()
    assert shown.page.column.folded
    assert shown.page.code.isVisible()


def test_a_card_that_was_asked_for_stays_in_front_when_others_become_tabs(window):
    shown = window(small(), page="depth", size=NARROW)
    settle_layout()
    shown.page.show_card("distributions")  # the first tab
    shown.resize(1024, 660)
    shown.actions_["projector"].trigger()
    settle_layout()
    assert shown.page.column.holds(shown.page.network)
    assert shown.page.spread.isVisible()


def test_a_card_that_fills_the_page_makes_way(window, own):
    shown = taught(window, own)
    shown.page.fill(shown.page.matrix_card)
    step_to(shown, 1)
    assert shown.page.filled is None
    assert shown.page.code.isVisible()


def test_a_ring_that_goes_while_a_card_fills_the_page_is_not_missed(window, own, qtbot):
    shown = taught(window, own)
    shown.lessons.follow(QUrl("card:matrix"))
    assert ringed(shown) == [shown.page.matrix_card]
    shown.page.fill(shown.page.output_card)
    qtbot.waitUntil(lambda: not shown.findChildren(QWidget, "lesson.ring"), timeout=PATIENCE)
    shown.page.fill(None)
    assert shown.page.matrix_card.isVisible()


def test_names_of_cards_are_links(window, own):
    own.write_text(OWN.replace("*Matrix*", "**see *Matrix***"), encoding="utf-8")
    shown = taught(window, own)
    assert links(shown) == {
        "Matrix": "card:matrix",
        "Statistics": "card:statistics",
        "Signal": "card:signal",
        "Output": "https://pytorch.org",
    }
    step_to(shown, 2)
    assert links(shown) == {"Signal →": "card:signal"}  # the other page's card of that key


def test_a_click_on_a_name_raises_its_card_and_flashes_it(window, own):
    shown = taught(window, own)
    text = find(shown, "lesson.text")
    assert not shown.page.statistics.isVisible()
    at = QTextCursor(text.document().find("Statistics"))
    at.setPosition(at.selectionStart() + 2)
    where = text.cursorRect(at).center() + QPoint(2, 0)
    QTest.mouseClick(text.viewport(), Qt.MouseButton.LeftButton, pos=where)
    settle_layout()
    assert shown.page.statistics.isVisible()
    assert ringed(shown) == [shown.page.statistics]


def test_names_are_reached_and_followed_by_the_keyboard(window, own):
    shown = taught(window, own)
    shown.activateWindow()
    text = find(shown, "lesson.text")
    text.setFocus(Qt.FocusReason.TabFocusReason)
    seen = []
    for _ in range(3):
        QTest.keyClick(text, Qt.Key.Key_Tab)
        seen.append(text.textCursor().selectedText())
    assert seen == ["Matrix", "Statistics", "Signal"]
    QTest.keyClick(text, Qt.Key.Key_Return)
    assert shown.page.signal.isVisible()
    assert text.hasFocus()  # to go on from there
    assert "Tab" in text.accessibleDescription()


def test_a_name_leads_back_to_the_page_of_its_step(window, own):
    shown = taught(window, own)
    shown.show_page("dropout")
    shown.lessons.follow(QUrl("card:signal"))
    assert shown.page.objectName() == "page.layer"
    assert shown.page.signal.isVisible()


def test_a_name_brings_back_what_was_hidden_for_the_plots(window, own):
    shown = taught(window, own)
    shown.actions_["view.focus"].trigger()
    step_to(shown, 1)
    assert not shown.page.code.isVisible(), "a step leaves the plots alone"
    shown.lessons.follow(QUrl("card:code"))
    assert shown.page.code.isVisible()


def test_the_links_are_named_in_the_language_of_the_window(window):
    shown = window(small(), size=NARROW)
    shown.lessons.presenter.glide.duration = 0
    shown.lessons.presenter.start("04-normal", 1)
    assert links(shown) == {"Statistics": "card:statistics", "Signal": "card:signal"}
    shown.lessons.follow(QUrl("card:statistics"))
    shown.appearance.next_language()
    settle_layout()
    assert links(shown) == {"统计": "card:statistics", "信号": "card:signal"}
    assert shown.page.statistics.isVisible(), "another language turns no tab"


@pytest.mark.parametrize(
    ("language", "projector"),
    [
        ("zh_CN", False),
        ("en", True),
        *(pytest.param(*look, marks=pytest.mark.slow) for look in (("en", False), ("zh_CN", True))),
    ],
)
def test_no_lesson_speaks_of_a_card_that_is_out_of_sight(window, qtbot, language, projector):
    """A folded card is in front, or shares its tabs with the one that the step shows."""
    shown = window(small(), language=language, size=NARROW, projector=projector)
    presenter = shown.lessons.presenter
    presenter.glide.duration = 0
    wrong, folded = [], 0
    for lesson in built_in(language):
        presenter.start(lesson.key)
        for at, step in enumerate(lesson.steps):
            step_to(shown, at)
            cards = shown.page.cards()
            named = [card_of(QUrl(href)) for href in links(shown).values()]
            tabbed = [key for key in named if cards[key].folded]
            folded += len(tabbed)
            where = f"{lesson.key} {at + 1}: {named}, shown {step.show!r}"
            if step.show and not cards[step.show].isVisible():
                wrong.append(f"{where}: is not in sight")
            if tabbed and step.show not in tabbed:
                wrong.append(where)
            wrong += [f"{where}: {key}" for key in set(named) - set(tabbed) if hidden(cards[key])]
    assert not wrong, "\n".join(wrong)
    assert folded >= 13


def hidden(card: QWidget) -> bool:
    return not card.isVisible()


def test_only_tabs_hide_cards(window):
    """What the test above takes for granted of the narrow window."""
    shown = window(small(), size=NARROW)
    settle_layout()
    [tabs] = [tabs for tabs in shown.page.findChildren(QTabWidget) if tabs.isVisible()]
    out_of_sight = [card for card in shown.page.cards().values() if not card.isVisible()]
    assert len(out_of_sight) == tabs.count() - 1
    assert all(card.folded for card in out_of_sight)
