"""What the family of dropout layers does to the power of a signal and of a gradient, by torch."""

from __future__ import annotations

import math

import pytest
import torch
from torch import nn

from core.build.rng import fork_rng
from core.depth import mean_field
from core.init.formula import plain
from core.layers.dropouts import ALPHA, KINDS
from tests.core.depth.support import deep

P = (0.01, 0.1, 0.5, 0.9)


def written(formula: str, p: float, first: float, second: float, slope: float) -> float:
    """What a formula comes to, as it is said to a screen reader."""
    text = plain(formula)
    for symbol, value in (
        ("E[φ(z)²]", f"({second})"),
        ("E[φ(z)]", f"*({first})"),
        ("E[φ'(z)²]", f"({slope})"),
        ("α²", f"{ALPHA * ALPHA}*"),
        ("2α", f"2*{ALPHA}*"),
        ("p", f"({p})"),
    ):
        text = text.replace(symbol, value)
    return float(eval(text))


@pytest.mark.parametrize("p", P)
@pytest.mark.parametrize(("first", "second"), [(0.0, 1.0), (0.4, 0.7), (-1.2, 3.0)])
def test_alpha_s_power_is_that_of_klambauer_s_a_and_b(
    p: float, first: float, second: float
) -> None:
    """(1 − p)(a²E[φ²] + 2abE[φ] + b²) + p(b − aα)² and (1 − p)a²E[φ'²]."""
    kind = KINDS["alpha"]
    a = 1.0 / math.sqrt((1.0 + ALPHA**2 * p) * (1.0 - p))
    b = a * ALPHA * p
    power = (1 - p) * (a * a * second + 2 * a * b * first + b * b) + p * (b - a * ALPHA) ** 2
    after = kind.after(p)
    assert after.square * second + after.line * first + after.rest == pytest.approx(power)
    assert after.square == pytest.approx((1 - p) * a * a)
    assert written(kind.power_formula, p, first, second, 0.8) == pytest.approx(power)
    slope = (1 - p) * a * a * 0.8
    assert written(kind.slope_formula, p, first, second, 0.8) == pytest.approx(slope)
    assert kind.dropped(p) == pytest.approx(b - a * ALPHA)


@pytest.mark.parametrize("p", P)
@pytest.mark.parametrize("kind", ["dropout", "alpha"])
def test_power_and_slope_are_those_of_torch(kind: str, p: float) -> None:
    """10⁶ values N(0.3, 1), and the gradient of their sum."""
    entry = KINDS[kind]
    x = 0.3 + torch.randn(1_000_000, generator=torch.Generator().manual_seed(0)).double()
    x.requires_grad_()
    with fork_rng(torch.device("cpu")):
        torch.manual_seed(1)
        y = getattr(nn, entry.torch_name)(p)(x)
    y.sum().backward()
    after = entry.after(p)
    y, values = y.detach(), x.detach()
    first, second = float(values.mean()), float(values.square().mean())
    expected = after.square * second + after.line * first + after.rest
    assert float(y.square().mean()) == pytest.approx(expected, rel=0.02)
    assert x.grad is not None
    assert float(x.grad.square().mean()) == pytest.approx(after.square, rel=0.02)
    if kind == "alpha":
        dropped = y[x.grad == 0]
        assert dropped.numpy() == pytest.approx(entry.dropped(p), rel=1e-5)
    assert written(entry.power_formula, p, first, second, 1.0) == pytest.approx(expected)
    assert written(entry.slope_formula, p, first, second, 1.0) == pytest.approx(after.square)


@pytest.mark.parametrize("kind", KINDS)
def test_the_depth_page_writes_the_formula_of_the_dropout_that_is_there(kind: str) -> None:
    entry = KINDS[kind]
    drops = deep("xavier_normal", p=0.3, kind=kind)
    formula = mean_field.formula(drops)
    assert entry.power_formula in formula
    assert entry.slope_formula in formula
    assert r"\mathbb{E}[b^2]" in formula
    terms = dict(mean_field.terms(drops))
    assert terms["p"] == "0.3"
    assert terms.get("α") == (f"{ALPHA:.4g}" if kind == "alpha" else None)
    for quiet in (drops.with_value("dropout.p", 0.0), drops.with_value("dropout.training", False)):
        assert "p" not in plain(mean_field.formula(quiet)).replace("φ", "")
