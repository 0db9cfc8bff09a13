"""The left panel's four cards, kept in step with the model."""

from __future__ import annotations

import random
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QFrame,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from core.experiment import Experiment, parameter
from core.format import drop_and_keep
from core.layers.dropouts import KINDS
from core.machine import devices
from core.machine.refusals import unsupported
from core.messages import QT_TRANSLATE_NOOP, Message
from gui.actions import Entry
from gui.look.describe import explain
from gui.look.i18n import translated
from gui.look.theme import theme
from gui.model import Model
from gui.panel.form import ChoiceField, describe
from gui.panel.initialization import InitializationSection
from gui.panel.section import Section


class _LayerSection(Section):
    def __init__(self, model: Model) -> None:
        super().__init__(model)
        for name in ("in_features", "out_features", "bias", "activation"):
            self.add(f"layer.{name}")
        self.retranslate()

    def retranslate(self) -> None:
        self.title.setText(self.tr("Layer"))
        self.form.fields["layer.bias"].setText(self.tr("learnable bias"))  # type: ignore[union-attr]
        super().retranslate()


class _DropoutSection(Section):
    def __init__(self, model: Model) -> None:
        super().__init__(model)
        self.add("dropout.p")
        self.form.add(
            "dropout.training",
            ChoiceField(((True, "train()"), (False, "eval()"))),
            self.tr("mode"),
            lambda: describe(self.title.text(), parameter("dropout.training")),
            torch=lambda: parameter("dropout.training").torch,
        )
        self.form.add(
            "dropout.kind",
            ChoiceField(tuple((kind.key, f"nn.{kind.torch_name}") for kind in KINDS.values())),
            self.tr("kind"),
            self._describe_kind,
            torch=lambda: parameter("dropout.kind").torch,
        )
        self.retranslate()

    def _describe_kind(self) -> tuple[str, str]:
        name, tip = describe(self.title.text(), parameter("dropout.kind"))
        return name, "\n".join([tip, *(translated(kind.purpose) for kind in KINDS.values())])

    def concerns(self, experiment: Experiment) -> Any:
        return experiment.dropout

    def sync(self, experiment: Experiment) -> None:
        super().sync(experiment)
        self._say_both(experiment)

    def _say_both(self, experiment: Experiment) -> None:
        drop, keep, scale = drop_and_keep(experiment.dropout.p)
        if experiment.dropout.p == 1:
            text = self.tr("drop 1 = keep 0: no unit survives")
        elif experiment.dropout.training and experiment.dropout.kind == "alpha":
            text = self.tr("drop {drop} = keep {keep}, dropped become −1.7581").format(
                drop=drop, keep=keep
            )
        elif experiment.dropout.training:
            text = self.tr("drop {drop} = keep {keep}, survivors × {scale}").format(
                drop=drop, keep=keep, scale=scale
            )
        else:
            text = self.tr("eval(): nothing is dropped or scaled")
        self.say(text, bad=False)

    def retranslate(self) -> None:
        self.title.setText(self.tr("Dropout"))
        self.form.relabel("dropout.training", self.tr("mode"))
        self.form.relabel("dropout.kind", self.tr("kind"))
        super().retranslate()
        self._say_both(self.model.experiment)


