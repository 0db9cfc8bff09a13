"""Files: open, save, recent, drop, the asterisk and the question."""

from __future__ import annotations

import json
import os

import pytest
from PySide6.QtCore import QMimeData, QUrl

from core.experiment import WELCOME, Experiment, files
from gui.files.settings import MAX_RECENT
from gui.widgets.ask import Answer
from tests.gui.files.support import drop, recent
from tests.gui.support import assert_weights_drawn, find, set_control, settling, small


def test_a_new_window_is_untitled_and_unchanged(window):
    shown = window(small())
    assert not shown.isWindowModified()
    assert "untitled" in shown.windowTitle()
    assert "InitLab" in shown.windowTitle()


def test_open_shows_what_is_in_the_file(window, qtbot, dialogs, saved):
    path, experiment = saved
    shown = window(small())
    dialogs.open = str(path)
    with settling(qtbot, shown):
        shown.actions_["open"].trigger()
    assert shown.experiment() == experiment
    assert find(shown, "weight_init.std").value() == 0.5
    assert path.name in shown.windowTitle()
    assert not shown.isWindowModified()
    assert_weights_drawn(shown)


def test_a_dialog_that_is_left_changes_nothing(window, dialogs):
    shown = window(small())
    for name in ("open", "save_as", "save"):
        shown.actions_[name].trigger()
    assert dialogs.asked == ["open", "save", "save"]
    assert shown.document.path is None
    assert shown.experiment() == small()


def test_save_as_writes_a_file_that_reads_back_and_then_save_needs_no_dialog(
    window, dialogs, tmp_path
):
    shown = window(small())
    dialogs.save = str(tmp_path / "mine.initlab.json")
    set_control(find(shown, "dropout.p"), 0.25)
    assert shown.isWindowModified()
    shown.actions_["save_as"].trigger()
    assert not shown.isWindowModified()
    assert files.load(dialogs.save) == shown.experiment()
    assert "mine.initlab.json" in shown.windowTitle()
    set_control(find(shown, "dropout.p"), 0.75)
    assert shown.isWindowModified()
    shown.actions_["save"].trigger()
    assert dialogs.asked == ["save"]
    assert files.load(dialogs.save).dropout.p == 0.75
    assert not shown.isWindowModified()


def test_the_file_is_the_contract_s_json(window, dialogs, tmp_path):
    shown = window(small(weight_init={"method": "xavier_normal"}))
    dialogs.save = str(tmp_path / "x.initlab.json")
    shown.actions_["save"].trigger()
    data = json.loads((tmp_path / "x.initlab.json").read_text(encoding="utf-8"))
    assert data["initlab"] == 1
    assert data["weight_init"] == {"method": "xavier_normal", "gain": 1.0}
    assert data["layer"]["in_features"] == 20
    assert set(data) == {
        *("initlab", "layer", "weight_init", "bias_init", "dropout", "run", "depth"),
    }


@pytest.mark.parametrize(
    ("typed", "written"),
    [("a", "a.initlab.json"), ("a.json", "a.json"), ("a.initlab.json", "a.initlab.json")],
)
def test_a_name_without_an_ending_gets_one(window, dialogs, tmp_path, typed, written):
    shown = window(small())
    dialogs.save = str(tmp_path / typed)
    shown.actions_["save_as"].trigger()
    assert [p.name for p in tmp_path.glob("a*")] == [written]


def test_the_asterisk_goes_when_the_change_is_undone(window, dialogs, saved):
    path, _ = saved
    shown = window(small())
    shown.document.open_path(str(path))
    assert not shown.isWindowModified()
    set_control(find(shown, "dropout.p"), 0.5)
    assert shown.isWindowModified()
    shown.actions_["undo"].trigger()
    assert not shown.isWindowModified()


def test_a_file_from_the_command_line_is_the_window_s_file(window, saved):
    path, experiment = saved
    shown = window(experiment, path=path)
    assert path.name in shown.windowTitle()
    assert recent(shown) == [str(path)]
    assert shown.experiment() == experiment


def test_the_last_experiment_comes_back_without_its_file_being_touched(window, saved):
    path, experiment = saved
    first = window(small())
    first.document.open_path(str(path))
    first.close()
    second = window()
    assert second.experiment() == experiment
    assert isinstance(second.experiment(), Experiment)
    assert files.load(path) == experiment


# The question:


