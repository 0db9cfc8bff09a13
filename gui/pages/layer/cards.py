"""The Layer page's cards beside the plots: formula, statistics, signal and code."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout

from core.format import short
from core.init.formula import Typeset
from core.layer import Goodness, LayerResult, Parameter, measures
from gui.look.describe import describe, explained
from gui.look.i18n import translated, with_remark
from gui.pages.advice_card import AdviceCard
from gui.pages.code_card import CodeCard
from gui.pages.layer.factor import few_inputs
from gui.widgets.beside import Beside
from gui.widgets.card import Card
from gui.widgets.formula_view import FormulaView
from gui.widgets.numbers_table import NumbersTable
from gui.widgets.segments import describe_segments
from gui.widgets.sentence import Sentence

SMALLEST_P = 1e-9


class FormulaCard(Card):
    """The method's formula with its numbers, what it is for, and the paper."""

    def __init__(self) -> None:
        super().__init__()
        self.view = FormulaView()
        self.view.setObjectName("formula")
        self.terms = Sentence()
        self.purpose = Sentence()
        self.body.addWidget(Beside(self.view, self.terms, self.purpose))
        self.body.addStretch(1)
        self._result: LayerResult | None = None

    def tab_title(self) -> str:
        """The same for every method: tabs should not move."""
        return self.tr("Formula")

    def set_folded(self, folded: bool) -> None:
        """As a tab it needs no header: the paper is named after the sentence."""
        super().set_folded(folded)
        self.remark.setVisible(not folded)
        self.retranslate()

    def show_result(self, result: LayerResult, lines: tuple[Typeset, ...] | None) -> None:
        """`lines` is None while the formula is being typeset."""
        self._result = result
        entry = result.method
        shown = "" if result.number is None else f"= {short(result.number)}"
        if lines is None:
            self.view.show_number(shown)
        else:
            self.view.show_formula(lines, shown, text=translated(entry.label))
        self.retranslate()

    def retranslate(self) -> None:
        """Everything in the present language."""
        if self._result is None:
            self.title.setText(self.tr("Formula"))
            return
        entry = self._result.method
        self.title.setText(translated(entry.label))
        self.remark.setText(entry.reference)
        purpose = with_remark(translated(entry.purpose), entry.reference if self.folded else "")
        self.terms.setText(",  ".join(f"{name} = {value}" for name, value in self._result.terms))
        self.purpose.setText(purpose)
        self.view.set_text(translated(entry.label))


class StatisticsCard(Card):
    """Sampled and expected numbers of weight or bias, and the verdict."""

    def __init__(self) -> None:
        super().__init__()
        self.group, self.buttons = self.add_segments(2)
        self.group.idClicked.connect(self._chosen)
        self.table, self.across = NumbersTable(), NumbersTable(across=True)
        self.table.setObjectName("statistics")
        self.across.setObjectName("statistics.across")
        self.across.hide()
        self.verdict = Sentence()
        self.cause = Sentence()
        self.body.addWidget(self.table)
        self.body.addWidget(self.across)
        self.body.addWidget(self.verdict)
        self.body.addWidget(self.cause)
        self.body.addStretch(1)
        self.remark.hide()
        self._result: LayerResult | None = None
        self._waiting = True

    def set_folded(self, folded: bool) -> None:
        """As a tab the numbers are two rows, and the verdict stands beside the buttons."""
        super().set_folded(folded)
        self.table.setHidden(folded)
        self.across.setHidden(not folded)
        self.put_into_header(self.verdict, folded)

    def tab_sign(self) -> tuple[str, str]:
        """Whether the weight, or the bias where that is shown, matches its theory."""
        parameter = self._parameter()
        matches = parameter.verdict.matches if parameter and parameter.verdict else None
        return {True: ("✓", "good"), False: ("✗", "bad"), None: ("", "")}[matches]

    def show_result(self, result: LayerResult) -> None:
        """Show the numbers of this run."""
        self._result, self._waiting = result, True
        self.buttons[1].setEnabled(result.bias is not None)
        if result.bias is None and self.group.checkedId() == 1:
            self.buttons[0].setChecked(True)
        self._fill()

    def heading(self) -> str:
        """Of what the numbers are, where no button says it: the weight or the bias."""
        what = self.buttons[self.group.checkedId()].text()
        return self.tr("Statistics of the {what}").format(what=what)

    def _chosen(self, index: int) -> None:
        self._fill()

    def _parameter(self) -> Parameter | None:
        if self._result is None:
            return None
        return self._result.bias if self.group.checkedId() == 1 else self._result.weight

    @property
    def is_waiting(self) -> bool:
        """Whether all of the run is shown but its last number."""
        result = self._result
        found = result is None or result.weight.spectral_norm is not None
        return self._waiting and not found and result is not None and result.complete

    def stopped(self) -> None:
        """What has not come by now will not."""
        self._waiting = False
        self._fill()

    def _fill(self) -> None:
        result, parameter = self._result, self._parameter()
        if result is None or parameter is None:
            return
        rows = measures(result, parameter is result.bias, self._waiting)
        names = [translated(row.name) for row in rows]
        texts = ((row.sampled, row.theory) for row in rows)
        shown = list(zip(names, texts, strict=True))
        tips = [
            explained(name, translated(row.meaning), row.torch)
            for name, row in zip(names, rows, strict=True)
        ]
        for table in (self.table, self.across):
            table.show_rows(shown)
            table.set_tips(tips)
        self._show_verdict(parameter)

    def _show_verdict(self, parameter: Parameter) -> None:
        verdict = parameter.verdict
        cause = verdict.cause if verdict else None
        self.cause.setText(translated(cause) if cause else "")
        self.cause.setVisible(cause is not None)
        self.renamed.emit()
        if verdict is None:
            self.verdict.set_role("muted")
            self.verdict.setText(self.tr("comparing with theory …"))
            self.verdict.setToolTip("")
            return
        reason = translated(verdict.reason)
        self.verdict.setToolTip("\n".join([reason, *self._tests(verdict)]))
        if verdict.matches is None:
            self.verdict.set_role("muted")
            self.verdict.setText(reason)
            return
        self.verdict.set_role("good" if verdict.matches else "bad")
        text = (
            self.tr("✓ matches theory") if verdict.matches else self.tr("✗ does not match theory")
        )
        if verdict.p_value is None or not verdict.matches:
            text = self.tr("{verdict}: {reason}").format(verdict=text, reason=reason)
        if verdict.p_value is not None:
            text += f"   χ² p = {short(verdict.p_value, 2)}"
        self.verdict.setText(text)

    def _tests(self, verdict: Goodness) -> list[str]:
        """Each test with its p-value."""
        return [
            self.tr("{test}: p {p}").format(
                test=translated(test.name),
                p=f"= {short(test.p_value, 2)}" if test.p_value >= SMALLEST_P else "< 10⁻⁹",
            )
            for test in verdict.tests
        ]

    def retranslate(self) -> None:
        """Everything in the present language."""
        self.title.setText(self.tr("Statistics"))
        weight, bias, tip = self.tr("weight"), self.tr("bias"), self.tr("Statistics of the {what}")
        describe_segments(
            self.buttons,
            (weight, tip.format(what=weight), "linear.weight"),
            (bias, tip.format(what=bias), "linear.bias"),
        )
        for table in (self.table, self.across):
            table.set_columns([self.tr("sampled"), self.tr("theory")])
            describe(
                table,
                self.tr("Statistics: sampled and theory"),
                torch="linear.weight.mean(), linear.weight.std(correction=0)",
            )
        self._fill()


