"""`initlab export-lessons DIR`: the lessons as static pages, drawn without a display.

Whoever asks for `--help` does not wait for torch and Qt: they are imported by `run`.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from core.preferences import LANGUAGES

BOTH = "both"
THEMES = ("light", "dark")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the contract."""
    parser.description = (
        "Writes the lessons as pages that need nothing but a browser, with the pictures of each "
        "step: open DIR/index.html, print it, or put the folder on a server."
    )
    parser.add_argument(
        "folder", type=Path, metavar="DIR", help="a new folder, or one that this command has made"
    )
    parser.add_argument(
        "lessons",
        nargs="*",
        type=Path,
        metavar="LESSON.md",
        help="lessons of your own, instead of those of the program",
    )
    parser.add_argument(
        "--language", choices=(*LANGUAGES, BOTH), default=BOTH, help="of the pages: %(default)s"
    )
    parser.add_argument(
        "--theme", choices=THEMES, default=THEMES[0], help="of the pictures: %(default)s"
    )


def run(options: argparse.Namespace) -> int:
    """Write the pages; returns the exit code. Raises InitLabError."""
    from core.site import Folder, plan

    languages = tuple(LANGUAGES) if options.language == BOTH else (options.language,)
    pages = plan(languages, options.lessons)  # a bad lesson is said before anything is written
    folder = Folder(options.folder)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    import core.build  # noqa: F401  # torch before Qt, as main.py says
    from gui.site.export import export

    export(pages, folder, options.theme)
    return 0
