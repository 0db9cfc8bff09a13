"""The command line: what it writes, what it refuses, and in which words."""

from __future__ import annotations

import base64
import gc
import json
import math
import os
import re
import subprocess
import sys
import zlib
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file

import main
from core.experiment import WELCOME, Experiment
from core.machine import devices
from tests.core.depth.support import deep, run_code
from tests.core.support import torch_linear

ROOT = Path(__file__).parent.parent
TOO_LARGE = {"layer": {"in_features": 1_048_576, "out_features": 1_048_576}}


def without_display() -> dict[str, str]:
    """The environment of a machine without a screen."""
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return {key: value for key, value in os.environ.items() if key not in hidden}


def start(*arguments: Any, **options: Any) -> subprocess.CompletedProcess[str]:
    """`python main.py arguments` as a program of its own."""
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *map(str, arguments)],
        env=without_display() | options.pop("env", {}),
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
        **options,
    )


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]):
    """The same in this process: (exit code, what stands on stderr)."""

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


def assert_one_line(err: str, subject: str) -> str:
    """stderr is one line about `subject`; returns what it says."""
    found = re.fullmatch(r"initlab: error: (.+?): (.+)\n", err)
    assert found, err
    assert found[1].endswith(subject), err
    return found[2]


# What it writes:

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


def test_a_window_without_a_display_is_refused_with_what_to_do_instead():
    done = start()
    assert done.returncode == 2
    assert "--render" in assert_one_line(done.stderr, "display")


# What it refuses:

