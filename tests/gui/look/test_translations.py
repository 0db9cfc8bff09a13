"""The catalogues are whole, and a window in another language shows no English that has a word."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pyqtgraph as pg
import pytest
from PySide6.QtCore import QCoreApplication, Qt, QTranslator
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QMenu,
    QSpinBox,
    QTableWidget,
    QTabWidget,
    QWidget,
)

from core.experiment import PARAMETERS, Experiment
from core.init.methods import REGISTRY
from core.lessons.lesson import built_in
from core.messages import Message
from core.pages import PAGES
from core.preferences import LANGUAGES
from gui.files.caption import experiment_in_words
from gui.help.about import AboutDialog, ShortcutsDialog
from gui.look.i18n import plain, set_language, translated
from gui.plots.histogram import HistogramPlot

ROOT = Path(__file__).parents[3]
CATALOGUES = sorted((ROOT / "resources" / "i18n").glob("initlab_*.ts"))
CHINESE = ROOT / "resources" / "i18n" / "initlab_zh_CN.ts"

ALIKE = {
    *("NaN", "PyTorch", "{reason}", "SGD", "Adam", "AdamW", "RMSprop", "Xavier", "L1 0.001"),
    *("σ = 0.01", "α = 1", "α = 6", "L1 λ", "L2 λ", "±{size}", "…", "χ = 1", "{times} ξ"),
}
"""What reads the same in every language."""

PLACEHOLDER = re.compile(r"\{\w*(?::%)?\}")


def places(text: str) -> list[str]:
    """The names of the places, however each is written: `{drop}`, `{drop:%}`."""
    return sorted(place.replace(":%", "") for place in PLACEHOLDER.findall(text))


def tool(name: str) -> str:
    """A program of PySide6, beside the Python that runs the tests."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    found = shutil.which(name, path=path)
    assert found is not None, name
    return found


def messages(path: Path) -> Iterator[tuple[str, str, str, str]]:
    """Context, source, translation and its state, of every message."""
    for context in ET.parse(path).getroot().iter("context"):
        for entry in context.iter("message"):
            text = entry.find("translation")
            assert text is not None
            state = text.get("type", "")
            yield (
                context.findtext("name", ""),
                entry.findtext("source", ""),
                text.text or "",
                state,
            )


def core_sources() -> set[str]:
    return {source for context, source, _, _ in messages(CHINESE) if context == "core"}


# The catalogues:


