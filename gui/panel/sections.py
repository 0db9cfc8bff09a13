"""The cards of the plain sections: what is particular about some of their controls."""

from __future__ import annotations

import random

from PySide6.QtWidgets import QPushButton, QWidget

from core.experiment import Experiment
from core.experiment import parameter as parameter_of
from core.format import drop_and_keep, short
from core.layers.dropouts import KINDS
from core.machine import devices
from core.machine.refusals import unsupported
from core.parameters import Parameter
from gui.look.describe import describe
from gui.look.i18n import translated
from gui.model import Model
from gui.panel.fields import ChoiceField, Field, FlagField
from gui.panel.form import RowTexts, texts_of
from gui.panel.section import Section


class LayerSection(Section):
    """Shape, bias and activation."""

    sections = ("layer",)

    def heading(self) -> str:
        return self.tr("Layer")

    def retranslate(self) -> None:
        super().retranslate()
        bias = self.fields()["layer.bias"]
        assert isinstance(bias, FlagField)
        bias.setText(self.tr("learnable bias"))


class DropoutSection(Section):
    """Rate, mode and kind, and what they come to."""

    sections = ("dropout",)

    def heading(self) -> str:
        return self.tr("Dropout")

    def make_field(self, key: str, parameter: Parameter) -> Field:
        if key == "dropout.training":
            return ChoiceField(((True, "train()"), (False, "eval()")))
        if key == "dropout.kind":
            return ChoiceField(
                tuple((kind.key, f"nn.{kind.torch_name}") for kind in KINDS.values())
            )
        return super().make_field(key, parameter)

    def texts(self, key: str, parameter: Parameter) -> RowTexts:
        if key == "dropout.training":
            return texts_of(self.heading(), parameter, self.tr("mode"))
        if key == "dropout.kind":
            purposes = "\n".join(translated(kind.purpose) for kind in KINDS.values())
            return texts_of(self.heading(), parameter, self.tr("kind"), purposes)
        return super().texts(key, parameter)

    def usual_message(self) -> str:
        """How much is dropped, how much is kept, and what survivors are multiplied with."""
        dropout = self.model.experiment.dropout
        if dropout.p == 0:
            return ""
        drop, keep, scale = drop_and_keep(dropout.p)
        if dropout.p == 1:
            return self.tr("drop 1 = keep 0: no unit survives")
        if dropout.training and (value := KINDS[dropout.kind].dropped(dropout.p)):
            text = self.tr("drop {drop} = keep {keep}, dropped become {value}")
            return text.format(drop=drop, keep=keep, value=short(value))
        if dropout.training:
            text = self.tr("drop {drop} = keep {keep}, survivors × {scale}")
            return text.format(drop=drop, keep=keep, scale=scale)
        return self.tr("eval(): nothing is dropped or scaled")


class RunSection(Section):
    """Device, dtype and seed."""

    sections = ("run",)
    depends_on = ("weight_init.method",)

    def __init__(self, model: Model) -> None:
        self.reroll = QPushButton()
        self.reroll.setObjectName("run.reroll")
        self.reroll.clicked.connect(self.roll)
        super().__init__(model)

    def heading(self) -> str:
        return self.tr("Run on")

    def make_field(self, key: str, parameter: Parameter) -> Field:
        if key == "run.device":
            return ChoiceField(
                tuple((one.key, f"{one.key}  {one.name}".strip()) for one in devices.available())
            )
        return super().make_field(key, parameter)

    def beside(self, key: str) -> QWidget | None:
        return self.reroll if key == "run.seed" else None

    def roll(self) -> None:
        """Draw another seed, small enough to be read aloud."""
        old = self.model.experiment.run.seed
        seed = old
        while seed == old:
            seed = random.randrange(10_000)
        self.model.edit("run.seed", seed, self.tr("Re-roll"))

    def sync(self, experiment: Experiment) -> None:
        super().sync(experiment)
        self._forbid(experiment)

    def _forbid(self, experiment: Experiment) -> None:
        entry = experiment.weight_init.entry
        dtype = self.fields()["run.dtype"]
        assert isinstance(dtype, ChoiceField)
        dtype.forbid(
            {
                name: translated(unsupported(entry.method, name).text)
                for name in entry.unsupported_dtypes
            }
        )

    def retranslate(self) -> None:
        super().retranslate()
        self.reroll.setText(self.tr("Re-roll"))
        describe(
            self.reroll,
            self.tr("Draw a new seed"),
            self.tr("Draw a new seed (Ctrl+R)"),
            torch=parameter_of("run.seed").torch,
        )
        self._forbid(self.model.experiment)
