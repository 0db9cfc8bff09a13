"""core.dropout against torch.nn itself, and its means against theory."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from core import dropout, headless, layer
from core.build import code as snippet
from core.context import Cancelled, Context, last
from core.dropout import words as dropout_words
from core.experiment import Experiment
from core.layers.dropouts import ALPHA, KINDS, affine
from core.messages import InvalidExperiment
from core.numbers_text import stored

MODULES = {
    "dropout": nn.Dropout,
    "alpha": nn.AlphaDropout,
    "dropout1d": nn.Dropout1d,
    "dropout2d": nn.Dropout2d,
}
SHAPES = {"dropout": (10,), "alpha": (10,), "dropout1d": (10, 6), "dropout2d": (1, 10, 2, 3)}


def described(**values: Any) -> Experiment:
    run = values.pop("run", {})
    return Experiment.from_dict({"initlab": 1, "dropout": {"p": 0.5} | values, "run": run})


def run_code(code: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    with torch.random.fork_rng(devices=[]):
        exec(code, names)
    return names


def flat(tensor: torch.Tensor) -> Any:
    return tensor.double().flatten().numpy()


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("p", [0.0, 0.2, 0.5, 0.9, 1.0])
@pytest.mark.parametrize("kind", list(MODULES))
def test_every_sample_is_the_next_call_of_torchs_own_layer(
    kind: str, p: float, training: bool
) -> None:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(7)
        x = torch.randint(1, 10, SHAPES[kind], dtype=torch.float32)
        module = MODULES[kind](p=p).train(training)
        expected = [flat(module(x)) for _ in range(3)]
    result = last(
        dropout.run(described(kind=kind, p=p, training=training, run={"seed": 7}), samples=3)
    )
    np.testing.assert_array_equal(result.x, flat(x))
    for sample, y in zip(result.recent, expected, strict=True):
        np.testing.assert_array_equal(sample.y, y)


@pytest.mark.parametrize("dtype", ["float32", "float64", "float16", "bfloat16"])
@pytest.mark.parametrize("vector", ["course", "ones", "normal", "3, 0, -4 1e-3", "inf 1 nan 2"])
@pytest.mark.parametrize("kind", list(MODULES))
def test_the_code_leaves_x_mask_and_y_bit_for_bit(kind: str, vector: str, dtype: str) -> None:
    experiment = described(kind=kind, vector=vector, run={"dtype": dtype, "seed": 3})
    result = last(dropout.run(experiment, samples=4))
    for sample in (result.recent[0], result.recent[-1]):
        names = run_code(result.code_of(sample.number))
        np.testing.assert_array_equal(flat(names["x"]), result.x)
        np.testing.assert_array_equal(names["mask"].flatten().numpy(), sample.mask)
        np.testing.assert_array_equal(flat(names["y"]), sample.y)
        assert sample.printed == f"x = {names['x']}\ny = {names['y']}"


@pytest.mark.parametrize("kind", list(MODULES))
def test_the_code_leaves_the_mean_of_the_blocks(kind: str) -> None:
    one = last(dropout.run(described(kind=kind)))
    many = last(dropout.run(described(kind=kind), many=3000, after=one))
    mean = run_code(many.code)["mean"].flatten().numpy()
    np.testing.assert_allclose((mean * 3000 + one.mean_y) / 3001, many.mean_y, rtol=1e-12)


def test_going_on_is_the_same_as_beginning_anew() -> None:
    at_once = last(dropout.run(described(), samples=20, many=3000))
    steps = last(dropout.run(described(), samples=3))
    steps = last(dropout.run(described(), samples=3, many=1000, after=steps))
    steps = last(dropout.run(described(), samples=20, many=3000, after=steps))
    np.testing.assert_array_equal(steps.mean_y, at_once.mean_y)
    assert [sample.number for sample in steps.recent] == list(range(9, 21))
    for one, other in zip(steps.recent, at_once.recent, strict=True):
        np.testing.assert_array_equal(one.y, other.y)


def test_another_experiment_begins_anew() -> None:
    old = last(dropout.run(described(), samples=5))
    new = last(dropout.run(described(p=0.25), samples=1, after=old))
    assert new.samples == 1
    np.testing.assert_array_equal(new.recent[0].y, last(dropout.run(described(p=0.25))).recent[0].y)


@pytest.mark.parametrize("vector", ["course", "1 -2 3 0", "normal"])
@pytest.mark.parametrize("p", [0.1, 0.5, 0.9])
@pytest.mark.parametrize("kind", list(MODULES))
def test_the_mean_is_within_its_standard_error(kind: str, p: float, vector: str) -> None:
    result = last(dropout.run(described(kind=kind, p=p, vector=vector), many=50_000))
    reading = result.inverted
    np.testing.assert_array_less(np.abs(reading.mean - reading.expected), 5 * reading.error + 1e-12)
    if kind != "alpha":
        np.testing.assert_allclose(reading.expected, result.units)
        np.testing.assert_allclose(
            reading.error, np.abs(result.units) * math.sqrt(p / ((1 - p) * result.count))
        )


@pytest.mark.slow
@pytest.mark.parametrize("kind", list(MODULES))
def test_the_standard_error_is_that_of_many_repetitions(kind: str) -> None:
    experiment = described(kind=kind, p=0.3)
    ys = []
    result = None
    for k in range(1, 801):
        result = last(dropout.run(experiment, samples=k, after=result))
        ys.append(result.recent[-1].y.reshape(10, -1).mean(axis=1))
    assert result is not None
    measured = np.std(ys, axis=0)
    np.testing.assert_allclose(measured, result.inverted.error * math.sqrt(800), rtol=0.12)


def test_blocks_have_the_distribution_of_a_loop() -> None:
    """Each unit is kept on its own with probability 1 − p, in either stream."""
    result = last(dropout.run(described(vector="ones", p=0.3), many=20_000))
    blocks = (result.mean_y * result.count - result.recent[0].y) / result.many
    kept = blocks * 0.7
    np.testing.assert_allclose(kept, 0.7, atol=5 * math.sqrt(0.3 * 0.7 / 20_000))


def test_without_the_scale_the_mean_stays_short_of_x() -> None:
    result = last(dropout.run(described(p=0.5), many=50_000))
    assert result.classical is not None
    np.testing.assert_allclose(result.classical.mean, 0.5 * result.units, rtol=0.03)
    assert result.classical.distance > 0.4 * np.sqrt(np.mean(result.units**2))
    sample = result.recent[0]
    np.testing.assert_array_equal(sample.unscaled, result.x * sample.mask)


def test_alpha_has_no_classical_reading() -> None:
    result = last(dropout.run(described(kind="alpha")))
    assert result.classical is None
    assert result.recent[0].unscaled is None


@pytest.mark.parametrize("p", [0.1, 0.5, 0.8])
def test_alpha_drops_to_minus_1_7581_then_maps(p: float) -> None:
    a, b = affine(p)
    result = last(dropout.run(described(kind="alpha", p=p), samples=4))
    for sample in result.recent:
        np.testing.assert_allclose(sample.y[~sample.mask], b - a * ALPHA, rtol=1e-5)
        np.testing.assert_allclose(sample.y[sample.mask], a * result.x[sample.mask] + b, rtol=1e-5)


@pytest.mark.parametrize("p", [0.0, 0.25, 0.5, 0.8])
@pytest.mark.parametrize("kind", list(MODULES))
def test_the_signals_variance_lies_on_the_curve(kind: str, p: float) -> None:
    result = last(dropout.run(described(kind=kind, p=p)))
    theory = float(np.interp(p, result.curve_p, result.inverted.curve))
    assert result.inverted.variance == pytest.approx(theory, rel=0.1)
    if kind == "alpha":
        assert theory == pytest.approx(1.0)
    else:
        assert theory == pytest.approx(1 / (1 - p), rel=1e-3)


def test_theory_of_the_variance_counts_the_mean() -> None:
    p = np.array([0.4])
    x = 2.0 + 1.5 * np.random.default_rng(0).standard_normal(400_000)
    for key in ("dropout", "alpha"):
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(1)
            y = MODULES[key](p=0.4)(torch.from_numpy(x)).numpy()
        theory = KINDS[key].variance(p, x.mean(), x.var())[0]
        assert y.var() == pytest.approx(theory, rel=0.02)


def test_eval_passes_x_on() -> None:
    result = last(dropout.run(described(training=False), samples=2, many=1000))
    np.testing.assert_array_equal(result.recent[-1].y, result.x)
    assert result.recent[-1].mask.all()
    assert result.inverted.distance == 0
    assert not result.inverted.error.any()
    assert "dropout.eval()" in result.code


def test_p_of_one_leaves_zeros_and_no_standard_error() -> None:
    result = last(dropout.run(described(p=1.0), samples=2, many=1000))
    assert not result.recent[-1].y.any()
    assert not result.recent[-1].mask.any()
    assert np.isnan(result.inverted.error).all()
    assert "undefined" in str(dropout_words.both_ways(result))
    assert any(
        "1/0" in str(part) for part in dropout_words.explain(result, result.recent[-1], False)
    )


def test_an_infinite_or_nan_value_is_not_removed_by_dropping() -> None:
    result = last(dropout.run(described(vector="inf nan 1", p=0.5), samples=12))
    for sample in result.recent:
        assert np.isnan(sample.y[1])
        assert sample.y[0] == (math.inf if sample.mask[0] else pytest.approx(math.nan, nan_ok=True))
    said = dropout_words.explain(result, result.recent[-1], False)
    assert any("x[0], x[1]" in str(part) for part in said)


def test_torchs_random_state_stays() -> None:
    before = torch.get_rng_state()
    last(dropout.run(described(), samples=3, many=1000))
    assert torch.equal(before, torch.get_rng_state())


def test_blocks_report_progress_and_can_be_cancelled() -> None:
    class Stopping(Context):
        def __init__(self) -> None:
            self.seen: list[float] = []

        @property
        def cancelled(self) -> bool:
            return len(self.seen) >= 5

        def progress(self, fraction: float) -> None:
            self.seen.append(fraction)

    context = Stopping()
    with pytest.raises(Cancelled):
        last(dropout.run(described(), context, many=100_000))
    np.testing.assert_allclose(context.seen, [0.01, 0.02, 0.03, 0.04, 0.05])


def test_whole_channels_vanish() -> None:
    for kind in ("dropout1d", "dropout2d"):
        for sample in last(dropout.run(described(kind=kind), samples=5)).recent:
            mask = sample.mask.reshape(10, 6)
            assert (mask.all(axis=1) | ~mask.any(axis=1)).all()


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("3, 1, 4, 1, 5", (3, 1, 4, 1, 5)),
        ("3 1;4，1、5", (3, 1, 4, 1, 5)),
        ("−2.5e-1 .5", (-0.25, 0.5)),
        ("inf -inf ∞", (math.inf, -math.inf, math.inf)),
        ("", ()),
    ],
)
def test_numbers_of_a_file_are_read(text: str, numbers: tuple[float, ...]) -> None:
    assert stored(text) == numbers


@pytest.mark.parametrize(
    "vector", ["", "three", "1, 2, x", "0x10", "1_00", " ".join(["1"] * 65), 5, None, "[1, 2]"]
)
def test_another_vector_is_refused_by_its_key(vector: object) -> None:
    with pytest.raises(InvalidExperiment) as caught:
        described(vector=vector)
    assert caught.value.key == "dropout.vector"


def test_kind_and_vector_are_kept_in_a_file() -> None:
    experiment = described(kind="dropout2d", vector="1, 2, 3")
    assert Experiment.from_dict(experiment.to_dict()) == experiment
    assert list(experiment.to_dict()["dropout"]) == ["p", "training", "kind", "vector"]
    assert Experiment.from_dict({"initlab": 1}).dropout.kind == "dropout"
    assert Experiment.from_dict({"initlab": 1}).dropout.vector == "course"
    with pytest.raises(InvalidExperiment, match=r"dropout\.kind"):
        described(kind="dropout3d")


def test_statistics_hold_the_first_sample_and_the_mean_of_a_loop() -> None:
    found = headless.statistics(described(run={"seed": 5}), "dropout")
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(5)
        x = torch.randint(1, 10, (10,), dtype=torch.float32)
        module = nn.Dropout(p=0.5)
        ys = torch.stack([module(x) for _ in range(found["samples"])]).double()
    assert found["x"] == x.tolist()
    assert found["y"] == ys[0].tolist()
    assert found["mask"] == (ys[0] != 0).int().tolist()
    np.testing.assert_allclose(found["mean_y"], ys.mean(0).numpy(), rtol=1e-12)


def test_statistics_have_no_nan() -> None:
    found = headless.statistics(described(vector="inf nan 2"), "dropout")
    json.dumps(found, allow_nan=False)
    assert found["x"] == [None, None, 2.0]


def test_the_layers_output_follows_the_kind() -> None:
    for kind, module in (("alpha", "AlphaDropout"), ("dropout2d", "Dropout")):
        experiment = described(kind=kind)
        assert f"dropout = nn.{module}(p=0.5)\n" in snippet.code(experiment)
        result = last(layer.run(experiment))
        names = run_code(snippet.code(experiment))
        assert result.output is not None
        assert result.output.after.mean == pytest.approx(names["y"].double().mean().item())
    assert any(
        "channels" in str(note) for note in last(layer.run(described(kind="dropout1d"))).notes
    )


@pytest.mark.parametrize("activation", ["identity", "relu", "selu"])
def test_the_advice_knows_alpha(activation: str) -> None:
    experiment = Experiment.from_dict(
        {
            "initlab": 1,
            "layer": {"in_features": 512, "out_features": 4096, "activation": activation},
            "dropout": {"p": 0.3, "kind": "alpha"},
        }
    )
    result = last(layer.run(experiment))
    assert result.advice is not None
    assert result.output is not None
    assert result.advice.theory == pytest.approx(result.output.factor, rel=0.05)


# What 16 bits make of it:

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


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("kind", list(MODULES))
def test_in_eval_it_is_said_that_nothing_of_it_happens(kind: str, training: bool) -> None:
    result = last(dropout.run(described(kind=kind, training=training)))
    assert ("only in train()" in str(dropout_words.both_ways(result))) is not training
