"""Reads exported pages as a browser would, strictly: what is not closed, or said twice, fails."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

VOID = {"meta", "link", "img", "br", "hr"}
OUTSIDE = ("https://", "http://", "initlab:")


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    text: str = ""
    parents: tuple[str, ...] = ()


@dataclass
class Reader(HTMLParser):
    """The elements of a page, in order."""

    found: list[Element] = field(default_factory=list)
    opened: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"{tag} has an attribute twice"
        parents = tuple(element.tag for element in self.opened)
        element = Element(tag, {name: value or "" for name, value in attrs}, parents=parents)
        self.found.append(element)
        if tag not in VOID:
            self.opened.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.opened, f"</{tag}> closes nothing"
        assert self.opened[-1].tag == tag, f"</{tag}> closes {self.opened[-1].tag}"
        self.opened.pop()

    def handle_data(self, data: str) -> None:
        for element in self.opened:
            element.text += data


def elements(html: str) -> list[Element]:
    """All of a page; fails where something is left open or closed in a wrong order."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert not reader.opened, f"{reader.opened[-1].tag} is never closed"
    return reader.found


def tagged(html: str, tag: str) -> list[Element]:
    """All elements of one kind."""
    return [element for element in elements(html) if element.tag == tag]


def check_folder(folder: Path) -> None:
    """Hold every page of a folder to what was promised of them."""
    pages = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.html")}
    names = {
        page: {element.attributes.get("id", "") for element in elements(html)}
        for page, html in pages.items()
    }
    assert "index.html" in pages
    used = {"style.css"}
    for page, html in pages.items():
        assert html.startswith("<!DOCTYPE html>\n<html lang=")
        ids = [e.attributes["id"] for e in elements(html) if "id" in e.attributes]
        assert len(ids) == len(set(ids)), f"{page}: an id twice"
        for element in elements(html):
            assert element.tag not in ("script", "iframe", "object", "embed", "base", "style"), page
            assert not any(name.startswith("on") for name in element.attributes), page
            assert "style" not in element.attributes, page
            for name in ("aria-labelledby", "aria-describedby"):
                if name in element.attributes:
                    assert element.attributes[name] in ids
            for name in ("href", "src"):
                if name in element.attributes and not element.attributes[name].startswith(OUTSIDE):
                    file, _, place = unquote(element.attributes[name]).partition("#")
                    assert not file.startswith("/"), (page, file)
                    assert (folder / file).is_file(), (page, file)
                    assert not place or place in names[file or page], (page, file, place)
                    used.add(file)
            if element.tag in ("img", "link"):  # these are fetched, not followed
                source = element.attributes.get("src", element.attributes.get("href", ""))
                assert not source.startswith(OUTSIDE), (page, source)
            if element.tag == "img":
                assert "alt" in element.attributes, page
        assert len(tagged(html, "h1")) == len(tagged(html, "main")) == 1, page
        assert tagged(html, "title")[0].text.strip(), page
        levels = [int(e.tag[1]) for e in elements(html) if e.tag in ("h1", "h2", "h3", "h4")]
        assert all(b - a <= 1 for a, b in pairwise(levels)), page
    pictures = {p.relative_to(folder).as_posix() for p in folder.rglob("*.svg")}
    assert pictures <= used, pictures - used
    style = (folder / "style.css").read_text(encoding="utf-8")
    assert "@import" not in style
    assert "url(" not in style
