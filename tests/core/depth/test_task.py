"""A run of the Depth page: whatever the parameters are, it ends in a picture and a true word."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
import pytest
import torch

from core import depth
from core.context import last
from core.depth import advice as depth_advice
from core.experiment.sections import ACTIVATIONS
from core.messages import Message, Refused
from core.stats.distributions import QUANTITIES
from tests.core.depth.support import deep, run_code
from tests.core.support import LINEAR_METHODS


def texts(result: depth.DepthResult) -> list[Message | None]:
    assert result.verdict is not None
    assert result.advice is not None
    parts = [result.verdict.text, result.advice.text, result.symmetry, result.theory.reason]
    return [*parts, *result.notes]


def check(result: depth.DepthResult, layers: int) -> None:
    """Whatever the numbers are: arrays of the right shape, a word, sentences that can be said."""
    assert result.complete
    assert result.verdict is not None
    assert result.verdict.kind in ("stable", "drifts", "vanishing", "exploding", "alike")
    for array in (result.forward, result.backward, result.saturated, result.dead):
        assert array.shape == (layers,)
        assert array.dtype == np.float64
    for shares in (result.saturated, result.dead):
        known = shares[~np.isnan(shares)]
        assert ((known >= 0) & (known <= 1)).all()
    assert result.spread is not None
    assert result.spread.same.density.shape[0] == layers
    assert np.isfinite(result.spread.same.edges).all()
    if result.ranks is not None:
        assert result.ranks.shape == (layers,)
    for text in texts(result):
        assert text is None or "{" not in str(text)


MODES = ((0.0, True), (0.5, True), (0.5, False), (1.0, True))


@pytest.fixture(scope="module")
def _digits() -> Any:
    from sklearn.datasets import load_digits

    return load_digits()


@pytest.fixture
def _quick_digits(_digits: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The shown code reads the digits anew each time, which takes longer than the network."""
    monkeypatch.setattr("sklearn.datasets.load_digits", lambda: _digits)


@pytest.mark.usefixtures("_quick_digits")
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("method", LINEAR_METHODS)
def test_every_method_runs_with_every_activation_as_the_shown_code_does(
    method: str, activation: str
) -> None:
    """Dropout off, on, in evaluation mode and of everything; one layer and six; every input."""
    inputs = itertools.cycle(("normal", "digits", "uniform"))
    for (p, training), layers in itertools.product(MODES, (1, 6)):
        described = deep(
            method,
            activation=activation,
            p=p,
            training=training,
            kind="alpha" if activation == "selu" else "dropout",
            layers=layers,
            width=8,
            batch=16,
            input=next(inputs),
            bias_init="default",
        )
        result = last(depth.run(described))
        check(result, layers)
        names = run_code(described)
        np.testing.assert_array_equal(result.forward, names["forward_rms"])
        np.testing.assert_array_equal(result.backward, names["backward_rms"])


EXTREMES: list[tuple[str, dict[str, Any]]] = [
    ("normal", {"std": 1e30}),
    ("normal", {"std": 0.0}),
    ("normal", {"mean": 2.0, "std": 0.0}),
    ("normal", {"std": 1e-42}),
    ("xavier_normal", {"gain": 0.0}),
    ("xavier_uniform", {"gain": 0.0}),
    ("orthogonal", {"gain": 0.0}),
    ("orthogonal", {"gain": 1e30}),
    ("uniform", {"a": 0.3, "b": 0.3}),
    ("uniform", {"a": -1e38, "b": 1e38}),
    ("constant", {"val": 1e38}),
    ("constant", {"val": -1e38}),
    ("constant", {"val": 1e-45}),
    ("sparse", {"sparsity": 1.0}),
    ("sparse", {"std": 0.0}),
    ("normal", {"std": 1e160}),
    ("normal", {"std": 1e308}),
    ("normal", {"std": 1e-170}),
]


