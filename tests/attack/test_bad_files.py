"""Files that are no files, names that are no names, and what JSON can do at its worst."""

from __future__ import annotations

import enum
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import main
from core.experiment import Experiment, files, share
from core.lessons import lesson
from core.messages import InitLabError, InvalidExperiment, printable, shown
from tests.attack import hostile
from tests.attack.bounds import assert_one_sentence, within_bounds
from tests.gui.support import small

ROOT = Path(__file__).parents[2]
POSIX = pytest.mark.skipif(os.name != "posix", reason="these are found on POSIX alone")


def refused(call: Any, *arguments: Any) -> InitLabError:
    """The one sentence of a refusal, which comes at once and in little memory."""
    with within_bounds(call), pytest.raises(InitLabError) as refusal:
        call(*arguments)
    assert_one_sentence(refusal.value)
    return refusal.value


# What is opened:


@pytest.fixture(params=["pipe", "socket", "device", "empty device"])
def no_file(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """Something that can be opened and has no end, or never begins."""
    path = tmp_path / "x"
    if request.param == "pipe":
        os.mkfifo(path)
        yield path
    elif request.param == "socket":
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(str(path))
            yield path
    else:
        yield Path("/dev/zero" if request.param == "device" else os.devnull)


@POSIX
def test_what_is_no_file_is_refused_without_waiting(no_file: Path) -> None:
    for load in (files.load, lesson.load):
        assert "not a file" in str(refused(load, no_file))


@POSIX
def test_the_program_itself_does_not_wait_for_a_pipe(tmp_path: Path) -> None:
    for name, option in (("x.initlab.json", []), ("x.md", ["--lesson"])):
        os.mkfifo(tmp_path / name)
        command = [sys.executable, str(ROOT / "main.py"), *option, str(tmp_path / name)]
        done = subprocess.run(
            [*command, "--code", str(tmp_path / "c.py")],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert (done.returncode, done.stdout) == (2, "")
        line = f"initlab: error: {re.escape(str(tmp_path / name))}: not a file .+\n"
        assert re.fullmatch(line, done.stderr), done.stderr


@POSIX
def test_the_window_does_not_wait_for_a_pipe(window: Any, tmp_path: Path) -> None:
    opened = window(small())
    for name in ("x.initlab.json", "x.md"):
        os.mkfifo(tmp_path / name)
        with within_bounds(name):
            opened.opener.open_path(str(tmp_path / name))
        assert "not a file" in opened.message.text.text()
        assert opened.experiment() == small()


def test_a_pipe_that_takes_the_place_of_a_file_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look at the file and its opening."""
    if os.name != "posix":
        pytest.skip("no pipes among files")
    os.mkfifo(tmp_path / "x")
    plain = os.stat(__file__)
    monkeypatch.setattr(os, "stat", lambda *_, **__: plain)
    assert "not a file" in str(refused(files.load, tmp_path / "x"))


def test_a_gigabyte_that_is_only_declared_is_refused_unread(tmp_path: Path) -> None:
    for load, name in ((files.load, "x.initlab.json"), (lesson.load, "x.md")):
        with (tmp_path / name).open("wb") as file:
            file.truncate(2**30)
        assert "too large" in str(refused(load, tmp_path / name))


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux")
@pytest.mark.parametrize("name", ["/proc/self/mem", "/proc/self/status", "/proc/kmsg"])
def test_a_file_of_the_system_is_refused(name: str) -> None:
    for load in (files.load, lesson.load):
        refused(load, name)


@pytest.mark.parametrize("name", ["", " ", "a\nb", "\x00", "\ud800", "x" * 5000, "\u202ea", "{0}"])
def test_a_name_that_no_file_has_is_said_on_one_line(
    name: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out = str(tmp_path / "c.py")
    files_named = ([name], ["--lesson", name], ["--lesson", f"{name}.md"])
    for arguments in (*files_named, ["--size", name], [f"--unknown={name}"], ["x", f"{name}x"]):
        with within_bounds(arguments):
            try:
                code = main.main([*arguments, "--code", out])
            except SystemExit as stop:
                code = int(stop.code or 0)
        line = capsys.readouterr().err
        assert code == 2
        assert re.fullmatch(r"initlab: error: .*\S.*: .*\S.*\n", line), line
        assert line[:-1].isprintable()
        assert len(line) < 800


def test_a_lesson_beside_an_experiment_is_refused_by_a_printable_name(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    files.save(Experiment(), tmp_path / "x.json")
    assert main.main([str(tmp_path / "x.json"), "--lesson", "a\x1b[31m.md"]) == 2
    line = capsys.readouterr().err
    assert line.startswith("initlab: error: a\\x1b[31m.md: ")
    assert line[:-1].isprintable()


# What stands inside:


def test_a_key_that_stands_twice_deep_inside_is_named_briefly() -> None:
    for key in ("a", "k" * 60):
        for depth in (1, 3, 90):
            text = f'{{"{key}":' * depth + '{"x":1,"x":2}' + "}" * depth
            error = refused(files.parse, text, "x")
            assert isinstance(error, InvalidExperiment)
            assert "twice" in str(error.text)
            assert len(error.key) <= 120
    assert refused(files.parse, '{"a":{"b":{"x":1,"x":2}}}', "x").key == "a.b.x"


def test_a_wide_and_deep_file_is_refused_in_time() -> None:
    """Each of 60,000 keys once had the 50,000 characters of those above it copied in front."""
    wide = ",".join(f'"{n:x}":{{}}' for n in range(60_000))
    refused(files.parse, f'{{"{"k" * 60}":' * 90 + f"{{{wide}}}" + "}" * 90, "x")


def test_a_key_that_cannot_be_seen_is_shown_between_quotes() -> None:
    for key, seen in (("", '""'), ("  ", '"  "')):
        assert refused(Experiment.from_dict, {"initlab": 1, key: {}}).key == seen
        assert refused(Experiment.from_dict, {"initlab": 1, "run": {key: 1}}).key == f"run.{seen}"
    assert printable("a b") == "a b"


KEYS = {"1": 1, "null": None, "huge": 10**5000, "tuple": (1, 2), "bytes": b"layer", "true": True}


@pytest.mark.parametrize("name", KEYS)
def test_a_key_that_is_no_text_is_refused_like_any_other(name: str) -> None:
    key: Any = KEYS[name]
    assert refused(Experiment.from_dict, {"initlab": 1, key: {}}).key == shown(key)
    for section in Experiment().to_dict().keys() - {"initlab"}:
        error = refused(Experiment.from_dict, {"initlab": 1, section: {key: 1}})
        assert error.key == f"{section}.{shown(key)}"
    assert "no such key" in str(refused(Experiment().with_value, key, 1))


def test_numbers_and_names_become_python_s_own() -> None:
    """An enumeration's member or NumPy's string is equal to ours; in code it prints differently."""

    class Two(enum.IntEnum):
        TWO = 2

    changed = Experiment().with_values(
        {
            "layer.in_features": Two.TWO,
            "layer.activation": np.str_("relu"),
            "dropout.p": np.float64(),
        }
    )
    kinds = [type(changed.value(k)) for k in ("layer.in_features", "layer.activation", "dropout.p")]
    assert kinds == [int, str, float]


def test_a_vector_that_is_none_is_refused_briefly() -> None:
    for vector in ("1" * hostile.MEGABYTE, "1," * 500_000, "²", "1__000", "0x1", ","):
        assert refused(Experiment().with_value, "dropout.vector", vector).key == "dropout.vector"


# Links:

PLAIN = hostile.link_of(b'{"run":{"seed":5}}')


@pytest.mark.parametrize("change", [change for _, change in hostile.LINKS])
def test_a_bad_link_is_refused_in_little_memory(change: Any) -> None:
    assert refused(share.experiment, change(PLAIN)).key == "link"


def test_a_link_survives_the_line_breaks_of_a_mail() -> None:
    for at in range(8, len(PLAIN)):
        for between in (" ", "\n", "\r\n  ", "\u2028", "\u00a0"):
            assert share.experiment(PLAIN[:at] + between + PLAIN[at:]).run.seed == 5


# What a person sees:


def test_html_in_a_value_is_shown_as_it_is_written(window: Any, tmp_path: Path) -> None:
    """As rich text it would fetch a picture from any path, and wait for one that is a pipe."""
    opened = window(small())
    path = tmp_path / "x.initlab.json"
    for value in ("<b>relu</b>", "<img src='x.png'>", "&lt;b&gt;"):
        path.write_text(f'{{"initlab": 1, "layer": {{"activation": "{value}"}}}}', "utf-8")
        opened.opener.open_path(str(path))
        label = opened.message.text
        label.setSelection(0, len(label.text()))
        assert label.selectedText() == label.text()
        assert value in label.text()