# One of each way that a refusal takes to the command line; every value and file that is refused,
# and in which words, is tested in tests/core/experiment and tests/attack/test_bad_files.py.
BAD: dict[str, tuple[dict[str, Any] | bytes, str, str]] = {
    # name: (content, the key or the end of the file's name, a word of the reason)
    "empty": (b"", ".json", "JSON"),
    "not UTF-8": (b'{"initlab": 1, "\xff": 1}', ".json", "UTF-8"),
    "nested below the limit": (b"[" * 900_000, ".json", "nested"),
    "a number of a million digits": (b'{"initlab": 1' + b"0" * 900_000 + b"}", ".json", "digits"),
    "a list": (b"[1, 2]", "initlab", "object"),
    "no version": (b"{}", "initlab", "missing"),
    "another version": (b'{"initlab": 2}', "initlab", "2"),
    "an unknown section": ({"training": {}}, "training", "unknown"),
    "a section that is no object": ({"layer": [1]}, "layer", "object"),
    "an unknown key": ({"layer": {"size": 3}}, "layer.size", "unknown"),
    "twice the same key": (b'{"initlab": 1, "run": {"seed": 1, "seed": 2}}', "run.seed", "twice"),
    "a value out of range": ({"layer": {"out_features": -5}}, "layer.out_features", "-5"),
    "NaN": (
        b'{"initlab": 1, "weight_init": {"method": "normal", "mean": NaN}}',
        "weight_init.mean",
        "finite",
    ),
    "a above b": ({"weight_init": {"method": "uniform", "a": 2, "b": 1}}, "weight_init.a", "b = 1"),
    "no device": ({"run": {"device": "cuda:99"}}, "run.device", "available: cpu"),
    "orthogonal in half precision": (
        {"weight_init": {"method": "orthogonal"}, "run": {"dtype": "float16"}},
        "weight_init.method",
        "float32",
    ),
    "a key with a line break": (b'{"initlab": 1, "lay\\ner": {}}', "lay\\ner", "unknown"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_exit_2_and_one_line(run, written, tmp_path, name):
    content, subject, word = BAD[name]
    file = written(content)
    code, err = run(file, "--stats", tmp_path / "s.json")
    assert code == 2
    assert word in assert_one_line(err, subject)
    assert not (tmp_path / "s.json").exists()


@pytest.mark.parametrize(
    ("content", "subject"),
    [
        (b'{"initlab": 1, "layer": {"in_features": -5}}', "layer.in_features"),
        (b"not JSON", "x.initlab.json"),
        (json.dumps({"initlab": 1} | TOO_LARGE).encode(), "layer"),
    ],
)
@pytest.mark.parametrize("option", ["--render", "--code"])
def test_the_program_itself_ends_with_2_and_no_traceback(
    written, tmp_path, content, subject, option
):
    done = start(written(content), option, tmp_path / "out")
    assert done.returncode == 2
    assert done.stdout == ""
    assert_one_line(done.stderr, subject)
    assert not (tmp_path / "out").exists()


def test_a_folder_and_a_missing_file_are_refused(run, tmp_path):
    for path in (tmp_path, tmp_path / "missing.json"):
        code, err = run(path, "--stats", tmp_path / "s.json")
        assert code == 2
        assert_one_line(err, path.name)


def test_a_file_that_may_not_be_read_is_refused(run, written, tmp_path, monkeypatch):
    file = written({})
    if os.geteuid() == 0:  # root may read everything
        real = open

        def refuse(path, *args, **kwargs):
            if str(path) == str(file):
                raise PermissionError(13, "Permission denied", str(path))
            return real(path, *args, **kwargs)

        monkeypatch.setattr("builtins.open", refuse)
    else:
        file.chmod(0)
    code, err = run(file, "--stats", tmp_path / "s.json")
    assert code == 2
    assert "permitted" in assert_one_line(err, file.name)


def test_a_layer_that_does_not_fit_says_memory_and_both_numbers(run, written, tmp_path):
    code, err = run(written(TOO_LARGE), "--weights", tmp_path / "w.safetensors")
    assert code == 2
    said = assert_one_line(err, "layer")
    assert "memory" in said
    assert len(re.findall(r"\d[\d.]* [KMGTP]i?B", said)) == 2


@pytest.mark.parametrize("option", ["--stats", "--weights", "--code"])
@pytest.mark.parametrize("place", ["missing/out", "folder"])
def test_a_place_that_cannot_be_written_is_refused(run, written, tmp_path, option, place):
    (tmp_path / "folder").mkdir()
    code, err = run(written({}), option, tmp_path / place)
    assert code == 2
    assert_one_line(err, Path(place).name)
    assert not list((tmp_path / "folder").iterdir())


def test_a_picture_that_cannot_be_written_is_refused(tmp_path):
    done = start("--render", tmp_path / "missing" / "out.png", "--size", "1024x720")
    assert done.returncode == 2
    assert_one_line(done.stderr, "out.png")


@pytest.mark.skipif(sys.platform == "win32", reason="there a folder in use cannot be removed")
def test_started_in_a_folder_that_is_gone_it_says_so(tmp_path):
    """oneMKL would end the process with a sentence about one of torch's files."""
    command = 'mkdir gone && cd gone && rmdir ../gone && exec "$0" "$@"'
    program = [sys.executable, str(ROOT / "main.py"), "--stats", str(tmp_path / "s.json")]
    done = subprocess.run(
        ["sh", "-c", command, *program], cwd=tmp_path, capture_output=True, text=True, timeout=100
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(r"initlab: error: folder: .* is gone; .*\n", done.stderr)


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["--page", "nowhere"], "layer"),
        (["--language", "tlh"], "zh_CN"),
        (["--theme", "blue"], "dark"),
        (["--size", "large"], "1600x900"),
        (["--size", "1,600x900"], "1.6 or 1600"),
        (["--size", "100x100"], "1024x640"),
        (["--size", "1023x700"], "1024x640"),
        (["--size", "1024x639"], "1024x640"),
        (["--size", "99999x99999"], "16384"),
        (["--surprise"], "--surprise"),
        (["a.json", "b.json"], "b.json"),
        (["--stats"], "--stats"),
        (["--stat", "x"], "--stat"),
    ],
)
def test_options_that_make_no_sense_are_one_line_too(run, arguments, word):
    code, err = run(*arguments)
    assert code == 2
    assert word in assert_one_line(err, "command line")


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


