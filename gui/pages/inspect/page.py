"""The Inspect page: what a checkpoint's initialization was, and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from core import inspect
from core.context import Context, Pictures
from core.experiment import Experiment
from core.format import short
from core.init.methods import INIT_KEYS
from core.inspect import Request, View
from core.inspect.export import tensors_csv
from gui.files.exported import Exported, Section
from gui.look.theme import theme
from gui.pages.columns import ColumnsPage
from gui.pages.inspect.cards import (
    DepthCard,
    HistogramCard,
    TensorCodeCard,
    TensorNumbersCard,
    WordsCard,
)
from gui.pages.inspect.file_card import FileCard
from gui.pages.inspect.matrix_card import MatrixCard
from gui.pages.inspect.tensors_card import TensorsCard
from gui.widgets.card import Card
from gui.widgets.folding import FoldingColumn, Shrinking, scrolling

OF_LAYER = frozenset(
    {
        *("layer.kind", "layer.kernel", "layer.groups"),
        *("layer.in_features", "layer.out_features", "layer.bias"),
        *("run.device", "run.dtype", "run.seed"),
        *(f"{s}.{k}" for s in ("weight_init", "bias_init") for k in INIT_KEYS),
    }
)
"""The controls of the layer that is inspected while no file is open."""

BOTH = 62
"""Width of a narrow page, in sizes of the font, from which two pictures stand side by side."""


class InspectPage(ColumnsPage):
    """Draws a View; without a file it is of the layer that the controls describe."""

    restart = inspect.RESTART
    share, most = 0.44, 120
    narrow = (8, 7)
    least = 15.0
    column_first = True

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._request = Request()
        self._chosen = ""
        self._view: View | None = None
        self._fresh = True
        self.file, self.words = FileCard(), WordsCard()
        self.tensors, self.course = TensorsCard(), DepthCard()
        self.histogram, self.matrix = HistogramCard(), MatrixCard()
        self.numbers, self.code = TensorNumbersCard(), TensorCodeCard()
        self.parts: tuple[Any, ...] = (
            *(self.file, self.words, self.tensors, self.course),
            *(self.histogram, self.matrix, self.numbers, self.code),
        )
        self._arrange()
        self.file.opened.connect(self.open_path)
        self.file.compared.connect(self.compare)
        self.tensors.chosen.connect(self.look_at)
        self.course.chosen.connect(self.look_at)
        for card in (self.tensors, self.histogram):
            card.retold.connect(self.retell)

    def _arrange(self) -> None:
        plots = Shrinking()
        self._plots = QVBoxLayout(plots)
        self._plots.setContentsMargins(0, 0, 0, 0)
        self._pictures = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._below = QHBoxLayout()
        # Empty ones: PySide makes a wrapper of each item that is there already, and keeps it when
        # the item has gone with its widget into a tab.
        self._plots.addLayout(self._pictures, 1)
        self._plots.addLayout(self._below)
        self._pictures.addWidget(self.histogram, 1)
        self._pictures.addWidget(self.matrix, 1)
        self._below.addWidget(self.numbers, 3)
        self._below.addWidget(self.code, 2)
        cards: list[Card] = [self.words, self.tensors, self.course]
        guests: list[Card] = [self.numbers, self.code]
        column = FoldingColumn(cards, guests, before=3, stretches=(0, 5, 3))
        column.raise_card(self.tensors)  # the first of the tabs to be seen
        self.set_columns(scrolling(plots), column, self.file)

    def arrange(self) -> None:
        """Where the page is narrow the pictures stand side by side, and all else is a tab."""
        super().arrange()
        folded = self.column.folded
        beside = folded and not self.focused
        few = folded and self.width() < BOTH * theme.sizes.font
        self.column.set_guests([*([self.matrix] if few else []), self.numbers, self.code])
        self.stand(self.matrix, self._pictures, 1, 1)
        self.stand(self.numbers, self._below, 0, 3)
        self.stand(self.code, self._below, 1, 2)
        across = QBoxLayout.Direction
        self._pictures.setDirection(across.LeftToRight if beside else across.TopToBottom)
        for card in (self.histogram, self.matrix):
            card.set_low(folded)
        if not folded:
            self.numbers.setHidden(self.focused)
            self.code.setHidden(self.focused)

    @property
    def panel_keys(self) -> frozenset[str] | None:  # type: ignore[override]
        """Without a file those of the layer; a file depends on none."""
        return OF_LAYER if self._request.path is None else frozenset()

    def cards(self) -> dict[str, Card]:
        """Its cards by their keys."""
        return {
            "file": self.file,
            "words": self.words,
            "tensors": self.tensors,
            "depth": self.course,
            "histogram": self.histogram,
            "matrix": self.matrix,
            "numbers": self.numbers,
            "code": self.code,
        }

    def restyle(self) -> None:
        """Gaps in the window's scale."""
        super().restyle()
        for layout in (self._plots, self._pictures, self._below):
            layout.setSpacing(theme.sizes.gap)

    # The window asks:

    def state(self, experiment: Experiment) -> Any:
        """The files and what was said of them; the controls only while no file is open."""
        request = self._request
        roles = tuple(sorted(request.roles.items()))
        of_layer = super().state(experiment) if request.path is None else None
        return request.path, request.against, roles, of_layer

    @staticmethod
    def task(experiment: Experiment) -> Callable[[Context], Pictures[View]]:
        """The layer of the experiment: on a page that is new no file is open."""
        return lambda context: inspect.show(Request(), experiment, context)

    def task_now(self, experiment: Experiment) -> Callable[[Context], Pictures[View]]:
        """The file that is open, or the layer."""
        known = None if self._fresh else self._view
        self._fresh = False
        return self._task(experiment, known)

    def _task(
        self, experiment: Experiment, known: View | None
    ) -> Callable[[Context], Pictures[View]]:
        request, chosen = self._request, self._chosen
        return lambda context: inspect.show(request, experiment, context, chosen, known)

    def adopt(self, experiment: Experiment) -> None:
        """A change of what is not drawn here: the result is that of the new experiment too."""
        view = self._view
        if view is not None and self.state(view.experiment) == self.state(experiment):
            self._view = replace(view, experiment=experiment)

    def result(self) -> View | None:
        """The result on the screen."""
        return self._view

    def show_result(self, result: View) -> None:
        """Draw the list as far as it has been read, and the tensor that is looked at."""
        before, self._view = self._view, result
        self._chosen = result.chosen
        for part in self.parts:
            part.show_view(result)
        for card in (self.histogram, self.matrix, self.numbers, self.code):
            card.set_pending(result.detail is None)
        path = result.request.path
        if path is not None and (before is None or before.request.path != path):
            self.opened.emit(str(path))
        self.update_labels()

    def stopped(self) -> None:
        """What could not be opened is forgotten: the last picture stays, and is that of its files.

        A run that was stopped leaves what it has read.
        """
        if self._view is not None and self._view.request != self._request:
            self._take(self._view.request)
            self._chosen = self._view.chosen

    def in_use(self) -> list[Path]:
        """The files that are mapped into memory."""
        request = self._request
        return [path for path in (request.path, request.against) if path is not None]

    def exports(self) -> list[Exported]:
        """Three plots, and the table as CSV."""
        histogram = self.histogram.exported()
        return [
            histogram,
            self.matrix.exported(),
            self.course.exported(),
            Exported("tensors", self.tensors.called, csv=self._csv),
        ]

    def _csv(self) -> str:
        return tensors_csv(self._view.inspection) if self._view is not None else ""

    def sections(self) -> list[Section]:
        """The files, the whole in words, the table and the numbers of the tensor."""
        return [
            Section(self.file.tab_title(), sentences=self.file.sentences()),
            Section(self.words.tab_title(), sentences=self.words.sentences()),
            Section(self.tensors.tab_title(), table=self.tensors.table),
            Section(
                self.histogram.title.text(),
                table=self.numbers.table,
                sentences=(self.histogram.words.text(),),
            ),
        ]

    # The person asks:

    def open_path(self, path: str) -> None:
        """Inspect this file; with "" the layer of the controls."""
        self._ask(Request(Path(path) if path else None), fresh=True)

    def compare(self, path: str) -> None:
        """Compare with this file; with "" with none."""
        self._ask(replace(self._request, against=Path(path) if path else None))

    def retell(self, name: str, role: str) -> None:
        """A tensor is of another role than it seemed to be."""
        self._chosen = name
        self._ask(replace(self._request, roles={**self._request.roles, name: role}))

    def _ask(self, request: Request, fresh: bool = False) -> None:
        self._fresh = fresh
        self._take(request)
        self.rerun.emit()

    def _take(self, request: Request) -> None:
        before, self._request = self._request, request
        if (before.path is None) != (request.path is None):
            self.controls_changed.emit()

    def look_at(self, name: str) -> None:
        """Show this tensor; the reading of the others goes on behind it."""
        view = self._view
        if view is None or name == self._chosen:
            return
        self._chosen = name
        self.work.emit(self._task(view.experiment, view))

    # Texts:

    def update_labels(self) -> None:
        """The status line."""
        view = self._view
        if view is None:
            return
        found = view.inspection
        milliseconds = short(1000 * found.seconds, 3)
        if not found.is_file:
            self.set_status(self.tr("{name} of the controls").format(name=found.file))
        elif not found.complete:
            self.set_status(self.tr("{name} is being read …").format(name=found.file))
        else:
            text = self.tr("{name} • read in {time} ms • nothing in the file was executed")
            self.set_status(text.format(name=found.file, time=milliseconds))

    def retranslate(self) -> None:
        """Everything in the present language."""
        self.update_labels()
