"""An exception that nobody caught: shown with a report, from any thread, and work goes on."""

from __future__ import annotations

import gc
import json
import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialogButtonBox, QPlainTextEdit, QPushButton

from gui.faults.failure import MAX_FAILURES, FailureDialog
from gui.window import MainWindow
from tests.gui.support import PATIENCE, assert_weights_drawn, choose, find, settling, small


class Broken(QObject):
    """Fails wherever Python has no caller that could catch it."""

    @Slot()
    def in_a_slot(self) -> None:
        raise ZeroDivisionError("in a slot")

    def in_a_thread(self) -> None:
        thread = threading.Thread(target=self._fail, name="failing")
        thread.start()
        thread.join()

    def _fail(self) -> None:
        raise KeyError("in a thread")

    def in_a_destructor(self) -> None:
        class Dies:
            def __del__(self) -> None:
                raise OSError("in a destructor")

        Dies()
        gc.collect()


@pytest.fixture
def failing(window) -> Iterator[list[MainWindow]]:
    """A list for the window whose failures are to be taken, and given back afterwards."""
    shown: list[MainWindow] = []
    yield shown
    while shown:
        shown.pop().failures.release()
    for name in ("last_exc", "last_type", "last_value", "last_traceback"):
        sys.__dict__.pop(name, None)  # Python's own memory of it holds the frames, and the window


def taken(window, failing) -> MainWindow:
    shown = window(small())
    failing.append(shown)
    shown.failures.install()
    return shown


def dialog_of(shown: MainWindow) -> FailureDialog | None:
    return shown.findChild(FailureDialog)


def is_open(shown: MainWindow) -> bool:
    dialog = dialog_of(shown)
    return dialog is not None and dialog.isVisible()


def text_of(shown: MainWindow) -> str:
    return find(shown, "failure.report", QPlainTextEdit).toPlainText()


def later(call) -> None:
    """From the event loop, as Qt calls a slot: nothing of Python is around it."""
    QTimer.singleShot(0, call)


@pytest.mark.parametrize(
    ("way", "words"),
    [
        ("in_a_slot", "ZeroDivisionError: in a slot"),
        ("in_a_thread", "KeyError: 'in a thread'"),
        ("in_a_destructor", "OSError: in a destructor"),
    ],
)
def test_an_uncaught_exception_is_shown_with_a_report_and_the_program_goes_on(
    window, failing, qtbot, capfd, way, words
):
    shown, broken = taken(window, failing), Broken()
    with qtbot.captureExceptions():  # pytest-qt's own hook gives way to the window's
        shown.failures.release()
        shown.failures.install()
        later(getattr(broken, way))
        qtbot.waitUntil(lambda: is_open(shown), timeout=PATIENCE)
    assert words in text_of(shown)
    assert "Traceback (most recent call last)" in text_of(shown)
    assert f"in {'__del__' if 'destructor' in way else '_fail' if 'thread' in way else way}" in (
        text_of(shown)
    )
    assert words.partition(":")[0] in find(shown, "failure.what").text()
    assert words in capfd.readouterr().err
    with settling(qtbot, shown):
        choose(find(shown, "layer.activation"), "relu")
    assert_weights_drawn(shown)


def test_an_error_of_the_worker_is_said_in_a_sentence_and_in_the_report(
    window, qtbot, monkeypatch, capfd
):
    shown = window(small())

    def broken(*_: object, **__: object) -> None:
        raise LookupError("in torch's depths")

    monkeypatch.setattr("core.layer.run", broken)
    with settling(qtbot, shown):
        choose(find(shown, "layer.activation"), "relu")
    assert "LookupError: in torch's depths" in shown.message.text.text()
    qtbot.waitUntil(lambda: is_open(shown), timeout=PATIENCE)
    assert "in broken" in text_of(shown)
    assert "Traceback" in capfd.readouterr().err
    monkeypatch.undo()
    with settling(qtbot, shown):
        choose(find(shown, "layer.activation"), "tanh")
    assert not shown.message.isVisible()
    assert_weights_drawn(shown)


def test_what_a_page_asked_for_besides_and_did_not_get_is_reported(window, qtbot, capfd):
    shown = window(small())

    answers: list[object] = []

    class Owner:
        def on_background(self, asked: str, value: object) -> None:
            answers.append((asked, value))

    def broken() -> None:
        raise LookupError("no background work")

    with qtbot.waitSignal(shown.runner.background_done, timeout=PATIENCE):
        shown.runs.submit_background(broken, (Owner(), "x"))
    assert answers == [("x", None)]
    qtbot.waitUntil(lambda: is_open(shown), timeout=PATIENCE)
    assert "LookupError: no background work" in text_of(shown)
    assert "Traceback" in capfd.readouterr().err


def test_the_report_holds_the_experiment_the_page_and_the_versions(window, failing, qtbot):
    shown = taken(window, failing)
    shown.failures.add(ValueError("x"))
    qtbot.waitUntil(lambda: is_open(shown), timeout=PATIENCE)
    text = text_of(shown)
    begin = text.index('{"initlab"')
    assert json.JSONDecoder().raw_decode(text[begin:])[0] == shown.experiment().to_dict()
    assert "page.layer" in text
    assert f"Python {sys.version.split()[0]}" in text
    assert "torch " in text


