"""What a file holds is read or refused in words: its encoding, its JSON, its numbers."""

from __future__ import annotations

import json
import os
import threading
import time
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.experiment import WELCOME, Experiment, files
from core.messages import FileError, InitLabError, InvalidExperiment
from tests.core.experiment.support import file_in
from tests.scale import many

MINIMAL = b'{"initlab": 1}'


def _refused(path: Path | str) -> InitLabError:
    with pytest.raises(InitLabError) as refusal:
        files.load(path)
    text = str(refusal.value)
    assert text.isprintable(), text
    assert len(text) < 500
    return refusal.value


def test_a_byte_order_mark_is_accepted(tmp_path: Path) -> None:
    assert files.load(file_in(tmp_path, b"\xef\xbb\xbf" + MINIMAL)) == Experiment()


def test_spaces_and_line_ends_of_any_system_are_accepted(tmp_path: Path) -> None:
    assert files.load(file_in(tmp_path, b'\r\n\t {"initlab":\r\n1}\r\n ')) == Experiment()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" ",
        b"hello",
        b"{",
        b"[",
        b'{"initlab": 1',
        b'{"initlab": 1, "layer": {"in_fea',
        b"{'initlab': 1}",
        b'{"initlab": 1,}',
        b'{"initlab": 1} {"initlab": 1}',
        b'{"initlab": 01}',
        b'{"initlab": .5}',
        b'{"initlab": 1} // comment',
        b"\x00" * 100,
        b'"\x01"',
        b'{"initlab": 1, "layer": {"activation": "\n"}}',
        bytes(files.dumps(WELCOME)[:200], "utf-8"),
    ],
)
def test_what_is_no_json_is_refused_by_its_file(content: bytes, tmp_path: Path) -> None:
    path = file_in(tmp_path, content)
    refusal = _refused(path)
    assert isinstance(refusal, FileError)
    assert refusal.key == str(path)
    assert "JSON" in str(refusal)


def test_every_truncated_file_is_refused(tmp_path: Path) -> None:
    content = files.dumps(WELCOME).encode()
    for size in range(len(content) - 2):
        assert isinstance(_refused(file_in(tmp_path, content[:size])), FileError)


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe" + '{"initlab": 1}'.encode("utf-16-le"),
        '{"initlab": 1}'.encode("utf-16"),
        '{"initlab": 1, "é": 1}'.encode("latin-1"),
        b'{"initlab": 1, "\xc3\x28": 1}',
        b"\x80\x04\x95pickle",
        bytes(range(256)),
    ],
)
def test_what_is_not_utf_8_is_refused_by_its_file(content: bytes, tmp_path: Path) -> None:
    path = file_in(tmp_path, content)
    refusal = _refused(path)
    assert isinstance(refusal, FileError)
    assert "UTF-8" in str(refusal)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    for path in (tmp_path / "nothing.json", tmp_path / "no" / "folder.json"):
        refusal = _refused(path)
        assert refusal.key == str(path)
        assert "no such file" in str(refusal)


def test_a_folder_is_said(tmp_path: Path) -> None:
    assert "folder" in str(_refused(tmp_path))


def test_an_unreadable_file_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = file_in(tmp_path, MINIMAL)
    path.chmod(0)
    if os.access(path, os.R_OK):  # root may read everything

        def denied(*_: Any, **__: Any) -> Any:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr("builtins.open", denied)
    assert "not permitted" in str(_refused(path))


@pytest.mark.parametrize("name", ["a\x00b", "x" * 5000, "/dev/null/x", "\ud800"])
def test_an_impossible_name_is_said(name: str) -> None:
    assert isinstance(_refused(name), FileError)


