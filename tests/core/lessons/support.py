"""A lesson that the tests of reading share, with another line where they need one."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.lessons.lesson import parse
from core.messages import FileError

FRONT = """+++
lesson = 1
title = "Xavier"
page = "layer"
controls = ["weight_init.gain"]
[experiment]
layer = {in_features = 512, out_features = 256}
[[step]]
set = {"weight_init.method" = "xavier_normal"}
[[step]]
page = "depth"
set = {"weight_init.gain" = 2.0, "depth.layers" = 30}
controls = []
numbers = {"30" = "experiment.depth.layers"}
[[step]]
+++
"""
BODY = """
### First

One.

---

### Second

Two.

---

### Third

Three.
"""


def refused(text: str, folder: Path | None = None) -> FileError:
    with pytest.raises(FileError) as caught:
        parse(text, "mine.md", folder)
    assert caught.value.key.startswith("mine.md:")
    return caught.value


def line_of(error: FileError) -> int:
    return int(error.key.rpartition(":")[2])


def with_line(number: int, text: str) -> str:
    """The lesson with another line in this place."""
    lines = (FRONT + BODY).split("\n")
    lines[number - 1] = text
    return "\n".join(lines)


def with_body(line: str) -> str:
    """The lesson with another line in the second part; it is line 26."""
    text = (FRONT + BODY).replace("Two.", line)
    assert text.split("\n")[25] == line.split("\n")[0]
    return text
