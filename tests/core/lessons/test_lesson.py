"""Reading a lesson: what each step shows, and where a mistake is said to be."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.experiment import MAX_LANES, Experiment
from core.lessons import claims
from core.lessons import numbers as lesson_numbers
from core.lessons.keys import known
from core.lessons.lesson import Lesson, built_in, load, parse
from core.lessons.shapes import LANES, SHAPES, TINY_GRADIENT
from core.messages import FileError
from core.pages import PAGES
from core.training import words

GUIDE = Path(__file__).parents[3] / "resources" / "guide"

FRONT = """+++
lesson = 1
title = "Xavier"
page = "layer"
controls = ["weight_init.gain"]
[experiment]
layer = {in_features = 512, out_features = 256}
[[step]]
set = {"weight_init.method" = "xavier_normal"}
[[step]]
page = "depth"
set = {"weight_init.gain" = 2.0, "depth.layers" = 30}
controls = []
numbers = {"30" = "experiment.depth.layers"}
[[step]]
+++
"""
BODY = """
### First

One.

---

### Second

Two.

---

### Third

Three.
"""


def refused(text: str, folder: Path | None = None) -> FileError:
    with pytest.raises(FileError) as caught:
        parse(text, "mine.md", folder)
    assert caught.value.key.startswith("mine.md:")
    return caught.value


def line_of(error: FileError) -> int:
    return int(error.key.rpartition(":")[2])


def with_line(number: int, text: str) -> str:
    """The lesson with another line in this place."""
    lines = (FRONT + BODY).split("\n")
    lines[number - 1] = text
    return "\n".join(lines)


def with_body(line: str) -> str:
    """The lesson with another line in the second part; it is line 26."""
    text = (FRONT + BODY).replace("Two.", line)
    assert text.split("\n")[25] == line.split("\n")[0]
    return text


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


def test_an_image_beside_the_file_is_shown(tmp_path):
    text = with_body("![a](曲线-1.PNG) and [![b](x.jpg)](https://example.org)")
    (tmp_path / "x.jpg").touch()
    assert "there is no such file beside" in str(refused(text, tmp_path).text)
    (tmp_path / "曲线-1.PNG").touch()
    assert parse(text, "mine.md", tmp_path).folder == tmp_path


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


def test_a_file_is_read_with_its_folder(tmp_path):
    path = tmp_path / "mine.md"
    path.write_text(FRONT + BODY, encoding="utf-8-sig")
    found = load(path)
    assert (found.key, found.folder) == ("mine", tmp_path)
    assert found.steps == parse(FRONT + BODY, "mine.md").steps


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


def test_every_control_of_the_window_can_be_named():
    assert {"layer.in_features", "weight_init.method", "weight_init.sparsity", "run.seed"} <= set(
        known()
    )
    assert "bias_init.gain" not in known()
    assert "initlab" not in known()


def test_lessons_are_read_once():
    assert built_in("en") is built_in("en")


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
