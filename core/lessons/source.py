"""The lines of a lesson's file: front matter, body, and where a mistake stands."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from core.format import counted
from core.messages import QT_TRANSLATE_NOOP, FileError, Message, printable

FENCE = "+++"
MAX_FRONT = 65_536
MAX_LINE = 1_000
"""Characters of the front matter and of one of its lines. A key stands on one line, and the time
that TOML needs for it grows with the square of its dots: 100,000 of them take minutes."""

_HEADER = re.compile(r"\s*\[")
_STEP = re.compile(r"\s*\[\[\s*step\s*\]\]")
_POSITION = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


class Source:
    """A file's text by lines, which are counted from 1; `end` is the second `+++`."""

    def __init__(self, content: str, name: str) -> None:
        self.name = name
        self.lines = re.split(r"\r\n|\r|\n", content.removeprefix("\ufeff"))
        fences = [n for n, line in enumerate(self.lines, 1) if line.rstrip() == FENCE]
        if fences[:1] != [1]:
            text = QT_TRANSLATE_NOOP(
                "core", "a lesson begins with a line +++, its front matter and another line +++"
            )
            raise self.error(1, text)
        if len(fences) < 2:
            text = QT_TRANSLATE_NOOP(
                "core", "the front matter that begins here has no end; write a line +++ below it"
            )
            raise self.error(1, text)
        self.end = fences[1]
        self.body = self.lines[self.end :]

    def error(self, line: int, text: Message) -> FileError:
        """The mistake in this line."""
        return FileError(f"{printable(self.name, 200)}:{line}", text)

    def front(self) -> dict[str, Any]:
        """The front matter as TOML reads it."""
        self._refuse_what_is_too_long()
        # The empty line stands for the first +++, so that TOML counts as the file does.
        try:
            return tomllib.loads("\n".join(["", *self.lines[1 : self.end - 1], ""]))
        except RecursionError:
            text = QT_TRANSLATE_NOOP("core", "not TOML: nested too deeply")
            raise self.error(1, text) from None
        except ValueError as error:
            found = _POSITION.search(str(error))
            line = int(found[1]) if found and found[1] else self.end
            reason = _POSITION.sub("", str(error))
            text = QT_TRANSLATE_NOOP("core", "not TOML: {reason}")
            raise self.error(line, text.format(reason=printable(reason, 120))) from None

    def _refuse_what_is_too_long(self) -> None:
        """Refuse what TOML would need too long for."""
        count = 0
        for number, line in enumerate(self.lines[1 : self.end - 1], 2):
            count += len(line) + 1
            if len(line) > MAX_LINE:
                text = QT_TRANSLATE_NOOP(
                    "core", "a line of the front matter has at most {most} characters; break it"
                )
                raise self.error(number, text.format(most=counted(MAX_LINE)))
            if count > MAX_FRONT:
                text = QT_TRANSLATE_NOOP(
                    "core", "the front matter has at most {most} characters; shorten it"
                )
                raise self.error(number, text.format(most=counted(MAX_FRONT)))

    def line_of_step(self, step: int) -> int:
        """Where `[[step]]` number `step`, counted from 0, stands."""
        return self._lines_of_block(step)[0]

    def line_of(self, key: str, step: int | None = None) -> int:
        """Where a key stands: in a step counted from 0, or above all steps.

        A dotted key is looked for as a whole, then as its name after its section. Tables above
        the steps may also stand below them.
        """
        first, last = self._lines_of_block(step)
        found = self._search(key, first, last)
        if found is None and step is None:
            found = self._search(key, last, self.end)
        return first if found is None else found

    def _search(self, key: str, first: int, last: int) -> int | None:
        section, _, name = key.rpartition(".")
        lines = [(n, self.lines[n - 1]) for n in range(first, last)]
        equals = r"[\"']?\s*="
        assigned = re.compile(rf"(?<![\w.]){re.escape(name)}{equals}")
        wholly = re.compile(rf"(?<![\w.]){re.escape(key)}{equals}")
        whole = re.compile(rf"(?<![\w.]){re.escape(key)}(?![\w.])")
        named = re.compile(rf"(?<!\w){re.escape(section)}(?!\w)") if section else whole
        inside = False
        under: list[int] = []
        for n, line in lines:
            if _HEADER.match(line):
                inside = bool(section) and bool(named.search(line))
            elif inside and assigned.search(line):
                under.append(n)
        wanted = (
            [n for n, line in lines if wholly.search(line)],
            [n for n, line in lines if named.search(line) and assigned.search(line)],
            under,
            [n for n, line in lines if whole.search(line)],
            [n for n, line in lines if named.search(line)],
            [n for n, line in lines if assigned.search(line)],
        )
        return next((found[0] for found in wanted if found), None)

    def _lines_of_block(self, step: int | None) -> tuple[int, int]:
        """First line and the line after the last one."""
        starts = [n for n in range(2, self.end) if _STEP.match(self.lines[n - 1])]
        if step is None:
            return min(2, self.end), starts[0] if starts else self.end
        if step >= len(starts):
            return 1, self.end
        return starts[step], [*starts, self.end][step + 1]
