"""The names under which the window saves: one rule for each of its dialogs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox

from core.experiment import files
from tests.gui.support import PATIENCE, find, set_control, small

PNG, SVG = "PNG (*.png)", "SVG (*.svg)"
BEGINS = {
    ".png": b"\x89PNG",
    ".svg": b"<?xml",
    ".csv": b"low,high",
    ".py": b"import torch",
    ".json": b'{"initlab"',
}


@pytest.fixture
def dialog(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the dialog answers, with the kind that was chosen in it; what it suggested."""
    found: dict[str, Any] = {"name": "", "kind": "", "answer": None}

    def ask(_parent: object, _title: str, suggestion: str, kinds: str) -> tuple[str, str]:
        found.update(suggestion=suggestion, kinds=kinds.split(";;"))
        return str(found["name"]), found["kind"] or found["kinds"][0]

    def question(*_: object) -> Any:
        found["asked"] = True
        return found["answer"] or QMessageBox.StandardButton.Cancel

    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(ask))
    monkeypatch.setattr(QMessageBox, "question", staticmethod(question))
    return found


def trigger(shown: Any, action: str) -> None:
    """An entry of the window, or the table of the first plot."""
    if action == "table":
        (found,) = [
            a for a in shown.actions_.menu("export").actions() if a.text().startswith("Weight hist")
            and "CSV" in a.text()
        ]  # fmt: skip
        found.trigger()
    else:
        shown.actions_[action].trigger()


CASES = [
    ("export.picture", "fig v1.2", SVG, "fig v1.2.svg"),
    ("export.picture", "fig v1.2", PNG, "fig v1.2.png"),
    ("export.picture", "fig.svg", PNG, "fig.svg"),
    ("export.picture", "FIG.PNG", SVG, "FIG.PNG"),
    ("export.code", "run v1.2", "", "run v1.2.py"),
    ("table", "run v1.2", "", "run v1.2.csv"),
    ("save_as", "p = 0.5", "", "p = 0.5.initlab.json"),
    ("save_as", "p = 0.5", "JSON (*.json)", "p = 0.5.json"),
]


@pytest.mark.parametrize(("action", "typed", "kind", "written"), CASES)
def test_what_is_written_is_what_the_ending_says(
    window: Any, dialog: dict[str, Any], tmp_path: Path,
    action: str, typed: str, kind: str, written: str,
) -> None:  # fmt: skip
    shown = window(small())
    dialog.update(name=tmp_path / typed, kind=kind)
    trigger(shown, action)
    assert os.listdir(tmp_path) == [written]
    assert (tmp_path / written).read_bytes().startswith(BEGINS[Path(written).suffix.lower()])


def test_weights_too(window: Any, qtbot: Any, dialog: dict[str, Any], tmp_path: Path) -> None:
    shown = window(small())
    dialog["name"] = tmp_path / "w v1.2"
    with qtbot.waitSignal(shown.runner.background_done, timeout=PATIENCE):
        trigger(shown, "export.weights")
    assert os.listdir(tmp_path) == ["w v1.2.safetensors"]


@pytest.mark.parametrize(
    "action", ["export.picture", "table", "export.weights", "export.code", "save_as"]
)
@pytest.mark.parametrize("ending", [".jpg", ".xlsx", ".pt"])
def test_an_ending_that_would_lie_is_refused_in_a_sentence(
    window: Any, dialog: dict[str, Any], tmp_path: Path, action: str, ending: str
) -> None:
    shown = window(small())
    dialog["name"] = tmp_path / f"x{ending}"
    trigger(shown, action)
    assert shown.message.isVisible()
    assert f"not {ending}" in shown.message.text.text()
    assert os.listdir(tmp_path) == []
    assert not shown.exporter.is_busy


def test_the_kind_chosen_in_the_dialog_counts_for_the_name_that_it_suggests(
    window: Any, dialog: dict[str, Any]
) -> None:
    shown = window(small())
    trigger(shown, "export.picture")
    assert len(dialog["kinds"]) > 1
    assert "." not in dialog["suggestion"]
    trigger(shown, "export.code")
    assert dialog["suggestion"].endswith(".py")


@pytest.mark.parametrize("action", ["export.code", "table", "export.picture", "export.weights"])
@pytest.mark.parametrize("way", ["hard", "symbolic"])
def test_nothing_is_exported_over_the_file_that_is_open(
    window: Any, dialog: dict[str, Any], tmp_path: Path, action: str, way: str
) -> None:
    path = tmp_path / "mine.initlab.json"
    files.save(small(), path)
    shown = window(small(), path=path)
    ending = {"export.code": "py", "table": "csv", "export.picture": "png"}.get(action)
    link = tmp_path / f"link.{ending or 'safetensors'}"
    if way == "hard":
        os.link(path, link)
    else:
        link.symlink_to(path)
    dialog["name"] = link
    trigger(shown, action)
    assert shown.message.isVisible()
    assert "open here" in shown.message.text.text()
    assert files.load(path) == small()
    assert files.load(link) == small()


def test_the_open_file_itself_can_be_saved_to(
    window: Any, dialog: dict[str, Any], tmp_path: Path
) -> None:
    path = tmp_path / "mine.initlab.json"
    files.save(small(), path)
    shown = window(small(), path=path)
    set_control(find(shown, "dropout.p"), 0.5)
    dialog["name"] = path
    trigger(shown, "save_as")
    assert files.load(path).dropout.p == 0.5
    assert "asked" not in dialog
