"""What the spectral norm of a weight should be: the figures of random matrix theory, and draws."""

from __future__ import annotations

import math
import statistics
from typing import Any

import pytest
import torch

from core.init import marginals
from core.init.methods import REGISTRY, initializer
from core.init.spectral import ExpectedNorm, expected_norm, independent
from core.layers.shape import Shape
from tests.core.support import LINEAR_METHODS, experiment, torch_linear, variants


def expected(method: str, rows: int, columns: int, **values: Any) -> ExpectedNorm:
    entry = REGISTRY[method]
    return expected_norm(entry, Shape.linear(columns, rows), entry.defaults() | values)


def norm(weight: torch.Tensor) -> float:
    return float(torch.linalg.matrix_norm(weight.detach().double(), 2))


@pytest.mark.parametrize(
    ("method", "values", "value", "exact"),
    [
        # σ(√n + √m) with σ = √(2 / 768)
        ("xavier_normal", {}, math.sqrt(2 / 768) * (16 + math.sqrt(512)), False),
        ("xavier_uniform", {}, 1.971, False),
        ("default", {}, math.sqrt(1 / 512 / 3) * (16 + math.sqrt(512)), False),
        # √(mn)·½·√((1 + ⅓/m)(1 + ⅓/n)): σ² / μ² = (1/12) / (1/4)
        ("uniform", {}, math.sqrt(2**17) / 2 * math.sqrt((1 + 1 / 768) * (1 + 1 / 1536)), False),
        ("uniform", {}, 181.2, False),
        ("uniform", {"a": -1.0, "b": 0.0}, 181.2, False),
        # a tenth of 256 rows is 26 zeros
        ("sparse", {}, 0.01 * math.sqrt(230 / 256) * (16 + math.sqrt(512)), False),
        ("orthogonal", {}, 1.0, True),
        ("orthogonal", {"gain": 1.7}, 1.7, True),
        ("eye", {}, 1.0, True),
        ("zeros", {}, 0.0, True),
        ("ones", {}, math.sqrt(2**17), True),
        ("constant", {"val": -0.3}, 0.3 * math.sqrt(2**17), True),
        ("normal", {"std": 0.0, "mean": 2.0}, 2.0 * math.sqrt(2**17), True),
    ],
)
def test_512_to_256(method: str, values: dict[str, float], value: float, exact: bool) -> None:
    found = expected(method, 256, 512, **values)
    assert found.value == pytest.approx(value, rel=3e-4)
    assert found.exact is exact
    assert found.reason


@pytest.mark.parametrize("method", LINEAR_METHODS)
def test_every_method_draws_it(method: str) -> None:
    for values in variants(REGISTRY[method]):
        described = experiment(method, **values, layer={"in_features": 300, "out_features": 220})
        found = expected(method, 220, 300, **values)
        if found.value is None:
            assert method == "sparse"
            assert values["sparsity"] > 0.5
            continue
        tolerance = 1e-5 if found.exact else 0.05
        assert norm(torch_linear(described).weight) == pytest.approx(
            found.value, rel=tolerance, abs=1e-300
        ), values


@pytest.mark.parametrize("shape", [(60, 60), (40, 300), (300, 40), (2, 2000), (400, 400)])
@pytest.mark.parametrize("mean", [0.0, 0.02, 0.2, 1.0])
def test_the_mean_over_seeds_is_near_it(shape: tuple[int, int], mean: float) -> None:
    generator = torch.Generator().manual_seed(5)
    norms = [norm(mean + torch.randn(shape, generator=generator)) for _ in range(12)]
    found = independent(marginals.Normal(mean, 1.0), *shape)
    assert found.value == pytest.approx(statistics.mean(norms), rel=0.055)


@pytest.mark.parametrize("shape", [(2, 5), (16, 16), (3, 3), (10, 20)])
def test_of_a_small_matrix_the_limit_is_no_theory(shape: tuple[int, int]) -> None:
    found = independent(marginals.Normal(0.0, 2.0), *shape)
    limit = 2.0 * (math.sqrt(shape[0]) + math.sqrt(shape[1]))
    assert found.value is None
    assert f"= {limit:.4g} " in str(found.reason)
    generator = torch.Generator().manual_seed(5)
    norms = [norm(2.0 * torch.randn(shape, generator=generator)) for _ in range(200)]
    assert statistics.mean(norms) < 0.95 * limit  # as it says


def test_where_the_mean_drowns_in_the_noise_both_formulas_agree() -> None:
    rows, columns = 200, 450
    edge = (rows * columns) ** -0.25
    below, above = (
        independent(marginals.Normal(edge * factor, 1.0), rows, columns).value
        for factor in (0.999, 1.001)
    )
    assert below == pytest.approx(math.sqrt(rows) + math.sqrt(columns))
    assert above == pytest.approx(below, rel=1e-5)


@pytest.mark.parametrize("shape", [(1, 300), (300, 1), (1, 1)])
def test_a_single_row_or_column_has_its_length(shape: tuple[int, int]) -> None:
    found = independent(marginals.Normal(3.0, 4.0), *shape)
    assert found.value == pytest.approx(5.0 * math.sqrt(shape[0] * shape[1]))


@pytest.mark.parametrize("sparsity", [0.95, 0.99, 0.995])
def test_of_a_weight_that_is_nearly_all_zeros_nothing_is_said(sparsity: float) -> None:
    assert expected("sparse", 256, 512, sparsity=sparsity).value is None
    weight = torch_linear(
        experiment("sparse", sparsity=sparsity, layer={"in_features": 512, "out_features": 256})
    ).weight
    std = float(weight.detach().double().std(correction=0))
    assert norm(weight) > 1.04 * std * (16 + math.sqrt(512))  # where the formula would be wrong


@pytest.mark.parametrize("size", [1e-310, 1e-200, 1e200, 1e300])
def test_no_square_overflows_or_vanishes(size: float) -> None:
    for mean in (0.0, 1.0):
        plain = independent(marginals.Normal(mean, 1.0), 100, 200).value
        found = independent(marginals.Normal(mean * size, size), 100, 200).value
        assert plain is not None
        assert found == pytest.approx(plain * size, rel=1e-9)


def test_beyond_the_largest_number_it_is_infinite() -> None:
    assert independent(marginals.Normal(1e308, 1e308), 100, 200).value == math.inf
    assert independent(marginals.point(-1e308), 100, 200).value == math.inf


def test_a_new_method_may_know_its_own() -> None:
    @initializer(
        label="Stranger", purpose="", formula="", spectral_norm=lambda shape, *, a: shape.rows * a
    )
    def stranger(shape: Shape, *, a: float) -> marginals.Marginal:
        return marginals.point(a)

    try:
        entry = REGISTRY["stranger"]
        found = expected_norm(entry, Shape.linear(5, 3), {"a": 0.5})
    finally:
        del REGISTRY["stranger"]
    assert (found.value, found.exact) == (1.5, True)
