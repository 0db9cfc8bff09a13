"""The paint device that writes SVG, against Qt's own painting on an image."""

from __future__ import annotations

import base64
from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPainterPath, QPen, QPixmap

from gui.files.svg import SvgDevice
from tests.gui.pictures import pixels, rendered, share_that_differs, tags, words

SIZE = QSize(240, 160)
WHITE = QColor("white")


def on(device: QImage | SvgDevice, paint: Callable[[QPainter], None]) -> None:
    painter = QPainter(device)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(QRectF(0, 0, SIZE.width(), SIZE.height()), WHITE)
    paint(painter)
    painter.end()


def image_of(paint: Callable[[QPainter], None]) -> QImage:
    image = QImage(SIZE, QImage.Format.Format_ARGB32_Premultiplied)
    on(image, paint)
    return image


def svg_of(paint: Callable[[QPainter], None]) -> bytes:
    device = SvgDevice(SIZE, 96, "a < b", "what & why")
    on(device, paint)
    return device.content


def shapes(painter: QPainter) -> None:
    painter.setPen(QPen(QColor("navy"), 5))
    painter.setBrush(QColor(200, 60, 0, 120))
    painter.drawEllipse(QRectF(10, 10, 90, 60))
    painter.drawRoundedRect(QRectF(120, 20, 100, 50), 12, 12)
    painter.drawPolygon([QPointF(30, 90), QPointF(110, 95), QPointF(60, 150)])
    painter.drawLine(QPointF(130, 150), QPointF(220, 90))
    painter.drawPolyline([QPointF(120, 100), QPointF(150, 140), QPointF(170, 90)])
    painter.drawPoint(QPointF(230, 150))


def dashes(painter: QPainter) -> None:
    for index, style in enumerate((Qt.PenStyle.DashLine, Qt.PenStyle.DotLine)):
        pen = QPen(QColor("black"), 4, style)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawLine(QPointF(10, 40 + 40 * index), QPointF(230, 40 + 40 * index))


