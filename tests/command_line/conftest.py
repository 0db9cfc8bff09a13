"""The command line in this process, and experiment files for it."""

from __future__ import annotations

import gc
import json
from pathlib import Path
from typing import Any

import pytest

import main


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]):
    """`main.py arguments` in this process: (exit code, what stands on stderr)."""

    def call(*arguments: Any) -> tuple[int, str]:
        capsys.readouterr()
        try:
            code = main.main([str(argument) for argument in arguments])
        except SystemExit as stop:
            code = int(stop.code or 0)
        out, err = capsys.readouterr()
        assert out == ""
        return code, err

    yield call
    gc.enable()


@pytest.fixture
def written(tmp_path):
    """Writes an experiment file: a dict becomes JSON, bytes stay what they are."""

    def write(content: dict[str, Any] | bytes, name: str = "x.initlab.json") -> Path:
        path = tmp_path / name
        if isinstance(content, dict):
            content = json.dumps({"initlab": 1} | content).encode()
        path.write_bytes(content)
        return path

    return write
