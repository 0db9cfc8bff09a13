"""The distributions against scipy's, and where scipy fails against their limits."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from core.init import marginals as theory
from core.init.sphere import SphereCoordinate
from core.init.truncated import TruncatedNormal


def test_outside_its_bounds_a_density_is_zero_and_the_cumulative_constant() -> None:
    for marginal in (
        theory.Uniform(-1.0, 3.0),
        TruncatedNormal(0.0, 1.0, -2.0, 2.0),
        SphereCoordinate(5, 2.0),
    ):
        outside = np.array([marginal.low - 1.0, marginal.high + 1.0])
        assert (marginal.density(outside) == 0.0).all()
        assert (marginal.cumulative(outside) == [0.0, 1.0]).all()


TRUNCATED = [
    (0.0, 1.0, -2.0, 2.0),
    (0.0, 0.02, -2.0, 2.0),
    (1.0, 2.0, -3.0, 0.5),
    (0.0, 1.0, 2.0, 3.0),
    (0.0, 1.0, 5.0, 6.0),
    (0.0, 1.0, -6.0, -5.0),
    (5.0, 2.0, -1.0, 1.0),
    (0.0, 1.0, -9.0, 0.01),
    (0.0, 1.0, 1.0, 1.5),
]


@pytest.mark.parametrize(("mean", "std", "a", "b"), TRUNCATED)
def test_the_truncated_normal_is_that_of_scipy(mean: float, std: float, a: float, b: float) -> None:
    ours = TruncatedNormal(mean, std, a, b)
    theirs = stats.truncnorm((a - mean) / std, (b - mean) / std, mean, std)
    x = np.linspace(a, b, 101)
    assert ours.mean == pytest.approx(theirs.mean(), rel=1e-9, abs=1e-12)
    assert ours.std == pytest.approx(theirs.std(), rel=1e-6)
    assert ours.density(x) == pytest.approx(theirs.pdf(x), rel=1e-9)
    assert ours.cumulative(x) == pytest.approx(theirs.cdf(x), rel=1e-9, abs=1e-12)


def test_the_default_truncated_normal_is_narrower_than_its_parent() -> None:
    """Var = 1 − 2·2φ(2)/(2Φ(2) − 1)."""
    phi = math.exp(-2.0) / math.sqrt(2 * math.pi)
    variance = 1.0 - 4.0 * phi / math.erf(math.sqrt(2.0))
    assert TruncatedNormal(0.0, 1.0, -2.0, 2.0).std == pytest.approx(math.sqrt(variance))


@pytest.mark.parametrize("width", [1e-2, 1e-4, 1e-6, 1e-9, 1e-12])
@pytest.mark.parametrize("a", [-1.0, 0.0, 1.0, 4.0])
def test_between_narrow_bounds_the_truncated_normal_is_uniform(a: float, width: float) -> None:
    """The density changes by less than |a|·width over the interval."""
    ours, b = TruncatedNormal(0.0, 1.0, a, a + width), a + width
    relative = 4.0 * width + 1e-9 + 1e-15 / width  # the bounds themselves are rounded
    x = np.linspace(a, b, 11)
    assert (ours.mean - a) / (b - a) == pytest.approx(0.5, rel=relative, abs=relative)
    assert ours.std == pytest.approx((b - a) / math.sqrt(12), rel=relative)
    assert ours.density(x) * (b - a) == pytest.approx(1.0, rel=relative)
    assert ours.cumulative(x) == pytest.approx((x - a) / (b - a), abs=relative)


@pytest.mark.parametrize("a", [20.0, 100.0, 500.0, -500.0])
@pytest.mark.parametrize("width", [1e-3, 9e-4, 1e-4])
def test_between_narrow_bounds_far_out_it_is_an_exponential(a: float, width: float) -> None:
    """φ(a + t)/φ(a) = exp(−a·t − t²/2), and t² is at most 10⁻⁶."""
    ours = TruncatedNormal(0.0, 1.0, a, a + width)
    share = np.linspace(0, 1, 11)
    expected = np.expm1(-a * width * share) / math.expm1(-a * width)
    assert ours.cumulative(a + width * share) == pytest.approx(expected, abs=1e-6)
    density = np.exp(-a * width * share) * a / -math.expm1(-a * width)
    assert ours.density(a + width * share)[1:-1] == pytest.approx(density[1:-1], rel=1e-5)


@pytest.mark.parametrize("a", [20.0, 40.0, 100.0])
def test_far_out_the_truncated_normal_falls_like_an_exponential(a: float) -> None:
    """Mills' ratio: E[z | z > a] = a + 1/a − 2/a³ + O(a⁻⁵), std = 1/a·(1 − 3/a² + …)."""
    for sign in (1.0, -1.0):
        low, high = sorted((sign * a, sign * (a + 5.0)))
        ours = TruncatedNormal(0.0, 1.0, low, high)
        assert sign * ours.mean == pytest.approx(a + 1 / a - 2 / a**3, abs=12 / a**5)
        assert ours.std == pytest.approx(1 / a - 3 / a**3, abs=25 / a**5)
        median = sign * (a + math.log(2.0) / a)
        assert float(ours.cumulative(np.array([median]))[0]) == pytest.approx(0.5, abs=2 / a**2)


