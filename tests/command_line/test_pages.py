"""What `--page dropout` and `--page depth` add to the statistics."""

from __future__ import annotations

import json
import math
import re
from typing import Any

import pytest

from core.experiment import Experiment
from core.machine import devices
from tests.command_line.support import assert_one_line
from tests.core.depth.support import deep, run_code


def test_the_dropout_page_adds_its_vector_mask_and_mean_to_the_statistics(run, written, tmp_path):
    file = written({"dropout": {"p": 0.5}, "run": {"seed": 2}})
    assert run(file, "--page", "dropout", "--stats", tmp_path / "s.json") == (0, "")
    stats = json.loads((tmp_path / "s.json").read_text())
    assert set(stats) == {"weight", "bias", "output", "output_dropped", "dropout"}
    dropout = stats["dropout"]
    assert set(dropout) == {"x", "mask", "y", "mean_y", "samples"}
    size = len(dropout["x"])
    assert [len(dropout[name]) for name in ("mask", "y", "mean_y")] == [size] * 3
    assert set(dropout["mask"]) <= {0, 1}
    for x, kept, y in zip(dropout["x"], dropout["mask"], dropout["y"], strict=True):
        assert y == pytest.approx(2 * x * kept, rel=1e-6)  # survivors × 1/(1 − p)


@pytest.fixture
def depth_stats(run, written, tmp_path):
    """What stands under `depth` in the statistics of this experiment."""

    def never(name: str) -> None:
        raise AssertionError(f"{name} is no JSON")

    def call(experiment: Experiment) -> dict[str, Any]:
        file = written(experiment.to_dict())
        assert run(file, "--page", "depth", "--stats", tmp_path / "s.json") == (0, "")
        stats = json.loads((tmp_path / "s.json").read_text(), parse_constant=never)
        assert set(stats) == {"weight", "bias", "output", "output_dropped", "depth"}
        return stats["depth"]

    return call


DEPTHS = {
    "vanishing": deep("normal", std=0.05, activation="tanh", layers=7, seed=3),
    "stable": deep("orthogonal", layers=5, input="digits"),
    "exploding": deep("kaiming_normal", activation="relu", p=0.5, width=128, layers=12, batch=64),
}


@pytest.mark.parametrize("kind", DEPTHS)
def test_the_depth_page_adds_the_rms_that_the_shown_code_leaves(depth_stats, kind):
    experiment = DEPTHS[kind]
    stats = depth_stats(experiment)
    assert set(stats) == {"forward_rms", "backward_rms", "theory_forward_rms", "verdict"}
    left = run_code(experiment)
    assert stats["forward_rms"] == left["forward_rms"]
    assert stats["backward_rms"] == left["backward_rms"]
    assert len(stats["theory_forward_rms"]) == experiment.depth.layers
    assert stats["verdict"] == kind


def test_the_theory_in_the_statistics_is_that_of_he_et_al(depth_stats):
    stats = depth_stats(deep("kaiming_normal", activation="relu"))
    assert stats["theory_forward_rms"] == pytest.approx([math.sqrt(2)] * 6)
    stats = depth_stats(deep("xavier_normal", activation="relu"))
    assert stats["theory_forward_rms"] == pytest.approx([2 ** (-layer / 2) for layer in range(6)])


def test_where_there_is_no_theory_its_numbers_are_null(depth_stats):
    assert depth_stats(deep("ones"))["theory_forward_rms"] == [None] * 6


def test_infinite_and_nan_rms_are_null(depth_stats):
    experiment = deep("normal", std=1.0, width=64, layers=12, dtype="float16")
    stats, left = depth_stats(experiment), run_code(experiment)
    for name in ("forward_rms", "backward_rms"):
        expected = [value if math.isfinite(value) else None for value in left[name]]
        assert stats[name] == expected
        assert None in expected
    assert any(math.isinf(value) for value in left["forward_rms"])
    assert any(math.isnan(value) for value in left["forward_rms"])
    assert stats["verdict"] == "exploding"
    assert depth_stats(deep("zeros"))["forward_rms"] == [0.0] * 6


def test_a_network_that_does_not_fit_says_memory_and_both_numbers(
    run, written, tmp_path, monkeypatch
):
    monkeypatch.setattr(devices, "free_memory", lambda _: 2**30)
    file = written({"depth": {"layers": 100, "width": 1024, "batch": 4096}})
    code, err = run(file, "--page", "depth", "--stats", tmp_path / "s.json")
    assert code == 2
    said = assert_one_line(err, "depth.batch")
    assert "memory" in said
    assert len(re.findall(r"\d[\d.]* [KMGTP]i?B", said)) == 2
    assert not (tmp_path / "s.json").exists()
    # The other pages need none of it.
    assert run(file, "--stats", tmp_path / "s.json") == (0, "")
    assert "depth" not in json.loads((tmp_path / "s.json").read_text())
