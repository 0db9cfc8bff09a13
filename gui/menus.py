"""The menus' contents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWhatsThis

from core.messages import QT_TRANSLATE_NOOP
from core.pages import PAGES
from gui.actions import Actions, Entry
from gui.look.describe import show_for_focus
from gui.look.theme import theme
from gui.pages.page import Page
from gui.widgets.ask import run_dialog

if TYPE_CHECKING:
    from gui.window import MainWindow


class Menus:
    """The menus that change while the program runs: recent files, exports, page actions."""

    def __init__(self, window: MainWindow, actions: Actions) -> None:
        self._window, self._actions = window, actions
        self._make_file()
        self._make_edit()
        self._make_view()
        window.lessons.make_menu(actions)
        self._make_help()

    def _make_file(self) -> None:
        window, document = self._window, self._window.document
        file = self._actions.add_menu(
            "file",
            QT_TRANSLATE_NOOP("actions", "&File"),
            [
                Entry("new", QT_TRANSLATE_NOOP("actions", "&New"), ("Ctrl+N",), document.new),
                Entry("open", QT_TRANSLATE_NOOP("actions", "&Open …"), ("Ctrl+O",), document.open),
            ],
        )
        self.recent = self._actions.add_submenu(
            file, "recent", QT_TRANSLATE_NOOP("actions", "Open &recent")
        )
        for entry in (
            Entry("save", QT_TRANSLATE_NOOP("actions", "&Save"), ("Ctrl+S",), document.save),
            Entry(
                "save_as",
                QT_TRANSLATE_NOOP("actions", "Save &as …"),
                ("Ctrl+Shift+S",),
                document.save_as,
            ),
        ):
            file.addAction(self._actions.make(entry))
        file.addSeparator()
        self.export = self._actions.add_submenu(
            file, "export", QT_TRANSLATE_NOOP("actions", "&Export")
        )
        for entry in (
            Entry(
                "export.picture",
                QT_TRANSLATE_NOOP("actions", "Picture of the histogram …"),
                ("Ctrl+E",),
                self._export_first,
            ),
            Entry(
                "export.weights",
                QT_TRANSLATE_NOOP("actions", "Weights (safetensors) …"),
                ("Ctrl+Shift+W",),
                self._export_weights,
            ),
            Entry(
                "export.code",
                QT_TRANSLATE_NOOP("actions", "Code (.py) …"),
                ("Ctrl+Shift+E",),
                self._export_code,
            ),
        ):
            self._actions.make(entry)
        self._make_share(file)
        file.addSeparator()
        quit_ = Entry("quit", QT_TRANSLATE_NOOP("actions", "&Quit"), ("Ctrl+Q",), window.close)
        file.addAction(self._actions.make(quit_))

    def _make_share(self, file: QMenu) -> None:
        """Inside File: on a small screen in large type the bar has no room for one more."""
        sharing = self._window.sharing
        menu = self._actions.add_submenu(file, "share", QT_TRANSLATE_NOOP("actions", "S&hare"))
        for entry in (
            Entry(
                "share.link",
                QT_TRANSLATE_NOOP("actions", "Copy &link"),
                ("Ctrl+Shift+K",),
                sharing.copy_link,
                help=QT_TRANSLATE_NOOP(
                    "actions",
                    "A line of text that opens this experiment in InitLab on any computer.",
                ),
            ),
            Entry(
                "share.qr",
                QT_TRANSLATE_NOOP("actions", "&QR code …"),
                ("Ctrl+Shift+R",),
                sharing.show_code,
                help=QT_TRANSLATE_NOOP(
                    "actions", "The link as a large code that a class can photograph."
                ),
            ),
            Entry(
                "share.picture",
                QT_TRANSLATE_NOOP("actions", "Copy &picture"),
                ("Ctrl+Shift+I",),
                self._copy_picture,
                help=QT_TRANSLATE_NOOP(
                    "actions", "The page as a picture, twice its size, for slides and mails."
                ),
            ),
            Entry(
                "share.paste",
                QT_TRANSLATE_NOOP("actions", "&Open link"),
                ("Ctrl+Shift+V",),
                sharing.open_clipboard,
                help=QT_TRANSLATE_NOOP(
                    "actions", "Opens the link that was copied, as one step that can be undone."
                ),
            ),
        ):
            menu.addAction(self._actions.make(entry))

    def _make_edit(self) -> None:
        history = self._window.model.history
        undo, redo = (
            Entry("undo", QT_TRANSLATE_NOOP("actions", "&Undo"), ("Ctrl+Z",), history.undo),
            Entry(
                "redo",
                QT_TRANSLATE_NOOP("actions", "&Redo"),
                ("Ctrl+Shift+Z", "Ctrl+Y"),
                history.redo,
            ),
        )
        self._actions.add_menu(
            "edit",
            QT_TRANSLATE_NOOP("actions", "&Edit"),
            [
                undo,
                redo,
                None,
                Entry(
                    "reroll",
                    QT_TRANSLATE_NOOP("actions", "Re-roll the &seed"),
                    ("Ctrl+R",),
                    self._reroll,
                ),
                Entry(
                    "copy_code",
                    QT_TRANSLATE_NOOP("actions", "&Copy the code"),
                    ("Ctrl+Shift+C",),
                    self._copy_code,
                ),
                Entry(
                    "stop",
                    QT_TRANSLATE_NOOP("actions", "S&top the run"),
                    ("Escape",),
                    self._window.escape,
                ),
            ],
        )
        for name in ("undo", "redo"):
            self._actions[name].setEnabled(False)

    def _make_view(self) -> None:
        window = self._window
        pages: list[Entry | None] = [
            Entry(
                f"page.{page.key}.show",
                page.title,
                (page.shortcut,),
                lambda _=False, key=page.key: window.show_page(key),
            )
            for page in PAGES.values()
        ]
        self.view = self._actions.add_menu(
            "view",
            QT_TRANSLATE_NOOP("actions", "&View"),
            [
                *pages,
                None,
                Entry(
                    "language",
                    QT_TRANSLATE_NOOP("actions", "Other language"),
                    ("Ctrl+Shift+L",),
                    window.next_language,
                    help=QT_TRANSLATE_NOOP(
                        "actions", "Every text of the window in the other language, at once."
                    ),
                ),
                Entry(
                    "projector",
                    QT_TRANSLATE_NOOP("actions", "&Projector"),
                    ("Ctrl+Shift+P",),
                    window.set_projector,
                    checkable=True,
                    help=QT_TRANSLATE_NOOP(
                        "actions", "Large type and thick curves, for a lecture hall."
                    ),
                ),
                Entry(
                    "view.focus",
                    QT_TRANSLATE_NOOP("actions", "Plots &only"),
                    ("F9", "Ctrl+Shift+F"),
                    window.set_focused,
                    checkable=True,
                    help=QT_TRANSLATE_NOOP(
                        "actions",
                        "Hides the panel and what stands beside the plots; again brings it back.",
                    ),
                ),
                Entry(
                    "theme",
                    QT_TRANSLATE_NOOP("actions", "Light or dark"),
                    ("Ctrl+Shift+T",),
                    window.next_theme,
                    help=QT_TRANSLATE_NOOP(
                        "actions", "Dark text on light for a bright room, or light on dark."
                    ),
                ),
                Entry(
                    "theme.system",
                    QT_TRANSLATE_NOOP("actions", "Theme of the system"),
                    ("Ctrl+Shift+Y",),
                    self._system_theme,
                ),
                Entry(
                    "full_screen",
                    QT_TRANSLATE_NOOP("actions", "&Full screen"),
                    ("F11",),
                    window.set_full_screen,
                    checkable=True,
                ),
                None,
            ],
        )
        self._actions["projector"].setChecked(theme.projector)

    def _make_help(self) -> None:
        self._actions.add_menu(
            "help",
            QT_TRANSLATE_NOOP("actions", "&Help"),
            [
                Entry(
                    "help.control",
                    QT_TRANSLATE_NOOP("actions", "&Explain the chosen control"),
                    ("F1",),
                    show_for_focus,
                    help=QT_TRANSLATE_NOOP(
                        "actions", "What the control with the focus is, and torch's name for it."
                    ),
                ),
                Entry(
                    "help.whats_this",
                    QT_TRANSLATE_NOOP("actions", "&What's this?"),
                    ("Shift+F1",),
                    QWhatsThis.enterWhatsThisMode,
                    help=QT_TRANSLATE_NOOP(
                        "actions", "Then click a control or a plot to read what it is."
                    ),
                ),
                None,
                Entry(
                    "shortcuts",
                    QT_TRANSLATE_NOOP("actions", "&Keyboard shortcuts"),
                    ("Ctrl+/",),
                    self._show_shortcuts,
                ),
                Entry(
                    "about",
                    QT_TRANSLATE_NOOP("actions", "&About InitLab"),
                    ("Ctrl+F1",),
                    self._show_about,
                ),
            ],
        )

    # What the entries call:

    def _export_first(self) -> None:
        exports = self._window.page.exports()
        if exports:
            self._window.exporter.picture(exports[0])

    def _export_weights(self) -> None:
        self._window.exporter.weights(self._window.page)

    def _export_code(self) -> None:
        result = self._window.page.result()
        if result is not None:
            self._window.exporter.code(result.code)

    def _reroll(self) -> None:
        self._window.panel.run.roll()

    def _copy_code(self) -> None:
        result = self._window.page.result()
        if result is not None:
            from PySide6.QtGui import QGuiApplication

            QGuiApplication.clipboard().setText(result.code)

    def _copy_picture(self) -> None:
        self._window.sharing.copy_picture(self._window.page)

    def _system_theme(self) -> None:
        self._window.set_theme("system")

    def _show_shortcuts(self) -> None:
        from gui.help.about import ShortcutsDialog

        run_dialog(ShortcutsDialog(self._actions.all(), self._window))

    def _show_about(self) -> None:
        from gui.help.about import AboutDialog

        run_dialog(AboutDialog(self._window))

    # What changes:

    def fill_recent(self) -> None:
        """The files opened or saved last."""
        self.recent.clear()
        for path in self._window.settings.recent():
            action = self.recent.addAction(path)
            action.triggered.connect(
                lambda _=False, path=path: self._window.document.open_path(path)
            )
        self.recent.setEnabled(not self.recent.isEmpty())

    def fill_export(self, page: Page) -> None:
        """What the page has to save."""
        self.export.clear()
        for exported in page.exports():
            if exported.widget is not None:
                text = QCoreApplication.translate("actions", "{title}: picture …")
                action = self._add(self.export, text.format(title=exported.title))
                action.triggered.connect(
                    lambda _=False, e=exported: self._window.exporter.picture(e)
                )
            if exported.csv is not None:
                text = QCoreApplication.translate("actions", "{title}: table (CSV) …")
                action = self._add(self.export, text.format(title=exported.title))
                action.triggered.connect(lambda _=False, e=exported: self._window.exporter.table(e))
        self.export.addSeparator()
        for name in ("export.weights", "export.code"):
            self.export.addAction(self._actions[name])

    @staticmethod
    def _add(menu: QMenu, text: str) -> QAction:
        return menu.addAction(text)


def fill_menus(window: MainWindow, actions: Actions) -> Menus:
    """Make every menu of the window."""
    return Menus(window, actions)
