"""Draw every page and lesson of the program, without a display, in one process.

    python tools/screenshots.py             into screenshots/
    python tools/screenshots.py --readme    the README's pictures, into docs/screenshots/
    python tools/screenshots.py mine.md     lessons of your own as well

Themes, languages, normal and projector scale. A page is also drawn with its plots only, a lesson
at its last step.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "resources" / "examples"
LARGEST = 300_000
"""Bytes of a picture in the README."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One window: where it is saved, and what it shows; a small one has 256 colours."""

    path: Path
    page: str | None = None
    example: str | None = None
    lesson: str | None = None
    step: int = 1
    theme: str = "light"
    language: str = "en"
    projector: bool = False
    focus: bool = False
    size: tuple[int, int] = (1600, 900)
    small: bool = False


def looks() -> Iterator[tuple[str, str, str, bool, tuple[int, int]]]:
    """Each theme, language and scale, with a name and the size of the window."""
    from core.preferences import LANGUAGES

    scales = (("normal", False, (1600, 900)), ("projector", True, (1024, 768)))
    for theme, language, (scale, projector, size) in product(("light", "dark"), LANGUAGES, scales):
        yield f"{theme}-{language}-{scale}", theme, language, projector, size


def all_pictures(folder: Path, files: list[Path]) -> Iterator[Picture]:
    """Every page, every lesson, every look."""
    from core.lessons.lesson import built_in, load
    from core.pages import PAGES

    for name, theme, language, projector, size in looks():
        for page in PAGES.values():
            for focus in (False, True):
                path = folder / f"{page.key}{'-plots' if focus else ''}-{name}.png"
                yield Picture(
                    path,
                    page.key,
                    page.example,
                    theme=theme,
                    language=language,
                    projector=projector,
                    focus=focus,
                    size=size,
                )
        lessons = [(lesson.key, len(lesson.steps)) for lesson in built_in(language)]
        lessons += [(str(file), len(load(file).steps)) for file in files]
        for key, steps in lessons:
            path = folder / f"lesson-{Path(key).name.removesuffix('.md')}-{name}.png"
            yield Picture(
                path,
                lesson=key,
                step=steps,
                theme=theme,
                language=language,
                projector=projector,
                size=size,
            )


def readme_pictures(folder: Path) -> Iterator[Picture]:
    """Those that the README shows."""
    from core.pages import PAGES

    yield Picture(folder / "layer-light.png", "layer", PAGES["layer"].example, small=True)
    yield Picture(
        folder / "layer-dark-zh.png",
        "layer",
        PAGES["layer"].example,
        theme="dark",
        language="zh_CN",
        small=True,
    )
    yield Picture(folder / "depth-light.png", "depth", PAGES["depth"].example, small=True)
    yield Picture(folder / "training-light.png", "train", PAGES["train"].example, small=True)
    yield Picture(folder / "sweep-light.png", "sweep", PAGES["sweep"].example, small=True)
    yield Picture(folder / "inspect-light.png", "inspect", PAGES["inspect"].example, small=True)
    yield Picture(
        folder / "depth-projector.png",
        "depth",
        PAGES["depth"].example,
        projector=True,
        focus=True,
        size=(1024, 768),
        small=True,
    )


def with_few_colours(image: QImage) -> QImage:
    """The image in its 256 most frequent colours that an eye tells apart, without dithering."""
    import numpy as np
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QImage

    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(plain.constBits(), np.uint32)
    colours, counts = np.unique(pixels, return_counts=True)
    colours = colours[np.argsort(-counts)]
    channels = np.stack([(colours >> shift) & 255 for shift in (16, 8, 0)], axis=1).astype(int)
    table: list[int] = []
    far = np.ones(len(colours), dtype=bool)
    while far.any() and len(table) < 256:
        first = int(np.argmax(far))
        table.append(int(colours[first]))
        far &= np.abs(channels - channels[first]).max(axis=1) > 5
    flags = Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither
    return plain.convertToFormat(QImage.Format.Format_Indexed8, table, flags)


def draw(picture: Picture) -> None:
    """Open the window, wait until everything is drawn, save it as PNG."""
    from core import disk
    from core.experiment import files
    from gui import app
    from gui.files.picture import encoded, picture_of
    from gui.files.settings import Settings

    example = EXAMPLES / f"{picture.example}.initlab.json"
    options = app.Options(
        files.load(example) if picture.example else None,
        page=picture.page,
        language=picture.language,
        theme=picture.theme,
        projector=picture.projector,
        size=picture.size,
        lesson=picture.lesson,
        step=picture.step,
    )
    window = app.create_window(options=options, settings=Settings(keep=False))
    try:
        window.actions_["view.focus"].setChecked(picture.focus)
        window.show()
        app.wait_until_settled(window)
        window.page.run_to_end()
        app.wait_until_settled(window)
        if window.runs.error is not None:
            raise window.runs.error
        image = picture_of(window, 1.0)
        if picture.small:
            image = with_few_colours(image)
        disk.write_bytes(picture.path, encoded(image))
    finally:
        window.runner.close()
        window.document.may_leave = lambda: True  # type: ignore[method-assign]
        window.closing.pages_leave = lambda: True
        window.close()
        window.deleteLater()


def main(arguments: list[str] | None = None) -> int:
    """Returns 1 where a picture for the README is too large, else 0."""
    parser = argparse.ArgumentParser(description="Draw every page and every lesson.")
    parser.add_argument("lessons", nargs="*", type=Path, metavar="LESSON.md")
    parser.add_argument("--readme", action="store_true", help="only the README's pictures")
    parser.add_argument("--only", default="", help="only pictures with this in their name")
    options = parser.parse_args(arguments)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    sys.path.insert(0, str(ROOT))
    from main import import_program

    import_program()
    from gui import app

    app.make_application()
    if options.readme:
        pictures = list(readme_pictures(ROOT / "docs" / "screenshots"))
    else:
        pictures = list(all_pictures(ROOT / "screenshots", options.lessons))
    pictures = [picture for picture in pictures if options.only in picture.path.name]
    began, large = time.monotonic(), 0
    for picture in pictures:
        picture.path.parent.mkdir(parents=True, exist_ok=True)
        draw(picture)
        size = picture.path.stat().st_size
        print(f"{picture.path.relative_to(ROOT)}  {size:,} bytes", flush=True)
        if options.readme and size > LARGEST:
            print(f"{picture.path.name} has more than {LARGEST:,} bytes", file=sys.stderr)
            large += 1
    print(f"{len(pictures)} pictures in {time.monotonic() - began:.0f} s")
    return 1 if large else 0


if __name__ == "__main__":
    sys.exit(main())
