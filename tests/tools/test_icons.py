"""One SVG is compiled to what Windows, macOS and a freedesktop want."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from core.application import ID

Image = pytest.importorskip("PIL.Image", reason="needs Pillow")
ImageChops = pytest.importorskip("PIL.ImageChops", reason="needs Pillow")
ImageStat = pytest.importorskip("PIL.ImageStat", reason="needs Pillow")

ROOT = Path(__file__).parents[2]
RESOURCES = ROOT / "resources" / "icons"
LARGEST = 300_000
"""Bytes of everything compiled that the repository holds."""


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("icons")
    subprocess.run([sys.executable, str(ROOT / "tools" / "icons.py"), str(folder)], check=True)
    return folder


def opened(path: Path) -> Any:
    """The picture, or the largest one of an icon, with its file closed."""
    return Image.open(io.BytesIO(path.read_bytes()))


def difference(one: Any, other: Any) -> float:
    """Mean difference of two pictures, of 255; versions of Qt round edges differently."""
    changed = ImageChops.difference(one.convert("RGBA"), other.convert("RGBA"))
    return float(max(ImageStat.Stat(changed).mean))


@pytest.mark.parametrize("side", [16, 22, 24, 32, 48, 64, 128, 256, 512])
def test_the_icon_theme_has_every_size(compiled: Path, side: int) -> None:
    path = compiled / "hicolor" / f"{side}x{side}" / "apps" / f"{ID}.png"
    picture = opened(path).convert("RGBA")
    assert picture.size == (side, side)
    assert picture.getpixel((0, 0))[3] < 255  # round corners
    assert picture.getpixel((side // 2, side // 2))[:3] == (0xCF, 0xE8, 0xF9)  # the histogram


def test_a_small_picture_in_the_ico_is_drawn_and_not_scaled(compiled: Path) -> None:
    icon = opened(compiled / "initlab.ico")
    assert {(16, 16), (24, 24), (32, 32), (48, 48), (256, 256)} <= icon.info["sizes"]
    for side in (16, 48, 256):
        own = compiled / "hicolor" / f"{side}x{side}" / "apps" / f"{ID}.png"
        assert difference(icon.ico.getimage((side, side)), opened(own)) == 0


def test_the_icns_has_sixteen_to_512_points(compiled: Path) -> None:
    icon = opened(compiled / "initlab.icns")
    points = {(width, scale) for width, _, scale in icon.info["sizes"]}
    assert {(16, 2), (32, 2), (128, 1), (256, 1), (512, 1), (512, 2)} <= points


def test_the_icons_in_the_repository_are_those_of_the_svg(compiled: Path) -> None:
    names = ("initlab.ico", "initlab.icns")
    assert sum((RESOURCES / name).stat().st_size for name in names) < LARGEST
    for name in names:
        kept, made = opened(RESOURCES / name), opened(compiled / name)
        assert kept.info["sizes"] == made.info["sizes"]
        assert difference(kept, made) < 1
