"""What the page says beside the table: the whole in words, its depth, and one tensor's numbers."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy

from core.inspect import View, roles_for
from gui.files.exported import Exported
from gui.look.describe import describe, explained
from gui.look.i18n import translated
from gui.look.theme import theme
from gui.pages.code_card import CodeCard
from gui.pages.inspect.rows import named
from gui.plots.histogram import HistogramPlot
from gui.plots.over_depth import OverDepthPlot
from gui.widgets.card import Card
from gui.widgets.legend import Entry
from gui.widgets.numbers_table import NumbersTable
from gui.widgets.plot_card import PlotCard
from gui.widgets.sentence import Sentence
from gui.widgets.wheel_guard import guard_wheel

LINES = 9
"""Height of a picture at least where it stands in a column, in sizes of the font."""
TONES = {"good": "✓", "fair": "!", "bad": "✗"}


class WordsCard(Card):
    """What is to be said of the whole: the first sentence large, with its sign."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.rest = Sentence("verdict good"), Sentence("text")
        self.first.setObjectName("inspect.verdict")
        self.rest.setObjectName("inspect.words")
        self.title.hide()
        self.remark.hide()
        self.body.addWidget(self.first)
        self.body.addWidget(self.rest)
        self.body.addStretch(1)
        self._view: View | None = None

    def set_folded(self, folded: bool) -> None:
        """Its first sentence is title enough."""
        super().set_folded(folded)
        self.title.hide()

    def tab_sign(self) -> tuple[str, str]:
        """Whether there is something to be looked at."""
        if self._view is None or not self._view.inspection.words:
            return "", ""
        found = self._view.inspection.tone
        return TONES[found], found

    def show_view(self, view: View) -> None:
        """Say it as soon as all has been read."""
        self._view = view
        said = [translated(text) for text in view.inspection.words]
        if not said:
            self.first.set_role("muted")
            self.first.setText(self.tr("reading …"))
            self.rest.setText("")
        else:
            found = view.inspection.tone
            self.first.set_role(f"verdict {found}")
            self.first.setText(f"{TONES[found]} {said[0]}")
            self.rest.setText("\n".join(said[1:]))
        self.rest.setVisible(len(said) > 1)
        self.renamed.emit()

    def sentences(self) -> tuple[str, ...]:
        """All that it says."""
        return tuple(text for text in (self.first.text(), self.rest.text()) if text)

    def retranslate(self) -> None:
        """Everything in the present language."""
        self.called = self.tr("Words")
        if self._view is not None:
            self.show_view(self._view)


class DepthCard(PlotCard):
    """`plot.inspect.depth`: `chosen(name)` where the person clicks a weight."""

    chosen = Signal(str)

    def __init__(self) -> None:
        self.plot = OverDepthPlot()
        self.plot.setObjectName("plot.inspect.depth")
        super().__init__(self.plot)
        self.legend.hide()  # the plot names its lines itself
        self.plot.chosen.connect(self.chosen)
        self._view: View | None = None

    def show_view(self, view: View) -> None:
        """Draw what has been read so far."""
        before, self._view = self._view, view
        same = before is not None and before.course is view.course
        if view.course is not None and not (same and before and before.chosen == view.chosen):
            self.plot.show_course(view.course, view.chosen)

    def exported(self) -> Exported:
        """What can be saved of it."""
        return Exported("depth", self.tr("Spread over depth"), self.plot)

    def retranslate(self) -> None:
        """Everything in the present language."""
        self.called = self.tr("Depth")
        self.title.set_texts(self.tr("σ over depth"), self.called)
        self.title.setToolTip(Card.fill_hint())


