"""What the command line writes: picture, weights, statistics and code, and no Qt without need."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from typing import Any

import pytest
import torch
from safetensors.torch import load_file

import main
from core.experiment import WELCOME, Experiment
from tests.command_line.support import ROOT, start, without_display
from tests.core.support import torch_linear

EXPERIMENT = {
    "layer": {"in_features": 40, "out_features": 30, "activation": "tanh"},
    "weight_init": {"method": "xavier_normal", "gain": 5 / 3},
    "bias_init": {"method": "uniform", "a": -0.1, "b": 0.1},
    "dropout": {"p": 0.25},
    "run": {"seed": 7},
}


@pytest.fixture(scope="module")
def products(tmp_path_factory) -> dict[str, Any]:
    """One run without a display that writes everything."""
    folder = tmp_path_factory.mktemp("products")
    file = folder / "x.initlab.json"
    file.write_text(json.dumps({"initlab": 1} | EXPERIMENT))
    names = {
        "render": folder / "out.png",
        "weights": folder / "w.safetensors",
        "stats": folder / "s.json",
        "code": folder / "c.py",
    }
    options = [part for name, path in names.items() for part in (f"--{name}", path)]
    done = start(file, *options, "--size", "1300x800", env={"XDG_CONFIG_HOME": str(folder)})
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return names | {
        "folder": folder,
        "experiment": Experiment.from_dict({"initlab": 1} | EXPERIMENT),
    }


def test_the_picture_has_the_size_that_was_asked_for(products):
    header = products["render"].read_bytes()[:24]
    assert header.startswith(b"\x89PNG\r\n\x1a\n")
    assert (int.from_bytes(header[16:20]), int.from_bytes(header[20:24])) == (1300, 800)
    assert products["render"].stat().st_size > 20_000  # not an empty window


def test_the_weights_are_torch_s_own_bit_for_bit(products):
    tensors, linear = load_file(products["weights"]), torch_linear(products["experiment"])
    assert set(tensors) == {"weight", "bias"}
    assert torch.equal(tensors["weight"], linear.weight)
    assert torch.equal(tensors["bias"], linear.bias)


def test_the_code_gives_the_same_bits_in_a_fresh_interpreter(products, tmp_path):
    tail = (
        "\nimport json, sys\nfrom safetensors.torch import save_file\n"
        "drops = dropout.p\nassert dropout.training\n"
        "save_file({'weight': linear.weight.data, 'bias': linear.bias.data,"
        " 'x': x.contiguous(), 'y': y.detach().contiguous()}, sys.argv[1])\n"
    )
    script = tmp_path / "script.py"
    script.write_text(products["code"].read_text(encoding="utf-8") + tail, encoding="utf-8")
    subprocess.run(
        [sys.executable, "-I", str(script), str(tmp_path / "again.safetensors")],
        check=True,
        timeout=100,
    )
    again = load_file(tmp_path / "again.safetensors")
    tensors = load_file(products["weights"])
    assert torch.equal(again["weight"], tensors["weight"])
    assert torch.equal(again["bias"], tensors["bias"])
    stats = json.loads(products["stats"].read_text())
    y = again["y"].double()
    assert stats["output_dropped"]["count"] == y.numel()
    assert stats["output_dropped"]["mean"] == pytest.approx(float(y.mean()), abs=1e-6)
    assert stats["output_dropped"]["max"] == pytest.approx(float(y.max()), rel=1e-6)


SUMMARY = {
    *("shape", "count", "mean", "std", "min", "max", "nan", "inf"),
    *("histogram", "theory", "p_value", "verdict"),
}


def test_the_statistics_have_exactly_the_contract_s_keys(products):
    stats = json.loads(products["stats"].read_text())
    assert set(stats) == {"weight", "bias", "output", "output_dropped"}
    for name, summary in stats.items():
        assert set(summary) == SUMMARY, name
        assert set(summary["histogram"]) == {"edges", "counts"}
        edges, counts = summary["histogram"]["edges"], summary["histogram"]["counts"]
        assert len(edges) == len(counts) + 1
        assert sum(counts) == summary["count"] - summary["nan"] - summary["inf"]
        assert edges == sorted(set(edges))
    for name in ("weight", "bias"):
        assert set(stats[name]["theory"]) == {"name", "mean", "std", "low", "high"}
    assert stats["output"]["theory"] is None
    assert stats["output"]["p_value"] is None


def test_the_statistics_are_those_that_torch_computes(products):
    stats = json.loads(products["stats"].read_text())
    linear = torch_linear(products["experiment"])
    for name, tensor in (("weight", linear.weight), ("bias", linear.bias)):
        values = tensor.detach().double()
        assert stats[name]["shape"] == list(values.shape)
        assert stats[name]["count"] == values.numel()
        assert stats[name]["mean"] == pytest.approx(float(values.mean()), abs=1e-9)
        assert stats[name]["std"] == pytest.approx(float(values.std(correction=0)), rel=1e-9)
        assert stats[name]["min"] == float(values.min())
        assert stats[name]["max"] == float(values.max())
    theory = stats["weight"]["theory"]
    assert theory["mean"] == 0.0
    assert theory["std"] == pytest.approx(5 / 3 * math.sqrt(2 / 70))
    assert (theory["low"], theory["high"]) == (None, None)
    assert (stats["bias"]["theory"]["low"], stats["bias"]["theory"]["high"]) == (-0.1, 0.1)
    assert 0.001 < stats["weight"]["p_value"] <= 1.0
    assert stats["bias"]["p_value"] is None  # 30 values are too few


def test_writing_files_remembers_nothing(products):
    assert not list(products["folder"].rglob("*.conf"))


def test_without_a_bias_there_is_none_to_write(run, written, tmp_path):
    file = written({"layer": {"bias": False}})
    names = tmp_path / "s.json", tmp_path / "w.safetensors", tmp_path / "c.py"
    assert run(file, "--stats", names[0], "--weights", names[1], "--code", names[2]) == (0, "")
    assert json.loads(names[0].read_text())["bias"] is None
    assert set(load_file(names[1])) == {"weight"}
    assert "bias=False" in names[2].read_text()


@pytest.mark.parametrize("dtype", ["float64", "float16", "bfloat16"])
def test_weights_are_written_in_their_own_dtype(run, written, tmp_path, dtype):
    file = written({"run": {"dtype": dtype}, "weight_init": {"method": "normal"}})
    assert run(file, "--weights", tmp_path / "w.safetensors") == (0, "")
    assert load_file(tmp_path / "w.safetensors")["weight"].dtype == getattr(torch, dtype)


def test_statistics_of_infinite_weights_are_valid_json(run, written, tmp_path):
    wild = {"method": "normal", "std": 60_000.0}
    file = written({"weight_init": wild, "run": {"dtype": "float16"}})
    assert run(file, "--stats", tmp_path / "s.json") == (0, "")

    def never(name: str) -> None:
        raise AssertionError(name)

    stats = json.loads((tmp_path / "s.json").read_text(), parse_constant=never)
    assert stats["weight"]["inf"] > 0
    counts = stats["weight"]["histogram"]["counts"]
    assert sum(counts) == stats["weight"]["count"] - stats["weight"]["inf"]


def test_without_a_file_the_welcome_experiment_is_written(run, tmp_path):
    assert run("--stats", tmp_path / "s.json") == (0, "")
    layer = WELCOME.layer
    shape = json.loads((tmp_path / "s.json").read_text())["weight"]["shape"]
    assert shape == [layer.out_features, layer.in_features]


def test_files_without_a_picture_do_not_load_qt(tmp_path):
    spy = (
        "import sys; sys.path.insert(0, sys.argv[1]); import main\n"
        "code = main.main(['--stats', sys.argv[2], '--code', sys.argv[3]])\n"
        "sys.exit(code or 10 * any(m.startswith(('PySide6', 'pyqtgraph')) for m in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", spy, str(ROOT), str(tmp_path / "s"), str(tmp_path / "c")],
        timeout=100,
        check=False,
    )
    assert done.returncode == 0


def test_without_a_splash_torch_is_loaded_before_qt(tmp_path):
    """Later, its libraries fail to load on Windows."""
    spy = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "class Spy:\n"
        "    seen = []\n"
        "    def find_spec(self, name, *_):\n"
        "        self.seen.append(name)\n"
        "sys.meta_path.insert(0, Spy())\n"
        "import main\n"
        "code = main.main(['--render', sys.argv[2], '--size', '1024x720'])\n"
        "first = [n for n in Spy.seen if n in ('torch', 'PySide6')]\n"
        "sys.exit(code or first[0] != 'torch')"
    )
    arguments = [sys.executable, "-c", spy, str(ROOT), str(tmp_path / "x.png")]
    done = subprocess.run(
        arguments, env=without_display(), timeout=100, check=False, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("options", "size"),
    [
        (("--language", "zh_CN", "--theme", "dark", "--page", "layer"), (1600, 900)),
        (("--projector", "--theme", "light", "--size", "1024x720"), (1024, 720)),
    ],
)
def test_a_picture_can_be_asked_for_in_every_look(tmp_path, options, size):
    done = start("--render", tmp_path / "out.png", *options)
    assert (done.returncode, done.stderr) == (0, "")
    header = (tmp_path / "out.png").read_bytes()[16:24]
    assert (int.from_bytes(header[:4]), int.from_bytes(header[4:])) == size


def test_help_is_on_stdout_and_exit_0(capsys):
    with pytest.raises(SystemExit) as stop:
        main.main(["--help"])
    assert stop.value.code == 0
    out = capsys.readouterr().out
    for option in (
        *("--page", "--language", "--theme", "--projector", "--fullscreen", "--size"),
        *("--render", "--weights", "--stats", "--code"),
    ):
        assert option in out


def test_the_default_experiment_of_a_file_is_the_contract_s(run, written, tmp_path):
    assert run(written({}), "--code", tmp_path / "c.py") == (0, "")
    code = (tmp_path / "c.py").read_text()
    assert "torch.manual_seed(0)" in code
    assert "nn.Linear(5, 2)" in code
    assert "nn.init" not in code
    assert "Dropout" not in code
