"""Pictures beside a lesson: bombs, pipes, and files that are no pictures."""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QUrl
from PySide6.QtGui import QImage, QImageWriter

from core.lessons import lesson
from core.messages import FileError
from gui.lessons.pictures import MAX_DECODED, read_picture
from gui.lessons.text import LessonText
from tests.attack.bounds import within_bounds

HEAD = 'lesson = 1\ntitle = "t"\n'


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, height: int, depth: int = 1, more: bytes = b"") -> bytes:
    """Black, by the specification of PNG alone; of 16 bits it has four channels."""
    channels = 4 if depth == 16 else 1
    packer, rows = zlib.compressobj(1), bytes((width * depth * channels + 7) // 8 + 1) * 64
    data = b"".join(packer.compress(rows) for _ in range(-(-height // 64))) + packer.flush()
    kind = 6 if depth == 16 else 0
    header = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, 0)
    whole = _chunk(b"IHDR", header) + more + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + whole


def jpeg(side: int, scans: int = 0) -> bytes:
    """Progressive, with its last scan that many times more."""
    image, buffer = QImage(side, side, QImage.Format.Format_RGB32), QBuffer()
    image.fill(0x336699)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, b"jpeg")
    writer.setProgressiveScanWrite(True)
    assert writer.write(image)
    data = bytes(buffer.data().data())
    last, end = data.rindex(b"\xff\xda"), data.rindex(b"\xff\xd9")
    return data[:end] + data[last:end] * scans + data[end:]


def gif(width: int, height: int) -> bytes:
    """A canvas of that size, claimed in 35 bytes."""
    size = struct.pack("<HH", width, height)
    start = b"GIF89a" + size + b"\x80\0\0" + bytes(6) + b"," + bytes(4) + size
    return start + b"\0\x02\x02\x4c\x01\x00;"


REMARK = _chunk(b"zTXt", b"k\0\0" + zlib.compress(bytes(7_900_000), 9))
BOMBS: dict[str, Callable[[], bytes]] = {
    "60,000 squared": lambda: png(60_000, 60_000),
    "16 bits": lambda: png(4_000, 4_000, 16),
    "one column": lambda: png(1, 900_000),
    "one row": lambda: png(900_000, 1),
    "900 texts": lambda: png(8, 8, more=REMARK * 900),
    "200 scans": lambda: jpeg(4_000, 200),
    "a canvas": lambda: gif(65_535, 65_535),
    "SVG": lambda: b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
    "cut off": lambda: png(4_000, 4_000)[:-100],
    "a text": lambda: b"hello",
    "nothing": lambda: b"",
    "9 MB": lambda: png(8, 8) + bytes(9_000_000),
}
IGNORED = pytest.mark.qt_log_ignore("libpng|JPEG|Corrupt|Inconsistent")


@IGNORED
@pytest.mark.parametrize("name", BOMBS)
def test_a_picture_that_is_a_bomb_does_not_go_off(name: str, qtbot: Any, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(BOMBS[name]())
    shown = LessonText()
    qtbot.addWidget(shown)
    shown.resize(320, 400)
    with within_bounds(name):
        shown.show_markdown("![a](a.png)", tmp_path)
        shown.show()
        shown.grab()


@pytest.mark.qt_log_level_fail("CRITICAL")  # libjpeg has many words for it
@pytest.mark.parametrize("form", ["jpeg", "png", "gif"])
def test_a_picture_that_is_cut_anywhere_is_none_or_fits(form: str, tmp_path: Path) -> None:
    """Of a header that cannot be read Qt tells a format that is none, and asking about it kills."""
    whole = {"jpeg": jpeg(300), "png": png(300, 300), "gif": gif(300, 300)}[form]
    path = tmp_path / "a"
    for length in {*range(min(400, len(whole))), *range(0, len(whole), 97)}:
        path.write_bytes(whole[:length])
        image, _ = read_picture(path, 200, MAX_DECODED)
        assert image.isNull() or image.width() <= 200


def test_a_gif_is_as_large_as_its_screen_not_as_its_first_image(tmp_path: Path) -> None:
    path = tmp_path / "a.gif"
    one = struct.pack("<HH", 1, 1)
    for side, fits in ((800, True), (8_000, False)):
        screen = struct.pack("<HH", side, side)
        whole = gif(1, 1).replace(b"GIF89a" + one, b"GIF89a" + screen)
        path.write_bytes(whole)
        image, size = read_picture(path, 200, MAX_DECODED)
        assert image.isNull() is not fits
        assert size == (4 * side * side if fits else 0)
        assert image.width() <= 200


def test_a_whole_picture_is_shown_as_wide_as_the_text(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    for content, size in (
        (png(200, 100), (200, 100)),
        (png(800, 400), (400, 200)),
        (png(200, 100, more=REMARK), (200, 100)),
        (jpeg(800), (400, 400)),
    ):
        path.write_bytes(content)
        image, cost = read_picture(path, 400, MAX_DECODED)
        assert (image.width(), image.height()) == size
        assert read_picture(path, 400, cost)[1] == cost
        assert read_picture(path, 400, cost - 1)[0].isNull()


@IGNORED
def test_what_a_file_holds_decides_not_its_name(tmp_path: Path) -> None:
    """Of an SVG, whose pictures may lie anywhere, nothing is drawn."""
    path = tmp_path / "a.png"
    path.write_bytes(BOMBS["SVG"]())
    assert not QImage(str(path)).isNull()  # Qt would
    assert read_picture(path, 400, MAX_DECODED)[0].isNull()
    path.write_bytes(jpeg(80))
    assert not read_picture(path, 400, MAX_DECODED)[0].isNull()


def test_what_is_no_picture_is_said_in_its_place(qtbot: Any, tmp_path: Path) -> None:
    shown = LessonText()
    qtbot.addWidget(shown)
    (tmp_path / "a.png").write_bytes(b"hello")
    shown.show_markdown("![a](a.png)", tmp_path)
    image = shown.loadResource(2, QUrl("a.png"))
    assert image.width() > 50
    assert any(image.pixelColor(x, y).alpha() for x in range(50) for y in range(image.height()))


def test_the_pictures_of_a_step_share_one_allowance(qtbot: Any, tmp_path: Path) -> None:
    for n in range(9):
        (tmp_path / f"{n}.png").write_bytes(png(3_000, 3_000))
    text = "\n".join(f"![a]({n}.png)" for n in range(8))
    shown = LessonText()
    qtbot.addWidget(shown)
    shown.resize(320, 400)
    with within_bounds("eight large pictures"):
        shown.show_markdown(text, tmp_path)
        shown.show()
        shown.grab()
    with pytest.raises(FileError, match="at most 8 images"):
        lesson.parse(f"+++\n{HEAD}[[step]]\n+++\n{text}\n![a](8.png)\n", "x.md", tmp_path)


def test_qt_opens_no_picture_by_itself(
    qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It did where it was given none: by any path, and by a name in the folder one works in."""
    (tmp_path / "a.png").write_bytes(png(200, 100))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "lesson").mkdir()
    shown = LessonText()
    qtbot.addWidget(shown)
    shown.resize(320, 400)
    for folder, name in (
        (tmp_path / "lesson", "a.png"),
        (None, "a.png"),
        (tmp_path / "lesson", str(tmp_path / "a.png")),
        (None, str(tmp_path / "a.png")),
    ):
        shown.show_markdown(f"![a]({name})", folder)
        shown.show()
        middle = shown.grab().toImage().pixelColor(150, 75)
        assert middle.lightness() > 100, "the picture is black"


@pytest.mark.skipif(os.name != "posix", reason="no pipes among files")
def test_a_pipe_is_no_picture(qtbot: Any, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.png")
    (tmp_path / "b.png").symlink_to("/dev/zero")
    shown = LessonText()
    qtbot.addWidget(shown)
    for name in ("a.png", "b.png"):
        with pytest.raises(FileError, match="no such file"):
            lesson.parse(f"+++\n{HEAD}[[step]]\n+++\n![a]({name})\n", "x.md", tmp_path)
        with within_bounds(name):  # it has taken the picture's place since
            shown.show_markdown(f"![a]({name})", tmp_path)
            shown.grab()
