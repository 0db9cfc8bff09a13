"""Links and pictures: copied, pasted, dropped, and shown as a code."""

from __future__ import annotations

import base64
import json
import random
import zlib

import numpy as np
import pytest
import segno
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialogButtonBox,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
)

from core.experiment import WELCOME, Experiment, files
from gui.files.qr import QrDialog, QrView
from gui.look.theme import theme
from tests.gui.support import assert_weights_drawn, find, settling, small

OTHER = small(weight_init={"method": "normal", "std": 0.5}, run={"seed": 3})


def link_to(data: dict) -> str:
    """By the standard library alone."""
    content = zlib.compress(json.dumps(data).encode())
    return "initlab:" + base64.urlsafe_b64encode(content).decode().rstrip("=")


LINK = link_to(
    {
        "layer": {"in_features": 20, "out_features": 30},
        "weight_init": {"method": "normal", "std": 0.5},
        "run": {"seed": 3},
    }
)


@pytest.fixture
def clipboard(qapp):
    board = QGuiApplication.clipboard()
    board.clear()
    yield board
    board.clear()


def status(window) -> str:
    return find(window, "status").text()


def test_share_stands_in_the_file_menu(window):
    shown = window(small())
    menus = {m.objectName(): m for m in shown.top.findChildren(QMenu)}
    assert menus["menu.share"].menuAction() in menus["menu.file"].actions()
    names = [action.objectName() for action in menus["menu.share"].actions()]
    assert names == ["share.link", "share.qr", "share.picture", "share.paste"]


def test_copy_link_copies_what_another_window_opens(window, qtbot, clipboard):
    first = window(OTHER)
    first.actions_["share.link"].trigger()
    text = clipboard.text()
    assert text.startswith("initlab:")
    assert str(len(text)) in status(first)
    second = window(WELCOME)
    with settling(qtbot, second):
        second.actions_["share.paste"].trigger()
    assert second.experiment() == OTHER
    assert_weights_drawn(second)


def test_an_experiment_that_no_link_holds_is_a_message(window, clipboard):
    noise = "".join(random.Random(0).choices(" ,;\t\n", k=60_000))
    shown = window(small(dropout={"vector": f"1{noise}2"}))
    for name in ("share.link", "share.qr"):
        shown.message.hide()
        shown.actions_[name].trigger()
        assert shown.message.isVisible()
        assert shown.message.text.text().startswith("link: ")
    assert clipboard.text() == ""


# Opening:


def test_an_opened_link_is_one_step_that_can_be_undone(window, qtbot, clipboard):
    shown = window(small())
    clipboard.setText(f"  {LINK[:30]}\n{LINK[30:]}\n")
    with settling(qtbot, shown):
        shown.actions_["share.paste"].trigger()
    assert shown.experiment() == OTHER
    assert find(shown, "weight_init.std").value() == 0.5
    with settling(qtbot, shown):
        shown.actions_["undo"].trigger()
    assert shown.experiment() == small()
    assert not shown.model.history.canUndo()


def test_an_opened_link_has_no_file_and_spares_the_one_that_was_open(
    window, qtbot, tmp_path, monkeypatch
):
    def never(*_args, **_kwargs):
        raise AssertionError("asked")

    monkeypatch.setattr(QMessageBox, "question", staticmethod(never))
    path = tmp_path / "mine.initlab.json"
    files.save(small(), path)
    shown = window(small(), path=path)
    with settling(qtbot, shown):
        assert shown.sharing.open_text(LINK)
    assert shown.document.path is None  # Ctrl+S would write a stranger's experiment over it
    assert not shown.isWindowModified()
    assert files.load(path) == small()
    shown.actions_["undo"].trigger()
    assert shown.document.path == path
    assert not shown.isWindowModified()


def test_the_link_of_what_is_shown_changes_nothing_and_says_so(window, clipboard):
    shown = window(OTHER)
    before = status(shown)
    clipboard.setText(LINK)
    shown.actions_["share.paste"].trigger()
    assert shown.experiment() == OTHER
    assert not shown.model.history.canUndo()
    assert status(shown) != before


BAD = {
    "nothing": ("", "initlab:"),
    "a text": ("hello", "initlab:"),
    "damaged": (LINK[:-3], "damaged"),
    "too large": ("initlab:" + "A" * 10_000, "8,192"),
    "an unknown key": (link_to({"layer": {"size": 3}}), "layer.size"),
    "no device": (link_to({"run": {"device": "cuda:99"}}), "cpu"),
}


def test_a_bad_link_leaves_everything_as_it_was_and_says_why(window, clipboard):
    shown = window(small())
    for name, (text, word) in BAD.items():
        clipboard.setText(text)
        shown.message.hide()
        shown.actions_["share.paste"].trigger()
        assert shown.message.isVisible(), name
        assert word in shown.message.text.text(), name
        assert shown.experiment() == small(), name
        assert not shown.model.history.canUndo(), name


