"""Comments of the shown code in the language of the window; the code does the same."""

from __future__ import annotations

import io
import re
import tokenize
from typing import Any

import numpy as np
import pytest
import torch
from PySide6.QtGui import QGuiApplication

from core.depth.code import code as depth_code
from core.dropout.code import code as dropout_code
from gui.look.i18n import set_language, translated_code
from tests.core.support import experiment as described
from tests.gui.support import find, run_code, small

SMALL = {"layers": 2, "width": 8, "batch": 16}

SCRIPTS = {
    "dropout": lambda: dropout_code(described(dropout={"p": 0.5}), 3, 2000),
    "alpha": lambda: dropout_code(described(dropout={"p": 0.5, "kind": "alpha"}), 2),
    "depth": lambda: depth_code(described(depth=SMALL)),
    "uniform": lambda: depth_code(described(depth=SMALL | {"input": "uniform"})),
    "float64": lambda: depth_code(described(depth=SMALL, run={"dtype": "float64"})),
}


def comments(code: str) -> list[str]:
    tokens = tokenize.generate_tokens(io.StringIO(code).readline)
    return [token.string for token in tokens if token.type == tokenize.COMMENT]


def numbers(names: dict[str, Any]) -> dict[str, Any]:
    kept = {k: v for k, v in names.items() if isinstance(v, torch.Tensor | list)}
    return {
        k: v.detach().double().numpy() if isinstance(v, torch.Tensor) else v
        for k, v in kept.items()
        if isinstance(v, torch.Tensor) or all(isinstance(x, float) for x in v)
    }


@pytest.mark.parametrize("name", SCRIPTS)
def test_comments_follow_the_language_and_the_script_gives_the_same_bits(qapp, name):
    script = SCRIPTS[name]()
    assert translated_code(script) == script
    set_language("zh_CN")
    chinese = translated_code(script)
    assert comments(script)
    assert len(comments(chinese)) == len(comments(script))
    for comment in comments(chinese):
        assert re.search(r"[\u4e00-\u9fff]", comment), comment
    bare = [re.sub(r" *#.*", "", line) for code in (script, chinese) for line in code.splitlines()]
    assert bare[: len(bare) // 2] == bare[len(bare) // 2 :]
    one, other = numbers(run_code(script)), numbers(run_code(chinese))
    assert list(one) == list(other)
    for key in one:
        np.testing.assert_array_equal(one[key], other[key])


def test_what_is_shown_and_copied_speaks_the_window_s_language(window):
    shown = window(small(depth=SMALL), page="depth", language="zh_CN")
    code = find(shown, "code").toPlainText()
    assert "最后一层的 dL/dz" in code
    shown.actions_["copy_code"].trigger()
    assert QGuiApplication.clipboard().text() == code
    shown.appearance.set_language("en")
    assert "dL/dz of the last layer" in find(shown, "code").toPlainText()
