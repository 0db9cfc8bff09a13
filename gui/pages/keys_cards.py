"""Cards of dotted keys in the left panel: the network, what it learns, what keeps weights small."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

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
    refused(key, text)   what was typed into one is no value: why
    gesture(bool)        a slider's drag begins (True) or ends (False)
    """

    edited = Signal(str, object)
    refused = Signal(str, object)
    gesture = Signal(bool)

    keys: ClassVar[tuple[str, ...]]

    def __init__(self) -> None:
        super().__init__()
        self.form = Form()
        self.form.edited.connect(self.edited)
        self.form.refused.connect(self.refused)
        self.form.gesture.connect(self.gesture)
        self.add_first()
        for key in self.keys:
            described = parameter(key)
            self.form.add(key, make_field(described), partial(self._texts, key, described))
        self.body.addWidget(self.form)

    def add_first(self) -> None:
        """Rows above those of the keys."""

    def heading(self) -> str:
        """The card's title in the present language."""
        raise NotImplementedError

    def labels(self) -> dict[str, str]:
        """What stands before the controls, where it is not torch's own name."""
        raise NotImplementedError

    def _texts(self, key: str, described: Parameter) -> RowTexts:
        label = self.labels().get(key, "")
        more = []
        if key in LIVE:
            more.append(self.tr("Can be changed while the network learns."))
        if key in LABELS:
            entries = LABELS[key].values()
            more += [translated(entry.purpose) for entry in entries if hasattr(entry, "purpose")]
        return texts_of(self.heading(), described, label, "\n".join(more))

    def show_only(self, keys: frozenset[str] | None) -> None:
        """Fold away every row that is not among the keys, and the card where none is left."""
        self.setVisible(self.form.show_only(keys))

    def sync(self, experiment: Experiment) -> None:
        """Show the experiment's values."""
        for key in self.keys:
            self.form.fields[key].set_value(experiment.value(key))

    def field(self, key: str) -> Field:
        """The control of a key."""
        return self.form.fields[key]

    def retranslate(self) -> None:
        """Everything in the present language; the form follows by itself."""
        self.title.setText(self.heading())
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


class NetworkKeys(KeysCard):
    """The stack, which is that of the Depth page."""

    keys = ("depth.layers", "depth.width", "depth.norm")

    def heading(self) -> str:
        return self.tr("Network")

    def labels(self) -> dict[str, str]:
        return {
            "depth.layers": self.tr("layers"),
            "depth.width": self.tr("width"),
            "depth.norm": self.tr("norm"),
        }


class PenaltyKeys(KeysCard):
    """What keeps the weights small, or ends the training early."""

    keys = (
        "train.weight_decay",
        "train.l1",
        "train.l1_method",
        "train.max_norm",
        "train.decay_all",
        "train.early_stopping",
    )

    def heading(self) -> str:
        return self.tr("Regularization")

    def labels(self) -> dict[str, str]:
        return {
            "train.weight_decay": self.tr("L2 λ"),
            "train.l1": self.tr("L1 λ"),
            "train.l1_method": self.tr("L1 by"),
            "train.max_norm": self.tr("max norm"),
            "train.decay_all": self.tr("reaches"),
            "train.early_stopping": self.tr("early stop"),
        }


class LearningKeys(KeysCard):
    """What is learned, and by what steps."""

    keys = (
        "train.data",
        "train.samples",
        "train.label_noise",
        "train.loss",
        "train.optimizer",
        "train.lr",
        "train.momentum",
        "train.batch",
        "train.epochs",
        "train.init_scale",
    )

    def heading(self) -> str:
        return self.tr("Data and optimizer")

    def labels(self) -> dict[str, str]:
        return {
            "train.data": self.tr("data"),
            "train.samples": self.tr("samples"),
            "train.label_noise": self.tr("label noise"),
            "train.loss": self.tr("loss"),
            "train.optimizer": self.tr("optimizer"),
            "train.momentum": self.tr("momentum"),
            "train.batch": self.tr("batch"),
            "train.epochs": self.tr("epochs"),
            "train.init_scale": self.tr("scale α"),
        }
