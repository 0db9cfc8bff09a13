"""What is typed as a number: the table of the module row by row, and nothing read silently wrong.

The conventions that a text is tried under here are written down once more, independently.
"""

from __future__ import annotations

import itertools
import math
import re
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core import numbers_text
from core.messages import InvalidExperiment
from core.numbers_text import NotOneNumber, listed, real, several, stored, whole
from core.parameters import Numbers, Real, Whole

REFUSED = None

TABLE = [
    # text, as a number, as a whole number, in a list
    ("0.5", 0.5, REFUSED, (0.5,)),
    (".5", 0.5, REFUSED, (0.5,)),
    ("０．５", 0.5, REFUSED, (0.5,)),
    ("0。5", 0.5, REFUSED, (0.5,)),
    ("0,5", 0.5, REFUSED, REFUSED),
    ("1.024", 1.024, REFUSED, (1.024,)),
    ("1,024", REFUSED, REFUSED, REFUSED),
    ("1,000", REFUSED, REFUSED, REFUSED),
    ("1.048.576", 1048576.0, 1048576, (1048576.0,)),
    ("1'048'576", 1048576.0, 1048576, (1048576.0,)),
    ("1_048_576", 1048576.0, 1048576, (1048576.0,)),
    ("1,048,576", 1048576.0, 1048576, REFUSED),
    ("1 048 576", 1048576.0, 1048576, REFUSED),
    ("1\u2009048\u202f576", 1048576.0, 1048576, REFUSED),
    ("1\u00a0024", 1024.0, 1024, REFUSED),
    ("1.000,5", 1000.5, REFUSED, REFUSED),
    ("1,000.5", 1000.5, REFUSED, REFUSED),
    ("1e3", 1000.0, 1000, (1000.0,)),
    ("10^3", 1000.0, 1000, (1000.0,)),
    ("10**3", 1000.0, 1000, (1000.0,)),
    ("10³", 1000.0, 1000, (1000.0,)),
    ("1.5·10⁻³", 0.0015, REFUSED, (0.0015,)),
    ("1/3", 1 / 3, REFUSED, (1 / 3,)),
    ("6/3", 2.0, 2, (2.0,)),
    ("50 %", 0.5, REFUSED, (0.5,)),
    ("1/√512", 1 / math.sqrt(512), REFUSED, (1 / math.sqrt(512),)),
    ("sqrt(2/512)", math.sqrt(2 / 512), REFUSED, (math.sqrt(2 / 512),)),
    ("3, 1, 4", REFUSED, REFUSED, (3.0, 1.0, 4.0)),
    ("3 1 4", REFUSED, REFUSED, (3.0, 1.0, 4.0)),
    ("3，1、4", REFUSED, REFUSED, (3.0, 1.0, 4.0)),
    ("3,1,4", REFUSED, REFUSED, (3.0, 1.0, 4.0)),
    ("3; 1; 4", REFUSED, REFUSED, (3.0, 1.0, 4.0)),
    ("0,5; 1,5", REFUSED, REFUSED, (0.5, 1.5)),
    ("0,5；1,5", REFUSED, REFUSED, (0.5, 1.5)),
    ("1.000,5; 2", REFUSED, REFUSED, (1000.5, 2.0)),
    ("1,024; 2", REFUSED, REFUSED, REFUSED),
    ("0,5, 1,5", REFUSED, REFUSED, REFUSED),
    ("inf", math.inf, REFUSED, (math.inf,)),
    ("−∞", -math.inf, REFUSED, (-math.inf,)),
    ("0x10", REFUSED, REFUSED, REFUSED),
    ("1k", REFUSED, REFUSED, REFUSED),
    ("1/2/3", REFUSED, REFUSED, REFUSED),
    ("--5", REFUSED, REFUSED, REFUSED),
    ("12 34", REFUSED, REFUSED, (12.0, 34.0)),
    ("1/0", REFUSED, REFUSED, REFUSED),
    ("", REFUSED, REFUSED, REFUSED),
    ("-2^2", REFUSED, REFUSED, REFUSED),  # 4 in a spreadsheet, −4 in Python
    ("−2", -2.0, -2, (-2.0,)),
    ("－２", -2.0, -2, (-2.0,)),
    ("+2", 2.0, 2, (2.0,)),
    ("\u200b2\ufeff ", 2.0, 2, (2.0,)),
    ("٣٫٥", 3.5, REFUSED, (3.5,)),
    ("9" * 200, REFUSED, REFUSED, REFUSED),
    ("1 " * 3000, REFUSED, REFUSED, REFUSED),
]


@pytest.mark.parametrize(("text", *"nwl"), TABLE, ids=[repr(row[0])[:20] for row in TABLE])
def test_one_rule_for_numbers_whole_numbers_and_lists(text, n, w, l):  # noqa: E741
    for reader, expected in ((real, n), (whole, w), (several, l)):
        if expected is REFUSED:
            with pytest.raises(NotOneNumber):
                reader(text)
        else:
            assert reader(text) == expected
            assert type(reader(text)) is type(expected)


def test_the_table_of_the_module_is_the_one_that_is_tested():
    rows = [line for line in (numbers_text.__doc__ or "").splitlines() if line.startswith("| `")]
    written = {text for row in rows for text in re.findall(r"`([^`]+)`", row.split("|")[1])}
    assert len(rows) >= 12
    assert written - {row[0] for row in TABLE} <= {"nan"}  # which is not equal to itself


def test_nan_is_a_number_of_a_list_only():
    assert math.isnan(real("nan"))
    assert [math.isnan(value) for value in several("nan, 1")] == [True, False]
    with pytest.raises(InvalidExperiment, match="finite"):
        Real("std", 1.0).read("weight_init.std", "nan")


