"""The text of a lesson of one's own, and where a window stands in it."""

from __future__ import annotations

from gui.window import MainWindow
from tests.gui.support import find

OWN = """+++
lesson = 1
title = "Mine"
page = "layer"
controls = ["weight_init.method", "weight_init.gain"]
[experiment]
layer = {in_features = 12, out_features = 8}
weight_init = {method = "xavier_normal"}
[[step]]
[[step]]
set = {"weight_init.gain" = 3.0, "layer.in_features" = 24}
[[step]]
page = "depth"
controls = []
set = {"weight_init.method" = "kaiming_normal"}
+++
### First

Look at the **weights**.

---

### Second

They are wider. See [torch](https://pytorch.org).

---

### Third

The end.
"""


def text(shown: MainWindow) -> str:
    return find(shown, "lesson.text").toPlainText()


def step(shown: MainWindow) -> int:
    return shown.lessons.presenter.at + 1
