"""Chinese as the course and its readers write it: terms, conditions, punctuation."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QAbstractButton

from core.init.methods import REGISTRY
from core.lessons.lesson import built_in
from core.messages import Message
from core.pages import PAGES
from gui.files.caption import experiment_in_words
from gui.look.i18n import plain, translated
from tests.gui.look.support import CHINESE, described, messages, shown

# Punctuation:


def test_chinese_sentences_have_chinese_punctuation():
    for _, source, text, _ in messages(CHINESE):
        assert not re.search(r"[\u4e00-\u9fff][,.;:!?]|[,.;:!?][\u4e00-\u9fff]", text), text
        if source.endswith("."):
            assert text.endswith("。"), text


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


# Words:

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


def test_buttons_show_no_mnemonic_letters(window):
    buttons = window(language="zh_CN").findChildren(QAbstractButton)
    assert not [button.text() for button in buttons if re.search(r"\(&?\w\)", button.text())]
    assert plain("打开(&O)…") == "打开"
    assert plain("&Open …") == "Open"


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