@pytest.mark.parametrize("dtype", ["float32", "float64", "float16"])
@pytest.mark.parametrize(("method", "values"), EXTREMES)
def test_extreme_parameters_give_a_picture_or_a_refusal(
    method: str, values: dict[str, Any], dtype: str
) -> None:
    for activation, bias in (
        ("identity", "zeros"),
        ("relu", "default"),
        ("tanh", "zeros"),
        ("gelu", "zeros"),
        ("sigmoid", "default"),
    ):
        described = deep(
            method, **values, activation=activation, dtype=dtype, bias_init=bias, p=0.2, width=8
        )
        try:
            result = last(depth.run(described, quantity="preactivation"))
        except Refused as refused:
            assert dtype == "float16"  # torch has no kernel, or no such number
            assert refused.key.startswith("weight_init")
            continue
        check(result, 6)


@pytest.mark.parametrize("quantity", QUANTITIES)
def test_float16_overflows_and_the_layer_is_named(quantity: str) -> None:
    """The largest float16 is 65504; the power grows 256-fold a layer."""
    described = deep("normal", std=4.0, dtype="float16", layers=20)
    result = last(depth.run(described, quantity=quantity))
    check(result, 20)
    zs = run_code(described)["zs"]
    begins = next(i for i, z in enumerate(zs) if not torch.isfinite(z).all())
    assert 2 <= begins <= 6
    assert result.forward[begins] == math.inf
    assert np.isfinite(result.forward[:begins]).all()
    assert np.isnan(result.forward[-1])
    assert result.verdict is not None
    assert result.verdict.kind == "exploding"
    assert str(result.verdict.text) == (
        f"Exploding: in layer {begins + 1} the signal passes what float16 can hold."
    )
    if quantity == "preactivation":
        assert result.spread is not None
        broken = [1 - float(torch.isfinite(z).double().mean()) for z in zs]
        np.testing.assert_allclose(result.spread.broken, broken, atol=1e-12)


def test_float16_underflows_to_zero_and_float64_goes_on() -> None:
    """The smallest float16 is 6e-8; the root mean square falls 25-fold a layer."""
    described = deep("normal", std=0.01, dtype="float16", layers=20, activation="tanh")
    result = last(depth.run(described))
    check(result, 20)
    zs = run_code(described)["zs"]
    begins = next(i for i, z in enumerate(zs) if not z.any())
    assert 4 <= begins <= 8
    assert (result.forward[begins:] == 0.0).all()
    assert (result.forward[:begins] > 0.0).all()
    assert result.verdict is not None
    assert result.verdict.kind == "vanishing"
    assert f"exactly 0 from layer {begins + 1} on" in str(result.verdict.text)
    fine = last(depth.run(described.with_value("run.dtype", "float64")))
    assert (fine.forward > 0.0).all()


def test_a_gradient_that_breaks_is_told_where_it_begins() -> None:
    """tanh of a wide normal keeps the signal; the gradient grows by √width·std·√E[φ'²].

    Where Wᵀδ overflows, a saturated unit's φ' of 0 makes it NaN.
    """
    described = deep("normal", std=1.0, dtype="float16", layers=30, activation="tanh", width=512)
    result = last(depth.run(described))
    check(result, 30)
    assert result.verdict is not None
    assert result.verdict.kind == "exploding"
    gradients = run_code(described)["gradients"]
    begins = max(i for i, g in enumerate(gradients) if not torch.isfinite(g).all())
    assert 10 < begins < 29
    assert np.isfinite(result.forward).all()
    assert np.isfinite(result.backward[begins + 1 :]).all()
    assert not np.isfinite(result.backward[: begins + 1]).any()
    text = str(result.verdict.text)
    assert text.startswith("Exploding: ")
    assert ("the gradient is NaN from" in text) is bool(gradients[begins].isnan().any())
    assert f"layer {begins + 1} " in text


