"""The shown code of the Depth page reproduces the run bit for bit in an interpreter of its own."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from core import depth
from core.build.session import DEFAULT_THREADS, threads
from core.context import last
from core.depth import code as depth_snippet
from core.experiment import Experiment
from core.experiment.sections import ACTIVATIONS, DTYPES, INPUTS, MAX_SEED
from core.init.methods import weight_methods
from core.layers.dropouts import KINDS
from tests.core.depth.support import deep, rms, run_code

MANY = """
import json, sys, torch
number, answers = torch.get_num_threads(), []
for code in json.load(open(sys.argv[1])):
    torch.set_num_threads(number)  # as a fresh interpreter has
    names = {}
    exec(compile(code, "shown.py", "exec"), names)
    answers.append({k: [float.hex(v) for v in names[k]] for k in ("forward_rms", "backward_rms")})
json.dump(answers, open(sys.argv[2], "w"))
"""

ONE = """
import json, runpy, sys
names = runpy.run_path(sys.argv[1])
answer = {k: [float.hex(v) for v in names[k]] for k in ("forward_rms", "backward_rms")}
json.dump([answer], open(sys.argv[2], "w"))
"""


def _experiments() -> dict[str, Experiment]:
    found: dict[str, Experiment] = {}
    for method, entry in ((e.method, e) for e in weight_methods(2)):
        for dtype in DTYPES:
            if dtype not in entry.unsupported_dtypes:
                found[f"{method}-{dtype}"] = deep(
                    method, activation="tanh", dtype=dtype, bias_init="default", p=0.3, seed=5
                )
        if entry.dims.allows(1):
            found[f"bias-{method}"] = deep(bias_init=method, activation="relu")
    inputs = itertools.cycle(INPUTS)
    for activation, dtype in itertools.product(ACTIVATIONS, ("float32", "float64")):
        input = next(inputs)
        name = f"{activation}-{input}-{dtype}"
        found[name] = deep("kaiming_normal", activation=activation, input=input, dtype=dtype)
    for kind, p, training in itertools.product(KINDS, (0.0, 0.1, 0.5, 1.0), (True, False)):
        found[f"{kind}-{p}-{training}"] = deep(
            "orthogonal", activation="selu", kind=kind, p=p, training=training, seed=MAX_SEED
        )
    for input in INPUTS:
        found[f"half-{input}"] = deep(input=input, dtype="float16", activation="gelu")
    found["no-bias"] = deep("sparse", sparsity=0.3, bias=False)
    found["one-layer"] = deep(layers=1)
    found["two-layers"] = deep(layers=2, input="digits")
    found["overflow"] = deep("normal", std=1e200, dtype="float64", activation="relu")
    found["underflow"] = deep("normal", std=1e-200, dtype="float64")
    found["half-overflow"] = deep("normal", std=9.0, dtype="float16", layers=15, p=0.5)
    found["long-call"] = deep("trunc_normal", mean=1 / 3, std=1 / 7, a=-1 / 9, b=2 / 3)
    found["pieces"] = deep(layers=3, width=700, batch=33)
    return found


EXPERIMENTS = _experiments()
ALONE = {
    # 600² · 1024 multiplications are more than one thread is for.
    "threads": deep("kaiming_normal", activation="relu", layers=3, width=600, batch=1024),
    "orthogonal": deep("orthogonal", activation="tanh", layers=3, width=300, batch=64, p=0.5),
    "digits": deep("xavier_uniform", activation="silu", input="digits", width=128, seed=9),
}
Answer = dict[str, list[str]]


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
    codes, saved = folder / "codes.json", folder / "answers.json"
    codes.write_text(json.dumps([depth_snippet.code(e) for e in EXPERIMENTS.values()]), "utf-8")
    _interpreter(MANY, codes, saved)
    return dict(zip(EXPERIMENTS, json.loads(saved.read_text("utf-8")), strict=True))


def _compare(described: Experiment, answer: Answer) -> None:
    result = last(depth.run(described))
    for ours, key in ((result.forward, "forward_rms"), (result.backward, "backward_rms")):
        assert [float.hex(value) for value in ours.tolist()] == answer[key]


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_the_shown_code_gives_the_same_bits_elsewhere(
    name: str, answers: dict[str, Answer]
) -> None:
    _compare(EXPERIMENTS[name], answers[name])


@pytest.mark.parametrize("name", ALONE)
def test_the_saved_script_runs_by_itself(name: str, tmp_path: Path) -> None:
    script, saved = tmp_path / "code.py", tmp_path / "answer.json"
    script.write_text(last(depth.run(ALONE[name])).code, "utf-8")
    _interpreter(ONE, script, saved)
    _compare(ALONE[name], json.loads(saved.read_text("utf-8"))[0])


@pytest.mark.parametrize("width", [*range(9, 70, 12), 99, 155, 202])
@pytest.mark.parametrize("dtype", DTYPES)
def test_the_bits_are_the_codes_in_every_dtype_at_every_width(dtype: str, width: int) -> None:
    """A product adds up in another order where its operand begins at an odd address.

    Of such networks a third differed in float64 when the layers' weights stood close together.
    """
    for activation, input in (("relu", "normal"), ("tanh", "digits"), ("tanh", "normal")):
        described = deep(
            activation=activation,
            dtype=dtype,
            width=width,
            batch=33,
            layers=9,
            input=input,
            bias_init="default",
            seed=width,
        )
        result, names = last(depth.run(described)), run_code(described)
        assert result.forward.tolist() == names["forward_rms"]
        assert result.backward.tolist() == names["backward_rms"]


def test_the_code_leaves_the_network_itself() -> None:
    """Walked through once more by hand, without dropout, which draws."""
    described = deep("kaiming_normal", activation="relu", bias_init="normal")
    names = run_code(described)
    assert [type(linear) for linear in names["layers"]] == [nn.Linear] * 6
    h = names["x"]
    with torch.no_grad(), threads(1):
        for linear, z, found in zip(
            names["layers"], names["zs"], names["forward_rms"], strict=True
        ):
            assert torch.equal(linear(h), z)
            assert found == pytest.approx(rms(z), rel=1e-6)
            h = torch.relu(z)
    gradient = names["gradient"].double()
    layers = [(linear.weight.detach().double(), z) for linear, z in zip(
        names["layers"], names["zs"], strict=True
    )]  # fmt: skip
    for index in range(5, 0, -1):
        gradient = (gradient @ layers[index][0]) * (layers[index - 1][1] > 0)
        assert names["backward_rms"][index - 1] == pytest.approx(rms(gradient), rel=1e-5)


def test_the_code_reads_like_the_course() -> None:
    described = deep("xavier_normal", activation="tanh", p=0.5, bias_init="default")
    lines = depth_snippet.code(described).splitlines()
    for line in (
        "torch.manual_seed(0)",
        "for _ in range(6):",
        "    linear = nn.Linear(16, 16)",
        "    nn.init.xavier_normal_(linear.weight, gain=1.0)",
        "x = torch.randn(24, 16)",
        "dropout = nn.Dropout(p=0.5)",
        "    h = dropout(torch.tanh(z))",
    ):
        assert line in lines
    assert not any("bias" in line for line in lines)
    assert "dropout.eval()" not in lines


def test_only_what_differs_from_torchs_own_defaults_is_written() -> None:
    code = depth_snippet.code(deep("default", bias_init="default"))
    for word in ("dtype=torch.float32", "device", "dropout", "nn.init", "sklearn", ".cpu()"):
        assert word not in code
    code = depth_snippet.code(deep(bias=False, dtype="float64", p=0.2, training=False))
    assert "nn.Linear(16, 16, bias=False, dtype=torch.float64)" in code
    assert "dropout.eval()" in code
    assert "linear.bias" not in code


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_no_line_is_too_long_to_show(name: str) -> None:
    code = depth_snippet.code(EXPERIMENTS[name])
    assert max(map(len, code.splitlines())) <= 88
    assert code.endswith("]\n")


def test_large_products_take_torchs_own_number_of_threads() -> None:
    assert not depth_snippet.one_thread(ALONE["threads"])
    assert "set_num_threads" not in depth_snippet.code(ALONE["threads"])
    assert depth_snippet.one_thread(deep())
    assert "torch.set_num_threads(1)" in depth_snippet.code(deep())
    assert depth_snippet.one_thread(deep(width=256, batch=256))
    assert not depth_snippet.one_thread(deep(width=512, batch=256))


def test_the_run_takes_the_threads_that_the_code_names(monkeypatch: pytest.MonkeyPatch) -> None:
    from core.depth import network

    seen: list[int] = []
    original = network.signal

    def noting(experiment: Experiment) -> torch.Tensor:
        seen.append(torch.get_num_threads())
        return original(experiment)

    monkeypatch.setattr(network, "signal", noting)
    last(depth.run(deep()))
    last(depth.run(ALONE["threads"]))
    assert seen == [1, DEFAULT_THREADS]
    np.testing.assert_equal(last(depth.run(deep())).forward, last(depth.run(deep())).forward)
