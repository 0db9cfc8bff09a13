"""A link is read as chats, mails and people leave it: what is around it, and what is done to it."""

from __future__ import annotations

import time

import pytest

from core.experiment import WELCOME, Experiment, share
from tests.core.experiment.test_share import packed, refused
from tests.core.support import experiment

LINK = share.link(WELCOME)
UNDERSCORED = next(
    link
    for seed in range(1000)
    if "_" in (link := share.link(experiment("normal", run={"seed": seed})))
)
AROUND = [
    "<{}>", "({})", "“{}”", "「{}」", "'{}'", '"{}"', "`{}`", "*{}*", "_{}_", "**{}**", "[{}](x)",
    "look: {}.", "看看这个：{}。", "打开{}，然后按下按钮", "see {}, and then press the button",
    "{} have fun with it", "{}\nhave fun with it_-_", "Re: {}!", "{}…", "> {}\n> thanks", "{}=",
    "{}==", "{}\x00", "{}\ud800", "{}-", "{}--- \n", "initlab:{}", "initlab: is how {} begins",
    "<{}> <mailto:x@example.org>", "a broken one, initlab:eJwzzz, and {}", "\ufeff{}",
    f"{{}}, or perhaps {UNDERSCORED}", " " * 9000 + "{}" + " more" * 9000,
]  # fmt: skip


@pytest.mark.parametrize("around", AROUND)
def test_what_stands_around_a_link_does_no_harm(around: str) -> None:
    text = around.replace("{}", LINK)
    assert share.holds_link(text)
    assert share.experiment(text) == WELCOME


def lines(link: str, between: str, width: int = 20) -> str:
    return between.join(link[at : at + width] for at in range(0, len(link), width))


INSIDE = {
    "percent": lambda link: link.replace("_", "%5F").replace("-", "%2d"),
    "twice": lambda link: link.replace("_", "%255F"),
    "the colon too": lambda link: link.replace(":", "%3A"),
    "a Chinese colon": lambda link: link.replace(":", "："),
    "a space": lambda link: link.replace(":", ": "),
    "Markdown": lambda link: link.replace("_", "\\_"),
    "zero width": lambda link: "\u200b".join(link),
    "joiners": lambda link: lines(link, "\u2060", 3),
    "soft hyphens": lambda link: lines(link, "\u00ad", 7),
    "directions": lambda link: f"\u2066{link}\u2069\u200f",
    "quoted lines": lambda link: "> " + lines(link, "\n> ", 30),
    "quoted twice": lambda link: ">> " + lines(link, "\r\n>> ", 30),
    "soft breaks": lambda link: lines(link, "=\n", 30),
    "padding": lambda link: link + "=" * (-len(link[8:]) % 4),
    "ideographic spaces": lambda link: lines(link, "\u3000", 9),
}


@pytest.mark.parametrize("way", INSIDE)
@pytest.mark.parametrize("after", ["", ".", "。", " and more", "\nand more"])
def test_what_is_done_to_the_letters_of_a_link_is_undone(way: str, after: str) -> None:
    changed = INSIDE[way](UNDERSCORED)
    assert changed != UNDERSCORED or way == "padding"
    assert share.experiment(changed + after) == share.experiment(UNDERSCORED)
    assert share.experiment(f"Here: {changed}{after}") == share.experiment(UNDERSCORED)


def test_of_several_links_the_first_that_can_be_read_is_taken() -> None:
    first, second = share.link(WELCOME), share.link(Experiment())
    assert share.experiment(f"{first} {second}") == WELCOME
    assert share.experiment(f"{first[:-4]}, {second}") == Experiment()
    error = refused(f"{packed({'run': {'seed': -1}})} {first[:-4]}")
    assert error.key == "run.seed"


def test_a_text_full_of_links_is_looked_through_in_no_time() -> None:
    for text in ("initlab:" * 20_000, "initlab:eJw " * 20_000, "initlab:%3A" * 20_000):
        began = time.perf_counter()
        refused(text)
        assert time.perf_counter() - began < 0.5