def test_a_wide_tanh_is_saturated() -> None:
    """P(|z| > arcosh √20) for z ~ N(0, 256)."""
    result = last(depth.run(deep("normal", std=1.0, activation="tanh", layers=1, width=256)))
    share = math.erfc(math.acosh(math.sqrt(20)) / 16 / math.sqrt(2))
    assert result.saturated[0] == pytest.approx(share, abs=0.03)


def test_the_rest_of_a_result_is_that_of_the_experiment() -> None:
    described = deep(layers=5, width=16, input="digits", bias_init="default")
    result = last(depth.run(described))
    assert result.experiment == described
    assert result.parameters == (64 * 16 + 16) + 4 * (16 * 16 + 16)
    assert (
        last(depth.run(described.with_value("layer.bias", False))).parameters == 64 * 16 + 4 * 256
    )
    assert result.seconds > 0
    assert result.ranks is None
    assert last(depth.run(described, ranks=True)).ranks is not None
    assert result.code.startswith("import torch\n")
    assert result.spread is not None
    assert result.spread.quantity == "activation"


def test_the_seed_alone_decides() -> None:
    described = deep(p=0.5, seed=3)
    one, other = last(depth.run(described)), last(depth.run(described))
    np.testing.assert_array_equal(one.forward, other.forward)
    np.testing.assert_array_equal(one.backward, other.backward)
    assert last(depth.run(described.with_value("run.seed", 4))).forward[0] != one.forward[0]


def test_the_quantity_that_is_shown_changes_no_number() -> None:
    described = deep(p=0.5, activation="gelu")
    plain = last(depth.run(described))
    for quantity in QUANTITIES:
        for ranks in (True, False):
            other = last(depth.run(described, quantity=quantity, ranks=ranks))
            np.testing.assert_array_equal(plain.forward, other.forward)
            np.testing.assert_array_equal(plain.backward, other.backward)


def test_torchs_remarks_are_kept_once() -> None:
    result = last(depth.run(deep("trunc_normal", mean=5.0, std=0.5, a=-2.0, b=3.9)))
    assert len(result.notes) == 1
    assert "more than 2 std" in str(result.notes[0])


def test_of_a_long_run_the_signal_is_shown_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.depth.task.SOON_SECONDS", 0.0)
    first, second, result = depth.run(deep("constant", val=0.1))
    assert not first.complete
    assert np.isnan(first.backward).all()
    assert (first.spread, first.ranks, first.advice) == (None, None, None)
    np.testing.assert_array_equal(first.forward, result.forward)
    assert second.complete
    assert second.ranks is None
    np.testing.assert_array_equal(second.backward, result.backward)
    assert result.ranks is not None


@pytest.mark.parametrize(
    ("method", "values"),
    [
        ("zeros", {}),
        ("ones", {}),
        ("constant", {"val": -0.3}),
        ("normal", {"mean": 1.0, "std": 0.0}),
        ("uniform", {"a": 0.1, "b": 0.1}),
        ("sparse", {"std": 0.0}),
    ],
)
def test_units_that_stay_alike_are_said_to(method: str, values: dict[str, Any]) -> None:
    result = last(depth.run(deep(method, **values)))
    assert "stay alike" in str(result.symmetry)
    assert result.ranks is not None
    assert (result.ranks <= 1).all()
    with_bias = last(depth.run(deep(method, **values, bias_init="normal")))
    assert "biases tell them apart" in str(with_bias.symmetry)
    none = last(depth.run(deep(method, **values, bias=False, bias_init="normal")))
    assert "stay alike" in str(none.symmetry)


@pytest.mark.parametrize("method", ["default", "eye", "normal", "orthogonal", "sparse"])
def test_of_units_that_differ_nothing_is_said(method: str) -> None:
    assert last(depth.run(deep(method))).symmetry is None


def test_the_advice_of_a_result_is_that_of_its_verdict() -> None:
    result = last(depth.run(deep(activation="relu", layers=20)))
    assert result.verdict is not None
    assert result.advice == depth_advice.advise(result.experiment, result.verdict)
    assert result.advice.change
