"""What the page says beside the map: one cell's numbers, a slice, words, and the command."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from core.sweep import Engine, Results, View, words
from core.sweep.picture import DIVERGED, Map
from gui.files.exported import Exported
from gui.look.describe import describe
from gui.look.i18n import translated
from gui.look.theme import theme
from gui.pages.code_card import CodeCard
from gui.plots.sweep_map import SweepMapPlot
from gui.plots.sweep_slice import SweepSlicePlot
from gui.widgets.card import Card
from gui.widgets.code_view import CodeView, CopyButton
from gui.widgets.numbers_table import NumbersTable
from gui.widgets.plot_card import PlotCard
from gui.widgets.sentence import Sentence

LINES = 6.5
"""Height of the command, in sizes of the font."""


class MapCard(PlotCard):
    """`plot.sweep.map`."""

    def __init__(self) -> None:
        self.plot = SweepMapPlot()
        self.plot.setObjectName("plot.sweep.map")
        super().__init__(self.plot)
        self._maps: tuple[Map, ...] = ()

    def show_maps(self, maps: tuple[Map, ...]) -> None:
        """Draw the pictures; two of them bear themselves what tells them apart."""
        self._maps = maps
        self.plot.show_maps(maps)
        questions = [translated(shown.question) for shown in maps]
        one = len(set(questions)) == 1
        self.title.set_texts(questions[0] if one else self.tr("Two pictures"))
        entries = []
        if any(shown.lines for shown in maps):
            entries.append(("line", "text", self.tr("theory")))
        lost = [words.lost(shown) for shown in maps if (shown.state == DIVERGED).any()]
        entries += [("hatch", "muted", text) for text in dict.fromkeys(map(translated, lost))]
        self.legend.set_entries(*entries)
        self.legend.setVisible(bool(entries))

    def begin(self, column: int, row: int) -> None:
        """Another sweep comes, with the cursor there: the cell may lie beyond the map before."""
        self.plot.show_maps(())
        self.plot.set_cursor(column, row)

    def exported(self) -> Exported:
        """The map as a picture."""
        return Exported(
            "map", self.title.text(), self.plot, legend=self.legend, wide=True, height=2
        )

    def retranslate(self) -> None:
        """Everything in the present language."""
        self.called = self.tr("Map")
        if self._maps:
            self.show_maps(self._maps)
        else:
            self.title.setText(self.called)


class CellCard(Card):
    """The numbers of the cell at the cursor.

    applied(key)   the experiment should be that of the cell, and this page be shown ("" for none)
    """

    applied = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.table = NumbersTable()
        self.table.setObjectName("sweep.cell")
        self.table.horizontalHeader().hide()
        self.body.addWidget(self.table)
        self.to_depth, self.to_train = QPushButton(), QPushButton()
        self.use = QPushButton()
        self.tools = QWidget()
        row = QHBoxLayout(self.tools)
        row.setContentsMargins(0, 0, 0, 0)
        for name, button, page in (
            ("depth", self.to_depth, "depth"),
            ("train", self.to_train, "train"),
            ("apply", self.use, ""),
        ):
            button.setObjectName(f"sweep.{name}")
            button.clicked.connect(lambda _=False, page=page: self.applied.emit(page))
            row.addWidget(button)
        row.addStretch(1)
        self.body.addWidget(self.tools)
        self.body.addStretch(1)
        self._shown: tuple[View, tuple[Map, ...], int, int] | None = None

    def set_folded(self, folded: bool) -> None:
        """As a tab it is low: the buttons stand first."""
        super().set_folded(folded)
        self.put_into_header(self.tools, folded)

    def show_cell(self, view: View, maps: tuple[Map, ...], column: int, row: int) -> None:
        """Say where it lies, what was measured and what theory says."""
        self._shown = view, maps, column, row
        told = words.cell(view.plan, maps, column, row, view.depths)
        rows = [
            (translated(name), [text if isinstance(text, str) else translated(text)])
            for name, text in told
        ]
        if rows != self.table.texts()[1]:  # a table that is filled lays out the page anew
            self.table.show_all([""], rows)

    def retranslate(self) -> None:
        """Everything in the present language."""
        self.called = self.tr("This cell")
        self.title.setText(self.called)
        self.to_depth.setText(self.tr("Show on Depth"))
        self.to_train.setText(self.tr("Train it"))
        self.use.setText(self.tr("Apply"))
        tip = self.tr("Give the experiment the values of this cell, and turn to the page {page}")
        describe(self.to_depth, self.tr("Show on Depth"), tip.format(page=self.tr("Depth")))
        describe(self.to_train, self.tr("Train it"), tip.format(page=self.tr("Training")))
        describe(
            self.use,
            self.tr("Apply"),
            self.tr("Give the experiment the values of this cell (Enter on the map)"),
        )
        describe(
            self.table,
            self.called,
            self.tr("Where the cell at the cursor lies, what was measured there, what theory says"),
        )
        if self._shown is not None:
            self.show_cell(*self._shown)


class SliceCard(PlotCard):
    """`plot.sweep.slice`: the row through the cursor."""

    def __init__(self) -> None:
        self.plot = SweepSlicePlot()
        self.plot.setObjectName("plot.sweep.slice")
        super().__init__(self.plot)
        self.legend.hide()

    def exported(self) -> Exported:
        """The slice as a picture."""
        return Exported("slice", self.called, self.plot)

    def retranslate(self) -> None:
        """Everything in the present language."""
        self.called = self.tr("Slice")
        self.title.set_texts(self.tr("Slice through it"), self.called)


class SweepWordsCard(Card):
    """What the picture shows, in a few sentences."""

    def __init__(self) -> None:
        super().__init__()
        self.words = Sentence("text")
        self.words.setObjectName("sweep.words")
        self.body.addWidget(self.words)
        self.body.addStretch(1)
        self._shown: tuple[View, tuple[Map, ...]] | None = None

    def show_maps(self, view: View, maps: tuple[Map, ...]) -> None:
        """Say it, as far as cells are known."""
        self._shown = view, maps
        found = words.sentences(view.plan, maps)
        text = "\n".join(translated(sentence) for sentence in found)
        self.words.setText(text or self.tr("Press Start: every fourth cell comes first."))

    def retranslate(self) -> None:
        """Everything in the present language."""
        self.called = self.tr("In words")
        self.title.setText(self.called)
        if self._shown is not None:
            self.show_maps(*self._shown)


class CellCodeCard(CodeCard):
    """The script of the cell at the cursor, and the number that it prints."""

    def show_cell(self, view: View, results: Results) -> None:
        """Until the cell is known nothing is printed."""
        assert view.at is not None
        column, row = view.at
        value = float(results.values[0, 0, row, column])
        measure = view.plan.measure(0)
        self.show_code(view.code, words.printed(view.approximate, measure, value))

    def tips(self) -> tuple[str, str]:
        return (
            self.tr("Computes the cell at the cursor, by itself, for the first seed"),
            self.tr(
                "What the code prints: the number of the cell for the first seed; ≈ of a cell that "
                "was trained among others, whose rounding may have grown"
            ),
        )


class CommandCard(Card):
    """The same sweep without a window, here or on a cluster."""

    def __init__(self) -> None:
        super().__init__()
        self.command = CodeView()
        self.command.setObjectName("sweep.command")
        self.copy = CopyButton(self.command)
        self.header.addWidget(self.copy)
        self.body.addWidget(self.command)
        self._engine = Engine()

    def show_engine(self, engine: Engine) -> None:
        """The command with these processes, or this scheduler."""
        self._engine = engine
        shown = engine if engine.address else replace(engine, address="tcp://HOST:PORT")
        told = shown.arguments()
        parts = ["initlab sweep sweep.initlab-sweep.json", "--out cells.jsonl"]
        parts += [" ".join(told[at : at + 2]) for at in range(0, len(told), 2)]
        self.command.set_code(" \\\n    ".join(parts) + "\n")

    def restyle(self) -> None:
        """Height in the window's scale."""
        super().restyle()
        self.command.setFixedHeight(round(LINES * theme.sizes.font))

    def retranslate(self) -> None:
        """Everything in the present language."""
        self.called = self.tr("On a cluster")
        self.title.setText(self.called)
        describe(
            self.command,
            self.tr("Command"),
            self.tr("Save the sweep, then run this: it goes on where the file of cells ends"),
        )
        self.show_engine(self._engine)
