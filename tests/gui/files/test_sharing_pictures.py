"""The page as a copied picture, and the link as a code that a telephone reads."""

from __future__ import annotations

import base64
import json
import zlib

import numpy as np
import pytest
import segno
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QPlainTextEdit, QPushButton

from core.experiment import Experiment
from gui.files.qr import QrDialog, QrView
from gui.look.theme import theme
from tests.gui.files.support import OTHER, status
from tests.gui.support import find, small

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
