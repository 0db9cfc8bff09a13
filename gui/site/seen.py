"""What a page of the window shows at a step, for a page of HTML."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QCoreApplication, QSize
from PySide6.QtWidgets import QWidget

from core.experiment import share
from core.messages import InitLabError
from core.pages import PAGES
from core.site import Figure, Formula, Section, Seen, Table
from gui.files import exported
from gui.files.caption import experiment_in_words
from gui.files.exported import Exported, Source, rows
from gui.files.figure import Figure as Drawn
from gui.files.formats import svg
from gui.look.i18n import translated, translated_code
from gui.look.theme import Look
from gui.widgets.formula_view import FormulaView

NARROW, WIDE = QSize(460, 290), QSize(948, 330)
"""Pixels of a plot; two of the narrow ones and what is between them are as wide as the wide one.

On A4 they become three quarters as large, and their letters those of a footnote.
"""

MOST_NARROW = 1.15
"""How high a narrow one becomes at most, so that four of them leave room for the words."""


@runtime_checkable
class _Summed(Protocol):
    """A plot that has a sentence for all that it shows."""

    def summary(self) -> str: ...


def seen(page: Source, look: Look) -> Seen:
    """All that it shows, in the language in force; it has a result."""
    result = page.result()
    figures = tuple(_figures(page, look))
    notes = {figure.note for figure in figures}
    sections = (_section(section, notes) for section in page.sections())
    return Seen(
        page=translated(PAGES[page.key].title),
        figures=figures,
        sections=tuple(s for s in sections if s.formula or s.table or s.sentences),
        settings=experiment_in_words(page),
        code=translated_code(result.code),
        link=_link(page),
    )


def _figures(page: Source, look: Look) -> Iterator[Figure]:
    for row in rows([plot for plot in page.exports() if plot.widget is not None]):
        share = max(plot.height for plot in row)
        for plot in row:
            size = WIDE if plot.wide else NARROW
            high = share if plot.wide else min(share, MOST_NARROW)
            size = QSize(size.width(), round(high * size.height()))
            drawn = Drawn(plot, "", look=look, size=size)
            whole = drawn.place.size()
            yield Figure(
                key=plot.key,
                alt=_alt(plot),
                note=plot.note(),
                picture=svg(drawn),
                width=whole.width(),
                height=whole.height(),
                wide=plot.wide,
            )


def _alt(plot: Exported) -> str:
    """What the plot is, its curves, and what they show."""
    assert plot.widget is not None
    entries = plot.legend.entries if plot.legend is not None else ()
    legend = ", ".join(entry[2] for entry in entries)
    if legend:
        text = QCoreApplication.translate("Site", "curves: {names}")
        legend = text.format(names=legend)
    parts = [plot.title, plot.widget.accessibleName(), legend, _summary(plot.widget)]
    joined = QCoreApplication.translate("Site", "{first}; {second}")
    text = ""
    for part in dict.fromkeys(part for part in parts if part):
        text = joined.format(first=text, second=part) if text else part
    return text


def _summary(widget: QWidget) -> str:
    """What the plot says of itself, or the part of it that is shown."""
    for one in (widget, *widget.findChildren(QWidget)):
        if one is not widget and not one.isVisibleTo(widget):
            continue
        said = one.summary() if isinstance(one, _Summed) else one.accessibleDescription()
        if said:
            return said
    return ""


def _section(section: exported.Section, said: Collection[str]) -> Section:
    """Without the sentences that stand below a picture already."""
    table = None
    if section.table is not None:
        columns, rows = section.table.texts()
        table = Table(tuple(columns), tuple((name, tuple(cells)) for name, cells in rows))
    sentences = tuple(
        sentence for sentence in section.sentences if sentence and sentence not in said
    )
    return Section(section.title, _formula(section.formula), table, sentences)


def _formula(view: FormulaView | None) -> Formula | None:
    if view is None or not view.lines:
        return None
    return Formula(tuple(line.svg for line in view.lines), view.number, view.text)


def _link(page: Source) -> str:
    try:
        return share.link(page.result().experiment)
    except InitLabError:  # too long for one
        return ""
