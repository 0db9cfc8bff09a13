"""The page's cards in the left panel: the network, what it learns, and what keeps weights small."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Signal

from core.data.sets import DATA
from core.experiment import LIVE, Experiment, parameter
from core.layers.norms import NORMS
from core.learning.losses import LOSSES
from core.learning.optimizers import OPTIMIZERS
from core.parameters import Parameter
from gui.look.i18n import translated
from gui.panel.fields import ChoiceField, Field, FlagField, make_field
from gui.panel.form import Form, RowTexts, texts_of
from gui.widgets.card import Card

LABELS: dict[str, dict[str, Any]] = {
    "depth.norm": NORMS,
    "train.data": DATA,
    "train.loss": LOSSES,
    "train.optimizer": OPTIMIZERS,
}
"""Choices whose options have labels in a registry."""


class KeysCard(Card):
    """A card with a row for each of some dotted keys.

    edited(key, value)   the person moved a control
    gesture(bool)        a slider's drag begins (True) or ends (False)
    """

    edited = Signal(str, object)
    gesture = Signal(bool)

    def __init__(
        self,
        heading: Callable[[], str],
        keys: tuple[str, ...],
        labels: Callable[[], dict[str, str]],
    ) -> None:
        super().__init__()
        self._heading, self._labels = heading, labels
        self.keys = keys
        self.form = Form()
        self.form.edited.connect(self.edited)
        self.form.gesture.connect(self.gesture)
        for key in keys:
            described = parameter(key)
            self.form.add(key, make_field(described), partial(self._texts, key, described))
        self.body.addWidget(self.form)

    def _texts(self, key: str, described: Parameter) -> RowTexts:
        label = self._labels().get(key, "")
        more = []
        if key in LIVE:
            more.append(self.tr("Can be changed while the network learns."))
        if key in LABELS:
            entries = LABELS[key].values()
            more += [translated(entry.purpose) for entry in entries if hasattr(entry, "purpose")]
        return texts_of(self._heading(), described, label, "\n".join(more))

    def show_only(self, keys: frozenset[str] | None) -> None:
        """Fold away every row that is not among the keys, and the card where none is left."""
        self.setVisible(self.form.show_only(keys))

    def sync(self, experiment: Experiment) -> None:
        """Show the experiment's values."""
        for key, field in self.form.fields.items():
            field.set_value(experiment.value(key))

    def field(self, key: str) -> Field:
        """The control of a key."""
        return self.form.fields[key]

    def retranslate(self) -> None:
        """Everything in the present language; the form follows by itself."""
        self.title.setText(self._heading())
        for key, field in self.form.fields.items():
            if isinstance(field, ChoiceField) and key in LABELS:
                field.set_labels({k: translated(e.label) for k, e in LABELS[key].items()})
            elif isinstance(field, ChoiceField) and key == "train.l1_method":
                field.set_labels(
                    {
                        "subgradient": self.tr("subgradient"),
                        "soft_threshold": self.tr("soft threshold"),
                    }
                )
            elif isinstance(field, FlagField):
                field.setText(self.tr("biases and norms too"))
