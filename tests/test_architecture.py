"""The walls of the house stand in pyproject.toml; every run of the tests walks along them."""

from __future__ import annotations

from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).parent.parent
SOURCES = ("core", "gui", "tests", "tools", "bundle")
LONGEST = 400
"""Lines of a file. About 120 are aimed at; what is longer than this has more than one concern, and
who looks for one of them reads past the others. Two files with names that tell are found sooner."""


def test_every_wall_stands(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)  # where the contracts and both packages are looked for
    assert lint_imports(no_cache=True) == 0, capsys.readouterr().out


@pytest.mark.parametrize("room", ["gui/pages", "gui/plots"])
def test_views_do_not_change_the_experiment_they_draw(room: str) -> None:
    """Whom they ask through signals, a contract says; that they make no other one, this."""
    files = sorted((ROOT / room).rglob("*.py"))
    assert len(files) > 5
    for path in files:
        assert "with_value" not in path.read_text("utf-8"), path


@pytest.mark.parametrize("room", SOURCES)
def test_no_file_is_so_long_that_it_is_two(room: str) -> None:
    files = [*(ROOT / room).rglob("*.py"), *ROOT.glob("*.py")]
    assert len(files) > 1, room
    lines = {str(f.relative_to(ROOT)): len(f.read_text("utf-8").splitlines()) for f in files}
    assert not {name: count for name, count in lines.items() if count > LONGEST}
