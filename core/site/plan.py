"""Which pages there are: each lesson in each language that is asked for, and what it is called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from core.lessons.lesson import Lesson, built_in, load
from core.site.contents import Seen

INDEX = "index"
_LANGUAGE = re.compile(r"\.([a-z]{2,3}(?:_[A-Z]{2})?)\.md$")


@dataclass(frozen=True, slots=True)
class Page:
    """A lesson in one language.

    source  what `--lesson` opens it by: its key, or the path of a teacher's own file
    number  of a lesson of the program, from 1; 0 for a teacher's own
    name    begins the names of its files, without the language: `06-xavier`
    """

    lesson: Lesson
    language: str
    source: str
    number: int
    name: str

    @property
    def file(self) -> str:
        """Of the page itself."""
        return f"{self.name}.{self.language}.html"

    def picture(self, step: int, key: str) -> str:
        """Of a plot as it is from a step on, counted from 1."""
        return f"pictures/{self.name}-{step}-{key}.{self.language}.svg"

    def image(self, name: str) -> str:
        """Of a picture that lies beside a teacher's lesson."""
        return f"pictures/{self.name}/{name}"


@dataclass(frozen=True, slots=True)
class Plan:
    """All pages; those of a lesson follow each other, one a language."""

    languages: tuple[str, ...]
    pages: tuple[Page, ...]

    def index(self, language: str) -> str:
        """The file that lists the lessons; that of the first language is found by every server."""
        return f"{INDEX}.html" if language == self.languages[0] else f"{INDEX}.{language}.html"

    def of_language(self, language: str) -> tuple[Page, ...]:
        """The pages of one language, in order."""
        return tuple(page for page in self.pages if page.language == language)

    def in_languages(self, page: Page) -> tuple[Page, ...]:
        """The same lesson in every language."""
        return tuple(other for other in self.pages if other.name == page.name)

    def beside(self, page: Page) -> tuple[Page | None, Page | None]:
        """The lesson before and the one after, in the same language."""
        pages = self.of_language(page.language)
        at = pages.index(page)
        before = pages[at - 1] if at else None
        return before, pages[at + 1] if at + 1 < len(pages) else None


def named_pictures(page: Page, contents: Sequence[Seen]) -> list[Seen]:
    """The contents of its steps with files for their pictures; the same picture is one file."""
    known: dict[bytes, str] = {}
    found = []
    for step, seen in enumerate(contents, start=1):
        files = [
            known.setdefault(figure.picture, page.picture(step, figure.key))
            for figure in seen.figures
        ]
        named = zip(seen.figures, files, strict=True)
        found.append(replace(seen, figures=tuple(replace(one, file=file) for one, file in named)))
    return found


def plan(languages: Sequence[str], files: Iterable[Path] = ()) -> Plan:
    """The program's own lessons, or with `files` these alone.

    A file `mine.zh_CN.md` is a page of that language; one without a language, of all of them.
    Raises FileError for a file that is no lesson.
    """
    files = tuple(files)
    found = _own(languages, files) if files else _built_in(languages)
    return Plan(tuple(languages), tuple(found))


def _built_in(languages: Sequence[str]) -> Iterator[Page]:
    each = [built_in(language) for language in languages]
    for number, lessons in enumerate(zip(*each, strict=True), start=1):
        for language, lesson in zip(languages, lessons, strict=True):
            yield Page(lesson, language, lesson.key, number, lesson.key)


def _own(languages: Sequence[str], files: Sequence[Path]) -> Iterator[Page]:
    taken: set[str] = {INDEX}
    loaded = [(path, load(path)) for path in files]
    for (_, key), group in groupby(loaded, key=lambda one: (one[0].parent, one[1].key)):
        of_lesson, name = list(group), _free(key, taken)
        for language in languages:
            chosen = [one for one in of_lesson if _language(one[0]) in (language, "")]
            chosen = chosen or of_lesson  # rather in another language than not at all
            path, lesson = chosen[0]
            yield Page(lesson, language, str(path), 0, name)


def _language(path: Path) -> str:
    """What the name of a file says, or ""."""
    found = _LANGUAGE.search(path.name)
    return found[1] if found else ""


def _free(key: str, taken: set[str]) -> str:
    """A name for files everywhere, that no other lesson has, in small letters or large."""
    stem = re.sub(r"[^\w.-]+", "-", key).strip(".-") or "lesson"
    name, count = stem, 1
    while name.casefold() in taken:
        count += 1
        name = f"{stem}-{count}"
    taken.add(name.casefold())
    return name
