"""Export > Handout: every page on one sheet of paper."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import segno
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog

from core.disk.endings import PDF, Format
from core.experiment import Experiment, files, share
from core.pages import PAGES
from gui.files.blocks import Code
from gui.files.formats import PAGE_SCALE, SHEETS, png, svg
from gui.files.handout import A4, Handout
from gui.look.colours import DARK
from gui.look.i18n import translated, translated_code
from gui.look.theme import PAPER, theme
from gui.window import MainWindow
from tests.gui.pictures import pixels, rendered, share_that_differs, words
from tests.gui.support import find, small

EXAMPLES = Path(__file__).parents[3] / "docs" / "examples"
Window = Callable[..., MainWindow]
A4_POINTS = (595, 842)


def example(key: str) -> Experiment:
    return files.load(EXAMPLES / f"{PAGES[key].example}.initlab.json")


def letters(texts: list[str] | str) -> str:
    """Without spaces: a text comes in pieces, by line and by font."""
    return "".join("".join(texts).split())


def sheet(shown: MainWindow) -> tuple[str, QImage]:
    """What is written on it, and its picture."""
    made = Handout(shown.page)
    image = QImage.fromData(png(made))
    image.setDevicePixelRatio(1.0)
    return letters(words(svg(made))), image


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("key", tuple(PAGES))
def test_it_has_all_that_the_page_shows(window: Window, key: str, language: str) -> None:
    shown = window(example(key), page=key, language=language, size=(1366, 768))
    written, image = sheet(shown)
    page = shown.page
    assert image.size() == A4.size() * 2
    wanted = [translated(PAGES[key].title), f"{shown.experiment().run.seed}"]
    wanted += [plot.title for plot in page.exports() if plot.widget is not None]
    for section in page.sections():
        wanted += [section.title, *section.sentences]
        if section.table is not None:
            names, rows = section.table.texts()
            wanted += [*names, *(text for name, texts in rows for text in (name, *texts))]
    assert len(wanted) > 8
    for text in wanted:
        assert letters(text) in written, text
    code = letters(translated_code(page.result().code))
    assert code in written.replace("↪", "")
    assert share.link(shown.experiment()) in written


@pytest.mark.parametrize("key", tuple(PAGES))
def test_every_plot_and_the_formula_are_drawn_on_it(window: Window, key: str) -> None:
    shown = window(example(key), page=key)
    made = Handout(shown.page)
    image = QImage.fromData(png(made))
    image.setDevicePixelRatio(1.0)
    drawn = rendered(svg(made), image.size())
    assert share_that_differs(image, drawn) < 0.004
    ink = (pixels(image) < 250).any(-1)
    margin = round(0.04 * image.width())
    assert not ink[:margin].any()
    assert not ink[-margin:].any()
    assert not ink[:, :margin].any()
    assert not ink[:, -margin:].any()
    rows = ink[: int(0.6 * len(ink))].any(1)
    blank = max(len(run) for run in "".join("x" if row else " " for row in rows).split("x"))
    assert blank < 0.08 * image.height()  # no plot is missing


@pytest.mark.parametrize("key", tuple(PAGES))
def test_the_pdf_is_one_page_of_a4_with_its_letters(window: Window, key: str) -> None:
    content = SHEETS[PDF](Handout(window(example(key), page=key).page))
    assert content.startswith(b"%PDF-1")
    assert len(re.findall(rb"/Type\s*/Page\b", content)) == 1
    (box,) = re.findall(rb"/MediaBox\s*\[([^]]*)\]", content)
    assert [round(float(number)) for number in box.split()] == [0, 0, *A4_POINTS]
    assert b"/FontFile" in content  # letters, not a picture of them


def test_its_qr_code_is_that_of_the_experiment(window: Window) -> None:
    shown = window(small(weight_init={"method": "normal"}))
    image = QImage.fromData(png(Handout(shown.page), scale=5.0))
    image.setDevicePixelRatio(1.0)
    made = io.BytesIO()
    segno.make_qr(share.link(shown.experiment())).save(made, kind="png", scale=1)
    code = QImage.fromData(made.getvalue())
    dark = pixels(code)[..., 0] < 128
    seen = pixels(image)[..., 0] < 128
    corner = seen[: seen.shape[0] // 8, int(0.82 * seen.shape[1]) :]
    down, across = np.nonzero(corner)
    found = corner[down.min() : down.max() + 1, across.min() : across.max() + 1]
    inside = dark[4:-4, 4:-4]  # without its quiet zone
    side = found.shape[0] / len(inside)
    places = ((np.arange(len(inside)) + 0.5) * side).astype(int)
    np.testing.assert_array_equal(found[np.ix_(places, places)], inside)


def test_it_is_dark_on_white_and_the_window_stays_as_it_is(window: Window) -> None:
    shown = window(small(), theme="dark", size=(1366, 768))
    before = shown.grab().toImage()
    assert pixels(sheet(shown)[1]).mean() > 200
    assert (theme.dark, theme.colours) == (True, DARK)
    assert shown.grab().toImage() == before


@pytest.mark.parametrize("kind", tuple(SHEETS))
def test_the_menu_writes_it(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: Format
) -> None:
    ending = kind.ending
    asked = []

    def ask(_parent: object, _title: str, suggestion: str, patterns: str) -> tuple[str, str]:
        asked.append((suggestion, patterns))
        return str(tmp_path / f"mine{ending}"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(ask))
    shown = window(small())
    shown.actions_["export.handout"].trigger()
    assert asked == [("layer-handout", "PDF (*.pdf);;PNG (*.png)")]
    content = (tmp_path / f"mine{ending}").read_bytes()
    assert content.startswith({".pdf": b"%PDF", ".png": b"\x89PNG"}[ending])
    if ending == ".png":
        assert QImage.fromData(content).size() == A4.size() * PAGE_SCALE
    assert "is written" in find(shown, "status").text()


# The code:


def lines_of(code: Code) -> str:
    return "\n".join(code.lines).replace("\n    ↪ ", "")


def test_code_has_the_largest_letters_in_which_all_of_it_fits(qapp: object) -> None:
    text = "\n".join(f"x{number} = torch.randn(3, 4)" for number in range(30))
    with theme.borrowed(PAPER):
        sizes = [Code(text, QSize(400, height)) for height in (2000, 400, 300)]
    assert [code.cut for code in sizes] == [0, 0, 0]
    assert sizes[0].size > sizes[1].size > sizes[2].size
    assert all(lines_of(code) == text for code in sizes)


def test_a_line_that_is_too_long_goes_on_below_and_nothing_of_it_is_lost(qapp: object) -> None:
    text = "y = torch.tensor([" + ", ".join(str(number) for number in range(99)) + "])"
    with theme.borrowed(PAPER):
        code = Code(text, QSize(300, 300))
    assert len(code.lines) > 3
    assert lines_of(code) == text


def test_code_that_does_not_fit_says_how_much_of_it_is_missing(qapp: object) -> None:
    text = "\n".join(f"x{number} = {number}" for number in range(500))
    with theme.borrowed(PAPER):
        code = Code(text, QSize(300, 200))
    assert code.cut > 400
    assert len(code.lines) + code.cut == 500


def test_long_notes_and_a_link_without_end_leave_the_sheet_whole(window: Window) -> None:
    """A vector of 64 long numbers: too much for a QR code of any camera, and for the foot."""
    numbers = ", ".join(f"{number}.{'7' * 30}" for number in range(64))
    shown = window(small(dropout={"p": 0.5, "vector": numbers}), page="dropout")
    written, image = sheet(shown)
    assert image.size() == A4.size() * 2
    assert "InitLab" in written
