import math

import pytest
import torch
from hypothesis import example, given
from hypothesis import strategies as st
from torch import nn

from core.format import (
    Share,
    argument,
    counted,
    decade,
    decimal,
    drop_and_keep,
    multiple,
    notation,
    percent,
    power_of_ten,
    proportion,
    readable,
    short,
    significant,
    with_minus,
)
from tests.numerals import number


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 B"),
        (1023, "1023 B"),
        (1024, "1.0 KiB"),
        (48, "48 B"),
        (2**20 * 1.5, "1.5 MiB"),
        (2**40, "1.0 TiB"),
        (4 * 2**40, "4.0 TiB"),
        (2**60, "1024.0 PiB"),
    ],
)
def test_a_number_of_bytes_is_said_in_its_unit(size: float, text: str) -> None:
    assert readable(size) == text


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (1 / 3, 4, "0.3333"),
        (2.0, 4, "2"),
        (-2.5, 4, "-2.5"),
        (12345.0, 4, "1.234e+04"),  # 12345 lies half way: to the even digit
        (1e-5, 4, "1e-05"),
        (200 / 3, 3, "66.7"),
        (1e6 / 7, 6, "142857"),
    ],
)
def test_significant_digits_are_written_as_code_writes_them(
    value: float, digits: int, text: str
) -> None:
    assert significant(value, digits) == text
    assert float(text) == pytest.approx(value, rel=0.5 * 10 ** (1 - digits))


def test_an_argument_is_a_short_number_or_a_word() -> None:
    assert argument(5 / 3) == "1.667"
    assert argument("fan_in") == "fan_in"


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (-2 / 3, 4, "−0.6667"),
        (-1e-6, 4, "−10⁻⁶"),
        (0.0, 4, "0"),
        (-0.0, 4, "−0"),
        (0.00012345, 3, "0.000123"),
        (0.000099996, 4, "0.0001"),  # what is written counts, not what was
        (1234.56, 4, "1,235"),
        (1234.56, 2, "1,235"),
        (-9999.4, 4, "−9,999"),
        (9999.4, 2, "9,999"),
        (9999.6, 4, "10⁴"),
        (9999.6, 2, "10⁴"),
        (12345.0, 4, "1.234·10⁴"),
        (-1.5e300, 4, "−1.5·10³⁰⁰"),
        (2e6, 4, "2·10⁶"),
        (100000.00000000045, 4, "10⁵"),
        (2 / 3, 2, "0.67"),
        (math.inf, 4, "∞"),
        (-math.inf, 4, "−∞"),
        (math.nan, 4, "NaN"),
    ],
)
def test_a_short_number_is_written_as_mathematics_writes_it(
    value: float, digits: int, text: str
) -> None:
    assert short(value, digits) == text


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (2 / 3, 3, "0.667"),
        (-2 / 3, 3, "−0.667"),
        (1.0, 3, "1.000"),
        (-0.0004, 3, "0.000"),  # what is rounded to zero has no sign
        (-0.0006, 3, "−0.001"),
        (-7 / 4, 4, "−1.7500"),
        (math.nan, 3, "NaN"),
        (math.inf, 3, "∞"),
        (-math.inf, 3, "−∞"),
        (-1234.5678, 2, "−1,234.57"),
    ],
)
def test_decimal_places_are_always_so_many(value: float, places: int, text: str) -> None:
    assert decimal(value, places) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.5, "0.50"), (4 / 3, "1.33"), (0.996, "1.00"), (9.994, "9.99"), (9.996, "10"),
        (12.3, "12"), (200.0, "200"), (0.0996, "0.1"), (0.0512, "0.051"), (0.0, "0"),
        (2e5, "2·10⁵"), (3e-7, "3·10⁻⁷"), (math.inf, "∞"), (math.nan, "NaN"),
    ],
)  # fmt: skip
def test_a_factor_has_two_digits_and_near_1_two_places(value: float, text: str) -> None:
    assert multiple(value) == text


