"""What 16 bits make of dropout."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from core import dropout
from core.context import last
from core.dropout import words as dropout_words
from core.layers.dropouts import KINDS
from tests.core.dropout.support import MODULES, described

HALF = ("float16", "bfloat16")


@pytest.mark.parametrize("dtype", ["float32", "float64", *HALF])
@pytest.mark.parametrize("p", [0.1, 0.3, 0.5, 0.9, 0.99, 0.99999])
@pytest.mark.parametrize("kind", list(MODULES))
def test_what_is_kept_and_what_is_dropped_are_torch_s_to_the_bit(
    kind: str, p: float, dtype: str
) -> None:
    entry = KINDS[kind]
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        x = torch.randn((3000, *entry.positions), dtype=getattr(torch, dtype))
        x = x[None] if entry.batched else x
        torch.manual_seed(1)
        mask = (MODULES[kind](p=p)(torch.ones_like(x).float()) > 0).to(x.dtype)
        torch.manual_seed(1)
        y = MODULES[kind](p=p)(x)
    ours = entry.masked(x, mask, p)
    assert torch.equal(ours.isnan(), y.isnan())
    assert torch.equal(ours.nan_to_num(7.0, 8.0, 9.0), y.nan_to_num(7.0, 8.0, 9.0))


@pytest.mark.parametrize("p", [0.1, 0.3, 0.9, 0.99])
@pytest.mark.parametrize("dtype", HALF)
@pytest.mark.parametrize("kind", list(MODULES))
def test_the_mean_is_within_its_standard_error_in_16_bits_too(
    kind: str, dtype: str, p: float
) -> None:
    """With 100,000 samples the exact scale is missed by 1.5 standard errors and more."""
    result = last(dropout.run(described(kind=kind, p=p, run={"dtype": dtype}), many=100_000))
    reading = result.inverted
    np.testing.assert_array_less(np.abs(reading.mean - reading.expected), 4.5 * reading.error)
    # The rms of ten units, each with mean square 1.
    assert reading.distance < 2.0 * reading.theory / math.sqrt(result.count)


def test_the_page_says_what_16_bits_make_of_the_scale() -> None:
    """In bfloat16 1/(1 − 0.1) is 1.109375; for p = 0.99 b − aα = −0.0873 is held as −0.125."""
    bfloat = {"dtype": "bfloat16"}
    result = last(dropout.run(described(p=0.1, run=bfloat)))
    assert result.stored is not None
    assert result.stored.scale == float(torch.ones(1, dtype=torch.bfloat16).div(0.9)) == 1.109375
    said = " ".join(str(m) for m in dropout_words.explain(result, result.recent[-1], False))
    assert "bfloat16 holds 1.109375 instead of 1.111: the average of y is 0.9984·x." in said
    result = last(dropout.run(described(kind="alpha", p=0.99, run=bfloat)))
    said = " ".join(str(m) for m in dropout_words.explain(result, result.recent[-1], False))
    assert "a dropped unit lands at −0.125, not at −0.08725" in said
    for run, p in (({}, 0.1), (bfloat, 0.5)):  # 2 is a number of bfloat16
        result = last(dropout.run(described(p=p, run=run)))
        said = " ".join(str(m) for m in dropout_words.explain(result, result.recent[-1], False))
        assert "instead" not in said


def test_a_scale_that_float16_cannot_hold_is_said_to_be_infinite() -> None:
    """1/(1 − p) = 10⁵ is beyond 65504, its largest number."""
    result = last(dropout.run(described(p=0.99999, run={"dtype": "float16"}), many=1000))
    said = " ".join(str(m) for m in dropout_words.explain(result, result.recent[-1], False))
    assert "float16 has no number as large as 10⁵: it holds ∞" in said
    assert np.isinf(result.inverted.expected).all()
    assert "drop 0.99999 = keep 10⁻⁵" in str(dropout_words.both_ways(result))
    assert "none of the values is kept" in str(dropout_words.about_signal(result, result.inverted))
    # Of 65,536 values 0.66 are kept on average.
    runs = (described(p=0.99999, run={"dtype": "float16", "seed": k}) for k in range(8))
    each = (result for run in runs for result in dropout.run(run))
    assert any(
        "becomes infinite" in str(dropout_words.about_signal(one, one.inverted)) for one in each
    )
