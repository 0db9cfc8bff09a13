"""The program's own lessons: their numbers are core's, their names are the window's."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from core import depth, layer
from core.context import last
from core.lessons import claims
from core.lessons import keys as lesson_keys
from core.lessons import numbers as lesson_numbers
from core.lessons.lesson import Lesson, Step, built_in
from core.lessons.shapes import LANES
from core.preferences import LANGUAGES

ROOT = Path(__file__).parents[3]
CATALOGUE = ROOT / "resources" / "i18n" / "initlab_zh_CN.ts"

COURSE = (
    "01-linear",
    "02-constant",
    "03-identity",
    "04-normal",
    "05-uniform",
    "06-xavier",
    "07-he",
    "08-dropout",
    "09-depth",
    "10-he-dropout",
    "11-zeros",
    "12-size",
    "13-thirty-layers",
    "14-overfitting",
    "15-weight-decay",
    "16-scale-and-decay",
    "17-inspect",
    "18-edge-of-chaos",
)
MAX_WORDS = 60
MAX_CHARACTERS = 110

CODE = re.compile(r"`[^`]*`")
YEAR = re.compile(r"(?:[(（]|et\s+al\. )(?:19|20)\d\d[)）]")
OTHER_LESSON = re.compile(r"\blesson (\d+)\b|第 (\d+) 课")
NUMERAL = re.compile(r"(?<![A-Za-z0-9_.])−?\d[\d,]*(?:\.\d+)?")
UNCHECKED = re.compile(r"[⁰¹³⁴⁵⁶⁷⁸⁹⁻½¼¾%]")
NAMES = {"en": re.compile(r"(?<!\*)\*([^*]+)\*(?!\*)"), "zh_CN": re.compile(r"“([^”]+)”")}

LEARNING = [pytest.mark.slow, pytest.mark.timeout(900)]
"""Marks of a step whose networks learn before its numbers are known."""


def steps(*, computed: bool) -> list[Any]:
    """Every step in both languages, one after the other: what is computed is remembered."""
    return [
        pytest.param(
            *(language, index, number),
            id=f"{key}-{number + 1}-{language}",
            marks=LEARNING if computed and step.page == "train" else [],
        )
        for index, key in enumerate(COURSE)
        for number, step in enumerate(built_in("en")[index].steps)
        for language in LANGUAGES
    ]


STEPS, COMPUTED = steps(computed=False), steps(computed=True)


def step_of(language: str, index: int, number: int) -> Step:
    return built_in(language)[index].steps[number]


def prose(step: Step, language: str) -> str:
    """The text without code, names of the window, years of papers and other lessons."""
    text = CODE.sub(" ", step.text)
    for pattern in (NAMES[language], YEAR, OTHER_LESSON):
        text = pattern.sub(" ", text)
    return text


def without_percents(text: str, step: Step) -> str:
    """The text without the signs behind shares that are computed in percent."""
    for written, path in step.numbers:
        if "percent " in path:
            text = text.replace(f"{written} %", written)
    return text


def numerals(text: str) -> Iterator[str]:
    return (found[0].rstrip(",") for found in NUMERAL.finditer(text))


def catalogue() -> Iterator[tuple[str, str]]:
    for message in ElementTree.parse(CATALOGUE).iter("message"):
        yield message.findtext("source") or "", message.findtext("translation") or ""


def test_the_lessons_follow_the_course():
    for language in LANGUAGES:
        assert tuple(lesson.key for lesson in built_in(language)) == COURSE


def test_an_unknown_language_gets_the_english_lessons():
    assert built_in("fr") == built_in("en")


def test_both_languages_differ_in_nothing_but_the_words():
    for english, chinese in zip(built_in("en"), built_in("zh_CN"), strict=True):
        assert english.title != chinese.title
        assert len(english.steps) == len(chinese.steps)
    for path in (ROOT / "resources" / "lessons").glob("*.en.md"):
        other = path.with_name(path.name.replace(".en.", ".zh_CN."))
        english, chinese = (
            [
                line
                for line in p.read_text(encoding="utf-8").split("+++")[1].splitlines()
                if not line.startswith(("title = ", "name = ", "goal = "))
            ]
            for p in (path, other)
        )
        assert english == chinese, path.name


@pytest.mark.parametrize("lesson", [one for lang in LANGUAGES for one in built_in(lang)])
def test_a_lesson_has_four_to_six_steps_and_shows_its_controls(lesson: Lesson):
    assert 4 <= len(lesson.steps) <= 6
    for step in lesson.steps:
        along = {f"weight_init.{name}" for name in step.experiment.weight_init.parameters}
        if "weight_init.method" not in step.changes:
            along = set()
        assert set(step.changes) <= set(step.controls) | along, step.text


@pytest.mark.parametrize(("language", "index", "number"), COMPUTED)
def test_every_numeral_is_what_core_computes(language: str, index: int, number: int):
    step = step_of(language, index, number)
    assert lesson_numbers.wrong(step) == []
    named = {written for written, _ in step.numbers}
    literal = set(values(step))
    for written in numerals(prose(step, language)):
        known = written in named or float(written.replace(",", "").replace("−", "-")) in literal
        assert known, f"{written} is neither computed nor a value of the experiment"
    assert not UNCHECKED.search(without_percents(prose(step, language), step))


IN_WORDS = [
    ("12-size", 2, "billionth", lambda step: value(step, "lane.3.gradient") < 1e-9),
    ("12-size", 4, "millions", lambda step: 1e6 < value(step, "lane.5.first_loss") < 1e9),
    ("14-overfitting", 5, "true labels", lambda step: value(step, LABEL_NOISE) == 0.0),
]
"""Numbers that stand in words: the lesson, its step, the word, and whether it is true."""

LABEL_NOISE = "experiment.train.label_noise"


def value(step: Step, path: str) -> float:
    return lesson_numbers.value(step.experiment, path)


@pytest.mark.slow
@pytest.mark.parametrize(("key", "number", "word", "is_true"), IN_WORDS)
def test_a_number_in_words_is_computed(
    key: str, number: int, word: str, is_true: Callable[[Step], bool]
):
    step = step_of("en", COURSE.index(key), number - 1)
    assert word in step.text
    assert is_true(step)


MEASURED = {
    "depth.theory_forward_rms.-1": lambda result: result.forward[-1],
    "depth.power_ratio": lambda result: (result.forward[-1] / result.forward[0]) ** 2,
    "depth.power_factor": lambda result: _factor(result) ** 2,
    "depth.rms_factor": lambda result: _factor(result),
}
"""What the plot of the Depth page shows of a number that theory has, by the number's path."""