@pytest.mark.parametrize(
    ("text", "reader", "words"),
    [
        ("1,024", real, ["“1,024”", "1.024 or 1024"]),
        ("1,000", whole, ["“1,000”", "1 or 1000"]),
        ("abc", real, ["“abc”", "1/3"]),
        ("1.5", whole, ["“1.5”", "whole"]),
        ("1,5", several, ["“1.5”", "“1; 5”", "semicolons"]),
        ("one", several, ["“one”", "0.5; 1.5; 2"]),
        ("  ", real, ["nothing was typed"]),
        ("\x07" * 300, real, ["…"]),
    ],
)
def test_a_refusal_says_what_was_read_and_what_to_write(text, reader, words):
    with pytest.raises(NotOneNumber) as refusal:
        reader(text)
    for word in words:
        assert word in str(refusal.value)
    assert str(refusal.value).isprintable()
    assert len(str(refusal.value)) < 200


# Never silently wrong:

ENGLISH = re.compile(r"[+-]?(\d+|[1-9]\d{0,2}(,\d{3})+)?(\.\d*)?")
GERMAN = re.compile(r"[+-]?(\d+|[1-9]\d{0,2}(\.\d{3})+)?(,\d*)?")
FRENCH = re.compile(r"[+-]?(\d+|[1-9]\d{0,2}([ '_]\d{3})+)?([.,]\d*)?")


def meanings(text: str) -> set[Fraction]:
    """What a text is to an English or Chinese, a German, a French or Swiss reader."""
    plain = re.sub("^([+-]) ", r"\1", " ".join(text.split()))
    found = set()
    for convention, groups in ((ENGLISH, ","), (GERMAN, "."), (FRENCH, " '_")):
        if convention.fullmatch(plain) and re.search(r"\d", plain):
            digits = "".join(letter for letter in plain if letter not in groups).replace(",", ".")
            before, _, after = digits.lstrip("+-").partition(".")
            size = Fraction(int(before + after), 10 ** len(after))
            found.add(-size if plain.startswith("-") else size)
    return found


def check(text: str) -> None:
    possible = meanings(text)
    try:
        taken = whole(text)
    except NotOneNumber:
        taken = None
    if taken is not None:
        assert possible == {taken}, text
    try:
        number = real(text)
    except NotOneNumber:
        return
    point_alone = re.fullmatch(r"[+-]? *\d*\.\d*", text.strip())
    if point_alone:
        assert number == float(text.replace(" ", "")), (
            text
        )  # as torch, Python and the program write it
    else:
        assert {float(one) for one in possible} == {number}, text


def test_no_short_text_of_digits_and_marks_is_read_as_what_somebody_did_not_mean():
    for length in range(1, 6):
        for letters in itertools.product("105., ", repeat=length):
            check("".join(letters))


@settings(max_examples=500, deadline=None)
@given(st.from_regex(r"[+-]?[0-9]{0,4}([.,' _][0-9]{1,4}){0,4}", fullmatch=True))
@example("1.024,000")
@example("1,048,576.000")
def test_no_longer_text_is_read_as_what_somebody_did_not_mean(text):
    check(text)


@settings(max_examples=300, deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False))
@example(5e-324)
@example(-0.0)
@example(1.7976931348623157e308)
def test_every_float_is_read_back_as_it_was_written(value):
    for text in (repr(value), f"{value:.17g}", f"{value:.17e}", listed([value])):
        assert real(text) == value
        assert math.copysign(1.0, real(text)) == math.copysign(1.0, value)
        assert several(text) == (value,)


@given(st.lists(st.floats(allow_nan=False), min_size=1, max_size=64))
def test_a_list_is_read_back_as_it_was_written(values):
    for between in (", ", "; "):
        assert several(listed(values, between)) == tuple(values)
    assert stored(listed(values)) == tuple(values)


@given(st.integers(-(2**70), 2**70))
def test_thousands_are_grouped_in_every_way_that_leaves_no_doubt(number):
    assert whole(str(number)) == number
    english = f"{number:,}"
    for group in "'_ \u2009\u00a0":
        assert whole(english.replace(",", group)) == number
    if abs(number) >= 10**6:
        assert whole(english) == whole(english.replace(",", ".")) == number


def test_a_file_is_read_as_files_always_were():
    assert stored("1,5") == (1.0, 5.0)
    assert stored("1 024") == (1.0, 24.0)
    assert stored("3 1;4，1、5") == (3.0, 1.0, 4.0, 1.0, 5.0)
    assert stored("0,5; 1,5") == (0.5, 1.5)  # what semicolons part is not parted by commas
    assert stored("three") is None
    assert stored("") is None or stored("") == ()


# Through the description of a control:


def test_a_control_takes_what_its_range_allows_and_names_its_key():
    p = Real("p", 0.0, low=0.0, high=1.0)
    assert p.read("dropout.p", "50 %") == 0.5
    count = Whole("n", 5, 1, 1_048_576)
    assert count.read("layer.in_features", "2^20") == 1_048_576
    vector = Numbers("vector", "course", ("course", "ones"), most=3)
    assert vector.read("dropout.vector", " course ") == "course"
    assert vector.read("dropout.vector", "0,5; 1,5") == "0.5, 1.5"
    for parameter, key, text in (
        (p, "dropout.p", "1.5"),
        (p, "dropout.p", "1,000"),
        (count, "layer.in_features", "2^21"),
        (count, "layer.in_features", "1.5"),
        (vector, "dropout.vector", "1,5"),
        (vector, "dropout.vector", "1; 2; 3; 4"),
    ):
        with pytest.raises(InvalidExperiment) as refusal:
            parameter.read(key, text)
        assert refusal.value.key == key
