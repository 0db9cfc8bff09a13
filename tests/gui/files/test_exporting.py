"""What the Export menu writes: pictures, tables, weights, code."""

from __future__ import annotations

import csv
import io
import threading
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from safetensors.torch import load_file

from core.layer import export
from gui.widgets.card import Card
from tests.core.support import torch_linear
from tests.gui.support import (
    PATIENCE,
    areas,
    assert_weights_drawn,
    choose,
    find,
    run_code,
    set_control,
    settling,
    small,
)


@pytest.fixture
def save_to(monkeypatch):
    """What the dialog answers."""
    chosen = {"name": "", "filter": ""}

    def ask(_parent, _title, _suggestion, pattern):
        return chosen["name"], chosen["filter"] or pattern.split(";;")[0]

    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(ask))

    def answer(path, pattern: str = "") -> None:
        chosen.update(name=str(path), filter=pattern)

    return answer


def entries(shown) -> dict[str, object]:
    return {
        action.text(): action for action in shown.actions_.menu("export").actions() if action.text()
    }


def trigger(shown, *words: str) -> None:
    (action,) = [a for text, a in entries(shown).items() if all(w in text for w in words)]
    action.trigger()


@pytest.mark.parametrize("plot", ["Weight histogram", "Weight matrix", "Output histogram"])
def test_a_plot_is_saved_as_png_at_twice_its_size(window, tmp_path, save_to, plot):
    """With room for its title, its legend and what it is of."""
    shown = window(small(weight_init={"method": "normal"}), size=(1920, 1080))
    shown.actions_["export.as_window"].trigger()
    widget = {
        "Weight histogram": shown.page.weights,
        "Weight matrix": shown.page.matrix,
        "Output histogram": shown.page.output,
    }[plot]
    save_to(tmp_path / "plot.png")
    trigger(shown, plot, "picture")
    image = QImage(str(tmp_path / "plot.png"))
    around = image.size() / 2 - widget.size()
    assert 0 < around.width() < 60
    assert 0 < around.height() < 140
    assert colours(image) > 3


def colours(image: QImage) -> int:
    seen = {
        image.pixel(x, y) for x in range(0, image.width(), 5) for y in range(0, image.height(), 5)
    }
    return len(seen)


@pytest.mark.parametrize("plot", ["Weight histogram", "Weight matrix", "Output histogram"])
def test_a_plot_is_saved_as_svg_that_qt_draws_again(window, tmp_path, save_to, plot):
    shown = window(small(weight_init={"method": "normal"}), size=(1600, 900))
    save_to(tmp_path / "plot.svg")
    trigger(shown, plot, "picture")
    renderer = QSvgRenderer(str(tmp_path / "plot.svg"))
    assert renderer.isValid()
    image = QImage(QSize(400, 300), QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    assert colours(image) > 3


def test_the_table_holds_the_histogram_that_is_drawn(window, tmp_path, save_to):
    shown = window(small(layer={"in_features": 300}, weight_init={"method": "sparse"}))
    save_to(tmp_path / "weights.csv")
    trigger(shown, "Weight histogram", "CSV")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "weights.csv").read_text())))
    bins = [row for row in rows if float(row["low"]) < float(row["high"])]
    ((edges, heights),) = areas(shown.page.weights)
    np.testing.assert_array_equal([float(row["low"]) for row in bins], edges[:-1])
    np.testing.assert_array_equal([float(row["high"]) for row in bins], edges[1:])
    np.testing.assert_allclose([float(row["density"]) for row in bins], heights)
    (spike,) = [row for row in rows if row["low"] == row["high"]]
    zeros = int((torch_linear(shown.experiment()).weight == 0).sum())
    assert int(spike["count"]) == zeros
    assert sum(int(row["count"]) for row in rows) == 300 * 30


@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
def test_the_weights_are_saved_bit_for_bit(window, qtbot, tmp_path, save_to, dtype):
    experiment = small(weight_init={"method": "orthogonal" if dtype == "float32" else "normal"},
                       run={"dtype": dtype})  # fmt: skip
    shown = window(experiment)
    save_to(tmp_path / "w.safetensors")
    with qtbot.waitSignal(shown.runner.background_done, timeout=PATIENCE):
        shown.actions_["export.weights"].trigger()
    tensors = load_file(tmp_path / "w.safetensors")
    linear = torch_linear(experiment)
    assert set(tensors) == {"weight", "bias"}
    assert torch.equal(tensors["weight"], linear.weight)
    assert torch.equal(tensors["bias"], linear.bias)
    assert tensors["weight"].dtype == getattr(torch, dtype)


