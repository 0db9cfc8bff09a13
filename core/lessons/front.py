"""The front matter of a lesson, key by key; what is wrong raises FileError with its line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.experiment import RACE, Experiment
from core.lessons import keys as lesson_keys
from core.lessons.shapes import SHAPES
from core.lessons.source import Source
from core.messages import QT_TRANSLATE_NOOP, FileError, InvalidExperiment, Message, printable, shown
from core.pages import FIRST, PAGES

VERSION = 1
MAX_STEPS = 100
MAX_TITLE = 200

FRONT_KEYS = ("lesson", "title", "page", "goal", "controls", "experiment", "step")
_ONE_LINE = QT_TRANSLATE_NOOP("core", "the {key} must be one line of text between quotes")

STEP_KEYS = ("set", "page", "show", "controls", "numbers", "shapes")


class Table:
    """One table of the front matter: a step counted from 0, or for None the keys above them."""

    known: tuple[str, ...] = STEP_KEYS

    def __init__(self, source: Source, data: dict[str, Any], step: int | None) -> None:
        self.source = source
        self.data = data
        self.step = step
        for key in data:
            if key not in self.known:
                text = QT_TRANSLATE_NOOP("core", "unknown key {key}; known are {options}").format(
                    key=printable(key), options=", ".join(self.known)
                )
                raise self.error(key, text)

    def error(self, key: str, text: Message) -> FileError:
        """The mistake at the line where `key` stands."""
        return self.source.error(self.source.line_of(key, self.step), text)

    def _refused(self, error: InvalidExperiment) -> FileError:
        """What an experiment says about a value."""
        template = QT_TRANSLATE_NOOP("core", "{key}: {reason}")
        return self.error(error.key, template.format(key=error.key, reason=error.text))

    def page(self, default: str = FIRST) -> str:
        """The page that is shown."""
        page: Any = self.data.get("page", default)
        if page not in tuple(PAGES):
            text = QT_TRANSLATE_NOOP("core", "page {value} is not one of {options}").format(
                value=shown(page), options=", ".join(PAGES)
            )
            raise self.error("page", text)
        return str(page)

    def show(self, page: str) -> str:
        """The card of the page that is brought into sight, by its key; "" for none."""
        card: Any = self.data.get("show", "")
        cards = PAGES[page].cards
        if "show" in self.data and card not in cards:
            text = QT_TRANSLATE_NOOP(
                "core", "show: {value} is not a card of the page {page}, which has {options}"
            )
            options = ", ".join(cards)
            raise self.error("show", text.format(value=shown(card), page=page, options=options))
        return str(card)

    def controls(self, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """The dotted keys of the controls that are shown, () for all."""
        if "controls" not in self.data:
            return default
        keys = self.data["controls"]
        if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
            text = QT_TRANSLATE_NOOP("core", "{key} is a list of names such as {example}")
            example = '["weight_init.gain"]'
            raise self.error("controls", text.format(key="controls", example=example))
        for key in keys:
            if key not in lesson_keys.known():
                raise self.error(key, lesson_keys.unknown(key))
        return tuple(dict.fromkeys(keys))

    def applied_to(self, before: Experiment) -> Experiment:
        """The experiment with the values of `set`."""
        changes = self.data.get("set", {})
        if not isinstance(changes, dict):
            raise self._no_table("set", '{"weight_init.gain" = 2.0}')
        flat = _flat(changes)
        for key in flat:
            if key != RACE and key not in lesson_keys.known():
                raise self.error(key, lesson_keys.unknown(key))
        try:
            return before.with_values(flat)
        except InvalidExperiment as error:
            raise self._refused(error) from None

    def numbers(self) -> tuple[tuple[str, str], ...]:
        """Numerals of the text, each with the path of its value, or with several."""
        numbers = self.data.get("numbers", {})
        found: list[tuple[str, str]] = []
        for written, paths in numbers.items() if isinstance(numbers, dict) else [("", None)]:
            for path in paths if isinstance(paths, list) else [paths]:
                if not isinstance(path, str):
                    raise self._no_table("numbers", '{"0.051" = "weight.theory.std"}')
                found.append((written, path))
        return tuple(found)

    def shapes(self) -> tuple[tuple[str, str], ...]:
        """What is drawn, each with a shape that the text says it has."""
        table = self.data.get("shapes", {})
        if not isinstance(table, dict):
            raise self._no_table("shapes", '{output = "valley"}')
        found: list[tuple[str, str]] = []
        for subject, shapes in table.items():
            self._check_shape(subject, SHAPES)
            for shape in shapes if isinstance(shapes, list) else [shapes]:
                self._check_shape(shape, SHAPES[subject])
                found.append((subject, shape))
        return tuple(found)

    def _check_shape(self, value: object, options: Mapping[str, object]) -> None:
        if isinstance(value, str) and value in options:
            return
        text = QT_TRANSLATE_NOOP("core", "shapes: {value} is not one of {options}")
        raise self.error("shapes", text.format(value=shown(value), options=", ".join(options)))

    def _no_table(self, key: str, example: str) -> FileError:
        text = QT_TRANSLATE_NOOP("core", "{key} is a table such as {example}")
        return self.error(key, text.format(key=key, example=example))


class Front(Table):
    """The keys above the steps."""

    known = FRONT_KEYS

    def __init__(self, source: Source) -> None:
        super().__init__(source, source.front(), None)
        for key, example in (("lesson", "lesson = 1"), ("title", 'title = "…"')):
            if key not in self.data:
                text = QT_TRANSLATE_NOOP("core", "{key} is missing; write {example} below the +++")
                raise source.error(1, text.format(key=key, example=example))
        version = self.data["lesson"]
        if type(version) is not int or version != VERSION:
            text = QT_TRANSLATE_NOOP(
                "core", "lesson = {value} is not the version that is read here; write lesson = 1"
            )
            raise self.error("lesson", text.format(value=shown(version, 20)))

    def title(self) -> str:
        """The lesson's title."""
        title = self._line("title")
        if not title:
            raise self.error("title", _ONE_LINE.format(key="title"))
        return title

    def goal(self) -> str:
        """What the lesson is for, in one line; "" where it does not say."""
        return self._line("goal") if "goal" in self.data else ""

    def _line(self, key: str) -> str:
        line = self.data[key]
        if not isinstance(line, str) or not line.isprintable():
            raise self.error(key, _ONE_LINE.format(key=key))
        if len(line) > MAX_TITLE:
            too_long = QT_TRANSLATE_NOOP(
                "core", "the {key} has at most {most} characters; shorten it"
            )
            raise self.error(key, too_long.format(key=key, most=MAX_TITLE))
        return line.strip()

    def experiment(self) -> Experiment:
        """The experiment that the first step starts from."""
        table = self.data.get("experiment", {})
        if not isinstance(table, dict):
            raise self._no_table("experiment", "{layer = {in_features = 5}}")
        try:
            return Experiment.from_dict({"initlab": 1, **table})
        except InvalidExperiment as error:
            raise self._refused(error) from None

    def steps(self) -> list[Table]:
        """One table for each [[step]]; 1 to MAX_STEPS of them."""
        tables = self.data.get("step", [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            text = QT_TRANSLATE_NOOP(
                "core", "write [[step]] in double brackets, once for each step"
            )
            raise self.error("step", text)
        if not tables:
            text = QT_TRANSLATE_NOOP(
                "core", "there is no step; write [[step]] once for each part of the text"
            )
            raise self.source.error(self.source.end, text)
        if len(tables) > MAX_STEPS:
            text = QT_TRANSLATE_NOOP(
                "core", "{count} steps are too many: a lesson has at most {most}; make two of it"
            )
            line = self.source.line_of_step(MAX_STEPS)
            raise self.source.error(line, text.format(count=len(tables), most=MAX_STEPS))
        return [Table(self.source, table, number) for number, table in enumerate(tables)]


def _flat(table: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """Dotted keys, whether TOML took the dots for part of a key or for tables in tables.

    Keys have two parts: what is nested deeper is found unknown as it is.
    """
    found: dict[str, Any] = {}
    for key, value in table.items():
        if isinstance(value, dict) and prefix.count(".") < 2:
            found |= _flat(value, f"{prefix}{key}.")
        else:
            found[prefix + key] = value
    return found