class SignalCard(AdviceCard):
    """What one such layer does to its signal's power, and what would hold it."""

    def __init__(self) -> None:
        super().__init__()
        self.factors = Sentence()
        self.factors.set_role("")
        self.advice.setObjectName("advice")
        self.apply.setObjectName("advice.apply")
        self.apply.setProperty("role", "flat")
        self.remark.hide()
        self._row = QHBoxLayout()
        self._row.addStretch(1)
        self._line = QHBoxLayout()
        self._line.addWidget(self.advice, 1)
        self.body.addWidget(self.factors)
        self.body.addLayout(self._line)
        self.body.addLayout(self._row)
        self.body.addStretch(1)
        self._put_button()
        self._result: LayerResult | None = None

    def set_folded(self, folded: bool) -> None:
        """As a tab the button stands beside the sentence."""
        super().set_folded(folded)
        self._put_button()

    def _put_button(self) -> None:
        if self.folded:
            self._row.removeWidget(self.apply)
            self._line.addWidget(self.apply)
        else:
            self._line.removeWidget(self.apply)
            self._row.insertWidget(0, self.apply)

    def show_result(self, result: LayerResult) -> None:
        """Show the advice of this run; until it is there the last one stays."""
        if result.complete:
            self._result = result
            self.retranslate()

    def retranslate(self) -> None:
        """Everything in the present language."""
        super().retranslate()
        self.title.setText(self.tr("Signal"))
        self.advice.setAccessibleName(self.tr("Advice on the initialization"))
        if self._result is None or self._result.advice is None or self._result.output is None:
            return
        advice, measured = self._result.advice, short(self._result.output.factor)
        ratio = self.tr("E[y²] / E[x²] = {measured} measured, {theory} in theory")
        if not self._result.experiment.layer.entry.adds:
            ratio = self.tr("E[y²] = {measured} measured, {theory} in theory")
        factors = ratio.format(measured=measured, theory=short(advice.theory))
        found = self._result.power_factor
        estimate = found is not None and found.estimate
        self.factors.setText(f"{factors}\n{few_inputs()}" if estimate else factors)
        self.factors.setToolTip(
            self.tr("How much one such layer multiplies the power of its signal, dropout included")
        )
        self.show_advice(translated(advice.text), dict(advice.change))


class LayerCodeCard(CodeCard):
    """The PyTorch lines that reproduce the experiment, and what the weight prints."""

    def show_result(self, result: LayerResult) -> None:
        """Show the code of this run."""
        self.show_code(result.code, result.printed)

    def tips(self) -> tuple[str, str]:
        """What the two views are."""
        return (
            self.tr("The code that gives this layer again, on this machine bit for bit"),
            self.tr("What print(linear.weight.shape) and print(linear.weight) print"),
        )