class HistogramCard(PlotCard):
    """`plot.inspect.histogram`, and what the tensor is said to be: `retold(name, key)`."""

    retold = Signal(str, str)

    def __init__(self) -> None:
        self.plot = HistogramPlot()
        self.plot.setObjectName("plot.inspect.histogram")
        super().__init__(self.plot)
        self.plot.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.role = QComboBox()
        self.role.setObjectName("inspect.role")
        self.role.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        guard_wheel(self.role)
        self.role.activated.connect(self._retold)
        self.words = Sentence()
        self._row = QHBoxLayout()
        self._row.addWidget(self.words, 1)
        self._row.addWidget(self.role)
        self.body.addLayout(self._row)
        self._view: View | None = None
        self._low = False

    def set_low(self, low: bool) -> None:
        """Whether there are few lines for it."""
        self._low = low
        self.plot.setMinimumSize(120, 90 if low else round(LINES * theme.sizes.font))

    def restyle(self) -> None:
        """Its least height in the window's scale."""
        super().restyle()
        self.set_low(self._low)

    def show_view(self, view: View) -> None:
        """Draw the tensor that is looked at."""
        before, self._view = self._view, view
        if view.detail is None or (before is not None and before.detail is view.detail):
            return
        detail = view.detail
        histogram = detail.histogram
        if histogram is None:
            self.plot.hide()
        else:
            self.plot.show()
            self.plot.set_pins([detail.before] if detail.before is not None else [])
            self.plot.show_histograms([histogram])
        self._fill()

    def _fill(self) -> None:
        detail = self._view.detail if self._view is not None else None
        if detail is None:
            self.title.set_texts(self.called)
            return
        report = detail.report
        size = " × ".join(map(str, report.size)) or "1"
        of_matrix = self.tr("(out × in)") if report.role.is_weight and len(report.size) == 2 else ""
        whole = f"{report.name} • {size} {of_matrix}".strip()
        self.title.set_texts(whole, f"{report.name} • {size}", report.name[-24:], self.called)
        self.title.setToolTip(f"{whole}\n{Card.fill_hint()}")
        self.words.setText(translated(report.words))
        self._fit_height()
        self.role.clear()
        for role in roles_for(report.size):
            self.role.addItem(translated(role.label), role.key)
        self.role.setCurrentIndex(self.role.findData(report.role.key))
        self.role.setVisible(self.role.count() > 1)
        entries: list[Entry] = [("area", "sample", self.tr("now"))]
        if detail.before is not None:
            entries.append(("dash", "ghost0", self.tr("the other file"), self.tr("other")))
        if detail.beside is not None and detail.histogram is not None:
            name = named(detail.beside)
            entries.append(("line", "theory", name, self.tr("initialization")))
        self.legend.set_entries(*entries)

    def _fit_height(self) -> None:
        """Room for the words too: a layout leaves out a plot that has no height of its own."""
        self.setMinimumHeight(self.body.totalMinimumHeightForWidth(self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The words may take more lines, or fewer."""
        super().resizeEvent(event)
        self._fit_height()

    def _retold(self, index: int) -> None:
        detail = self._view.detail if self._view is not None else None
        key = self.role.itemData(index)
        if detail is not None and key != detail.report.role.key:
            self.retold.emit(detail.report.name, key)

    def exported(self) -> Exported:
        """What can be saved of it."""
        return Exported("histogram", self.title.text(), self.plot, legend=self.legend, wide=True)

    def retranslate(self) -> None:
        """Everything in the present language."""
        self.called = self.tr("Distribution")
        describe(
            self.plot,
            self.tr("Histogram of the tensor with the density of an initialization"),
            self.tr(
                "Area: the values. Line: the initialization that could have made it, or the "
                "nearest. Dashes: the same tensor of the other file. Drag to pan."
            ),
        )
        self.plot.set_mark_texts(("−σ", self.tr("mean"), "+σ"))
        describe(
            self.role,
            self.tr("What this tensor is"),
            self.tr("Told from its name and shape; its fans, and what is expected, depend on it"),
        )
        self._fill()


class TensorNumbersCard(Card):
    """The numbers of the tensor beside those of the initialization, and torch's code for them."""

    def __init__(self) -> None:
        super().__init__()
        self.table = NumbersTable()
        self.table.setObjectName("inspect.numbers")
        self.body.addWidget(self.table)
        self.body.addStretch(1)
        self._view: View | None = None
        self._with_code = False

    def show_view(self, view: View) -> None:
        """Show those of the tensor that is looked at."""
        before, self._view = self._view, view
        if view.detail is None or (before is not None and before.detail is view.detail):
            return
        self._fill()

    def _fill(self) -> None:
        detail = self._view.detail if self._view is not None else None
        if detail is None:
            return
        beside = named(detail.beside) if detail.beside is not None else ""
        metrics = self.table.fontMetrics()
        most = 14 * theme.sizes.font
        short = beside if metrics.horizontalAdvance(beside) <= most else self.tr("initialization")
        rows = detail.numbers
        codes = [len(row.code) for row in rows]
        longest = max((metrics.horizontalAdvance(translated(row.label)) for row in rows), default=0)
        needed = longest + 2 * most + max(codes, default=0) * metrics.horizontalAdvance("e")
        self._with_code = self.width() - 2 * theme.sizes.padding > needed
        columns = [self.tr("now"), short, *(["torch"] if self._with_code else [])]
        shown = [
            (translated(r.label), (r.now, r.expected, *([r.code] if self._with_code else [])))
            for r in rows
        ]
        self.table.show_all(columns, shown)
        self.table.set_tips(
            [
                explained(translated(row.label), beside and f"{beside}: {row.expected}", row.code)
                for row in rows
            ]
        )
        self.remark.set_texts(beside if short != beside else "", "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Torch's code where there is room for it; a tooltip has it anyway."""
        super().resizeEvent(event)
        self._fill()

    def retranslate(self) -> None:
        """Everything in the present language."""
        self.called = self.tr("Numbers")
        self.title.set_texts(self.tr("In numbers"), self.called)
        describe(
            self.table,
            self.tr("Numbers of the tensor, and of the initialization beside it"),
            torch="w.std(correction=0)",
        )
        self._fill()


class TensorCodeCard(CodeCard):
    """Torch's lines that read the tensor, and what it prints."""

    def show_view(self, view: View) -> None:
        """Show those of the tensor that is looked at."""
        if view.detail is not None:
            self.show_code(view.code, view.detail.printed)

    def tips(self) -> tuple[str, str]:
        """What the two views are."""
        return (
            self.tr("Reads the tensor that is looked at, without InitLab"),
            self.tr("What print(w.shape) and print(w) say"),
        )
