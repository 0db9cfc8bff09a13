"""Lessons as HTML: whole, escaped, linked with one another, without anything from elsewhere."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from core.lessons.lesson import built_in
from core.messages import FileError
from core.preferences import LANGUAGES
from core.site import named_pictures, plan
from core.site.html import index_page, lesson_page
from core.site.markdown import prose
from core.site.style import USED, style_sheet
from tests.core.site.support import LESSON, english, lesson_file, seen
from tests.pages_of_html import elements, tagged

LANG = tuple(LANGUAGES)


def same(name: str) -> str:
    return name


def page_of(folder: Path, language: str = "en") -> str:
    pages = plan(LANG, [lesson_file(folder)])
    page = pages.of_language(language)[0]
    contents = named_pictures(page, [seen(), seen("Depth")])
    return lesson_page(pages, page, contents, english)


def test_the_built_in_lessons_are_planned_in_each_language_in_their_order() -> None:
    pages = plan(LANG)
    for language in LANG:
        found = pages.of_language(language)
        assert [page.lesson.key for page in found] == [one.key for one in built_in(language)]
        assert [page.number for page in found] == list(range(1, len(found) + 1))
    files = [page.file for page in pages.pages]
    assert len(set(files)) == len(files) == 2 * len(built_in("en"))
    assert pages.beside(pages.pages[0]) == (None, pages.of_language("en")[1])


def test_every_built_in_lesson_says_its_goal_in_one_line() -> None:
    for language in LANG:
        for lesson in built_in(language):
            assert lesson.goal.endswith("." if language == "en" else "。"), lesson.key


def test_files_of_one_lesson_in_two_languages_are_one_lesson(tmp_path: Path) -> None:
    names = ("wide.en.md", "wide.zh_CN.md", "other.md", "WIDE.md")
    pages = plan(LANG, [lesson_file(tmp_path, name) for name in names])
    english_pages = pages.of_language("en")
    assert [Path(page.source).name for page in english_pages] == [
        "wide.en.md",
        "other.md",
        "WIDE.md",
    ]
    chinese = pages.of_language("zh_CN")
    assert [Path(page.source).name for page in chinese] == ["wide.zh_CN.md", "other.md", "WIDE.md"]
    # Where small and large letters are one, two files must not be one either.
    assert len({page.file.lower() for page in pages.pages}) == 6


def test_a_name_that_means_something_in_a_link_is_no_name_of_a_page(tmp_path: Path) -> None:
    names = ("index.md", "a b#c%20?.md", "..md", "课.md")
    pages = plan(("en",), [lesson_file(tmp_path, name) for name in names])
    assert [page.name for page in pages.pages] == ["index-2", "a-b-c-20", "lesson", "课"]


def test_a_bad_lesson_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"wide\.md:2: lesson = 2"):
        plan(LANG, [lesson_file(tmp_path, text=LESSON.replace("lesson = 1", "lesson = 2"))])


def test_what_means_something_in_html_stays_text(tmp_path: Path) -> None:
    html = page_of(tmp_path)
    found = elements(html)
    assert tagged(html, "h1")[0].text == "Wide & <narrow>"
    assert [e.text for e in found if e.attributes.get("class") == "goal"] == [
        "Say <i>what</i> is kept"
    ]
    assert [e.text.split(maxsplit=1)[1] for e in tagged(html, "h2")] == ["First of two", "Step 2"]
    image = tagged(html, "img")[0].attributes
    assert unescape(image["alt"]) == 'mean < 0; "σ"'
    assert {e.text for e in tagged(html, "figcaption")} == {"a <i> b"}
    assert tagged(html, "pre")[0].text == 'x = "<&>"'
    assert "<theory>" in [e.text for e in tagged(html, "th")]
    assert "<i>" in [e.text for e in tagged(html, "td")]
    assert not tagged(html, "b")
    assert not tagged(html, "i")


def test_a_step_leads_into_the_program_and_to_its_own_code(tmp_path: Path) -> None:
    html = page_of(tmp_path)
    opens = [e.attributes["href"] for e in tagged(html, "a") if e.attributes.get("class") == "open"]
    assert opens == ["initlab:abc"] * 2
    assert len(tagged(html, "details")) == 2
    formula = [e for e in elements(html) if e.attributes.get("role") == "img"]
    assert {e.attributes["aria-label"] for e in formula} == {"σ = 2"}


@pytest.mark.parametrize(("language", "lang"), [("en", "en"), ("zh_CN", "zh-CN")])
def test_a_page_says_its_language_and_leads_to_the_others(
    tmp_path: Path, language: str, lang: str
) -> None:
    html = page_of(tmp_path, language)
    assert tagged(html, "html")[0].attributes["lang"] == lang
    links = [e for e in tagged(html, "a") if "hreflang" in e.attributes]
    assert [link.attributes["href"] for link in links] == ["wide.en.html", "wide.zh_CN.html"]
    here = [link.attributes["lang"] for link in links if "aria-current" in link.attributes]
    assert here == [lang]


def test_the_index_lists_every_lesson_with_its_goal_and_the_other_index(tmp_path: Path) -> None:
    pages = plan(LANG)
    html = index_page(pages, "zh_CN", english)
    links = [e for e in tagged(html, "a") if "li" in e.parents and "ol" in e.parents]
    assert [link.text for link in links] == [one.title for one in built_in("zh_CN")]
    assert all(one.goal in html for one in built_in("zh_CN"))
    switch = [e.attributes["href"] for e in tagged(html, "a") if "hreflang" in e.attributes]
    assert switch == ["index.html", "index.zh_CN.html"]


def test_with_one_language_there_is_nothing_to_switch() -> None:
    html = index_page(plan(("zh_CN",)), "zh_CN", english)
    assert not [e for e in tagged(html, "a") if "hreflang" in e.attributes]


def test_lessons_lead_to_the_ones_beside_them() -> None:
    pages = plan(("en",))
    second = pages.pages[1]
    html = lesson_page(pages, second, [], english)
    beside = {
        e.attributes["rel"]: e.attributes["href"]
        for e in tagged(html, "a")
        if "rel" in e.attributes
    }
    assert beside == {"prev": pages.pages[0].file, "next": pages.pages[2].file}


def test_the_same_picture_is_one_file() -> None:
    page = plan(("en",)).pages[0]
    first, second, third = named_pictures(page, [seen(), seen(), seen(picture=b"<svg>2</svg>")])
    assert first.figures[0].file == second.figures[0].file == "pictures/01-linear-1-weights.en.svg"
    assert third.figures[0].file == "pictures/01-linear-3-weights.en.svg"


def test_a_bold_paragraph_at_the_end_is_the_question() -> None:
    assert 'class="question"' in prose("Text.\n\n**What is `a`?**", same).body
    for text in ("**Bold** and more.", "**One** and **two**", "**First**\n\nlast", "- **item**"):
        assert "question" not in prose(text, same).body, text


def test_headings_stand_below_that_of_the_step() -> None:
    made = prose("# Title\n\n## Sub\n\n#### Deep", same)
    assert made.title == "Title"
    assert made.body == "<h3>Sub</h3>\n<h5>Deep</h5>"


def test_markdown_of_the_window_s_dialect_is_shown_and_html_is_not() -> None:
    made = prose("| a |\n|---|\n| 1 |\n\n~~gone~~ <b>x</b> ![y](p.png)", lambda name: f"q/{name}")
    assert "<table>" in made.body
    assert "<s>gone</s>" in made.body
    assert "&lt;b&gt;" in made.body
    assert '<img src="q/p.png" alt="y" />' in made.body


def test_a_link_leads_out_without_telling_from_where() -> None:
    body = prose("[a](https://example.org/?a=1&b=2)", same).body
    assert 'href="https://example.org/?a=1&amp;b=2" rel="noopener noreferrer"' in body
    assert "<a" not in prose("[a](javascript:alert(1))", same).body


def test_the_style_has_dark_colours_and_paper_and_loads_nothing() -> None:
    light, dark = (dict.fromkeys(USED, colour) for colour in ("#111111", "#222222"))
    style = style_sheet(light, dark, dict.fromkeys(USED, "#333333"))
    assert style.count("{") == style.count("}")
    on_a_screen = style.index("@media screen and (prefers-color-scheme: dark)")
    assert style.index("--card: #111111") < on_a_screen < style.index("--card: #222222")
    assert "--picture-card: #333333" in style
    named = set(re.findall(r"^ *--([\w-]+):", style, re.MULTILINE))
    assert set(re.findall(r"var\(--([\w-]+)\)", style)) == named
    assert "@media print" in style
    assert "url(" not in style
    assert "@import" not in style
    assert ".code .k" in style
