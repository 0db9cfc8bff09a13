"""What other programs rely on: names, signals, and what the first and second start show."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QSettings
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QAbstractSpinBox, QComboBox, QWidget

from core.experiment import WELCOME, Experiment
from core.init.methods import bias_methods, weight_methods
from gui import app
from gui.files import settings
from gui.files.settings import Settings
from gui.look import i18n
from tests.gui.support import (
    PATIENCE,
    assert_weights_drawn,
    choose,
    find,
    has,
    set_control,
    settling,
    small,
)

PLAIN = (
    "layer.in_features",
    "layer.out_features",
    "layer.bias",
    "layer.activation",
    "weight_init.method",
    "bias_init.method",
    "dropout.p",
    "dropout.training",
    "run.device",
    "run.dtype",
    "run.seed",
    "run.reroll",
)
VIEWS = (
    "page.layer",
    "plot.weights",
    "plot.matrix",
    "plot.output",
    "code",
    "printed",
    "formula",
    "statistics",
    "advice",
)
PARAMETERS = {
    "default": set(),
    "zeros": set(),
    "ones": set(),
    "constant": {"val"},
    "eye": set(),
    "normal": {"mean", "std"},
    "uniform": {"a", "b"},
    "xavier_uniform": {"gain"},
    "xavier_normal": {"gain"},
    "kaiming_uniform": {"a", "mode", "nonlinearity"},
    "kaiming_normal": {"a", "mode", "nonlinearity"},
    "trunc_normal": {"mean", "std", "a", "b"},
    "orthogonal": {"gain"},
    "sparse": {"sparsity", "std"},
    "lecun_normal": set(),
}
"""Of torch.nn.init, by hand."""

QT_MADE = re.compile("qt_|Scroll(Left|Right)Button")


def own_settings() -> QSettings:
    """What the program itself reads and writes, whatever form it has here."""
    return settings.QSettings("InitLab", "InitLab")


def controls(window: QWidget) -> list[QWidget]:
    """Everything in the window that a person can work."""
    kinds = (QAbstractButton, QAbstractSlider, QAbstractSpinBox, QComboBox)
    found = [w for kind in kinds for w in window.findChildren(kind)]
    # Qt makes scroll bars, arrows and the like inside of other widgets.
    return [w for w in found if w.objectName() and not QT_MADE.match(w.objectName())]


def test_the_contract_s_names_exist_once_each(window):
    shown = window(small())
    for name in (*PLAIN, *VIEWS):
        assert find(shown, name)


def test_the_parameters_of_a_method_exist_exactly_while_it_is_chosen(window, qtbot):
    shown = window(small())
    everything = set().union(*PARAMETERS.values())
    assert set(PARAMETERS) == {entry.method for entry in weight_methods(2)}
    methods = {
        "weight_init": list(PARAMETERS),
        "bias_init": [entry.method for entry in bias_methods()],
    }
    for section, names in methods.items():
        for method in [*names[1:], "default"]:
            with settling(qtbot, shown):
                choose(find(shown, f"{section}.method"), method)
            present = {name for name in everything if has(shown, f"{section}.{name}")}
            assert present == PARAMETERS[method], f"{section}: {method}"


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_control_has_an_accessible_name_and_a_tooltip(window, qtbot, language):
    shown = window(small(weight_init={"method": "kaiming_normal"}), language=language)
    with settling(qtbot, shown):
        choose(find(shown, "bias_init.method"), "trunc_normal")
    found = controls(shown)
    assert set(PLAIN) <= {w.objectName() for w in found}
    silent = [w.objectName() for w in found if not w.accessibleName() or not w.toolTip()]
    assert not silent
    views = [find(shown, name) for name in VIEWS if name != "page.layer"]
    assert not [w.objectName() for w in views if not w.accessibleName()]


def test_names_and_tooltips_change_with_the_language(window):
    shown = window(small(weight_init={"method": "kaiming_normal"}))
    english = {w.objectName(): (w.accessibleName(), w.toolTip()) for w in controls(shown)}
    shown.appearance.set_language("zh_CN")
    chinese = {w.objectName(): (w.accessibleName(), w.toolTip()) for w in controls(shown)}
    assert english.keys() == chinese.keys()
    for part in (0, 1):
        same = [name for name in english if english[name][part] == chinese[name][part]]
        assert not same
    shown.appearance.set_language("en")
    again = {w.objectName(): (w.accessibleName(), w.toolTip()) for w in controls(shown)}
    assert again == english


def test_a_window_shows_the_experiment_it_is_given(window):
    given = small(weight_init={"method": "normal", "std": 0.25})
    shown = window(given)
    assert shown.experiment() == given
    assert find(shown, "weight_init.std").value() == 0.25
    assert_weights_drawn(shown)


def test_set_experiment_shows_another_one_and_settles(window, qtbot):
    shown = window(small())
    other = small(
        layer={"in_features": 7, "bias": False, "activation": "selu"},
        weight_init={"method": "uniform", "a": -0.5, "b": 0.25},
        dropout={"p": 0.25, "training": False},
        run={"seed": 2**63 - 1, "dtype": "float64"},
    )
    with settling(qtbot, shown):
        shown.set_experiment(other)
    assert shown.experiment() == other
    assert find(shown, "layer.in_features").value() == 7
    assert find(shown, "layer.bias").isChecked() is False
    assert find(shown, "layer.activation").currentData() == "selu"
    assert find(shown, "weight_init.a").value() == -0.5
    assert find(shown, "dropout.training").currentData() is False
    assert find(shown, "run.seed").value() == 2**63 - 1
    assert_weights_drawn(shown)


def test_setting_the_same_experiment_again_settles_again(window, qtbot):
    shown = window(small())
    with settling(qtbot, shown):
        shown.set_experiment(shown.experiment())
    assert not shown.model.history.canUndo()


def test_the_first_start_shows_the_welcome_experiment_and_the_second_the_last_one(window, qtbot):
    first = window()
    assert first.experiment() == WELCOME
    assert (WELCOME.layer.in_features, WELCOME.layer.out_features) == (512, 256)
    last = small(weight_init={"method": "sparse", "sparsity": 0.5, "std": 0.1})
    with settling(qtbot, first):
        first.set_experiment(last)
    first.close()
    assert window().experiment() == last


def test_an_experiment_that_is_given_wins_over_the_last_one(window):
    window(small()).close()
    given = small(run={"seed": 5})
    assert window(given).experiment() == given


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[[[[",
        '{"initlab": 2}',
        '{"initlab": 1, "layer": {"in_features": -5}}',
        '{"initlab": 1, "run": {"device": "cuda:99"}}',
        '{"initlab": 1, "surprise": {}}',
    ],
)
def test_remembered_text_that_is_no_experiment_is_none(qapp, text):
    Settings().set_text("experiment", text)
    assert Settings().experiment() is None


def test_settings_that_make_no_sense_lead_to_the_welcome_experiment(window):
    Settings().set_text("experiment", '{"initlab": 1, "run": {"device": "cuda:99"}}')
    assert window().experiment() == WELCOME


def test_settings_of_another_kind_are_no_obstacle(window):
    wrong = {
        "experiment": 42,
        "geometry": "not a geometry",
        "language": "tlh",
        "theme": "blue",
        "projector": "maybe",
        "recent": 7,
    }
    for key, value in wrong.items():
        own_settings().setValue(key, value)
    shown = app.create_window()
    try:
        assert shown.experiment() == WELCOME
        assert shown.settings.recent() == []
    finally:
        shown.close()
        shown.deleteLater()


def test_the_window_remembers_theme_language_projector_and_size(window):
    first = window(small())
    first.appearance.set_theme("dark")
    first.appearance.set_language("zh_CN")
    first.actions_["projector"].trigger()
    first.close()
    assert not first.settings.geometry().isEmpty()
    second = window(small(), theme=None, language=None, projector=None, size=None)
    assert i18n.language() == "zh_CN"
    assert app.theme.dark
    assert app.theme.projector
    assert second.actions_["projector"].isChecked()
    # The size itself cannot be asked for: Qt fits it into the screen, here of 800 by 800.


@pytest.mark.parametrize(
    ("system", "language"),
    [
        (["zh-CN", "en-US"], "zh_CN"),
        (["zh-Hans-CN"], "zh_CN"),
        (["zh"], "zh_CN"),
        (["zh-TW", "en-GB"], "en"),
        (["fr-FR", "zh-CN"], "zh_CN"),
        (["de-DE"], "en"),
        (["en-US", "zh-CN"], "en"),
        ([], "en"),
    ],
)
def test_the_language_of_the_system_is_spoken_if_it_is_known(monkeypatch, system, language):
    monkeypatch.setattr(QLocale, "uiLanguages", lambda *_: system)
    assert i18n.system_language() == language


def test_the_first_start_speaks_the_language_of_the_system(window, monkeypatch):
    monkeypatch.setattr(QLocale, "uiLanguages", lambda *_: ["zh-CN"])
    window(small(), language=None)
    assert i18n.language() == "zh_CN"


def test_every_action_says_what_it_does(window):
    shown = window(small())
    actions = [a for a in shown.findChildren(QAction) if a.objectName()]
    assert len(actions) > 15
    assert not [a.objectName() for a in actions if not a.text() or not a.toolTip()]


def test_the_last_experiment_is_remembered_as_a_file_that_reads_back(window):
    last = small(run={"seed": 77})
    window(last).close()
    text = Settings().word("experiment")
    assert Experiment.from_dict(json.loads(text)) == last


def test_what_was_set_is_there_at_the_next_start_even_if_the_program_is_killed(
    window, qtbot, monkeypatch
):
    """Not only closing the window keeps it."""
    monkeypatch.setattr("gui.files.autosave.REMEMBER_AFTER_MILLISECONDS", 10)
    shown = window(small())
    with settling(qtbot, shown):
        set_control(find(shown, "layer.in_features"), 77)

    file = Path(own_settings().fileName())
    qtbot.waitUntil(file.is_file, timeout=PATIENCE)
    qtbot.waitUntil(lambda: 'in_features\\": 77' in file.read_text("utf-8"), timeout=PATIENCE)
