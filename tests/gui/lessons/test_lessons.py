"""Lessons in the window: steps, keys, what they may do, and where they were."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QColor, QDropEvent, QImage, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QTabWidget, QWidget

from core.experiment import Experiment
from core.lessons.lesson import built_in
from gui.lessons.glide import between, numbers_between
from gui.window import MainWindow
from tests.gui.support import PATIENCE, find, set_control, settling, small

OWN = """+++
lesson = 1
title = "Mine"
page = "layer"
controls = ["weight_init.method", "weight_init.gain"]
[experiment]
layer = {in_features = 12, out_features = 8}
weight_init = {method = "xavier_normal"}
[[step]]
[[step]]
set = {"weight_init.gain" = 3.0, "layer.in_features" = 24}
[[step]]
page = "depth"
controls = []
set = {"weight_init.method" = "kaiming_normal"}
+++
### First

Look at the **weights**.

---

### Second

They are wider. See [torch](https://pytorch.org).

---

### Third

The end.
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "mine.md"
    path.write_text(OWN, encoding="utf-8")
    return path


@pytest.fixture
def teach(window: Any, own: Path) -> Callable[[], MainWindow]:
    """Makes a window with the first step of the teacher's lesson."""

    def make() -> MainWindow:
        shown: MainWindow = window(small())
        shown.lessons.presenter.glide.duration = 0
        assert shown.lessons.open(own)
        return shown

    return make


def text(shown: MainWindow) -> str:
    return find(shown, "lesson.text").toPlainText()


def step(shown: MainWindow) -> int:
    return shown.lessons.presenter.at + 1


def test_a_lesson_shows_its_text_its_page_and_its_experiment(
    teach: Callable[[], MainWindow],
) -> None:
    taught = teach()
    assert find(taught, "lesson.title").text() == "Mine"
    assert find(taught, "lesson.progress").text() == "Step 1 of 3"
    assert text(taught) == "First\nLook at the weights."
    assert taught.experiment().layer.in_features == 12
    assert taught.experiment().weight_init.method == "xavier_normal"
    assert taught.page.objectName() == "page.layer"


def test_a_step_changes_what_it_says_and_nothing_else(
    teach: Callable[[], MainWindow], qtbot: Any
) -> None:
    taught = teach()
    before = taught.experiment()
    with settling(qtbot, taught):
        taught.lessons.presenter.next()
    assert taught.experiment() == before.with_values(
        {"weight_init.gain": 3.0, "layer.in_features": 24}
    )


@pytest.mark.parametrize(
    ("forth", "back"),
    [(Qt.Key.Key_PageDown, Qt.Key.Key_PageUp), (Qt.Key.Key_Right, Qt.Key.Key_Left)],
)
def test_a_presenter_leads_through_it_by_keys(
    teach: Callable[[], MainWindow], qtbot: Any, forth: Qt.Key, back: Qt.Key
) -> None:
    taught = teach()
    taught.activateWindow()
    QTest.keyClick(taught, forth)
    assert step(taught) == 2
    QTest.keyClick(taught, forth)
    assert step(taught) == 3
    assert taught.page.objectName() == "page.depth"
    QTest.keyClick(taught, forth)
    assert step(taught) == 3, "a lesson of one's own ends with its last step"
    QTest.keyClick(taught, back)
    assert step(taught) == 2
    assert taught.page.objectName() == "page.layer"


def test_the_buttons_do_the_same(teach: Callable[[], MainWindow]) -> None:
    taught = teach()
    find(taught, "lesson.next").click()
    assert step(taught) == 2
    find(taught, "lesson.previous").click()
    assert step(taught) == 1
    assert not find(taught, "lesson.previous").isEnabled()
    find(taught, "lesson.leave").click()
    assert not taught.lessons.presenter.active
    assert not find(taught, "lesson.text").isVisible()


def test_page_down_leads_on_even_from_a_number_field(teach: Callable[[], MainWindow]) -> None:
    taught = teach()
    field = find(taught, "weight_init.gain")
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_PageDown)
    assert step(taught) == 2
    assert taught.experiment().weight_init.parameters["gain"] == 3.0


def test_escape_leaves_and_brings_back_what_was_there(teach: Callable[[], MainWindow]) -> None:
    taught = teach()
    taught.lessons.presenter.next()
    assert taught.experiment() != small()
    QTest.keyClick(taught, Qt.Key.Key_Escape)
    assert not taught.lessons.presenter.active
    assert taught.experiment() == small()