@pytest.mark.parametrize("leave", ["new", "open", "close"])
@pytest.mark.parametrize("answer", [Answer.Save, Answer.Discard, Answer.Cancel])
def test_unsaved_changes_of_a_file_are_asked_about(window, dialogs, saved, tmp_path, leave, answer):
    path, before = saved
    other = tmp_path / "other.initlab.json"
    files.save(WELCOME, other)
    shown = window(small())
    shown.document.open_path(str(path))
    set_control(find(shown, "dropout.p"), 0.5)
    changed = shown.experiment()
    dialogs.answer, dialogs.open = answer, str(other)
    if leave == "close":
        stays = not shown.close()
    else:
        shown.actions_[leave].trigger()
        stays = shown.experiment() == changed
    assert dialogs.asked.count("question") == 1
    assert stays == (answer == Answer.Cancel)
    assert files.load(path) == (changed if answer == Answer.Save else before)


@pytest.mark.parametrize("leave", ["new", "open", "close"])
def test_nothing_is_asked_without_unsaved_changes(window, dialogs, saved, leave):
    path, _experiment = saved
    shown = window(small())
    shown.document.open_path(str(path))
    dialogs.open = str(path)
    if leave == "close":
        assert shown.close()
    else:
        shown.actions_[leave].trigger()
    assert "question" not in dialogs.asked


def test_saving_that_fails_while_leaving_stays(window, dialogs, saved, monkeypatch):
    path, _ = saved
    shown = window(small())
    shown.document.open_path(str(path))
    set_control(find(shown, "dropout.p"), 0.5)
    changed = shown.experiment()
    os.unlink(path)
    path.mkdir()
    dialogs.answer = Answer.Save
    assert not shown.close()
    assert shown.isVisible()
    assert shown.experiment() == changed
    assert shown.message.isVisible()


def test_new_begins_afresh(window, qtbot, dialogs, saved):
    path, _ = saved
    shown = window(small())
    shown.document.open_path(str(path))
    with settling(qtbot, shown):
        shown.actions_["new"].trigger()
    assert shown.experiment() == WELCOME
    assert shown.document.path is None
    assert "untitled" in shown.windowTitle()
    assert not shown.isWindowModified()


def test_a_new_experiment_asks_for_a_name_when_it_is_saved(window, dialogs, saved, tmp_path):
    path, experiment = saved
    shown = window(small())
    shown.document.open_path(str(path))
    shown.actions_["new"].trigger()
    dialogs.save = str(tmp_path / "fresh")
    shown.actions_["save"].trigger()
    assert dialogs.asked == ["save"]
    assert files.load(path) == experiment


# Recent files:


def test_files_that_were_opened_or_saved_are_recent_newest_first(window, dialogs, saved, tmp_path):
    path, _ = saved
    shown = window(small())
    assert not shown.actions_.menu("recent").isEnabled()
    shown.document.open_path(str(path))
    dialogs.save = str(tmp_path / "b.initlab.json")
    shown.actions_["save_as"].trigger()
    assert recent(shown) == [dialogs.save, str(path)]
    shown.document.open_path(str(path))
    assert recent(shown) == [str(path), dialogs.save]


def test_a_recent_file_opens_from_its_menu_in_the_next_window_too(window, qtbot, saved):
    path, experiment = saved
    first = window(small())
    first.document.open_path(str(path))
    first.close()
    second = window(small())
    with settling(qtbot, second):
        second.actions_.menu("recent").actions()[0].trigger()
    assert second.experiment() == experiment


def test_the_list_of_recent_files_does_not_grow_without_end(window, tmp_path):
    shown = window(small())
    for number in range(MAX_RECENT + 3):
        path = tmp_path / f"{number}.initlab.json"
        files.save(small(), path)
        shown.document.open_path(str(path))
    assert len(recent(shown)) == MAX_RECENT
    assert recent(shown)[0].endswith(f"{MAX_RECENT + 2}.initlab.json")


def test_a_recent_file_that_is_gone_is_a_message(window, saved):
    path, _ = saved
    shown = window(small())
    shown.document.open_path(str(path))
    path.unlink()
    shown.actions_["new"].trigger()
    shown.actions_.menu("recent").actions()[0].trigger()
    assert shown.message.isVisible()
    assert path.name in shown.message.text.text()
    assert shown.experiment() == WELCOME


# Drag and drop:


def mime(*urls) -> QMimeData:
    data = QMimeData()
    data.setUrls(list(urls))
    return data


def test_a_file_that_is_dropped_onto_the_window_is_opened(window, qtbot, saved):
    path, experiment = saved
    shown = window(small())
    with settling(qtbot, shown):
        assert drop(shown, mime(QUrl.fromLocalFile(str(path))))
    assert shown.experiment() == experiment
    assert path.name in shown.windowTitle()


def test_what_is_no_single_file_cannot_be_dropped(window, saved):
    path, _ = saved
    shown = window(small())
    file, page = QUrl.fromLocalFile(str(path)), QUrl("https://example.org/a.initlab.json")
    text = QMimeData()
    text.setText("hello")
    for data in (mime(file, file), mime(page), mime(), text):
        assert not drop(shown, data)
    assert shown.experiment() == small()
