"""Help > About, and the list of keyboard shortcuts."""

from __future__ import annotations

import platform
from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.machine import devices
from core.machine.versions import versions
from core.preferences import LANGUAGES
from gui.look.i18n import language, plain
from gui.look.theme import theme


def report() -> str:
    """Versions of everything and the devices, for a bug report."""
    screen = QGuiApplication.primaryScreen()
    lines = [f"{name} {version}" for name, version in versions()]
    lines += [
        f"Python {platform.python_version()} on {platform.platform()}",
        f"Qt platform {QGuiApplication.platformName()}",
    ]
    if screen is not None:
        size, ratio = screen.size(), screen.devicePixelRatio()
        lines.append(f"screen {size.width()}x{size.height()} at {ratio:g}")
    lines += [f"device {device.key} {device.name}".rstrip() for device in devices.available()]
    lines.append(f"language {LANGUAGES[language()]}, theme {theme.choice}")
    return "\n".join(lines)


class AboutDialog(QDialog):
    """What the program is, and a report that can be copied."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("about")
        self.setWindowTitle(self.tr("About InitLab"))
        what = QLabel(
            self.tr(
                "InitLab shows what initialization and regularization do to a neural network. "
                "Everything shown is computed by PyTorch itself."
            )
        )
        what.setWordWrap(True)
        self.report = QPlainTextEdit(report())
        self.report.setObjectName("about.report")
        self.report.setReadOnly(True)
        self.report.setFont(theme.monospace())
        self.report.setTabChangesFocus(True)
        self.report.setAccessibleName(self.tr("Versions and devices"))
        self.report.setMinimumSize(theme.sizes.font * 32, theme.sizes.font * 20)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton(self.tr("Copy"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.setObjectName("about.copy")
        copy.clicked.connect(self._copy)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (what, self.report, buttons):
            layout.addWidget(widget)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report.toPlainText())


class ShortcutsDialog(QDialog):
    """Every action that has a shortcut."""

    def __init__(self, actions: Iterable[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("shortcuts")
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        rows = [
            (plain(action.text()), keys)
            for action in actions
            if (keys := ", ".join(_native(key) for key in action.shortcuts()))
        ]
        table = QTableWidget(len(rows), 2)
        table.setHorizontalHeaderLabels([self.tr("Action"), self.tr("Keys")])
        table.verticalHeader().hide()
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.setAccessibleName(self.tr("Keyboard shortcuts"))
        for row, texts in enumerate(rows):
            for column, text in enumerate(texts):
                table.setItem(row, column, QTableWidgetItem(text))
        table.resizeColumnsToContents()
        table.horizontalHeader().setStretchLastSection(True)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.setMinimumSize(theme.sizes.font * 34, theme.sizes.font * 32)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(table)
        layout.addWidget(buttons)


def _native(keys: QKeySequence) -> str:
    return keys.toString(QKeySequence.SequenceFormat.NativeText)