def test_100_mb_of_brackets_are_refused_at_once_and_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "x.initlab.json"
    with path.open("wb") as file:
        for _ in range(100):
            file.write(b"[" * 10**6)
    tracemalloc.start()
    started = time.perf_counter()
    try:
        refusal = _refused(path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert isinstance(refusal, FileError)
    assert "too large" in str(refusal)
    assert time.perf_counter() - started < 1.0
    assert peak < 10 * 2**20


@pytest.mark.parametrize("opening", ["[", '{"a":', '{"layer":[', '[{"layer":'])
def test_nesting_of_any_depth_is_refused_in_words(opening: str) -> None:
    """Also where JSON itself is still read, but what reads its result would recurse too deep."""
    closing = "".join({"[": "]", "{": "}"}[c] for c in reversed(opening) if c in "[{")
    for depth in [*range(1, 50), *range(50, 860, 30), *range(860, 1010), 5000, 50_000]:
        text = opening * depth + "1" + closing * depth
        with pytest.raises(InitLabError) as refusal:
            files.parse(text, "deep")
        if depth > 100 and opening == '{"a":':  # a list is none, however deep
            assert "nested" in str(refusal.value)
        inside = f'{{"initlab": 1, "layer": {text}}}'
        with pytest.raises(InitLabError):
            files.parse(inside, "deep")


def test_nesting_that_only_json_can_follow_is_refused_in_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As Python 3.12 reads it."""
    nested: Any = files._Duplicates()
    for _ in range(5000):
        nested = files._Duplicates(layer=nested)
    monkeypatch.setattr(json, "loads", lambda *_, **__: nested)
    with pytest.raises(FileError, match="nested"):
        files.parse("", "deep")


def test_nesting_is_refused_on_a_thread_with_a_small_stack() -> None:
    """The worker's stack is not the main thread's."""
    raised: list[BaseException] = []

    def work() -> None:
        try:
            files.parse('{"a":' * 100_000, "deep")
        except InitLabError as error:
            raised.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert len(raised) == 1


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('{"initlab": 1, "initlab": 1}', "initlab"),
        ('{"initlab": 1, "layer": {}, "layer": {}}', "layer"),
        ('{"initlab": 1, "run": {"seed": 1, "seed": 1}}', "run.seed"),
        (
            '{"initlab": 1, "weight_init": {"method": "ones", "method": "ones"}}',
            "weight_init.method",
        ),
        ('{"initlab": 1, "run": {"seed": {"a": {"b": 1, "b": 2}}}}', "run.seed.a.b"),
        ('{"initlab": 1, "run": {"\\u0073eed": 1, "seed": 1}}', "run.seed"),
        ('{"x": {"y": 1, "y": 2}}', "x.y"),
    ],
)
def test_a_key_that_stands_twice_is_refused_by_its_place(text: str, key: str) -> None:
    with pytest.raises(InvalidExperiment, match="twice") as refusal:
        files.parse(text, "text")
    assert refusal.value.key == key


def test_a_duplicate_inside_a_list_is_refused_too() -> None:
    for text in (
        '{"initlab": 1, "run": {"seed": [{"b": 1, "b": 2}]}}',
        '[{"initlab": 1, "initlab": 1}]',
    ):
        with pytest.raises(InvalidExperiment):
            files.parse(text, "text")


@pytest.mark.parametrize("number", ["1e400", "-1e400", "NaN", "Infinity", "-Infinity", "1e99999"])
def test_a_number_that_is_not_finite_is_refused_by_its_key(number: str) -> None:
    for section, name in (
        ("weight_init", "gain"),
        ("dropout", "p"),
        ("layer", "in_features"),
        ("run", "seed"),
    ):
        method = '"method": "xavier_normal", ' if section == "weight_init" else ""
        text = f'{{"initlab": 1, "{section}": {{{method}"{name}": {number}}}}}'
        with pytest.raises(InvalidExperiment) as refusal:
            files.parse(text, "text")
        assert refusal.value.key == f"{section}.{name}"


@pytest.mark.parametrize("digits", [400, 4000, 5000, 100_000])
def test_a_number_of_any_length_is_refused(digits: int) -> None:
    for key in ('"run": {"seed"', '"weight_init": {"method": "constant", "val"'):
        started = time.perf_counter()
        with pytest.raises(InitLabError) as refusal:
            files.parse(f'{{"initlab": 1, {key}: {"9" * digits}}}}}', "text")
        assert len(str(refusal.value)) < 300
        assert time.perf_counter() - started < 1.0


@settings(max_examples=many(300, 1_500, 15_000))
@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda s: s.encode("utf-8", "replace")))
def test_any_bytes_are_refused_in_words(content: bytes) -> None:
    with pytest.raises(InitLabError) as refusal:
        files.parse(content.decode("utf-8", "replace"), "text")
    assert str(refusal.value).isprintable()


@settings(max_examples=many(200, 1_000, 10_000))
@given(st.data())
def test_a_damaged_file_is_refused_or_read(data: st.DataObject) -> None:
    """One character of a good file replaced by another."""
    text = files.dumps(WELCOME)
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from('{}[]",:0123456789eE+-. \n\\truefalsnx\x00é'))
    try:
        described = files.parse(text[:place] + other + text[place + 1 :], "text")
    except InitLabError as refusal:
        assert str(refusal).isprintable()
    else:
        assert Experiment.from_dict(described.to_dict()) == described