NEARLY = 0.03
"""By so much what is measured may differ from theory where the text does not name theory."""


def _factor(result: depth.DepthResult) -> float:
    ratio: float = result.forward[-1] / result.forward[0]
    return ratio ** (1 / (len(result.forward) - 1))


@pytest.mark.parametrize(("language", "index", "number"), STEPS)
def test_a_number_of_theory_that_the_picture_does_not_show_is_said_to_be_one(
    language: str, index: int, number: int
):
    step = step_of(language, index, number)
    theory = re.search(r"\btheory\b|理论", step.text)
    for written, path in step.numbers:
        if path in MEASURED:
            shown = MEASURED[path](last(depth.run(step.experiment)))
        elif path == "advice.factor":
            factor = last(layer.run(step.experiment)).power_factor
            assert factor is not None
            shown = factor.measured
        else:
            continue
        said = float(written.replace(",", ""))
        digit = 10.0 ** -len(written.partition(".")[2]) / 2
        near = abs(shown - said) <= max(NEARLY * said, digit)
        assert near or theory, f"{path} is {shown} in the picture, {written} in the text"


def values(step: Step) -> Iterator[float]:
    """The numbers that its controls show."""
    for key in lesson_keys.known():
        try:
            value = step.experiment.value(key)
        except KeyError:  # a parameter of another method
            continue
        if isinstance(value, int | float) and not isinstance(value, bool):
            yield float(value)


@pytest.mark.parametrize(("language", "index", "number"), STEPS)
def test_a_computed_numeral_is_part_of_both_texts(language: str, index: int, number: int):
    step = step_of(language, index, number)
    assert {written for written, _ in step.numbers} <= set(numerals(prose(step, language)))


