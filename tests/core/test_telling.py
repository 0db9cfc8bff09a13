"""What a command tells a person in English, it tells a window so that it can be said again."""

from __future__ import annotations

from typing import Any

import pytest

from core import telling
from core.messages import Message, Refused

INNER = Message("as {name}", (("name", "β"),))
MESSAGE = Message("{count} of them,\n{how}", (("count", 3), ("how", INNER)), "Place")


def test_a_person_reads_one_line_of_english(capsys: Any) -> None:
    telling.tell(MESSAGE)
    telling.tell_error(Refused("train.lr", MESSAGE))
    assert capsys.readouterr() == (
        "",
        "initlab: 3 of them, as β\ninitlab: error: train.lr: 3 of them, as β\n",
    )


def test_a_window_gets_the_message_itself(capsys: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(telling.VARIABLE, telling.AS_JSON)
    telling.tell(MESSAGE)
    telling.tell_error(Refused("train.lr", MESSAGE))
    remark, error = capsys.readouterr().err.splitlines()
    assert remark.isascii()
    assert telling.read(remark) == telling.Told(MESSAGE)
    assert telling.read(error) == telling.Told(MESSAGE, "train.lr", True)


@pytest.mark.parametrize(
    "line",
    ["", "Traceback", "3", "[]", '{"initlab": 3}', '{"initlab": {"message": {}}}', "[" * 10_000],
)
def test_another_line_is_none_of_these(line: str) -> None:
    assert telling.read(line) is None
