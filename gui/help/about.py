"""Help > About, and the list of keyboard shortcuts."""

from __future__ import annotations

import platform
from collections.abc import Iterable
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from core.machine import devices
from core.machine.licences import issues_address, licence_text, licences
from core.machine.versions import version, versions
from core.preferences import LANGUAGES
from gui.look.i18n import language, plain
from gui.look.icon import pixmap
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
        self.report = QPlainTextEdit(report())
        self.report.setObjectName("about.report")
        self.report.setReadOnly(True)
        self.report.setFont(theme.monospace())
        self.report.setTabChangesFocus(True)
        self.report.setAccessibleName(self.tr("Versions and devices"))
        self.report.setMinimumSize(theme.sizes.font * 32, theme.sizes.font * 18)
        self.licence = QPlainTextEdit(self._licences())
        self.licence.setObjectName("about.licence")
        self.licence.setReadOnly(True)
        self.licence.setTabChangesFocus(True)
        self.licence.setAccessibleName(self.tr("Licence"))
        tabs = QTabWidget()
        tabs.addTab(self.report, self.tr("Versions and devices"))
        tabs.addTab(self.licence, self.tr("Licence"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton(self.tr("Copy"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.setObjectName("about.copy")
        copy.clicked.connect(self._copy)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(self._head())
        for text in (self._what(), self._free(), self._where()):
            layout.addWidget(text)
        layout.addWidget(tabs, 1)
        layout.addWidget(buttons)

    def _head(self) -> QHBoxLayout:
        """Icon, name and version."""
        picture, name = QLabel(), QLabel(f"InitLab {version('initlab')}")
        side = 4 * theme.sizes.font
        ratio = self.devicePixelRatio()
        drawn = pixmap(round(side * ratio))
        drawn.setDevicePixelRatio(ratio)
        picture.setPixmap(drawn)
        picture.setObjectName("about.icon")
        picture.setAccessibleName(self.tr("The icon of InitLab"))
        name.setFont(theme.font(2 * theme.sizes.font, bold=True))
        row = QHBoxLayout()
        row.setSpacing(theme.sizes.padding)
        row.addWidget(picture)
        row.addWidget(name, 1)
        return row

    def _what(self) -> QLabel:
        return _sentence(
            self.tr(
                "InitLab shows what initialization and regularization do to a neural network. "
                "Everything shown is computed by PyTorch itself."
            )
        )

    def _free(self) -> QLabel:
        return _sentence(
            self.tr("It is free software under the MIT licence: use it, change it, pass it on.")
        )

    def _where(self) -> QLabel:
        address = issues_address()
        if not address:
            return _sentence(
                self.tr(
                    "Found a fault? Report it where you got InitLab from: say what you did and "
                    "what you saw, and add the versions below."
                )
            )
        text = self.tr(
            "Found a fault? Report it at {address}: say what you did and what you saw, and add "
            "the versions below."
        )
        link = f'<a href="{escape(address)}">{escape(address)}</a>'
        label = _sentence(text.format(address=link))
        label.setTextFormat(Qt.TextFormat.RichText)
        label.setOpenExternalLinks(True)
        return label

    def _licences(self) -> str:
        heading = self.tr("InitLab stands on these packages, each under its own licence:")
        lines = "\n".join(f"{name}: {licence}" for name, licence in licences())
        return f"{licence_text()}\n\n{heading}\n\n{lines}"

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


def _sentence(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
    return label


def _native(keys: QKeySequence) -> str:
    return keys.toString(QKeySequence.SequenceFormat.NativeText)
