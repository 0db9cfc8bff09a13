from __future__ import annotations

import inspect
import math
from typing import Any

import numpy as np
import pytest
import torch
from scipy import integrate, stats
from torch import nn

from core.build.session import threads
from core.init.kaiming import gain_of
from core.init.marginals import Marginal
from core.init.methods import REGISTRY, Initializer, bias_methods, weight_methods
from core.layers.shape import Shape
from core.parameters import Choice, Real
from tests.core.support import experiment, square, torch_linear, variants

SHAPES = ((2, 5), (200, 50))
CONTRACT = [
    "default",
    "zeros",
    "ones",
    "constant",
    "eye",
    "normal",
    "uniform",
    "xavier_uniform",
    "xavier_normal",
    "kaiming_uniform",
    "kaiming_normal",
    "trunc_normal",
    "orthogonal",
    "sparse",
    "lecun_normal",
    "dirac",
]
OUR_DEFAULTS = {("constant", "val"): 0.0, ("sparse", "sparsity"): 0.1}

ENTRIES = [pytest.param(entry, id=method) for method, entry in REGISTRY.items()]
VARIANTS = [
    pytest.param(entry, values, id=f"{entry.method}-{'-'.join(map(str, values.values()))}")
    for entry in weight_methods(2)
    for values in variants(entry)
]


def test_the_registry_holds_the_sixteen_methods_of_the_contract() -> None:
    assert list(REGISTRY) == CONTRACT
    assert [entry.method for entry in weight_methods()] == CONTRACT


def test_a_bias_takes_the_methods_that_torch_allows_for_one_dimension() -> None:
    allowed = {"default"}
    for method in set(CONTRACT) - {"default", "lecun_normal"}:
        values = REGISTRY[method].defaults()
        try:
            getattr(nn.init, f"{method}_")(torch.empty(4), **values)
        except ValueError:
            continue
        allowed.add(method)
    assert {entry.method for entry in bias_methods()} == allowed


@pytest.mark.parametrize("entry", ENTRIES)
def test_parameters_and_defaults_are_those_of_the_torch_function(entry: Initializer) -> None:
    if entry.method in ("default", "lecun_normal"):
        assert entry.parameters == ()
        assert not hasattr(nn.init, f"{entry.method}_"), "torch has it by now"
        return
    assert entry.call == f"nn.init.{entry.method}_"
    signature = inspect.signature(getattr(nn.init, f"{entry.method}_"))
    theirs = {
        name: OUR_DEFAULTS.get((entry.method, name), parameter.default)
        for name, parameter in signature.parameters.items()
        if name not in ("tensor", "generator")
    }
    assert inspect.Parameter.empty not in theirs.values()
    assert entry.defaults() == theirs
    assert list(entry.defaults()) == list(theirs)


@pytest.mark.parametrize("entry", ENTRIES)
def test_every_entry_tells_its_whole_story(entry: Initializer) -> None:
    assert entry.label
    assert str(entry.purpose).endswith(".")
    assert entry.formula
    for parameter in entry.parameters:
        assert str(parameter.help).endswith("."), parameter.name
        if isinstance(parameter, Real):
            low, high = parameter.usual
            assert parameter.low <= low < high <= parameter.high
            assert not parameter.logarithmic or low > 0


def test_every_label_is_its_own() -> None:
    labels = [entry.label for entry in REGISTRY.values()]
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("entry", ENTRIES)
def test_every_choice_is_one_that_torch_accepts(entry: Initializer) -> None:
    for parameter in entry.parameters:
        if isinstance(parameter, Choice):
            for option in parameter.options:
                values = entry.defaults() | {parameter.name: option}
                getattr(nn.init, f"{entry.method}_")(torch.empty(3, 4), **values)


def test_the_nonlinearities_are_all_that_calculate_gain_knows() -> None:
    parameter = REGISTRY["kaiming_normal"].parameter("nonlinearity")
    assert isinstance(parameter, Choice)
    known = {"linear", "sigmoid", "tanh", "relu", "leaky_relu", "selu"}
    assert set(parameter.options) == known
    for name in known:
        nn.init.calculate_gain(name)
    with pytest.raises(ValueError, match="Unsupported"):
        nn.init.calculate_gain("gelu")


