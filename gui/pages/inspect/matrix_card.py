"""One weight as a matrix: its singular values, its units, its picture, its kernels."""

from __future__ import annotations

from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from core.format import counted
from core.inspect import View
from core.inspect.detail import Detail
from gui.files.exported import Exported
from gui.look.i18n import translated
from gui.look.theme import theme
from gui.pages.inspect.cards import LINES
from gui.plots.matrix import MatrixPlot
from gui.plots.spectrum import SpectrumPlot
from gui.plots.tiles import TilesPlot, said_range
from gui.plots.unit_lengths import UnitLengthsPlot
from gui.widgets.legend import Entry
from gui.widgets.plot_card import PlotCard
from gui.widgets.segments import describe_segments
from gui.widgets.sentence import Sentence

SPECTRUM, UNITS, PICTURE, KERNELS = range(4)


class MatrixCard(PlotCard):
    """`plot.inspect.spectrum`, `.units`, `.matrix` and `.kernels`, one of them at a time."""

    def __init__(self) -> None:
        self.spectrum, self.units = SpectrumPlot(), UnitLengthsPlot()
        self.picture, self.kernels = MatrixPlot(), TilesPlot()
        self.nothing = Sentence()
        self.stack = QStackedWidget()
        plots: tuple[QWidget, ...] = (self.spectrum, self.units, self.picture, self.kernels)
        names = ("spectrum", "units", "matrix", "kernels")
        for plot, name in zip(plots, names, strict=True):
            plot.setObjectName(f"plot.inspect.{name}")
            self.stack.addWidget(plot)
        self.stack.addWidget(self.nothing)
        super().__init__(self.stack)
        self.stack.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._plots = plots
        self._view: View | None = None
        self._low = False
        self.group, self.buttons = self.add_segments(4)
        for button, name in zip(self.buttons, names, strict=True):
            button.setObjectName(f"inspect.matrix.{name}")
        self.group.idClicked.connect(self._turned)
        self.picture.hovered.connect(self._hovered)
        self.kernels.fitted.connect(self._draw)
        self.remark.show()
        self.legend.hide()

    def set_low(self, low: bool) -> None:
        """Whether there are few lines for it."""
        self._low = low
        self.stack.setMinimumSize(120, 90 if low else round(LINES * theme.sizes.font))

    def restyle(self) -> None:
        """Its least height in the window's scale."""
        super().restyle()
        self.set_low(self._low)

    @property
    def _detail(self) -> Detail | None:
        return self._view.detail if self._view is not None else None

    def _turned(self, _: int) -> None:
        self._draw()

    def show_view(self, view: View) -> None:
        """Draw the tensor that is looked at."""
        before, self._view = self._view, view
        if view.detail is None or (before is not None and before.detail is view.detail):
            return
        self.buttons[KERNELS].setVisible(view.detail.kernels is not None)
        if view.detail.kernels is None and self.group.checkedId() == KERNELS:
            self.buttons[SPECTRUM].setChecked(True)
        self._draw()

    def _draw(self) -> None:
        detail, at = self._detail, self.group.checkedId()
        if detail is None:
            return
        missing = self._missing(detail, at)
        self.nothing.setText(missing)
        self.stack.setCurrentWidget(self.nothing if missing else self._plots[at])
        remark, entries = "", list[Entry]()
        if missing:
            pass
        elif at == SPECTRUM:
            self.spectrum.show_spectrum(detail.spectrum)
            entries.append(("line", "theory", self.tr("law of a random matrix"), self.tr("law")))
        elif at == UNITS:
            self.units.show_units(detail.units)
            remark = self._dead(detail)
        elif at == PICTURE and detail.matrix is not None:
            self.picture.show_matrix(detail.matrix)
            remark = self.picture.notes()[0]
        elif at == KERNELS and detail.kernels is not None:
            self.kernels.show_tiles(detail.kernels)
            first, shown = self.kernels.first, self.kernels.shown
            remark = self.tr("{shown} of {count}, ±{size}").format(
                shown=f"{counted(first + 1)}–{counted(first + shown)}" if first else counted(shown),
                count=counted(detail.kernel_count),
                size=said_range(detail.kernels),
            )
        self.legend.set_entries(*entries)
        self.legend.setVisible(bool(entries))
        self.remark.set_texts(remark, "")

    def _dead(self, detail: Detail) -> str:
        report = detail.report
        text = self.tr("{dead} of {count} dead")
        return text.format(dead=counted(report.dead), count=counted(report.units or 0))

    def _missing(self, detail: Detail, at: int) -> str:
        """Why there is nothing to be drawn; "" where there is."""
        if detail.matrix is None:
            return self.tr("It is no matrix: there is one dimension, or none.")
        if at != SPECTRUM or detail.spectrum is not None:
            return ""
        if detail.no_spectrum:
            return translated(detail.no_spectrum)
        finite = detail.report.verdict is None or detail.report.verdict.key != "not finite"
        return (
            self.tr("being decomposed …") if finite else self.tr("It has NaN or infinite values.")
        )

    def _hovered(self, text: str) -> None:
        if self.group.checkedId() == PICTURE:
            self.remark.set_texts(*((text,) if text else self.picture.notes()))

    def exported(self) -> Exported:
        """What can be saved of it."""
        return Exported("matrix", self.title.text(), self.stack.currentWidget(), legend=self.legend)

    def retranslate(self) -> None:
        """Everything in the present language."""
        self.called = self.tr("Matrix")
        self.title.set_texts(self.tr("As a matrix"), self.called)
        describe_segments(
            self.buttons,
            (
                self.tr("singular values"),
                self.tr("Its singular values, and those of a random matrix"),
                "torch.linalg.svdvals",
            ),
            (self.tr("units"), self.tr("How long the weights of each unit are")),
            (self.tr("picture"), self.tr("Its weights as colours")),
            (self.tr("kernels"), self.tr("The kernels of a convolution as small pictures")),
        )
        self.kernels.describe_as(
            self.tr("Kernels of the convolution"),
            self.tr(
                "One picture a kernel, at most 256 of them: blue above 0, orange below. A wheel "
                "and ↑ ↓ go on to those for which there is no room."
            ),
        )
        self._draw()