def test_b_makes_the_picture_black_and_brings_it_back(teach: Callable[[], MainWindow]) -> None:
    taught = teach()
    black = find(taught, "lesson.blackout")
    QTest.keyClick(taught, Qt.Key.Key_B)
    assert black.isVisible()
    assert black.geometry() == taught.rect()
    taught.resize(1400, 850)
    assert black.geometry() == taught.rect()
    assert taught.grab().toImage().pixelColor(700, 400).name() == "#000000"
    QTest.keyClick(taught, Qt.Key.Key_B)
    assert not black.isVisible()
    QTest.keyClick(taught, Qt.Key.Key_B)
    QTest.keyClick(taught, Qt.Key.Key_Escape)
    assert not black.isVisible()
    assert taught.lessons.presenter.active


def test_outside_a_lesson_its_keys_do_nothing(window: Any) -> None:
    shown = window(small())
    before = shown.experiment()
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_Right, Qt.Key.Key_B, Qt.Key.Key_Escape):
        QTest.keyClick(shown, key)
    assert shown.experiment() == before
    assert not find(shown, "lesson.blackout").isVisible()


# Only the controls that matter:


def test_only_the_controls_of_the_lesson_are_shown(teach: Callable[[], MainWindow]) -> None:
    taught = teach()
    assert find(taught, "weight_init.gain").isVisible()
    for name in ("layer.in_features", "bias_init.method", "dropout.p", "run.seed", "run.reroll"):
        assert not find(taught, name).isVisible(), name


def test_the_rest_unfolds_by_a_switch_and_comes_back_with_the_end(
    teach: Callable[[], MainWindow],
) -> None:
    taught = teach()
    find(taught, "lesson.all_controls").click()
    assert find(taught, "layer.in_features").isVisible()
    assert find(taught, "run.seed").isVisible()
    find(taught, "lesson.all_controls").click()
    assert not find(taught, "run.seed").isVisible()
    find(taught, "lesson.leave").click()
    for name in ("layer.in_features", "bias_init.method", "dropout.p", "run.seed", "run.reroll"):
        assert find(taught, name).isVisibleTo(taught), name


def test_rows_that_a_method_brings_obey_the_lesson(teach: Callable[[], MainWindow]) -> None:
    taught = teach()
    set_control(find(taught, "weight_init.method"), "normal")
    assert not find(taught, "weight_init.std").isVisible()
    set_control(find(taught, "weight_init.method"), "orthogonal")
    assert find(taught, "weight_init.gain").isVisible()


def test_a_step_without_a_list_shows_all_controls(teach: Callable[[], MainWindow]) -> None:
    taught = teach()
    taught.lessons.presenter.next()
    taught.lessons.presenter.next()
    assert find(taught, "run.seed").isVisibleTo(taught)
    assert not find(taught, "lesson.all_controls").isVisible()


# The movement:


def test_numbers_glide_and_names_jump() -> None:
    start = small(weight_init={"method": "xavier_normal", "gain": 1.0}, run={"seed": 1})
    end = start.with_values({"weight_init.gain": 4.0, "run.seed": 9, "layer.activation": "relu"})
    assert numbers_between(start, end) == {"weight_init.gain": (1.0, 4.0)}
    other = start.with_value("weight_init.method", "orthogonal")
    assert numbers_between(start, other) == {}


def test_what_lies_between_two_numbers() -> None:
    assert between(1.0, 4.0, 0.5) == pytest.approx(2.0)  # by ratios
    assert between(0.0, 4.0, 0.5) == pytest.approx(2.0)
    assert between(-2.0, 2.0, 0.25) == pytest.approx(-1.0)
    assert between(4, 64, 0.5) == 16
    assert isinstance(between(4, 65, 0.5), int)


def test_the_class_sees_the_numbers_move_and_one_undo_brings_them_back(
    teach: Callable[[], MainWindow], qtbot: Any
) -> None:
    taught = teach()
    before, steps = taught.experiment(), taught.model.history.count()
    seen: list[float] = []
    taught.model.changed.connect(
        lambda e: seen.append(e.weight_init.parameters.get("gain", float("nan")))
    )
    glide = taught.lessons.presenter.glide
    glide.duration = 200
    with qtbot.waitSignal(glide.finished, timeout=PATIENCE):
        taught.lessons.presenter.next()
    assert len(seen) > 2
    assert seen == sorted(seen)
    assert seen[-1] == 3.0
    assert taught.model.history.count() == steps + 1
    taught.actions_["undo"].trigger()
    assert taught.experiment() == before


def test_who_touches_a_control_meanwhile_stops_the_movement(
    teach: Callable[[], MainWindow], qtbot: Any
) -> None:
    taught = teach()
    glide = taught.lessons.presenter.glide
    glide.duration = 20_000
    taught.lessons.presenter.next()
    qtbot.waitUntil(lambda: taught.experiment().layer.in_features > 12, timeout=PATIENCE)
    with qtbot.waitSignal(glide.finished, timeout=PATIENCE):
        taught.model.edit("run.seed", 77)
    assert taught.experiment().run.seed == 77
    assert taught.experiment().layer.in_features < 24


