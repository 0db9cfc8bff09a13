"""The pictures of a lesson: read with care, for somebody else has made them."""

from __future__ import annotations

import struct
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from core import disk
from core.messages import QT_TRANSLATE_NOOP, InitLabError

FORMATS = ("png", "jpeg", "gif", "webp")
"""What a file holds, whatever its name says: Qt would also draw SVG, which can do more."""

MAX_IN_FILE = 8_000_000
MAX_DECODED = 64_000_000
"""Bytes: 16 million pixels of four. A few kilobytes can claim thousands of millions; while a
picture is scaled there are two of it."""

MAX_SCANS = 32
"""Of a JPEG that appears by and by; there are ten in a usual one. Each is a pass over all pixels,
and takes a few bytes of the file."""

PNG = b"\x89PNG\r\n\x1a\n"
KEPT_CHUNKS = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")


def read_picture(path: Path, width: int, most: int) -> tuple[QImage, int]:
    """The picture, at most `width` wide, and the bytes that decoding it takes.

    Null where that would be more than `most`, or where the file is no picture.
    """
    nothing = QImage(), 0
    try:
        too_large = QT_TRANSLATE_NOOP("core", "too large")
        content = disk.read_bytes(path, MAX_IN_FILE, too_large)
    except InitLabError:
        return nothing
    buffer = QBuffer()
    buffer.setData(QByteArray(_without_texts(content)))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    form = bytes(reader.format().data()).decode()
    if form not in FORMATS or (form == "jpeg" and content.count(b"\xff\xda") > MAX_SCANS):
        return nothing
    size = _size(content, form).expandedTo(reader.size())
    if reader.size().isEmpty():  # then the format is whatever was in memory: asking kills
        return nothing
    pixel = max(4, QImage.toPixelFormat(reader.imageFormat()).bitsPerPixel() // 8)
    count = size.width() * size.height() * pixel
    if not 0 < count <= most:
        return nothing
    box = QSize(width, 4 * width)
    if size.width() > box.width() or size.height() > box.height():
        smaller = size.scaled(box, Qt.AspectRatioMode.KeepAspectRatio)
        reader.setScaledSize(smaller.expandedTo(QSize(1, 1)))
    return reader.read(), count


def _size(content: bytes, form: str) -> QSize:
    """Of a GIF's screen, which is what is decoded; Qt tells the size of its first image."""
    if form != "gif" or len(content) < 10:
        return QSize()
    return QSize(*struct.unpack("<HH", content[6:10]))


def _without_texts(content: bytes) -> bytes:
    """A PNG without its texts: there may be a thousand, each unpacking to eight megabytes."""
    if not content.startswith(PNG):
        return content
    kept, at = [PNG], len(PNG)
    while at < len(content):
        end = at + 12 + int.from_bytes(content[at : at + 4])
        if content[at + 4 : at + 8] in KEPT_CHUNKS:
            kept.append(content[at:end])
        at = end
    return b"".join(kept)
