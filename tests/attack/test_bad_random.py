"""Thousands of broken files, lessons and links: one sentence, or the same experiment back."""

from __future__ import annotations

import contextlib
import io
import json
import re
from collections import UserDict
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication

import main
from core.experiment import Experiment, share
from core.lessons import lesson
from core.messages import InitLabError
from tests.attack import hostile
from tests.attack.bounds import assert_one_sentence, attack
from tests.gui.support import small

pytestmark = pytest.mark.drawn

MISSING = {
    "layer": {"in_features": 5, "out_features": 2, "bias": True, "activation": "identity"},
    "dropout": {"p": 0.0, "training": True},
    "run": {"device": "cpu", "dtype": "float32", "seed": 0},
    "depth": {"layers": 20, "width": 256, "batch": 256},
}
"""What a missing key takes: the design, section 4.1."""


def assert_same(found: Experiment, given: Any) -> None:
    """Every value that was given is there, and what was not is the default; nothing is lost."""
    said = found.to_dict()
    assert said["initlab"] == 1
    for section, defaults in MISSING.items():
        values = {k: v.strip() if k == "vector" else v for k, v in given.get(section, {}).items()}
        for key, value in (defaults | values).items():
            assert found.value(f"{section}.{key}") == value, f"{section}.{key}"
    for section in ("weight_init", "bias_init"):
        for key, value in ({"method": "default"} | dict(given.get(section, {}))).items():
            assert said[section][key] == value, f"{section}.{key}"
    assert Experiment.from_dict(json.loads(json.dumps(said))) == found


BEYOND_JSON: st.SearchStrategy[Any] = st.sampled_from(
    [
        *(10**5000, -(10**5000), 1j, b"relu", object(), {1, 2}, (1, 2), range(3), Ellipsis, int),
        *(np.int64(3), np.float32(0.5), np.float64(0.5), np.bool_(True), np.str_("relu")),
        *(np.ones(2), np.array(["cpu"]), np.nan, {1: 2}, {None: 3}, {(1, 2): 3}, {10**5000: 1}),
        *(UserDict({"p": 0.5}), MappingProxyType({"seed": 3}), UserDict({1: 2})),
    ]
)
ODD_KEYS: st.SearchStrategy[Any] = st.sampled_from([1, None, (1, 2), 10**5000, 0.5, b"layer", True])


def test_a_dict_is_an_experiment_or_one_sentence() -> None:
    def check(case: hostile.Case) -> None:
        try:
            found = Experiment.from_dict(case.value)
        except InitLabError as error:
            assert not case.whole
            assert_one_sentence(error)
        else:
            assert_same(found, case.value)

    values = hostile.JSON_VALUES | BEYOND_JSON
    attack(hostile.dicts(values, hostile.KEYS | ODD_KEYS), check, 150, 4000)


def test_a_change_of_one_value_is_made_or_refused_in_one_sentence() -> None:
    def check(change: tuple[Any, Any]) -> None:
        before = Experiment()
        try:
            after = before.with_value(*change)
        except InitLabError as error:
            assert_one_sentence(error)
            assert before == Experiment()
        else:
            given = change[1].strip() if isinstance(change[1], str) else change[1]
            assert after.value(change[0]) == given

    names = st.sampled_from([f"{s}.{k}" for s, ks in MISSING.items() for k in ks])
    odd = st.sampled_from([".", "layer", "layer.", ".p", "weight_init.x.method", "run.seed.x"])
    values = hostile.JSON_VALUES | BEYOND_JSON
    attack(st.tuples(names | odd | hostile.KEYS | ODD_KEYS, values), check, 60, 1500)


@pytest.fixture
def command(tmp_path: Path) -> Any:
    """`python main.py arguments --code OUT`: the one line on stderr, or "" and what was written."""
    out = tmp_path / "out.py"

    def call(*arguments: Any) -> tuple[str, str]:
        out.unlink(missing_ok=True)
        stderr = io.StringIO()
        with contextlib.redirect_stderr(stderr):
            try:
                code = main.main([*map(str, arguments), "--code", str(out)])
            except SystemExit as stop:
                code = int(stop.code or 0)
        line = stderr.getvalue()
        if code == 0:
            assert line == ""
            return "", out.read_text("utf-8")
        assert code == 2
        assert not out.exists()
        assert re.fullmatch(r"initlab: error: .*?\S.*?: .*\S.*\n", line), line
        assert line[:-1].isprintable(), repr(line)
        assert len(line) < 900
        return line, ""

    return call


def assert_code_of(code: str, given: Any) -> None:
    seed = given.get("run", {}).get("seed", 0)
    layer = MISSING["layer"] | given.get("layer", {})
    assert f"torch.manual_seed({seed})" in code
    assert re.search(rf"nn\.Linear\({layer['in_features']}, {layer['out_features']}\b", code), code


