"""Reading a lesson: what each step shows, and how it may be written."""

from __future__ import annotations

import pytest

from core.experiment import Experiment
from core.lessons.keys import known
from core.lessons.lesson import built_in, load, parse
from core.pages import PAGES
from tests.core.lessons.support import BODY, FRONT, line_of, refused, with_body


def test_each_step_shows_its_part_of_the_text():
    steps = parse(FRONT + BODY, "06-xavier.zh_CN.md").steps
    assert [step.text for step in steps] == [
        "### First\n\nOne.",
        "### Second\n\nTwo.",
        "### Third\n\nThree.",
    ]


def test_changes_apply_to_the_step_before():
    first, second, third = (step.experiment for step in parse(FRONT + BODY, "x.md").steps)
    start = Experiment.from_dict(
        {"initlab": 1, "layer": {"in_features": 512, "out_features": 256}}
    ).with_value("weight_init.method", "xavier_normal")
    assert first == start
    assert second == start.with_values({"weight_init.gain": 2.0, "depth.layers": 30})
    assert third == second


def test_a_step_names_what_differs_from_the_one_before():
    steps = parse(FRONT + BODY, "x.md").steps
    assert [step.changes for step in steps] == [(), ("weight_init.gain", "depth.layers"), ()]


@pytest.mark.parametrize(
    ("start", "changes", "expected"),
    [
        ("xavier_normal", '"weight_init.method" = "normal"', ("weight_init.method",)),
        (
            "xavier_normal",
            '"weight_init.method" = "normal", "weight_init.std" = 0.5',
            ("weight_init.method", "weight_init.std"),
        ),
        (
            "xavier_normal",
            '"weight_init.method" = "normal", "weight_init.std" = 1.0',
            ("weight_init.method",),
        ),
        ("xavier_normal", '"weight_init.gain" = 1.0, "run.seed" = 3', ("run.seed",)),
        ("xavier_normal", '"dropout.vector" = "ones"', ("dropout.vector",)),
        ("normal", '"weight_init.method" = "xavier_normal"', ("weight_init.method",)),
        # Both have std, with other defaults.
        (
            "normal",
            '"weight_init.method" = "sparse"',
            ("weight_init.method", "weight_init.std"),
        ),
    ],
)
def test_what_a_new_method_brings_along_is_no_change(start, changes, expected):
    text = f"""+++
lesson = 1
title = "t"
[experiment.weight_init]
method = "{start}"
[[step]]
[[step]]
set = {{{changes}}}
+++
a
---
b
"""
    assert parse(text, "x.md").steps[1].changes == expected


def test_a_step_may_show_a_card_of_its_page():
    text = FRONT.replace("[[step]]\npage = ", '[[step]]\nshow = "units"\npage = ')
    assert [step.show for step in parse(text + BODY, "x.md").steps] == ["", "units", ""]


@pytest.mark.parametrize(
    ("page", "value", "said"),
    [
        ("depth", '"statistics"', '"statistics" is not a card of the page depth'),
        ("depth", '""', "is not a card"),
        ("depth", '["units"]', "is not a card"),
        ("dropout", '"units"', '"units" is not a card of the page dropout'),
    ],
)
def test_a_card_that_the_page_has_not_is_refused_with_those_that_it_has(page, value, said):
    text = FRONT.replace('[[step]]\npage = "depth"', f'[[step]]\nshow = {value}\npage = "{page}"')
    error = refused(text + BODY)
    assert line_of(error) == 11
    assert said in str(error)
    assert ", ".join(PAGES[page].cards) in str(error)


def test_a_step_may_have_its_own_page_and_controls():
    steps = parse(FRONT + BODY, "x.md").steps
    assert [step.page for step in steps] == ["layer", "depth", "layer"]
    gain = ("weight_init.gain",)
    assert [step.controls for step in steps] == [gain, (), gain]


def test_the_numbers_of_a_step_are_kept_as_written():
    assert parse(FRONT + BODY, "x.md").steps[1].numbers == (("30", "experiment.depth.layers"),)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("06-xavier.en.md", "06-xavier"),
        ("06-xavier.zh_CN.md", "06-xavier"),
        ("mine.md", "mine"),
        ("my.lesson.md", "my.lesson"),
    ],
)
def test_a_lesson_is_named_after_its_file(name, key):
    assert parse(FRONT + BODY, name).key == key


def test_the_least_lesson():
    found = parse('+++\nlesson = 1\ntitle = "t"\n[[step]]\n+++\nText', "x.md")
    (step,) = found.steps
    assert (found.title, step.page, step.controls) == ("t", "layer", ())
    assert step.experiment == Experiment()


@pytest.mark.parametrize(
    "written",
    [
        'set = {"weight_init.method" = "normal", "weight_init.std" = 0.5}',
        'set = {weight_init.method = "normal", weight_init.std = 0.5}',
        'set = {weight_init = {method = "normal", std = 0.5}}',
        'set.weight_init.method = "normal"\nset.weight_init.std = 0.5',
        '[step.set]\n"weight_init.method" = "normal"\n"weight_init.std" = 0.5',
        '[step.set.weight_init]\nmethod = "normal"\nstd = 0.5',
    ],
)
def test_dots_may_be_written_as_toml_likes(written):
    text = f'+++\nlesson = 1\ntitle = "t"\n[[step]]\n{written}\n+++\nText'
    assert parse(text, "x.md").steps[0].experiment.weight_init.parameters["std"] == 0.5


def test_line_ends_and_a_byte_order_mark_do_not_matter():
    plain = parse(FRONT + BODY, "x.md")
    assert parse("\ufeff" + (FRONT + BODY).replace("\n", "\r\n"), "x.md") == plain


def test_a_line_of_dashes_in_a_code_block_parts_nothing():
    text = with_body("```\n---\n<b>\n```")
    assert parse(text, "x.md").steps[1].text == "### Second\n\n```\n---\n<b>\n```"


@pytest.mark.parametrize(
    "line",
    [
        "`<b>` and ``a ` <b>``",
        "a < b and b<3, x <= y",
        "\\<b>",
        "<https://pytorch.org>",
        "[torch](https://pytorch.org/docs) and [more](http://example.org/a_(b))",
        "`![a](../x.png)` and `[a](file:///x)`",
        "[1] and (2), [a] [b]",
        "*Signal*, **bold?**, n_in_2",
        "~~~\n<b>\n~~~",
    ],
)
def test_plain_markdown_passes(line):
    assert line in parse(with_body(line), "x.md").steps[1].text


def test_an_image_beside_the_file_is_shown(tmp_path):
    text = with_body("![a](曲线-1.PNG) and [![b](x.jpg)](https://example.org)")
    (tmp_path / "x.jpg").touch()
    assert "there is no such file beside" in str(refused(text, tmp_path).text)
    (tmp_path / "曲线-1.PNG").touch()
    assert parse(text, "mine.md", tmp_path).folder == tmp_path


def test_a_file_is_read_with_its_folder(tmp_path):
    path = tmp_path / "mine.md"
    path.write_text(FRONT + BODY, encoding="utf-8-sig")
    found = load(path)
    assert (found.key, found.folder) == ("mine", tmp_path)
    assert found.steps == parse(FRONT + BODY, "mine.md").steps


def test_every_control_of_the_window_can_be_named():
    assert {"layer.in_features", "weight_init.method", "weight_init.sparsity", "run.seed"} <= set(
        known()
    )
    assert "bias_init.gain" not in known()
    assert "initlab" not in known()


def test_lessons_are_read_once():
    assert built_in("en") is built_in("en")
