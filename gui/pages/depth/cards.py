"""The Depth page's cards: the network's controls, the verdict, formula, units and code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton

from core.depth import DepthResult, mean_field
from core.experiment import Experiment, parameter
from core.format import significant
from core.init.formula import plain
from gui.look.describe import explain
from gui.look.i18n import translated
from gui.look.theme import theme
from gui.pages.code_card import CodeCard
from gui.pages.formulas import Lines
from gui.panel.form import ChoiceField, Form, describe, make_field
from gui.plots.units_per_layer import UnitsPlot
from gui.widgets.card import Card
from gui.widgets.formula_view import FormulaView
from gui.widgets.segments import segments
from gui.widgets.sentence import Sentence


class NetworkCard(Card):
    """The controls that only this page has: layers, width, batch and input.

    edited(key, value)   the person moved a control
    gesture(bool)        a slider's drag begins (True) or ends (False)
    """

    edited = Signal(str, object)
    gesture = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._forms = (Form(), Form())
        self._grid = QGridLayout()
        for column, (form, names) in enumerate(
            zip(self._forms, (("layers", "width"), ("batch", "input")), strict=True)
        ):
            form.edited.connect(self.edited)
            form.gesture.connect(self.gesture)
            for name in names:
                self._add(form, name)
            self._grid.addWidget(form, 0, column)
            self._grid.setColumnStretch(column, 1)
        self.body.addLayout(self._grid)
        self.body.addStretch(1)
        theme.changed.connect(self._widen)
        self._widen()

    def _widen(self) -> None:
        self._grid.setHorizontalSpacing(2 * theme.sizes.gap)

    def _add(self, form: Form, name: str) -> None:
        described = parameter(f"depth.{name}")
        field = make_field(described)
        form.add(
            f"depth.{name}",
            field,
            "",
            lambda: describe(self.tr("Network"), described),
            torch=lambda: described.torch,
        )

    def show_only(self, keys: frozenset[str] | None) -> None:
        """Fold away every row that is not among the keys."""
        for form in self._forms:
            form.show_only(keys)

    def sync(self, experiment: Experiment) -> None:
        """Show the experiment's values."""
        for form in self._forms:
            for key, field in form.fields.items():
                field.set_value(experiment.value(key))
        self._say(experiment)

    def _say(self, experiment: Experiment) -> None:
        depth, layer, dropout = experiment.depth, experiment.layer, experiment.dropout
        parts = [f"{depth.layers} × nn.Linear({depth.width}, {depth.width})", layer.activation]
        if dropout.p > 0.0:
            mode = "train()" if dropout.training else "eval()"
            parts.append(f"dropout {dropout.p:g} {mode}")
        self.remark.setText(" → ".join(parts))

    def retranslate(self) -> None:
        """Everything in the present language."""
        self.title.setText(self.tr("Network"))
        labels = {
            "depth.layers": self.tr("layers"),
            "depth.width": self.tr("width"),
            "depth.batch": self.tr("batch"),
            "depth.input": self.tr("input"),
        }
        for form in self._forms:
            for key in form.fields:
                form.relabel(key, labels[key])
            form.retranslate()
        chosen = self._forms[1].fields["depth.input"]
        assert isinstance(chosen, ChoiceField)
        chosen.set_labels(
            {
                "normal": "N(0, 1)",
                "digits": self.tr("8 × 8 digits"),
                "uniform": self.tr("uniform noise"),
            }
        )


class VerdictCard(Card):
    """Stable, vanishing or exploding, why, and what would hold the signal.

    Where it is brief the advice is in the tooltip and on the button.

    applied(changes)   the person wants the advice
    """

    applied = Signal(dict)

    def __init__(self) -> None:
        super().__init__()
        self.verdict = Sentence("")
        self.verdict.setObjectName("depth.verdict")
        self.advice = Sentence()
        self.apply = QPushButton()
        self.apply.setObjectName("depth.apply_advice")
        self.apply.clicked.connect(self._apply)
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
            self._say()

    def _apply(self) -> None:
        if self._result is not None and self._result.advice is not None:
            self.applied.emit(dict(self._result.advice.change))

    def _say(self) -> None:
        result = self._result
        if result is None or result.verdict is None:
            return
        verdict = result.verdict
        word = {
            "stable": self.tr("✓ stable"),
            "vanishing": self.tr("✗ vanishing"),
            "exploding": self.tr("✗ exploding"),
        }[verdict.kind]
        self.verdict.set_role("verdict good" if verdict.kind == "stable" else "verdict bad")
        self.verdict.setText(f"{word}: {translated(verdict.text)}")
        parts = [] if result.advice is None else [translated(result.advice.text)]
        if result.symmetry is not None:
            parts.insert(0, translated(result.symmetry))
        self.advice.setText(" ".join(parts))
        advice = "\n".join(parts)
        self.advice.setToolTip(advice)
        self.verdict.setToolTip(f"{self._measured()}\n{advice}".strip())
        tip = self.tr("Set the controls to the suggestion")
        self.apply.setToolTip(f"{tip}\n{advice}".strip())
        self.apply.setVisible(result.advice is not None and bool(result.advice.change))

    def retranslate(self) -> None:
        """Everything in the present language."""
        self.verdict.setAccessibleName(self.tr("Verdict on the signal"))
        self.verdict.setToolTip(self._measured())
        self.apply.setText(self.tr("Use it"))
        self.apply.setAccessibleName(self.tr("Use the suggested initialization"))
        self.apply.setToolTip(self.tr("Set the controls to the suggestion"))
        explain(self.apply)
        explain(self.verdict)
        self._say()

    def _measured(self) -> str:
        return self.tr(
            "Measured: stable while a typical layer keeps 0.8 to 1.25 of the power and no "
            "more than a factor of 1,000 is lost or gained in all."
        )


