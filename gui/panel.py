"""The left panel's four cards, kept in step with the model."""

from __future__ import annotations

import random
from functools import partial
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QFrame,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from core import devices
from core.dropouts import KINDS
from core.experiment import Experiment, Initialization, schema
from core.filling import unsupported
from core.initializers import bias_methods, weight_methods
from core.messages import Message
from core.parameters import Parameter
from core.snippet import drop_and_keep
from gui.card import Card
from gui.form import ChoiceField, Form, describe, make_field
from gui.i18n import translated
from gui.model import Model
from gui.number import NumberField
from gui.sentence import Sentence
from gui.theme import theme
from gui.whats_this import explain


class _Section(Card):
    """A card with a form, and a place for a sentence about its controls."""

    def __init__(self, model: Model, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model
        self.form = self.add_form()
        self.said = Sentence()
        self.said.hide()
        self.body.addWidget(self.said)

    def add_form(self) -> Form:
        """Another form below the others."""
        form = Form()
        form.edited.connect(self._edited)
        form.gesture.connect(self._gesture)
        self.body.addWidget(form)
        return form

    def _edited(self, key: str, value: Any) -> None:
        if not self.model.edit(key, value):
            self.sync(self.model.experiment)  # the control goes back to what holds

    def _gesture(self, begins: bool) -> None:
        if begins:
            self.model.begin_gesture()
        else:
            self.model.end_gesture()

    def add(self, key: str, label: str = "", beside: QWidget | None = None) -> None:
        """A row for a plain value of the experiment."""
        parameter = schema(key)
        self.form.add(
            key,
            make_field(parameter),
            label or parameter.name,
            lambda: describe(self.title.text(), parameter),
            beside,
            lambda: parameter.torch,
        )

    def forms(self) -> list[Form]:
        """Every form of the card."""
        return [self.form]

    def show_only(self, keys: frozenset[str] | None) -> bool:
        """Fold away every row that is not among the keys. Whether one is left."""
        left = [form.show_only(keys) for form in self.forms()]  # all of them, not up to the first
        return any(left)

    def say(self, text: str, bad: bool) -> None:
        """Show a sentence below the controls; an empty one hides it."""
        self.said.set_role("bad" if bad else "muted")
        self.said.setText(text)
        self.said.setVisible(bool(text))

    def concerns(self, experiment: Experiment) -> Any:
        """What of the experiment the card shows: while it is the same there is nothing to do."""
        return experiment.layer

    def sync(self, experiment: Experiment) -> None:
        """Show the experiment's values."""
        for key, field in self.form.fields.items():
            field.set_value(experiment.value(key))

    def retranslate(self) -> None:
        """Everything in the present language."""
        self.form.retranslate()


class _LayerSection(_Section):
    def __init__(self, model: Model) -> None:
        super().__init__(model)
        for name in ("in_features", "out_features", "bias", "activation"):
            self.add(f"layer.{name}")
        self.retranslate()

    def retranslate(self) -> None:
        self.title.setText(self.tr("Layer"))
        self.form.fields["layer.bias"].setText(self.tr("learnable bias"))  # type: ignore[union-attr]
        super().retranslate()


class _InitializationSection(_Section):
    """Method and exactly its parameters, for the weight and for the bias."""

    def __init__(self, model: Model) -> None:
        super().__init__(model)
        self._shown: dict[str, str] = {}
        self._told: dict[str, tuple[str, bool]] = {}
        self._forms = {"weight_init": self.form, "bias_init": self.add_form()}
        self._methods: dict[str, ChoiceField] = {}
        for section in self._forms:
            options = tuple((entry.method, entry.method) for entry in weight_methods())
            method = self._methods[section] = ChoiceField(options)
            self._forms[section].add(
                f"{section}.method",
                method,
                "",
                partial(self._describe_method, section),
                torch=partial(self._called, section),
            )
            self._fill(section, getattr(model.experiment, section))
        self.body.removeWidget(self.said)
        self.body.addWidget(self.said)
        self.retranslate()

    def forms(self) -> list[Form]:
        return list(self._forms.values())

    def _fill(self, section: str, init: Initialization) -> None:
        """Rows for exactly the parameters of the method."""
        form = self._forms[section]
        if self._shown.get(section) == init.method:
            return
        form.keep_first()
        for parameter in init.entry.parameters:
            form.add(
                f"{section}.{parameter.name}",
                make_field(parameter),
                parameter.name,
                partial(self._describe_parameter, section, parameter),
                torch=partial(init.entry.argument, parameter.name),
            )
        self._shown[section] = init.method
        # Tab follows the eye: a row that is made later would come last.
        controls = [control for each in self._forms.values() for control in each.controls()]
        for before, after in pairwise(controls):
            QWidget.setTabOrder(before, after)

    def _caption(self, section: str) -> str:
        return self.tr("Weight") if section == "weight_init" else self.tr("Bias")

    def _describe_parameter(self, section: str, parameter: Parameter) -> tuple[str, str]:
        name, tip = describe(self._caption(section), parameter)
        return name, self._why_disabled(section) + tip

    def _why_disabled(self, section: str) -> str:
        if section == "weight_init" or self.model.experiment.layer.bias:
            return ""
        return self.tr("The layer has no bias.") + "\n"

    def _describe_method(self, section: str) -> tuple[str, str]:
        name = self.tr("{what}: method of initialization").format(what=self._caption(section))
        init = getattr(self.model.experiment, section)
        return name, self._why_disabled(section) + translated(init.entry.purpose)

    def _called(self, section: str) -> str:
        init: Initialization = getattr(self.model.experiment, section)
        return init.entry.call

    def concerns(self, experiment: Experiment) -> Any:
        bias, dtype = experiment.layer.bias, experiment.run.dtype
        return experiment.weight_init, experiment.bias_init, bias, dtype

    def sync(self, experiment: Experiment) -> None:
        for section, form in self._forms.items():
            init: Initialization = getattr(experiment, section)
            self._fill(section, init)
            self._bound(section, init)  # first: a field does not show what its old range forbids
            for key, field in form.fields.items():
                field.set_value(experiment.value(key))
            told = init.method, experiment.layer.bias
            if self._told.get(section) != told:
                self._told[section] = told
                form.retranslate()
        self._forms["bias_init"].setEnabled(experiment.layer.bias)
        self._forbid(experiment)

    def _bound(self, section: str, init: Initialization) -> None:
        """A rule such as a ≤ b narrows both fields, so that no slider can break it."""
        for rule in init.entry.rules:
            low = self._forms[section].fields[f"{section}.{rule.low}"]
            high = self._forms[section].fields[f"{section}.{rule.high}"]
            assert isinstance(low, NumberField)
            assert isinstance(high, NumberField)
            low.limit(None, init.parameters[rule.high], rule.strict)
            high.limit(init.parameters[rule.low], None, rule.strict)

    def _forbid(self, experiment: Experiment) -> None:
        dtype = experiment.run.dtype
        self._methods["weight_init"].forbid(
            {
                entry.method: translated(unsupported(entry.method, dtype).text)
                for entry in weight_methods()
                if dtype in entry.unsupported_dtypes
            }
        )
        allowed = {entry.method for entry in bias_methods()}
        self._methods["bias_init"].forbid(
            {
                entry.method: self.tr("torch needs two dimensions for this; a bias has one.")
                for entry in weight_methods()
                if entry.method not in allowed
            }
        )

    def retranslate(self) -> None:
        self.title.setText(self.tr("Initialization"))
        labels = {entry.method: translated(entry.label) for entry in weight_methods()}
        for section, method in self._methods.items():
            method.set_labels(labels)
            form = self._forms[section]
            form.relabel(f"{section}.method", self._caption(section).lower())
            form.retranslate()
        self._forbid(self.model.experiment)


class _DropoutSection(_Section):
    def __init__(self, model: Model) -> None:
        super().__init__(model)
        self.add("dropout.p")
        self.form.add(
            "dropout.training",
            ChoiceField(((True, "train()"), (False, "eval()"))),
            self.tr("mode"),
            lambda: describe(self.title.text(), schema("dropout.training")),
            torch=lambda: schema("dropout.training").torch,
        )
        self.form.add(
            "dropout.kind",
            ChoiceField(tuple((kind.key, f"nn.{kind.torch_name}") for kind in KINDS.values())),
            self.tr("kind"),
            self._describe_kind,
            torch=lambda: schema("dropout.kind").torch,
        )
        self.retranslate()

    def _describe_kind(self) -> tuple[str, str]:
        name, tip = describe(self.title.text(), schema("dropout.kind"))
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


class _RunSection(_Section):
    def __init__(self, model: Model) -> None:
        super().__init__(model)
        options = tuple(
            (device.key, f"{device.key}  {device.name}".strip()) for device in devices.available()
        )
        self.form.add(
            "run.device",
            ChoiceField(options),
            "device",
            lambda: describe(self.title.text(), schema("run.device")),
            torch=lambda: schema("run.device").torch,
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
        explain(self.reroll, schema("run.seed").torch)
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
        self._sections: dict[str, _Section] = {
            "layer": _LayerSection(model),
            "weight_init": _InitializationSection(model),
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
