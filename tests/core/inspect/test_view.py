"""What the page draws of a checkpoint: each tensor is read once, whatever is looked at."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from core.context import last
from core.experiment import WELCOME
from core.inspect import Request, TensorReport, inspect, over_depth, show
from core.inspect.view import View, first
from core.stats.spectrum import spectrum


@pytest.fixture
def path(tmp_path: Path) -> Path:
    torch.manual_seed(3)
    model = nn.Sequential(nn.Linear(40, 30), nn.Linear(30, 20), nn.LayerNorm(20))
    torch.save(model.state_dict(), tmp_path / "m.pt")
    return tmp_path / "m.pt"


def test_the_list_comes_first_and_then_the_first_weight(path: Path) -> None:
    pictures = list(show(Request(path), WELCOME))
    assert pictures[0].inspection.done == 0
    assert pictures[0].inspection.tensors[0].name == "0.weight"
    assert pictures[-1].inspection.complete
    assert pictures[-1].chosen == "0.weight" == first(pictures[-1].inspection)
    assert pictures[-1].detail is not None
    assert pictures[-1].detail.spectrum is not None


def test_another_tensor_is_looked_at_without_reading_the_others_again(path: Path) -> None:
    known = last(show(Request(path), WELCOME))
    pictures = list(show(Request(path), WELCOME, chosen="1.bias", known=known))
    assert all(picture.inspection is known.inspection for picture in pictures)
    assert pictures[-1].detail is not None
    assert pictures[-1].detail.report.name == "1.bias"


def test_a_list_that_is_half_read_goes_on_where_it_was(path: Path) -> None:
    whole = last(show(Request(path), WELCOME))
    begun = whole.inspection.tensors[:2]
    pictures = show(Request(path), WELCOME)
    known = next(pictures)
    tensors = (*begun, *known.inspection.tensors[2:])
    half = _with(known, tensors)
    found = last(show(Request(path), WELCOME, known=half)).inspection
    assert found.complete
    assert found.tensors[0] is begun[0]
    assert [t.summary.std for t in found.tensors if t.summary] == [
        t.summary.std for t in whole.inspection.tensors if t.summary
    ]


def _with(view: View, tensors: tuple[TensorReport, ...]) -> View:
    return replace(view, inspection=replace(view.inspection, tensors=tensors, done=2))


def test_a_role_that_is_said_makes_one_tensor_new(path: Path) -> None:
    known = last(show(Request(path), WELCOME))
    request = Request(path, roles={"0.weight": "embedding"})
    found = last(show(request, WELCOME, known=known)).inspection
    assert found.tensors[0].role.key == "embedding"
    assert found.tensors[1] is known.inspection.tensors[1]


def test_the_code_leaves_the_tensor_and_prints_it(path: Path, capsys, monkeypatch) -> None:
    monkeypatch.chdir(path.parent)
    for request, name in ((Request(path), "1.weight"), (Request(), "linear.bias")):
        view = last(show(request, WELCOME, chosen=name))
        names: dict[str, torch.Tensor] = {}
        with torch.random.fork_rng(devices=[]):
            exec(view.code, names)
        assert view.detail is not None
        assert capsys.readouterr().out == view.detail.printed + "\n"
        assert float(names["w"].double().std(correction=0)) == pytest.approx(
            view.detail.report.summary.std
        )


def test_kaiming_and_xavier_over_depth_are_those_of_the_papers(path: Path) -> None:
    course = over_depth(inspect(path))
    assert course.names == ("0.weight", "1.weight")
    np.testing.assert_allclose(course.kaiming, np.sqrt([2 / 40, 2 / 30]))
    np.testing.assert_allclose(course.xavier, np.sqrt([2 / 70, 2 / 50]))


def test_the_tone_is_that_of_the_worst_sentence() -> None:
    torch.manual_seed(0)
    kaiming = nn.init.kaiming_normal_(torch.empty(60, 80))
    assert inspect({"a.weight": kaiming}).tone == "good"
    dead = kaiming.clone()
    dead[:5] = 0.0
    assert inspect({"a.weight": dead}).tone == "fair"
    assert inspect({"a.weight": kaiming / 0.0}).tone == "bad"


def test_dead_units_are_no_sparse_initialization() -> None:
    torch.manual_seed(0)
    weight = 0.1 * torch.randn(40, 64)
    weight[:2] = 0.0
    (found,) = inspect({"a.weight": weight}).tensors
    assert "sparse" not in [candidate.method for candidate in found.candidates]
    assert found.dead == 2
    cut = nn.init.sparse_(torch.empty(40, 64), 0.05)
    (found,) = inspect({"a.weight": cut}).tensors
    assert found.candidates[0].method == "sparse"


def test_the_area_of_the_bars_is_one_and_the_law_counts_all() -> None:
    torch.manual_seed(0)
    found = spectrum(torch.randn(80, 200) + 3.0 * torch.ones(80, 200))
    edges, density, beyond = found.bars()
    assert (density * np.diff(edges)).sum() == pytest.approx(1.0)
    assert (beyond * np.diff(edges)).sum() == pytest.approx(found.outside / 80)
    assert found.outside == 1
    assert found.expected_between(0.0, found.edge) == pytest.approx(80, rel=1e-3)
    assert found.count_between(0.0, found.norm) == 79