def test_the_button_copies_the_whole_report(window, failing, qtbot):
    shown = taken(window, failing)
    shown.failures.add(ValueError("to be copied"))
    qtbot.waitUntil(lambda: is_open(shown), timeout=PATIENCE)
    QGuiApplication.clipboard().clear()
    find(shown, "failure.copy", QPushButton).click()
    assert QGuiApplication.clipboard().text() == text_of(shown)
    assert "ValueError: to be copied" in text_of(shown)


def test_the_dialog_blocks_nobody_and_is_closed_by_its_button(window, failing, qtbot):
    shown = taken(window, failing)
    shown.failures.add(ValueError("x"))
    qtbot.waitUntil(lambda: is_open(shown), timeout=PATIENCE)
    dialog = dialog_of(shown)
    assert not dialog.isModal()
    dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Close).click()
    assert not dialog.isVisible()


def test_a_failure_that_repeats_is_counted_and_does_not_come_back_once_closed(
    window, failing, qtbot
):
    shown = taken(window, failing)

    def again(number: int) -> None:
        try:
            raise RuntimeError(f"at {number}")
        except RuntimeError as error:
            shown.failures.add(error)

    for number in range(3):
        again(number)
    qtbot.waitUntil(lambda: is_open(shown) and "3 ×" in text_of(shown), timeout=PATIENCE)
    assert text_of(shown).count("Traceback") == 1
    dialog_of(shown).reject()
    again(4)
    shown.failures.add(ValueError("another"))  # comes after it
    qtbot.waitUntil(lambda: is_open(shown), timeout=PATIENCE)
    assert "4 ×" in text_of(shown)
    assert "another" in text_of(shown)
    dialog_of(shown).reject()
    again(5)
    done: list[bool] = []
    QTimer.singleShot(0, lambda: done.append(True))
    qtbot.waitUntil(lambda: bool(done), timeout=PATIENCE)
    assert not is_open(shown)


def test_the_dialog_follows_the_language_and_keeps_what_was_copied(window, failing, qtbot):
    shown = taken(window, failing)
    shown.failures.add(ValueError("x"))
    qtbot.waitUntil(lambda: is_open(shown), timeout=PATIENCE)
    dialog = dialog_of(shown)
    dialog.copy.click()

    def texts() -> list[str]:
        return [
            *(dialog.windowTitle(), dialog.what.text(), dialog.copy.text(), dialog.copy.toolTip()),
            *(dialog.copy.accessibleName(), dialog.report.toolTip()),
            dialog.report.accessibleName(),
        ]

    english, report = texts(), text_of(shown)
    shown.appearance.set_language("zh_CN")
    chinese = texts()
    shown.appearance.set_language("en")
    assert all(has_chinese(text) for text in chinese)
    assert "ValueError: x" in chinese[1]
    assert texts() == english
    assert text_of(shown) == report


def has_chinese(text: str) -> bool:
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)


def test_who_has_marked_a_part_of_the_report_keeps_it_while_the_failure_repeats(
    window, failing, qtbot
):
    shown = taken(window, failing)
    error = ValueError("x")
    shown.failures.add(error)
    qtbot.waitUntil(lambda: is_open(shown), timeout=PATIENCE)
    report = find(shown, "failure.report", QPlainTextEdit)
    report.selectAll()
    marked = report.textCursor().selectedText()
    shown.failures.add(error)
    qtbot.waitUntil(lambda: "2 ×" in shown.failures.report(), timeout=PATIENCE)
    assert report.textCursor().selectedText() == marked


def test_the_report_of_endless_failures_ends(window, failing, qtbot):
    shown = taken(window, failing)
    for number in range(3 * MAX_FAILURES):
        shown.failures.add(type(f"Error{number}", (Exception,), {})("x" * 100_000))
    qtbot.waitUntil(lambda: is_open(shown), timeout=PATIENCE)
    qtbot.waitUntil(
        lambda: f"Error{MAX_FAILURES - 1}:" in shown.failures.report(), timeout=PATIENCE
    )
    assert f"Error{MAX_FAILURES}:" not in shown.failures.report()
    assert len(shown.failures.report()) < 1_000_000


def test_a_report_that_cannot_be_shown_is_printed_and_does_not_call_itself(
    window, failing, qtbot, capfd, monkeypatch
):
    shown = taken(window, failing)

    def refuse(*_: object, **__: object) -> None:
        raise MemoryError("no room for a dialog")

    monkeypatch.setattr(FailureDialog, "show_report", refuse)
    shown.failures.add(ValueError("x"))
    said: list[str] = []

    def heard() -> bool:
        said.append(capfd.readouterr().err)
        return "no room for a dialog" in "".join(said)

    qtbot.waitUntil(heard, timeout=PATIENCE)
    assert "".join(said).count("MemoryError: no room") == 1


def test_hooks_are_given_back(window, failing):
    before = sys.excepthook, threading.excepthook, sys.unraisablehook
    shown = taken(window, failing)
    assert sys.excepthook != before[0]
    shown.failures.release()
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == before


def test_an_interrupt_from_the_keyboard_is_no_failure(window, failing, qtbot, capfd):
    shown = taken(window, failing)
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    done: list[bool] = []
    QTimer.singleShot(0, lambda: done.append(True))
    qtbot.waitUntil(lambda: bool(done), timeout=PATIENCE)
    assert dialog_of(shown) is None
