"""What the command line writes without a window, page by page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from core import depth, dropout, headless, layer
from core.context import last
from core.experiment import WELCOME, Experiment
from core.messages import FileError, Refused
from core.pages import PAGES
from tests.core.support import experiment, square

SMALL = WELCOME.with_values({"depth.layers": 3, "depth.width": 16, "depth.batch": 32})


def executed(path: Path) -> dict[str, Any]:
    """What the script leaves behind."""
    names: dict[str, Any] = {}
    threads = torch.get_num_threads()
    with torch.random.fork_rng(devices=[]):
        exec(path.read_text("utf-8"), names)
    torch.set_num_threads(threads)
    return names


@pytest.mark.parametrize("page", PAGES)
def test_the_statistics_are_the_layer_s_and_those_of_the_page(page: str, tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    headless.write_files(SMALL, page, stats=path)
    found = json.loads(path.read_text("utf-8"))
    own = found.pop(page, None)
    assert found == json.loads(json.dumps(layer.statistics(last(layer.run(SMALL)))))
    if page == "layer":
        assert own is None
    else:
        assert own == json.loads(json.dumps(headless.statistics(SMALL, page)))


def test_the_code_of_the_layer_page_leaves_its_weights(tmp_path: Path) -> None:
    path = tmp_path / "c.py"
    headless.write_files(SMALL, "layer", code=path)
    names = executed(path)
    assert torch.equal(names["linear"].weight, layer.weights(SMALL)["weight"])
    assert names["y"].shape == (256, SMALL.layer.out_features)


@pytest.mark.parametrize("kind", ["dropout", "alpha", "dropout2d"])
def test_the_code_of_the_dropout_page_leaves_its_first_sample(kind: str, tmp_path: Path) -> None:
    described = SMALL.with_values({"dropout.kind": kind, "dropout.vector": "normal"})
    path = tmp_path / "c.py"
    headless.write_files(described, "dropout", code=path)
    names = executed(path)
    result = last(dropout.run(described))
    assert names["x"].double().flatten().tolist() == result.x.tolist()
    assert names["mask"].flatten().tolist() == list(np.ravel(result.recent[0].mask))
    assert names["y"].double().flatten().tolist() == result.recent[0].y.tolist()


def test_the_code_of_the_depth_page_leaves_its_root_mean_squares(tmp_path: Path) -> None:
    code, stats = tmp_path / "c.py", tmp_path / "s.json"
    headless.write_files(SMALL, "depth", stats=stats, code=code)
    names, told = executed(code), json.loads(stats.read_text("utf-8"))["depth"]
    assert names["forward_rms"] == told["forward_rms"]
    assert names["backward_rms"] == told["backward_rms"]
    assert names["forward_rms"] == last(depth.run(SMALL)).forward.tolist()


@pytest.mark.parametrize("page", ["layer", "depth"])
def test_code_that_cannot_run_is_not_written(page: str, tmp_path: Path) -> None:
    refused = experiment("orthogonal", run={"dtype": "float16"}, layer=square(8))
    with pytest.raises(Refused):
        headless.write_files(refused, page, code=tmp_path / "c.py")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileError):
        headless.write_files(Experiment(), "layer", stats=tmp_path / "no" / "s.json")
