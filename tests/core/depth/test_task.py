"""core.depth against mathematics: the numbers of the textbooks, what breaks, and the comparison."""

from __future__ import annotations

import dataclasses
import itertools
import math
from typing import Any

import numpy as np
import pytest
import torch
from scipy.optimize import brentq

from core import depth
from core.context import SILENT, Cancelled, Context, last
from core.depth import advice as depth_advice
from core.depth.network import Network, prepared
from core.depth.verdict import judge
from core.experiment import Experiment
from core.experiment.sections import ACTIVATIONS
from core.init.kaiming import gain_of
from core.init.methods import REGISTRY
from core.messages import Message, Refused
from core.stats.distributions import QUANTITIES
from tests.core.depth.support import Array, deep, expected, recursion, rms, run_code
from tests.core.support import LINEAR_METHODS

SEEDS = 4


def passed(described: Experiment) -> tuple[Array, Array]:
    """Powers of signal and gradient without the rest of a run, which would take longer."""
    with prepared(described):
        network = Network(described, SILENT, None, False)
        network.forward()
        network.backward()
    return network.forward_rms**2, network.backward_rms**2


def mean_logs(described: Experiment) -> tuple[Array, Array]:
    """Mean over seeds of the logarithms of both powers."""
    pairs = [passed(described.with_value("run.seed", seed)) for seed in range(SEEDS)]
    forward, backward = np.mean(np.log(pairs), axis=0)
    return forward, backward


HE = ("kaiming_normal", {"nonlinearity": "relu"})
XAVIER: tuple[str, dict[str, Any]] = ("xavier_normal", {})


@pytest.mark.parametrize(
    ("method", "activation", "p", "factor", "kurtosis"),
    [
        (HE, "relu", 0.0, 1.0, 6.0),
        (("kaiming_uniform", {"nonlinearity": "relu"}), "relu", 0.0, 1.0, 6.0),
        (XAVIER, "relu", 0.0, 0.5, 6.0),
        (("xavier_uniform", {}), "relu", 0.0, 0.5, 6.0),
        (XAVIER, "identity", 0.0, 1.0, 3.0),
        (HE, "relu", 0.5, 2.0, 12.0),
        (XAVIER, "identity", 0.5, 2.0, 6.0),
        (("default", {}), "relu", 0.0, 1 / 6, 6.0),
    ],
)
def test_the_power_per_layer_is_the_textbooks(
    method: tuple[str, dict[str, Any]], activation: str, p: float, factor: float, kurtosis: float
) -> None:
    """512 units, nine steps, four seeds, both ways: within five standard deviations.

    A step's relative variance for one input is E[h⁴]/E[h²]² − 1, over the width.
    """
    described = deep(
        method[0],
        **method[1],
        activation=activation,
        p=p,
        layers=10,
        width=512,
        batch=64,
    )
    bound = 5 * math.sqrt((kurtosis - 1) / (512 * 9 * SEEDS))
    forward, backward = mean_logs(described)
    assert bound < 0.13
    assert abs((forward[-1] - forward[0]) / 9 - math.log(factor)) < bound
    assert abs((backward[0] - backward[-1]) / 9 - math.log(factor)) < bound


@pytest.mark.slow
def test_torchs_default_leaves_a_third_plus_the_bias() -> None:
    """q_l = q_{l−1}/3 + 1/(3·1024), from q_0 = 1."""
    described = deep("default", bias_init="default", layers=8, width=1024, batch=64)
    theirs = recursion("identity", 1 / 3, 8, 1024, bias_power=1 / 3072)
    q = 1.0
    for power in theirs.forward:
        q = q / 3 + 1 / 3072
        assert power == pytest.approx(q, rel=1e-9)
    forward, _ = mean_logs(described)
    error = 5 * theirs.forward_error / math.sqrt(SEEDS)
    np.testing.assert_array_less(np.abs(forward - np.log(theirs.forward)), error)
    # Without the bias the eighth layer would have 3^−8: a third of what it has with it.
    without, _ = mean_logs(described.with_value("bias_init.method", "zeros"))
    np.testing.assert_array_less(np.abs(without + np.arange(1, 9) * math.log(3)), error)
    assert abs(forward[-1] - without[-1]) > 2 * error[-1]


@pytest.mark.slow
def test_with_tanh_xaviers_signal_falls_slowly() -> None:
    """q_l = E[tanh²(√q_{l−1}·u)] by adaptive quadrature."""
    layers = 16
    theirs = recursion("tanh", 1.0, layers, 1024)
    ratios = theirs.forward[1:] / theirs.forward[:-1]
    assert (ratios < 1.0).all()
    assert ratios[-1] > 0.93
    forward, backward = mean_logs(
        deep("xavier_normal", activation="tanh", layers=layers, width=1024, batch=64)
    )
    for found, power, error in (
        (forward, theirs.forward, theirs.forward_error),
        (backward, theirs.backward, theirs.backward_error),
    ):
        bound = 5 * error / math.sqrt(SEEDS)
        np.testing.assert_array_less(np.abs(found - np.log(power)), bound)
    assert 0.01 < math.exp(forward[-1]) < 0.2