def test_what_was_counted_is_exact_with_its_thousands_apart() -> None:
    assert [counted(n) for n in (0, 999, 1000, 131072, 1048576)] == [
        *("0", "999", "1,000", "131,072", "1,048,576")
    ]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("0.50", "0.50"),
        ("-0.05", "−0.05"),
        ("-3", "−3"),
        ("-0.0", "0.0"),
        ("2000", "2,000"),
        ("-2500.5", "−2,500.5"),
        ("12000", "1.2·10⁴"),
        ("1e+06", "10⁶"),
        ("-1.25e-05", "−1.25·10⁻⁵"),
        ("nan", "NaN"),
        ("inf", "∞"),
    ],
)
def test_what_code_wrote_is_read_with_the_same_digits(text: str, read: str) -> None:
    assert notation(text) == read


def test_every_hyphen_of_a_number_becomes_a_minus() -> None:
    assert with_minus("= -2e-05") == "= −2e−05"


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.0, "0"),
        (1 / 3, "33"),
        (0.1, "10"),
        (1 / 11, "9.1"),
        (0.0006, "0.1"),
        (0.99, "99"),
        (1.0, "100"),
        (math.nan, "NaN"),
    ],
)
def test_a_share_is_whole_per_cent_and_finer_below_ten(share: float, text: str) -> None:
    assert percent(share) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.0004, "0.04"),
        (1e-7, "10⁻⁵"),
        (0.996, "99.6"),
        (1 - 1 / 5600, "99.98"),  # the zeros of eye, 5600 → 5100
        (1 - 2**-20, "99.9999"),
        (math.nextafter(1.0, 0.0), "99.99999999999999"),
        (5e-324, "5·10⁻³²²"),
    ],
)
def test_a_share_near_none_or_all_has_the_digits_that_tell(share: float, text: str) -> None:
    assert percent(share) == text
    assert percent(share, 3) not in ("0", "100")


@given(share=st.floats(0.0, 1.0), digits=st.sampled_from((0, 2, 3, 4)))
@example(share=0.9949999999999999, digits=0)
@example(share=0.0004999999999999999, digits=0)
def test_only_all_is_100_per_cent_and_only_none_is_0(share: float, digits: int) -> None:
    said = number(percent(share, digits))
    assert (said == 100.0) == (share == 1.0)
    assert (said == 0.0) == (share == 0.0)
    coarse = 0.5 if share >= 0.1 else 0.05
    assert said == pytest.approx(
        100 * share, abs=coarse if not digits else 5.0 * 10 ** (2 - digits)
    )


def test_a_share_has_as_many_digits_as_are_asked_for() -> None:
    assert [percent(0.12341, digits) for digits in (2, 3, 4)] == ["12", "12.3", "12.34"]


@given(share=st.floats(0.0, 1.0))
@example(share=0.99999)
@example(share=0.00001)
def test_only_all_is_1_and_only_none_is_0(share: float) -> None:
    assert (number(proportion(share)) == 1.0) == (share == 1.0)
    assert (number(proportion(share)) == 0.0) == (share == 0.0)
    assert number(proportion(share)) == pytest.approx(share, rel=5e-4)


@pytest.mark.parametrize(
    ("exponent", "digit", "text"),
    [
        (0, 1, "1"),
        (2, 1, "100"),
        (3, 5, "5,000"),
        (4, 1, "10⁴"),
        (5, 2, "2·10⁵"),
        (-2, 2, "0.02"),
        (-4, 5, "0.0005"),
        (-5, 2, "2·10⁻⁵"),
        (-300, 1, "10⁻³⁰⁰"),
    ],
)
def test_a_decade_is_written_as_any_number_of_its_size(
    exponent: int, digit: int, text: str
) -> None:
    assert decade(exponent, digit) == text
    assert short(digit * 10.0**exponent) == text


def test_a_decade_of_what_is_counted_may_be_written_out_farther() -> None:
    texts = [decade(exponent, largest=6) for exponent in (-4, 2, 3, 6, 7)]
    assert texts == ["0.0001", "100", "1,000", "1,000,000", "10⁷"]


