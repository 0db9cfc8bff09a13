"""The dialog that asks under which name to save, with the rules for names in one place."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from core import disk
from core.disk.endings import Format, complete
from core.messages import QT_TRANSLATE_NOOP, FileError, printable
from gui.widgets.ask import Answer, ask


def ask_name(
    window: QWidget,
    title: str,
    suggestion: str,
    formats: Sequence[Format],
    in_use: Iterable[Path] = (),
) -> tuple[str, Format] | None:
    """Where to save, and as what; None where the person has thought better of it.

    A `suggestion` without an ending leaves the kind to what is chosen in the dialog, where there
    are several: an ending in it would overrule that.

    The name bears the ending of its format: its own where it has one, else that of the kind which
    was chosen in the dialog. Raises FileError for a name whose ending means another kind of file,
    and for a file that is `in_use` here and would be destroyed.
    """
    patterns = {pattern(kind): kind for kind in formats}
    if len(formats) == 1:
        suggestion = complete(suggestion, formats, formats[0])[0]
    typed, chosen = QFileDialog.getSaveFileName(window, title, suggestion, ";;".join(patterns))
    if not typed:
        return None
    name, kind = complete(typed, formats, patterns.get(chosen, formats[0]))
    if any(disk.is_same_file(name, path) for path in in_use):
        text = QT_TRANSLATE_NOOP(
            "core", "this file is open here and would be destroyed; choose another name"
        )
        raise FileError(printable(name, 200), text)
    if name != typed and not _may_replace(window, name):  # the dialog has asked of what was typed
        return None
    return name, kind


def pattern(kind: Format) -> str:
    """A format as a file dialog lists it: `PNG (*.png)`."""
    return f"{kind.label} (*{kind.ending})"


def _may_replace(window: QWidget, name: str) -> bool:
    """Ask where a file of this name is there."""
    if not os.path.lexists(name):
        return True
    text = QCoreApplication.translate("Document", "{name} is there already. Replace it?")
    answer = ask(
        window,
        QCoreApplication.translate("Document", "Replace file"),
        text.format(name=os.path.basename(name)),
        Answer.Save | Answer.Cancel,
    )
    return answer == Answer.Save