@pytest.mark.parametrize("slope", [0.0, 0.01, -0.2, 1.0, math.sqrt(5), 30.0])
def test_gain_is_that_of_calculate_gain(slope: float) -> None:
    for name in ("linear", "sigmoid", "tanh", "relu", "selu"):
        assert gain_of(name, slope) == pytest.approx(nn.init.calculate_gain(name), rel=1e-15)
    expected = nn.init.calculate_gain("leaky_relu", slope)
    assert gain_of("leaky_relu", slope) == pytest.approx(expected, rel=1e-15)


def _fourth_moment(marginal: Marginal) -> float:
    """E[(w − mean)^4], from the density on a fine grid and the atoms."""
    mean, reach = marginal.mean, 12.0 * marginal.std
    atoms = sum(atom.share * (atom.value - mean) ** 4 for atom in marginal.atoms)
    x = np.linspace(max(marginal.low, mean - reach), min(marginal.high, mean + reach), 200_001)
    if x[0] == x[-1]:
        return atoms
    return atoms + float(np.trapezoid((x - mean) ** 4 * marginal.density(x), x))


@pytest.mark.parametrize(("entry", "values"), VARIANTS)
def test_sampled_moments_agree_with_the_theory(entry: Initializer, values: dict[str, Any]) -> None:
    """Mean and variance over 8 seeds lie within 5 standard errors of independent draws."""
    fan_in, fan_out, seeds = 120, 80, 8
    marginal = entry.marginal(Shape.linear(fan_in, fan_out), values)
    drawn = [
        torch_linear(
            experiment(
                entry.method,
                **values,
                layer={"in_features": fan_in, "out_features": fan_out, "bias": False},
                run={"seed": seed, "dtype": "float64"},
            )
        ).weight.detach()
        for seed in range(seeds)
    ]
    weights = torch.stack(drawn).numpy()
    n, variance = weights.size, marginal.std**2
    rounding = 1e-12 * (abs(marginal.mean) + marginal.std)
    error_of_mean = 5.0 * marginal.std / math.sqrt(n)
    assert abs(weights.mean() - marginal.mean) <= error_of_mean + rounding
    spread = math.sqrt(max(0.0, _fourth_moment(marginal) - variance**2) / n)
    sampled = ((weights - marginal.mean) ** 2).mean()
    assert abs(sampled - variance) <= 5.0 * spread + rounding**2 + 1e-9 * variance
    assert weights.min() >= marginal.low - rounding
    assert weights.max() <= marginal.high + rounding


@pytest.mark.parametrize("method", ["eye", "zeros", "ones", "sparse"])
@pytest.mark.parametrize(
    ("fan_in", "fan_out"), [*SHAPES, (5, 2), (64, 64), (1, 1), (1, 7), (7, 1), (33, 10)]
)
def test_point_masses_have_exactly_the_share_that_torch_gives(
    method: str, fan_in: int, fan_out: int
) -> None:
    """For sparse: ⌈sparsity · rows⌉ zeros in each column."""
    shape = {"in_features": fan_in, "out_features": fan_out}
    for seed in range(3):
        described = experiment(method, layer=shape, run={"seed": seed})
        weight = torch_linear(described).weight
        init = described.weight_init
        for atom in init.entry.marginal(Shape.linear(fan_in, fan_out), init.parameters).atoms:
            count = int((weight == atom.value).sum())
            assert count == pytest.approx(atom.share * weight.numel(), abs=1e-6)


def _pieces(marginal: Marginal) -> tuple[float, float]:
    """Where to integrate: the bounds, or far enough out that less than 1e-12 is missing."""
    far = 9.0 * (marginal.rest or marginal).std
    return max(marginal.low, marginal.mean - far), min(marginal.high, marginal.mean + far)


