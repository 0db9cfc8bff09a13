"""Scripts whose comments can be translated: the English one is the text itself."""

from __future__ import annotations

import io
import tokenize

import pytest

from core.build.script import Script, indented
from core.depth.code import code as depth_code
from core.dropout.code import code as dropout_code
from core.messages import Message
from tests.core.support import experiment as described


def test_a_script_is_its_english_text():
    made = Script(["import torch", ("x = 1", Message("one")), ("    ", Message("alone"))])
    assert made == "import torch\nx = 1  # one\n    # alone\n"
    assert isinstance(made, str)
    assert [part for part in made.parts if isinstance(part, Message)] == [
        Message("one"),
        Message("alone"),
    ]


def test_lines_are_moved_to_the_right_with_their_comments():
    made = Script(["for _ in x:", *indented(["pass", ("y", Message("here")), ("", Message("z"))])])
    assert made == "for _ in x:\n    pass\n    y  # here\n    # z\n"


def shown_scripts() -> list[Script]:
    """Every script that has a comment: many samples, alpha dropout, inputs and dtypes of Depth."""
    scripts = [
        dropout_code(described(dropout={"p": 0.5, "kind": kind}), sample, many)
        for kind in ("dropout", "alpha", "dropout2d")
        for sample, many in ((1, 0), (3, 0), (1, 2000))
    ]
    for given in ("normal", "uniform", "digits"):
        for dtype in ("float32", "float64"):
            depth = {"layers": 2, "width": 8, "batch": 16, "input": given}
            scripts.append(depth_code(described(depth=depth, run={"dtype": dtype})))
    return scripts


@pytest.mark.parametrize("script", shown_scripts())
def test_every_comment_of_a_script_is_a_sentence_that_can_be_translated(script):
    tokens = tokenize.generate_tokens(io.StringIO(script).readline)
    comments = [token.string for token in tokens if token.type == tokenize.COMMENT]
    said = [f"# {part}" for part in script.parts if isinstance(part, Message)]
    assert comments == said
