"""A paint device that writes SVG which looks alike in whatever opens it.

Everything stands in pixels of the picture, letters are outlines, and the cells of a matrix stay
squares: docs/decisions/028.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QImage,
    QPaintDevice,
    QPaintEngine,
    QPaintEngineState,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QTextItem,
    QTransform,
)

from gui.files.clipping import filled, lines, rectangle_of
from gui.files.picture import encoded

FINE = 4.0
"""Pixels of an image to one of the picture: what a viewer smooths between them is not seen."""
LARGE = 2.0
"""Pixels of the picture to one of the image from which its cells are seen as squares."""
MAX_SIDE = 2048

CAPS = {Qt.PenCapStyle.FlatCap: "butt", Qt.PenCapStyle.RoundCap: "round"}
JOINS = {Qt.PenJoinStyle.MiterJoin: "miter", Qt.PenJoinStyle.RoundJoin: "round"}

_HATCH, _HATCH_WIDTH = 8, 0.7
_HATCHES = {
    Qt.BrushStyle.HorPattern: "M0,4H8",
    Qt.BrushStyle.VerPattern: "M4,0V8",
    Qt.BrushStyle.CrossPattern: "M0,4H8M4,0V8",
    Qt.BrushStyle.BDiagPattern: "M-1,1L1,-1M0,8L8,0M7,9L9,7",
    Qt.BrushStyle.FDiagPattern: "M-1,7L1,9M0,0L8,8M7,-1L9,1",
    Qt.BrushStyle.DiagCrossPattern: "M0,0L8,8M0,8L8,0",
}
"""One tile of each pattern of lines that Qt fills with."""


class SvgDevice(QPaintDevice):
    """Paint on it, end the painter, and take `content`."""

    def __init__(self, size: QSize, dpi: int, title: str = "", text: str = "") -> None:
        super().__init__()
        self._size, self._dpi = size, dpi
        self._title, self._text = title, text
        self._engine = _Engine()

    def paintEngine(self) -> QPaintEngine:
        return self._engine

    def metric(self, metric: QPaintDevice.PaintDeviceMetric) -> int:
        """That of a screen of this size and resolution, with a pixel a pixel."""
        kinds = QPaintDevice.PaintDeviceMetric
        dpi = (kinds.PdmDpiX, kinds.PdmDpiY, kinds.PdmPhysicalDpiX, kinds.PdmPhysicalDpiY)
        known = dict.fromkeys(dpi, self._dpi) | {
            kinds.PdmWidth: self._size.width(),
            kinds.PdmHeight: self._size.height(),
            kinds.PdmWidthMM: round(25.4 * self._size.width() / self._dpi),
            kinds.PdmHeightMM: round(25.4 * self._size.height() / self._dpi),
            kinds.PdmDepth: 32,
            kinds.PdmNumColors: 2**24,
            kinds.PdmDevicePixelRatio: 1,
        }
        return known[metric] if metric in known else super().metric(metric)

    @property
    def content(self) -> bytes:
        """The file."""
        width, height = self._size.width(), self._size.height()
        head = (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
            f'version="1.1" width="{width}" height="{height}" viewBox="0 0 {width} {height}">\n'
            f"<title>{escape(self._title)}</title>\n<desc>{escape(self._text)}</desc>\n"
        )
        return (head + self._engine.written() + "</svg>\n").encode()


@dataclass(slots=True)
class _State:
    """What the painter has set; the clip is in pixels of the picture, None where there is none."""

    transform: QTransform = field(default_factory=QTransform)
    pen: QPen = field(default_factory=QPen)
    brush: QBrush = field(default_factory=QBrush)
    opacity: float = 1.0
    clip: QPainterPath | None = None
    clipped: bool = True
    smooth: bool = False


class _Engine(QPaintEngine):
    """Writes each thing as it is painted; Qt brings down to these methods whatever else it has."""

    def __init__(self) -> None:
        super().__init__(QPaintEngine.PaintEngineFeature.AllFeatures)
        self._now = _State()
        self._definitions: dict[str, str] = {}
        self._elements: list[tuple[str, str]] = []
        self._label = ""

    def begin(self, device: QPaintDevice) -> bool:
        return True

    def end(self) -> bool:
        return True

    def type(self) -> QPaintEngine.Type:
        return QPaintEngine.Type.User

    def updateState(self, state: QPaintEngineState) -> None:
        now, dirty, flags = self._now, state.state(), QPaintEngine.DirtyFlag
        if dirty & flags.DirtyTransform:
            now.transform = QTransform(state.transform())
        if dirty & flags.DirtyPen:
            now.pen = QPen(state.pen())
        if dirty & flags.DirtyBrush:
            now.brush = QBrush(state.brush())
        if dirty & flags.DirtyOpacity:
            now.opacity = state.opacity()
        if dirty & flags.DirtyHints:
            now.smooth = bool(state.renderHints() & QPainter.RenderHint.SmoothPixmapTransform)
        if dirty & flags.DirtyClipEnabled:
            now.clipped = state.isClipEnabled()
        if dirty & flags.DirtyClipPath:
            self._clip(state, state.clipPath())
        elif dirty & flags.DirtyClipRegion:
            path = QPainterPath()
            path.addRegion(state.clipRegion())
            self._clip(state, path)

    def _clip(self, state: QPaintEngineState, path: QPainterPath) -> None:
        now, mapped = self._now, state.transform().map(path)
        now.clipped = True
        operation = state.clipOperation()
        if operation == Qt.ClipOperation.NoClip:
            now.clip = None
        elif operation == Qt.ClipOperation.IntersectClip and now.clip is not None:
            now.clip = now.clip.intersected(mapped)
        else:
            now.clip = mapped

    # What is painted:

    def drawPath(self, path: QPainterPath) -> None:
        fill = "evenodd" if path.fillRule() == Qt.FillRule.OddEvenFill else "nonzero"
        self._shape(self._now.transform.map(path), self._filling(fill))

    def drawPolygon(self, points: Iterable[Any], mode: QPaintEngine.PolygonDrawMode) -> None:
        modes, path = QPaintEngine.PolygonDrawMode, QPainterPath()
        for index, point in enumerate(points):
            (path.lineTo if index else path.moveTo)(QPointF(point))
        if mode != modes.PolylineMode:
            path.closeSubpath()
        rule = "nonzero" if mode == modes.WindingMode else "evenodd"
        filling = {"fill": "none"} if mode == modes.PolylineMode else self._filling(rule)
        self._shape(self._now.transform.map(path), filling)

    def drawTextItem(self, point: Any, item: QTextItem) -> None:
        self._label = item.text()
        super().drawTextItem(point, item)  # as outlines, by `drawPath`
        self._label = ""

    def drawPixmap(
        self, place: QRectF | QRect, pixmap: QPixmap | QImage, source: QRectF | QRect
    ) -> None:
        self.drawImage(place, QPixmap(pixmap).toImage(), source)

    def drawImage(
        self,
        place: QRectF | QRect,
        image: QImage,
        source: QRectF | QRect,
        flags: Qt.ImageConversionFlag = Qt.ImageConversionFlag.AutoColor,
    ) -> None:
        image = image.copy(QRectF(source).toAlignedRect())
        transform = QTransform(self._now.transform)
        transform.translate(place.x(), place.y())
        transform.scale(place.width(), place.height())  # now of a square of side 1
        smooth, clip = self._now.smooth, self._window()
        if clip is not None:
            image, transform = _cropped(image, transform, clip)
        if not (smooth or image.isNull()):
            image = _enlarged(image, transform)
            if clip is not None:
                image, transform = _cropped(image, transform, clip)
        if image.isNull():
            return
        numbers = (transform.m11(), transform.m12(), transform.m21(), transform.m22())
        matrix = " ".join(f"{number:.10g}" for number in (*numbers, transform.dx(), transform.dy()))
        self._write(
            "image",
            {
                "width": "1",
                "height": "1",
                "preserveAspectRatio": "none",
                "transform": f"matrix({matrix})",
                "image-rendering": "optimizeQuality" if smooth else "optimizeSpeed",
                "opacity": _number(self._now.opacity),
                "xlink:href": "data:image/png;base64," + base64.b64encode(encoded(image)).decode(),
            },
        )

    # How it is written:

    def _shape(self, path: QPainterPath, filling: dict[str, str]) -> None:
        box = path.controlPointRect()
        if not all(map(math.isfinite, (box.left(), box.top(), box.right(), box.bottom()))):
            return
        looks = filling | self._stroke()
        if looks["fill"] == "none" and looks["stroke"] == "none":
            return
        label = {"aria-label": self._label} if self._label.strip() else {}
        clip, reach = self._window(), float(looks.get("stroke-width", "0")) / 2
        whole = clip is None or clip.contains(box.adjusted(-reach, -reach, reach, reach))
        if clip is None or whole:
            self._write("path", {"d": commands(path)} | looks | label, clipped=not whole)
            return
        if looks["fill"] != "none":
            part = {"d": commands(filled(path, clip)), "stroke": "none"}
            self._write("path", part | filling | label)
        if looks["stroke"] != "none":
            cut = commands(lines(path, clip))
            part = {"d": cut, "fill": "none", "stroke-linecap": "butt"}
            self._write("path", looks | part)

    def _window(self) -> QRectF | None:
        """The rectangle to which all is clipped now, if it is one."""
        clip = self._now.clip if self._now.clipped else None
        return None if clip is None else rectangle_of(clip)

    def _filling(self, rule: str) -> dict[str, str]:
        brush = self._now.brush
        if brush.style() == Qt.BrushStyle.NoBrush:
            return {"fill": "none"}
        opacity = {"fill-opacity": _number(brush.color().alphaF() * self._now.opacity)}
        colour = brush.color().name()
        if brush.style() in _HATCHES:
            colour = f"url(#{self._hatch(colour, brush.style())})"
        return {"fill": colour, "fill-rule": rule} | opacity

    def _stroke(self) -> dict[str, str]:
        pen = self._now.pen
        if pen.style() == Qt.PenStyle.NoPen:
            return {"stroke": "none"}
        # A cosmetic pen is as wide in every transformation, and never less than a pixel.
        width = pen.widthF()
        if pen.isCosmetic():
            width = width or 1.0
        else:
            width *= math.sqrt(abs(self._now.transform.determinant()))
        colour = pen.color()
        found = {
            "stroke": colour.name(),
            "stroke-opacity": _number(colour.alphaF() * self._now.opacity),
            "stroke-width": _number(width),
            "stroke-linecap": CAPS.get(pen.capStyle(), "square"),
            "stroke-linejoin": JOINS.get(pen.joinStyle(), "bevel"),
        }
        if pen.style() != Qt.PenStyle.SolidLine:
            dashes = (_number(part * width) for part in pen.dashPattern())
            found["stroke-dasharray"] = " ".join(dashes)
            found["stroke-dashoffset"] = _number(pen.dashOffset() * width)
        return found

    def _hatch(self, colour: str, style: Qt.BrushStyle) -> str:
        pen = f'stroke="{colour}" stroke-width="{_HATCH_WIDTH}" fill="none"'
        lines = f'<path d="{_HATCHES[style]}" {pen}/>'
        side = f'width="{_HATCH}" height="{_HATCH}" patternUnits="userSpaceOnUse"'
        return self._defined("hatch", f"<pattern id={{name}} {side}>{lines}</pattern>")

    def _defined(self, kind: str, text: str) -> str:
        """The name of this definition, which may be there already."""
        if text not in self._definitions:
            self._definitions[text] = f"{kind}{len(self._definitions) + 1}"
        return self._definitions[text]

    def _write(self, name: str, attributes: dict[str, str], clipped: bool = True) -> None:
        if not attributes.get("d", "M"):
            return
        clip = ""
        if clipped and self._now.clipped and self._now.clip is not None:
            shape = f'<path d="{commands(self._now.clip)}"/>'
            clip = self._defined("clip", f"<clipPath id={{name}}>{shape}</clipPath>")
        written = " ".join(f"{key}={quoteattr(value)}" for key, value in attributes.items())
        self._elements.append((clip, f"<{name} {written}/>\n"))

    def written(self) -> str:
        """Definitions and elements; neighbours that are clipped alike share a group."""
        defined = (
            text.replace("{name}", f'"{name}"', 1) for text, name in self._definitions.items()
        )
        parts = ["<defs>\n", *(f"{text}\n" for text in defined), "</defs>\n"]
        for clip, group in groupby(self._elements, key=lambda element: element[0]):
            parts.append(f'<g clip-path="url(#{clip})">\n' if clip else "<g>\n")
            parts += [text for _, text in group]
            parts.append("</g>\n")
        return "".join(parts)


def commands(path: QPainterPath) -> str:
    """The path as SVG writes it: each point by its way from the one before, in hundredths.

    Letters are most of a file, and their points lie close to one another: it has half the size.
    """
    kinds, written = QPainterPath.ElementType, []
    letters = {kinds.MoveToElement: "m", kinds.LineToElement: "l", kinds.CurveToElement: "c"}
    from_x = from_y = left = 0
    for index in range(path.elementCount()):
        element = path.elementAt(index)
        x, y = round(100 * element.x), round(100 * element.y)
        letter = letters.get(element.type, "")
        written.append(letter + _pair(x - from_x, y - from_y, bool(letter)))
        # Three points of a curve start at the same place; the letter stands before the first.
        left = 2 if letter == "c" else max(0, left - 1)
        if not left:
            from_x, from_y = x, y
    return "".join(written)


def _pair(x: int, y: int, first: bool) -> str:
    """Two numbers in hundredths; a minus separates from what stands before, as a space does."""
    text_x, text_y = _hundredths(x), _hundredths(y)
    before = "" if first or text_x.startswith("-") else " "
    return before + text_x + ("" if text_y.startswith("-") else ",") + text_y


def _hundredths(value: int) -> str:
    whole, part = divmod(abs(value), 100)
    text = f"{whole or ''}{f'.{part:02}'.rstrip('0') if part else ''}" or "0"
    return f"-{text}" if value < 0 else text


def _number(value: float) -> str:
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _cropped(image: QImage, transform: QTransform, clip: QRectF) -> tuple[QImage, QTransform]:
    """The pixels of the image that are seen, and where they are: of a square of side 1."""
    inverse, possible = transform.inverted()
    if image.isNull() or not possible:
        return QImage(), transform
    seen = inverse.mapRect(clip).intersected(QRectF(0, 0, 1, 1))
    width, height = image.width(), image.height()
    pixels = QRectF(
        seen.x() * width, seen.y() * height, seen.width() * width, seen.height() * height
    ).toAlignedRect()
    moved = QTransform(transform)
    moved.translate(pixels.x() / width, pixels.y() / height)
    moved.scale(pixels.width() / width, pixels.height() / height)
    return image.copy(pixels) if not pixels.isEmpty() else QImage(), moved


def _enlarged(image: QImage, transform: QTransform) -> QImage:
    """The image with each of its cells repeated, where they are seen as squares.

    Qt's own scaling is a tenth off where a cell becomes hundreds of pixels.
    """
    across = math.hypot(transform.m11(), transform.m12()) / image.width()
    down = math.hypot(transform.m21(), transform.m22()) / image.height()
    factors = [
        max(1, min(MAX_SIDE // cells, math.ceil(FINE * size))) if size >= LARGE else 1
        for cells, size in ((image.width(), across), (image.height(), down))
    ]
    if factors == [1, 1]:
        return image
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    cells = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), -1)
    cells = np.repeat(np.repeat(cells, factors[0], 1), factors[1], 0)
    height, width = cells.shape
    return QImage(cells.tobytes(), width, height, 4 * width, image.format()).copy()