@pytest.mark.parametrize(("fan_in", "fan_out"), SHAPES)
@pytest.mark.parametrize(("entry", "values"), VARIANTS)
def test_density_and_atoms_add_up_to_one_with_the_stated_mean_and_std(
    entry: Initializer, values: dict[str, Any], fan_in: int, fan_out: int
) -> None:
    marginal = entry.marginal(Shape.linear(fan_in, fan_out), values)
    shares = math.fsum(atom.share for atom in marginal.atoms)
    mean = math.fsum(atom.share * atom.value for atom in marginal.atoms)
    second = math.fsum(atom.share * (atom.value - marginal.mean) ** 2 for atom in marginal.atoms)
    low, high = _pieces(marginal)

    def integral(power: int) -> float:
        def integrand(x: float) -> float:
            return float((x - marginal.mean) ** power * marginal.density(np.array([x]))[0])

        whole = integrate.quad(integrand, low, high, points=[marginal.mean], limit=200)
        return float(whole[0])

    if shares < 1.0 - 1e-12:
        shares += integral(0)
        mean += integral(1) + marginal.mean * (1.0 - math.fsum(a.share for a in marginal.atoms))
        second += integral(2)
    assert shares == pytest.approx(1.0, abs=1e-7)
    scale = abs(marginal.mean) + marginal.std
    assert mean == pytest.approx(marginal.mean, abs=1e-7 * scale)
    assert math.sqrt(max(0.0, second)) == pytest.approx(marginal.std, rel=1e-6, abs=1e-15)


@pytest.mark.parametrize(("entry", "values"), VARIANTS)
def test_cumulative_is_the_integral_of_the_density(
    entry: Initializer, values: dict[str, Any]
) -> None:
    marginal = entry.marginal(Shape.linear(64, 64), values)
    low, high = _pieces(marginal)
    x = np.linspace(low, high, 10_001) if low < high else np.array([low])
    cumulative, density = marginal.cumulative(x), marginal.density(x)
    assert (np.diff(cumulative) >= 0).all()
    if low == high or not density.any():
        assert not cumulative.any()
        assert not density.any()
        return
    share = 1.0 - math.fsum(atom.share for atom in marginal.atoms)
    assert cumulative[0] == pytest.approx(0.0, abs=1e-12)
    assert cumulative[-1] == pytest.approx(share, abs=1e-9)
    slope = np.diff(cumulative) / np.diff(x)
    middle = marginal.density((x[:-1] + x[1:]) / 2)
    np.testing.assert_allclose(slope, middle, rtol=1e-4, atol=1e-5 * density.max())