def test_the_next_key_does_not_wait_for_the_movement(teach: Callable[[], MainWindow]) -> None:
    taught = teach()
    taught.lessons.presenter.glide.duration = 20_000
    taught.lessons.presenter.next()
    taught.lessons.presenter.glide.duration = 0
    taught.lessons.presenter.next()
    assert step(taught) == 3
    assert taught.experiment().weight_init.method == "kaiming_normal"
    assert taught.experiment().layer.in_features == 24


def test_a_ring_shows_what_has_moved(teach: Callable[[], MainWindow]) -> None:
    taught = teach()
    taught.lessons.presenter.next()
    rings = [ring for ring in taught.findChildren(QWidget, "lesson.ring") if ring.isVisible()]
    control = find(taught, "weight_init.gain")
    assert len(rings) == 1  # in_features is folded away
    assert rings[0].geometry().intersects(control.geometry())


def test_a_control_on_a_tab_is_brought_forward(window: Any, own: Path, qtbot: Any) -> None:
    text_ = OWN.replace('"weight_init.gain" = 3.0, "layer.in_features" = 24', '"depth.layers" = 30')
    text_ = text_.replace('page = "layer"', 'page = "depth"').replace("controls = [", "#")
    own.write_text(text_, encoding="utf-8")
    shown = window(small(), size=(1024, 768), projector=True)
    shown.lessons.presenter.glide.duration = 0
    with settling(qtbot, shown):
        assert shown.lessons.open(own)
    layers = find(shown, "depth.layers")
    shown.page.findChild(QTabWidget).setCurrentIndex(2)
    assert not layers.isVisible()
    with settling(qtbot, shown):
        shown.lessons.presenter.next()
    assert layers.isVisible()
    assert layers.value() == 30


# What a lesson can do: show text and set controls.


def test_html_in_a_lesson_is_refused_with_its_line(window: Any, own: Path) -> None:
    own.write_text(OWN.replace("The end.", "<b>The end.</b>"), encoding="utf-8")
    shown = window(small())
    before = shown.experiment()
    assert not shown.lessons.open(own)
    line = 1 + OWN.splitlines().index("The end.")
    assert f"mine.md:{line}" in find(shown, "message.text").text()
    assert shown.experiment() == before
    assert not shown.lessons.presenter.active


def test_a_link_opens_only_after_asking(
    teach: Callable[[], MainWindow], monkeypatch: pytest.MonkeyPatch
) -> None:
    taught = teach()
    opened: list[str] = []
    asked: list[str] = []
    answers = iter([QMessageBox.StandardButton.No, QMessageBox.StandardButton.Yes])
    monkeypatch.setattr(
        "gui.lessons.controller.QDesktopServices.openUrl", lambda url: opened.append(url.toString())
    )
    monkeypatch.setattr(QMessageBox, "question", lambda *a: (asked.append(a[2]), next(answers))[1])
    url = QUrl("https://pytorch.org")
    find(taught, "lesson.text").anchorClicked.emit(url)
    assert opened == []
    assert "pytorch.org" in asked[0]
    find(taught, "lesson.text").anchorClicked.emit(url)
    assert opened == ["https://pytorch.org"]
    find(taught, "lesson.text").anchorClicked.emit(QUrl("file:///etc/passwd"))
    assert len(asked) == 2
    assert len(opened) == 1


def test_pictures_come_only_from_beside_the_file(
    teach: Callable[[], MainWindow], own: Path
) -> None:
    taught = teach()
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    assert image.save(str(own.parent / "near.png"))
    assert image.save(str(own.parent.parent / "far.png"))
    browser = find(taught, "lesson.text")
    kind = QTextDocument.ResourceType.ImageResource.value
    near = browser.loadResource(kind, QUrl("near.png"))
    assert isinstance(near, QImage)
    assert near.width() == 4
    far = (own.parent.parent / "far.png").as_posix()
    for name in ("../far.png", far, f"file://{far}", "https://example.org/x.png", ""):
        # None would make Qt open it by itself.
        shown = browser.loadResource(kind, QUrl(name))
        red = QColor(Qt.GlobalColor.red)
        places = ((x, y) for x in range(shown.width()) for y in range(shown.height()))
        assert all(shown.pixelColor(*place) != red for place in places), name


def test_a_lesson_file_can_be_dropped(window: Any, own: Path) -> None:
    shown = window(small())
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(own))])
    left = Qt.MouseButton.LeftButton
    where = QPointF(QPoint(400, 300))
    copy = Qt.DropAction.CopyAction
    shown.dropEvent(QDropEvent(where, copy, data, left, Qt.KeyboardModifier.NoModifier))
    assert shown.lessons.presenter.active
    assert find(shown, "lesson.title").text() == "Mine"


# Our own lessons:


