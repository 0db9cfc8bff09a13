"""The Depth page's distributions: what the values of each layer look like."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QStackedWidget

from core.stats.distributions import QUANTITIES, Distributions, chosen
from gui.look.describe import describe
from gui.plots.density import DensityMap
from gui.plots.ridgeline import Ridgeline
from gui.widgets.card import Card
from gui.widgets.segments import describe_segments, segments

MAX_RIDGES = 12


class SpreadCard(Card):
    """A ridgeline for few layers, a density map for many, of one of four quantities.

    wanted()   the person wants to see another quantity
    """

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.ridges, self.map = Ridgeline(), DensityMap()
        self.stack = QStackedWidget()
        self.stack.setObjectName("plot.depth.distributions")
        self.stack.addWidget(self.ridges)
        self.stack.addWidget(self.map)
        self.quantities, self._quantity_buttons = segments(self, len(QUANTITIES))
        for button, name in zip(self._quantity_buttons, QUANTITIES, strict=True):
            button.setObjectName(f"depth.show.{name}")
        self._quantity_buttons[QUANTITIES.index("activation")].setChecked(True)
        self.styles, self._style_buttons = segments(self, 2)
        for button, name in zip(self._style_buttons, ("ridges", "map"), strict=True):
            button.setObjectName(f"depth.{name}")
        self.own = QCheckBox()
        self.own.setObjectName("depth.own_scale")
        self.remark.hide()
        row = QHBoxLayout()
        for button in self._quantity_buttons:
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.own)
        for button in self._style_buttons:
            row.addWidget(button)
        self.body.addLayout(row)
        self.body.addWidget(self.stack, 1)
        self.quantities.idClicked.connect(self._wanted)
        self.styles.idClicked.connect(self._styled)
        self.own.toggled.connect(self._rescaled)
        self._by_hand = False
        self._spread: Distributions | None = None

    @property
    def quantity(self) -> str:
        """What the person wants to see."""
        return QUANTITIES[self.quantities.checkedId()]

    def _wanted(self, _: int) -> None:
        self.wanted.emit()

    def _styled(self, _: int) -> None:
        self._by_hand = True
        self._draw()

    def _rescaled(self, _: bool) -> None:
        self._draw()

    def show_spread(self, spread: Distributions) -> None:
        """Draw these."""
        self._spread = spread
        if not self._by_hand:
            self._style_buttons[int(len(spread.rms) > MAX_RIDGES)].setChecked(True)
        self._draw()

    def _draw(self) -> None:
        spread = self._spread
        if spread is None:
            return
        axis = spread.own if self.own.isChecked() else spread.same
        symbol = {
            "preactivation": "z",
            "activation": "φ(z)",
            "gradient": "dL/dz",
            "weight": "W",
        }[spread.quantity]
        unit = f"{symbol} / rms" if axis.scaled else symbol
        if self.styles.checkedId() == 0:
            rows = chosen(len(spread.rms), MAX_RIDGES)
            self.ridges.show_layers(
                axis.edges,
                axis.density[rows],
                spread.zeros[rows],
                spread.broken[rows] == 1.0,
                unit,
                [int(row) + 1 for row in rows],
            )
            self.stack.setCurrentWidget(self.ridges)
        else:
            self.map.show_layers(axis.edges, axis.density, spread.zeros, spread.broken == 1.0, unit)
            self.stack.setCurrentWidget(self.map)

    def retranslate(self) -> None:
        """Everything in the present language."""
        self.title.setText(self.tr("Distributions"))
        names = (
            self.tr("preactivation"),
            self.tr("activation"),
            self.tr("gradient"),
            self.tr("weight"),
        )
        tip = self.tr("{symbol}: the distribution of the {what} in each layer")
        symbols = ("z", "φ(z)", "dL/dz", "W")
        calls = ("linear(h)", "torch.tanh(z)", "torch.autograd.grad", "linear.weight")
        describe_segments(
            self._quantity_buttons,
            *(
                (symbol, tip.format(symbol=symbol, what=name), call)
                for symbol, name, call in zip(symbols, names, calls, strict=True)
            ),
        )
        ridges = self.tr("Up to twelve layers, chosen evenly, one hill each")
        layers = self.tr("All layers side by side; the darker, the more values")
        describe_segments(
            self._style_buttons,
            (self.tr("ridgeline"), ridges, "torch.histogram"),
            (self.tr("map"), layers, "torch.histogram"),
        )
        self.own.setText(self.tr("÷ rms"))
        describe(
            self.own,
            self.tr("Divide each layer by its own root mean square"),
            self.tr("Shows the shape of a layer whose values have become tiny or huge"),
            torch="torch.linalg.vector_norm",
        )
        name = self.tr("Distributions of the layers")
        describe(self.stack, name, torch="torch.histogram")