@pytest.mark.parametrize(("language", "index", "number"), STEPS)
def test_a_step_is_short_and_ends_with_a_question(language: str, index: int, number: int):
    step = step_of(language, index, number)
    if language == "en":
        words = [word for word in step.text.split() if re.search(r"\w", word)]
        assert len(words) <= MAX_WORDS
    else:
        assert len(re.findall(r"[\u4e00-\u9fff]", step.text)) <= MAX_CHARACTERS
    assert step.text.startswith("### ")
    lesson = built_in(language)[index]
    if number + 1 < len(lesson.steps):
        assert re.search(r"\n\n\*\*.+[?？]\*\*$", step.text)
    elif index + 1 < len(COURSE):
        said = OTHER_LESSON.search(step.text.rpartition("\n\n")[2])
        assert said is not None
        assert int(said[1] or said[2]) == index + 2


@pytest.mark.parametrize(("language", "index", "number"), STEPS)
def test_names_of_the_window_are_those_that_it_shows(language: str, index: int, number: int):
    """`*Signal*`, “信号”: the words of the catalogue, whose places may be filled."""
    known = [pair[tuple(LANGUAGES).index(language)] for pair in catalogue()]
    step = step_of(language, index, number)
    lanes = {lane.name for lane in step.experiment.race}
    for name in NAMES[language].findall(CODE.sub(" ", step.text)):
        assert name in lanes or any(
            matches(template, " ".join(name.split())) for template in known
        ), name


def matches(template: str, name: str) -> bool:
    parts = re.split(r"\{\w+\}", template)
    filled = r"[\d,]+".join(re.escape(part) for part in parts)
    return bool(parts[0]) and re.fullmatch(filled, name) is not None


DISTRIBUTIONS, CURVES = ("weight", "theory", "output"), ("forward", "backward")


def of(subjects: tuple[str, ...], *shapes: str) -> set[tuple[str, str]]:
    return {(subject, shape) for subject in subjects for shape in shapes}


SPIKES = of(DISTRIBUTIONS, "one spike", "spike at zero")
WAYS = of(CURVES, "rises", "falls", "falls slower", "settles", "flat")
LANE_FALLS, LANE_RISES = of(LANES, "loss falls"), of(LANES, "test loss rises")
FLAT = of(CURVES, "flat") | {("activation", "flat ends")}

SHAPE_WORDS = {
    "en": {
        r"spikes?": SPIKES,
        r"bells?|bell-shaped|normal-looking": of(DISTRIBUTIONS, "bell"),
        r"box(es)?|block|rectangle|plateau": of(DISTRIBUTIONS, "box"),
        r"hills?|hump|mound|mountain": of(DISTRIBUTIONS, "hill"),
        r"valleys?|dip|trough|U-shaped|bimodal": of(DISTRIBUTIONS, "valley"),
        r"peaks?": of(DISTRIBUTIONS, "hill", "valley", "bell"),
        r"(not |off )?centred?|symmetric|skewed": of(DISTRIBUTIONS, "centred", "off centre"),
        r"stands? at|pile up|piles up": of(DISTRIBUTIONS, "two ends", "one spike"),
        r"flat": FLAT,
        r"straight(er|est)?": {("activation", "straight middle")} | of(CURVES, "flat"),
        r"steep(er|est)?": {("activation", "steep middle")} | WAYS,
        r"curved|bent|bends": {("activation", "curved")},
        r"climbs?|rises?|soars?": of(CURVES, "rises") | LANE_RISES,
        r"falls?|sinks?|drops? off|dies": of(CURVES, "falls", "falls slower") | LANE_FALLS,
        r"settles?|levels? off|stays? near": of(CURVES, "settles", "flat"),
        r"diagonal": {("matrix", "diagonal"), ("matrix", "empty rows")},
        r"rows are equal|rows alike|equal rows": {("matrix", "rows alike")},
        r"rows are empty|empty rows": {("matrix", "empty rows")},
    },
    "zh_CN": {
        r"尖峰": SPIKES,
        r"钟形|钟": of(DISTRIBUTIONS, "bell"),
        r"方框|方块|矩形|框": of(DISTRIBUTIONS, "box"),
        r"小山|山丘|山峰|(?<!尖)峰": of(DISTRIBUTIONS, "hill", "valley", "bell"),
        r"山谷|谷": of(DISTRIBUTIONS, "valley"),
        r"以零为中心|以 0 为中心|居中|中心不在|左右对称": of(
            DISTRIBUTIONS, "centred", "off centre"
        ),
        r"都在 −1 和 1|堆在": of(DISTRIBUTIONS, "two ends"),
        r"平的|平了|水平线|平坦": FLAT,
        r"直线|笔直": {("activation", "straight middle")} | of(CURVES, "flat"),
        r"陡": {("activation", "steep middle")} | WAYS,
        r"弯": {("activation", "curved")},
        r"上升|攀升": of(CURVES, "rises") | LANE_RISES,
        r"下降|往下掉|下滑": of(CURVES, "falls", "falls slower") | LANE_FALLS,
        r"稳定在|一路都在": of(CURVES, "settles", "flat"),
        r"对角线": {("matrix", "diagonal"), ("matrix", "empty rows")},
        r"各行完全相同|各行相同": {("matrix", "rows alike")},
        r"各行是空的|空行": {("matrix", "empty rows")},
    },
}
"""Words for a shape, each with the claims of which the step has to make one."""

