from __future__ import annotations

import itertools
import json
import math
import re
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from core.build import code as snippet
from core.build.batch import batch_size
from core.build.fill import fill
from core.build.rng import fork_rng
from core.build.session import threads
from core.context import SILENT
from core.experiment import WELCOME, Experiment
from core.experiment.sections import ACTIVATIONS, DTYPES
from core.init.methods import weight_methods
from core.layer import forward
from tests.core.support import experiment, square, variants

KEPT = """
    found = {name: names[name].detach() for name in ("x", "y")}
    found |= {f"linear.{k}": v.detach() for k, v in names["linear"].state_dict().items()}
    if "dropout" in names:
        found["p"] = torch.tensor(names["dropout"].p)
        found["training"] = torch.tensor(names["dropout"].training)
"""

MANY = f"""
import json, sys, torch
answers = []
for code in json.load(open(sys.argv[1])):
    names = {{}}
    exec(compile(code, "shown.py", "exec"), names)
{KEPT}
    answers.append(found)
torch.save(answers, sys.argv[2])
"""

ONE = f"""
import runpy, sys, torch
names = runpy.run_path(sys.argv[1])
if True:
{KEPT}
torch.save([found], sys.argv[2])
"""


def _experiments() -> dict[str, Experiment]:
    found: dict[str, Experiment] = {"welcome": WELCOME, "defaults": Experiment()}
    for entry in weight_methods(2):
        for values in variants(entry):
            name = f"{entry.method}-{'-'.join(map(str, values.values()))}"
            layer = {"in_features": 13, "out_features": 17}
            found[name] = experiment(entry.method, **values, layer=layer, run={"seed": 6})
        if entry.dims.allows(1):
            bias = {"method": entry.method}
            found[f"bias-{entry.method}"] = experiment("normal", bias_init=bias)
        for dtype in DTYPES:
            if dtype not in entry.unsupported_dtypes:
                run = {"dtype": dtype, "seed": 2**63 - 1}
                described = experiment(entry.method, dropout={"p": 0.3}, run=run, layer=square(9))
                found[f"{entry.method}-{dtype}"] = described
    for activation, training in itertools.product(ACTIVATIONS, (True, False)):
        found[f"{activation}-{training}"] = experiment(
            "kaiming_normal",
            layer=square(20, activation=activation, bias=training),
            dropout={"p": 0.25, "training": training},
        )
    for p in (1e-9, 0.1, 0.5, 1 / 3, 0.999, 1.0):
        found[f"p={p!r}"] = experiment("xavier_normal", layer=square(30), dropout={"p": p})
    found["wide"] = experiment("normal", layer={"in_features": 3000, "out_features": 700})
    found["long"] = experiment(layer={"in_features": 1, "out_features": 2**20, "bias": False})
    found["orthogonal-300"] = experiment("orthogonal", layer=square(300), dropout={"p": 0.5})
    return found


EXPERIMENTS = _experiments()
Answer = dict[str, torch.Tensor]


def _interpreter(program: str, *arguments: Path) -> None:
    subprocess.run(
        [sys.executable, "-W", "error", "-c", program, *map(str, arguments)],
        check=True,
        timeout=110,
    )


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Answer]:
    """What each shown code leaves in a fresh interpreter, each in its own namespace."""
    folder = tmp_path_factory.mktemp("shown")
    codes, saved = folder / "codes.json", folder / "answers.pt"
    codes.write_text(json.dumps([snippet.code(e) for e in EXPERIMENTS.values()]), "utf-8")
    _interpreter(MANY, codes, saved)
    return dict(zip(EXPERIMENTS, torch.load(saved), strict=True))


def _close(ours: torch.Tensor, theirs: torch.Tensor, terms: int) -> None:
    """Equal to rounding, and where they are not finite.

    Another number of threads adds the `terms` products of an output in another order, which moves
    it by about √terms roundings (Higham 2002, Accuracy and Stability, 3.1 and 4.2).
    """
    eps = torch.finfo(ours.dtype).eps
    most = 8 + math.sqrt(terms)
    scale = float(ours.abs().double().nan_to_num(0.0, 0.0, 0.0).max())
    torch.testing.assert_close(
        ours, theirs, rtol=most * eps, atol=most * eps * max(scale, 1e-30), equal_nan=True
    )


