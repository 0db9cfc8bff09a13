"""Files with what is legal and seldom: zeros, constants, no values, NaN, the ends of a dtype."""

from __future__ import annotations

import json
import math
import warnings
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.context import SILENT, last
from core.experiment import Experiment
from core.inspect import Inspection, Request, detail_task, over_depth, statistics, task
from core.inspect.against import between
from core.inspect.export import table, tensors_csv
from core.stats.spectrum import spectrum

State = dict[str, torch.Tensor]


def inspected(path: Path, state: State, other: State | None = None) -> Inspection:
    """All that the window and the command line make of a file, and of two."""
    torch.save(state, path / "now.pt")
    if other is not None:
        torch.save(other, path / "before.pt")
    request = Request(path / "now.pt", path / "before.pt" if other is not None else None)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found: Inspection = last(task(request, Experiment(), spectra=True)(SILENT))
        json.dumps(statistics(found), allow_nan=False)
        tensors_csv(found)
        table(found, 80)
        over_depth(found)
        for tensor in found.tensors:
            detail = last(detail_task(request, Experiment(), tensor.name, found)(SILENT))
            if detail.spectrum is not None:
                detail.spectrum.bars()
    return found


def words(found: Inspection) -> str:
    return "\n".join(str(sentence) for sentence in found.words)


VALUES = {
    torch.float32: (0.0, -0.0, 1.0, 0.3, 1e-45, -3e-39, 3e38, -3e38, math.nan, math.inf),
    torch.float64: (0.0, 1.0, 5e-324, 1e-310, 1e-170, 1e170, 1.7e308, -1.7e308, -math.inf),
    torch.float16: (0.0, 1.0, 6e-8, 65504.0, -65504.0, math.nan),
    torch.bfloat16: (0.0, 1.0, 1e-40, 3e38, math.inf),
    torch.int8: (0.0, 1.0, -128.0),
}
SIZES = ((), (0,), (1,), (2,), (40,), (0, 3), (3, 0), (1, 1), (1, 64), (64, 1), (8, 8), (4, 2, 3))
NAMES = ("a.weight", "bn.weight", "bn.running_var", "embedding.weight", "a.bias", "层/权.重", "..")


@st.composite
def tensors(draw: st.DrawFn) -> torch.Tensor:
    """One value throughout, two of them by turns, or noise of one size and a value in its midst."""
    dtype = draw(st.sampled_from(tuple(VALUES)))
    size = draw(st.sampled_from(SIZES))
    a, b = (draw(st.sampled_from(VALUES[dtype])) for _ in range(2))
    count = math.prod(size)
    kind = draw(st.sampled_from(("one", "two", "noise")))
    if kind == "noise" and dtype.is_floating_point:
        generator = torch.Generator().manual_seed(0)
        flat = (torch.randn(count, generator=generator, dtype=torch.float64) * a).to(dtype)
        flat[:1] = b
    else:
        flat = torch.full((count,), a, dtype=torch.float64)
        flat[1::2] = b if kind == "two" else a
        flat = flat.to(dtype)
    return flat.reshape(size)


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    state=st.dictionaries(st.sampled_from(NAMES), tensors(), min_size=1, max_size=4),
    other=st.dictionaries(st.sampled_from(NAMES), tensors(), min_size=1, max_size=4),
)
def test_no_tensor_that_torch_can_save_breaks_the_look_at_its_file(
    tmp_path: Path, state: State, other: State
) -> None:
    found = inspected(tmp_path, state, other)
    assert found.complete
    assert "nan %" not in words(found).lower()


def test_a_norm_that_starts_at_zero_is_a_constant_of_zeros(tmp_path: Path) -> None:
    """The last norm of a residual block often does; torch's own norms start at one."""
    found = inspected(tmp_path, {"bn.weight": torch.zeros(16), "bn.bias": torch.zeros(16)})
    best = found.tensors[0].looks_like
    assert best is not None
    assert str(best.label) == "zeros"


def test_a_tensor_that_began_at_zero_has_no_share_to_have_moved_by(tmp_path: Path) -> None:
    before = {"a.bias": torch.zeros(4), "a.weight": torch.full((4, 4), 2.0)}
    now = {"a.bias": torch.ones(4), "a.weight": torch.full((4, 4), 3.0)}
    text = words(inspected(tmp_path, now, before))
    assert "Against before.pt, a.weight moved most: ‖ΔW‖ is 50 % of ‖W₀‖." in text
    assert "All 0 in before.pt, and no longer: a.bias." in text


def test_nan_that_stayed_nan_has_not_moved(tmp_path: Path) -> None:
    state = {"a.weight": torch.full((4, 4), math.nan)}
    found = inspected(tmp_path, state, state)
    assert "Not one bit differs from before.pt." in words(found)


@pytest.mark.parametrize("size", [1e-170, 1e170, 1.0])
def test_how_far_a_tensor_moved_does_not_depend_on_its_size(size: float) -> None:
    """From 2 to 3 is a half, and from (1, 0) to (1, 1) are 45 degrees, in any unit."""
    one = torch.tensor([1.0, 0.0], dtype=torch.float64) * size
    two = torch.tensor([1.0, 1.0], dtype=torch.float64) * size
    moved = between(one, two)
    assert moved.change == pytest.approx(1.0)
    assert moved.cosine == pytest.approx(math.sqrt(0.5))
    assert between(2 * one, 3 * one).change == pytest.approx(0.5)
    assert between(0 * one, one).change == math.inf
    assert between(one, 0 * one).change == pytest.approx(1.0)


@pytest.mark.parametrize("size", [1e-200, 1.0, 1e200])
def test_the_stable_rank_does_not_depend_on_the_size(tmp_path: Path, size: float) -> None:
    """That of the identity is its rank; its squares vanish or overflow in float64."""
    found = inspected(tmp_path, {"a.weight": torch.eye(8, dtype=torch.float64) * size})
    assert found.tensors[0].spectral_norm == pytest.approx(size)
    assert found.tensors[0].stable_rank == pytest.approx(8.0)


def test_one_singular_value_far_beyond_the_law_has_no_bins_without_end() -> None:
    """Ones with a little noise: 64 is 4e9 times as large as where the law of the noise ends."""
    torch.manual_seed(0)
    found = spectrum(1.0 + 1e-9 * torch.randn(64, 64, dtype=torch.float64))
    assert found.norm / found.edge > 1e9
    edges, counts = found.histogram()
    assert len(edges) < 100
    assert counts.sum() == 64
    assert edges[1] == found.edge
    assert np.all(np.diff(edges) > 0.0)