def test_a_failed_run_leaves_the_old_file_whole(run, written, tmp_path):
    kept = tmp_path / "s.json"
    kept.write_text("old")
    assert run(written(TOO_LARGE), "--stats", kept)[0] == 2
    assert kept.read_text() == "old"


def test_the_default_experiment_of_a_file_is_the_contract_s(run, written, tmp_path):
    assert run(written({}), "--code", tmp_path / "c.py") == (0, "")
    code = (tmp_path / "c.py").read_text()
    assert "torch.manual_seed(0)" in code
    assert "nn.Linear(5, 2)" in code
    assert "nn.init" not in code
    assert "Dropout" not in code


# A link instead of a file:


def packed(content: str) -> str:
    """A link made by the standard library alone."""
    letters = base64.urlsafe_b64encode(zlib.compress(content.encode())).decode()
    return "initlab:" + letters.rstrip("=")


LINK = packed('{"weight_init": {"method": "normal", "std": 0.5}, "run": {"seed": 7}}')


@pytest.mark.parametrize(
    "text", [LINK, LINK.replace("initlab", "INITLAB"), f" {LINK}\n", f"<{LINK}>。"]
)
def test_a_link_is_taken_where_a_file_is(run, tmp_path, text):
    assert run(text, "--code", tmp_path / "c.py", "--weights", tmp_path / "w.safetensors") == (
        0,
        "",
    )
    code = (tmp_path / "c.py").read_text()
    assert "torch.manual_seed(7)" in code
    assert "nn.init.normal_(linear.weight, mean=0.0, std=0.5)" in code
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(7)
        expected = torch.nn.init.normal_(torch.nn.Linear(5, 2).weight, std=0.5)
    assert torch.equal(load_file(tmp_path / "w.safetensors")["weight"], expected)


def test_a_link_is_drawn_and_counted_without_a_display(tmp_path):
    names = {"--stats": tmp_path / "s.json", "--render": tmp_path / "w.png"}
    options = [part for option in names.items() for part in option]
    done = start(LINK, *options, "--size", "1024x720", env={"XDG_CONFIG_HOME": str(tmp_path)})
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    weight = json.loads(names["--stats"].read_text())["weight"]
    assert weight["shape"] == [2, 5]
    assert weight["theory"]["std"] == 0.5
    assert names["--render"].read_bytes()[1:4] == b"PNG"


BAD_LINKS = {  # one of each way; the rest is tested in tests/core/experiment/test_share.py
    "cut": (LINK[:-3], "link", "damaged"),
    "long": ("initlab:" + "A" * 9000, "link", "8,192"),
    "range": (packed('{"dropout": {"p": 2}}'), "dropout.p", "outside 0 to 1"),
}


@pytest.mark.parametrize("name", BAD_LINKS)
def test_a_bad_link_is_one_line(run, tmp_path, name):
    link, key, word = BAD_LINKS[name]
    code, err = run(link, "--stats", tmp_path / "s.json")
    assert code == 2
    assert word in assert_one_line(err, key)
    assert err.startswith(f"initlab: error: {key}: ")
    assert not (tmp_path / "s.json").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="no colon in a file name there")
def test_a_file_whose_name_begins_like_a_link_is_opened_by_its_path(run, written, tmp_path):
    file = written({"run": {"seed": 9}}, "initlab:x.json")
    assert run(file, "--code", tmp_path / "c.py") == (0, "")
    assert "torch.manual_seed(9)" in (tmp_path / "c.py").read_text()


def test_the_dropout_page_adds_its_vector_mask_and_mean_to_the_statistics(run, written, tmp_path):
    file = written({"dropout": {"p": 0.5}, "run": {"seed": 2}})
    assert run(file, "--page", "dropout", "--stats", tmp_path / "s.json") == (0, "")
    stats = json.loads((tmp_path / "s.json").read_text())
    assert set(stats) == {"weight", "bias", "output", "output_dropped", "dropout"}
    dropout = stats["dropout"]
    assert set(dropout) == {"x", "mask", "y", "mean_y", "samples"}
    size = len(dropout["x"])
    assert [len(dropout[name]) for name in ("mask", "y", "mean_y")] == [size] * 3
    assert set(dropout["mask"]) <= {0, 1}
    for x, kept, y in zip(dropout["x"], dropout["mask"], dropout["y"], strict=True):
        assert y == pytest.approx(2 * x * kept, rel=1e-6)  # survivors × 1/(1 − p)


