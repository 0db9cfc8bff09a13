"""The Layer page: weights, matrix, output, and what theory says of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core import layer
from core.context import Context, Pictures
from core.experiment import Experiment
from core.format import counted, readable, short
from core.layer import LayerResult
from core.layers.activations import ACTIVATIONS
from core.messages import Message
from core.stats.export import histogram_csv
from core.stats.histogram_data import HistogramData
from gui.files.exported import Exported, Section
from gui.look.describe import describe
from gui.look.i18n import translated
from gui.look.theme import theme
from gui.pages.columns import ColumnsPage
from gui.pages.layer.cards import FormulaCard, LayerCodeCard, SignalCard, StatisticsCard
from gui.pages.layer.factor import FactorStrip
from gui.pages.layer.tools import HistogramTools
from gui.pages.pins import Pins
from gui.plots.histogram import HistogramPlot
from gui.plots.matrix import MatrixPlot
from gui.plots.tiles import TilesPlot
from gui.widgets.card import Card
from gui.widgets.folding import FoldingColumn
from gui.widgets.legend import Entry
from gui.widgets.plot_card import PlotCard


class LayerPage(ColumnsPage):
    """Draws a LayerResult; knows nothing that is not in it."""

    restart = layer.RESTART
    least = 12.0

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._result: LayerResult | None = None
        self._whole: LayerResult | None = None
        self.pins: Pins[HistogramData] = Pins()
        self._make_plots()
        self.formula, self.statistics = FormulaCard(), StatisticsCard()
        self.signal, self.code = SignalCard(), LayerCodeCard()
        self.factor = FactorStrip()
        self._cards = [self.formula, self.statistics, self.signal, self.code]
        self._arrange()
        self.signal.applied.connect(self._apply)

    def _make_plots(self) -> None:
        self.weights = HistogramPlot()
        self.weights.setObjectName("plot.weights")
        self.output = HistogramPlot()
        self.output.setObjectName("plot.output")
        self.matrix = MatrixPlot()
        self.matrix.setObjectName("plot.matrix")
        self.kernels = TilesPlot()
        self.kernels.setObjectName("plot.kernels")
        self.kernels.hide()
        self.tools = HistogramTools()
        self.tools.viewed.connect(self._view)
        self.tools.binned.connect(self._rebin)
        self.tools.refused.connect(self.refused)
        self.tools.pin.connect(self._pin)
        self.tools.unpin.connect(self._unpin)
        self.weights_card = PlotCard(self.weights, self.tools)
        self.output_card = PlotCard(self.output)
        self.matrix_card = Card()
        self.matrix_card.body.addWidget(self.matrix, 1)
        self.matrix_card.body.addWidget(self.kernels, 1)
        for plot in (self.weights, self.output, self.matrix, self.kernels):
            plot.setMinimumSize(120, 90)
        self.matrix.hovered.connect(self._hovered)
        self.kernels.fitted.connect(self._say_kernels)

    def _arrange(self) -> None:
        self._bottom = QHBoxLayout()
        self._bottom.addWidget(self.matrix_card, 1)
        self._bottom.addWidget(self.output_card, 1)
        plots = QWidget()
        self._plots = QVBoxLayout(plots)
        self._plots.setContentsMargins(0, 0, 0, 0)
        self._plots.addWidget(self.factor)
        self._plots.addWidget(self.weights_card, 6)
        self._plots.addLayout(self._bottom, 5)
        self.set_columns(plots, FoldingColumn(list(self._cards)))

    def cards(self) -> dict[str, Card]:
        """Its cards by their keys."""
        return {
            "weights": self.weights_card,
            "matrix": self.matrix_card,
            "output": self.output_card,
            "formula": self.formula,
            "statistics": self.statistics,
            "signal": self.signal,
            "code": self.code,
        }

    def set_focused(self, focused: bool) -> None:
        """The tools have keys; the histogram takes their row."""
        self.tools.setHidden(focused)
        super().set_focused(focused)

    def arrange(self) -> None:
        """The factor stands above the plots, or beside the tabs, where it takes no room of them."""
        super().arrange()
        beside = self.column.folded and not self.focused
        if beside != self.factor.beside:
            self.factor.set_beside(beside)
            self.column.set_corner(self.factor if beside else None)
            if not beside:
                self._plots.insertWidget(0, self.factor)
                self.factor.show()

    def restyle(self) -> None:
        """Gaps in the window's scale."""
        super().restyle()
        for layout in (self._bottom, self._plots):
            layout.setSpacing(theme.sizes.gap)

    def _set_output_title(self, *titles: str) -> None:
        """The longest of these for which the legend leaves room."""
        self.output_card.title.set_texts(*titles)
        self.output_card.title.setToolTip(f"{titles[0]}\n{Card.fill_hint()}")

    # The window asks:

    @staticmethod
    def task(experiment: Experiment) -> Callable[[Context], Pictures[LayerResult]]:
        """core.layer.run for this experiment."""
        return lambda context: layer.run(experiment, context, typeset=True)

    def result(self) -> LayerResult | None:
        """The result on the screen."""
        return self._result

    def show_result(self, result: LayerResult) -> None:
        """Draw weights and all that follows from them; the outputs when they are there.

        A later picture of a run has the weights of the first: what is drawn is not drawn again.
        """
        before, self._result = self._result, result
        if result.complete:
            self._whole = result
            self.set_pending(False)  # what may still come is a number
        if before is None or before.weight.summary is not result.weight.summary:
            # It is what the eye follows: everything else comes after it.
            self.weights.show_histograms([self._binned(result)], at_once=True)
        if result.matrix is not None and result.matrix is not self.matrix.matrix:
            self._show_matrix(result)
        if result.output is not None and (before is None or before.output is not result.output):
            self._show_output(result)
        self.formula.show_result(result, result.formula)
        self.statistics.show_result(result)
        self.signal.show_result(result)
        self.factor.show_result(result)
        self.code.show_result(result)
        self.update_labels()

    def _show_matrix(self, result: LayerResult) -> None:
        """The weight as the matrix it is, or its kernels as pictures."""
        kernels = result.kernels
        assert result.matrix is not None
        self.matrix.show_matrix(result.matrix)
        if kernels is not None:
            self.kernels.show_tiles(kernels.tiles, of_row=kernels.columns)
        # To show what is shown already would lay the page out before its lines are fitted.
        if self.kernels.isHidden() != (kernels is None):
            self.kernels.setHidden(kernels is None)
            self.matrix.setHidden(kernels is not None)

    def _binned(self, result: LayerResult) -> HistogramData:
        """The weights' histogram with the number of bins that the person chose."""
        bins = self.tools.bins.bins()
        return result.weight.histogram if bins is None else layer.rebinned(result.weight, bins)

    def adopt(self, experiment: Experiment) -> None:
        """A change of what is not drawn here: the result is that of the new experiment too."""
        result = self._result
        if result is not None and self.state(result.experiment) == self.state(experiment):
            self._result = replace(result, experiment=experiment)
            if self._whole is result:
                self._whole = self._result

    def stopped(self) -> None:
        """Weights without their outputs do not stay: what is shown goes together."""
        if self._whole is not None and self._result is not self._whole:
            self.show_result(self._whole)
        self.statistics.stopped()

    def _show_output(self, result: LayerResult) -> None:
        output = result.output
        assert output is not None
        histograms = [output.before_histogram]
        if output.after is not output.before:
            histograms.append(output.after_histogram)
        self.output.show_histograms(histograms)

    def actions_of_page(self) -> list[QAction]:
        """What the tools above the histogram offer."""
        return self.tools.tools()

    def exports(self) -> list[Exported]:
        """The three plots and the histograms as tables."""
        weights, output = self.weights_card.legend, self.output_card.legend
        return [
            Exported(
                "weights", self.tr("Weight histogram"), self.weights, self._csv, weights, wide=True
            ),
            self._exported_matrix(),
            Exported("output", self.tr("Output histogram"), self.output, self._output_csv, output),
        ]

    def _exported_matrix(self) -> Exported:
        if self.kernels.isHidden():
            return Exported("matrix", self.tr("Weight matrix"), self.matrix, note=self.matrix.note)
        return Exported("matrix", self.tr("Kernels"), self.kernels, note=self._kernels_note)

    def _kernels_note(self) -> str:
        """Which of the kernels are seen, where there is no room for all."""
        kernels = self._result.kernels if self._result else None
        if kernels is None or not self.kernels.shown < kernels.count:
            return ""
        count, first = counted(kernels.count), self.kernels.first
        if not first:
            text = self.tr("the first {shown} of {count} kernels")
            return text.format(shown=counted(self.kernels.shown), count=count)
        text = self.tr("kernels {first} to {last} of {count}")
        last = counted(first + self.kernels.shown)
        return text.format(first=counted(first + 1), last=last, count=count)

    def sections(self) -> list[Section]:
        """Formula, statistics and what the layer does to its signal."""
        formula, statistics, signal = self.formula, self.statistics, self.signal
        return [
            Section(
                formula.title.text(),
                formula.view,
                sentences=(formula.terms.text(), formula.purpose.text()),
            ),
            Section(
                statistics.heading(),
                table=statistics.table,
                sentences=(statistics.verdict.text(),),
            ),
            Section(signal.title.text(), sentences=(signal.factors.text(), signal.advice.text())),
        ]

    def _csv(self) -> str:
        return histogram_csv(self.weights.histograms[0])

    def _output_csv(self) -> str:
        return histogram_csv(self.output.histograms[-1])

    def set_pending(self, pending: bool) -> None:
        """Dim the plots while a long run is on, unless it has drawn them already."""
        pending = pending and not self.statistics.is_waiting
        for card in (self.matrix_card, self.output_card):
            card.set_pending(pending)

    # The person asks:

    def _apply(self, changes: dict[str, Any]) -> None:
        self.changes.emit(changes, self.tr("Use the suggestion"))

    def _view(self) -> None:
        self.weights.set_view(self.tools.view())

    def _rebin(self) -> None:
        if self._result is not None:
            histogram = layer.rebinned(self._result.weight, self.tools.bins.bins())
            self.weights.show_histograms([histogram])

    def _pin(self) -> None:
        if self._result is None:
            return
        init = self._result.experiment.weight_init
        values = ", ".join(f"{name}={value}" for name, value in init.values)
        label = init.entry.label
        name = Message("{label} {values}").format(label=label, values=values) if values else label
        self.pins.keep(name, self.weights.histograms[0])
        self._pinned()

    def _unpin(self) -> None:
        self.pins.clear()
        self._pinned()

    def _pinned(self) -> None:
        self.weights.set_pins([ghost.kept for ghost in self.pins.ghosts()])
        self.tools.unpin_all.setEnabled(bool(self.pins))
        self.update_labels()

    def _say_kernels(self) -> None:
        self._hovered("")

    def _hovered(self, text: str) -> None:
        usual = self.matrix.notes() if self.kernels.isHidden() else (self._kernels_note(),)
        notes = (text,) if text else usual
        self.matrix_card.remark.set_texts(*notes)

    # Texts:

    def update_labels(self) -> None:
        """Titles, legends and the status line."""
        result = self._result
        if result is None:
            return
        shape = result.experiment.layer
        self.weights_card.title.setText(
            self.tr("Weights · {size} ({sides})").format(
                size=" × ".join(map(str, shape.shape.size)), sides=translated(shape.entry.sides)
            )
        )
        self.weights_card.title.setToolTip(f"{self._sides(result)}\n{Card.fill_hint()}")
        pins: list[Entry] = [("dash", ghost.colour, ghost.name) for ghost in self.pins.ghosts()]
        theory = translated(result.weight.theory.name)
        self.weights_card.legend.set_entries(
            ("area", "sample", self.tr("sampled")),
            ("line", "theory", self.tr("theory {name}").format(name=theory), self.tr("theory")),
            *pins,
        )
        sum_ = shape.entry.symbol + (" + b" if shape.has_bias else "")
        symbol = ACTIVATIONS[shape.activation].symbol.format(sum_)
        whole = self.tr("Output · {symbol}").format(symbol=symbol)
        self._set_output_title(whole, self.tr("Output"))
        before, after = self.tr("before"), self.tr("after dropout")
        self.output.set_names(before, after)
        entries: list[Entry] = []
        if len(self.output.histograms) > 1:  # one alone is before nothing
            entries.append(("area", "sample", before))
            entries.append(("area", "dropped", after, self.tr("after")))
        self.output_card.legend.set_entries(*entries)
        if shape.entry.has_kernel:
            self.matrix.name_sides(self.tr("output i"), self.tr("input and place j"))
        elif not shape.entry.adds:
            self.matrix.name_sides(self.tr("row i"), self.tr("column j"))
        else:
            self.matrix.name_sides()
        tiled = result.kernels is not None
        self.matrix_card.title.setText(self.tr("Kernels") if tiled else self.tr("Matrix"))
        self._hovered("")
        self.set_status(
            self.tr("{count} parameters · {size} · initialized in {time} ms on {device}").format(
                count=counted(result.parameters),
                size=readable(result.size),
                time=short(1000 * result.seconds, 3),
                device=result.experiment.run.device,
            )
        )

    def _sides(self, result: LayerResult) -> str:
        """Why the weight has these sides."""
        kind = result.experiment.layer.entry
        if kind.has_kernel or not kind.adds:
            return f"nn.{kind.torch_name}: {translated(kind.purpose)}"
        return self.tr(
            "y = xWᵀ + b: torch stores the weight as out_features × in_features, the "
            "transpose of what the formula suggests, so each row belongs to one output."
        )

    def retranslate(self) -> None:
        """Everything in the present language."""
        self.weights_card.called, self.output_card.called = self.tr("Weights"), self.tr("Output")
        self.weights_card.title.setText(self.weights_card.called)
        self.matrix_card.title.setText(self.tr("Matrix"))
        self._set_output_title(self.tr("Output"))
        for plot, name, tip, torch in (
            (
                self.weights,
                self.tr("Histogram of the weights with the theoretical density"),
                self.tr("Weights: area sampled, line theory, dashes mean and ±σ. Drag to pan."),
                "linear.weight",
            ),
            (
                self.output,
                self.tr("Histogram of the output before and after dropout"),
                self.tr("Output of the layer for a batch x ~ N(0, 1), before and after dropout"),
                "y = dropout(torch.tanh(linear(x)))",
            ),
        ):
            describe(plot, name, tip, torch=torch)
        self.kernels.describe_as(
            self.tr("Kernels of the weight"),
            self.tr(
                "One picture a kernel, from input to output channel: blue above 0, orange below 0. "
                "A wheel and ↑ ↓ go on to those for which there is no room."
            ),
        )
        self.weights.set_mark_texts(("−σ", self.tr("mean"), "+σ"))
        self.update_labels()
