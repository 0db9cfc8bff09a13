"""A virtual screen for the tests in a real window."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.e2e)


@pytest.fixture
def screen() -> Iterator[Callable[[str], str]]:
    """Starts Xvfb with a screen such as `1920x1080` on a free display; returns its name."""
    if shutil.which("Xvfb") is None:
        pytest.skip("Xvfb is not installed")
    servers: list[subprocess.Popen[bytes]] = []

    def begin(size: str) -> str:
        read, write = os.pipe()
        command = ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{size}x24", "-noreset"]
        server = subprocess.Popen(
            [*command, "-nolisten", "tcp"], pass_fds=(write,), stderr=subprocess.DEVNULL
        )
        servers.append(server)
        os.close(write)
        with os.fdopen(read) as number:
            return f":{int(number.readline())}"  # written as soon as it takes connections

    yield begin
    for server in servers:
        server.terminate()
        server.wait(20)


TASK_BAR = 40
"""Pixels at the lower edge of a desktop that are not a window's."""

MARGINS = f"""<openbox_config xmlns="http://openbox.org/3.4/rc">
<margins><top>0</top><bottom>{TASK_BAR}</bottom><left>0</left><right>0</right></margins>
</openbox_config>"""


@pytest.fixture
def desktop(tmp_path: Path) -> Iterator[Callable[[dict[str, str]], None]]:
    """Begins a window manager, which gives windows a frame, on the display of an environment."""
    if shutil.which("openbox") is None:
        pytest.skip("openbox is not installed")
    managers: list[subprocess.Popen[bytes]] = []

    def begin(environment: dict[str, str]) -> None:
        file, ready = tmp_path / "openbox.xml", tmp_path / "ready"
        file.write_text(MARGINS, encoding="utf-8")
        os.mkfifo(ready)
        command = ["openbox", "--config-file", str(file), "--startup", f"sh -c 'echo > {ready}'"]
        managers.append(subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL))
        ready.read_text()  # it writes as soon as it manages the screen

    yield begin
    for manager in managers:
        manager.terminate()
        manager.wait(20)


@pytest.fixture
def environment(settings_folder: str) -> Callable[..., dict[str, str]]:
    """The environment of a first start on this display, with settings of its own."""

    def of(display: str, language: str = "en_US") -> dict[str, str]:
        hidden = ("WAYLAND_DISPLAY", "LANGUAGE", "LC_ALL", "LC_MESSAGES")
        kept = {key: value for key, value in os.environ.items() if key not in hidden}
        return kept | {
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
            "LANG": f"{language}.UTF-8",
            "XDG_CONFIG_HOME": settings_folder,
        }

    return of