def test_f5_begins_lesson_one_and_later_goes_on_where_it_was(window: Any, qtbot: Any) -> None:
    shown = window(small())
    shown.lessons.presenter.glide.duration = 0
    QTest.keyClick(shown, Qt.Key.Key_F5)
    assert find(shown, "lesson.progress").text().startswith("Lesson 1 · step 1 of ")
    QTest.keyClick(shown, Qt.Key.Key_PageDown)
    at, key = shown.lessons.presenter.at, shown.lessons.presenter.lesson.key
    assert at == 1
    shown.close()
    again = window(small())
    again.lessons.presenter.glide.duration = 0
    QTest.keyClick(again, Qt.Key.Key_F5)
    assert (again.lessons.presenter.at, again.lessons.presenter.lesson.key) == (at, key)


def test_one_lesson_follows_the_other(window: Any) -> None:
    shown = window(small())
    presenter = shown.lessons.presenter
    presenter.glide.duration = 0
    presenter.start("01-linear", 10_000)
    last = presenter.at
    presenter.next()
    assert presenter.number == 2
    assert presenter.at == 0
    presenter.previous()
    assert (presenter.number, presenter.at) == (1, last)


def test_a_step_keeps_its_place_when_the_language_changes(window: Any) -> None:
    shown = window(small())
    presenter = shown.lessons.presenter
    presenter.glide.duration = 0
    presenter.start("01-linear", 1)
    english, title = text(shown), find(shown, "lesson.title").text()
    shown.appearance.set_language("zh_CN")
    assert presenter.at == 1
    assert text(shown) != english
    assert find(shown, "lesson.title").text() != title
    assert "第 1 课" in find(shown, "lesson.progress").text()


def test_the_menu_lists_the_lessons(window: Any) -> None:
    shown = window(small())
    menu = shown.findChild(QWidget, "menu.lesson")
    menu.aboutToShow.emit()
    menu.aboutToShow.emit()
    listed = [action for action in menu.actions() if action.property("lesson")]
    assert [action.property("lesson")[:2] for action in listed] == [
        f"{number:02}" for number in range(1, len(built_in("en")) + 1)
    ]
    letters = [text[text.index("&") + 1] for text in map(QAction.text, listed) if "&" in text]
    assert letters == ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"]
    listed[5].trigger()
    assert shown.lessons.presenter.number == 6
    shown.lessons.presenter.glide.stop()


def test_the_first_start_offers_lesson_one_and_only_the_first(window: Any) -> None:
    shown = window(small())
    shown.lessons.welcome()
    assert find(shown, "offer.begin").isVisible()
    shown.lessons.presenter.glide.duration = 0
    find(shown, "offer.begin").click()
    assert shown.lessons.presenter.number == 1
    assert not find(shown, "offer.begin").isVisible()
    shown.close()
    again = window(small())
    again.lessons.welcome()
    assert not find(again, "offer.begin").isVisible()


def test_the_offer_goes_with_any_lesson(window: Any) -> None:
    shown = window(small())
    shown.lessons.welcome()
    shown.lessons.presenter.glide.duration = 0
    shown.lessons.presenter.start("06-xavier")
    assert not find(shown, "offer.begin").isVisible()


def test_an_experiment_of_a_lesson_is_that_of_the_command_line(window: Any) -> None:
    shown = window(small(), lesson="1", step=2)
    assert shown.lessons.presenter.at == 1
    expected = shown.lessons.presenter.step.experiment
    assert isinstance(expected, Experiment)
    assert shown.experiment() == expected


RACE = """+++
lesson = 1
title = "race"
page = "train"
[experiment]
depth = {layers = 1, width = 8}
train = {samples = 50, batch = 50, epochs = 2}
[[step]]
[[step]]
set = {"train.lr" = 0.1}
+++
first

---

second
"""


def test_a_race_waits_for_start_in_each_lesson_and_goes_on_from_step_to_step(
    window: Any, qtbot: Any, tmp_path: Path
) -> None:
    mine = tmp_path / "race.md"
    mine.write_text(RACE, encoding="utf-8")
    other = tmp_path / "other.md"
    other.write_text(RACE.replace("50", "60"), encoding="utf-8")
    shown = window(small())
    presenter = shown.lessons.presenter
    presenter.glide.duration = 0
    with settling(qtbot, shown):
        shown.lessons.open(mine)
    assert shown.page.result().step == 0
    with settling(qtbot, shown):
        find(shown, "train.start").click()
    assert shown.page.result().step == 2
    with settling(qtbot, shown):
        presenter.next()
    assert shown.page.result().experiment == presenter.step.experiment
    assert shown.page.result().step == 2
    with settling(qtbot, shown):
        shown.lessons.open(other)
    assert shown.page.result().experiment == presenter.step.experiment
    assert shown.page.result().step == 0
