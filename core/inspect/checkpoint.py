"""Open a checkpoint: names, sizes and dtypes at once, values one tensor at a time.

Nothing in a file is executed. safetensors holds numbers only; of pickled files torch's own reader
takes what is data (`weights_only=True`) and refuses the rest. Both are mapped into memory, so that
a file larger than the memory opens, and no more than one tensor is there at a time.
"""

from __future__ import annotations

import json
import math
import os
import pickle
import re
import warnings
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from core import disk
from core.disk.reading import check_plain
from core.messages import QT_TRANSLATE_NOOP, FileError, Message, printable
from core.pages import PAGES

SAFETENSORS = ".safetensors"
INDEX = ".index.json"
MAX_INDEX = 64 * 2**20
MAX_DEPTH = 6
KNOWN = ("state_dict", "model_state_dict", "model_state", "model", "net", "network", "module")
"""Where people put the weights in a dictionary; looked at first, in this order."""
OPTIMIZER = re.compile(r"optim|sched|scaler|ema_state|rng", re.IGNORECASE)

CODE = re.compile(r"global|GLOBAL|class|instantiate|call|REDUCE|BUILD")
"""In what torch's reader says of a pickle that asks for a function or a class."""

NEEDS_CODE = QT_TRANSLATE_NOOP(
    "core",
    "this file could only be read by running the code that is in it, and InitLab runs nothing of "
    "a file; load it where it was made, and save torch.save(model.state_dict(), 'model.pt')",
)
SCRIPTED = QT_TRANSLATE_NOOP(
    "core",
    "this is a TorchScript program, not a state dict; load it with torch.jit.load, and save "
    "torch.save(model.state_dict(), 'model.pt')",
)
NO_TENSORS = QT_TRANSLATE_NOOP("core", "there is no tensor in this file")
DAMAGED = QT_TRANSLATE_NOOP("core", "the file is damaged, or no checkpoint: {reason}")
MISSING_PART = QT_TRANSLATE_NOOP("core", "the part {part} of this checkpoint is not beside it")
UNKNOWN_ENDING = QT_TRANSLATE_NOOP(
    "core",
    "a checkpoint is a .safetensors, .pt, .pth or .bin file, or the .index.json of one in parts",
)
LEFT_OUT = QT_TRANSLATE_NOOP("core", "left out: {names}")


