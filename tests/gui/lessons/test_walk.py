"""Every lesson by key presses alone, on an old projector: nothing is cut, nothing is untrue."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core import depth
from core.context import last
from core.lessons.lesson import built_in
from gui.window import MainWindow
from tests.core.support import torch_linear
from tests.gui.look.support import left_in_english
from tests.gui.support import PATIENCE, assert_drawn, find, small
from tests.gui.test_layout import problems, settle_layout

SIZE = (1024, 768)


def assert_shown(window: MainWindow) -> None:
    """The plots hold what torch makes of the step's experiment."""
    step = window.lessons.presenter.step
    assert step is not None
    assert window.page.objectName() == f"page.{step.page}"
    assert window.experiment() == step.experiment
    result = window.page.result()
    assert result.experiment == step.experiment
    if step.page == "layer":
        assert_drawn(find(window, "plot.weights"), torch_linear(step.experiment).weight)
    elif step.page == "depth":
        again = last(depth.run(step.experiment))
        for name, values in (("forward", again.forward), ("backward", again.backward)):
            layers, drawn = find(window, f"plot.depth.{name}").measured_data()
            good = np.isfinite(values) & (values > 0)
            assert list(layers) == list(range(1, len(values) + 1))
            assert np.allclose(drawn[good], np.log10(values[good]), atol=1e-12)
            assert np.isnan(drawn[~good]).all()


@pytest.mark.parametrize(
    ("language", "projector"),
    [
        ("zh_CN", False),
        ("en", True),
        *(pytest.param(*look, marks=pytest.mark.slow) for look in (("en", False), ("zh_CN", True))),
    ],
)
def test_every_lesson_can_be_walked_by_keys(
    window: Any, qtbot: Any, language: str, projector: bool
) -> None:
    shown: MainWindow = window(small(), language=language, size=SIZE, projector=projector)
    presenter = shown.lessons.presenter
    presenter.glide.duration = 0
    wrong: list[str] = []
    QTest.keyClick(shown, Qt.Key.Key_F5)
    for number, lesson in enumerate(built_in(language), start=1):
        for at, step in enumerate(lesson.steps):
            qtbot.waitUntil(lambda: shown.is_settled, timeout=PATIENCE)
            settle_layout()
            where = f"{language} {lesson.key} step {at + 1}"
            assert (presenter.number, presenter.at) == (number, at)
            assert step.text.split("\n")[0].strip("# ") in find(shown, "lesson.text").toPlainText()
            progress = find(shown, "lesson.progress").text()
            for figure in (number, at + 1, len(lesson.steps)):
                assert str(figure) in progress, where
            wrong += [f"{where}: {problem}" for problem in problems(shown)]
            if language == "zh_CN":
                wrong += [f"{where}: English: {text}" for text in left_in_english(shown)]
            if not projector and language == "en":  # in any other look the numbers are the same
                assert_shown(shown)
            QTest.keyClick(shown, Qt.Key.Key_PageDown)
    lessons = built_in(language)
    assert (presenter.number, presenter.at) == (len(lessons), len(lessons[-1].steps) - 1)
    assert not wrong, "\n".join(wrong)
