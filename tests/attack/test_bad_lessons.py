"""Lessons that somebody has written to stop the window: TOML and Markdown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from core.lessons import lesson
from core.messages import FileError
from gui.lessons.text import LessonText
from tests.attack import hostile
from tests.attack.bounds import assert_one_sentence, within_bounds
from tests.gui.support import find, small

HEAD = 'lesson = 1\ntitle = "t"\n'


def refused(front: str, body: str = "Text\n") -> FileError:
    """The one sentence on a lesson with this front matter, said in time."""
    with within_bounds(front[:60]), pytest.raises(FileError) as refusal:
        lesson.parse(f"+++\n{front}\n+++\n{body}", "x.md")
    assert_one_sentence(refusal.value)
    return refusal.value


# TOML:


@pytest.mark.parametrize(
    "line", ["a." * 100_000 + "a = 1", "[" + "a." * 100_000 + "a]", "#" * 1001, "k" * 9999 + "=1"]
)
def test_a_line_that_toml_would_need_minutes_for_is_refused_by_its_number(line: str) -> None:
    error = refused(HEAD + line)
    assert error.key == "x.md:4"
    assert "1,000 characters" in str(error)


def test_the_slowest_front_matter_that_is_read_is_read_in_time() -> None:
    """Lines as long and as many as may be, every one all dots."""
    dots = "a." * 490
    for lines in (
        [f"{dots}x{n} = 1" for n in range(65)],
        [f"[{dots}x{n}]" for n in range(65)],
        [f"x{n}.{dots}x = 1" for n in range(65)],
        ["[" * 999] * 65,
        ["a = [[" + "{a=" * 300] * 65,
    ):
        refused(HEAD + "\n".join(lines))


def test_a_front_matter_of_many_lines_is_refused() -> None:
    assert "65,536 characters" in str(refused(HEAD + "\n" * 70_000))


@pytest.mark.parametrize("parts", [3, 50, 400])
def test_a_key_with_too_many_dots_is_unknown(parts: int) -> None:
    """Nested tables were once followed to any depth."""
    dots = "a." * parts
    for front in (f"[[step]]\nset.{dots}a = 1", f"[[step]]\n[step.set.{dots}b]\n{dots}a = 1"):
        assert "there is no control" in str(refused(HEAD + front))
    assert "unknown key" in str(refused(f"{HEAD}experiment.{dots}a = 1\n[[step]]"))


def test_a_title_that_fills_the_window_is_refused() -> None:
    assert "200 characters" in str(refused(f'lesson = 1\ntitle = "{"t" * 201}"\n[[step]]'))


def test_huge_numbers_and_dates_are_refused_by_their_key() -> None:
    for value in (f"0x{'F' * 900}", "1e999", "inf", "nan", "1979-05-27", "[[[[]]]]", "'1'"):
        said = str(refused(f'{HEAD}[[step]]\nset = {{"layer.in_features" = {value}}}'))
        assert said.startswith("x.md:5: layer.in_features: ")


# Markdown:

FITTING = [text for text in hostile.MARKDOWN if len(text) <= 5_000]
TOO_LONG = ["x" * 5_001, "x\n" * 2_501, "x" * 200_000, "x\n" * 100_000, "`" * 250_000]


def test_no_text_that_a_lesson_may_have_stops_the_window(qtbot: Any) -> None:
    shown = LessonText()
    qtbot.addWidget(shown)
    shown.resize(320, 400)
    shown.show()
    for text in FITTING:
        with within_bounds(text[:30]):
            shown.show_markdown(text, None)
            QApplication.processEvents()
            shown.grab()
        with within_bounds(text[:30]):
            shown.resize(700 - shown.width(), 400)
            shown.grab()


@pytest.mark.parametrize("text", TOO_LONG, ids=len)
def test_text_that_is_longer_is_refused_by_its_line(text: str) -> None:
    error = refused(f"{HEAD}[[step]]\n[[step]]", f"One\n\n---\n\n{text}\n")
    assert error.key == "x.md:11"
    assert "5,000" in str(error)
    runs = " ".join("`" * n for n in range(1, 700))  # each was once looked for in all that follows
    assert "5,000" in str(refused(f"{HEAD}[[step]]", runs))


def test_html_in_a_title_is_shown_as_it_is_written(window: Any, tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    path.write_text('+++\nlesson = 1\ntitle = "<img src=x.png>"\n[[step]]\n+++\nText\n', "utf-8")
    opened = window(small())
    opened.opener.open_path(str(path))
    title = find(opened, "lesson.title")
    title.setSelection(0, len(title.text()))
    assert title.selectedText() == "<img src=x.png>"
    opened.lessons.presenter.leave()
