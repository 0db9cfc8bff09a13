"""Lessons: Markdown, step by step, each step with the experiment that it speaks of.

A file has a front matter in TOML between two lines `+++`, then a part of Markdown for each
`[[step]]`, parted by lines `---`; see resources/guide. A lesson shows text and sets controls.
"""

from __future__ import annotations

import functools
import importlib.resources
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from core import disk
from core.experiment import Experiment
from core.lessons.front import Front, Table
from core.lessons.keys import changed
from core.lessons.source import Source
from core.lessons.text import MarkdownError, Part, check, parts, pictures
from core.messages import QT_TRANSLATE_NOOP, FileError, printable

__all__ = ["Lesson", "Step", "built_in", "load", "parse"]

MAX_BYTES = 256 * 1024
FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a lesson.

    text        its Markdown
    page        the page that is shown
    show        the card of the page that is brought into sight, by its key; "" for none
    experiment  what is shown
    changes     dotted keys whose value differs from the step before, none in the first step; a
                parameter that a new method brings along counts where it is not at its default
    controls    dotted keys of the controls to show, () for all
    numbers     numerals of the text that are computed, each with the path of its value
    shapes      what is drawn, each with a shape that the text says it has
    """

    text: str
    page: str
    show: str
    experiment: Experiment
    changes: tuple[str, ...]
    controls: tuple[str, ...]
    numbers: tuple[tuple[str, str], ...]
    shapes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson; it has at least one step.

    key     the file's name without language and suffix, `06-xavier`
    goal    what it is for, in one line; "" where it does not say
    folder  where its images lie, None for a lesson that can have none
    """

    key: str
    title: str
    steps: tuple[Step, ...]
    folder: Path | None
    goal: str = ""

    @property
    def pictures(self) -> tuple[Path, ...]:
        """The files of its images."""
        if self.folder is None:
            return ()
        return tuple(self.folder / name for step in self.steps for name in pictures(step.text))


def parse(text: str, name: str, folder: Path | None = None) -> Lesson:
    """Read a lesson; `name` is its file's name, `folder` where that file lies.

    Raises FileError whose key is `name:line`.
    """
    source = Source(text, name)
    front = Front(source)
    tables = front.steps()
    pieces = _parts(source, len(tables), folder)
    key = re.sub(r"(\.[a-z]{2,3}(_[A-Z]{2})?)?\.md$", "", name)
    steps = tuple(_steps(front, tables, pieces))
    return Lesson(key, front.title(), steps, folder, front.goal())


def load(path: str | Path) -> Lesson:
    """Read a teacher's file; raises FileError."""
    path = Path(path)
    too_large = QT_TRANSLATE_NOOP(
        "core", "too large for a lesson, which has at most 256 KB; keep pictures beside it"
    )
    content = disk.read_bytes(path, MAX_BYTES, too_large)
    try:
        decoded = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        text = QT_TRANSLATE_NOOP("core", "not UTF-8 text; save the file as UTF-8")
        raise FileError(f"{printable(path.name)}:{line}", text) from None
    return parse(decoded, path.name, path.parent)


@functools.cache
def built_in(language: str) -> tuple[Lesson, ...]:
    """The program's own lessons in order; in English where a language has none."""
    folder = importlib.resources.files("resources") / "lessons"
    names = sorted(item.name for item in folder.iterdir())
    chosen = [name for name in names if name.endswith(f".{language}.md")]
    chosen = chosen or [name for name in names if name.endswith(f".{FALLBACK}.md")]
    return tuple(parse((folder / name).read_text(encoding="utf-8"), name) for name in chosen)


def _parts(source: Source, steps: int, folder: Path | None) -> list[Part]:
    """A part of text for each step, or FileError."""
    try:
        found = parts(source.body, source.end + 1)
    except MarkdownError as error:
        raise source.error(error.line, error.text) from None
    for part in found:
        if not part.text:
            text = QT_TRANSLATE_NOOP(
                "core", "this part is empty; write its text, or remove the line --- beside it"
            )
            raise source.error(part.line, text)
    if len(found) != steps:
        text = QT_TRANSLATE_NOOP(
            "core",
            "parts of text: {parts}, [[step]]: {steps}; each step needs one part, and a line --- "
            "stands between two parts",
        )
        line = found[steps].line if len(found) > steps else source.line_of_step(len(found))
        raise source.error(line, text.format(parts=len(found), steps=steps))
    for part in found:
        try:
            check(part, folder)
        except MarkdownError as error:
            raise source.error(error.line, error.text) from None
    return found


def _steps(front: Front, tables: list[Table], pieces: list[Part]) -> Iterator[Step]:
    page, controls, experiment = front.page(), front.controls(), front.experiment()
    for number, (table, piece) in enumerate(zip(tables, pieces, strict=True)):
        before, experiment = experiment, table.applied_to(experiment)
        own_page = table.page(page)
        yield Step(
            text=piece.text,
            page=own_page,
            show=table.show(own_page),
            experiment=experiment,
            changes=changed(before, experiment) if number else (),
            controls=table.controls(controls),
            numbers=table.numbers(),
            shapes=table.shapes(),
        )