@pytest.fixture
def slow_weights(monkeypatch):
    """Drawing weights for a file takes as long as the test likes."""
    stage = SimpleNamespace(begun=threading.Event(), go_on=threading.Event())
    weights = export.weights

    def slow(experiment, context):
        context.progress(0.25)
        stage.begun.set()
        while not stage.go_on.wait(0.005):
            context.check()
        return weights(experiment, context)

    monkeypatch.setattr(export, "weights", slow)
    yield stage
    stage.go_on.set()


def test_an_export_that_takes_long_shows_how_far_it_is(
    window, qtbot, tmp_path, save_to, slow_weights
):
    shown = window(small())
    save_to(tmp_path / "w.safetensors")
    status = shown.status
    shown.actions_["export.weights"].trigger()
    assert status.text.text() == "Writing w.safetensors …"
    qtbot.waitUntil(status.bar.isVisible, timeout=PATIENCE)
    qtbot.waitUntil(lambda: status.bar.value() == 250, timeout=PATIENCE)
    assert not any(card.pending for card in shown.page.findChildren(Card))
    slow_weights.go_on.set()
    qtbot.waitUntil(lambda: not status.bar.isVisible(), timeout=PATIENCE)
    assert status.text.text() == "w.safetensors is written."
    assert torch.equal(
        load_file(tmp_path / "w.safetensors")["weight"], torch_linear(small()).weight
    )


@pytest.mark.parametrize("way", ["button", "key"])
def test_an_export_can_be_stopped_and_the_next_change_is_drawn(
    window, qtbot, tmp_path, save_to, slow_weights, way
):
    shown = window(small())
    save_to(tmp_path / "w.safetensors")
    (tmp_path / "w.safetensors").write_bytes(b"old")
    shown.actions_["export.weights"].trigger()
    qtbot.waitUntil(shown.status.bar.isVisible, timeout=PATIENCE)
    choose(find(shown, "layer.activation"), "relu")
    choose(find(shown, "weight_init.method"), "normal")
    with settling(qtbot, shown):
        if way == "button":
            shown.status.button.click()
        else:
            QTest.keyClick(shown, Qt.Key.Key_Escape)
        set_control(find(shown, "weight_init.std"), 0.5)
    assert (tmp_path / "w.safetensors").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["w.safetensors"]
    assert not shown.status.bar.isVisible()
    assert_weights_drawn(shown)
    assert shown.close()  # and nobody is asked about what has been stopped


def test_what_was_stopped_is_said(window, qtbot, tmp_path, save_to, slow_weights):
    shown = window(small())
    save_to(tmp_path / "w.safetensors")
    shown.actions_["export.weights"].trigger()
    assert slow_weights.begun.wait(PATIENCE / 1000)
    shown.progress.cancel()
    qtbot.waitUntil(lambda: "Stopped" in shown.status.text.text(), timeout=PATIENCE)
    assert shown.status.text.text() == "Stopped: w.safetensors is not written."
    assert not (tmp_path / "w.safetensors").exists()


def test_an_export_after_a_run_that_was_stopped_does_not_veil_its_picture(
    window, qtbot, tmp_path, save_to, slow_weights
):
    shown = window(small())
    side = {"in_features": 3000, "out_features": 3000}
    shown.set_experiment(small(layer=side, weight_init={"method": "orthogonal"}))
    shown.progress.cancel()
    qtbot.waitUntil(lambda: "Stopped" in shown.status.text.text(), timeout=PATIENCE)
    save_to(tmp_path / "w.safetensors")
    shown.actions_["export.weights"].trigger()
    qtbot.waitUntil(shown.status.bar.isVisible, timeout=PATIENCE)
    assert not any(card.pending for card in shown.page.findChildren(Card))
    slow_weights.go_on.set()
    qtbot.waitUntil(lambda: not shown.exporter.is_busy, timeout=PATIENCE)


def test_an_export_that_waits_for_a_run_can_be_stopped_too(
    window, qtbot, tmp_path, save_to, monkeypatch
):
    go_on, weights = threading.Event(), export.weights

    def silent(experiment, context):
        while not go_on.wait(0.005):
            context.check()
        return weights(experiment, context)

    monkeypatch.setattr(export, "weights", silent)
    shown = window(small())
    save_to(tmp_path / "w.safetensors")
    with qtbot.waitSignal(shown.runner.done, timeout=PATIENCE):
        choose(find(shown, "layer.activation"), "relu")
        shown.actions_["export.weights"].trigger()
    qtbot.waitUntil(shown.status.bar.isVisible, timeout=PATIENCE)
    assert shown.status.button.isVisible()
    go_on.set()
    qtbot.waitUntil(lambda: not shown.status.bar.isVisible(), timeout=PATIENCE)


