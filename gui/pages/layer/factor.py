"""The number of the course in large letters: what one layer multiplies its signal's power by."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from core.format import multiple, short
from core.layer import LayerResult
from core.layers.power import HELD
from gui.look.describe import describe
from gui.widgets.power_strip import PowerStrip

GRADES = {
    "held": ("✓", "good"),
    "shrinks": ("↘", "bad"),
    "grows": ("↗", "bad"),
    "": ("✗", "bad"),
}
"""Sign and colour of each grade of a PowerFactor."""


class FactorStrip(PowerStrip):
    """`factor`: the power factor of a LayerResult."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("factor")
        self._result: LayerResult | None = None

    def show_result(self, result: LayerResult) -> None:
        """Show the factor of this run; until it is there the last one stays."""
        if result.complete:
            self._result = result
            self.retranslate()

    def retranslate(self) -> None:
        """Everything in the present language."""
        name = self.tr("Power factor of the layer")
        found = self._result.power_factor if self._result else None
        if found is None:
            describe(self, name)
            return
        assert self._result is not None
        adds = self._result.experiment.layer.entry.adds
        sign, colour = GRADES[found.grade] if adds else ("→", "text")
        number = f"× {multiple(found.value)}" if adds else f"E[y²] = {short(found.value, 3)}"
        words = (
            self.tr("{number} per layer") if found.constant else self.tr("{number} in this layer")
        ).format(number=number)
        marks = (found.theory, found.measured)
        self.show_factor((f"{sign} {words}", f"{sign} {number}"), colour, marks, HELD)
        tip = self.tr(
            "How much one such layer multiplies the power of its signal, dropout included"
        )
        if not adds:
            tip = self.tr("The power with which a signal starts: nothing comes in but indices")
        numbers = self.tr("Line: {theory} in theory. Dot: {measured} measured.").format(
            theory=short(found.theory), measured=short(found.measured)
        )
        if found.estimate:
            numbers += " " + few_inputs()
        whole = self.tr("{name}: {words}. {numbers}")
        said = whole.format(name=name, words=words, numbers=numbers)
        describe(self, name, f"{tip}\n{numbers}", torch=EXPRESSION if adds else OF_INDICES)
        self.setAccessibleName(said)  # a reader of screens hears the number, not the name alone


def few_inputs() -> str:
    """What theory is worth where the layer has few inputs."""
    return QCoreApplication.translate(
        "FactorStrip", "Theory is that of a wide layer: with so few inputs it is an estimate."
    )


EXPRESSION = "y.square().mean() / x.square().mean()"
OF_INDICES = "y.square().mean()"
