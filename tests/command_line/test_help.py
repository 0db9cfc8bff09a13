"""What `initlab --help` says."""

from __future__ import annotations

import pytest

import main


def test_every_command_is_named_and_every_kind_of_file(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "400")  # a line may break at a hyphen
    with pytest.raises(SystemExit) as ended:
        main._parser().parse_args(["--help"])
    assert ended.value.code == 0
    told = capsys.readouterr().out
    *_, commands = told.rpartition("--help: ")
    assert {name.strip(" .\n") for name in commands.split(",")} == set(main.COMMANDS)
    assert "SWEEP" in told