def test_closing_does_not_ask_about_an_export_that_was_stopped(
    window, qtbot, tmp_path, save_to, monkeypatch
):
    """It may be in the middle of a call of torch, and hear of it later."""
    begun, go_on = threading.Event(), threading.Event()

    def deaf(experiment, context):
        begun.set()
        go_on.wait(PATIENCE / 1000)
        context.check()

    monkeypatch.setattr(export, "weights", deaf)
    shown = window(small())
    save_to(tmp_path / "w.safetensors")
    shown.actions_["export.weights"].trigger()
    assert begun.wait(PATIENCE / 1000)
    shown.progress.cancel()
    monkeypatch.setattr("gui.files.exporting.ask", lambda *_: pytest.fail("asked"))
    assert shown.close()
    go_on.set()


def test_an_export_that_failed_is_no_longer_said_to_be_written(window, qtbot, tmp_path, save_to):
    shown = window(small())
    save_to(tmp_path / "no such folder" / "w.safetensors")
    shown.actions_["export.weights"].trigger()
    qtbot.waitUntil(shown.message.isVisible, timeout=PATIENCE)
    assert shown.status.text.text() == "w.safetensors is not written."


def test_a_name_that_looks_like_markup_is_said_as_it_is(window, tmp_path, save_to):
    shown = window(small())
    save_to(tmp_path / "a<b>big.png")
    shown.actions_["export.picture"].trigger()
    assert shown.status.text.text() == "a<b>big.png is written."
    assert shown.status.text.textFormat() == Qt.TextFormat.PlainText


def test_the_progress_of_an_export_is_that_of_its_draws(window, qtbot, tmp_path, save_to):
    side = {"in_features": 3000, "out_features": 3000}
    shown = window(small(layer=side, weight_init={"method": "normal"}))
    save_to(tmp_path / "w.safetensors")
    told: list[float] = []
    shown.exporter.progress.connect(told.append)
    with qtbot.waitSignal(shown.runner.background_done, timeout=PATIENCE):
        shown.actions_["export.weights"].trigger()
    assert told
    assert told == sorted(told)
    assert 0.0 < told[0] <= told[-1] <= 1.0


@pytest.mark.parametrize(
    ("what", "name"), [("export.picture", "file.png"), ("export.code", "file.py")]
)
def test_what_is_written_is_said(window, tmp_path, save_to, what, name):
    shown = window(small())
    save_to(tmp_path / name)
    shown.actions_[what].trigger()
    assert shown.status.text.text() == f"{name} is written."


def test_the_code_is_saved_as_it_is_shown(window, tmp_path, save_to):
    shown = window(small(dropout={"p": 0.5}))
    save_to(tmp_path / "code.py")
    shown.actions_["export.code"].trigger()
    text = (tmp_path / "code.py").read_text(encoding="utf-8")
    assert text == find(shown, "code").toPlainText()
    assert torch.equal(run_code(text)["linear"].weight, torch_linear(shown.experiment()).weight)


def test_the_code_can_be_copied_by_menu_and_button(window):
    shown = window(small(), size=(1600, 900))
    code = find(shown, "code").toPlainText()
    clipboard = QGuiApplication.clipboard()
    clipboard.clear()
    shown.actions_["copy_code"].trigger()
    assert clipboard.text() == code
    clipboard.clear()
    shown.page.code.copy.click()
    assert clipboard.text() == code


@pytest.mark.parametrize("what", ["export.picture", "export.code", "export.weights"])
def test_a_place_that_cannot_be_written_is_a_message(window, qtbot, tmp_path, save_to, what):
    shown = window(small())
    save_to(tmp_path / "no such folder" / "file")
    shown.actions_[what].trigger()
    qtbot.waitUntil(shown.message.isVisible, timeout=PATIENCE)
    assert "no such folder" in shown.message.text.text()


def test_a_dialog_that_is_left_writes_nothing(window, tmp_path, save_to, monkeypatch):
    shown = window(small())
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    for action in entries(shown).values():
        action.trigger()
    assert sorted(tmp_path.iterdir()) == before


def test_the_menu_speaks_the_present_language(window):
    shown = window(small())
    english = list(entries(shown))
    shown.appearance.set_language("zh_CN")
    chinese = list(entries(shown))
    assert len(english) == len(chinese) == 9
    assert not set(english) & set(chinese)


def test_exported_pictures_follow_the_last_change(window, qtbot, tmp_path, save_to):
    shown = window(small(weight_init={"method": "normal"}))
    save_to(tmp_path / "a.png")
    shown.actions_["export.picture"].trigger()
    with settling(qtbot, shown):
        shown.model.edit("weight_init.method", "uniform")
    save_to(tmp_path / "b.png")
    shown.actions_["export.picture"].trigger()
    assert QImage(str(tmp_path / "a.png")) != QImage(str(tmp_path / "b.png"))
