"""What a lesson claims: numbers and shapes agree with core, of one layer and of a race."""

from __future__ import annotations

import pytest

from core.experiment import MAX_LANES
from core.lessons import claims
from core.lessons import numbers as lesson_numbers
from core.lessons.lesson import parse
from core.lessons.shapes import LANES, TINY_GRADIENT
from core.training import words
from tests.core.lessons.support import BODY, FRONT


@pytest.mark.parametrize(
    ("written", "number", "right"),
    [
        ("0.051", 0.05103, True),
        ("0.051", 0.0516, False),
        ("131,072", 131072.0, True),
        ("131,072", 131073.0, False),
        ("−1", -1.0, True),
        ("−1", 1.0, False),
        ("0.0313", 0.03125, True),
        ("1.00", 1.004, True),
        ("1.00", 1.006, False),
        ("1", float("nan"), False),
    ],
)
def test_a_numeral_agrees_to_the_digits_written(written, number, right):
    assert lesson_numbers.agrees(written, number) is right


def test_a_wrong_number_is_told_with_the_right_one(tmp_path, capsys):
    path = tmp_path / "mine.md"
    path.write_text((FRONT + BODY).replace("Two.", "Two of 30."), encoding="utf-8")
    assert lesson_numbers.main([str(path)]) == 0
    assert capsys.readouterr().out == ""
    text = (FRONT + BODY).replace("Two.", "Two of 31.").replace('"30" =', '"31" =')
    path.write_text(text, encoding="utf-8")
    assert lesson_numbers.main([str(path)]) == 1
    said = f"{path}: step 2: 31 is 30 (experiment.depth.layers)\n"
    assert capsys.readouterr().out == said
    path.write_text((FRONT + BODY).replace('"30" =', '"32" ='), encoding="utf-8")
    assert lesson_numbers.main([str(path)]) == 1
    assert capsys.readouterr().out == f"{path}: step 2: 32 does not stand in the text\n"
    path.write_text(text.replace("experiment.depth.layers", "weight.median"), encoding="utf-8")
    assert lesson_numbers.main([str(path)]) == 1
    assert "there is no weight.median" in capsys.readouterr().out
    shaped = (FRONT + BODY).replace("[[step]]", '[[step]]\nshapes = {output = "box"}', 1)
    path.write_text(shaped.replace("Two.", "Two of 30."), encoding="utf-8")
    assert lesson_numbers.main([str(path)]) == 1
    assert capsys.readouterr().out == f"{path}: step 1: output: this is not “box”\n"
    path.write_text("", encoding="utf-8")
    assert lesson_numbers.main([str(path)]) == 2


RACE = """+++
lesson = 1
title = "race"
page = "train"
[experiment]
bias_init = {{method = "zeros"}}
depth = {{layers = 1, width = 8}}
train = {{samples = 50, batch = 50, epochs = 2}}
[[experiment.race]]
changes = {{"weight_init.method" = "zeros"}}
[[step]]
{first}
[[step]]
[[step.set.race]]
name = "one"
changes = {{"train.lr" = 0.1}}
+++
2.303 and 2

---

second
"""


def test_a_step_speaks_of_the_lanes_of_its_race():
    first = """
numbers = {"2.303" = "lane.0.first_loss", "2" = ["lane.0.steps", "above percent lane.0.norm"]}
shapes = {"lane 0" = ["stuck", "units alike"]}"""
    one, two = parse(RACE.format(first=first), "race.md").steps
    assert lesson_numbers.wrong(one) == [] == claims.wrong(one)
    assert [lane.name for lane in two.experiment.race] == ["one"]
    assert lesson_numbers.value(two.experiment, "lane.0.experiment.train.lr") == 0.1


@pytest.mark.parametrize(
    "path", ["lane.1.steps", "lane.x.steps", "lane.0.nothing", "lane.0", "above lane.0.train_loss"]
)
def test_a_wrong_claim_on_a_lane_is_told(path):
    first = f'numbers = {{"2" = "{path}"}}\nshapes = {{"lane 0" = "learns"}}'
    step = parse(RACE.format(first=first), "race.md").steps[0]
    assert len(lesson_numbers.wrong(step)) == 1
    assert claims.wrong(step) == ["lane 0: this is not “learns”"]


def test_a_lane_that_is_not_there_is_told():
    first = 'shapes = {"lane 5" = "learns"}'
    step = parse(RACE.format(first=first), "race.md").steps[0]
    assert claims.wrong(step) == ["lane 5: the race has no such lane"]


def test_every_lane_of_a_race_can_be_spoken_of():
    assert len(LANES) == MAX_LANES


def test_a_gradient_is_none_where_the_page_says_so():
    assert TINY_GRADIENT == words.TINY_GRADIENT
