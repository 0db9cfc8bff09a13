"""Every colour, size and font of the program: light and dark, normal and projector scale."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

BLACKOUT = "#000000"
"""The sheet over the window while a class looks at its teacher, in either theme."""


@dataclass(frozen=True, slots=True)
class Colours:
    """One theme. Text on `card` has a contrast of at least 4.5, curves of at least 3.

    `series` are eight curves that are compared: chosen so that the two nearest of them are as far
    apart as can be for an eye that sees all colours and for the three kinds that miss one.
    """

    window: str
    card: str
    border: str
    field: str
    field_border: str
    text: str
    muted: str
    accent: str
    accent_text: str
    accent_soft: str
    sample: str
    sample_fill: str
    theory: str
    dropped: str
    dropped_fill: str
    ghosts: tuple[str, str, str, str]
    series: tuple[str, ...]
    positive: str
    zero: str
    negative: str
    undefined: str
    good: str
    bad: str
    bad_soft: str
    grid: str
    code_style: str


LIGHT = Colours(
    window="#f5f6f8",
    card="#ffffff",
    border="#dfe3ea",
    field="#f7f8fa",
    field_border="#c3cad6",
    text="#1b2130",
    muted="#596275",
    accent="#0b6aa8",
    accent_text="#ffffff",
    accent_soft="#e3f0f9",
    sample="#2178ad",
    sample_fill="#a5cde4",
    theory="#b8480a",
    dropped="#b8480a",
    dropped_fill="#f3cfb4",
    ghosts=("#786969", "#5a3ca5", "#789669", "#871e5a"),
    series=(
        "#3f40fc",
        "#e86b06",
        "#2ca089",
        "#872731",
        "#a47de3",
        "#b8461b",
        "#4937a4",
        "#775c86",
    ),
    positive="#0b5c99",
    zero="#ffffff",
    negative="#c4500a",
    undefined="#8a8f98",
    good="#087060",
    bad="#b3261e",
    bad_soft="#fbe9e7",
    grid="#e6e9ee",
    code_style="default",
)

DARK = Colours(
    window="#12161d",
    card="#1a202a",
    border="#2c3442",
    field="#141922",
    field_border="#465066",
    text="#eceff4",
    muted="#a3acbd",
    accent="#5db4f0",
    accent_text="#0c1722",
    accent_soft="#1e3447",
    sample="#5fb3e0",
    sample_fill="#2d566f",
    theory="#f2a134",
    dropped="#f2a134",
    dropped_fill="#5a4523",
    ghosts=("#b4a596", "#9678e1", "#78e1b4", "#c36996"),
    series=(
        "#086bfe",
        "#e9972a",
        "#ade1fb",
        "#c30fb4",
        "#f9fec1",
        "#ad7c7f",
        "#69740d",
        "#f9d228",
    ),
    positive="#6cc0f5",
    zero="#1a202a",
    negative="#f59a4a",
    undefined="#7c8493",
    good="#48c8c0",
    bad="#ff8a80",
    bad_soft="#45211f",
    grid="#262e3a",
    code_style="monokai",
)


@dataclass(frozen=True, slots=True)
class Sizes:
    """Lengths in pixels of a normal or a projector window.

    font, small, title, formula   letters
    curve, outline                lines of plots
    gap, padding, radius          between and inside cards
    control, panel                a control's height, the left panel's width
    groove, handle                a slider's line and what the mouse takes hold of
    swatch                        a colour in a legend
    """

    font: int
    small: int
    title: int
    formula: int
    curve: float
    outline: float
    gap: int
    padding: int
    radius: int
    control: int
    panel: int
    groove: int
    handle: int
    swatch: int

    def scaled(self, factor: float) -> Sizes:
        """All of it larger, rounded to whole pixels but for lines."""
        lengths: dict[str, Any] = {}
        for field in fields(self):
            length = getattr(self, field.name) * factor
            lengths[field.name] = length if field.type == "float" else round(length)
        return Sizes(**lengths)


NORMAL = Sizes(
    font=13, small=12, title=14, formula=17, curve=2.0, outline=1.0,
    gap=8, padding=12, radius=8, control=28, panel=286, groove=4, handle=14, swatch=12,
)  # fmt: skip
PROJECTOR = Sizes(
    font=18, small=18, title=20, formula=24, curve=4.0, outline=2.0,
    gap=8, padding=12, radius=8, control=38, panel=368, groove=8, handle=24, swatch=14,
)  # fmt: skip
"""In the smallest window, 1024 × 720; a larger one has it in proportion."""

SMALLEST = (1024, 720)
"""The least that the window can be made."""

STEPS = (18, 20, 22, 24, 27, 30, 36, 42, 48, 54, 64, 72)
"""Letters of a projector: a resize lays the window out anew only from one to the next."""


def projector_sizes(width: int, height: int) -> Sizes:
    """As large as in a window of these pixels everything is still laid out as in the smallest."""
    room = min(width / SMALLEST[0], height / SMALLEST[1]) * PROJECTOR.font
    font = max((step for step in STEPS if step <= room), default=PROJECTOR.font)
    return PROJECTOR.scaled(font / PROJECTOR.font)


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


class Theme(QObject):
    """The look in force. Widgets read it when they draw and listen to `changed`."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.choice = "system"
        self.projector = False
        self.colours = LIGHT
        self.sizes = NORMAL
        self._room = SMALLEST

    @property
    def dark(self) -> bool:
        """Whether the dark colours are in force."""
        return self.colours is DARK

    def follow_system(self) -> None:
        """Listen to the system's colour scheme, where Qt can tell."""
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_changed)

    def _system_changed(self, _: Qt.ColorScheme) -> None:
        if self.choice == "system":
            self.apply()

    def set(self, choice: str | None = None, projector: bool | None = None) -> None:
        """Change the theme (`light`, `dark`, `system`) or the scale, or both."""
        self.choice = self.choice if choice is None else choice
        self.projector = self.projector if projector is None else projector
        self.apply()

    def fit(self, width: int, height: int) -> None:
        """The window has this size now: a projector's letters grow with it."""
        self._room = width, height
        if self._wanted() != self.sizes:
            self.apply()

    def _wanted(self) -> Sizes:
        return projector_sizes(*self._room) if self.projector else NORMAL

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
            app.setStyleSheet(self.style_sheet())
        self.changed.emit()

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

        `ghost0` to `ghost3` are those of pinned curves, `series0` to `series7` of compared ones.
        """
        if name.startswith("ghost"):
            return QColor(self.colours.ghosts[int(name[5:])])
        if name.startswith("series"):
            return QColor(self.colours.series[int(name[6:])])
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

    def style_sheet(self) -> str:
        """Frames and flat buttons only: spin boxes and combo boxes keep Fusion's own drawing."""
        c, s = self.colours, self.sizes
        line, reach = round(s.outline), (s.handle - s.groove) // 2

        def px(length: int) -> str:
            return f"{round(length * s.gap / NORMAL.gap)}px"

        return f"""
        QToolTip {{ color: {c.text}; background: {c.card}; border: 1px solid {c.border};
                    padding: {px(4)}; }}
        QFrame#card {{ background: {c.card}; border: 1px solid {c.border};
                       border-radius: {s.radius}px; }}
        QLabel[role="title"] {{ font-weight: 600; font-size: {s.title}px; }}
        QLabel[role="muted"] {{ color: {c.muted}; font-size: {s.small}px; }}
        QLabel[role="good"] {{ color: {c.good}; font-size: {s.small}px; }}
        QLabel[role="bad"] {{ color: {c.bad}; font-size: {s.small}px; }}
        QLabel[role="verdict good"] {{ color: {c.good}; font-weight: 600; }}
        QLabel[role="verdict bad"] {{ color: {c.bad}; font-weight: 600; }}
        QLabel[role="brand"] {{ font-weight: 700; font-size: {s.title + 2}px; }}
        QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
        QToolButton[role="page"] {{ border: none; border-radius: {s.radius - 2}px;
            padding: {px(5)} {px(12)}; color: {c.muted}; font-weight: 500; }}
        QToolButton[role="page"]:checked {{ color: {c.accent}; background: {c.accent_soft};
                                            font-weight: 600; }}
        QToolButton[role="page"]:hover {{ background: {c.accent_soft}; }}
        QToolButton[role="page"]:focus {{ border: 1px solid {c.accent}; }}
        QToolButton[role="flat"], QPushButton[role="flat"] {{ background: {c.card};
            border: 1px solid {c.border}; border-radius: {s.radius - 2}px; padding: {px(3)} {px(9)};
            color: {c.text}; }}
        QToolButton[role="flat"]:hover, QPushButton[role="flat"]:hover {{
            background: {c.accent_soft}; }}
        QToolButton[role="flat"]:focus, QPushButton[role="flat"]:focus {{
            border: 1px solid {c.accent}; }}
        QToolButton[role="flat"]:checked {{ background: {c.accent_soft}; color: {c.accent};
            border: 1px solid {c.accent}; }}
        QToolButton[role="flat"]:disabled, QPushButton[role="flat"]:disabled {{
            color: {c.muted}; }}
        QToolButton[role="flat"]::menu-indicator {{ image: none; }}
        QHeaderView, QTableWidget, QTableWidget QTableCornerButton::section {{
            background: transparent; border: none; }}
        QHeaderView::section {{ background: transparent; border: none; color: {c.muted};
            padding: {px(2)} {px(4)}; font-size: {s.small}px; }}
        QSlider {{ min-height: {s.handle + 2}px; }}
        QSlider::groove:horizontal {{ height: {s.groove}px; border-radius: {s.groove // 2}px;
            background: {c.field_border}; }}
        QSlider::sub-page:horizontal {{ border-radius: {s.groove // 2}px;
            background: {c.accent}; }}
        QSlider::sub-page:horizontal:disabled {{ background: {c.field_border}; }}
        QSlider::handle:horizontal {{ width: {s.handle - 2 * line}px; margin: -{reach}px 0;
            border: {line}px solid {c.muted}; border-radius: {s.handle // 2}px;
            background: {c.card}; }}
        QSlider::handle:horizontal:hover, QSlider::handle:horizontal:focus {{
            border-color: {c.accent}; background: {c.accent_soft}; }}
        QSlider::handle:horizontal:disabled {{ border-color: {c.field_border}; }}
        QCheckBox::indicator {{ width: {s.swatch + 2}px; height: {s.swatch + 2}px; }}
        QCheckBox::indicator:unchecked {{ border: {line}px solid {c.muted};
            border-radius: {px(3)}; background: {c.field};
            width: {s.swatch + 2 - 2 * line}px; height: {s.swatch + 2 - 2 * line}px; }}
        QMenuBar {{ background: transparent; color: {c.text}; }}
        QMenuBar::item {{ background: transparent; padding: {px(4)} {px(8)};
            border-radius: {px(4)}; }}
        QMenuBar::item:selected {{ background: {c.accent_soft}; }}
        QScrollArea, QScrollArea > QWidget > QWidget#panel {{ background: transparent;
            border: none; }}
        QFrame#message {{ background: {c.bad_soft}; border: 1px solid {c.bad};
                          border-radius: {s.radius}px; }}
        """


theme = Theme()
"""The one theme of the program."""
