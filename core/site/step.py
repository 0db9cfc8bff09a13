"""A step of a lesson as HTML: its text, its pictures, and how to get the same."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from core.messages import QT_TRANSLATE_NOOP
from core.site.code import CLASS, highlighted
from core.site.contents import Figure, Formula, Section, Seen, Table
from core.site.elements import Translate, attribute, url
from core.site.markdown import prose
from core.site.plan import Page


def step_section(page: Page, step: int, seen: Seen, translate: Translate) -> str:
    """Step `step` of a lesson, counted from 1, with all that it shows."""
    text = prose(page.lesson.steps[step - 1].text, lambda name: url(page.image(name)))
    name = f"step-{step}"
    plain = QT_TRANSLATE_NOOP("core", "Step {step}").format(step=step)
    title = text.title or escape(translate(plain))
    parts = [
        f'<section class="step" id="{name}" aria-labelledby="{name}-title">',
        f'<h2 id="{name}-title"><span class="count">{step}</span> {title}</h2>',
        f'<div class="prose">\n{text.body}\n</div>',
        _figures(step, seen.figures),
        '<div class="said">',
        *map(_section, seen.sections),
        _code(seen, translate),
        "</div>",
        _settings(page, step, seen, translate),
        "</section>",
    ]
    return "\n".join(parts)


def _figures(step: int, figures: Iterable[Figure]) -> str:
    parts = ['<div class="figures">']
    for figure in figures:
        kind = ' class="wide"' if figure.wide else ""
        parts.append(
            f'<figure{kind} id="step-{step}-{figure.key}">'
            f'<img src="{url(figure.file)}" alt="{attribute(figure.alt)}" '
            f'width="{figure.width}" height="{figure.height}">'
            + (f"<figcaption>{escape(figure.note)}</figcaption>" if figure.note else "")
            + "</figure>"
        )
    return "\n".join([*parts, "</div>"])


def _section(section: Section) -> str:
    parts = ['<section class="words">']
    if section.title:
        parts.append(f"<h3>{escape(section.title)}</h3>")
    if section.formula is not None and section.formula.lines:
        parts.append(_formula(section.formula))
    if section.table is not None:
        parts.append(_table(section.table))
    lines = (line for sentence in section.sentences for line in sentence.split("\n") if line)
    parts += [f"<p>{escape(line)}</p>" for line in lines]
    return "\n".join([*parts, "</section>"])


def _formula(formula: Formula) -> str:
    """One picture for whoever hears it; the SVG takes the colour of the text."""
    number = f'<span class="value">{escape(formula.number)}</span>' if formula.number else ""
    lines = [f"<span>{line}</span>" for line in formula.lines]
    lines[-1] = f"<span>{formula.lines[-1]}{number}</span>"
    text = attribute(f"{formula.text} {formula.number}".strip())
    return f'<div class="formula" role="img" aria-label="{text}">{"".join(lines)}</div>'


def _table(table: Table) -> str:
    parts = ['<div class="scrolls"><table>']
    if any(table.columns):
        heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in table.columns)
        parts.append(f"<thead><tr><td></td>{heads}</tr></thead>")
    parts.append("<tbody>")
    for name, cells in table.rows:
        found = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        parts.append(f'<tr><th scope="row">{escape(name)}</th>{found}</tr>')
    return "\n".join([*parts, "</tbody></table></div>"])


def _code(seen: Seen, translate: Translate) -> str:
    """Folded on a screen, open on paper."""
    text = QT_TRANSLATE_NOOP("core", "The PyTorch code of this step")
    return (
        f"<details>\n<summary>{escape(translate(text))}</summary>\n"
        f'<pre class="{CLASS}" tabindex="0"><code>{highlighted(seen.code)}</code></pre>\n</details>'
    )


def _settings(page: Page, step: int, seen: Seen, translate: Translate) -> str:
    """What the pictures are of, and how to see it in the program."""
    settings = QT_TRANSLATE_NOOP("core", "Settings (page {page}):").format(page=seen.page)
    opens = QT_TRANSLATE_NOOP("core", "Open in InitLab")
    parts = [
        '<p class="settings">',
        f"<strong>{escape(translate(settings))}</strong> {escape(seen.settings)}",
        "</p>",
        '<p class="opens">',
    ]
    if seen.link:
        parts.append(
            f'<a class="open" href="{attribute(seen.link)}">{escape(translate(opens))}</a>'
        )
    if page.number:
        parts.append(f"<code>initlab --lesson {escape(page.source)} --step {step}</code>")
    return "\n".join([*parts, "</p>"])
