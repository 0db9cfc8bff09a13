"""The catalogues are whole, and a window in another language shows no English that has a word."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QAbstractButton

from core.experiment import PARAMETERS
from core.init.methods import REGISTRY
from core.messages import Message
from core.preferences import LANGUAGES
from gui.help.about import AboutDialog, ShortcutsDialog
from gui.look.i18n import set_language, translated
from tests.gui.look.support import (
    CHINESE,
    PLACEHOLDER,
    ROOT,
    WHOLE,
    described,
    left_in_english,
    messages,
    shown,
    speak,
)

CATALOGUES = sorted((ROOT / "resources" / "i18n").glob("initlab_*.ts"))

ALIKE = {
    *("NaN", "PyTorch", "{reason}", "SGD", "Adam", "AdamW", "RMSprop", "Xavier", "L1 0.001"),
    *("σ = 0.01", "α = 1", "α = 6", "L1 λ", "L2 λ", "±{size}", "…", "χ = 1", "{times} ξ"),
}
"""What reads the same in every language."""


def places(text: str) -> list[str]:
    """The names of the places, however each is written: `{drop}`, `{drop:%}`."""
    return sorted(place.replace(":%", "") for place in PLACEHOLDER.findall(text))


def tool(name: str) -> str:
    """A program of PySide6, beside the Python that runs the tests."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    found = shutil.which(name, path=path)
    assert found is not None, name
    return found


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


def test_the_dialogs_speak_chinese(window):
    chinese = window(language="zh_CN")
    for dialog in (AboutDialog(chinese), ShortcutsDialog(chinese.actions_.all(), chinese)):
        assert not left_in_english(dialog)
        # Qt's own words, from its own catalogue.
        labels = {button.text() for button in dialog.findChildren(QAbstractButton)}
        assert not {"Close", "&Close"} & labels
        assert labels & {"关闭", "关闭(&C)"}
