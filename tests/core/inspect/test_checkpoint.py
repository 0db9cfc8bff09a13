"""Checkpoints are read without running anything in them, and bad ones end in one sentence."""

from __future__ import annotations

import json
import pickle
import zipfile
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.torch import save_file
from torch import nn

from core.inspect import inspect, open_checkpoint
from core.messages import FileError


def model() -> nn.Sequential:
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(20, 30), nn.ReLU(), nn.Linear(30, 10))


NAMES = ["0.weight", "0.bias", "2.weight", "2.bias"]


def names(path: Path) -> list[str]:
    return [tensor.name for tensor in open_checkpoint(path).tensors]


@pytest.mark.parametrize("ending", ["pt", "pth", "bin"])
def test_a_state_dict_is_read_in_its_order(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"my.model.{ending}"
    torch.save(model().state_dict(), path)
    assert names(path) == NAMES
    for stored, tensor in zip(
        open_checkpoint(path).tensors, model().state_dict().values(), strict=True
    ):
        assert torch.equal(stored.load(), tensor)


def test_the_old_format_of_torch_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "old.pt"
    torch.save(model().state_dict(), path, _use_new_zipfile_serialization=False)
    assert names(path) == NAMES


def test_safetensors_come_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    path = tmp_path / "m.safetensors"
    save_file({f"layers.{i}.weight": torch.zeros(2, 2) for i in range(12)}, path)
    assert names(path) == [f"layers.{i}.weight" for i in range(12)]


@pytest.mark.parametrize(
    "wrap",
    [
        lambda s: {"state_dict": s},
        lambda s: {"model": s, "epoch": 3, "optimizer": {"state": {0: {"m": torch.zeros(3)}}}},
        lambda s: {"epoch": 1, "what": {"model_state_dict": s}},
        lambda s: OrderedDict(state_dict=s, optimizer_state_dict={"exp": torch.ones(5)}),
    ],
)
def test_the_weights_are_found_inside_and_the_optimizer_is_left_out(
    tmp_path: Path, wrap: Callable[[Any], Any]
) -> None:
    path = tmp_path / "m.pt"
    torch.save(wrap(model().state_dict()), path)
    opened = open_checkpoint(path)
    assert [tensor.name for tensor in opened.tensors] == NAMES
    if len(wrap({})) > 1:
        assert "left out" in str(opened.notes[0])


def test_a_checkpoint_in_parts_is_one(tmp_path: Path) -> None:
    save_file({"a.weight": torch.ones(3, 2)}, tmp_path / "model-1.safetensors")
    save_file({"b.weight": torch.zeros(2, 2)}, tmp_path / "model-2.safetensors")
    index = tmp_path / "model.safetensors.index.json"
    parts = {"a.weight": "model-1.safetensors", "b.weight": "model-2.safetensors"}
    index.write_text(json.dumps({"metadata": {}, "weight_map": parts}))
    assert names(index) == ["a.weight", "b.weight"]
    (tmp_path / "model-2.safetensors").unlink()
    with pytest.raises(FileError, match=r"model-2\.safetensors"):
        open_checkpoint(index)


def test_a_part_outside_of_the_folder_is_refused(tmp_path: Path) -> None:
    index = tmp_path / "m.safetensors.index.json"
    index.write_text(json.dumps({"weight_map": {"a": "../secret.safetensors"}}))
    with pytest.raises(FileError):
        open_checkpoint(index)


class _Boom:
    """Would write a file if it were unpickled."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return open, (self.path, "w")


def test_nothing_in_a_file_is_run(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    for number, content in enumerate((_Boom(str(mark)), {"state_dict": _Boom(str(mark))})):
        path = tmp_path / f"bad{number}.pt"
        torch.save(content, path)
        with pytest.raises(FileError, match="state_dict"):
            open_checkpoint(path)
        plain = tmp_path / f"plain{number}.pt"
        plain.write_bytes(pickle.dumps(content))
        with pytest.raises(FileError):
            open_checkpoint(plain)
    assert not mark.exists()


def test_a_whole_module_is_refused_with_the_way_out(tmp_path: Path) -> None:
    path = tmp_path / "module.pt"
    torch.save(model(), path)
    with pytest.raises(FileError, match=r"torch\.save\(model\.state_dict\(\)"):
        open_checkpoint(path)


def test_a_scripted_program_is_refused_with_the_way_out(tmp_path: Path) -> None:
    path = tmp_path / "scripted.pt"
    with zipfile.ZipFile(path, "w") as archive:  # as torch.jit.save lays it out
        archive.writestr("scripted/constants.pkl", b"")
        archive.writestr("scripted/code/__torch__.py", "")
    with pytest.raises(FileError, match="TorchScript"):
        open_checkpoint(path)


def test_records_that_unfold_beyond_all_memory_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.pt"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb/data.pkl", b"\0" * 10_000_000)
    with pytest.raises(FileError, match="packed"):
        open_checkpoint(path)


@pytest.mark.parametrize(
    "content", [{}, {"epoch": 3}, [1, 2], 7, "text", None], ids=lambda c: type(c).__name__
)
def test_a_file_without_tensors_says_so(tmp_path: Path, content: object) -> None:
    path = tmp_path / "m.pt"
    torch.save(content, path)
    with pytest.raises(FileError, match="no tensor"):
        open_checkpoint(path)


def test_other_files_are_no_checkpoints(tmp_path: Path) -> None:
    for name in ("a.txt", "model.gguf", "m.safetensors/x.pt", "gone.pt"):
        with pytest.raises(FileError):
            open_checkpoint(tmp_path / name)
    (tmp_path / "folder.pt").mkdir()
    with pytest.raises(FileError, match="folder"):
        open_checkpoint(tmp_path / "folder.pt")


def test_integers_and_empty_tensors_are_shown_and_not_judged() -> None:
    found = inspect(
        {
            "steps": torch.tensor(3),
            "quantised": torch.randint(-128, 127, (40, 40), dtype=torch.int8),
            "eight": torch.randn(40, 40).to(torch.float8_e4m3fn),
            "empty": torch.zeros(0, 4),
            "mask": torch.ones(5, 5, dtype=torch.bool),
            "complex": torch.ones(5, 5, dtype=torch.complex64),
        }
    )
    assert {t.verdict and t.verdict.key for t in found.tensors} == {"not judged"}
    assert found.tensors[1].summary is not None
    assert found.tensors[2].summary is not None


def test_nan_is_said_and_nothing_else_is(tmp_path: Path) -> None:
    tensor = torch.randn(20, 20)
    tensor[3, 4] = torch.nan
    found = inspect({"a.weight": tensor, "b.weight": torch.randn(20, 20)})
    assert found.tensors[0].verdict is not None
    assert found.tensors[0].verdict.key == "not finite"
    assert any("a.weight" in str(sentence) for sentence in found.words)


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("samples")
    torch.save(model().state_dict(), folder / "m.pt")
    torch.save(model().state_dict(), folder / "o.pt", _use_new_zipfile_serialization=False)
    save_file(dict(model().state_dict()), folder / "m.safetensors")
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("name", ["m.pt", "o.pt", "m.safetensors"])
@given(data=st.data())
@settings(max_examples=60)
def test_a_damaged_file_ends_in_one_sentence_or_in_tensors(
    samples: dict[str, bytes],
    tmp_path_factory: pytest.TempPathFactory,
    name: str,
    data: st.DataObject,
) -> None:
    content = bytearray(samples[name])
    kind = data.draw(st.sampled_from(["cut", "flip", "insert", "swap"]))
    at = data.draw(st.integers(0, len(content) - 1))
    if kind == "cut":
        del content[at:]
    elif kind == "flip":
        for _ in range(data.draw(st.integers(1, 8))):
            content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    elif kind == "insert":
        content[at:at] = data.draw(st.binary(min_size=1, max_size=40))
    else:
        content[at : at + 8] = (2**62).to_bytes(8, "little")
    path = tmp_path_factory.mktemp("damaged") / name
    path.write_bytes(bytes(content))
    try:
        found = inspect(path)
    except FileError as error:
        assert "\n" not in str(error)
        assert len(str(error)) < 600
    else:
        assert found.complete


HEADERS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(header=HEADERS, length=st.none() | st.integers(0, 2**64 - 1))
@settings(max_examples=80)
def test_a_lying_header_of_safetensors_ends_in_one_sentence(
    tmp_path_factory: pytest.TempPathFactory, header: object, length: int | None
) -> None:
    text = json.dumps({"w": header} if not isinstance(header, dict) else header).encode()
    path = tmp_path_factory.mktemp("lying") / "m.safetensors"
    size = len(text) if length is None else length
    path.write_bytes(size.to_bytes(8, "little") + text + b"\0" * 64)
    try:
        found = inspect(path)
    except FileError as error:
        assert "\n" not in str(error)
    else:
        assert found.complete
