"""core.dropout against torch.nn itself: its samples, its code, and what it takes and keeps."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
import torch
from torch import nn

from core import dropout, headless, layer
from core.build import code as snippet
from core.context import Cancelled, Context, last
from core.dropout import words as dropout_words
from core.experiment import Experiment
from core.messages import InvalidExperiment
from core.numbers_text import stored
from tests.core.dropout.support import MODULES, SHAPES, described, flat, run_code


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


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("kind", list(MODULES))
def test_in_eval_it_is_said_that_nothing_of_it_happens(kind: str, training: bool) -> None:
    result = last(dropout.run(described(kind=kind, training=training)))
    assert ("only in train()" in str(dropout_words.both_ways(result))) is not training
