"""`initlab export-lessons`: pages that need nothing but a browser, drawn from the real window."""

from __future__ import annotations

import re
import shutil
from html import unescape
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

import main
from core.experiment import share
from core.headless import write_files
from core.lessons.lesson import built_in, load
from core.preferences import LANGUAGES
from core.site.folder import MARKER
from gui.look.colours import DARK, LIGHT, Colours
from tests.gui.pictures import words
from tests.pages_of_html import check_folder, tagged

TITLES = {"en": "Wide", "zh_CN": "加宽"}

LESSON = """+++
lesson = 1
title = "{title}"
[experiment]
layer = {{in_features = 5, out_features = 2}}
weight_init = {{method = "xavier_normal"}}
dropout = {{p = 0.5}}
[[step]]
[[step]]
set = {{"layer.in_features" = 7}}
[[step]]
page = "dropout"
+++
### {title}

![{title}](curve.png)

---

Two.

---

Three.
"""


def written_lessons(folder: Path) -> list[Path]:
    """One lesson in two languages, with a picture beside it."""
    image = QImage(3, 2, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    image.save(str(folder / "curve.png"))
    files = [folder / f"wide.{language}.md" for language in TITLES]
    for file, title in zip(files, TITLES.values(), strict=True):
        file.write_text(LESSON.format(title=title), encoding="utf-8")
    return files


@pytest.fixture
def lessons(tmp_path: Path) -> list[Path]:
    return written_lessons(tmp_path)


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Path:
    """A folder with the lesson's files and, in `site`, its pages; nobody changes them."""
    folder = tmp_path_factory.mktemp("exported")
    assert export(folder / "site", *written_lessons(folder)) == 0
    return folder


def export(*arguments: object) -> int:
    return main.main(["export-lessons", *map(str, arguments)])


def one_line(capsys: pytest.CaptureFixture[str]) -> str:
    """What is said on stderr, which is one line."""
    told = capsys.readouterr().err
    assert told.startswith("initlab: error: ")
    assert told.count("\n") == 1
    return told


def test_every_step_is_there_in_both_languages_as_the_window_shows_it(
    exported: Path, tmp_path: Path
) -> None:
    site = exported / "site"
    check_folder(site)
    plots = {"en": "Weight histogram", "zh_CN": "权重直方图"}
    for language, plot in plots.items():
        lesson = load(exported / f"wide.{language}.md")
        html = (site / f"wide.{language}.html").read_text(encoding="utf-8")
        assert tagged(html, "h1")[0].text == TITLES[language]
        opened = [e.attributes.get("href", "") for e in tagged(html, "a")]
        links = [link for link in opened if link.startswith("initlab:")]
        assert [share.experiment(link) for link in links] == [s.experiment for s in lesson.steps]
        drawn = (site / f"pictures/wide-1-weights.{language}.svg").read_bytes()
        assert plot.replace(" ", "") in "".join("".join(words(drawn)).split())
        alts = [e.attributes["alt"] for e in tagged(html, "img") if "figure" in e.parents]
        assert alts[0].startswith(plot)
        assert all(len(alt) > 15 for alt in alts), alts
        for step, code in zip(lesson.steps, tagged(html, "pre"), strict=True):
            write_files(step.experiment, step.page, None, None, tmp_path / "code.py")
            plain = (tmp_path / "code.py").read_text(encoding="utf-8")
            assert without_comments(code.text) == without_comments(plain)


def without_comments(code: str) -> str:
    return re.sub(r"\s*#.*", "", unescape(code)).strip()


def test_a_picture_beside_the_lesson_goes_along(exported: Path) -> None:
    there = (exported / "site/pictures/wide/curve.png").read_bytes()
    assert there == (exported / "curve.png").read_bytes()


def test_the_matrix_of_a_small_layer_is_read_out_number_by_number(exported: Path) -> None:
    html = (exported / "site/wide.en.html").read_text(encoding="utf-8")
    images = [e.attributes for e in tagged(html, "img")]
    alt = next(image["alt"] for image in images if "-matrix." in image["src"])
    # 2 units of 5 inputs: a row for each, a number for each weight.
    rows = alt.split("; ")[1:]
    assert [len(row.split(", ")) for row in rows] == [5, 5]


@pytest.mark.parametrize(("theme", "colours"), [("light", LIGHT), ("dark", DARK)])
def test_pictures_have_the_colours_that_are_asked_for(
    tmp_path: Path, theme: str, colours: Colours
) -> None:
    lesson = tmp_path / "one.md"
    lesson.write_text('+++\nlesson = 1\ntitle = "x"\npage = "dropout"\n[[step]]\n+++\nx')
    folder = tmp_path / "site"
    assert export(folder, lesson, "--language", "en", "--theme", theme) == 0
    assert {path.name for path in folder.glob("*.html")} == {"index.html", "one.en.html"}
    drawn = (folder / "pictures/one-1-vector.en.svg").read_text(encoding="utf-8")
    assert f'fill="{colours.card}"' in drawn


def test_the_same_folder_can_be_written_again(exported: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(exported / "site", site)
    (site / "notes.txt").write_text("mine")
    assert export(site, exported / "wide.en.md", "--language", "en") == 0
    assert (site / "notes.txt").read_text() == "mine"
    assert not list(site.rglob("*zh_CN*"))
    check_folder(site)


def test_a_bad_lesson_is_one_line_and_leaves_no_folder(
    lessons: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lessons[1].write_text("nothing")
    assert export(tmp_path / "site", *lessons) == 2
    assert "wide.zh_CN.md:1: a lesson begins with" in one_line(capsys)
    assert not (tmp_path / "site").exists()


def test_a_picture_that_is_none_is_one_line(
    lessons: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "curve.png").write_bytes(b"<svg/>")
    assert export(tmp_path / "site", *lessons) == 2
    assert "curve.png: no picture" in one_line(capsys)
    assert {path.name for path in (tmp_path / "site").glob("*")} <= {MARKER}


def test_a_folder_with_something_else_in_it_is_one_line(
    lessons: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert export(tmp_path, *lessons) == 2
    assert "the folder is not empty" in one_line(capsys)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_all_lessons_are_written_in_every_language(tmp_path: Path) -> None:
    assert export(tmp_path / "site") == 0
    check_folder(tmp_path / "site")
    for language in LANGUAGES:
        for lesson in built_in(language):
            page = tmp_path / "site" / f"{lesson.key}.{language}.html"
            html = page.read_text(encoding="utf-8")
            steps = [e for e in tagged(html, "section") if e.attributes.get("class") == "step"]
            assert len(steps) == len(lesson.steps)
            assert len(tagged(html, "details")) == len(lesson.steps)