@pytest.mark.parametrize(
    ("p", "plain", "percentage"),
    [(0.5, "0.5", "50%"), (0.125, "0.125", "12.5%"), (1.0, "1", "100%"), (1e-5, "10⁻⁵", "0.001%")],
)
def test_a_share_is_written_in_per_cent_where_a_sentence_wants_that(
    p: float, plain: str, percentage: str
) -> None:
    share = Share(p)
    assert "{drop}".format(drop=share) == share == plain  # noqa: UP032 - as translations do
    assert "{drop:%}".format(drop=share) == percentage  # noqa: UP032


@pytest.mark.parametrize("p", [0.0, 0.1, 0.2, 0.5, 0.75, 0.999])
def test_drop_and_keep_says_both_and_the_scale(p: float) -> None:
    drop, keep, scale = (text.replace(",", "") for text in drop_and_keep(p))
    assert float(drop) == pytest.approx(p, rel=1e-3)
    assert float(keep) == pytest.approx(1 - p, rel=1e-3)
    with torch.random.fork_rng(devices=[]):
        survivors = nn.Dropout(p)(torch.ones(20_000))
    assert float(scale) == pytest.approx(float(survivors.max()), rel=1e-3)


def test_dropping_nearly_everything_keeps_something() -> None:
    assert drop_and_keep(0.99999)[:2] == ("0.99999", "10⁻⁵")
    assert drop_and_keep(1e-5)[:2] == ("10⁻⁵", "0.99999")


def test_dropping_everything_has_no_scale() -> None:
    assert drop_and_keep(1.0) == ("1", "0", "∞")


@pytest.mark.parametrize(
    ("p", "texts"),
    [
        (0.0, ("0", "1", "1")),
        (0.2, ("0.2", "0.8", "1.25")),
        (1 / 3, ("0.3333", "0.6667", "1.5")),
        (0.99999, ("0.99999", "10⁻⁵", "10⁵")),
        (0.9995, ("0.9995", "0.0005", "2,000")),
        (1e-5, ("10⁻⁵", "0.99999", "1")),
        (1 - 2e-9, ("0.999999998", "2·10⁻⁹", "5·10⁸")),
    ],
)
def test_neither_probability_is_rounded_to_0_or_1(p: float, texts: tuple[str, str, str]) -> None:
    assert drop_and_keep(p) == texts


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.0, "1"),
        (0.5, "0.5"),
        (0.0123, "0.012"),
        (0.001, "0.001"),
        (0.000953674, "0.00095"),
        (2.0**-19, "1.9·10⁻⁶"),
        (99.4, "99"),
        (99.7, "100"),
        (101.4, "101"),
        (9999.0, "9,999"),
        (12345.0, "1.2·10⁴"),
        (1e300, "10³⁰⁰"),
        (9.99e-10, "10⁻⁹"),
        (0.0, "0"),
        (9.47e-5, "9.5·10⁻⁵"),
        (math.inf, "∞"),
    ],
)
def test_of_a_logarithm_the_number_is_written_as_any_other(value: float, text: str) -> None:
    assert power_of_ten(math.log(value) if value else -math.inf) == text


def test_of_a_logarithm_there_are_as_many_digits_as_asked_for() -> None:
    texts = [power_of_ten(math.log(value), digits=3) for value in (0.7946, 999.7, 1234.0, 6.234e-7)]
    assert texts == ["0.795", "1,000", "1,234", "6.23·10⁻⁷"]


@pytest.mark.parametrize(
    ("exponent", "mantissa", "text"),
    [(400, 1.6, "1.6·10⁴⁰⁰"), (-350, 2.0, "2·10⁻³⁵⁰"), (800, 9.99, "10⁸⁰¹"), (-900, 1.0, "10⁻⁹⁰⁰")],
)
def test_beyond_float64_there_is_a_number_all_the_same(
    exponent: int, mantissa: float, text: str
) -> None:
    assert power_of_ten(math.log(mantissa) + exponent * math.log(10.0)) == text