class TheoryCard(Card):
    """The recursion of the mean field with its numbers, or why it does not hold."""

    def __init__(self) -> None:
        super().__init__()
        self.view = FormulaView()
        self.view.setObjectName("formula")
        self.terms, self.purpose = Sentence(), Sentence()
        for widget in (self.view, self.terms, self.purpose):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.remark.setText("Poole et al. 2016")
        self._result: DepthResult | None = None

    def show_result(self, result: DepthResult, lines: Lines | None) -> None:
        """`lines` is None while the formula is being typeset."""
        self._result = result
        latex = mean_field.formula(result.experiment)
        if lines is None:
            self.view.show_number("")
        else:
            self.view.show_formula(lines, "", text=plain(latex))
        self._say()

    def _say(self) -> None:
        result = self._result
        if result is None:
            return
        reason = result.theory.reason
        self.view.setVisible(reason is None)
        self.terms.setVisible(reason is None)
        self.terms.setText(
            ",  ".join(f"{name} = {value}" for name, value in mean_field.terms(result.experiment))
        )
        said = (
            translated(reason)
            if reason is not None
            else self.tr(
                "z is drawn from N(0, q) of the layer before: true for a wide network with random "
                "weights. χ below 1 makes the gradient fade on its way back, above 1 it grows."
            )
        )
        if mean_field.is_approximate(result.experiment):
            said += " " + self.tr(
                "For the digits the line is approximate: each of them has a length of its own."
            )
        self.purpose.setText(said)

    def retranslate(self) -> None:
        """Everything in the present language."""
        self.title.setText(self.tr("Theory"))
        self._say()


class UnitsCard(Card):
    """Saturated and dead units of each layer, or the rank of their activations.

    ranked(bool)   the person wants to see the ranks, or no longer
    """

    ranked = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.remark.hide()
        self.group, self.buttons = segments(self, 2)
        for button in self.buttons:
            self.header.insertWidget(self.header.count() - 1, button)
        self.buttons[0].setObjectName("depth.shares")
        self.buttons[1].setObjectName("depth.rank")
        self.plot = UnitsPlot()
        self.plot.setObjectName("plot.depth.units")
        self.said = Sentence()
        self.body.addWidget(self.plot, 1)
        self.body.addWidget(self.said)
        self.group.idClicked.connect(self._chosen)
        self._by_hand = False
        self._result: DepthResult | None = None

    def set_folded(self, folded: bool) -> None:
        """As a tab it has no room for the sentence: the plot says the numbers under the mouse."""
        super().set_folded(folded)
        self.said.setVisible(not folded)

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
        self._say()

    def _say(self) -> None:
        result = self._result
        if result is None:
            return
        if self.group.checkedId() == 1:
            text = ""
            if result.ranks is not None:
                text = self.tr("Rank of the batch's activations: {first} → {last}").format(
                    first=_rank(result.ranks[0]), last=_rank(result.ranks[-1])
                )
            self.said.setText(text)
            return
        if np.isnan(result.saturated[-1]):
            self.said.setText(self.tr("Last layer: no finite values"))
            return
        self.said.setText(
            self.tr("Last layer: {saturated} % saturated, {dead} % dead").format(
                saturated=significant(100 * result.saturated[-1], 3),
                dead=significant(100 * result.dead[-1], 3),
            )
        )

    def retranslate(self) -> None:
        """Everything in the present language."""
        self.title.setText(self.tr("Units"))
        for button, text, tip in zip(
            self.buttons,
            (self.tr("saturated and dead"), self.tr("rank")),
            (
                self.tr(
                    "Saturated: |φ'(z)| < 0.05, hardly any gradient passes. Dead: 0 for every "
                    "input of the batch."
                ),
                self.tr("How many directions the activations of the batch still have"),
            ),
            strict=True,
        ):
            button.setText(text)
            button.setAccessibleName(tip)
            button.setToolTip(tip)
        explain(self.buttons[0])
        explain(self.buttons[1], "torch.linalg.matrix_rank")
        self._say()


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
            self.tr("The code that reproduces forward_rms and backward_rms bit for bit"),
            self.tr("The numbers that the code leaves, in every digit"),
        )


def _listed(values: Sequence[float] | Any) -> str:
    return "\n".join(repr(float(value)) for value in values)