def transformed(painter: QPainter) -> None:
    """A cosmetic pen is as wide however its shape is stretched, another pen grows."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = QPen(QColor("teal"), 3)
    pen.setCosmetic(True)
    for cosmetic in (True, False):
        painter.save()
        pen.setCosmetic(cosmetic)
        pen.setWidthF(3.0 if cosmetic else 0.1)
        painter.setPen(pen)
        painter.translate(20 if cosmetic else 130, 20)
        painter.scale(80, 100 if cosmetic else 80)
        path = QPainterPath(QPointF(0, 1))
        path.cubicTo(0.3, 1, 0.3, 0, 0.5, 0)
        path.cubicTo(0.7, 0, 0.7, 1, 1, 1)
        painter.drawPath(path)
        painter.restore()


def clipped(painter: QPainter) -> None:
    painter.setPen(QPen(QColor("crimson"), 9))
    painter.save()
    painter.setClipRect(QRectF(20, 20, 120, 100))
    painter.drawLine(0, 0, 240, 160)
    painter.setClipRect(QRectF(60, 60, 170, 90), Qt.ClipOperation.IntersectClip)
    painter.fillRect(QRectF(0, 0, 240, 160), QColor("gold"))
    painter.restore()
    painter.drawLine(150, 10, 230, 150)


def hatched(painter: QPainter) -> None:
    styles = Qt.BrushStyle
    painter.setPen(QPen(QColor("black"), 1))
    for index, style in enumerate(
        (styles.BDiagPattern, styles.FDiagPattern, styles.CrossPattern, styles.DiagCrossPattern)
    ):
        painter.setBrush(style)
        painter.drawRect(QRectF(8 + 58 * index, 20, 50, 120))


def lettered(painter: QPainter) -> None:
    font = QFont(["DejaVu Sans", "Noto Sans CJK SC"])
    font.setPixelSize(22)
    painter.setFont(font)
    painter.setPen(QColor("darkgreen"))
    painter.drawText(QRectF(10, 10, 220, 60), Qt.AlignmentFlag.AlignCenter, "W ≈ 0.05, 密度")
    painter.translate(40, 150)
    painter.rotate(-90)
    painter.setOpacity(0.5)
    painter.drawText(0, 0, "density")


def pictured(painter: QPainter) -> None:
    """A matrix of few cells, upside down too, and a picture of pixels that is smoothed."""
    cells = np.array([[0xFF0000FF, 0xFFFF0000], [0xFF00AA00, 0xFFFFFF00]], np.uint32)
    image = QImage(cells.tobytes(), 2, 2, QImage.Format.Format_RGB32).copy()
    painter.drawImage(QRectF(10, 20, 90, 60), image)
    painter.save()
    painter.translate(120, 80)
    painter.scale(1, -1)
    painter.drawImage(QRectF(0, 0, 90, 60), image)
    painter.restore()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawPixmap(QRectF(10, 100, 220, 50), QPixmap.fromImage(image), QRectF(0, 0, 2, 2))


PAINTED = [shapes, dashes, transformed, clipped, hatched, lettered, pictured]


@pytest.mark.parametrize("paint", PAINTED)
def test_it_is_what_qt_paints(qapp: object, paint: Callable[[QPainter], None]) -> None:
    # The lines of a hatch lie elsewhere in their squares.
    allowed = 0.06 if paint is hatched else 0.004
    drawn = rendered(svg_of(paint), SIZE)
    assert share_that_differs(image_of(paint), drawn) <= allowed
    assert share_that_differs(image_of(lambda _: None), drawn) > 0.06


@pytest.mark.parametrize("paint", PAINTED)
def test_nothing_in_it_depends_on_who_draws_it(
    qapp: object, paint: Callable[[QPainter], None]
) -> None:
    """Fonts, scaled strokes and groups that move: each looks otherwise in some program."""
    for tag, attributes in tags(svg_of(paint)):
        assert tag != "text"
        assert "vector-effect" not in attributes
        assert "transform" not in attributes or tag == "image"


def test_a_curve_far_from_zero_is_as_exact_as_one_at_zero(qapp: object) -> None:
    """Qt's generator writes six digits of 1,000,000.01, which moves a curve by its whole width."""
    x = np.linspace(0.0, 1.0, 60)

    def curve(offset: float) -> Callable[[QPainter], None]:
        def paint(painter: QPainter) -> None:
            pen = QPen(QColor("black"), 2)
            pen.setCosmetic(True)
            painter.setPen(pen)
            painter.scale(200, 100)
            painter.translate(0.1 - offset, 0.2)
            points = [QPointF(offset + at, 0.5 + 0.4 * np.sin(9 * at)) for at in x]
            painter.drawPolyline(points)

        return paint

    def path(offset: float) -> str:
        found = [element["d"] for tag, element in tags(svg_of(curve(offset))) if tag == "path"]
        return str(found[-1])

    assert path(1e6) == path(0.0)


def test_few_cells_are_squares_for_a_viewer_that_smooths(qapp: object) -> None:
    image = rendered(svg_of(pictured), SIZE)
    row = pixels(image)[35, 10:100]
    colours = {tuple(colour) for colour in row.tolist()}
    between = [c for c in colours if c not in ((255.0, 0.0, 0.0), (0.0, 0.0, 255.0))]
    assert len(between) <= 1  # the one pixel in which the two cells meet


def test_the_words_are_there_for_those_who_search_or_cannot_see(qapp: object) -> None:
    svg = svg_of(lettered)
    assert "density" in words(svg)
    assert "密度" in "".join(words(svg))
    assert b"<title>a &lt; b</title>" in svg
    assert b"<desc>what &amp; why</desc>" in svg


def test_what_has_no_place_is_left_out(qapp: object) -> None:
    def paint(painter: QPainter) -> None:
        painter.drawPolyline([QPointF(0, 0), QPointF(float("nan"), 1), QPointF(5, 5)])
        painter.drawImage(QRectF(0, 0, 5, 5), QImage())

    svg = svg_of(paint)
    assert b"nan" not in svg
    assert b"<image" not in svg


def test_an_image_is_a_png(qapp: object) -> None:
    links = [a for _, a in tags(svg_of(pictured)) for name in a if name.endswith("href")]
    assert len(links) == 3
    (link,) = (value for name, value in links[0].items() if name.endswith("href"))
    assert base64.b64decode(link.partition(",")[2]).startswith(b"\x89PNG")