def test_every_language_has_a_catalogue():
    assert [f"initlab_{name}.ts" for name in LANGUAGES if name != "en"] == [
        path.name for path in CATALOGUES
    ]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_a_catalogue_holds_exactly_the_strings_of_the_source(path, tmp_path):
    """With the flags of `make translations`, which puts it right if this fails."""
    recipe = re.search(r"pyside6-lupdate (.*?)-ts", (ROOT / "Makefile").read_text(), re.DOTALL)
    assert recipe is not None
    copy = tmp_path / path.name
    shutil.copy(path, copy)
    arguments = recipe[1].replace("\\\n", " ").split()
    command = [tool("pyside6-lupdate"), *arguments, "-ts", str(copy)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    assert copy.read_text("utf-8") == path.read_text("utf-8")


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_every_message_is_translated(path):
    empty = [source for _, source, text, state in messages(path) if state or not text.strip()]
    assert not empty
    same = {source for _, source, text, _ in messages(path) if text == source}
    assert same <= ALIKE


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_placeholders_are_the_same_in_both_languages(path):
    for _, source, text, _ in messages(path):
        assert places(text) == places(source), source


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_menus_keep_their_letters_and_dots(path):
    for context, source, text, _ in messages(path):
        if context == "actions":
            letters = [re.findall(r"&(.)", one.lower()) for one in (source, text)]
            assert letters[0] == letters[1], source
            assert source.endswith("…") == text.endswith("…"), source


def test_chinese_sentences_have_chinese_punctuation():
    for _, source, text, _ in messages(CHINESE):
        assert not re.search(r"[\u4e00-\u9fff][,.;:!?]|[,.;:!?][\u4e00-\u9fff]", text), text
        if source.endswith("."):
            assert text.endswith("。"), text


ONE_WORD = {
    "神经元": re.compile(r"单元"),
    "随机失活, and 丢弃 for what it does": re.compile(
        r"(?<!随机)失活(?!概率)|(?<![.A-Za-z_])[Dd]ropout(?![\d(])"
    ),
}
"""The word of the course for a unit and for dropout, and what must not stand in its place."""


def test_the_catalogue_and_the_lessons_have_one_chinese_word_for_each_thing():
    texts = [text for _, _, text, _ in messages(CHINESE)]
    texts += [re.sub(r"`[^`]*`", "", s.text) for one in built_in("zh_CN") for s in one.steps]
    texts += [lesson.title for lesson in built_in("zh_CN")]
    for word, others in ONE_WORD.items():
        assert not [text for text in texts if others.search(text)], f"say {word}"


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_the_compiled_catalogue_is_up_to_date(path, tmp_path):
    fresh = tmp_path / "fresh.qm"
    command = [tool("pyside6-lrelease"), str(path), "-qm", str(fresh)]
    subprocess.run(command, check=True, capture_output=True)
    assert fresh.read_bytes() == path.with_suffix(".qm").read_bytes()
    translator = QTranslator()
    assert translator.load(str(path.with_suffix(".qm")))
    for context, source, text, _ in messages(path):
        assert translator.translate(context, source) == text


# What core says:


def said_by_core() -> list[Message]:
    texts = []
    for entry in REGISTRY.values():
        texts += [entry.label, entry.purpose, *(p.help for p in entry.parameters)]
    texts += [p.help for section in PARAMETERS.values() for p in section if p.help]
    return sorted(set(texts), key=str)


@pytest.mark.parametrize("text", said_by_core(), ids=str)
def test_the_registry_and_the_schema_speak_chinese(chinese, text):
    assert text
    assert translated(text) != str(text)


def test_a_message_is_translated_with_its_arguments(chinese):
    inner = Message("keeps the signal's power")
    outer = Message("With {activation}, {method} {effect} in each layer").format(activation="relu")
    outer = outer.format(activation="relu", method=Message("Normal"), effect=inner)
    text = translated(outer)
    assert "relu" in text
    assert "正态分布" in text
    assert "Normal" not in text
    assert "power" not in text


def source_files() -> list[Path]:
    return sorted([*(ROOT / "core").rglob("*.py"), *(ROOT / "gui").rglob("*.py"), ROOT / "main.py"])


@pytest.mark.parametrize("path", source_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_lupdate_can_find_what_is_marked(path):
    """It reads neither an f-string nor what stands inside one, nor a name for a text."""
    tree = ast.parse(path.read_text("utf-8"))
    inside = {
        id(node)
        for string in ast.walk(tree)
        if isinstance(string, ast.JoinedStr)
        for node in ast.walk(string)
    }
    known = core_sources()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        name = node.func.id if isinstance(node.func, ast.Name) else name
        first = node.args[0]
        if name in ("tr", "QT_TRANSLATE_NOOP"):
            assert id(node) not in inside, f"line {node.lineno}: inside an f-string"
            text = node.args[-1]
            assert isinstance(text, ast.Constant), f"line {node.lineno}: no plain text"
        if name == "message" and isinstance(first, ast.Constant):
            bare = not PLACEHOLDER.sub("", str(first.value)).strip()
            assert bare or first.value in known, f"line {node.lineno}: not marked"


# The window:

WHOLE = {
    "welcome": {
        "layer": {"in_features": 64, "out_features": 32, "activation": "tanh"},
        "weight_init": {"method": "xavier_normal"},
        "dropout": {"p": 0.5},
    },
    "spikes": {"layer": {"bias": False}, "weight_init": {"method": "eye"}},
    "notes": {
        "layer": {"in_features": 600, "out_features": 520, "activation": "relu"},
        "weight_init": {"method": "trunc_normal", "mean": 9.0, "std": 2.0},
        "dropout": {"p": 0.5, "training": False},
    },
    "mixture": {"weight_init": {"method": "sparse"}, "bias_init": {"method": "constant"}},
    "ignored": {
        "layer": {"activation": "relu"},
        "weight_init": {"method": "kaiming_uniform", "a": 1.0, "nonlinearity": "relu"},
        "run": {"dtype": "float16"},
    },
    "sphere": {
        "weight_init": {"method": "orthogonal"},
        "bias_init": {"method": "normal"},
        "dropout": {"p": 1.0},
    },
    "refused": {"weight_init": {"method": "orthogonal"}, "run": {"dtype": "bfloat16"}},
    "memory": {"layer": {"in_features": 1048576, "out_features": 1048576}},
    "undefined": {"weight_init": {"method": "normal", "std": 1e6}, "run": {"dtype": "float16"}},
    "overflow": {"weight_init": {"method": "constant", "val": 1e300}, "run": {"dtype": "float64"}},
}


@pytest.fixture
def chinese(qapp):
    set_language("zh_CN")


def described(name: str) -> Experiment:
    return Experiment.from_dict({"initlab": 1, **WHOLE[name]})


CHANGING = re.compile(r"[\d.,e+-]+ (ms|[KMGT]iB)")
"""Times and free memory, which differ from run to run."""


def speak(window, name: str) -> None:
    window.appearance.set_language(name)
    QApplication.processEvents()


def is_identifier(widget: QWidget, text: str) -> bool:
    """A label such as `mean` that names a key of the experiment, which has one name only."""
    buddy = widget.buddy() if isinstance(widget, QLabel) else None
    return buddy is not None and buddy.objectName().rpartition(".")[2] == text


def texts_of(widget: QWidget) -> Iterator[str]:
    yield from (widget.toolTip(), widget.statusTip(), widget.whatsThis(), widget.windowTitle())
    yield from (widget.accessibleName(), widget.accessibleDescription())
    if isinstance(widget, QLabel | QAbstractButton) and not is_identifier(widget, widget.text()):
        yield widget.text()
    if isinstance(widget, QComboBox):
        for index in range(widget.count()):
            yield widget.itemText(index)
            yield widget.itemData(index, Qt.ItemDataRole.ToolTipRole) or ""
    if isinstance(widget, QSpinBox):
        yield widget.specialValueText()
    if isinstance(widget, QTabWidget):
        yield from (widget.tabText(index) for index in range(widget.count()))
    if isinstance(widget, QMenu):
        yield widget.title()
    if isinstance(widget, QTableWidget):
        yield from table_texts(widget)
    if isinstance(widget, HistogramPlot):
        yield from (label.text for label in widget.labels)
    if isinstance(widget, pg.GraphicsView):
        for item in widget.scene().items():
            if isinstance(item, pg.AxisItem):
                yield item.labelText


def table_texts(table: QTableWidget) -> Iterator[str]:
    columns, rows = range(table.columnCount()), range(table.rowCount())
    items = [table.horizontalHeaderItem(column) for column in columns]
    items += [table.verticalHeaderItem(row) for row in rows]
    items += [table.item(row, column) for row in rows for column in columns]
    yield from (item.text() for item in items if item is not None)


def shown(window: QWidget) -> list[str]:
    """Every text of the window, one entry a line, without times and free memory."""
    texts = [
        text for widget in (window, *window.findChildren(QWidget)) for text in texts_of(widget)
    ]
    for action in window.findChildren(QAction):
        if isinstance(action.parent(), pg.GraphicsScene):
            continue  # of a menu that pyqtgraph never opens here
        texts += [action.text(), action.iconText(), action.toolTip(), action.statusTip()]
    lines = [line.strip() for text in texts for line in text.split("\n")]
    return [CHANGING.sub("…", line) for line in lines if line]


def english() -> tuple[set[str], list[re.Pattern[str]]]:
    """What must not be shown: whole texts, and sentences with places."""
    whole, patterns = set(), []
    for _, source, text, _ in messages(CHINESE):
        if source == text:
            continue
        if not PLACEHOLDER.search(source):
            whole |= {source, plain(source)}
        elif re.search(r"[A-Za-z]{3}", PLACEHOLDER.sub("", source)):
            parts = [re.escape(part) for part in PLACEHOLDER.split(source)]
            patterns.append(re.compile(".+".join(parts)))
    return whole, patterns


def left_in_english(window: QWidget) -> set[str]:
    whole, patterns = english()
    return {
        text
        for text in shown(window)
        if text not in REGISTRY  # torch's names of its methods are those of every language
        if text in whole or any(pattern.fullmatch(text) for pattern in patterns)
    }


HALF_COLON = re.compile(r"[\u4e00-\u9fff）”]\s?:|:\s?[\u4e00-\u9fff（“]")
"""A colon of half a width beside a Chinese word."""
HALF_BRACKET = re.compile(r"[\u4e00-\u9fff”] ?\((?!&?[A-Z]\))|\((?:19|20)\d\d\)")
"""A bracket of half a width after one, or around a year; a menu's letter has them by custom."""


@pytest.mark.parametrize("page", PAGES)
def test_colons_and_brackets_are_as_wide_as_the_words_in_a_chinese_window(window, page):
    chinese = window(described("welcome"), language="zh_CN", page=page)
    assert not [text for text in shown(chinese) if HALF_COLON.search(text)]
    assert not [text for text in shown(chinese) if HALF_BRACKET.search(text)]
    assert not HALF_BRACKET.search(experiment_in_words(chinese.page))
    chinese.model.refuse("dropout.p", Message("{value} is not a number").format(value="半"))
    assert not [text for text in shown(chinese) if HALF_COLON.search(text)]


def test_colons_and_brackets_are_as_wide_as_the_words_in_chinese_lessons():
    for lesson in built_in("zh_CN"):
        for step in lesson.steps:
            prose = re.sub(r"`[^`]*`", "", step.text)
            assert not HALF_COLON.search(step.text), step.text
            assert not HALF_BRACKET.search(prose), step.text


def test_brackets_are_as_wide_as_the_words_in_the_chinese_catalogue():
    texts = [text for _, _, text, _ in messages(CHINESE)]
    assert len(texts) > 900
    assert not [text for text in texts if HALF_BRACKET.search(text)]


WIDE, NARROW = (1600, 900), (1024, 720)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("name", WHOLE)
def test_no_english_is_left_in_a_chinese_window(window, name, size):
    shown_one = window(described(name), size=size)
    assert left_in_english(shown_one)  # the walk sees the texts
    speak(shown_one, "zh_CN")
    assert not left_in_english(shown_one)


@pytest.mark.parametrize("name", WHOLE)
def test_the_language_can_be_switched_there_and_back(window, name):
    shown_one = window(described(name), size=WIDE)
    before = shown(shown_one)
    speak(shown_one, "zh_CN")
    assert shown(shown_one) != before
    speak(shown_one, "en")
    assert shown(shown_one) == before


@pytest.mark.parametrize("name", WHOLE)
def test_switching_shows_what_starting_in_that_language_shows(window, name):
    switched = window(described(name), size=WIDE)
    speak(switched, "zh_CN")
    texts = shown(switched)
    set_language("en")
    started = window(described(name), size=WIDE, language="zh_CN")
    assert sorted(set(shown(started))) == sorted(set(texts))


def test_a_pinned_curve_is_named_in_the_language_in_force(window):
    pinned = window(described("welcome"))
    pinned.page.tools.pin_now.trigger()
    assert "Xavier normal gain=1.0" in shown(pinned)
    speak(pinned, "zh_CN")
    assert not left_in_english(pinned)
    assert "Xavier normal gain=1.0" not in shown(pinned)


def test_a_matrix_shown_in_part_says_so_in_chinese(window):
    reduced = window(described("notes"))
    assert reduced.page.matrix.note()
    speak(reduced, "zh_CN")
    assert reduced.page.matrix_card.remark.text() == reduced.page.matrix.note()
    assert "最大者" in reduced.page.matrix.note()  # each cell the strongest of its block


def test_buttons_show_no_mnemonic_letters(window):
    buttons = window(language="zh_CN").findChildren(QAbstractButton)
    assert not [button.text() for button in buttons if re.search(r"\(&?\w\)", button.text())]
    assert plain("打开(&O)…") == "打开"
    assert plain("&Open …") == "Open"


def test_the_dialogs_speak_chinese(window):
    chinese = window(language="zh_CN")
    for dialog in (AboutDialog(chinese), ShortcutsDialog(chinese.actions_.all(), chinese)):
        assert not left_in_english(dialog)
        # Qt's own words, from its own catalogue.
        labels = {button.text() for button in dialog.findChildren(QAbstractButton)}
        assert not {"Close", "&Close"} & labels
        assert labels & {"关闭", "关闭(&C)"}


def test_what_is_said_of_a_method_has_its_condition_in_chinese_too(chinese):
    """The English sentences are run in torch: tests/core/init/test_purposes.py."""
    conditions = {
        "zeros": ("各偏置又相同", "单独一层则能学习"),
        "ones": ("偏置相同", "如果下一层也是常数"),
        "constant": ("偏置相同", "如果下一层也是常数"),
        "xavier_normal": ("方阵", "增益为 1", "没有激活函数", "sigmoid 不适合深层"),
        "kaiming_normal": ("relu 的方差是 2/fan", "linear 的两倍"),
        "trunc_normal": ("实际取值", "100 σ"),
        "orthogonal": ("增益为 1", "没有偏置", "神经元不少于输入"),
        "sparse": ("仍随宽度增大", "固定个数", "固定比例"),
        "lecun_normal": ("没有激活函数", "没有偏置的宽层"),
        "eye": ("神经元少于输入", "多于输入"),
    }
    for method, phrases in conditions.items():
        said = translated(REGISTRY[method].purpose)
        for phrase in phrases:
            assert phrase in said, said


def test_the_course_s_terms_are_used(chinese):
    terms = {
        "Identity (eye)": "秩初始化（单位矩阵）",
        "Probability that a unit is dropped, not kept.": "失活概率",
        "Xavier normal": "Xavier",
        "He (Kaiming) normal": "He（Kaiming）",
        "Truncated normal": "截断正态分布",
    }
    for source, term in terms.items():
        assert term in translated(Message(source))
    assert QCoreApplication.translate("pages", "Layer") == "单层"  # of any kind