def test_extreme_truncated_normals_are_finite() -> None:
    for values in [
        (0.0, 5e-324, -2.0, 2.0),
        (0.0, 1e308, -2.0, 2.0),
        (0.0, 1.0, -1e308, 1e308),
        (0.0, 1e-300, -1e300, 1e300),
        (1e20, 1.0, 0.0, 1.0),
    ]:
        ours = TruncatedNormal(*values)
        assert math.isfinite(ours.mean)
        assert math.isfinite(ours.std)
        assert ours.low <= ours.mean <= ours.high
        x = np.linspace(ours.low / 2, ours.high / 2, 7)
        assert np.isfinite(ours.density(x)).all()
        assert np.isfinite(ours.cumulative(x)).all()


@pytest.mark.parametrize("dimension", [2, 3, 4, 10, 500, 2**20])
@pytest.mark.parametrize("radius", [1.0, 2.5])
def test_a_sphere_coordinate_is_a_scaled_beta(dimension: int, radius: float) -> None:
    """(x/r + 1)/2 ~ Beta((n−1)/2, (n−1)/2)."""
    ours = SphereCoordinate(dimension, radius)
    half = (dimension - 1) / 2
    theirs = stats.beta(half, half, loc=-radius, scale=2 * radius)
    x = np.linspace(-4 * ours.std, 4 * ours.std, 101)
    x = x[np.abs(x) < 0.999 * radius]
    assert ours.std == pytest.approx(theirs.std(), rel=1e-12)
    # lgamma of 10^6 has 9 digits left after the difference.
    assert ours.density(x) == pytest.approx(theirs.pdf(x), rel=1e-8)
    assert ours.cumulative(x) == pytest.approx(theirs.cdf(x), rel=1e-8, abs=1e-10)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (theory.Normal(0.3, 2.0), stats.norm(0.3, 2.0)),
        (theory.Normal(-1e3, 1e-3), stats.norm(-1e3, 1e-3)),
        (theory.Uniform(-0.5, 2.0), stats.uniform(-0.5, 2.5)),
    ],
)
def test_normal_and_uniform_are_those_of_scipy(ours: theory.Marginal, theirs: object) -> None:
    x = np.linspace(ours.mean - 5 * ours.std, ours.mean + 5 * ours.std, 101)
    assert ours.mean == pytest.approx(theirs.mean())
    assert ours.std == pytest.approx(theirs.std())
    assert ours.density(x) == pytest.approx(theirs.pdf(x), rel=1e-9, abs=1e-300)
    assert ours.cumulative(x) == pytest.approx(theirs.cdf(x), rel=1e-9)
    assert (ours.low, ours.high) == pytest.approx(theirs.support())


def test_a_mixture_is_the_weighted_sum_of_its_parts() -> None:
    """Var = s·0² + (1 − s)·σ² with mean 0."""
    rest = theory.Normal(0.0, 2.0)
    mixture = theory.Mixture((theory.Atom(0.0, 0.36),), rest)
    x = np.linspace(-5, 5, 11)
    assert mixture.share == pytest.approx(0.64)
    assert mixture.density(x) == pytest.approx(0.64 * stats.norm(0, 2).pdf(x))
    assert mixture.cumulative(x) == pytest.approx(0.64 * stats.norm(0, 2).cdf(x))
    assert (mixture.mean, mixture.std) == (0.0, pytest.approx(2.0 * 0.8))


def test_point_masses_have_the_moments_of_a_sum() -> None:
    masses = theory.PointMasses((theory.Atom(0.0, 0.9), theory.Atom(2.0, 0.1)))
    assert masses.mean == pytest.approx(0.2)
    assert masses.std == pytest.approx(2.0 * math.sqrt(0.09))
    assert (masses.low, masses.high) == (0.0, 2.0)
    huge = theory.PointMasses((theory.Atom(-1e308, 0.5), theory.Atom(1e308, 0.5)))
    assert huge.std == pytest.approx(1e308)


def test_a_name_says_the_distribution_with_its_numbers() -> None:
    for marginal, name in (
        (theory.Normal(0.0, 0.5), "N(0, 0.5²)"),
        (theory.Uniform(-1.0, 2.0), "U(−1, 2)"),
        (theory.point(3.0), "point mass at 3"),
        (
            theory.PointMasses((theory.Atom(0.0, 0.5), theory.Atom(1.0, 0.5))),
            "point masses at 0, 1",
        ),
        (TruncatedNormal(0.0, 1.0, -2.0, 2.0), "N(0, 1²) on [−2, 2]"),
        (theory.Mixture((theory.Atom(0.0, 0.2),), theory.Normal(0.0, 1.0)), "20% zeros"),
        (SphereCoordinate(7, 2.0), "R^7"),
    ):
        assert name in str(marginal.name)