@pytest.mark.parametrize(("fan_in", "fan_out"), [(2, 2), (3, 3), (4, 9), (9, 4), (1, 12)])
def test_one_entry_of_torchs_orthogonal_matrix_follows_the_theory(
    fan_in: int, fan_out: int
) -> None:
    """Kolmogorov-Smirnov over independent matrices, one entry of each."""
    gain, entries = 1.5, []
    generator = torch.Generator().manual_seed(7)
    with threads(1):
        for _ in range(300):
            weight = nn.init.orthogonal_(torch.empty(fan_out, fan_in), gain, generator=generator)
            entries.append(float(weight[fan_out // 2, fan_in // 2]))
    marginal = REGISTRY["orthogonal"].marginal(Shape.linear(fan_in, fan_out), {"gain": gain})
    test = stats.kstest(entries, lambda x: marginal.cumulative(np.asarray(x)))
    assert test.pvalue > 1e-4


def test_a_single_orthogonal_weight_is_plus_or_minus_the_gain() -> None:
    marginal = REGISTRY["orthogonal"].marginal(Shape.linear(1, 1), {"gain": 2.0})
    assert [(a.value, a.share, a.exact) for a in marginal.atoms] == [
        (-2.0, 0.5, False),
        (2.0, 0.5, False),
    ]
    described = experiment("orthogonal", gain=2.0, layer=square(1))
    drawn = [torch_linear(described.with_value("run.seed", seed)).weight for seed in range(20)]
    assert {weight.item() for weight in drawn} == {-2.0, 2.0}


@pytest.mark.parametrize(
    ("method", "values", "value"),
    [
        ("normal", {"mean": 3.0, "std": 0.0}, 3.0),
        ("uniform", {"a": 0.5, "b": 0.5}, 0.5),
        ("xavier_uniform", {"gain": 0.0}, 0.0),
        ("xavier_normal", {"gain": 0.0}, 0.0),
        ("orthogonal", {"gain": 0.0}, 0.0),
        ("sparse", {"std": 0.0}, 0.0),
        ("sparse", {"sparsity": 1.0}, 0.0),
        ("eye", {}, 1.0),
    ],
)
def test_without_spread_a_method_is_one_point_mass(
    method: str, values: dict[str, float], value: float
) -> None:
    init = experiment(method, **values).weight_init
    marginal = init.entry.marginal(Shape.linear(1, 1), init.parameters)
    assert [(atom.value, atom.share) for atom in marginal.atoms] == [(value, 1.0)]
    assert (marginal.mean, marginal.std) == (value, 0.0)


@pytest.mark.parametrize(
    ("method", "values", "expected"),
    [
        ("default", {}, 1 / math.sqrt(30)),
        ("constant", {"val": 2.5}, 2.5),
        ("normal", {"std": 0.3}, 0.3),
        ("uniform", {"a": -1.0, "b": 3.0}, 4 / math.sqrt(12)),
        ("xavier_uniform", {"gain": 2.0}, 2 * math.sqrt(6 / 50)),
        ("xavier_normal", {"gain": 2.0}, 2 * math.sqrt(2 / 50)),
        ("kaiming_uniform", {"nonlinearity": "relu"}, math.sqrt(2) * math.sqrt(3 / 30)),
        ("kaiming_normal", {"nonlinearity": "relu", "mode": "fan_out"}, math.sqrt(2 / 20)),
        ("kaiming_normal", {"a": 1.0}, 1 / math.sqrt(30)),
        ("orthogonal", {"gain": 3.0}, 3 / math.sqrt(30)),
        ("sparse", {"sparsity": 0.25, "std": 2.0}, 2 * math.sqrt(0.75)),
        ("lecun_normal", {}, 1 / math.sqrt(30)),
    ],
)
def test_the_formulas_number_is_the_one_of_the_paper(
    method: str, values: dict[str, Any], expected: float
) -> None:
    init = experiment(method, **values).weight_init
    number = init.entry.number(Shape.linear(30, 20), **init.parameters)
    assert number == pytest.approx(expected, rel=1e-12)
    assert init.entry.symbol


def test_kaiming_says_when_a_is_ignored() -> None:
    for method in ("kaiming_uniform", "kaiming_normal"):
        entry = REGISTRY[method]
        assert entry.note(entry.defaults() | {"a": 0.5}) is None
        assert entry.note(entry.defaults() | {"nonlinearity": "relu"}) is None
        note = entry.note(entry.defaults() | {"a": 0.5, "nonlinearity": "relu"})
        assert "a is ignored" in str(note)


def test_trunc_normal_says_where_its_bounds_lie_in_sigma() -> None:
    note = str(REGISTRY["trunc_normal"].note({"mean": 1.0, "std": 0.5, "a": -2.0, "b": 2.0}))
    assert "absolute" in note
    assert "-6σ" in note
    assert "+2σ" in note


def test_a_weight_that_is_no_matrix_takes_sides_where_torch_does_and_fans_where_it_does() -> None:
    """A convolution in 2 groups: 6 rows of 4·9 values; for torch an input reaches 6·9 of them."""
    shape = Shape.of((6, 4, 3, 3))

    def std(method: str, **values: Any) -> float:
        entry = REGISTRY[method]
        return entry.marginal(shape, entry.defaults() | values).std

    assert std("xavier_normal") == pytest.approx(math.sqrt(2 / (36 + 54)))
    assert std("kaiming_normal", mode="fan_out") == pytest.approx(math.sqrt(2 / 54))
    assert std("lecun_normal") == std("default") * math.sqrt(3) == pytest.approx(1 / 6)
    assert std("orthogonal") == pytest.approx(1 / 6)
    zeros = REGISTRY["sparse"].marginal(shape, {"sparsity": 0.5, "std": 1.0}).atoms[0]
    assert zeros.share == 0.5, "3 of 6 rows; of 54 it would be 27"


@pytest.mark.parametrize("dims", range(1, 5))
@pytest.mark.parametrize("entry", ENTRIES)
def test_the_dimensions_are_those_that_torch_accepts(entry: Initializer, dims: int) -> None:
    if entry.method in ("default", "lecun_normal"):
        return
    function = getattr(nn.init, f"{entry.method}_")
    if entry.dims.allows(dims):
        function(torch.empty((3,) * dims), **entry.defaults())
        return
    with pytest.raises(ValueError, match=r"(Only|Fan in|Fan out).*(dimension|tensor)"):
        function(torch.empty((3,) * dims), **entry.defaults())
