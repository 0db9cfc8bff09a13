"""The pages as HTML: an index a language, and a page a lesson.

They have no script, load nothing from elsewhere, and all links but those of a lesson's own text are
relative. `translate` gives a sentence in the page's language.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from core.machine.versions import version
from core.messages import QT_TRANSLATE_NOOP
from core.preferences import LANGUAGES
from core.site.contents import Seen
from core.site.elements import Translate, lang, url
from core.site.plan import Page, Plan
from core.site.step import step_section

STYLE = "style.css"

INITLAB = QT_TRANSLATE_NOOP("core", "InitLab lessons")


def lesson_page(plan: Plan, page: Page, seen: Iterable[Seen], translate: Translate) -> str:
    """A lesson with what each of its steps shows, in the order of the steps."""
    title = escape(page.lesson.title)
    number = QT_TRANSLATE_NOOP("core", "Lesson {number}").format(number=page.number)
    goal = page.lesson.goal
    others = {other.language: other.file for other in plan.in_languages(page)}
    body = [
        '<main class="lesson">',
        f'<p class="number">{escape(translate(number))}</p>' if page.number else "",
        f"<h1>{title}</h1>",
        f'<p class="goal">{escape(goal)}</p>' if goal else "",
        *(step_section(page, step, one, translate) for step, one in enumerate(seen, start=1)),
        "</main>",
        _beside(plan, page, translate),
    ]
    back = f'<a href="{plan.index(page.language)}">{escape(translate(INITLAB))}</a>'
    return _document(page.lesson.title, page.language, back, others, body, translate)


def index_page(plan: Plan, language: str, translate: Translate) -> str:
    """What there is, and what it is."""
    what = QT_TRANSLATE_NOOP(
        "core",
        "What initialization and regularization do to a neural network, step by step. Each step "
        "shows what PyTorch computed, asks a question, and ends with the code that gives the same "
        "numbers; the next step answers.",
    )
    program = QT_TRANSLATE_NOOP(
        "core",
        "These pages need nothing but a browser, and can be printed: each step begins a sheet. In "
        "the program InitLab every control of a step can be moved, and the pictures follow; the "
        "links “Open in InitLab” lead there where it is installed.",
    )
    body = [
        '<main class="index">',
        f"<h1>{escape(translate(INITLAB))}</h1>",
        f"<p>{escape(translate(what))}</p>",
        f"<p>{escape(translate(program))}</p>",
        '<ol class="lessons">',
        *(_line(page, translate) for page in plan.of_language(language)),
        "</ol>",
        "</main>",
    ]
    others = {other: plan.index(other) for other in plan.languages}
    return _document(translate(INITLAB), language, "", others, body, translate)


def _line(page: Page, translate: Translate) -> str:
    steps = QT_TRANSLATE_NOOP("core", "steps: {count}").format(count=len(page.lesson.steps))
    goal = page.lesson.goal
    return (
        f'<li><a href="{url(page.file)}">{escape(page.lesson.title)}</a> '
        f'<span class="steps">{escape(translate(steps))}</span>'
        + (f"<p>{escape(goal)}</p>" if goal else "")
        + "</li>"
    )


def _document(
    title: str,
    language: str,
    back: str,
    others: dict[str, str],
    body: Iterable[str],
    translate: Translate,
) -> str:
    """The whole file: `back` and the same page in `others` stand above the body."""
    suffix = "" if title == translate(INITLAB) else " – InitLab"
    made = QT_TRANSLATE_NOOP("core", "Made by InitLab {version}, computed by PyTorch {torch}.")
    made = made.format(version=version("initlab"), torch=version("torch"))
    lines = (
        "<!DOCTYPE html>",
        f'<html lang="{lang(language)}">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        f"<title>{escape(title + suffix)}</title>",
        f'<link rel="stylesheet" href="{STYLE}">',
        "</head>",
        "<body>",
        '<header class="top">',
        back,
        _languages(language, others, translate),
        "</header>",
        *body,
        f'<footer class="made"><p>{escape(translate(made))}</p></footer>',
        "</body>",
        "</html>",
    )
    return "\n".join(line for line in lines if line) + "\n"


def _languages(language: str, others: dict[str, str], translate: Translate) -> str:
    """The same page in other languages, each by its own name."""
    if len(others) < 2:
        return ""
    label = QT_TRANSLATE_NOOP("core", "Language")
    links = [
        f'<li><a href="{url(file)}" lang="{lang(other)}" hreflang="{lang(other)}"'
        + (' aria-current="true"' if other == language else "")
        + f">{escape(LANGUAGES[other])}</a></li>"
        for other, file in others.items()
    ]
    label_text = escape(translate(label))
    return f'<nav class="languages" aria-label="{label_text}"><ul>{"".join(links)}</ul></nav>'


def _beside(plan: Plan, page: Page, translate: Translate) -> str:
    """The lesson before, and the next one."""
    before, after = plan.beside(page)
    label = escape(translate(QT_TRANSLATE_NOOP("core", "Other lessons")))
    links = []
    if before is not None:
        text = QT_TRANSLATE_NOOP("core", "Previous: {title}").format(title=before.lesson.title)
        links.append(f'<a rel="prev" href="{url(before.file)}">{escape(translate(text))}</a>')
    if after is not None:
        text = QT_TRANSLATE_NOOP("core", "Next: {title}").format(title=after.lesson.title)
        links.append(f'<a rel="next" href="{url(after.file)}">{escape(translate(text))}</a>')
    return f'<nav class="beside" aria-label="{label}">{"".join(links)}</nav>' if links else ""
