"""Checkpoints that others have published open, and nothing false is said of them.

They come inside packages of the index, which `make` installs for the tests without what they need.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest
import torch

from core.inspect import inspect, open_checkpoint

FILES = [
    "lpips/weights/v0.1/alex.pth",
    "lpips/weights/v0.1/vgg.pth",
    "lpips/weights/v0.1/squeeze.pth",
    "lpips/weights/v0.0/squeeze.pth",
    "resemblyzer/pretrained.pt",
    "silero_vad/data/silero_vad_16k.safetensors",
]


def found(name: str) -> Path:
    package = name.split("/")[0]
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        pytest.skip(f"{package} is not installed; `make install` does it")
    return Path(spec.submodule_search_locations[0]).parent / name


@pytest.mark.parametrize("name", FILES)
def test_it_opens_and_no_weight_is_called_fresh(name: str) -> None:
    inspected = inspect(found(name))
    weights = [t for t in inspected.tensors if t.shape is not None]
    assert weights
    assert all(t.verdict is not None and t.verdict.key != "fresh" for t in weights)
    assert not any("fresh" in str(sentence) for sentence in inspected.words)
    for tensor, stored in zip(inspected.tensors, open_checkpoint(found(name)).tensors, strict=True):
        values = stored.load().double()
        assert tensor.summary is not None
        assert tensor.summary.mean == pytest.approx(float(values.mean()), abs=1e-6)
        assert tensor.summary.std == pytest.approx(float(values.std(correction=0)), rel=1e-5)


def test_an_optimizer_beside_the_weights_is_left_out_and_said() -> None:
    inspected = inspect(found("resemblyzer/pretrained.pt"))
    assert [str(note) for note in inspected.notes] == ["left out: step, optimizer_state"]
    roles = {t.name: t.role.key for t in inspected.tensors}
    assert roles["lstm.weight_ih_l0"] == "recurrent"
    assert roles["linear.weight"] == "linear"


def test_of_a_program_the_way_out_is_said(tmp_path: Path) -> None:
    from core.messages import FileError

    path = tmp_path / "vad.pt"
    path.write_bytes(found("silero_vad/data/silero_vad.jit").read_bytes())
    with pytest.raises(FileError, match="TorchScript"):
        open_checkpoint(path)


def test_recurrent_weights_of_torch_itself_are_known() -> None:
    torch.manual_seed(0)
    tensors = inspect(torch.nn.LSTM(40, 64)).tensors
    labels = {str(t.looks_like and t.looks_like.label) for t in tensors}
    assert labels == {"nn.RNNBase default"}
