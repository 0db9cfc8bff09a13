"""Nothing is lost between a tensor and its histogram: counts, NaN and infinite make the whole."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from numpy.typing import NDArray

from core import depth, layer
from core.build.rng import fork_rng
from core.build.session import DEFAULT_THREADS, threads
from core.context import last
from core.depth import mean_field
from core.experiment import Experiment
from core.messages import Refused
from core.stats import distributions, export, fused
from core.stats.distributions import QUANTITIES
from core.stats.fused import load  # the window's tests take the one in its module away
from core.stats.histogram import Summary, summarize
from core.stats.histogram_data import HistogramData
from tests.attack.experiments import experiments
from tests.core.support import experiment, square, torch_fill, torch_linear
from tests.scale import LONG, many

Array = NDArray[Any]

RANDOM = settings(
    max_examples=many(10, 40, 5000),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(params=["plain", "compiled"])
def path(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Either way of the pass over the values."""
    monkeypatch.setattr(fused, "ready", load if request.param == "compiled" else lambda: None)
    return str(request.param)


def assert_adds_up(summary: Summary) -> None:
    """What the design promises of the statistics, and of what they are made of."""
    assert summary.count == int(np.prod(summary.shape))
    counted = int(summary.bins.counts.sum())
    assert counted + summary.nan + summary.inf == summary.count
    assert counted == summary.finite
    assert (summary.bins.counts >= 0).all()
    spread = summary.spread_bins()
    atoms = sum(count for _, count in summary.atoms)
    left = 0 if spread is None else int(spread.counts.sum())
    assert left + atoms == summary.finite
    told = export.summary_stats(summary)
    assert sum(told["histogram"]["counts"]) == summary.count - told["nan"] - told["inf"]
    edges = told["histogram"]["edges"]
    assert edges == sorted(edges)
    assert len(edges) in (0, len(told["histogram"]["counts"]) + 1)


def assert_is_of(summary: Summary, values: torch.Tensor) -> None:
    """Counted by torch and numpy alone, on the same edges."""
    assert summary.nan == int(torch.isnan(values).sum())
    assert summary.inf == int(torch.isinf(values).sum())
    finite = values[torch.isfinite(values)].double().numpy()
    if not finite.size:
        assert not summary.bins.counts.sum()
        return
    assert (summary.min, summary.max) == (finite.min(), finite.max())
    edges = summary.bins.edges
    assert edges[0] <= finite.min()
    # numpy puts what lies on the last edge into the last bin; here no value lies there.
    assert finite.max() < edges[-1] or abs(finite.max()) > 1e308
    if (np.diff(edges) > 0).all():
        np.testing.assert_array_equal(summary.bins.counts, np.histogram(finite, edges)[0])
    for value, count in summary.atoms:
        assert count == int(np.count_nonzero(finite == value))


def assert_drawn_whole(picture: HistogramData, summary: Summary) -> None:
    """The plot shows every finite value, in a bin or in a spike, inside its axis."""
    shown = int(picture.counts.sum()) + sum(spike.count for spike in picture.spikes)
    assert shown == picture.total == summary.finite
    assert np.isfinite([picture.low, picture.high]).all()
    assert picture.low < picture.high
    if summary.finite:
        assert picture.low <= summary.min <= summary.max <= picture.high
        assert sum(spike.share for spike in picture.spikes) <= 1 + 1e-9


@RANDOM
@given(described=experiments())
def test_counts_of_random_layers_add_up_and_are_torchs(described: Experiment, path: str) -> None:
    try:
        result = last(layer.run(described))
    except Refused:
        return
    assert result.output is not None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch's of a mean outside its bounds is a note
        reference = torch_linear(described)
    parts = [(result.weight, reference.weight)]
    if result.bias is not None:
        parts.append((result.bias, reference.bias))
    for parameter, tensor in parts:
        assert_adds_up(parameter.summary)
        assert_is_of(parameter.summary, tensor.detach())
        assert_drawn_whole(parameter.histogram, parameter.summary)
    for summary, picture in (
        (result.output.before, result.output.before_histogram),
        (result.output.after, result.output.after_histogram),
    ):
        assert_adds_up(summary)
        assert_drawn_whole(picture, summary)


def _linear(described: Experiment) -> torch.nn.Linear:
    """torch's own calls; the random state stays where the shown code has it."""
    shape = described.layer
    torch.manual_seed(described.run.seed)
    dtype = getattr(torch, described.run.dtype)
    linear = torch.nn.Linear(shape.in_features, shape.out_features, shape.bias, dtype=dtype)
    for tensor, init in (
        (linear.weight, described.weight_init),
        (linear.bias, described.bias_init),
    ):
        if tensor is not None:
            number = DEFAULT_THREADS if init.method == "orthogonal" else 1
            with threads(number), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                torch_fill(init, tensor)
    return linear


