"""The guide to lessons: its example is one, and it names all that can be said."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from core.lessons import numbers as lesson_numbers
from core.lessons.lesson import parse
from core.lessons.shapes import SHAPES
from core.pages import PAGES
from tests.core.lessons.support import line_of, refused

GUIDE = Path(__file__).parents[3] / "resources" / "guide"


@pytest.mark.parametrize("name", ["lessons.md", "lessons.zh_CN.md"])
def test_the_example_of_the_guide_is_a_lesson(name):
    (example,) = re.findall(r"```markdown\n(.*?)```", (GUIDE / name).read_text("utf-8"), re.DOTALL)
    found = parse(example, "wide.md")
    assert [step.page for step in found.steps] == ["layer", "layer", "depth"]
    for step in found.steps:
        assert lesson_numbers.wrong(step) == []
    error = refused(example.replace('in_features" = 200', 'in_features" = 0'))
    said = re.search(r"wide\.md:(\d+): ", (GUIDE / name).read_text("utf-8"))
    assert said is not None
    assert line_of(error) == int(said[1])


@pytest.mark.parametrize("name", ["lessons.md", "lessons.zh_CN.md"])
def test_the_guide_names_every_shape_that_can_be_said(name):
    guide = (GUIDE / name).read_text("utf-8")
    for subject, shapes in SHAPES.items():
        assert f"`{subject}`" in guide
        for shape in shapes:
            assert f"`{shape}`" in guide, shape


@pytest.mark.parametrize("name", ["lessons.md", "lessons.zh_CN.md"])
def test_the_guide_names_every_card_that_can_be_shown(name):
    rows = [line for line in (GUIDE / name).read_text("utf-8").splitlines() if "|" in line]
    for page in PAGES.values():
        [row] = [row for row in rows if row.startswith(f"| `{page.key}` |")]
        assert re.findall(r"`(\w+)`", row)[1:] == list(page.cards)
        [row] = [row for row in rows if row.startswith("| `page` |")]
        assert f"`{page.key}`" in row


@pytest.mark.parametrize("name", ["lessons.md", "lessons.zh_CN.md"])
def test_the_guide_names_every_number_that_can_be_computed(name):
    text = (GUIDE / name).read_text("utf-8")
    for path in lesson_numbers.EXTRAS:
        assert f"`{path}`" in text
