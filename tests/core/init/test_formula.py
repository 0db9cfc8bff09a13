"""Formulas become SVG: every one of the registry, line by line, narrow enough for a column."""

import re
import subprocess
import sys
from xml.etree import ElementTree

import pytest

from core.init.formula import COLOUR, font_file, lines, plain, typeset, typeset_lines
from core.init.methods import REGISTRY

COLUMN, SIZE = 300, 17


@pytest.mark.parametrize("method", REGISTRY)
def test_every_formula_is_typeset_within_a_narrow_column(method):
    entry = REGISTRY[method]
    for line in typeset_lines(entry.formula, entry.symbol, SIZE):
        assert 0 < line.width <= COLUMN
        assert 0 < line.baseline <= line.height
        assert ElementTree.fromstring(line.svg).findall(".//{*}path")


@pytest.mark.parametrize("method", REGISTRY)
def test_no_formula_holds_english_words_that_cannot_be_translated(method):
    named = {"fan", "val", "std", "max", "in", "out"}  # mathematics and torch's own names
    words = set(re.findall(r"(?<![\\a-zA-Z])[a-z]{2,}", REGISTRY[method].formula))
    assert words - {"ij"} <= named


@pytest.mark.parametrize("method", REGISTRY)
def test_a_number_can_follow_the_last_line_of_every_method_that_has_one(method):
    entry = REGISTRY[method]
    if entry.symbol:
        last = lines(entry.formula, entry.symbol)[-1]
        assert last.startswith(entry.symbol) or last.endswith(f"={entry.symbol}")


def test_a_formula_is_split_at_its_quads():
    assert lines(r"a=1,\quad b=2") == ("a=1", "b=2")


def test_a_symbol_that_no_equation_defines_gets_a_line_of_its_own():
    assert lines(r"x\sim y", r"\sigma") == (r"x\sim y", r"\sigma")
    assert lines(r"x\sim y,\quad \sigma=2", r"\sigma") == (r"x\sim y", r"\sigma=2")
    assert lines(r"x=\mathrm{val}", r"\mathrm{val}") == (r"x=\mathrm{val}",)


def test_all_ink_has_the_colour_that_is_replaced():
    fills = re.findall(r'fill="([^"]*)"', typeset(r"\sqrt{\frac{1}{n}}", SIZE).svg)
    assert set(fills) == {COLOUR}


def test_nothing_is_drawn_by_reference_which_qt_would_leave_out():
    assert "<use" not in typeset(r"\frac{1}{n}", SIZE).svg


def test_twice_the_size_is_twice_the_width_of_the_ink():
    small, large = typeset("x=1", 20), typeset("x=1", 40)
    margins = 2.0
    assert large.width - margins == pytest.approx(2 * (small.width - margins), rel=1e-6)


def test_the_letters_of_one_line_stand_on_its_baseline():
    # x has no descender: its ink ends at the baseline, but for the overshoot of round letters.
    line = typeset("x", 100)
    assert line.height - 1.0 - line.baseline == pytest.approx(0, abs=2)


def test_the_same_line_is_typeset_once():
    assert typeset("x=2", SIZE) is typeset("x=2", SIZE)


def test_a_formula_can_be_read_aloud():
    entry = REGISTRY["xavier_normal"]
    assert plain(entry.formula, entry.symbol) == ("W_ij ~ N(0, σ²), σ = g √((2)/(n_in+n_out))")


@pytest.mark.parametrize("method", REGISTRY)
def test_no_latex_is_left_in_what_is_read_aloud(method):
    text = plain(REGISTRY[method].formula, REGISTRY[method].symbol)
    assert not set(text) & set("\\{}")


def test_the_font_of_the_numbers_is_there():
    assert font_file().read_bytes()[:4] in (b"\x00\x01\x00\x00", b"OTTO")


def test_the_typesetter_is_not_loaded_before_it_is_needed():
    code = "import core.init.formula as f, sys; f.font_file(); print('ziamath' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
