"""The card of the two initializations: a method each, with exactly its parameters."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import Any

from PySide6.QtWidgets import QWidget

from core.experiment import Experiment, Initialization
from core.init.methods import bias_methods, weight_methods
from core.machine.refusals import unsupported
from core.parameters import Parameter
from gui.look.i18n import translated
from gui.model import Model
from gui.panel.form import ChoiceField, Form, describe, make_field
from gui.panel.number import NumberField
from gui.panel.section import Section


class InitializationSection(Section):
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
