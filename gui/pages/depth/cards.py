"""The Depth page's cards: the verdict, formula, units and code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from core.depth import DepthResult, mean_field
from core.format import percent
from core.init.formula import Lines, plain
from gui.look.describe import describe
from gui.look.i18n import translated, with_remark
from gui.pages.advice_card import AdviceCard
from gui.pages.code_card import CodeCard
from gui.plots.units_per_layer import UnitsPlot
from gui.widgets.beside import Beside
from gui.widgets.card import Card
from gui.widgets.formula_view import FormulaView
from gui.widgets.segments import describe_segments
from gui.widgets.sentence import Sentence

SIGNS = {"stable": ("✓", "verdict good"), "drifts": ("~", "verdict fair")}
"""Sign and role of a verdict; every other one is bad."""


class VerdictCard(AdviceCard):
    """Whether signal and gradient are held, with numbers, and what would hold them.

    Where it is brief the advice is in the tooltip and on the button.
    """

    def __init__(self) -> None:
        super().__init__()
        self.verdict = Sentence("")
        self.verdict.setObjectName("depth.verdict")
        self.apply.setObjectName("depth.apply_advice")
        self.remark.hide()
        self.title.hide()
        self._first, self._second = QHBoxLayout(), QHBoxLayout()
        self._first.addWidget(self.verdict, 1)
        self._second.addWidget(self.advice, 1)
        self._second.addWidget(self.apply)
        self.body.addLayout(self._first)
        self.body.addLayout(self._second)
        self._retain(True)
        self._result: DepthResult | None = None

    def _retain(self, retained: bool) -> None:
        policy = self.apply.sizePolicy()
        policy.setRetainSizeWhenHidden(retained)
        self.apply.setSizePolicy(policy)

    def set_brief(self, brief: bool) -> None:
        """Only the verdict and the button, or the advice below it."""
        self.advice.setHidden(brief)
        self._retain(not brief)
        row = self._first if brief else self._second
        if row.indexOf(self.apply) < 0:
            row.addWidget(self.apply)

    def show_result(self, result: DepthResult) -> None:
        """Show the verdict of this run; until it is there the last one stays."""
        if result.complete:
            self._result = result
            self._update_texts()

    def _update_texts(self) -> None:
        result = self._result
        if result is None or result.verdict is None:
            return
        verdict = result.verdict
        sign, role = SIGNS.get(verdict.kind, ("✗", "verdict bad"))
        self.verdict.set_role(role)
        self.verdict.setText(f"{sign} {translated(verdict.text)}")
        parts = [] if result.advice is None else [translated(result.advice.text)]
        if result.symmetry is not None:
            parts.insert(0, translated(result.symmetry))
        changes = {} if result.advice is None else dict(result.advice.change)
        self.show_advice(" ".join(parts), changes)
        advice = "\n".join(parts)
        self.advice.setToolTip(advice)
        self.verdict.setToolTip(f"{self._measured()}\n{advice}".strip())
        self.apply.setToolTip(f"{self.apply_tip()}\n{advice}".strip())

    def retranslate(self) -> None:
        """Everything in the present language."""
        super().retranslate()
        describe(self.verdict, self.tr("Verdict on the signal"), self._measured())
        self._update_texts()

    def _measured(self) -> str:
        return self.tr(
            "Measured: stable while the power of signal and gradient is in every layer within a "
            "factor of 10 of layer 1's (3.2 in rms); beyond a factor of 1,000 (32 in rms) it has "
            "vanished or exploded, and in between it drifts."
        )


SOURCE = "Poole et al. 2016"
"""Of the recursion."""


class TheoryCard(Card):
    """The recursion of the mean field with its numbers, or why it does not hold."""

    def __init__(self) -> None:
        super().__init__()
        self.view = FormulaView()
        self.view.setObjectName("formula")
        self.terms, self.purpose = Sentence(), Sentence()
        self.body.addWidget(Beside(self.view, self.terms, self.purpose))
        self.body.addStretch(1)
        self.remark.setText(SOURCE)
        self._result: DepthResult | None = None

    def set_folded(self, folded: bool) -> None:
        """As a tab it needs no header: the paper is named after the sentence."""
        super().set_folded(folded)
        self.remark.setVisible(not folded)
        self._update_texts()

    def show_result(self, result: DepthResult, lines: Lines | None) -> None:
        """`lines` is None while the formula is being typeset."""
        self._result = result
        latex = mean_field.formula(result.experiment)
        if lines is None:
            self.view.show_number("")
        else:
            self.view.show_formula(lines, "", text=plain(latex))
        self._update_texts()

    def _update_texts(self) -> None:
        result = self._result
        if result is None:
            return
        reason = result.theory.reason
        self.view.setVisible(reason is None)
        self.terms.setVisible(reason is None)
        self.terms.setText(
            ",  ".join(f"{name} = {value}" for name, value in mean_field.terms(result.experiment))
        )
        text = (
            translated(reason)
            if reason is not None
            else self.tr(
                "z is normal with mean E[b] and second moment q of its layer: true for a wide "
                "network with random weights. χ below 1 makes the gradient fade on its way back, "
                "above 1 it grows."
            )
        )
        if mean_field.is_approximate(result.experiment):
            text += " " + self.tr(
                "For the digits the line is approximate: each of them has a length of its own."
            )
        self.purpose.setText(with_remark(text, SOURCE if self.folded else ""))

    def retranslate(self) -> None:
        """Everything in the present language."""
        self.title.setText(self.tr("Theory"))
        self._update_texts()


class UnitsCard(Card):
    """Saturated values and dead units of each layer, or the rank of their activations.

    ranked(bool)   the person wants to see the ranks, or no longer
    """

    ranked = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.remark.hide()
        self.group, self.buttons = self.add_segments(2)
        self.buttons[0].setObjectName("depth.shares")
        self.buttons[1].setObjectName("depth.rank")
        self.plot = UnitsPlot()
        self.plot.setObjectName("plot.depth.units")
        self.note = Sentence()
        self.body.addWidget(self.plot, 1)
        self.body.addWidget(self.note)
        self.group.idClicked.connect(self._chosen)
        self._by_hand = False
        self._result: DepthResult | None = None

    def set_folded(self, folded: bool) -> None:
        """As a tab the sentence stands beside the buttons."""
        super().set_folded(folded)
        self.put_into_header(self.note, folded)

    @property
    def wants_ranks(self) -> bool:
        """Whether the person asked for the ranks of a network that has random weights."""
        return self._by_hand and self.group.checkedId() == 1

    def _chosen(self, index: int) -> None:
        self._by_hand = True
        self._draw()
        self.ranked.emit(index == 1)

    def show_result(self, result: DepthResult) -> None:
        """Draw it; where all units stay alike the rank shows by itself what that means."""
        before = self._result
        self._result = result
        alike = result.symmetry is not None
        if before is None or alike != (before.symmetry is not None):
            self._by_hand = False
        if not self._by_hand:
            self.buttons[1 if alike else 0].setChecked(True)
        self._draw()

    def _draw(self) -> None:
        result = self._result
        if result is None:
            return
        depth = result.experiment.depth
        if self.group.checkedId() == 1 and result.ranks is None and result.advice is None:
            return  # they are on their way: the old ones stay so long
        if self.group.checkedId() == 1:
            full = min(depth.width, depth.batch)
            missing = np.full(depth.layers, np.nan)
            self.plot.show_rank(missing if result.ranks is None else result.ranks, full)
        else:
            self.plot.show_shares(result.saturated, result.dead)
        self._update_texts()

    def _update_texts(self) -> None:
        result = self._result
        if result is None:
            return
        if self.group.checkedId() == 1:
            text = ""
            if result.ranks is not None:
                text = self.tr("Rank of the batch's activations: {first} → {last}").format(
                    first=_rank(result.ranks[0]), last=_rank(result.ranks[-1])
                )
            self.note.setText(text)
            return
        if np.isnan(result.saturated[-1]):
            self.note.setText(self.tr("Last layer: no finite values"))
            return
        self.note.setText(
            self.tr(
                "Last layer: {saturated} % of the values saturated, {dead} % of the units dead"
            ).format(
                saturated=percent(float(result.saturated[-1]), 3),
                dead=percent(float(result.dead[-1]), 3),
            )
        )

    def retranslate(self) -> None:
        """Everything in the present language."""
        self.title.setText(self.tr("Units"))
        shares = self.tr(
            "Saturated values: φ is flat there, |φ'(z)| < 0.05, so hardly any gradient passes. "
            "Dead units: 0 for every input of the batch."
        )
        rank = self.tr("How many directions the activations of the batch still have")
        describe_segments(
            self.buttons,
            (self.tr("saturated and dead"), shares),
            (self.tr("rank"), rank, "torch.linalg.matrix_rank"),
        )
        self._update_texts()


def _rank(value: float) -> str:
    return "NaN" if np.isnan(value) else f"{value:.0f}"


class DepthCodeCard(CodeCard):
    """The PyTorch lines that build the network, and the numbers that they leave."""

    def show_result(self, result: DepthResult) -> None:
        """Show the code of this run."""
        printed = None
        if result.complete:
            printed = f"forward_rms\n{_listed(result.forward)}\n\n"
            printed += f"backward_rms\n{_listed(result.backward)}\n"
        self.show_code(result.code, printed)

    def tips(self) -> tuple[str, str]:
        """What the two views are."""
        return (
            self.tr(
                "The code that gives forward_rms and backward_rms, on this machine bit for bit"
            ),
            self.tr("The numbers that the code leaves, in every digit"),
        )


def _listed(values: Sequence[float] | Any) -> str:
    return "\n".join(repr(float(value)) for value in values)