def test_with_tanh_and_gain_5_3_the_signal_settles() -> None:
    """At q = (5/3)²·E[tanh²(√q·u)], solved by Brent's method."""
    fixed = brentq(lambda q: 25 / 9 * expected(math.tanh, 2, math.sqrt(q)) - q, 0.1, 5.0)
    described = deep("xavier_normal", gain=5 / 3, activation="tanh", layers=16, width=1024)
    error = recursion("tanh", 25 / 9, 16, 1024).forward_error[-1]
    forward, _ = mean_logs(described.with_value("depth.batch", 64))
    np.testing.assert_array_less(
        np.abs(forward[8:] - math.log(fixed)), 5 * error / math.sqrt(SEEDS) + 0.01
    )
    assert 5 * error / math.sqrt(SEEDS) < 0.3


@pytest.mark.parametrize(("dtype", "rounding"), [("float32", 1e-5), ("float64", 1e-13)])
def test_orthogonal_layers_keep_the_norm_to_rounding(dtype: str, rounding: float) -> None:
    described = deep("orthogonal", dtype=dtype, layers=2, width=1024, batch=32)
    forward, backward = passed(described)
    x = run_code(described.with_value("weight_init.method", "eye"))["x"]
    assert x.shape == (32, 1024)
    np.testing.assert_allclose(backward, backward[-1], rtol=rounding)
    np.testing.assert_allclose(forward, forward[0], rtol=rounding)
    assert forward[0] == pytest.approx(1.0, abs=5 * math.sqrt(2 / x.numel()))


def test_eye_passes_x_on_bit_for_bit() -> None:
    described = deep("eye")
    np.testing.assert_array_equal(last(depth.run(described)).forward, rms(run_code(described)["x"]))


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


@pytest.mark.parametrize(
    ("described", "kind", "word"),
    [
        (
            deep(*HE[:1], **HE[1], activation="relu", layers=20, width=256),
            "stable",
            "over 20 layers",
        ),
        (deep(activation="relu", layers=20, width=256), "vanishing", "halves"),
        (
            deep("normal", std=0.01, activation="tanh", layers=20, width=256),
            "vanishing",
            "the signal's power shrinks 39.",
        ),
        (
            deep("normal", std=1.0, activation="tanh", layers=20, width=256),
            "exploding",
            "the gradient's power grows",
        ),
    ],
)
def test_the_four_classic_cases_tell_their_story(
    described: Experiment, kind: str, word: str
) -> None:
    result = last(depth.run(described))
    assert result.verdict is not None
    assert (result.verdict.kind, word in str(result.verdict.text)) == (kind, True)
    assert result.theory.forward is not None
    assert result.theory.backward is not None
    assert judge(described, result.theory.forward, result.theory.backward).kind == kind


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


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_curves_of_a_comparison_are_the_runs_themselves(activation: str) -> None:
    described = deep("xavier_normal", gain=1.7, activation=activation, p=0.2, seed=2)
    curves = last(depth.compare(described)).curves
    assert sorted(curve.init.method for curve in curves) == sorted(
        name for name, entry in REGISTRY.items() if entry.random
    )
    for curve in curves:
        result = last(depth.run(dataclasses.replace(described, weight_init=curve.init)))
        np.testing.assert_array_equal(curve.forward, result.forward)
        np.testing.assert_array_equal(curve.backward, result.backward)
    own = next(curve for curve in curves if curve.init.method == "xavier_normal")
    assert own.init == described.weight_init


def test_a_comparison_fits_whatever_differs_in_the_method_alone() -> None:
    described = deep()
    comparison = last(depth.compare(described))
    assert comparison.experiment == described
    assert comparison.fits(described.with_value("weight_init.method", "orthogonal"))
    assert not comparison.fits(described.with_value("run.seed", 1))
    assert not comparison.fits(described.with_value("bias_init.method", "ones"))


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_a_comparison_takes_hes_gain_for_the_activation(activation: str) -> None:
    inits = {init.method: init for init in depth.compared(deep(activation=activation))}
    known = activation in ("tanh", "sigmoid", "relu", "selu", "leaky_relu")
    fitting = activation if known else "linear" if activation == "identity" else "relu"
    for method in ("kaiming_normal", "kaiming_uniform"):
        values = inits[method].parameters
        assert values["nonlinearity"] == fitting
        gain = gain_of(fitting, 0.01)
        assert gain == pytest.approx(
            torch.nn.init.calculate_gain(values["nonlinearity"], values["a"] or None)
        )


@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
def test_a_comparison_leaves_out_what_the_dtype_does_not_have(dtype: str) -> None:
    methods = [curve.init.method for curve in last(depth.compare(deep(dtype=dtype))).curves]
    assert "orthogonal" not in methods
    assert len(methods) == len(depth.compared(deep())) - 1


class Listening(Context):
    def __init__(self, limit: float = math.inf) -> None:
        self.limit = limit
        self.fractions: list[float] = []

    @property
    def cancelled(self) -> bool:
        return bool(self.fractions) and self.fractions[-1] >= self.limit

    def progress(self, fraction: float) -> None:
        self.fractions.append(fraction)


def test_a_comparison_reports_progress_and_can_be_cancelled() -> None:
    listening = Listening()
    last(depth.compare(deep(), listening))
    assert listening.fractions[0] == 0.0
    assert (np.diff(listening.fractions) > 0).all()
    assert 0.85 <= listening.fractions[-1] <= 1.0
    impatient = Listening(0.35)
    with pytest.raises(Cancelled):
        last(depth.compare(deep(), impatient))
    assert impatient.fractions[-1] == pytest.approx(4 / 11)  # of eleven methods


def test_the_advice_of_a_result_is_that_of_its_verdict() -> None:
    result = last(depth.run(deep(activation="relu", layers=20)))
    assert result.verdict is not None
    assert result.advice == depth_advice.advise(result.experiment, result.verdict)
    assert result.advice.change
