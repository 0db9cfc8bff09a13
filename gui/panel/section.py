"""A card of the left panel: a form, and a place for a sentence about its controls."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from core.experiment import Experiment, parameter
from gui.model import Model
from gui.panel.form import Form, describe, make_field
from gui.widgets.card import Card
from gui.widgets.sentence import Sentence


class Section(Card):
    """Keeps its controls in step with the model, both ways."""

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
        described = parameter(key)
        self.form.add(
            key,
            make_field(described),
            label or described.name,
            lambda: describe(self.title.text(), described),
            beside,
            lambda: described.torch,
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