def test_a_message_about_a_link_goes_with_the_next_one_that_opens(window, qtbot):
    shown = window(small())
    shown.sharing.open_text("hello")
    assert shown.message.isVisible()
    with settling(qtbot, shown):
        shown.sharing.open_text(LINK)
    assert not shown.message.isVisible()


# Ctrl+V:

BESIDE_TEXT = ("layer.in_features.slider", "weight_init.method", "run.reroll", "plot.weights",
               "plot.matrix", "code", "layer.bias")  # fmt: skip


def paste_into(widget) -> None:
    widget.setFocus()
    QTest.keyClick(widget, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


@pytest.mark.parametrize("place", BESIDE_TEXT)
def test_ctrl_v_beside_a_text_field_opens_the_link(window, qtbot, clipboard, place):
    shown = window(small(), size=(1600, 900))
    clipboard.setText(LINK)
    with settling(qtbot, shown):
        paste_into(find(shown, place))
    assert shown.experiment() == OTHER


def test_ctrl_v_in_a_window_just_opened_opens_the_link(window, qtbot, clipboard):
    shown = window(small())
    clipboard.setText(LINK)
    with settling(qtbot, shown):
        QTest.keyClick(shown, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert shown.experiment() == OTHER


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("hello", '"hello" is no link'),
        ("two\nlines", '"two\\nlines" is no link'),
        ("", "there is no text"),
        (LINK[:-3], "the link is damaged"),
        (f"{LINK[:-3]} have fun", "the link is damaged"),
        (link_to({"run": {"seed": -1}}), "run.seed: "),
    ],
)
@pytest.mark.parametrize("place", ["", "layer.in_features.slider", "code", "plot.weights"])
def test_ctrl_v_says_what_it_could_not_read(window, clipboard, text, said, place):
    shown = window(small(), size=(1600, 900))
    clipboard.setText(text)
    paste_into(find(shown, place) if place else shown)
    assert shown.message.isVisible()
    assert said in shown.message.text.text()
    assert shown.experiment() == small()


@pytest.mark.parametrize("place", ["layer.in_features", "run.seed"])
@pytest.mark.parametrize("around", ["{}", "看看这个：{}。", "<{}>"])
def test_ctrl_v_of_a_link_opens_it_in_a_text_field_too(window, qtbot, clipboard, place, around):
    shown = window(small())
    clipboard.setText(around.format(LINK))
    with settling(qtbot, shown):
        paste_into(find(shown, place))
    assert shown.experiment() == OTHER


def test_ctrl_v_in_a_text_field_pastes_what_is_no_link(window, clipboard):
    shown = window(small())
    field = find(shown, "layer.in_features")
    field.setFocus()
    field.selectAll()
    clipboard.setText("77")
    paste_into(field)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert shown.experiment().layer.in_features == 77
    assert not shown.message.isVisible()


def test_ctrl_v_follows_the_focus_in_a_lesson(window, qtbot, clipboard):
    shown = window(small())
    shown.lessons.presenter.glide.duration = 0
    shown.lessons.presenter.start("04-normal")
    clipboard.setText(LINK)
    with settling(qtbot, shown):
        paste_into(find(shown, "lesson.text"))
    assert shown.experiment() == OTHER


# Drag and drop:


def drop(shown, data: QMimeData) -> bool:
    """Drag over the window and let go; whether it wanted the data."""
    copy, left, none = (
        Qt.DropAction.CopyAction,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    enter = QDragEnterEvent(QPoint(50, 50), copy, data, left, none)
    enter.ignore()
    QApplication.sendEvent(shown, enter)
    if enter.isAccepted():
        QApplication.sendEvent(shown, QDropEvent(QPointF(50, 50), copy, data, left, none))
    return enter.isAccepted()


@pytest.mark.parametrize("kind", ["text", "address"])
def test_a_link_that_is_dropped_is_opened(window, qtbot, kind):
    shown = window(small())
    data = QMimeData()
    if kind == "text":
        data.setText(f"{LINK}\n")
    else:
        data.setUrls([QUrl(LINK)])
    with settling(qtbot, shown):
        assert drop(shown, data)
    assert shown.experiment() == OTHER


def test_a_damaged_link_that_is_dropped_is_a_message(window):
    shown = window(small())
    data = QMimeData()
    data.setText(LINK[:-3])
    assert drop(shown, data)
    assert shown.message.isVisible()
    assert shown.experiment() == small()


# The picture:


@pytest.mark.parametrize("page", ["layer", "dropout", "depth"])
def test_copy_picture_copies_the_page_at_twice_its_size(window, clipboard, page):
    shown = window(small(depth={"layers": 2, "width": 16, "batch": 16}), page=page)
    shown.actions_["share.picture"].trigger()
    image = clipboard.image()
    assert image.size() == 2 * shown.page.size()
    assert f"{image.width()} × {image.height()}" in status(shown)
    # Halved, it is the page as it stands on the screen, but for the edges of letters.
    half = pixels(image.scaled(shown.page.size(), mode=Qt.TransformationMode.SmoothTransformation))
    screen = pixels(shown.grab(shown.page.geometry().translated(offset(shown))).toImage())
    assert np.abs(half - screen).mean() < 8.0


def offset(shown) -> QPoint:
    return shown.page.mapTo(shown, QPoint(0, 0)) - shown.page.pos()


def pixels(image: QImage) -> np.ndarray:
    image = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width()].astype(float)


