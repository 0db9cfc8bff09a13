"""A language is called by a name that can be read."""

from __future__ import annotations

import importlib.resources
import os
import subprocess
import sys
from pathlib import Path

import pytest

from gui.look.i18n import can_be_drawn, name_of_language

SCRIPT = """
from PySide6.QtGui import QGuiApplication
from gui.look.i18n import name_of_language
app = QGuiApplication([])
print(name_of_language("zh_CN"), name_of_language("en"))
"""
LATIN = str(importlib.resources.files("ziafont") / "fonts")
CONFIGURATION = """<?xml version="1.0"?>
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""


def test_letters_that_no_font_has_cannot_be_drawn(qapp: object) -> None:
    assert can_be_drawn("English")
    assert not can_be_drawn("\U000fffff")  # nobody's: a place for private use
    assert name_of_language("en") == "English"


@pytest.mark.skipif(sys.platform != "linux", reason="fonts are left out by fontconfig")
def test_where_no_font_has_chinese_letters_the_button_says_so_in_english(tmp_path: Path) -> None:
    configuration = tmp_path / "fonts.conf"
    configuration.write_text(CONFIGURATION.format(fonts=LATIN, cache=tmp_path / "cache"))
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env=os.environ | {"FONTCONFIG_FILE": str(configuration), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split()[0] == "Chinese"
