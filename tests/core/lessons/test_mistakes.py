"""A lesson with a mistake is refused, and said is where it is and what helps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.lessons.lesson import Lesson, load, parse
from core.messages import FileError
from tests.core.lessons.support import BODY, FRONT, line_of, refused, with_body, with_line


@pytest.mark.parametrize(
    ("number", "line", "at", "said"),
    [
        (1, "lesson", 1, "a lesson begins with a line +++"),
        (16, "", 1, "write a line +++ below it"),
        (3, "title = Xavier", 3, "not TOML: Invalid value"),
        (4, 'title = "again"', 4, "not TOML: Cannot overwrite"),
        (15, '[[step]]\nset = {"a', 16, "not TOML"),
        (2, "", 1, "lesson is missing; write lesson = 1"),
        (3, "", 1, 'title is missing; write title = "…"'),
        (2, "lesson = 2", 2, "lesson = 2 is not the version that is read here; write lesson = 1"),
        (2, "lesson = true", 2, "lesson = true is not the version"),
        (3, 'title = " "', 3, "the title must be one line of text"),
        (3, "title = 3", 3, "the title must be one line of text"),
        (5, 'colour = "red"', 5, "unknown key colour; known are lesson, title, page"),
        (
            11,
            'colour = "red"',
            11,
            "unknown key colour; known are set, page, show, controls",
        ),
        (4, 'page = "training"', 4, 'page "training" is not one of layer, dropout, depth'),
        (11, "page = 3", 11, "page 3 is not one of layer, dropout, depth"),
        (5, 'controls = ["weight_init.gian"]', 5, "no control weight_init.gian; near it are"),
        (13, 'controls = ["page.layer"]', 13, "there is no control page.layer"),
        (13, 'controls = [\n "run.seed",\n "zzz",\n]', 15, "there is no control zzz"),
        (5, 'controls = "weight_init.gain"', 5, "controls is a list of names such as"),
        (12, 'set = {"weight_init.gian" = 1}', 12, "near it are weight_init.gain"),
        (12, 'set = {"weight_init.std" = 1}', 12, "weight_init.std: xavier_normal has no such"),
        (12, 'set = {"weight_init.gain" = -1}', 12, "weight_init.gain: -1.0 is not allowed"),
        (12, 'set = {"weight_init.gain" = nan}', 12, "weight_init.gain: NaN is not a finite"),
        (12, "set = {depth = {\n layers = 0}}", 12, "not TOML"),
        (15, "[[step]]\n[step.set.depth]\nlayers = 0", 17, "depth.layers: 0 is outside 1 to 100"),
        (
            15,
            "[[step]]\n[step.set]\ndepth.width=16\ndepth.layers=0",
            18,
            "depth.layers: 0 is outside",
        ),
        (12, "set = 3", 12, 'set is a table such as {"weight_init.gain" = 2.0}'),
        (14, 'numbers = ["30"]', 14, "numbers is a table such as"),
        (14, 'numbers = {"30" = 30}', 14, "numbers is a table such as"),
        (14, 'shapes = ["hill"]', 14, 'shapes is a table such as {output = "valley"}'),
        (14, 'shapes = {outptu = "hill"}', 14, 'shapes: "outptu" is not one of weight, theory'),
        (14, 'shapes = {output = "hil"}', 14, 'shapes: "hil" is not one of one spike, spike'),
        (14, "shapes = {output = 3}", 14, "shapes: 3 is not one of one spike"),
        (7, "layer = {in_features = 0}", 7, "layer.in_features: 0 is outside 1 to"),
        (7, "[experiment.layer]\nin_features = 0", 8, "layer.in_features: 0 is outside 1 to"),
        (7, "lair = {in_features = 1}", 7, "lair: unknown key; known are"),
        (7, 'layer = {activation = "sin"}', 7, 'layer.activation: "sin" is not one of'),
        (7, "layer = 3", 7, "layer: 3 is not"),
        (15, "[[step]]\n[experiment.run]\nseed = -1", 17, "run.seed: -1 is outside"),
        (15, "[[step]]\n[[step]]", 16, "parts of text: 3, [[step]]: 4"),
        (15, "", 30, "parts of text: 3, [[step]]: 2"),
    ],
)
def test_a_mistake_is_said_with_its_line_and_a_remedy(number, line, at, said):
    error = refused(with_line(number, line))
    assert said in str(error.text)
    assert line_of(error) == at


def test_a_key_that_stands_in_two_steps_is_found_in_the_right_one():
    text = with_line(8, "[[step]]\ncontrols = []").replace(
        "[[step]]\n+++", '[[step]]\nset = {"weight_init.gain" = "much"}\n+++'
    )
    error = refused(text)
    assert (line_of(error), "weight_init.gain" in str(error.text)) == (17, True)


def test_a_value_is_found_where_it_is_set_and_not_where_its_control_is_shown():
    changes = """[[step]]
