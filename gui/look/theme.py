"""Which look is in force: light or dark, normal or projector scale; its palette and fonts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from gui.look.colours import DARK, LIGHT, Colours
from gui.look.sizes import NORMAL, SMALLEST, Sizes, sizes_for
from gui.look.style_sheet import style_sheet
from gui.look.text_size import text_scale

FAMILIES = (
    "Inter",
    "Segoe UI",
    "SF Pro Text",
    "Source Sans 3",
    "Noto Sans",
    "Noto Sans CJK SC",
    "Microsoft YaHei",
    "PingFang SC",
    "DejaVu Sans",
)
MONOSPACE = ("Cascadia Mono", "SF Mono", "Consolas", "DejaVu Sans Mono", "Noto Sans Mono CJK SC")

Look = tuple[Colours, Sizes]
PAPER: Look = (LIGHT, NORMAL)
"""Dark on white, in the letters of a normal window."""
NO_STYLE = "/**/"
"""A style sheet that says nothing; with an empty one there is none."""


class Theme(QObject):
    """The look in force. Widgets read it when they draw and listen to `changed`."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.choice = "system"
        self.projector = False
        self.colours = LIGHT
        self.sizes = NORMAL
        self.text_scale = 1.0
        self._room = SMALLEST
        self._lent: Look | None = None
        self._beside_panel = True

    @property
    def dark(self) -> bool:
        """Whether the dark colours are in force."""
        return self.colours is DARK

    def follow_system(self) -> None:
        """Take the system's text size, and listen to its colour scheme, where Qt can tell."""
        self.text_scale = text_scale()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_changed)

    def _system_changed(self, _: Qt.ColorScheme) -> None:
        if self.choice == "system":
            self.apply()

    def set(self, choice: str | None = None, projector: bool | None = None) -> None:
        """Change the theme (`light`, `dark`, `system`) or the scale, or both."""
        self.choice = self.choice if choice is None else choice
        self.projector = self.projector if projector is None else projector
        self.apply()

    def fit(self, width: int, height: int, beside_panel: bool = True) -> None:
        """The window has this size now: a projector's letters grow with it.

        They grow further where the left panel is hidden.
        """
        self._room, self._beside_panel = (width, height), beside_panel
        if self._wanted() != self.sizes:
            self.apply()

    def _wanted(self) -> Sizes:
        return sizes_for(*self._room, self.projector, self._beside_panel, self.text_scale)

    def apply(self) -> None:
        """Give the application its palette and font, and tell every widget."""
        scheme = QGuiApplication.styleHints().colorScheme()
        system_dark = scheme == Qt.ColorScheme.Dark
        self.colours = (
            DARK if self.choice == "dark" or (self.choice == "system" and system_dark) else LIGHT
        )
        self.sizes = self._wanted()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.setPalette(self.palette())
            app.setFont(self.font())
            app.setStyleSheet(style_sheet(self.colours, self.sizes))
        self.changed.emit()

    @contextmanager
    def put_on_at_the_end(self) -> Iterator[None]:
        """Widgets made meanwhile take the style sheet together: a sixth of the time of a window.

        One by one each is looked up in it when it is made and when it goes into its layout. Letters
        have their size before: a label that was made with others keeps them. Without any sheet Qt
        would delete its style, and make a new one at the end, perhaps where something else of a
        layout was before; Python then takes the style for that.
        """
        app = QApplication.instance()
        if not isinstance(app, QApplication):
            yield
            return
        app.setStyleSheet(NO_STYLE)
        try:
            yield
        finally:
            app.setStyleSheet(style_sheet(self.colours, self.sizes))
            self.changed.emit()  # what has been measured meanwhile is measured anew

    @property
    def own(self) -> Look:
        """The window's look, whatever is drawn at the moment."""
        return self._lent or (self.colours, self.sizes)

    @contextmanager
    def borrowed(self, look: Look) -> Iterator[None]:
        """Another look for what is drawn meanwhile; no widget hears of it."""
        kept, lent = (self.colours, self.sizes), self._lent
        self._lent = self.own
        self.colours, self.sizes = look
        try:
            yield
        finally:
            (self.colours, self.sizes), self._lent = kept, lent

    def font(self, size: int | None = None, bold: bool = False) -> QFont:
        """The interface's font, `size` in pixels."""
        font = QFont()
        font.setFamilies(list(FAMILIES))
        font.setPixelSize(size or self.sizes.font)
        if bold:
            font.setWeight(QFont.Weight.DemiBold)
        return font

    def monospace(self) -> QFont:
        """The font of code and printed tensors."""
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setFamilies(list(MONOSPACE))
        font.setStyleHint(QFont.StyleHint.Monospace)
        font.setPixelSize(self.sizes.small)
        return font

    def colour(self, name: str) -> QColor:
        """A colour of the theme by its name.

        `ghost0` to `ghost3` are those of pinned curves, `series0` to `series7` of compared ones,
        `sequence0` to `sequence8` run from little to much.
        """
        if name.startswith("ghost"):
            return QColor(self.colours.ghosts[int(name[5:])])
        if name.startswith("series"):
            return QColor(self.colours.series[int(name[6:])])
        if name.startswith("sequence"):
            return QColor(self.colours.sequence[int(name[8:])])
        return QColor(getattr(self.colours, name))

    def palette(self) -> QPalette:
        """An explicit Fusion palette: offscreen and plain X11 ignore setColorScheme."""
        c, role = self.colours, QPalette.ColorRole
        palette = QPalette()
        for roles, name in (
            ((role.Window,), c.window),
            ((role.Base, role.AlternateBase), c.field),
            ((role.Button,), c.field),
            ((role.ToolTipBase,), c.card),
            ((role.WindowText, role.Text, role.ButtonText, role.ToolTipText), c.text),
            ((role.PlaceholderText,), c.muted),
            ((role.Highlight, role.Accent), c.accent),
            ((role.HighlightedText, role.BrightText), c.accent_text),
            ((role.Link,), c.accent),
            ((role.Light, role.Midlight), c.border),
            ((role.Mid, role.Dark), c.field_border),
            ((role.Shadow,), c.border),
        ):
            for one in roles:
                palette.setColor(one, QColor(name))
        for one in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, one, QColor(c.muted))
        return palette


theme = Theme()
"""The one theme of the program."""
