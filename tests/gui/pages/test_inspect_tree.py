"""The tensors' names as a tree: folded, gone through by keys and by mouse, flat where ranked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest
from torch import nn

from tests.gui.pages.inspect_support import column, open_file
from tests.gui.support import find, settling, small

FOLDED = [
    *("stem.weight", "stem.bias", "body (42)"),
    *(f"{i} (7)" for i in range(6)),
    "head.weight",
]
Key = Qt.Key


def network() -> nn.ModuleDict:
    """Six blocks of a linear layer and a normalization between two layers."""
    torch.manual_seed(5)
    blocks = (nn.Sequential(nn.Linear(40, 40), nn.BatchNorm1d(40)) for _ in range(6))
    parts = {"stem": nn.Linear(40, 40), "body": nn.Sequential(*blocks)}
    return nn.ModuleDict(parts | {"head": nn.Linear(40, 3, bias=False)})


@pytest.fixture
def opened(window: Any, qtbot: Any, tmp_path: Path) -> Any:
    """A window that shows the network, of which two tensors are trained and one unit is dead."""
    state = network().state_dict()
    state["body.1.0.weight"] = torch.randn(40, 40) ** 3
    state["body.1.0.weight"][0] = 0.0
    state["head.weight"] **= 3
    path = tmp_path / "net.pt"
    torch.save(state, path)

    def make() -> Any:
        shown = window(small(), page="inspect", size=(1600, 900))
        open_file(qtbot, shown, path)
        return shown

    return make


def present(shown: Any) -> str:
    index: QModelIndex = find(shown, "inspect.tensors").currentIndex()
    text: str = index.siblingAtColumn(0).data()
    return text


def test_at_first_groups_stand_for_what_is_in_them(opened: Any) -> None:
    shown = opened()
    assert column(shown, "name") == FOLDED
    verdicts = column(shown, "verdict")
    assert verdicts[3] == "✓ fresh"
    # 6 blocks of 6 tensors that are judged; their counters of steps are not.
    assert verdicts[2] == "✓35 ●1 †1"
    assert verdicts[4] == "✓5 ●1 †1"
    assert column(shown, "looks")[3] == "nn.Linear default"  # of the weight alone
    assert column(shown, "looks")[2] == ""
    assert column(shown, "dtype")[0] == "float32"
    assert column(shown, "dtype")[3] == ""  # the counter is an integer
    assert column(shown, "std")[2] == ""


def test_keys_unfold_and_fold_as_in_any_tree(opened: Any, qtbot: Any) -> None:
    shown = opened()
    table = find(shown, "inspect.tensors")
    table.setFocus()
    for _ in range(3):
        QTest.keyClick(table, Key.Key_Down)
    assert present(shown) == "0 (7)"
    QTest.keyClick(table, Key.Key_Right)
    inside = [*FOLDED[:4], "0.weight", "0.bias", "1 (5)", *FOLDED[4:]]
    assert column(shown, "name") == inside
    assert present(shown) == "0 (7)"
    with settling(qtbot, shown):
        QTest.keyClick(table, Key.Key_Right)
    assert shown.page.result().chosen == "body.0.0.weight"
    QTest.keyClick(table, Key.Key_Left)
    assert present(shown) == "0 (7)"
    QTest.keyClick(table, Key.Key_Left)
    assert column(shown, "name") == FOLDED
    QTest.keyClick(table, Key.Key_Left)
    assert present(shown) == "body (42)"
    QTest.keyClick(table, Key.Key_Return)
    assert column(shown, "name") == [*FOLDED[:3], "head.weight"]


def test_what_is_in_a_group_stays_unfolded_where_that_is_folded(opened: Any) -> None:
    shown = opened()
    table = find(shown, "inspect.tensors")
    table.set_unfolded(3, True)
    unfolded = column(shown, "name")
    table.set_unfolded(2, False)
    assert column(shown, "name") == [*FOLDED[:3], "head.weight"]
    table.set_unfolded(2, True)
    assert column(shown, "name") == unfolded


def test_who_is_in_a_group_that_is_folded_is_at_its_line_and_the_picture_stays(
    opened: Any, qtbot: Any
) -> None:
    shown = opened()
    table = find(shown, "inspect.tensors")
    table.set_unfolded(3, True)
    with settling(qtbot, shown):
        table.selectRow(4)
    generation = shown.runner.generation
    table.set_unfolded(2, False)
    assert present(shown) == "body (42)"
    assert shown.page.result().chosen == "body.0.0.weight"
    shown.page.tensors.show_view(shown.page.result())  # another picture of the same
    assert present(shown) == "body (42)"
    assert shown.runner.generation == generation


def test_a_click_on_the_arrow_or_two_on_the_line_unfold(opened: Any) -> None:
    shown = opened()
    table = find(shown, "inspect.tensors")
    viewport, none = table.viewport(), Qt.KeyboardModifier.NoModifier
    line = table.visualRect(table.model().index(3, 0))
    left = Qt.MouseButton.LeftButton
    arrow = QPoint(line.left() + table._names.indent(table.tensors.line(3)) - 4, line.center().y())
    QTest.mouseClick(viewport, left, none, arrow)
    assert len(column(shown, "name")) == len(FOLDED) + 3
    QTest.mouseClick(viewport, left, none, QPoint(line.center()))
    assert len(column(shown, "name")) == len(FOLDED) + 3
    QTest.mouseDClick(viewport, left, none, QPoint(line.center()))
    assert column(shown, "name") == FOLDED


def test_a_tensor_that_is_chosen_elsewhere_is_unfolded(opened: Any, qtbot: Any) -> None:
    shown = opened()
    with settling(qtbot, shown):
        shown.page.course.chosen.emit("body.4.0.weight")
    assert present(shown) == "0.weight"
    assert find(shown, "inspect.tensors").currentIndex().row() == 8


def test_sorted_or_filtered_there_are_tensors_with_whole_names(opened: Any) -> None:
    shown = opened()
    field, names = find(shown, "inspect.filter"), list(network().state_dict())
    field.setText("0.weight")
    assert column(shown, "name") == [n for n in names if "0.weight" in n]
    find(shown, "inspect.show.trained").click()
    assert column(shown, "name") == ["body.1.0.weight"]
    find(shown, "inspect.show.trained").click()
    field.setText("")
    assert column(shown, "name") == FOLDED
    header = find(shown, "inspect.tensors").horizontalHeader()
    header.setSortIndicator(0, Qt.SortOrder.DescendingOrder)
    assert column(shown, "name") == names[::-1]
    header.setSortIndicator(0, Qt.SortOrder.AscendingOrder)
    assert column(shown, "name") == FOLDED


def test_a_column_is_chosen_without_a_mouse(opened: Any) -> None:
    shown = opened()
    button = find(shown, "inspect.sort")
    assert button.focusPolicy() == Qt.FocusPolicy.StrongFocus

    def pick(text: str) -> None:
        button.columns.aboutToShow.emit()
        (action,) = (one for one in button.columns.actions() if one.text().endswith(text))
        assert action.isEnabled()
        action.trigger()

    button.columns.aboutToShow.emit()
    assert not any(a.isEnabled() for a in button.columns.actions() if "scending" in a.text())
    pick("fan_in")
    pick("descending")
    fans = [int(text) for text in column(shown, "fan_in") if text]
    assert fans == sorted(fans, reverse=True)
    assert len(column(shown, "name")) == len(network().state_dict())
    assert button.text() == "fan_in ↓"
    assert "fan_in, descending" in button.accessibleName()
    pick("the network's order")
    assert column(shown, "name") == FOLDED


def test_a_screen_reader_is_told_what_the_eye_sees(opened: Any) -> None:
    shown = opened()
    model, spoken = find(shown, "inspect.tensors").model(), Qt.ItemDataRole.AccessibleTextRole
    said = model.index(3, 0).data(spoken)
    assert said.startswith("body.0, 7 tensors")
    assert said.endswith("folded")
    assert not said.endswith("unfolded")
    find(shown, "inspect.tensors").set_unfolded(3, True)
    assert model.index(3, 0).data(spoken).endswith("unfolded")
    assert model.index(4, 0).data(spoken) == "body.0.0.weight"
