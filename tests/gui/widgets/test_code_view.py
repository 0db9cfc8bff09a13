"""Code that is read and copied: coloured after the first picture, calm while it changes."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QFontInfo, QGuiApplication
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from gui.look.theme import theme
from gui.widgets.code_view import CodeView, CopyButton

CODE = "import torch\n\nx = torch.randn(3)\n" + "".join(f"y{i} = {i}\n" for i in range(60))


@pytest.fixture(autouse=True)
def _light():
    before = theme.choice, theme.projector
    theme.set("light", False)
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    theme.set(*before)


@pytest.fixture
def view(qtbot):
    view = CodeView()
    qtbot.addWidget(view)
    view.resize(300, 150)
    return view


def colours(view, line: int) -> set[str]:
    layout = view.document().findBlockByNumber(line).layout()
    return {run.format.foreground().color().name() for run in layout.formats()}


@pytest.mark.parametrize(
    "after",
    [
        "a\nb\nc",
        "",
        "a",
        "a\nb\nc\nd",
        "x\na\nb\nc",
        "a\nx\nc",
        "a\nc",
        "a\nb\nb\nc",
        "a\nb\nc\n",
        "\n\n",
        "c\nb\na",
    ],
)
@pytest.mark.parametrize("before", ["", "a\nb\nc", "a\nb\nc\n", "a\nb\nb\nc", "\n"])
def test_what_was_set_is_what_stands_there(view, before, after):
    view.set_code(before)
    view.set_code(after)
    assert view.toPlainText() == after


def test_the_same_text_again_changes_nothing(view):
    view.set_code(CODE)
    changes = QSignalSpy(view.document().contentsChange)
    view.set_code(CODE)
    assert changes.count() == 0


def test_another_line_above_does_not_scroll_the_reader_away(view, qtbot):
    view.show()
    view.set_code(CODE)
    bar = view.verticalScrollBar()
    bar.setValue(20)
    view.set_code(CODE.replace("randn(3)", "randn(4)").replace("y59 = 59", "y59 = 60"))
    assert bar.value() == 20


def test_a_person_can_select_but_not_write(view, qtbot):
    view.set_code("x = 1")
    view.show()
    qtbot.keyClick(view, Qt.Key.Key_A)
    assert view.toPlainText() == "x = 1"
    qtbot.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert view.textCursor().selectedText() == "x = 1"


def test_tab_moves_the_focus_on(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    view, after = CodeView(), QLineEdit()
    layout = QVBoxLayout(window)
    layout.addWidget(view)
    layout.addWidget(after)
    window.show()
    window.activateWindow()
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    assert after.hasFocus()


def test_the_font_has_one_width(view):
    assert QFontInfo(view.font()).fixedPitch()


def test_code_is_coloured_soon_after_it_is_first_seen(view, qtbot):
    view.set_code(CODE)
    assert not colours(view, 0)
    view.show()
    qtbot.waitUntil(lambda: bool(colours(view, 0)))


def test_a_view_that_goes_at_once_is_not_coloured_afterwards(qapp):
    view = CodeView()
    view.show()
    view.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.processEvents()  # would raise on the deleted widget


def test_a_changed_line_is_coloured_too(view):
    view.highlight()
    view.set_code("x\ny")
    view.set_code("x\nimport y")
    assert colours(view, 1)


def test_the_colours_of_code_follow_the_theme(view):
    view.set_code(CODE)
    view.highlight()
    light = colours(view, 0)
    theme.set("dark")
    assert colours(view, 0) != light


def test_a_printed_tensor_is_not_coloured(qtbot):
    view = CodeView(highlighted=False)
    qtbot.addWidget(view)
    view.set_code("import torch")
    view.highlight()
    assert not colours(view, 0)


def test_the_button_copies_all_and_says_so_for_a_while(view, qtbot):
    view.set_code(CODE)
    button = CopyButton(view)
    qtbot.addWidget(button)
    at_rest = button.text()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == CODE
    assert button.text() != at_rest
    qtbot.waitUntil(lambda: button.text() == at_rest, timeout=3000)


def test_the_button_does_not_change_its_width_when_it_answers(view, qtbot):
    button = CopyButton(view)
    qtbot.addWidget(button)
    before = button.minimumSizeHint().width(), button.minimumWidth()
    button.click()
    assert button.minimumWidth() == before[1]
    assert button.sizeHint().width() <= max(before)


def test_the_button_has_a_name_and_a_tooltip(view, qtbot):
    button = CopyButton(view)
    qtbot.addWidget(button)
    assert button.accessibleName()
    assert button.toolTip()
