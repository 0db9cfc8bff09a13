"""The Inspect page: files are opened, listed, filtered, compared, and looked at closely."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from torch import nn

import main
from core.layers.shape import Shape
from tests.gui.pages.inspect_support import column, head, open_file
from tests.gui.support import choose, find, has, settling, small
from tests.gui.test_layout import settle_layout
from tests.numerals import number

NAMES = ["0.weight", "0.bias", "2.weight", "2.bias", "4.weight", "4.bias"]


def network() -> nn.Sequential:
    """Three layers as torch leaves them."""
    torch.manual_seed(5)
    return nn.Sequential(
        nn.Conv2d(3, 16, 3), nn.ReLU(), nn.Linear(64, 40), nn.ReLU(), nn.Linear(40, 32)
    )


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    path = tmp_path / "fresh.pt"
    torch.save({"epoch": 3, "state_dict": network().state_dict()}, path)
    return path


@pytest.fixture
def trained(tmp_path: Path) -> Path:
    """The same network: its second layer has moved and lost two units, the others have not."""
    state = network().state_dict()
    torch.manual_seed(6)
    state["2.weight"] += 0.3 * torch.randn(40, 1) * torch.randn(1, 64)
    state["2.weight"][:2] = 0.0
    path = tmp_path / "trained.pt"
    torch.save(state, path)
    return path


@pytest.fixture
def opened(window: Any, qtbot: Any) -> Any:
    """A window that shows a file."""

    def make(path: Path, **options: Any) -> Any:
        shown = window(small(), page="inspect", **options)
        open_file(qtbot, shown, path)
        return shown

    return make


def drop(target: Any, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    at, none = QPoint(5, 5), Qt.KeyboardModifier.NoModifier
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    QApplication.sendEvent(target, QDragEnterEvent(at, copy, data, left, none))
    QApplication.sendEvent(target, QDropEvent(QPointF(at), copy, data, left, none))


def test_without_a_file_the_layer_of_the_controls_is_inspected(window: Any, qtbot: Any) -> None:
    shown = window(small(weight_init={"method": "xavier_uniform"}), page="inspect")
    assert column(shown, "name") == ["linear.weight", "linear.bias"]
    assert column(shown, "looks")[0] == "xavier_uniform"
    assert shown.panel.isVisible()
    with settling(qtbot, shown):
        find(shown, "layer.in_features").setValue(50)
    assert column(shown, "shape")[0] == "30 × 50"


def test_a_file_is_listed_measured_and_put_into_words(opened: Any, fresh: Path) -> None:
    shown = opened(fresh)
    assert column(shown, "name") == NAMES
    weights = network().state_dict()
    told = [number(text) for text in column(shown, "std")]
    exact = [float(weights[name].double().std(correction=0)) for name in NAMES]
    np.testing.assert_allclose(told, exact, rtol=5e-3)
    assert column(shown, "fan_in")[0] == "27"  # 3 channels · 3 · 3
    assert column(shown, "verdict")[0] == "✓ fresh"
    assert "3 weights" in find(shown, "inspect.verdict").text()
    assert not shown.panel.isVisible()
    status = find(shown, "status").text()
    assert "fresh.pt" in status
    assert "nothing in the file was executed" in status
    assert "left out: epoch" in shown.page.file.notes.text()


def test_the_controls_of_the_panel_cost_an_open_file_nothing(opened: Any, fresh: Path) -> None:
    shown = opened(fresh)
    generation = shown.runner.generation
    shown.model.edit("layer.in_features", 99)
    assert shown.runner.generation == generation
    assert column(shown, "name") == NAMES
    assert shown.runs.is_drawn


def test_closing_the_file_leads_back_to_the_layer(opened: Any, qtbot: Any, fresh: Path) -> None:
    shown = opened(fresh)
    with settling(qtbot, shown):
        find(shown, "inspect.close").click()
    assert column(shown, "name") == ["linear.weight", "linear.bias"]
    assert shown.panel.isVisible()


def test_a_file_that_is_none_leaves_the_picture_and_says_one_sentence(
    opened: Any, qtbot: Any, fresh: Path, tmp_path: Path
) -> None:
    shown = opened(fresh)
    bad = tmp_path / "bad.safetensors"
    bad.write_bytes(b"no header")
    open_file(qtbot, shown, bad)
    assert "bad.safetensors" in shown.message.text.text()
    assert column(shown, "name") == NAMES
    assert shown.page.in_use() == [fresh]
    with settling(qtbot, shown):
        find(shown, "inspect.tensors").selectRow(2)
    assert not shown.message.isVisible()
    assert shown.page.result().detail.report.name == "2.weight"


def test_a_heading_sorts_and_another_picture_keeps_the_tensor(opened: Any, fresh: Path) -> None:
    shown = opened(fresh)
    table = find(shown, "inspect.tensors")
    at = next(i for i in range(table.model().columnCount()) if head(table, i) == "shape")
    table.horizontalHeader().setSortIndicator(at, Qt.SortOrder.DescendingOrder)
    sizes = [eval(text.replace(" × ", "*")) for text in column(shown, "shape")]
    assert sizes == sorted(sizes, reverse=True)
    assert table.currentIndex().siblingAtColumn(0).data() == "0.weight"
    table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
    assert column(shown, "name") == NAMES


def test_names_and_verdicts_filter(opened: Any, trained: Path) -> None:
    shown = opened(trained)
    find(shown, "inspect.filter").setText("WEIGHT")
    assert column(shown, "name") == ["0.weight", "2.weight", "4.weight"]
    find(shown, "inspect.show.dead").click()
    assert column(shown, "name") == ["2.weight"]
    assert "†2" in column(shown, "verdict")[0]
    find(shown, "inspect.show.fresh").click()
    assert column(shown, "name") == ["0.weight", "2.weight", "4.weight"]
    find(shown, "inspect.show.dead").click()
    assert column(shown, "name") == ["0.weight", "4.weight"]
    assert shown.page.result().chosen == "0.weight"


def test_keys_go_from_tensor_to_tensor(opened: Any, qtbot: Any, fresh: Path) -> None:
    shown = opened(fresh)
    table = find(shown, "inspect.tensors")
    table.setFocus()
    for key, name in (
        (Qt.Key.Key_Down, "0.bias"),
        (Qt.Key.Key_End, "4.bias"),
        (Qt.Key.Key_Up, "4.weight"),
        (Qt.Key.Key_Home, "0.weight"),
    ):
        with settling(qtbot, shown):
            QTest.keyClick(table, key)
        assert shown.page.result().detail.report.name == name
        assert name in shown.page.histogram.title.text()


def test_the_singular_values_are_torch_s_and_those_outside_are_orange(
    opened: Any, qtbot: Any, trained: Path
) -> None:
    shown = opened(trained, size=(1600, 900))
    with settling(qtbot, shown):
        find(shown, "inspect.tensors").selectRow(2)
    plot = find(shown, "plot.inspect.spectrum")
    weight = torch.load(trained, weights_only=True)["2.weight"].double()
    np.testing.assert_allclose(plot.spectrum.values, torch.linalg.svdvals(weight), atol=1e-5)
    assert plot.spectrum.outside == 1  # what was added is of rank 1
    edges, density = plot.outside_bars.getData()
    assert edges[-1] > plot.spectrum.values[0] > plot.spectrum.limit
    assert np.isclose((density * np.diff(edges)).sum(), 1 / 40)
    find(shown, "inspect.matrix.units").click()
    lengths = find(shown, "plot.inspect.units").lengths
    np.testing.assert_allclose(lengths, weight.norm(dim=1), rtol=1e-5)
    settle_layout()
    assert shown.page.matrix.remark.text() == "2 of 40 dead"


def test_kernels_are_tiles_of_a_convolution_alone(opened: Any, qtbot: Any, fresh: Path) -> None:
    shown = opened(fresh, size=(1600, 900))
    button = find(shown, "inspect.matrix.kernels")
    button.click()
    assert find(shown, "plot.inspect.kernels").tiles.shape == (48, 3, 3)
    with settling(qtbot, shown):
        find(shown, "inspect.tensors").selectRow(2)
    assert not button.isVisible()
    assert find(shown, "plot.inspect.spectrum").isVisible()


def test_the_spread_over_depth_stands_beside_what_the_fans_ask_for(
    opened: Any, fresh: Path
) -> None:
    plot = find(opened(fresh, size=(1600, 900)), "plot.inspect.depth")
    assert plot.course.names == ("0.weight", "2.weight", "4.weight")
    shapes = [Shape.of(tuple(network().state_dict()[name].shape)) for name in plot.course.names]
    np.testing.assert_allclose(plot.course.kaiming, [(2 / s.fan_in) ** 0.5 for s in shapes])
    both = [(2 / (s.fan_in + s.fan_out)) ** 0.5 for s in shapes]
    np.testing.assert_allclose(plot.course.xavier, both)


def test_a_second_file_says_what_has_moved(
    opened: Any, qtbot: Any, fresh: Path, trained: Path
) -> None:
    shown = opened(trained, size=(1600, 900))
    with settling(qtbot, shown):
        drop(find(shown, "inspect.against"), fresh)
    before, after = network().state_dict()["2.weight"], torch.load(trained, weights_only=True)
    change = float((after["2.weight"] - before).norm() / before.norm())
    said = column(shown, "change")
    assert number(said[2].removesuffix(" %")) == pytest.approx(100 * change, rel=1e-2)
    assert said[:2] == ["=", "="]
    with settling(qtbot, shown):
        find(shown, "inspect.tensors").selectRow(2)
    assert len(shown.page.histogram.plot.pins) == 1
    with settling(qtbot, shown):
        find(shown, "inspect.against.close").click()
    assert set(column(shown, "change")) == {""}


def test_a_role_that_is_said_changes_the_fans(opened: Any, qtbot: Any, fresh: Path) -> None:
    shown = opened(fresh)
    assert (column(shown, "fan_in")[0], column(shown, "fan_out")[0]) == ("27", "144")
    with settling(qtbot, shown):
        combo = find(shown, "inspect.role")
        choose(combo, "conv_transpose2d")
        combo.activated.emit(combo.currentIndex())
    assert column(shown, "kind")[0] == "Transposed convolution, 2-D"
    assert shown.page.result().detail.report.role.key == "conv_transpose2d"
    assert column(shown, "kind")[2] == "Linear"


def test_a_file_dropped_on_the_window_comes_to_this_page(
    window: Any, qtbot: Any, fresh: Path
) -> None:
    shown = window(small())
    with settling(qtbot, shown):
        drop(shown, fresh)
    assert shown.page.key == "inspect"
    assert column(shown, "name") == NAMES
    assert shown.settings.recent()[0] == str(fresh)


def test_ten_thousand_tensors_are_listed_sorted_and_filtered(
    opened: Any, qtbot: Any, tmp_path: Path
) -> None:
    from safetensors.torch import save_file

    path = tmp_path / "many.safetensors"
    save_file({f"layers.{i}.scale": torch.full((2,), float(i)) for i in range(10_000)}, path)
    shown = opened(path)
    assert column(shown, "name")[9_999] == "layers.9999.scale"
    find(shown, "inspect.filter").setText("99.")
    assert len(column(shown, "name")) == 100
    table = find(shown, "inspect.tensors")
    at = next(i for i in range(table.model().columnCount()) if head(table, i) == "mean")
    table.horizontalHeader().setSortIndicator(at, Qt.SortOrder.DescendingOrder)
    assert column(shown, "name")[0] == "layers.9999.scale"


def test_the_table_is_saved_with_all_digits(opened: Any, fresh: Path) -> None:
    shown = opened(fresh)
    exported = next(one for one in shown.page.exports() if one.csv is not None)
    rows = list(csv.DictReader(io.StringIO(exported.csv())))
    assert [row["name"] for row in rows] == NAMES
    exact = float(network().state_dict()["2.weight"].double().std(correction=0))
    assert float(rows[2]["std"]) == pytest.approx(exact, rel=1e-6)


def test_another_language_retells_everything(opened: Any, fresh: Path) -> None:
    shown = opened(fresh)
    shown.appearance.set_language("zh_CN")
    assert head(find(shown, "inspect.tensors"), 0) == "张量"
    assert column(shown, "verdict")[0] == "✓ 新的"
    assert "fresh" not in find(shown, "inspect.verdict").text()


def test_the_command_line_draws_a_checkpoint(fresh: Path, tmp_path: Path) -> None:
    picture = tmp_path / "p.png"
    assert main.main([str(fresh), "--render", str(picture), "--size", "1100x720"]) == 0
    assert QImage(str(picture)).width() == 1100
    assert main.main([str(tmp_path / "none.pt"), "--render", str(picture)]) == 2


def test_what_is_exported_is_not_written_over_an_open_checkpoint(opened: Any, fresh: Path) -> None:
    assert fresh in opened(fresh)._in_use()


def test_every_part_has_its_name(opened: Any, fresh: Path) -> None:
    shown = opened(fresh, size=(1600, 900))
    for name in (
        *("inspect.open", "inspect.close", "inspect.against", "inspect.against.close"),
        *("inspect.tensors", "inspect.filter", "inspect.role", "inspect.numbers"),
        *(f"inspect.show.{kind}" for kind in ("fresh", "trained", "dead")),
        *(f"plot.inspect.{kind}" for kind in ("histogram", "spectrum", "units", "depth")),
    ):
        assert has(shown, name), name
        assert find(shown, name).accessibleName(), name
