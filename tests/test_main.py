"""The command line, as a person or a script calls it: design, section 4.2."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file
from torch import nn

ROOT = Path(__file__).parents[1]

NO_DISPLAY = {
    key: value
    for key, value in os.environ.items()
    if key not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
}

SUMMARY = {
    "shape",
    "count",
    "mean",
    "std",
    "min",
    "max",
    "nan",
    "inf",
    "histogram",
    "theory",
    "p_value",
}


def initlab(*arguments: object, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run main.py in a process of its own, without a display."""
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *map(str, arguments)],
        capture_output=True,
        text=True,
        env=NO_DISPLAY | {"XDG_CONFIG_HOME": str(folder)},
        cwd=folder,
        timeout=100,
        check=False,
    )


def in_process(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    """Exit code and stderr of `main.main`, which is quicker than a process."""
    import main

    try:
        code = main.main([str(argument) for argument in arguments])
    except SystemExit as end:
        code = int(end.code or 0)
    return code, capsys.readouterr().err


def write(folder: Path, **sections: Any) -> Path:
    """An experiment file of the contract's form."""
    path = folder / "experiment.initlab.json"
    path.write_text(json.dumps({"initlab": 1, **sections}))
    return path


def test_one_call_without_a_display_writes_all_four_files(tmp_path: Path) -> None:
    done = initlab(
        *("--render", "out.png", "--stats", "s.json"),
        *("--weights", "w.safetensors", "--code", "c.py", "--size", "1100x740"),
        folder=tmp_path,
    )
    assert (done.returncode, done.stderr) == (0, "")
    header = (tmp_path / "out.png").read_bytes()[:24]
    assert header.startswith(b"\x89PNG")
    assert int.from_bytes(header[16:20]) == 1100
    assert int.from_bytes(header[20:24]) == 740
    weights = load_file(tmp_path / "w.safetensors")
    stats = json.loads((tmp_path / "s.json").read_text())
    assert set(stats) == {"weight", "bias", "output", "output_dropped"}
    for part in stats.values():
        assert set(part) == SUMMARY
        assert sum(part["histogram"]["counts"]) == part["count"] - part["nan"] - part["inf"]
    assert stats["weight"]["mean"] == pytest.approx(float(weights["weight"].double().mean()))

    check = (
        f"exec(open({str(tmp_path / 'c.py')!r}).read())\n"
        "from safetensors.torch import load_file\n"
        f"saved = load_file({str(tmp_path / 'w.safetensors')!r})\n"
        "assert torch.equal(saved['weight'], linear.weight)\n"
        "assert torch.equal(saved['bias'], linear.bias)\n"
        "print(float((y == 0).double().mean()), float(y.double().std(correction=0)))\n"
    )
    run = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    dropped, std = (float(word) for word in run.stdout.split())
    zero = stats["output_dropped"]
    assert dropped == pytest.approx(0.5, abs=0.02)
    assert zero["std"] == pytest.approx(std, rel=1e-6)


def test_the_weights_are_torchs_in_the_runs_dtype(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(
        tmp_path,
        layer={"in_features": 7, "out_features": 3, "bias": False},
        weight_init={"method": "kaiming_uniform", "nonlinearity": "relu"},
        run={"dtype": "float16", "seed": 11},
    )
    out = tmp_path / "w.safetensors"
    assert in_process(capsys, path, "--weights", out) == (0, "")
    torch.manual_seed(11)
    linear = nn.Linear(7, 3, bias=False, dtype=torch.float16)
    nn.init.kaiming_uniform_(linear.weight, nonlinearity="relu")
    saved = load_file(out)
    assert list(saved) == ["weight"]
    assert saved["weight"].dtype == torch.float16
    assert torch.equal(saved["weight"], linear.weight)


@pytest.mark.parametrize(
    ("sections", "key"),
    [
        ({"layer": {"in_features": 0}}, "layer.in_features"),
        ({"layer": {"in_features": -5}}, "layer.in_features"),
        ({"layer": {"out_features": 2.5}}, "layer.out_features"),
        ({"layer": {"bias": 1}}, "layer.bias"),
        ({"layer": {"activation": "sine"}}, "layer.activation"),
        ({"layer": {"depth": 3}}, "layer.depth"),
        ({"weight_init": {"method": "magic"}}, "weight_init.method"),
        ({"weight_init": {"method": "zeros", "gain": 1.0}}, "weight_init.gain"),
        ({"weight_init": {"method": "uniform", "a": 3.0}}, "weight_init.a"),
        ({"weight_init": {"method": "xavier_normal", "gain": -1}}, "weight_init.gain"),
        ({"bias_init": {"method": "orthogonal"}}, "bias_init.method"),
        ({"dropout": {"p": 1.5}}, "dropout.p"),
        ({"dropout": {"p": "half"}}, "dropout.p"),
        ({"run": {"device": "cuda:99"}}, "run.device"),
        ({"run": {"dtype": "int8"}}, "run.dtype"),
        ({"run": {"seed": -1}}, "run.seed"),
        ({"extra": {}}, "extra"),
        ({"layer": []}, "layer"),
    ],
)
def test_a_bad_value_is_one_line_with_its_dotted_key(
    sections: dict[str, Any], key: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = in_process(capsys, write(tmp_path, **sections), "--stats", tmp_path / "s.json")
    assert code == 2
    assert said.startswith(f"initlab: error: {key}: ")
    assert said.count("\n") == 1
    assert not (tmp_path / "s.json").exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not json",
        b'{"initlab": 1',
        b"\xff\xfe\x00",
        b"[" * 200_000,
        b'{"initlab": 1, "layer": {"in_features": 1e400}}',
        b'{"initlab": 1, "dropout": {"p": NaN}}',
        b'{"initlab": 1, "initlab": 1}',
        b'{"initlab": 1, "run": {"seed": ' + b"9" * 5000 + b"}}",
        b"null",
        b'{"layer": {}}',
    ],
)
def test_a_file_that_is_no_experiment_is_one_line(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bad.initlab.json"
    path.write_bytes(content)
    code, said = in_process(capsys, path, "--code", tmp_path / "c.py")
    assert code == 2
    assert said.startswith("initlab: error: ")
    assert said.count("\n") == 1
    assert "Traceback" not in said


def test_a_hundred_megabytes_of_brackets_are_refused_unread(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "deep.initlab.json"
    with path.open("wb") as file:
        for _ in range(100):
            file.write(b"[" * 1_000_000)
    code, said = in_process(capsys, path, "--code", tmp_path / "c.py")
    assert code == 2
    assert "too large" in said


def test_a_missing_file_and_a_folder_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in (tmp_path / "missing.json", tmp_path):
        code, said = in_process(capsys, path, "--code", tmp_path / "c.py")
        assert code == 2
        assert str(path) in said


def test_what_does_not_fit_says_memory_and_the_numbers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, layer={"in_features": 1_048_576, "out_features": 1_048_576})
    code, said = in_process(capsys, path, "--stats", tmp_path / "s.json")
    assert code == 2
    assert "memory" in said
    assert "4.0 TiB" in said  # 2^20 · 2^20 · 4 bytes


def test_what_a_dtype_cannot_do_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, weight_init={"method": "orthogonal"}, run={"dtype": "float16"})
    code, said = in_process(capsys, path, "--weights", tmp_path / "w.safetensors")
    assert code == 2
    assert said.startswith("initlab: error: weight_init.method: ")
    assert "float16" in said


@pytest.mark.parametrize("option", ["--stats", "--weights", "--code"])
def test_a_place_that_cannot_be_written_is_named(
    option: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "nowhere" / "file"
    code, said = in_process(capsys, option, target)
    assert code == 2
    assert str(target) in said
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["--size", "large"],
        ["--size", "10x10"],
        ["--language", "fr"],
        ["--theme", "pink"],
        ["--page", "moon"],
        ["--unknown"],
        ["one.json", "two.json"],
    ],
)
def test_an_option_that_is_wrong_is_one_line(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = in_process(capsys, *arguments)
    assert code == 2
    assert said.startswith("initlab: error: ")
    assert said.count("\n") == 1


def test_without_a_display_the_window_is_not_tried(tmp_path: Path) -> None:
    if not sys.platform.startswith("linux"):
        return
    done = initlab(folder=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("initlab: error: display: ")
    assert done.stderr.count("\n") == 1


def test_the_pages_languages_and_themes_are_those_of_the_window() -> None:
    import main
    from gui.i18n import LANGUAGES
    from gui.pages import PAGES
    from gui.theme import THEMES

    assert tuple(page.key for page in PAGES) == main.PAGE_KEYS
    assert tuple(LANGUAGES) == main.LANGUAGES
    assert main.THEMES == THEMES
