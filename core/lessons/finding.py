"""Finding a lesson by what a person says: its number, its key, or a file."""

from __future__ import annotations

from core.lessons.lesson import Lesson, built_in, load
from core.messages import QT_TRANSLATE_NOOP, FileError, printable

SUFFIX = ".md"
CLICKED = ".initlab.md"
"""Of a lesson that opens by a double click; any other Markdown file stays with its editor."""


def is_file(name: str) -> bool:
    """Whether the name is that of a file, not of a lesson of ours."""
    return name.lower().endswith(SUFFIX)


def find_lesson(name: str, language: str) -> Lesson:
    """`6`, `06-xavier` or `mine.md`; raises FileError, which names what there is."""
    if is_file(name):
        return load(name)
    lessons = built_in(language)
    for number, lesson in enumerate(lessons, start=1):
        if name in (lesson.key, str(number)):
            return lesson
    text = QT_TRANSLATE_NOOP(
        "core", "there is no such lesson; there are {options}, and files that end with .md"
    ).format(options=", ".join(lesson.key for lesson in lessons))
    raise FileError(printable(name, 200), text)