# The QR code:


def opened(shown, look) -> None:
    """Open the dialog from the menu and look at it; what goes wrong inside is raised here."""
    wrong: list[BaseException] = []

    def inside() -> None:
        dialog = QApplication.activeModalWidget()
        try:
            assert isinstance(dialog, QrDialog)
            look(dialog)
        except BaseException as error:
            wrong.append(error)
        finally:
            if dialog is not None:
                dialog.reject()

    QTimer.singleShot(0, inside)
    shown.actions_["share.qr"].trigger()
    if wrong:
        raise wrong[0]


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_the_dialog_draws_the_code_of_the_link(window, colours):
    shown = window(OTHER, theme=colours)

    def look(dialog: QrDialog) -> None:
        text = find(dialog, "share.text", QPlainTextEdit)
        assert text.isReadOnly()
        link = text.toPlainText()
        content = zlib.decompress(base64.urlsafe_b64decode(link[8:] + "==="))
        assert Experiment.from_dict({"initlab": 1} | json.loads(content)) == OTHER
        assert_code_drawn(find(dialog, "share.code", QrView), link)
        dialog.resize(dialog.width() + 333, dialog.height() + 333)
        QApplication.processEvents()
        assert_code_drawn(find(dialog, "share.code", QrView), link)

    opened(shown, look)


def assert_code_drawn(view: QrView, link: str) -> None:
    """Every module is a square of whole pixels, black on white, four modules of white around."""
    matrix = np.array([list(row) for row in segno.make(link).matrix])
    whole = np.pad(matrix, 4)
    seen = pixels(view.grab().toImage())
    place = view.place().toRect()
    size = place.width() // len(whole)
    assert size >= 3
    assert place.width() == place.height() == size * len(whole)
    # The largest that fits: one more pixel a module would not.
    assert (size + 1) * len(whole) > min(view.width(), view.height())
    drawn = seen[place.top() : place.bottom() + 1, place.left() : place.right() + 1]
    np.testing.assert_array_equal(drawn, 255 * (1 - np.kron(whole, np.ones((size, size)))))


def test_the_code_grows_with_the_window_and_the_dialog(window):
    sizes = []
    for size in ((1024, 720), (1900, 1200)):
        shown = window(OTHER, size=size)
        opened(shown, lambda dialog: sizes.append(find(dialog, "share.code").place().width()))
    assert sizes[0] >= 0.6 * 720
    assert sizes[1] > 1.4 * sizes[0]


def test_a_screen_of_many_pixels_gets_squares_of_whole_ones(window, monkeypatch):
    shown = window(OTHER)

    def look(dialog: QrDialog) -> None:
        view = find(dialog, "share.code", QrView)
        monkeypatch.setattr(view, "devicePixelRatio", lambda: 1.5, raising=False)
        for number in (view.place().width(), view.place().left(), view.place().top()):
            assert (number * 1.5) == pytest.approx(round(number * 1.5))
        assert round(view.place().width() * 1.5) % view.image.width() == 0

    opened(shown, look)


def test_the_dialog_s_button_copies_the_link(window, clipboard):
    shown = window(OTHER)

    def look(dialog: QrDialog) -> None:
        button = find(dialog, "share.copy", QPushButton)
        before = button.text()
        button.click()
        assert clipboard.text() == find(dialog, "share.text").toPlainText()
        assert button.text() != before

    opened(shown, look)


@pytest.mark.parametrize("way", ["escape", "button"])
def test_the_dialog_is_closed_and_gone(window, way):
    shown = window(OTHER)
    seen = []

    def leave() -> None:
        dialog = QApplication.activeModalWidget()
        seen.append(dialog.objectName())
        if way == "escape":
            QTest.keyClick(dialog, Qt.Key.Key_Escape)
        else:
            dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Close).click()

    for _ in range(3):
        QTimer.singleShot(0, leave)
        shown.actions_["share.qr"].trigger()
    assert seen == 3 * ["share.dialog"]
    assert QApplication.activeModalWidget() is None
    assert len(shown.findChildren(QrDialog)) <= 1


def test_everything_in_the_dialog_is_named_and_explained(window):
    shown = window(OTHER)

    def look(dialog: QrDialog) -> None:
        for name in ("share.code", "share.text", "share.copy"):
            widget = find(dialog, name)
            assert widget.accessibleName()
            assert widget.toolTip()
            assert widget.whatsThis()

    opened(shown, look)


def test_the_dialog_fits_a_small_window_in_projector_type(window):
    shown = window(OTHER, size=(1024, 768), projector=True)
    assert theme.projector

    def look(dialog: QrDialog) -> None:
        assert dialog.height() <= 768
        assert dialog.width() <= 1024
        for child in (dialog.view, dialog.link, dialog.copy):
            assert dialog.rect().contains(child.geometry().translated(0, 0)) or child is dialog.copy

    opened(shown, look)
