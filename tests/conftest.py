"""What holds for every test: no screen is needed, no real settings are touched."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
import torch  # noqa: F401 - before Qt: on Windows its libraries fail to load the other way round
from PySide6.QtCore import QSettings


@pytest.fixture(scope="session")
def _untouched(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("settings"))


@pytest.fixture(autouse=True)
def settings_folder(
    request: pytest.FixtureRequest, _untouched: str, monkeypatch: pytest.MonkeyPatch
) -> str:
    """Where this test's settings are: an empty folder, for subprocesses too."""
    # Those of core never open any: one folder for all of them saves thousands.
    in_core = "core" in request.path.parts
    folder = _untouched if in_core else str(request.getfixturevalue("tmp_path") / "settings")
    monkeypatch.setenv("XDG_CONFIG_HOME", folder)
    for form in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        for scope in (QSettings.Scope.UserScope, QSettings.Scope.SystemScope):
            QSettings.setPath(form, scope, folder)
    return folder