def _compare(described: Experiment, answer: Answer) -> None:
    """Run it here and compare; the shown code is free to use another number of threads."""
    with torch.no_grad(), fork_rng(torch.device("cpu")), threads(1):
        linear = fill(described, SILENT).layer
        x, y, dropped = forward(described, linear)
    for name, tensor in linear.state_dict().items():
        assert torch.equal(tensor, answer[f"linear.{name}"]), name
    assert ("linear.bias" in answer) is described.layer.bias
    assert torch.equal(x, answer["x"])
    dropout = described.dropout
    if dropout.p == 0:
        assert "p" not in answer
        assert dropped is y
        _close(y, answer["y"], described.layer.in_features)
        return
    assert answer["p"].item() == torch.tensor(dropout.p).item()
    assert answer["training"].item() is dropout.training
    if described.layer.activation not in ("relu", "identity"):
        assert torch.equal(dropped == 0, answer["y"] == 0)
    _close(dropped, answer["y"], described.layer.in_features)
    if dropout.training and 0.1 <= dropout.p < 1:
        assert (answer["y"] == 0).any()


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_the_shown_code_leaves_what_the_window_shows(name: str, answers: dict[str, Answer]) -> None:
    _compare(EXPERIMENTS[name], answers[name])


def test_the_saved_script_runs_by_itself(tmp_path: Path) -> None:
    name = "orthogonal-300"
    script, saved = tmp_path / "code.py", tmp_path / "answer.pt"
    script.write_text(snippet.code(EXPERIMENTS[name]), "utf-8")
    _interpreter(ONE, script, saved)
    _compare(EXPERIMENTS[name], torch.load(saved)[0])


def test_the_code_reads_like_the_course() -> None:
    """Section 4.2 of the design gives these lines."""
    lines = snippet.code(experiment("xavier_normal")).splitlines()
    assert "torch.manual_seed(0)" in lines
    assert "linear = nn.Linear(5, 2)" in lines
    assert "nn.init.xavier_normal_(linear.weight, gain=1.0)" in lines
    assert "y = linear(x)" in lines
    assert lines.index("torch.manual_seed(0)") < lines.index("linear = nn.Linear(5, 2)")


def test_every_parameter_stands_in_the_code_by_its_name() -> None:
    for described in EXPERIMENTS.values():
        code = snippet.code(described)
        assert f"torch.manual_seed({described.run.seed})" in code
        assert "nn.Linear(" in code
        assert max(map(len, code.splitlines())) <= 88
        for init in [described.weight_init] + [described.bias_init] * described.layer.bias:
            target = "linear.weight" if init.section == "weight_init" else "linear.bias"
            if init.method == "default":
                assert f"_({target}" not in code
                continue
            function = re.escape(init.entry.call)
            call = re.search(rf"{function}\(\s*{target}(.*?)\)\n", code, re.DOTALL)
            assert call is not None
            arguments = eval(f"dict({call[1].lstrip(', ' + chr(10))})")
            if init.method == "lecun_normal":
                std = 1.0 / described.layer.in_features**0.5
                assert arguments == {"mean": 0.0, "std": std}
            else:
                assert arguments == init.parameters


def test_only_what_differs_from_torchs_own_defaults_is_written() -> None:
    code = snippet.code(Experiment())
    assert "dtype" not in code
    assert "device" not in code
    assert "bias" not in code
    assert "ropout" not in code
    code = snippet.code(experiment(layer={"bias": False}, run={"dtype": "float64"}))
    assert "nn.Linear(5, 2, bias=False, dtype=torch.float64)" in code


def test_evaluation_mode_is_written() -> None:
    training = snippet.code(experiment(dropout={"p": 0.5}))
    evaluating = snippet.code(experiment(dropout={"p": 0.5, "training": False}))
    assert "dropout.eval()" not in training
    assert "dropout.eval()" in evaluating


@pytest.mark.parametrize(
    ("in_features", "out_features"),
    [(1, 1), (5, 2), (4096, 4096), (2**20, 1), (1, 2**20), (2**20, 2**10)],
)
def test_the_batch_is_256_unless_the_layer_is_huge(in_features: int, out_features: int) -> None:
    rows = batch_size(in_features, out_features)
    assert 1 <= rows <= 256
    assert rows == 1 or rows * in_features * out_features <= 2**31
    assert rows == 1 or rows * max(in_features, out_features) <= 2**22
    if in_features * out_features <= 2**20:
        assert rows == min(256, 2**22 // max(in_features, out_features))
