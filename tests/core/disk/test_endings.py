"""Names of files: an ending says what the file holds, and anything else is a part of the name."""

from __future__ import annotations

import pytest

from core.disk.endings import CSV, KNOWN, PNG, SVG, Format, complete, format_of
from core.messages import FileError

INITLAB = Format("InitLab", (".initlab.json",))
JSON = Format("JSON", (".json",))


@pytest.mark.parametrize(
    ("typed", "chosen", "written", "kind"),
    [
        ("fig v1.2", SVG, "fig v1.2.svg", SVG),
        ("fig v1.2", PNG, "fig v1.2.png", PNG),
        ("fig", SVG, "fig.svg", SVG),
        ("fig.", SVG, "fig.svg", SVG),
        ("fig.svg", PNG, "fig.svg", SVG),  # what was typed is what was meant
        ("FIG.PNG", SVG, "FIG.PNG", PNG),
        ("fig.png ", SVG, "fig.png", PNG),
        ("fig.std", PNG, "fig.std.png", PNG),
        ("/a.jpg/fig", PNG, "/a.jpg/fig.png", PNG),
        (".png", PNG, ".png.png", PNG),
        ("图 1.5", SVG, "图 1.5.svg", SVG),
    ],
)
def test_a_name_gets_the_ending_of_the_chosen_kind_unless_it_has_one(
    typed: str, chosen: Format, written: str, kind: Format
) -> None:
    assert complete(typed, [PNG, SVG], chosen) == (written, kind)


@pytest.mark.parametrize("name", ["plot.pdf", "plot.JPG", "a.b.jpeg", "plot.csv", "plot.pdf "])
@pytest.mark.parametrize("chosen", [PNG, SVG])
def test_the_ending_of_another_kind_of_file_is_refused(name: str, chosen: Format) -> None:
    with pytest.raises(FileError) as refused:
        complete(name, [PNG, SVG], chosen)
    assert refused.value.key == name
    assert ".png / .svg" in str(refused.value.text)


@pytest.mark.parametrize(
    ("typed", "chosen", "written"),
    [
        ("mine", INITLAB, "mine.initlab.json"),
        ("mine", JSON, "mine.json"),
        ("mine.json", INITLAB, "mine.json"),
        ("mine.initlab", INITLAB, "mine.initlab.json"),
        ("mine.initlab.json", JSON, "mine.initlab.json"),
        ("p = 0.5", INITLAB, "p = 0.5.initlab.json"),
    ],
)
def test_an_ending_of_two_parts(typed: str, chosen: Format, written: str) -> None:
    assert complete(typed, [INITLAB, JSON], chosen)[0] == written


def test_a_text_may_be_called_one() -> None:
    assert complete("t.txt", [CSV], CSV) == ("t.txt", CSV)


def test_an_ending_stands_in_the_table_without_its_dot_and_in_small_letters() -> None:
    assert all(ending == ending.strip(". ").lower() for ending in KNOWN)


def test_a_name_without_an_ending_means_nothing() -> None:
    assert format_of("/dev/stdout", [PNG]) is None
    assert format_of("fig v1.2", [PNG]) is None
