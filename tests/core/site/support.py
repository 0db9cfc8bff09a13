"""A lesson of two steps, and what they show."""

from __future__ import annotations

from pathlib import Path

from core.messages import Message
from core.site import Figure, Formula, Section, Seen, Table

LESSON = """+++
lesson = 1
title = "Wide & <narrow>"
goal = "Say <i>what</i> is kept"
[[step]]
[[step]]
set = {"layer.in_features" = 7}
+++
### First of *two*

A `<b>` & more.

**What is kept?**

---

Second, without a heading.
"""


def lesson_file(folder: Path, name: str = "wide.md", text: str = LESSON) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def seen(page: str = "Layer", key: str = "weights", picture: bytes = b"<svg/>") -> Seen:
    """What a step may show, with signs that mean something in HTML."""
    formula = Formula(("<svg></svg>",), "= 2", "σ")
    return Seen(
        page=page,
        figures=(Figure(key, 'mean < 0; "σ"', "a <i> b", picture, 460, 290, False),),
        sections=(
            Section("In <i>words</i>", formula, None, ("a\n<i>b</i>",)),
            Section("Table", None, Table(("sampled", "<theory>"), (("mean", ("1", "<i>")),))),
        ),
        settings="nn.Linear(5, 2) · p < 1",
        code='x = "<&>"\n',
        link="initlab:abc",
    )


def english(message: Message) -> str:
    return str(message)
