"""What holds for every test: no screen, no real settings, and the same draws in every run."""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path
from types import SimpleNamespace

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Test processes share the processor: a thread of torch that waits in a loop takes it from another.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

import pytest
import torch  # before Qt: on Windows its libraries fail to load the other way round
from hypothesis import HealthCheck, settings
from PySide6.QtCore import QSettings

from tests.scale import LONG

# What has passed here does not fail by another draw elsewhere: only the long run explores.
settings.register_profile(
    "same",
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],  # it looks at the clock
)
settings.register_profile(
    "explore", deadline=None, print_blob=True, suppress_health_check=list(HealthCheck)
)
settings.load_profile("explore" if LONG else "same")

# At each seed torch formats the stack, three times, to tell where it came from should an
# accelerator that is not in use yet refuse it: under pytest that takes longer than most tests.
for accelerator in (torch.cuda, torch.xpu, torch.mtia):
    accelerator.traceback = SimpleNamespace(format_stack=list)

_numbers = count()


@pytest.fixture(autouse=True)
def _same_draws() -> None:
    """A test that draws with torch gets the same numbers, whatever ran before it."""
    torch.manual_seed(0)


@pytest.fixture(scope="session")
def _all_settings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("settings")


@pytest.fixture(autouse=True)
def settings_folder(_all_settings: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Where this test's settings are, for subprocesses too: a folder that is not there yet."""
    # Made by who writes into it: thousands of tests do not, and a folder takes milliseconds.
    folder = str(_all_settings / str(next(_numbers)))
    monkeypatch.setenv("XDG_CONFIG_HOME", folder)
    for form in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        for scope in (QSettings.Scope.UserScope, QSettings.Scope.SystemScope):
            QSettings.setPath(form, scope, folder)
    return folder