CURVE_NAMES = {
    "en": {"Signal →": "forward", "← Gradient": "backward"},
    "zh_CN": {"信号 →": "forward", "← 梯度": "backward"},
}


@pytest.mark.parametrize(("language", "index", "number"), COMPUTED)
def test_every_shape_that_is_spoken_of_is_computed(language: str, index: int, number: int):
    step = step_of(language, index, number)
    assert claims.wrong(step) == []
    text = " ".join(CODE.sub(" ", step.text).split())
    for pattern, possible in SHAPE_WORDS[language].items():
        whole = rf"\b({pattern})\b" if language == "en" else pattern
        found = re.search(whole, text, re.IGNORECASE)
        assert found is None or possible & set(step.shapes), f"{found[0]} is not claimed"


@pytest.mark.parametrize(("language", "index", "number"), STEPS)
def test_of_every_curve_that_is_spoken_of_the_shape_is_computed(
    language: str, index: int, number: int
):
    step = step_of(language, index, number)
    for name, subject in CURVE_NAMES[language].items():
        if name in " ".join(step.text.split()) and step.page == "depth":
            assert subject in {subject for subject, _ in step.shapes}, name


def test_both_languages_speak_of_the_same_shapes():
    """What one of them calls a hill the other cannot call a valley: they share their claims."""
    for english, chinese in zip(built_in("en"), built_in("zh_CN"), strict=True):
        assert [s.shapes for s in english.steps] == [s.shapes for s in chinese.steps]
    assert (
        len({shape for lesson in built_in("en") for s in lesson.steps for shape in s.shapes}) > 20
    )


@pytest.mark.parametrize("index", range(len(COURSE)))
def test_verdicts_are_those_that_the_lessons_tell(index: int):
    """What the page says beside a step must not contradict its text."""
    told = {
        "02-constant": {3: "alike", 4: "stable"},
        "03-identity": {4: "stable", 5: "stable"},
        "05-uniform": {3: "exploding", 4: "exploding"},
        "06-xavier": {5: "drifts", 6: "drifts"},
        "07-he": {5: "stable"},
        "09-depth": {
            1: "vanishing",
            2: "exploding",
            3: "stable",
            4: "vanishing",
            5: "stable",
            6: "exploding",
        },
        "10-he-dropout": {2: "exploding", 3: "stable", 4: "vanishing", 5: "stable"},
        "18-edge-of-chaos": {1: "vanishing", 2: "exploding"},
    }.get(COURSE[index], {})
    steps = built_in("en")[index].steps
    assert sorted(told) == [n for n, step in enumerate(steps, 1) if step.page == "depth"]
    for number, kind in told.items():
        verdict = last(depth.run(steps[number - 1].experiment)).verdict
        assert verdict is not None
        assert verdict.kind == kind
