"""The Markdown of a step as HTML.

The text has been read and checked by `core.lessons`: here it is only written in another form, of
the dialect in which the window shows it. HTML in it stays text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

HEADINGS = 6


@dataclass(frozen=True, slots=True)
class Prose:
    """A step's text; `title` is its first heading and `body` the rest, both as HTML."""

    title: str
    body: str


def prose(text: str, image: Callable[[str], str]) -> Prose:
    """The text as HTML; `image` says where a picture that it names lies.

    Headings begin at level 3. A last paragraph that is bold, the question, has the class
    `question`.
    """
    markdown = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    tokens = markdown.parse(text)
    _place_images(tokens, image)
    title = ""
    if tokens and tokens[0].type == "heading_open":
        title = markdown.renderer.render(tokens[1].children or [], markdown.options, {})
        tokens = tokens[3:]
    _lower_headings(tokens)
    _mark_question(tokens)
    _mark_links(tokens)
    return Prose(title, markdown.renderer.render(tokens, markdown.options, {}).strip())


def _place_images(tokens: Sequence[Token], image: Callable[[str], str]) -> None:
    for token in _inline(tokens):
        if token.type == "image":
            token.attrSet("src", image(str(token.attrGet("src"))))


def _inline(tokens: Sequence[Token]) -> list[Token]:
    return [child for token in tokens for child in token.children or ()]


def _lower_headings(tokens: Sequence[Token]) -> None:
    headings = [token for token in tokens if token.type in ("heading_open", "heading_close")]
    least = min((int(token.tag[1]) for token in headings), default=0)
    for token in headings:
        token.tag = f"h{min(HEADINGS, int(token.tag[1]) - least + 3)}"


def _mark_question(tokens: Sequence[Token]) -> None:
    """A bold paragraph at the end: it has strong text and nothing beside it."""
    if len(tokens) < 3 or tokens[-1].type != "paragraph_close":
        return
    opened, inline = tokens[-3:-1]
    children = [child for child in inline.children or () if child.type != "text" or child.content]
    if opened.type != "paragraph_open" or not children:
        return
    ends = children[0].type == "strong_open" and children[-1].type == "strong_close"
    if ends and sum(child.type == "strong_open" for child in children) == 1:
        opened.attrSet("class", "question")


def _mark_links(tokens: Sequence[Token]) -> None:
    """A link out of the pages tells the other side nothing."""
    for token in _inline(tokens):
        if token.type == "link_open":
            token.attrSet("rel", "noopener noreferrer")
