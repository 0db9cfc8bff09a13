"""Tensors of torch as a safetensors file, whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from core.disk.writing import write


def write_tensors(path: str | Path, tensors: Mapping[str, Any]) -> None:
    """Write the tensors under their names; raises FileError."""
    write(path, lambda name: _save_file(dict(tensors), name))


def _save_file(tensors: dict[str, Any], name: str) -> None:
    """Raises OSError, as all else that writes: safetensors names the system's error in its text."""
    from safetensors import SafetensorError
    from safetensors.torch import save_file

    try:
        save_file(tensors, name)
    except SafetensorError as error:
        found = re.search(r"\(os error (\d+)\)", str(error))
        number = int(found[1]) if found else 0
        raise OSError(number, str(error), None, number) from None
