from __future__ import annotations

import math
from typing import Any

import pytest

from core.messages import InvalidExperiment
from core.parameters import Choice, Flag, Ordered, Real, Whole

OPEN = Real("std", 1.0, low=0.0, low_open=True)
CLOSED = Real("p", 0.0, low=0.0, high=1.0)
FREE = Real("mean", 0.0)
WHOLE = Whole("n", 5, 1, 10)


@pytest.mark.parametrize(
    ("parameter", "value", "expected"),
    [
        (FREE, 3, 3.0),
        (FREE, -1e308, -1e308),
        (FREE, -0.0, 0.0),
        (CLOSED, 0, 0.0),
        (CLOSED, 1, 1.0),
        (OPEN, 5e-324, 5e-324),
        (WHOLE, 1, 1),
        (WHOLE, 10, 10),
        (Choice("c", "a", ("a", "b")), "b", "b"),
        (Flag("f", True), False, False),
    ],
)
def test_a_legal_value_is_returned_in_its_type(parameter: Any, value: Any, expected: Any) -> None:
    checked = parameter.check("key", value)
    assert checked == expected
    assert type(checked) is type(expected)


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        (FREE, math.nan),
        (FREE, math.inf),
        (FREE, -math.inf),
        (FREE, 10**400),
        (FREE, -(10**400)),
        (FREE, True),
        (FREE, "1"),
        (FREE, None),
        (FREE, 1j),
        (CLOSED, -5e-324),
        (CLOSED, math.nextafter(1.0, 2.0)),
        (OPEN, 0.0),
        (OPEN, -0.0),
        (OPEN, 0),
        (WHOLE, 0),
        (WHOLE, 11),
        (WHOLE, 5.0),
        (WHOLE, False),
        (WHOLE, 10**5000),
        (WHOLE, -(10**5000)),
        (Choice("c", "a", ("a", "b")), "c"),
        (Choice("c", "a", ("a", "b")), ["a"]),
        (Choice("c", "a", ("a", "b")), True),
        (Flag("f", True), 1),
        (Flag("f", True), "true"),
    ],
    ids=lambda v: v.name if hasattr(v, "name") else str(type(v).__name__),
)
def test_an_illegal_value_is_refused_by_its_key(parameter: Any, value: Any) -> None:
    with pytest.raises(InvalidExperiment) as refusal:
        parameter.check("section.key", value)
    assert refusal.value.key == "section.key"
    assert len(str(refusal.value)) < 250


def test_an_order_holds_between_two_values() -> None:
    loose, strict = Ordered("a", "b"), Ordered("a", "b", strict=True)
    for rule in (loose, strict):
        rule.check("x", {"a": 0.0, "b": 1.0})
        with pytest.raises(InvalidExperiment, match=r"^x\.a: .*a = 2 .*b = 1"):
            rule.check("x", {"a": 2.0, "b": 1.0})
        with pytest.raises(InvalidExperiment, match=r"^x\.b: "):
            rule.check("x", {"a": 2.0, "b": 1.0}, "x.b")
    loose.check("x", {"a": 1.0, "b": 1.0})
    with pytest.raises(InvalidExperiment):
        strict.check("x", {"a": 1.0, "b": 1.0})


@pytest.mark.parametrize(
    ("parameter", "value", "said"),
    [
        (Real("lr", 0.1, low=0.0, high=100_000.0), -1, "0 to 10⁵"),
        (Real("x", 0.0, low=-1e-6, high=1234.5), 2000, "−10⁻⁶ to 1,234.5"),
        (Real("x", 1.0, low=1e-5, low_open=True), 0, "above 10⁻⁵"),
        (Real("x", 1.0, low=-2.0), -3, "at least −2"),
        (Whole("n", 5, 1, 1_048_576), 0, "1 to 1,048,576"),
    ],
)
def test_a_range_is_written_as_every_other_number(parameter: Any, value: Any, said: str) -> None:
    with pytest.raises(InvalidExperiment) as refused:
        parameter.check("key", value)
    assert said in str(refused.value)


def test_a_rule_between_two_tells_numbers_apart_that_differ_in_the_last_digits() -> None:
    with pytest.raises(InvalidExperiment) as refused:
        Ordered("a", "b").check("init", {"a": 1.0000001, "b": 1.0})
    assert "a = 1.0000001 must be at most b = 1" in str(refused.value)