@dataclass(frozen=True, slots=True)
class Stored:
    """A tensor of a file; `load` reads it. `dtype` is torch's name, or the file's own."""

    name: str
    size: tuple[int, ...]
    dtype: str
    load: Callable[[], torch.Tensor]


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a file holds, in the order of the network as far as the file tells it."""

    file: str
    format: str
    tensors: tuple[Stored, ...]
    notes: tuple[Message, ...] = ()

    @property
    def values(self) -> int:
        """How many there are in all tensors."""
        return sum(math.prod(tensor.size) for tensor in self.tensors)


def is_checkpoint(name: str) -> bool:
    """Whether a file of this name is opened as a checkpoint."""
    return name.lower().endswith(PAGES["inspect"].files)


def open_checkpoint(path: str | Path) -> Checkpoint:
    """Read names, sizes and dtypes; raises FileError, which says what to do."""
    path = Path(path)
    lower = path.name.lower()
    if not is_checkpoint(lower):
        raise FileError(_named(path), UNKNOWN_ENDING)
    check_plain(path)
    if lower.endswith(INDEX):
        return _sharded(path)
    if lower.endswith(SAFETENSORS):
        return Checkpoint(path.name, "safetensors", tuple(_by_name(_safetensors(path))))
    return _pickled(path)


def of_module(module: Any, name: str = "") -> Checkpoint:
    """The state dict of a module, or any mapping from names to tensors."""
    state = module.state_dict() if hasattr(module, "state_dict") else module
    if not isinstance(state, Mapping):
        raise TypeError(f"{type(module).__name__} is neither a module nor a mapping of tensors")
    found = tuple(_stored(str(key), value) for key, value in state.items() if _is_tensor(value))
    return Checkpoint(name or type(module).__name__, "state_dict", found)


def _named(path: Path) -> str:
    return printable(str(path), 200)


def _damaged(path: Path, error: Exception) -> FileError:
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return FileError(_named(path), DAMAGED.format(reason=printable(lines[0], 120)))


def _by_name(tensors: Iterator[Stored]) -> list[Stored]:
    """safetensors sorts by dtype and letters: `layers.10` comes after `layers.9` again."""
    return sorted(tensors, key=lambda tensor: _natural(tensor.name))


def _natural(name: str) -> list[tuple[int, int, str]]:
    """Digits by their value; of one module the weight before the bias."""
    parts = re.findall(r"\d+|\D+", name)
    order = [(0, int(p[:18]), p) if p.isdecimal() else (1, 0, p) for p in parts]
    last = name.rpartition(".")[2]
    return [*order[:-1], (1, 0 if "weight" in last else 1, order[-1][2])] if order else []


def _safetensors(path: Path) -> Iterator[Stored]:
    from safetensors import SafetensorError, safe_open

    try:
        file: Any = safe_open(str(path), framework="pt")
        names = [str(name) for name in file.keys()]  # noqa: SIM118 - it is no mapping
    except (SafetensorError, OSError, ValueError, OverflowError) as error:
        raise _damaged(path, error) from None
    if not names:
        raise FileError(_named(path), NO_TENSORS)
    for name in names:
        yield _of_safetensors(path, file, name)


def _of_safetensors(path: Path, file: Any, name: str) -> Stored:
    from safetensors import SafetensorError

    def load() -> torch.Tensor:
        try:
            tensor: torch.Tensor = file.get_tensor(name)
        except (SafetensorError, OSError, ValueError, RuntimeError, TypeError, KeyError) as error:
            raise _damaged(path, error) from None
        return tensor

    try:
        part = file.get_slice(name)
        return Stored(name, tuple(part.get_shape()), _dtype(part.get_dtype()), load)
    except (SafetensorError, OSError, ValueError, OverflowError) as error:
        raise _damaged(path, error) from None


_DTYPES = {
    "F64": "float64",
    "F32": "float32",
    "F16": "float16",
    "BF16": "bfloat16",
    "I64": "int64",
    "I32": "int32",
    "I16": "int16",
    "I8": "int8",
    "U8": "uint8",
    "BOOL": "bool",
    "F8_E4M3": "float8_e4m3fn",
    "F8_E5M2": "float8_e5m2",
    "C64": "complex64",
    "U16": "uint16",
    "U32": "uint32",
    "U64": "uint64",
}


def _dtype(written: str) -> str:
    return _DTYPES.get(written, written)


def _sharded(path: Path) -> Checkpoint:
    """A checkpoint in parts: the index names the file of each tensor, all in one folder."""
    too_large = QT_TRANSLATE_NOOP("core", "the index is larger than any index is")
    content = disk.read_bytes(path, MAX_INDEX, too_large)
    try:
        files = json.loads(content)["weight_map"]
        wanted = {str(name): str(part) for name, part in files.items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _damaged(path, error) from None
    found: dict[str, Stored] = {}
    notes: list[Message] = []
    for part in dict.fromkeys(wanted.values()):
        if os.path.basename(part) != part or not is_checkpoint(part) or part.endswith(INDEX):
            raise FileError(_named(path), MISSING_PART.format(part=printable(part)))
        if not (path.parent / part).is_file():
            raise FileError(_named(path), MISSING_PART.format(part=printable(part)))
        opened = open_checkpoint(path.parent / part)
        found |= {tensor.name: tensor for tensor in opened.tensors}
        notes += opened.notes
    lost = [name for name in wanted if name not in found]
    if lost:
        raise FileError(_named(path), DAMAGED.format(reason=printable(lost[0])))
    return Checkpoint(path.name, "index", tuple(_by_name(iter(found.values()))), tuple(notes))


def _pickled(path: Path) -> Checkpoint:
    loaded = _load(path)
    state, notes = _state_dict(loaded)
    if not state:
        raise FileError(_named(path), NO_TENSORS)
    tensors = tuple(_stored(name, value) for name, value in state.items())
    return Checkpoint(path.name, "state_dict", tensors, notes)


def _load(path: Path) -> Any:
    """What torch reads of it without running anything; raises FileError."""
    archive = zipfile.is_zipfile(path)
    if archive:
        _check_archive(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return torch.load(path, map_location="cpu", weights_only=True, mmap=archive)
    except pickle.UnpicklingError as error:
        if CODE.search(str(error)):
            raise FileError(_named(path), NEEDS_CODE) from None
        reason = str(error).rpartition("WeightsUnpickler error:")[2].strip()
        raise _damaged(path, pickle.UnpicklingError(reason)) from None
    except MemoryError as error:
        raise _damaged(path, error) from None
    except Exception as error:  # a damaged pickle may raise anything
        if "TorchScript" in str(error):
            raise FileError(_named(path), SCRIPTED) from None
        raise _damaged(path, error) from None


def _check_archive(path: Path) -> None:
    """torch stores its records as they are: one that is packed could unfold beyond all memory."""
    try:
        with zipfile.ZipFile(path) as archive:
            records = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise _damaged(path, error) from None
    if any(re.search(r"(^|/)(constants\.pkl|code/)", record.filename) for record in records):
        raise FileError(_named(path), SCRIPTED)
    size = path.stat().st_size
    if any(record.compress_type != zipfile.ZIP_STORED for record in records) or (
        sum(record.file_size for record in records) > size
    ):
        packed = QT_TRANSLATE_NOOP("core", "its records are packed, which torch never does")
        raise FileError(_named(path), packed)


def _is_tensor(value: object) -> bool:
    return isinstance(value, torch.Tensor)


def _state_dict(loaded: Any) -> tuple[dict[str, torch.Tensor], tuple[Message, ...]]:
    """The weights in what was loaded, and what lay beside them."""
    if _is_tensor(loaded):
        return {"tensor": loaded}, ()
    if isinstance(loaded, list | tuple):
        loaded = {str(i): value for i, value in enumerate(loaded)}
    if not isinstance(loaded, Mapping):
        return {}, ()
    for _ in range(MAX_DEPTH):
        inner = _inner(loaded)
        if inner is None:
            break
        beside = [str(key) for key in loaded if loaded[key] is not inner]
        rest, notes = _state_dict(inner)
        if rest:
            names = ", ".join(printable(name, 30) for name in beside[:8])
            said = (LEFT_OUT.format(names=names),) if beside else ()
            return rest, (*said, *notes)
        break
    return _flat(loaded, ""), ()


def _inner(loaded: Mapping[Any, Any]) -> Mapping[Any, Any] | None:
    """The dictionary inside that holds the weights, None where they lie here."""
    if any(_is_tensor(value) for value in loaded.values()):
        return None
    inside = {str(k): v for k, v in loaded.items() if isinstance(v, Mapping)}
    for name in KNOWN:
        if name in inside and _flat(inside[name], ""):
            return inside[name]
    rest = {k: v for k, v in inside.items() if not OPTIMIZER.search(k) and _flat(v, "")}
    if len(rest) == 1:
        return next(iter(rest.values()))
    return None


def _flat(values: Mapping[Any, Any], stem: str, depth: int = 0) -> dict[str, torch.Tensor]:
    """All tensors in nested dictionaries, by their names joined with dots; no optimizer's."""
    found: dict[str, torch.Tensor] = {}
    for key, value in values.items():
        name = f"{stem}{key}"
        if _is_tensor(value):
            found[name] = value
        elif isinstance(value, Mapping) and depth < MAX_DEPTH and not OPTIMIZER.search(str(key)):
            found |= _flat(value, f"{name}.", depth + 1)
    return found


def _stored(name: str, tensor: torch.Tensor) -> Stored:
    dtype = str(tensor.dtype).removeprefix("torch.")
    return Stored(name, tuple(tensor.shape), dtype, lambda: tensor.detach())
