"""A file and a link are clicked on a desktop that InitLab was installed on, and removed from."""

from __future__ import annotations

import base64
import contextlib
import json
import shutil
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.application import ID
from tests.core.desktop.support import tree
from tests.e2e.windows import shown_window

ROOT = Path(__file__).parents[2]
PATIENCE = 100
AGAIN = 5
"""Seconds after which keys are pressed again."""
QUIET: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
TOOLS = {
    "xdotool": "xdotool",
    "xprop": "x11-utils",
    "gio": "libglib2.0-bin",
    "xdg-open": "xdg-utils",
    "dbus-run-session": "dbus",
    "update-desktop-database": "desktop-file-utils",
    "update-mime-database": "shared-mime-info",
}
MISSING = [package for tool, package in TOOLS.items() if shutil.which(tool) is None]
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"needs {' '.join(MISSING)}")

SEEDED = {"initlab": 1, "run": {"seed": 41}}


class Desktop:
    """Clicks, and finds windows by their titles."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment

    def told(self, *command: str) -> str:
        return subprocess.run(
            command,
            env=self.environment,
            check=False,
            timeout=PATIENCE,
            capture_output=True,
            text=True,
        ).stdout

    def click(self, *command: str) -> subprocess.Popen[bytes]:
        """Open something as a file manager or a chat does; does not wait."""
        return subprocess.Popen(
            ["dbus-run-session", "--", *command],
            env=self.environment,
            **QUIET,
        )

    def window(self, title: str) -> str:
        """Its number, as soon as it is there."""
        return shown_window(title, self.environment)

    def press_until_gone(self, window: str, keys: str) -> None:
        """Keys that end a window; once more where the focus was elsewhere at that moment."""
        command = ["xprop", "-spy", "-id", window, "_NET_WM_NAME"]  # ends with the window
        with subprocess.Popen(command, env=self.environment, **QUIET) as living:
            while living.poll() is None:
                self.told("xdotool", "windowfocus", window, "key", keys)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    living.wait(AGAIN)


@pytest.fixture
def place(
    screen: Callable[[str], str],
    desktop: Callable[[dict[str, str]], None],
    environment: Callable[..., dict[str, str]],
    tmp_path: Path,
) -> Desktop:
    """A desktop with a window manager and an empty home."""
    home = tmp_path / "home"
    home.mkdir()
    around = environment(screen("1366x768")) | {"HOME": str(home)}
    for name in ("XDG_DATA_HOME", "XDG_CURRENT_DESKTOP", "DBUS_SESSION_BUS_ADDRESS"):
        around.pop(name, None)
    desktop(around)
    return Desktop(around)


def command(place: Desktop, action: str) -> None:
    program = [sys.executable, str(ROOT / "main.py"), "desktop", action]
    subprocess.run(program, env=place.environment, check=True, stdout=subprocess.DEVNULL)


def made(home: Path) -> set[str]:
    """Under the folders of data; caches of drawing are not the installation's."""
    return set(tree(home / ".local/share"))


@pytest.mark.timeout(300)
def test_a_file_and_a_link_open_where_they_are_clicked(place: Desktop, tmp_path: Path) -> None:
    home = Path(place.environment["HOME"])
    before = made(home)
    command(place, "install")
    file = tmp_path / "a class's 50% of experiments.initlab.json"
    file.write_text(json.dumps(SEEDED), encoding="utf-8")

    opening = place.click("gio", "open", str(file))
    window = place.window("experiments.initlab.json")
    opening.wait(PATIENCE)
    assert '"initlab", "InitLab"' in place.told("xprop", "-id", window, "WM_CLASS")
    assert "Icon (16 x 16)" in place.told("xprop", "-id", window, "_NET_WM_ICON")
    assert ID in place.told("xprop", "-id", window, "_KDE_NET_WM_DESKTOP_FILE")
    place.press_until_gone(window, "ctrl+q")

    # The link's seed is another one than that of the settings, which are the file's by now.
    packed = zlib.compress(json.dumps({"run": {"seed": 42}}).encode())
    link = "initlab:" + base64.urlsafe_b64encode(packed).decode().rstrip("=")
    opening = place.click("xdg-open", link)
    question = place.window("Link from outside")
    main = place.window("— InitLab")
    place.press_until_gone(question, "alt+y")
    place.press_until_gone(main, "ctrl+q")
    opening.wait(PATIENCE)
    settings = Path(place.environment["XDG_CONFIG_HOME"]) / "InitLab" / "InitLab.conf"
    assert r"\"seed\": 42" in settings.read_text("utf-8")

    command(place, "remove")
    assert made(home) == before