@RANDOM
@given(described=experiments(far=False))
def test_counts_of_random_outputs_are_those_of_torch(described: Experiment, path: str) -> None:
    """x, y and what dropout leaves, from torch's own calls in the order of the shown code."""
    try:
        result = last(layer.run(described))
    except Refused:
        return
    assert result.output is not None
    device = torch.device("cpu")
    with torch.no_grad(), fork_rng(device), threads(1):
        _, y, dropped = layer.forward(described, _linear(described))
    assert_is_of(result.output.before, y)
    assert_is_of(result.output.after, dropped)


@settings(RANDOM, max_examples=many(4, 16, 1500))
@given(described=experiments())
def test_every_layer_of_a_deep_network_is_counted_whole(described: Experiment, path: str) -> None:
    size = described.depth.width * described.depth.batch
    for quantity in QUANTITIES:
        kept: list[Summary] = []
        real = distributions.distributions

        def keep(asked: str, summaries: list[Summary], real: Any = real, kept: Any = kept) -> Any:
            kept += summaries
            return real(asked, summaries)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("core.depth.task.distributions", keep)
            try:
                result = last(depth.run(described, quantity=quantity))
            except Refused:
                return
        assert len(kept) == described.depth.layers
        for index, summary in enumerate(kept):
            assert_adds_up(summary)
            if quantity == "weight":
                assert summary.count == mean_field.shapes(described)[index].count
            else:
                assert summary.count == size
        spread = result.spread
        assert spread is not None
        for name in ("zeros", "broken"):
            share = getattr(spread, name)
            assert ((share >= 0) & (share <= 1)).all()
        for axis in (spread.same, spread.own):
            assert np.isfinite(axis.edges).all()
            assert (np.diff(axis.edges) > 0).all()
            assert not np.isnan(axis.density).any()
            inside = (axis.density * np.diff(axis.edges)).sum(axis=1)
            assert (inside <= 1.0 - spread.zeros - spread.broken + 1e-6).all()


MILLIONS: list[tuple[str, dict[str, float], str]] = [
    ("sparse", {"sparsity": 0.3}, "float32"),
    ("normal", {"mean": 0.0, "std": 3e4}, "float16"),  # three in a hundred overflow
    ("normal", {"mean": 0.0, "std": 1.0}, "float32"),
    ("eye", {}, "float16"),
    ("uniform", {"a": -1.0, "b": 1.0}, "bfloat16"),
    ("normal", {"mean": 1e300, "std": 1e290}, "float64"),
]


@pytest.mark.timeout(4 * 3600 if LONG else 300)
@pytest.mark.parametrize(("method", "values", "dtype"), MILLIONS[: many(1, 2, 6)], ids=str)
def test_sixteen_million_weights_add_up_and_are_torchs(
    method: str, values: dict[str, float], dtype: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    described = experiment(method, **values, layer=square(4096), run={"dtype": dtype})
    monkeypatch.setattr(fused, "ready", load)
    result = last(layer.run(described))
    summary = result.weight.summary
    assert summary.count == 2**24
    assert_adds_up(summary)
    assert_drawn_whole(result.weight.histogram, summary)
    weight = torch_linear(described).weight.detach().flatten()
    assert summary.nan == int(torch.isnan(weight).sum()) == 0
    assert summary.inf == int(torch.isinf(weight).sum())
    assert (summary.inf > 0) == (values.get("std") == 3e4)
    finite = weight[torch.isfinite(weight)]
    counts, first = _dyadic_counts(finite, summary.bins.exponent)
    assert first == summary.bins.first
    np.testing.assert_array_equal(summary.bins.counts, counts)
    for value, count in summary.atoms:
        assert count == int(torch.count_nonzero(finite == value))
    wide = finite.double()
    np.testing.assert_allclose(summary.mean, wide.mean().item(), rtol=1e-9, atol=1e-9 * summary.std)
    centred = wide - wide.mean()
    unit = centred.abs().max().item() or 1.0  # else the squares of 1e290 overflow
    std = unit * (centred / unit).std(correction=0).item()
    np.testing.assert_allclose(summary.std, std, rtol=1e-9)
    monkeypatch.setattr(fused, "ready", lambda: None)
    plain = summarize(weight)
    assert (plain.bins.first, plain.bins.exponent) == (summary.bins.first, summary.bins.exponent)
    np.testing.assert_array_equal(plain.bins.counts, summary.bins.counts)


def _dyadic_counts(values: torch.Tensor, exponent: int) -> tuple[Array, int]:
    """⌊x·2^−exponent⌋ in float64, counted by numpy: as many as `numpy.histogram`, in a second."""
    index = np.floor(np.ldexp(values.double().numpy(), -exponent)).astype(np.int64)
    first = int(index.min())
    index -= first
    return np.bincount(index), first
