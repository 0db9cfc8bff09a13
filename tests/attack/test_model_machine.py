"""Any sequence of edits, gestures, undo, redo, open and save is what plain lists say it is."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from PySide6.QtWidgets import QMessageBox, QWidget

from core.experiment import PARAMETERS, WELCOME, Experiment, files, share
from core.experiment.schedule import Schedule
from core.init.methods import REGISTRY, weight_methods
from core.layers.dropouts import KINDS
from core.parameters import Choice, Flag, Numbers, Parameter, Real
from gui.files.document import Document
from gui.files.settings import Settings
from gui.files.sharing import Sharing
from gui.model import METHODS, Model
from tests.attack.plain_model import Data, Reference, understood
from tests.scale import many

Answer = QMessageBox.StandardButton
ANSWERS = st.sampled_from([Answer.Save, Answer.Discard, Answer.Cancel])

PARAMETERS: dict[str, Parameter] = {
    f"{section}.{parameter.name}": parameter
    for section, parameters in PARAMETERS.items()
    for parameter in parameters
} | {
    f"{section}.{parameter.name}": parameter
    for section in ("weight_init", "bias_init")
    for entry in REGISTRY.values()
    for parameter in entry.parameters
}
JUNK = st.sampled_from(
    [None, "", "nonsense", -1, 10**400, 0.5, float("nan"), float("inf"), [1], {"a": 1}, True, b"x"]
)
STRANGE_KEYS = ("", "layer", "layer.", ".p", "dropout.q", "run.method", "no.method", "initlab")


def allowed(parameter: Parameter) -> st.SearchStrategy[Any]:
    """Values that the parameter may have, when its method has it."""
    if isinstance(parameter, Flag):
        return st.booleans()
    if isinstance(parameter, Choice):
        return st.sampled_from(parameter.options or ("cpu",))
    if isinstance(parameter, Numbers):
        return st.sampled_from([*parameter.options, "1, 2, 3", " 4;5 "])
    if isinstance(parameter, Schedule):
        steps = st.lists(st.integers(0, 400), max_size=3, unique=True).map(sorted)
        return steps.map(lambda found: [{"step": s, "changes": {"train.lr": 0.1}} for s in found])
    if isinstance(parameter, Real):
        low, high = max(parameter.low, -3.0), min(parameter.high, 3.0)
        return st.floats(low, high, exclude_min=parameter.low_open) | st.sampled_from([low, high])
    return st.integers(parameter.low, parameter.high) | st.sampled_from(
        [parameter.low, parameter.high]
    )


METHOD_NAMES = st.sampled_from(tuple(REGISTRY))
OF_MATRICES = st.sampled_from(tuple(entry.method for entry in weight_methods(2)))
"""Those that fill the weight of a linear layer, so that a file that has them can be opened."""
CHANGES = st.sampled_from(sorted(PARAMETERS)).flatmap(
    lambda key: st.tuples(st.just(key), allowed(PARAMETERS[key]))
) | st.tuples(st.sampled_from(METHODS), METHOD_NAMES)
BAD_CHANGES = st.tuples(st.sampled_from([*PARAMETERS, *METHODS, *STRANGE_KEYS]), JUNK)
ACTIVE_KEYS = ("dropout.p", "layer.in_features", "depth.layers", "run.seed")
DRAGS = st.sampled_from(ACTIVE_KEYS).flatmap(
    lambda key: st.tuples(st.just(key), st.lists(allowed(PARAMETERS[key]), max_size=4))
)
FILES = st.fixed_dictionaries(
    {"initlab": st.just(1)},
    optional={
        "layer": st.fixed_dictionaries({"in_features": st.integers(1, 40)}),
        "weight_init": OF_MATRICES.map(lambda name: {"method": name}),
        "dropout": st.fixed_dictionaries(
            {"p": st.floats(0, 1)}, optional={"kind": st.sampled_from(tuple(KINDS))}
        ),
    },
)
BAD_FILES = st.sampled_from(
    [
        "",
        "{",
        "[]",
        '{"initlab": 2}',
        '{"initlab": 1, "layer": {"in_features": 0}}',
        '{"initlab": 1, "dropout": {"p": NaN}}',
        '{"initlab": 1, "x": {}}',
    ]
)


class ModelMachine(RuleBasedStateMachine):
    """Does the same to the window's model and to the reference."""

    @initialize(data=FILES)
    def start(self, data: Data) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="initlab-machine"))
        first = Experiment.from_dict(data)
        self.window = QWidget()
        self.model = Model(first, self.window)
        self.document = Document(self.model, Settings(keep=False), self.window)
        self.sharing = Sharing(self.model, self.document, self.window)
        self.answer = Answer.Cancel
        self.reference = Reference(first.to_dict())
        self.held = self.gestures = 0
        self.on_disk: dict[Path, Data] = {}
        self.heard: list[Experiment] = []
        self.model.changed.connect(self.heard.append)
        self.refusals: list[object] = []
        self.model.refused.connect(self.refusals.append)
        self.failures: list[object] = []
        self.document.failed.connect(self.failures.append)

    def teardown(self) -> None:
        if not hasattr(self, "folder"):
            return
        try:
            self.undo_to_the_start_and_back()
        finally:
            shutil.rmtree(self.folder)
            self.window.deleteLater()

    def undo_to_the_start_and_back(self) -> None:
        first, last = self.reference.states[0], self.reference.states[-1]
        while self.model.history.canUndo():
            self.model.history.undo()
        assert self.model.experiment.to_dict() == first
        while self.model.history.canRedo():
            self.model.history.redo()
        assert self.model.experiment.to_dict() == last

    def gesture(self) -> int:
        self.gestures += 1
        return self.gestures

    def ask(self, *_: object) -> Answer:
        return self.answer

    # A control:

    def edit(self, key: str, value: Any) -> None:
        expected = self.reference.step(self.reference.edited(key, value), self.held)
        refused = len(self.refusals)
        assert self.model.edit(key, value) == expected
        assert len(self.refusals) == refused + (not expected)

    @rule(change=CHANGES)
    def edit_something(self, change: tuple[str, Any]) -> None:
        self.edit(*change)

    @rule(change=BAD_CHANGES)
    def edit_something_wrongly(self, change: tuple[str, Any]) -> None:
        self.edit(*change)

    @rule(section=st.sampled_from(["weight_init", "bias_init"]), method=METHOD_NAMES)
    def choose_a_method(self, section: str, method: str) -> None:
        self.edit(f"{section}.method", method)

    @rule(data=st.data())
    def edit_a_parameter_of_the_method(self, data: st.DataObject) -> None:
        section = data.draw(st.sampled_from(["weight_init", "bias_init"]))
        names = sorted(set(self.reference.now[section]) - {"method"})
        if names:
            key = f"{section}.{data.draw(st.sampled_from(names))}"
            self.edit(key, data.draw(allowed(PARAMETERS[key])))

    @rule(changes=st.lists(CHANGES | BAD_CHANGES, max_size=3).map(dict))
    def edit_several_at_once(self, changes: Data) -> None:
        expected = self.reference.step(self.reference.after(changes), self.held)
        assert self.model.edit_many(changes, "several") == expected

    @rule()
    def press_a_slider(self) -> None:
        self.held = self.gesture()
        self.model.begin_gesture()

    @rule()
    def release_it(self) -> None:
        self.held = 0
        self.model.end_gesture()

    @rule(drag=DRAGS, back=st.booleans())
    def drag(self, drag: tuple[str, list[Any]], back: bool) -> None:
        key, values = drag
        section, _, name = key.partition(".")
        before = self.reference.now[section][name]
        self.press_a_slider()
        for value in [*values, before] if back else values:
            self.edit(key, value)
        self.release_it()
        assert not back or self.reference.now[section][name] == before

    @rule(values=st.lists(st.floats(0, 1), min_size=1, max_size=4), take_over=st.booleans())
    def glide(self, values: list[float], take_over: bool) -> None:
        """A lesson moves numbers in one step of its own, even while a slider is held."""
        mine, theirs = self.gesture(), self.model.new_gesture()
        for number, value in enumerate(values):
            state = self.reference.after({"dropout.p": value})
            self.reference.step(state, mine)
            self.model.replace(self.model.experiment.with_value("dropout.p", value), "g", theirs)
            if take_over and number == 1:
                self.edit("run.seed", number)

    # The history and files:

    @rule()
    def undo(self) -> None:
        self.model.history.undo()
        self.reference.walk(-1)

    @rule()
    def redo(self) -> None:
        self.model.history.redo()
        self.reference.walk(1)

    def may_leave(self) -> bool:
        """What the question about unsaved changes comes to, the saving included."""
        path = self.reference.place.path
        if not self.reference.modified or path is None:
            return True
        if self.answer == Answer.Save:
            self.saved(path)
        return self.answer != Answer.Cancel

    def saved(self, path: Path) -> None:
        """It stands there now."""
        self.on_disk[path] = self.reference.now
        self.reference.save(path)

    @rule(data=FILES, name=st.sampled_from("ab"), answer=ANSWERS)
    def open(self, data: Data, name: str, answer: Answer) -> None:
        path = self.folder / f"{name}.initlab.json"
        if path not in self.on_disk:  # else it is opened once more, perhaps in place of itself
            files.save(Experiment.from_dict(data), path)
            self.on_disk[path] = understood(data) or {}
        self.answer = answer
        leaves = self.may_leave()
        assert self.document.open_path(str(path)) == leaves
        if leaves:
            self.reference.open(self.on_disk[path], path)

    @rule(text=BAD_FILES, there=st.booleans())
    def open_what_is_no_experiment(self, text: str, there: bool) -> None:
        path = self.folder / "bad.initlab.json"
        if there:
            path.write_text(text, encoding="utf-8")
        else:
            path.unlink(missing_ok=True)
        said = len(self.failures)
        assert not self.document.open_path(str(path))
        assert len(self.failures) == said + 1

    @rule(name=st.sampled_from("abc"))
    def save_as(self, name: str) -> None:
        path = self.folder / f"{name}.initlab.json"
        assert self.document.save_path(str(path))
        self.saved(path)

    @precondition(lambda self: self.reference.place.path is not None)
    @rule()
    def save(self) -> None:
        self.answer = Answer.Save  # another state of the history may have written there
        assert self.document.save()
        self.saved(self.reference.place.path)

    @rule()
    def save_where_it_cannot_be(self) -> None:
        said = len(self.failures)
        assert not self.document.save_path(str(self.folder))
        assert len(self.failures) == said + 1

    @rule(answer=ANSWERS)
    def new(self, answer: Answer) -> None:
        self.answer = answer
        if self.may_leave():
            self.reference.open(WELCOME.to_dict())
        self.document.new()

    @rule(data=FILES, answer=ANSWERS)
    def open_a_link(self, data: Data, answer: Answer) -> None:
        experiment = Experiment.from_dict(data)
        self.answer = answer
        there = experiment.to_dict() == self.reference.now
        leaves = there or self.may_leave()
        assert self.sharing.open_text(share.link(experiment)) == leaves
        if leaves and not there:
            self.reference.open(experiment.to_dict())

    @rule(data=FILES, steps=st.lists(CHANGES, max_size=4), opens=st.booleans())
    def take_a_lesson(self, data: Data, steps: list[tuple[str, Any]], opens: bool) -> None:
        """Whatever is done there leaves no trace."""
        self.release_it()
        self.model.set_aside("a lesson")
        self.model.replace(Experiment.from_dict(data), "step")
        for key, value in steps:
            self.model.edit(key, value)
        self.model.undo()
        assert self.model.file.path is None
        assert not self.document.modified
        self.refusals.clear()
        if opens:
            self.answer = Answer.Discard
            self.document.new()
            self.reference.open(WELCOME.to_dict())
        else:
            self.model.bring_back()

    @invariant()
    def is_what_the_reference_says(self) -> None:
        model, reference = self.model, self.reference
        assert model.experiment.to_dict() == reference.now
        assert Experiment.from_dict(model.experiment.to_dict()) == model.experiment
        assert not self.heard or self.heard[-1] == model.experiment
        history = model.history
        assert history.canUndo() == (reference.index > 0)
        assert history.canRedo() == (reference.index < len(reference.states) - 1)
        assert history.count() == len(reference.states) - 1
        assert self.document.modified == reference.modified
        assert self.document.path == reference.place.path

    @invariant()
    def files_hold_what_was_saved(self) -> None:
        for path, data in self.on_disk.items():
            assert files.load(path).to_dict() == data


@pytest.mark.drawn
def test_any_sequence_of_edits_undo_open_and_save_is_what_plain_lists_say(
    qapp: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    running: list[ModelMachine] = []

    def answer(*_: object) -> Answer:
        return running[-1].answer

    def made() -> ModelMachine:
        running[:] = [ModelMachine()]
        return running[-1]

    monkeypatch.setattr(QMessageBox, "question", staticmethod(answer))
    run_state_machine_as_test(
        made,
        settings=settings(
            max_examples=many(15, 60, 2000),
            stateful_step_count=50,
            suppress_health_check=list(HealthCheck),
            report_multiple_bugs=False,
            phases=[p for p in Phase if p.name not in ("shrink", "explain", "reuse")],
        ),
    )
