"""The Exec line, as GLib's own launcher understands it, and by the letters of the specification."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from core.desktop.exec_line import exec_line
from core.messages import FileError

ENTRY = "[Desktop Entry]\nType=Application\nName=x\nTerminal=false\nExec={}\n"

SAY = "import json, sys\nwith open(sys.argv[1], 'w') as file: json.dump(sys.argv, file)\n"


@pytest.mark.skipif(shutil.which("gio") is None, reason="gio is not installed (libglib2.0-bin)")
@pytest.mark.parametrize(
    "folder",
    [
        "plain",
        "with spaces",
        "double \" and single ' quotes",
        "100% of %f and %u",
        "dots.in.it",
        "back\\slash",
        "a$HOME `id` & ; | * ? # ~",
        "key=value",
        "实验 σ",
    ],
)
def test_a_launcher_starts_the_program_wherever_it_is(folder: str, tmp_path: Path) -> None:
    place = tmp_path / folder
    place.mkdir()
    program, heard = place / "python", tmp_path / "heard"
    program.symlink_to(sys.executable)
    script = place / "say.py"
    script.write_text(SAY)
    os.mkfifo(heard)
    entry = tmp_path / "x.desktop"
    line = exec_line((str(program), str(script), str(heard), "--from-desktop"))
    entry.write_text(ENTRY.format(line), encoding="utf-8")
    given = "initlab:abc%20d"
    # Without pipes, whose end would come with that of the program.
    subprocess.run(["gio", "launch", str(entry), given], check=True, stderr=subprocess.DEVNULL)
    # Opening waits for who writes; the test's own timeout ends it where nobody does.
    assert json.loads(heard.read_text()) == [str(script), str(heard), "--from-desktop", given]


@pytest.mark.parametrize(
    ("argument", "written"),
    [
        ("/usr/bin/python3.11", "/usr/bin/python3.11"),
        ("a b", '"a b"'),
        ('a"b', r'"a\\"b"'),
        ("a\\b", r'"a\\\\b"'),
        ("a$b`c", r'"a\\$b\\`c"'),
        ("50%", '"50%%"'),
    ],
)
def test_quoting_is_that_of_the_specification(argument: str, written: str) -> None:
    assert exec_line(("/bin/x", argument)) == f"/bin/x {written} %u"


def test_a_line_break_in_a_path_is_refused_in_words() -> None:
    with pytest.raises(FileError, match="such a name"):
        exec_line(("/a\nb/python",))