controls = ["weight_init.gain"]
numbers = {"1" = "experiment.weight_init.gain"}
set = {"weight_init.gain" = -1}
[[step]]"""
    text = with_line(15, changes) + "\n---\nFour."
    assert line_of(refused(text)) == 18
    twice = "[[step]]\ncontrols = [\n'zzz',\n'zzz',\n]"
    assert line_of(refused(with_line(15, twice))) == 17


def test_no_step_and_too_many_steps():
    head = '+++\nlesson = 1\ntitle = "t"\n'
    error = refused(head + "+++\nText")
    assert "there is no step; write [[step]]" in str(error.text)
    assert line_of(error) == 4
    error = refused(head + "[step]\n+++\nText")
    assert "write [[step]] in double brackets" in str(error.text)
    assert line_of(error) == 4
    error = refused(head + "[[step]]\n" * 101 + "+++\n" + "\n---\n".join(["a"] * 101))
    assert "101 steps are too many: a lesson has at most 100" in str(error.text)
    assert line_of(error) == 3 + 101
    assert len(parse(head + "[[step]]\n" * 100 + "+++\n" + "\n---\n".join("a" * 100), "x").steps)


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("", 5),
        ("\n\n", 7),
        ("---\na", 6),
        ("a\n\n---\n", 9),
        ("a\n---\n\n---\nb", 9),
    ],
)
def test_an_empty_part_is_refused(body, line):
    error = refused('+++\nlesson = 1\ntitle = "t"\n[[step]]\n+++\n' + body)
    assert "this part is empty" in str(error.text)
    assert abs(line_of(error) - line) <= 1


@pytest.mark.parametrize(
    "line",
    [
        "<b>bold</b>",
        "a <br> b",
        "</p>",
        "<!-- hidden -->",
        "<?php",
        "<img src=x>",
        "`a` <b> `c`",
        "\\`<b>`",
        "`a\\`<b>`",
        "``a` <b>```",
        "| ` | <b> |",
        "    <b>",
        "<javascript:alert(1)>",
        "<file:///etc/passwd>",
    ],
)
def test_html_is_refused(line):
    error = refused(with_body(line))
    assert "HTML is not allowed" in str(error.text)
    assert line_of(error) == 26


@pytest.mark.parametrize(
    "name",
    [
        "../x.png",
        "/etc/x.png",
        "C:\\x.png",
        "https://example.org/x.png",
        "file:///x.png",
        "data:image/png;base64,AAAA.png",
        "sub/x.png",
        "%2e%2e%2fx.png",
        ".png",
        "x.svg",
        "x.exe",
        "",
        "x.png 'title'",
    ],
)
def test_an_image_from_elsewhere_is_refused(tmp_path, name):
    error = refused(with_body(f"![a]({name})"), tmp_path)
    assert "only images beside the lesson's file" in str(error.text)
    assert line_of(error) == 26


@pytest.mark.parametrize("line", ["![a][b]", "![a]", "![a [b]](x.png)", "![a](x.png"])
def test_an_image_written_otherwise_is_refused(line):
    assert "write it on one line as ![text](name.png)" in str(refused(with_body(line)).text)


@pytest.mark.parametrize(
    "line",
    [
        "[a](file:///etc/passwd)",
        "[a](other.md)",
        "[a](<file:///etc/passwd>)",
        "[a]( javascript:alert)",
        "[a](\nfile:///x)",
        "[a]: file:///x",
        "> [a]: file:///x",
        "[`a`](ftp://x)",
    ],
)
def test_a_link_that_is_no_web_address_is_refused(line):
    text = (FRONT + BODY).replace("Two.", line)
    error = refused(text)
    assert "must begin with https://" in str(error.text)
    assert line_of(error) == 26


def test_a_file_that_is_too_large_or_no_utf_8_or_missing_is_refused(tmp_path):
    path = tmp_path / "mine.md"
    front = '+++\nlesson = 1\ntitle = "t"\n' + 60 * "[[step]]\n" + "+++\n"
    body = "\n---\n".join(["x" * 4_300] * 59) + "\n---\n"
    last = "x " * ((256 * 1024 - len(front + body)) // 4)
    fitting = front + body + last
    fitting += "\n" * (256 * 1024 - len(fitting))
    path.write_text(fitting, encoding="utf-8", newline="\n")
    load(path)
    path.write_text(fitting + "\n", encoding="utf-8", newline="\n")
    with pytest.raises(FileError, match="at most 256 KB"):
        load(path)
    path.write_bytes((FRONT + BODY).replace("Two.", "第二").encode("gb18030"))
    with pytest.raises(FileError, match=r"^mine\.md:26: not UTF-8 text; save the file as UTF-8"):
        load(path)
    with pytest.raises(FileError, match="no such file"):
        load(tmp_path / "other.md")
    with pytest.raises(FileError, match="this is a folder"):
        load(tmp_path)


def test_a_mistake_in_a_file_names_the_file(tmp_path):
    path = tmp_path / "mine.md"
    path.write_text(with_line(2, "lesson = 2"), encoding="utf-8")
    with pytest.raises(FileError, match=r"^mine\.md:2: "):
        load(path)


@given(st.text(max_size=200))
def test_any_text_is_a_lesson_or_refused(text):
    for attempt in (text, FRONT + text, "+++\n" + text + "\n+++\n" + text):
        try:
            assert isinstance(parse(attempt, "x.md"), Lesson)
        except FileError as error:
            assert 1 <= line_of(error) <= attempt.count("\n") + attempt.count("\r") + 1


@given(st.data())
def test_a_lesson_with_something_cut_out_is_a_lesson_or_refused(data):
    whole = FRONT + BODY
    start = data.draw(st.integers(0, len(whole)))
    cut = data.draw(st.integers(0, 60))
    put = data.draw(st.sampled_from(["", "[", "\n", '"', "= 1", "{}", "---", "+++", "[[step]]\n"]))
    try:
        parse(whole[:start] + put + whole[start + cut :], "x.md")
    except FileError as error:
        assert error.key.startswith("x.md:")


def test_a_deep_nest_is_refused():
    error = refused('+++\nlesson = 1\ntitle = "t"\na = ' + "[\n" * 20_000 + "\n+++\nText")
    assert "nested too deeply" in str(error.text)
