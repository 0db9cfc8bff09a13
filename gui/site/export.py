"""Draws every step of every lesson in one process, and writes the pages."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from itertools import groupby

from core import disk
from core.messages import QT_TRANSLATE_NOOP, FileError, printable
from core.site import Folder, Page, Plan, Seen, named_pictures
from core.site.html import STYLE, index_page, lesson_page
from core.site.style import USED, style_sheet
from gui import app
from gui.application import make_application
from gui.lessons.pictures import MAX_DECODED, MAX_IN_FILE, read_picture
from gui.look.colours import DARK, LIGHT, Colours
from gui.look.i18n import set_language, translated
from gui.look.sizes import NORMAL
from gui.look.theme import Look
from gui.site.seen import seen

SIZE = (1600, 1000)
"""Pixels of the window: every card has its place, none is behind a tab."""


def export(plan: Plan, folder: Folder, theme: str) -> None:
    """Write all pages; says on stderr how far it is. Raises InitLabError."""
    make_application()
    began = time.monotonic()
    look: Look = (DARK if theme == "dark" else LIGHT, NORMAL)
    files = _images(plan.pages)
    files[STYLE] = style_sheet(*map(_by_name, (LIGHT, DARK, look[0]))).encode()
    for language in plan.languages:
        set_language(language)
        files[plan.index(language)] = index_page(plan, language, translated).encode()
    folder.write(files)
    lessons = [list(pages) for _, pages in groupby(plan.pages, key=lambda page: page.name)]
    for number, pages in enumerate(lessons, start=1):
        told = f"{number} of {len(lessons)}: {printable(pages[0].lesson.title, 100)}"
        print(f"initlab: lesson {told}", file=sys.stderr, flush=True)
        _lesson(plan, pages, folder, look)
    folder.finish()
    taken = time.monotonic() - began
    print(f"initlab: {len(plan.pages)} pages in {taken:.0f} s", file=sys.stderr, flush=True)


def _by_name(colours: Colours) -> dict[str, str]:
    return {name: getattr(colours, name) for name in USED}


def _lesson(plan: Plan, pages: list[Page], folder: Folder, look: Look) -> None:
    """A lesson in all its languages: what a step has computed is drawn in each before the next."""
    shown: dict[Page, list[Seen]] = {page: [] for page in pages}
    with app.drawn_window(_window(pages[0])) as window:
        for step in range(max(len(page.lesson.steps) for page in pages)):
            for page in pages:
                if step < len(page.lesson.steps):
                    set_language(page.language)
                    window.lessons.show(page.source, step)
                    app.draw_to_end(window)
                    shown[page].append(seen(window.page, look))
    files: dict[str, bytes] = {}
    for page, contents in shown.items():
        set_language(page.language)
        named = named_pictures(page, contents)
        files |= {figure.file: figure.picture for one in named for figure in one.figures}
        files[page.file] = lesson_page(plan, page, named, translated).encode()
    folder.write(files)


def _window(page: Page) -> app.Options:
    """A window for one lesson: what a lesson has chosen on a page, the next one does not see."""
    first = page.lesson.steps[0]
    return app.Options(
        first.experiment,
        page=first.page,
        language=page.language,
        theme="light",
        projector=False,
        size=SIZE,
    )


def _images(pages: Iterable[Page]) -> dict[str, bytes]:
    """What lies beside teachers' files; refused where the window would not show it either."""
    found: dict[str, bytes] = {}
    text = QT_TRANSLATE_NOOP("core", "no picture, or too large; make it smaller")
    for page in pages:
        for path in page.lesson.pictures:
            found[page.image(path.name)] = disk.read_bytes(path, MAX_IN_FILE, text)
            if read_picture(path, 100, MAX_DECODED)[0].isNull():
                raise FileError(printable(str(path), 200), text)
    return found
