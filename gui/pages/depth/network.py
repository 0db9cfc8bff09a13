"""The Depth page's first card: the controls of the network."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout

from core.experiment import PARAMETERS, Experiment
from core.format import proportion
from core.layers.norms import NORMS
from core.parameters import Parameter
from gui.look.i18n import translated
from gui.look.theme import theme
from gui.panel.fields import ChoiceField, make_field
from gui.panel.form import Form, RowTexts, texts_of
from gui.widgets.card import Card


class NetworkCard(Card):
    """The controls that only this page has, one for each key of the section, in two columns.

    edited(key, value)   the person moved a control
    refused(key, text)   what was typed into one is no value: why
    gesture(bool)        a slider's drag begins (True) or ends (False)
    """

    edited = Signal(str, object)
    refused = Signal(str, object)
    gesture = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.forms = (Form(), Form())
        self._grid = QGridLayout()
        parameters = PARAMETERS["depth"]
        half = (len(parameters) + 1) // 2
        for column, form in enumerate(self.forms):
            form.edited.connect(self.edited)
            form.refused.connect(self.refused)
            form.gesture.connect(self.gesture)
            for parameter in parameters[column * half : (column + 1) * half]:
                texts = partial(self._texts, parameter)
                form.add(f"depth.{parameter.name}", make_field(parameter), texts)
            self._grid.addWidget(form, 0, column)
            self._grid.setColumnStretch(column, 5 + column)  # menus of words need more than sliders
        self.body.addLayout(self._grid)
        self.body.addStretch(1)

    def restyle(self) -> None:
        """Room between the two forms."""
        super().restyle()
        self._grid.setHorizontalSpacing(round(1.5 * theme.sizes.gap))

    def _texts(self, parameter: Parameter) -> RowTexts:
        labels = {
            "layers": self.tr("layers"),
            "width": self.tr("width"),
            "batch": self.tr("batch"),
            "input": self.tr("input"),
        }
        return texts_of(self.tr("Network"), parameter, labels.get(parameter.name, ""))

    def show_only(self, keys: frozenset[str] | None) -> None:
        """Fold away every row that is not among the keys."""
        for form in self.forms:
            form.show_only(keys)

    def sync(self, experiment: Experiment) -> None:
        """Show the experiment's values."""
        for form in self.forms:
            for key, field in form.fields.items():
                field.set_value(experiment.value(key))
        self._show_network(experiment)

    def _show_network(self, experiment: Experiment) -> None:
        depth, layer, dropout = experiment.depth, experiment.layer, experiment.dropout
        parts = [f"{depth.layers} × nn.Linear({depth.width}, {depth.width})", layer.activation]
        if dropout.p > 0.0:
            mode = "train()" if dropout.training else "eval()"
            parts.append(f"dropout {proportion(dropout.p)} {mode}")
        self.remark.setText(" → ".join(parts))

    def retranslate(self) -> None:
        """Everything in the present language."""
        self.title.setText(self.tr("Network"))
        norm = self.forms[1].fields["depth.norm"]
        assert isinstance(norm, ChoiceField)
        norm.set_labels({key: translated(entry.label) for key, entry in NORMS.items()})
        chosen = self.forms[1].fields["depth.input"]
        assert isinstance(chosen, ChoiceField)
        chosen.set_labels(
            {
                "normal": "N(0, 1)",
                "digits": self.tr("8 × 8 digits"),
                "uniform": self.tr("uniform noise"),
            }
        )
