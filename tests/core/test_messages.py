from __future__ import annotations

import copy
import pickle

import pytest

from core.messages import (
    NOTHING,
    QT_TRANSLATE_NOOP,
    FileError,
    InitLabError,
    InvalidExperiment,
    Message,
    Refused,
    printable,
    shown,
)


def test_marking_a_string_makes_a_message_of_it() -> None:
    marked = QT_TRANSLATE_NOOP("pages", "Layer {number}")
    assert (marked.template, marked.context) == ("Layer {number}", "pages")
    assert str(marked.format(number=3)) == "Layer 3"


def test_only_an_empty_message_is_false() -> None:
    assert not NOTHING
    assert QT_TRANSLATE_NOOP("core", "Zeros")


def test_a_message_is_its_sentence_filled_in() -> None:
    inner = Message("{n} weights").format(n=3)
    assert str(Message("{what} of {name}").format(what=inner, name="W")) == "3 weights of W"
    assert str(Message("100 %")) == "100 %"


def test_equal_messages_are_equal_and_hashable() -> None:
    assert Message("a {b}").format(b=1) == Message("a {b}").format(b=1)
    assert len({Message("a"), Message("a"), Message("b")}) == 2


@pytest.mark.parametrize("kind", [InvalidExperiment, Refused, FileError])
def test_an_error_names_its_key_and_survives_the_way_between_threads(
    kind: type[InitLabError],
) -> None:
    error = kind("run.seed", Message("{value} is bad").format(value=-1))
    for again in (error, pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert isinstance(again, kind)
        assert isinstance(again, InitLabError)
        assert str(again) == "run.seed: -1 is bad"
        assert again.key == "run.seed"
        assert str(again.text) == "-1 is bad"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (True, "true"),
        (None, "null"),
        (0.5, "0.5"),
        ("a", '"a"'),
        ([1, "x"], '[1, "x"]'),
        ({"a": None}, '{"a": null}'),
        ("汉", '"汉"'),
        (float("nan"), "NaN"),
    ],
)
def test_a_value_is_shown_as_it_stands_in_a_file(value: object, expected: str) -> None:
    assert shown(value) == expected


def test_anything_is_shown_briefly() -> None:
    for value in ("x" * 10_000, [1] * 10_000, 10**5000, object(), {1, 2}):
        assert 0 < len(shown(value)) <= 60
        assert len(shown(value, 20)) <= 20


@pytest.mark.parametrize("value", ["\n", "\x00", "\u2028", "\x7f", "\ud800", "\u202e", "\x1b[2J"])
def test_what_cannot_be_printed_is_escaped(value: str) -> None:
    for text in (shown(value), printable(value), shown({value: [value]})):
        assert text.isprintable()
        assert len(text.splitlines()) == 1
        text.encode("utf-8")


def test_a_name_that_can_be_printed_stays() -> None:
    assert printable("weight_init.gain") == "weight_init.gain"
    assert printable("C:\\Übung\\全连接层.json") == "C:\\Übung\\全连接层.json"
    assert printable("x" * 100, 10) == "x" * 9 + "…"
