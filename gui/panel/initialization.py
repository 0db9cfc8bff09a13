"""The card of the two initializations: a method each, with exactly its parameters."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import pairwise

from PySide6.QtWidgets import QWidget

from core.experiment import Experiment, Initialization, Layer
from core.experiment.kind import unfit_method
from core.init.methods import bias_methods, weight_methods
from core.machine.refusals import unsupported
from core.messages import Message
from core.parameters import Parameter
from gui.look.i18n import translated
from gui.panel.fields import ChoiceField, make_field
from gui.panel.form import RowTexts, texts_of
from gui.panel.number import NumberField
from gui.panel.section import Section
from gui.panel.sections import takes_kind


class InitializationSection(Section):
    """Method and exactly its parameters, for the weight and for the bias."""

    sections = ("weight_init", "bias_init")
    depends_on = ("layer.bias", "layer.kind", "run.dtype")

    def make_rows(self) -> None:
        self.notes: tuple[Message, ...] = ()
        self._takes_kind = True
        self._filled: dict[str, str] = {}
        self._described: dict[str, tuple[str, bool, str]] = {}
        self._forms = {section: self.add_form() for section in self.sections}
        self._methods: dict[str, ChoiceField] = {}
        for section, form in self._forms.items():
            options = tuple((entry.method, entry.method) for entry in weight_methods())
            method = self._methods[section] = ChoiceField(options)
            form.add(f"{section}.method", method, partial(self._method_texts, section))
            self._fill(section, getattr(self.model.experiment, section))

    def heading(self) -> str:
        return self.tr("Initialization")

    def _fill(self, section: str, init: Initialization) -> None:
        """Rows for exactly the parameters of the method."""
        form = self._forms[section]
        if self._filled.get(section) == init.method:
            return
        form.keep_first()
        for parameter in init.entry.parameters:
            form.add(
                f"{section}.{parameter.name}",
                make_field(parameter),
                partial(self._parameter_texts, section, parameter),
            )
        self._filled[section] = init.method
        # Tab follows the eye: a row that is made later would come last.
        controls = [control for each in self._forms.values() for control in each.controls()]
        for before, after in pairwise(controls):
            QWidget.setTabOrder(before, after)

    def _caption(self, section: str) -> str:
        return self.tr("Weight") if section == "weight_init" else self.tr("Bias")

    def _initialization(self, section: str) -> Initialization:
        init: Initialization = getattr(self.model.experiment, section)
        return init

    def _parameter_texts(self, section: str, parameter: Parameter) -> RowTexts:
        entry = self._initialization(section).entry
        texts = texts_of(self._caption(section), parameter, torch=entry.argument(parameter.name))
        return replace(texts, tip=self._why_disabled(section) + texts.tip)

    def _method_texts(self, section: str) -> RowTexts:
        layer, caption = self.model.experiment.layer, self._caption(section)
        entry = self._initialization(section).entry.at(layer.shape)
        return RowTexts(
            label=caption.lower(),
            name=self.tr("{what}: method of initialization").format(what=caption),
            tip=self._why_disabled(section) + translated(entry.purpose),
            torch=entry.call,
        )

    def on_page(self, keys: tuple[str, ...]) -> None:
        takes = takes_kind(keys)
        if takes != self._takes_kind:
            self._takes_kind = takes
            self.sync(self.model.experiment)

    def _has_bias(self, experiment: Experiment) -> bool:
        layer = experiment.layer
        return layer.has_bias if self._takes_kind else layer.bias

    def _why_disabled(self, section: str) -> str:
        if section == "weight_init" or self._has_bias(self.model.experiment):
            return ""
        return self.tr("The layer has no bias.") + "\n"

    def set_notes(self, notes: tuple[Message, ...]) -> None:
        """Remarks of the last run on the initialization."""
        self.notes = notes
        self.update_message()

    def usual_message(self) -> str:
        return "\n".join(translated(note) for note in self.notes)

    def sync(self, experiment: Experiment) -> None:
        for section, form in self._forms.items():
            init: Initialization = getattr(experiment, section)
            self._fill(section, init)
            self._bound(section, init)  # first: a field does not show what its old range forbids
            described = init.method, self._has_bias(experiment), experiment.layer.kind
            if self._described.get(section) != described:
                self._described[section] = described
                form.retranslate()
        super().sync(experiment)
        self._forms["bias_init"].setEnabled(self._has_bias(experiment))
        self._label(experiment)
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
            | {
                entry.method: translated(unfit_method(entry, experiment.layer.entry))
                for entry in weight_methods()
                if not entry.dims.allows(experiment.layer.entry.dims)
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
        super().retranslate()
        self._label(self.model.experiment)
        self._forbid(self.model.experiment)

    def _label(self, experiment: Experiment) -> None:
        """The names of the methods; that of the default is the layer's."""
        shape = experiment.layer.shape if self._takes_kind else Layer().shape
        labels = {entry.method: translated(entry.at(shape).label) for entry in weight_methods()}
        for method in self._methods.values():
            method.set_labels(labels)
