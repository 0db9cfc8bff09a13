"""A page is a folder in core, a folder in gui/pages and one line in the table, and nothing else."""

from __future__ import annotations

import gc
import importlib.util
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QToolButton, QVBoxLayout

import main
from core.context import SILENT, Context, Pictures
from core.experiment import WELCOME, Experiment
from core.lessons import lesson, numbers
from core.messages import Message
from core.pages import PAGES, PageInfo
from gui.files.formats import svg
from gui.files.handout import Handout
from gui.pages.page import Page
from tests.gui.pictures import words
from tests.gui.support import find, settling

SCREENSHOTS = Path(__file__).parents[3] / "tools" / "screenshots.py"
LESSON = '+++\nlesson = 1\ntitle = "Sum"\npage = "dummy"\n[[step]]\n+++\nFan-in and fan-out.\n'


@dataclass(frozen=True)
class Result:
    experiment: Experiment
    total: int
    notes: tuple[Message, ...] = ()
    complete: bool = True

    @property
    def code(self) -> str:
        return f"total = {self.total}\n"


def run(experiment: Experiment, context: Context = SILENT) -> Pictures[Result]:
    yield Result(experiment, experiment.layer.in_features + experiment.layer.out_features)


class DummyPage(Page):
    restart = ("layer",)

    def __init__(self) -> None:
        super().__init__()
        self.drawn: Result | None = None
        self.label = QLabel()
        QVBoxLayout(self).addWidget(self.label)

    @staticmethod
    def task(experiment: Experiment) -> Callable[[Context], Pictures[Result]]:
        return partial(run, experiment)

    def show_result(self, result: Result) -> None:
        self.drawn = result
        self.label.setText(str(result.total))

    def result(self) -> Result | None:
        return self.drawn


@pytest.fixture(autouse=True)
def dummy(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Both folders, as modules, and the line in the table."""
    core_part, gui_part = ModuleType("core.dummies"), ModuleType("gui.pages.dummies")
    vars(core_part).update(run=run, statistics=lambda result: {"total": result.total})
    vars(gui_part).update(PAGE=DummyPage)
    for module in (core_part, gui_part):
        monkeypatch.setitem(sys.modules, module.__name__, module)
    info = PageInfo("dummy", Message("Dummy", context="pages"), "Ctrl+9", "dummies")
    monkeypatch.setitem(PAGES, "dummy", info)
    yield
    gc.enable()  # `main` lets it rest


def test_it_has_a_tab_a_menu_entry_and_keys(window: Any, qtbot: Any) -> None:
    shown = window(WELCOME)
    tab = find(shown, "show.dummy", QToolButton)
    assert tab.text() == "Dummy"
    assert "Ctrl+9" in tab.toolTip()
    action = shown.actions_["page.dummy.show"]
    assert action.text() == "Dummy"
    assert action.shortcut().toString() == "Ctrl+9"
    with settling(qtbot, shown):
        QTest.keyClick(shown, Qt.Key.Key_9, Qt.KeyboardModifier.ControlModifier)
    assert isinstance(shown.page, DummyPage)
    assert shown.page.label.text() == "768"
    assert tab.isChecked()


def test_it_runs_again_for_the_keys_that_it_names(window: Any, qtbot: Any) -> None:
    shown = window(WELCOME, page="dummy")
    with settling(qtbot, shown):
        shown.set_experiment(WELCOME.with_value("layer.in_features", 1000))
    assert shown.page.label.text() == "1256"


def test_the_command_line_knows_it(tmp_path: Path) -> None:
    stats, code, picture = tmp_path / "s.json", tmp_path / "c.py", tmp_path / "p.png"
    asked = ["--page", "dummy", "--stats", str(stats), "--code", str(code)]
    assert main.main([*asked, "--render", str(picture), "--size", "1100x720"]) == 0
    found = json.loads(stats.read_text("utf-8"))
    assert found["dummy"] == {"total": 768}
    assert found["weight"]["shape"] == [256, 512]
    assert code.read_text("utf-8") == "total = 768\n"
    assert QImage(str(picture)).width() == 1100


def test_its_handout_has_its_name_its_experiment_and_its_code(window: Any) -> None:
    shown = window(WELCOME, page="dummy")
    written = "".join(words(svg(Handout(shown.page)))).replace("\u00a0", " ")
    assert "Dummy" in written
    assert "nn.Linear(512, 256)" in written
    assert "seed" not in written  # it runs again for the layer alone
    assert "total = 768" in written


def test_a_lesson_may_be_about_it() -> None:
    (step,) = lesson.parse(LESSON, "sum.md").steps
    assert step.page == "dummy"
    assert numbers.value(step.experiment, "dummy.total") == 7  # 5 inputs and 2 units


def test_the_screenshots_have_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = importlib.util.spec_from_file_location("screenshots", SCREENSHOTS)
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "screenshots", tool)
    spec.loader.exec_module(tool)
    drawn = [picture for picture in tool.all_pictures(tmp_path, []) if picture.page == "dummy"]
    assert {picture.focus for picture in drawn} == {False, True}
    assert {picture.language for picture in drawn} == {"en", "zh_CN"}
