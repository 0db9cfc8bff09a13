"""What the command line refuses, and in which words: one line, exit code 2, nothing written."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.command_line.support import ROOT, TOO_LARGE, assert_one_line, start


def test_a_window_without_a_display_is_refused_with_what_to_do_instead():
    done = start()
    assert done.returncode == 2
    assert "--render" in assert_one_line(done.stderr, "display")


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


def test_a_failed_run_leaves_the_old_file_whole(run, written, tmp_path):
    kept = tmp_path / "s.json"
    kept.write_text("old")
    assert run(written(TOO_LARGE), "--stats", kept)[0] == 2
    assert kept.read_text() == "old"
