"""The Dropout page as a person uses it: p, the kind, the plots and what they say."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QWidget

from gui.files.formats import png, svg
from gui.plots.columns import columns
from tests.gui.pages.dropout_support import described, press
from tests.gui.pictures import figures
from tests.gui.support import find, settling


def test_the_page_draws_what_torch_gives(window: Any) -> None:
    shown = window(described(), page="dropout")
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        x = torch.randint(1, 10, (10,), dtype=torch.float32)
        y = torch.nn.Dropout(p=0.5)(x)
    plot = find(shown, "plot.dropout.vector")
    np.testing.assert_array_equal(plot.shown.x[:, 0], x.numpy())
    np.testing.assert_array_equal(plot.shown.y[:, 0], y.numpy())
    np.testing.assert_array_equal(plot.shown.mask, y.numpy() != 0)
    assert find(shown, "dropout.both").text() == "drop 0.5 = keep 0.5, survivors × 2"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"p": 0.2}, "drop 0.2 = keep 0.8, survivors × 1.25"),
        ({"p": 0.2, "training": False}, "drop 0.2 = keep 0.8, survivors × 1.25 (only in train())"),
        ({"p": 1.0}, "drop 1 = keep 0: no unit survives, 1/(1−p) is undefined"),
    ],
)
def test_both_ways_of_saying_p_are_always_there(window: Any, values: Any, said: str) -> None:
    assert find(window(described(**values), page="dropout"), "dropout.both").text() == said


def test_one_drag_of_the_point_is_one_step_back(window: Any, qtbot: Any) -> None:
    shown = window(described(), page="dropout")
    plot = find(shown, "plot.dropout.variance")
    steps = shown.model.history.count()
    start = plot.point()
    with settling(qtbot, shown):
        QTest.mousePress(plot.viewport(), Qt.MouseButton.LeftButton, pos=start)
        for offset in (20, 45, 70):
            QTest.mouseMove(plot.viewport(), start + QPoint(offset, 0))
        QTest.mouseRelease(plot.viewport(), Qt.MouseButton.LeftButton, pos=start + QPoint(70, 0))
    p = shown.experiment().dropout.p
    assert 0.5 < p <= 0.95
    assert plot.point().x() == pytest.approx(start.x() + 70, abs=3)
    assert shown.model.history.count() == steps + 1
    with settling(qtbot, shown):
        shown.model.history.undo()
    assert shown.experiment().dropout.p == 0.5


def test_the_point_answers_the_arrow_keys(window: Any, qtbot: Any) -> None:
    shown = window(described(), page="dropout")
    with settling(qtbot, shown):
        QTest.keyClick(find(shown, "plot.dropout.variance"), Qt.Key.Key_Right)
    assert shown.experiment().dropout.p == 0.51


@pytest.mark.parametrize("kind", ["alpha", "dropout1d", "dropout2d"])
def test_the_kind_is_chosen_in_the_left_panel(window: Any, qtbot: Any, kind: str) -> None:
    shown = window(described(), page="dropout")
    box = find(shown, "dropout.kind", QComboBox)
    with settling(qtbot, shown):
        box.setCurrentIndex(box.findData(kind))
    result = shown.page.result()
    assert result.kind.key == kind
    assert find(shown, "plot.dropout.vector").shown.x.shape == (10, result.positions)
    assert find(shown, "dropout.classical").isEnabled() == (kind != "alpha")


def test_eval_says_why_there_is_no_mask(window: Any) -> None:
    shown = window(described(training=False), page="dropout")
    plot = find(shown, "plot.dropout.vector")
    assert "eval()" in plot.shown.note
    np.testing.assert_array_equal(plot.shown.x, plot.shown.y)
    assert "dropout.eval()" in find(shown.page, "code").toPlainText()


@pytest.mark.parametrize(
    "values",
    [
        {"p": 0.0},
        {"p": 1.0},
        {"vector": "inf, nan, -inf, 1e38"},
        {"vector": "0"},
        {"vector": "nan"},
    ],
)
@pytest.mark.parametrize("kind", ["dropout", "alpha", "dropout1d", "dropout2d"])
def test_odd_values_are_drawn(window: Any, qtbot: Any, kind: str, values: Any) -> None:
    shown = window(described(kind=kind, **values), page="dropout")
    press(qtbot, shown, "dropout.sample")
    press(qtbot, shown, "dropout.draw.1000")
    found = figures(shown)
    assert len(found) == 4
    for _, figure in found:
        assert png(figure)[:4] == b"\x89PNG"
        assert b"<path" in svg(figure)


def visible(page: QWidget) -> list[QWidget]:
    kinds = (QAbstractButton, QComboBox, QLabel)
    return [w for w in page.findChildren(QWidget) if isinstance(w, kinds) and w.isVisible()]


@pytest.mark.parametrize("projector", [False, True])
@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("size", [(1024, 720), (1366, 768), (1920, 1080)])
def test_nothing_is_cut_or_overlaps(
    window: Any, qtbot: Any, size: tuple[int, int], language: str, projector: bool
) -> None:
    shown = window(described(), page="dropout", size=size, language=language, projector=projector)
    press(qtbot, shown, "dropout.sample", 12)
    page: Any = shown.page
    for card in (page.vector, page.mean):
        places = []
        for widget in visible(card):
            if widget.parentWidget() not in (card, page.vector.strip):
                continue
            place = widget.rect().translated(widget.mapTo(card, QPoint(0, 0)))
            assert card.rect().contains(place), widget.objectName() or widget
            assert not any(place.intersects(other) for other in places), widget
            places.append(place)
            if isinstance(widget, QAbstractButton) and widget.text():
                assert widget.width() >= widget.minimumSizeHint().width()
    for plot in (page.vector.plot, page.mean.plot):
        assert plot.height() >= plot.minimumSizeHint().height()
    assert page.vector.width() <= page.width()
    if not projector:
        assert page.mean.mapTo(page, QPoint(0, page.mean.height())).y() <= page.height()


def test_every_control_has_a_name_and_a_tooltip(window: Any) -> None:
    for language in ("en", "zh_CN"):
        shown = window(described(), page="dropout", language=language)
        for name in (
            "dropout.kind",
            "dropout.vector",
            "dropout.sample",
            "dropout.play",
            "dropout.draw.1000",
            "dropout.draw.100000",
            "dropout.classical",
            "plot.dropout.variance",
            "plot.dropout.convergence",
        ):
            widget = find(shown, name)
            assert widget.accessibleName(), name
            assert widget.whatsThis() if name.startswith("plot.") else widget.toolTip(), name


def test_a_unit_under_the_pointer_is_read_out(window: Any) -> None:
    shown = window(described(), page="dropout")
    page: Any = shown.page
    sample = page.result().recent[-1]
    for plot in (page.vector.plot, page.mean.plot):
        assert plot.accessibleName()
        place = columns(plot.width(), len(sample.mask)).bar(3, 0.0, 1.0)
        said = plot.readout(QPointF(place.center().x(), plot.height() / 2))
        assert said.startswith("x[3] = ")
        assert plot.readout(QPointF(1.0, 1.0)) == ""
    said = page.vector.plot.readout(QPointF(place.center().x(), 20.0))
    assert ("dropped" in said) == (not sample.mask[3])


def test_the_variance_under_the_pointer_is_that_of_p(window: Any) -> None:
    shown = window(described(), page="dropout")
    plot = shown.page.variance.plot
    plot.resize(400, 250)
    plot.show_variance(np.array([0.0, 0.5, 0.9]), np.array([1.0, 2.0, 10.0]), 0.5, 2.25)
    scene = plot.box.mapViewToScene(QPointF(0.5, 0.1))
    assert plot.readout(scene) == "p = 0.5\ntheory: Var[y] = 2\nmeasured: Var[y] = 2.25"
    scene = plot.box.mapViewToScene(QPointF(0.9, 0.1))
    assert plot.readout(scene) == "p = 0.9\ntheory: Var[y] = 10"
    assert plot.readout(QPointF(0.0, 0.0)) == ""


def test_the_distance_under_the_pointer_is_that_of_the_nearest_number_of_samples(
    window: Any,
) -> None:
    shown = window(described(), page="dropout")
    plot = shown.page.convergence.plot
    plot.resize(400, 250)
    plot.show_distances(np.array([1.0, 10.0, 100.0]), np.array([0.5, 0.25, 0.125]), 2.0)
    scene = plot.box.mapViewToScene(QPointF(2.2, -0.5))
    assert plot.readout(scene) == "n = 100\ndistance 0.125\ntheory 0.2"  # 2 / √100
    scene = plot.box.mapViewToScene(QPointF(0.1, -0.5))
    assert plot.readout(scene) == "n = 1\ndistance 0.5\ntheory 2"