def test_the_command_line_refuses_a_bad_file_in_one_line(command: Any, tmp_path: Path) -> None:
    path = tmp_path / "x.initlab.json"

    def check(case: hostile.Case) -> None:
        path.write_bytes(case.value)
        line, code = command(path)
        if line:
            assert not case.whole
        else:
            assert_code_of(code, json.loads(case.value.decode("utf-8-sig")))

    attack(hostile.experiment_files(), check, 120, 2500)


def test_the_command_line_refuses_a_bad_lesson_with_its_line(command: Any, tmp_path: Path) -> None:
    path = tmp_path / "x.md"

    def check(case: hostile.Case) -> None:
        path.write_bytes(case.value)
        line, code = command("--lesson", path)
        if line:
            assert not case.whole
            assert re.match(rf"initlab: error: (x\.md:\d+|{re.escape(str(path))}): ", line), line
        else:
            assert "torch.manual_seed(0)" in code

    attack(hostile.lessons(), check, 90, 2000)


def test_the_command_line_refuses_a_bad_link_in_one_line(command: Any) -> None:
    def check(case: hostile.Case) -> None:
        if not share.is_link(case.value):  # it would be the name of a file
            return
        line, code = command(case.value)
        if case.whole:
            letters = "".join(case.value.split())
            assert_code_of(code, share.experiment(letters).to_dict())
        else:
            assert line or code

    attack(hostile.links(), check, 40, 1000)


def state(window: Any) -> dict[str, Any]:
    """Everything that a refused file must leave alone."""
    history, presenter = window.model.history, window.lessons.presenter
    kept = QSettings("InitLab", "InitLab")
    return {
        "experiment": window.experiment(),
        "history": (history.count(), history.index(), history.isClean()),
        "document": (window.document.path, window.document.modified),
        "lesson": (presenter.lesson, presenter.path, presenter.at),
        "title": window.windowTitle(),
        "recent": window.settings.recent(),
        "settings": {key: kept.value(key) for key in kept.allKeys()},
    }


def _dropped(window: Any, data: QMimeData) -> None:
    """Drag over the window, and let go if it takes that."""
    where, copy = QPointF(50, 50), Qt.DropAction.CopyAction
    held = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(where.toPoint(), copy, data, *held)
    enter.ignore()
    QApplication.sendEvent(window, enter)
    if enter.isAccepted():
        QApplication.sendEvent(window, QDropEvent(where, copy, data, *held))


def test_the_window_says_one_sentence_and_stays_as_it_was(window: Any, tmp_path: Path) -> None:
    shown = window(small())
    shown.document.may_leave = lambda: True
    shown.lessons.presenter.glide.duration = 0

    def feed(kind: str, way: str, value: Any) -> None:
        data = QMimeData()
        if kind == "link":
            data.setText(value)
            if way == "opened":
                shown.sharing.open_text(value)
            elif way == "dropped":
                _dropped(shown, data)
            else:
                QGuiApplication.clipboard().setText(value)
                shown.sharing.open_clipboard()
            return
        path = tmp_path / ("x.md" if kind == "lesson" else "x.initlab.json")
        path.write_bytes(value)
        data.setUrls([QUrl.fromLocalFile(str(path))])
        if way == "dropped":
            _dropped(shown, data)
        else:
            shown.opener.open_path(str(path))

    refused: list[InitLabError] = []
    for source in (shown.document, shown.sharing, shown.lessons.presenter):
        source.failed.connect(refused.append)

    def check(given: tuple[str, str, hostile.Case]) -> None:
        kind, way, case = given
        before = state(shown)
        refused.clear()
        shown.message.set_message("")
        feed(kind, way, case.value)
        QApplication.processEvents()
        if refused:
            (error,) = refused
            assert not case.whole
            assert_one_sentence(error)
            assert shown.message.text.text() == str(error)
            assert shown.message.isVisible()
            assert state(shown) == before
        elif case.whole and kind == "file":
            assert_same(shown.experiment(), json.loads(case.value))
        elif case.whole and kind == "link":
            assert shown.experiment() == share.experiment(case.value)
        elif case.whole:
            assert shown.lessons.presenter.lesson == lesson.load(tmp_path / "x.md")

    cases = {
        "file": hostile.experiment_files(),
        "lesson": hostile.lessons(),
        "link": hostile.links(),
    }
    fed = st.sampled_from(list(cases)).flatmap(
        lambda kind: st.tuples(
            st.just(kind), st.sampled_from(["opened", "dropped", "pasted"]), cases[kind]
        )
    )
    attack(fed, check, 60, 1500)
    QGuiApplication.clipboard().clear()
