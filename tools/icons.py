"""Compile the icon to what each system wants; it is drawn from one SVG.

    python tools/icons.py OUTDIR        everything, for packages
    python tools/icons.py --resources   what `initlab desktop install` needs, into resources/icons

OUTDIR/initlab.ico, OUTDIR/initlab.icns, OUTDIR/hicolor/<n>x<n>/apps/<id>.png and the SVG itself
under hicolor/scalable. Needs Pillow; no display.
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
import sys
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
ICONS = ROOT / "resources" / "icons"
ICO = (16, 20, 24, 32, 40, 48, 64, 128, 256)
"""Windows: 16 and 32 at 100, 125, 150 and 200 %, and what its large views show."""
ICNS = (32, 64, 128, 256, 512, 1024)
"""macOS: 16, 32, 128, 256 and 512 points, at two pixels to a point where there is a choice."""
HICOLOR = (16, 22, 24, 32, 48, 64, 128, 256, 512)
"""Folders of the freedesktop icon theme."""


def drawn(side: int) -> Image.Image:
    """The icon, `side` pixels wide and high, as the window draws it."""
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice

    from gui.look.icon import image

    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image(side).save(buffer, "PNG")
    return Image.open(io.BytesIO(content.data()))


def write_ico(path: Path) -> None:
    """Every size as a PNG of its own, not one that Windows scales."""
    *others, largest = map(drawn, ICO)
    largest.save(path, "ICO", sizes=[(side, side) for side in ICO], append_images=others)


def write_icns(path: Path) -> None:
    """The same for macOS."""
    *others, largest = map(drawn, ICNS)
    largest.save(path, "ICNS", append_images=others)


def write_all(folder: Path) -> None:
    """What a package of any system takes along."""
    from core.application import ID

    folder.mkdir(parents=True, exist_ok=True)
    write_ico(folder / "initlab.ico")
    write_icns(folder / "initlab.icns")
    for side in HICOLOR:
        place = folder / "hicolor" / f"{side}x{side}" / "apps"
        place.mkdir(parents=True, exist_ok=True)
        drawn(side).save(place / f"{ID}.png", optimize=True)
    place = folder / "hicolor" / "scalable" / "apps"
    place.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(ICONS / f"{ID}.svg", place / f"{ID}.svg")


def main() -> int:
    """Write what was asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, metavar="OUTDIR", help="where to write")
    parser.add_argument("--resources", action="store_true", help="bring resources/icons up to date")
    options = parser.parse_args()
    if (options.folder is None) != options.resources:
        parser.error("say where to write, or --resources")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    sys.path.insert(0, str(ROOT))
    if options.resources:
        write_ico(ICONS / "initlab.ico")
        write_icns(ICONS / "initlab.icns")
    else:
        write_all(options.folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