@pytest.fixture
def depth_stats(run, written, tmp_path):
    """What stands under `depth` in the statistics of this experiment."""

    def never(name: str) -> None:
        raise AssertionError(f"{name} is no JSON")

    def call(experiment: Experiment) -> dict[str, Any]:
        file = written(experiment.to_dict())
        assert run(file, "--page", "depth", "--stats", tmp_path / "s.json") == (0, "")
        stats = json.loads((tmp_path / "s.json").read_text(), parse_constant=never)
        assert set(stats) == {"weight", "bias", "output", "output_dropped", "depth"}
        return stats["depth"]

    return call


DEPTHS = {
    "vanishing": deep("normal", std=0.05, activation="tanh", layers=7, seed=3),
    "stable": deep("orthogonal", layers=5, input="digits"),
    "exploding": deep("kaiming_normal", activation="relu", p=0.5, width=128, layers=12, batch=64),
}


@pytest.mark.parametrize("kind", DEPTHS)
def test_the_depth_page_adds_the_rms_that_the_shown_code_leaves(depth_stats, kind):
    experiment = DEPTHS[kind]
    stats = depth_stats(experiment)
    assert set(stats) == {"forward_rms", "backward_rms", "theory_forward_rms", "verdict"}
    left = run_code(experiment)
    assert stats["forward_rms"] == left["forward_rms"]
    assert stats["backward_rms"] == left["backward_rms"]
    assert len(stats["theory_forward_rms"]) == experiment.depth.layers
    assert stats["verdict"] == kind


def test_the_theory_in_the_statistics_is_that_of_he_et_al(depth_stats):
    stats = depth_stats(deep("kaiming_normal", activation="relu"))
    assert stats["theory_forward_rms"] == pytest.approx([math.sqrt(2)] * 6)
    stats = depth_stats(deep("xavier_normal", activation="relu"))
    assert stats["theory_forward_rms"] == pytest.approx([2 ** (-layer / 2) for layer in range(6)])


def test_where_there_is_no_theory_its_numbers_are_null(depth_stats):
    assert depth_stats(deep("ones"))["theory_forward_rms"] == [None] * 6


def test_infinite_and_nan_rms_are_null(depth_stats):
    experiment = deep("normal", std=1.0, width=64, layers=12, dtype="float16")
    stats, left = depth_stats(experiment), run_code(experiment)
    for name in ("forward_rms", "backward_rms"):
        expected = [value if math.isfinite(value) else None for value in left[name]]
        assert stats[name] == expected
        assert None in expected
    assert any(math.isinf(value) for value in left["forward_rms"])
    assert any(math.isnan(value) for value in left["forward_rms"])
    assert stats["verdict"] == "exploding"
    assert depth_stats(deep("zeros"))["forward_rms"] == [0.0] * 6


def test_a_network_that_does_not_fit_says_memory_and_both_numbers(
    run, written, tmp_path, monkeypatch
):
    monkeypatch.setattr(devices, "free_memory", lambda _: 2**30)
    file = written({"depth": {"layers": 100, "width": 1024, "batch": 4096}})
    code, err = run(file, "--page", "depth", "--stats", tmp_path / "s.json")
    assert code == 2
    said = assert_one_line(err, "depth.batch")
    assert "memory" in said
    assert len(re.findall(r"\d[\d.]* [KMGTP]i?B", said)) == 2
    assert not (tmp_path / "s.json").exists()
    # The other pages need none of it.
    assert run(file, "--stats", tmp_path / "s.json") == (0, "")
    assert "depth" not in json.loads((tmp_path / "s.json").read_text())
