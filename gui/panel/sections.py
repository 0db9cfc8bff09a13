"""The cards of the plain sections: what is particular about some of their controls."""

from __future__ import annotations

import random

from PySide6.QtWidgets import QPushButton, QWidget

from core.experiment import Experiment
from core.experiment import parameter as parameter_of
from core.format import drop_and_keep, short
from core.layers.dropouts import KINDS
from core.layers.kinds import KINDS as LAYERS
from core.layers.shape import LINEAR
from core.machine import devices
from core.machine.refusals import unsupported
from core.parameters import Parameter, Whole
from gui.look.describe import describe
from gui.look.i18n import said_of, translated
from gui.model import Model
from gui.panel.fields import ChoiceField, Field, FlagField
from gui.panel.form import RowTexts, legal_range, texts_of
from gui.panel.section import Section


def takes_kind(keys: tuple[str, ...]) -> bool:
    """Whether the layer is as the Layer page has it, on a page that depends on these keys.

    Who depends on some values of the layer alone stacks linear layers.
    """
    return "layer" in keys or not any(key.startswith("layer.") for key in keys)


class LayerSection(Section):
    """Kind, shape, bias and activation; what the kind does not have is not shown."""

    sections = ("layer",)

    def __init__(self, model: Model) -> None:
        self._takes_kind = True
        self._kind = ""
        super().__init__(model)

    def heading(self) -> str:
        return self.tr("Layer")

    def parameters(self) -> tuple[Parameter, ...]:
        """The kind first, its kernel and groups after the numbers of channels."""
        found = {parameter.name: parameter for parameter in super().parameters()}
        first = ("kind", "in_features", "out_features", "kernel", "groups")
        return tuple(found.pop(name) for name in first) + tuple(found.values())

    def make_field(self, key: str, parameter: Parameter) -> Field:
        if key == "layer.kind":
            return ChoiceField(
                tuple((kind.key, f"nn.{kind.torch_name}") for kind in LAYERS.values())
            )
        return super().make_field(key, parameter)

    def texts(self, key: str, parameter: Parameter) -> RowTexts:
        kind = self.model.experiment.layer.entry if self._takes_kind else LAYERS[LINEAR]
        if key == "layer.kind":
            purposes = "\n".join(
                said_of(translated(one.label), translated(one.purpose)) for one in LAYERS.values()
            )
            return texts_of(self.heading(), parameter, self.tr("kind"), purposes)
        named = "Conv2d" if kind.has_kernel and "Conv2d" in parameter.torch else "Linear"
        torch = parameter.torch.replace(named, kind.torch_name if kind.has_bias else named)
        names = {"layer.in_features": kind.inputs, "layer.out_features": kind.outputs}
        if key in names and kind.key != LINEAR:
            torch = f"nn.{kind.torch_name}({names[key]})"
            help = {
                "layer.in_features": self.tr("Number of channels that come in."),
                "layer.out_features": self.tr("Number of channels that go out."),
            }
            if not kind.adds:
                help = {
                    "layer.in_features": self.tr("Number of rows: how many indices there are."),
                    "layer.out_features": self.tr("Length of a row, the columns of the weight."),
                }
            assert isinstance(parameter, Whole)
            tip = f"{help[key]}\n{legal_range(parameter)}"
            name = said_of(self.heading(), parameter.name)
            return RowTexts(label=names[key], name=name, tip=tip, torch=torch)
        return texts_of(self.heading(), parameter, torch=torch)

    def on_page(self, keys: tuple[str, ...]) -> None:
        takes = takes_kind(keys)
        if takes != self._takes_kind:
            self._takes_kind = takes
            self._follow_kind(self.model.experiment)
            self.update_message()

    def sync(self, experiment: Experiment) -> None:
        self._follow_kind(experiment)
        super().sync(experiment)

    def _follow_kind(self, experiment: Experiment) -> None:
        """Rows and names of the kind; on a page that stacks linear layers those of these."""
        kind = experiment.layer.entry if self._takes_kind else LAYERS[LINEAR]
        absent = set() if kind.has_kernel else {"layer.kernel", "layer.groups"}
        absent |= set() if kind.has_bias else {"layer.bias"}
        absent |= set() if self._takes_kind else {"layer.kind"}
        (form,) = self.forms
        form.leave_out(frozenset(absent))
        if self._kind != kind.key:
            self._kind = kind.key
            form.retranslate()

    def usual_message(self) -> str:
        """That another page does not know the kind of the layer."""
        kind = self.model.experiment.layer.entry
        if self._takes_kind or kind.key == LINEAR:
            return ""
        text = self.tr("Layers here are linear: nn.{kind} is the layer of the Layer page.")
        return text.format(kind=kind.torch_name)

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