class _RunSection(Section):
    def __init__(self, model: Model) -> None:
        super().__init__(model)
        options = tuple(
            (device.key, f"{device.key}  {device.name}".strip()) for device in devices.available()
        )
        self.form.add(
            "run.device",
            ChoiceField(options),
            "device",
            lambda: describe(self.title.text(), parameter("run.device")),
            torch=lambda: parameter("run.device").torch,
        )
        self.add("run.dtype")
        self.reroll = QPushButton()
        self.reroll.setObjectName("run.reroll")
        self.reroll.clicked.connect(self.roll)
        self.add("run.seed", beside=self.reroll)
        self.retranslate()

    def roll(self) -> None:
        """Draw another seed, small enough to be read aloud."""
        old = self.model.experiment.run.seed
        seed = old
        while seed == old:
            seed = random.randrange(10_000)
        self.model.edit("run.seed", seed, self.tr("Re-roll"))

    def concerns(self, experiment: Experiment) -> Any:
        return experiment.run, experiment.weight_init.method

    def sync(self, experiment: Experiment) -> None:
        super().sync(experiment)
        self._forbid(experiment)

    def _forbid(self, experiment: Experiment) -> None:
        entry = experiment.weight_init.entry
        dtype = self.form.fields["run.dtype"]
        assert isinstance(dtype, ChoiceField)
        dtype.forbid(
            {
                name: translated(unsupported(entry.method, name).text)
                for name in entry.unsupported_dtypes
            }
        )

    def retranslate(self) -> None:
        self.title.setText(self.tr("Run on"))
        self.reroll.setText(self.tr("Re-roll"))
        self.reroll.setAccessibleName(self.tr("Draw a new seed"))
        self.reroll.setToolTip(self.tr("Draw a new seed (Ctrl+R)"))
        explain(self.reroll, parameter("run.seed").torch)
        super().retranslate()
        self._forbid(self.model.experiment)


class Panel(QScrollArea):
    """All cards under one another; scrolls when the window is short."""

    def __init__(self, model: Model, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setObjectName("panel")
        self._layout = QVBoxLayout(inside)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self.run = _RunSection(model)
        self._sections: dict[str, Section] = {
            "layer": _LayerSection(model),
            "weight_init": InitializationSection(model),
            "dropout": _DropoutSection(model),
            "run": self.run,
        }
        for section in self._sections.values():
            self._layout.addWidget(section)
        self._layout.addStretch(1)
        self.setWidget(inside)
        self._model = model
        self._shown: dict[str, Any] = {}
        self._error: tuple[str, Message] | None = None
        self._notes: tuple[Message, ...] = ()
        model.changed.connect(self.sync)
        theme.changed.connect(self._space)
        self._space()
        self.sync(model.experiment)

    def entries(self) -> list[Entry]:
        """The line of the menu Edit that draws another seed."""
        return [
            Entry(
                name="reroll",
                text=QT_TRANSLATE_NOOP("actions", "Re-roll the &seed"),
                keys=("Ctrl+R",),
                call=self.run.roll,
                menu="edit",
                group=1,
            )
        ]

    def _space(self) -> None:
        self._layout.setSpacing(theme.sizes.gap)
        bar = self.verticalScrollBar().sizeHint().width()
        self.setFixedWidth(theme.sizes.panel + bar)
        self._layout.setContentsMargins(0, 0, 4, 0)

    def show_only(self, keys: frozenset[str] | None) -> None:
        """Fold away every control that is not among the keys; None shows all."""
        for section in self._sections.values():
            section.setVisible(section.show_only(keys))

    def sync(self, experiment: Experiment) -> None:
        """Show the experiment's values in every control whose card they concern."""
        for name, section in self._sections.items():
            concerns = section.concerns(experiment)
            if self._shown.get(name) != concerns:
                self._shown[name] = concerns
                section.sync(experiment)

    def say(self, error: tuple[str, Message] | None, notes: tuple[Message, ...] = ()) -> None:
        """Put an error beside the control it is about, and remarks on the initialization."""
        if (error, notes) == (self._error, self._notes):
            return
        self._error, self._notes = error, notes
        self._say()

    def _say(self) -> None:
        error, notes = self._error, self._notes
        for name, section in self._sections.items():
            if name == "dropout" and not (error and self._place(error[0]) == name):
                section.sync(self._model.experiment)
                continue
            text, bad = "", False
            if error is not None and self._place(error[0]) == name:
                text, bad = translated(error[1]), True
            elif name == "weight_init" and notes:
                text = "\n".join(translated(note) for note in notes)
            section.say(text, bad)

    @staticmethod
    def _place(key: str) -> str:
        section = key.partition(".")[0]
        if section == "bias_init":
            return "weight_init"
        return section if section in ("layer", "weight_init", "dropout", "run") else "run"

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            for section in self._sections.values():
                section.retranslate()
            self._say()
        super().changeEvent(event)
