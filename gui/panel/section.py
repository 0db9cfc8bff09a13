"""A card of the left panel: a row for each key of a section, and a sentence about them."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from PySide6.QtWidgets import QWidget

from core.experiment import PARAMETERS, Experiment
from core.messages import Message
from core.parameters import Numbers, Parameter
from gui.look.i18n import translated
from gui.model import Model
from gui.panel.fields import Field, make_field
from gui.panel.form import Form, RowTexts, texts_of
from gui.widgets.card import Card
from gui.widgets.sentence import Sentence


class Section(Card):
    """Keeps its controls in step with the model, both ways.

    A subclass names the sections of an experiment file that the card shows, and other keys on
    which its texts depend; the rows of `make_rows` come from the description of each key.

    message   the sentence below the controls: an error, or else `usual_message`
    """

    sections: ClassVar[tuple[str, ...]]
    depends_on: ClassVar[tuple[str, ...]] = ()

    def __init__(self, model: Model, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model
        self.forms: list[Form] = []
        self._error: Message | None = None
        self._shown: tuple[Any, ...] = ()
        self.message = Sentence()
        self.message.hide()
        self.make_rows()
        self.body.addWidget(self.message)

    def heading(self) -> str:
        """The card's title in the present language."""
        raise NotImplementedError

    def parameters(self) -> tuple[Parameter, ...]:
        """Those of its first section, in the order of the rows."""
        return PARAMETERS[self.sections[0]]

    def on_page(self, keys: tuple[str, ...]) -> None:
        """A page is shown whose result depends on these sections and keys."""

    def make_rows(self) -> None:
        """A row for each key; typed numbers have their control on their page."""
        form = self.add_form()
        for parameter in self.parameters():
            if not isinstance(parameter, Numbers):
                key = f"{self.sections[0]}.{parameter.name}"
                texts = partial(self.texts, key, parameter)
                form.add(key, self.make_field(key, parameter), texts, self.beside(key))

    def make_field(self, key: str, parameter: Parameter) -> Field:
        """The control of a key, where the card knows a better one than others have."""
        return make_field(parameter)

    def beside(self, key: str) -> QWidget | None:
        """What stands on the right of a control."""
        return None

    def texts(self, key: str, parameter: Parameter) -> RowTexts:
        """What the row of a key says."""
        return texts_of(self.heading(), parameter)

    def add_form(self) -> Form:
        """Another form below the others."""
        form = Form()
        form.edited.connect(self.model.edit)
        form.refused.connect(self.model.refuse)
        form.gesture.connect(self.model.set_gesture)
        self.body.addWidget(form)
        self.forms.append(form)
        return form

    def fields(self) -> dict[str, Field]:
        """Every control by its dotted key."""
        return {key: field for form in self.forms for key, field in form.fields.items()}

    def show_only(self, keys: frozenset[str] | None) -> bool:
        """Fold away every row that is not among the keys. Whether one is left."""
        left = [form.show_only(keys) for form in self.forms]  # all of them, not up to the first
        return any(left)

    def show_experiment(self, experiment: Experiment) -> None:
        """Show the experiment; where what the card shows is still the same, nothing is done."""
        shown = (
            *(getattr(experiment, section) for section in self.sections),
            *(experiment.value(key) for key in self.depends_on),
        )
        if shown != self._shown:
            self._shown = shown
            self.sync(experiment)

    def sync(self, experiment: Experiment) -> None:
        """Show the experiment's values."""
        for key, field in self.fields().items():
            field.set_value(experiment.value(key))
        self.update_message()

    def usual_message(self) -> str:
        """What the card says of its controls while nothing is wrong."""
        return ""

    def set_error(self, error: Message | None) -> None:
        """Say what is wrong with one of the controls; None when it no longer holds."""
        self._error = error
        self.update_message()

    def update_message(self) -> None:
        """Show the error or the usual message; the sentence hides where there is neither."""
        text = self.usual_message() if self._error is None else translated(self._error)
        self.message.set_role("muted" if self._error is None else "bad")
        self.message.setText(text)
        self.message.setVisible(bool(text))

    def retranslate(self) -> None:
        """Everything in the present language; the forms follow by themselves."""
        self.title.setText(self.heading())
        self.update_message()
