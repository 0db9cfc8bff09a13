"""The style sheet of the program: what the palette cannot say."""

from __future__ import annotations

from gui.look.colours import Colours
from gui.look.sizes import NORMAL, Sizes


def style_sheet(c: Colours, s: Sizes) -> str:
    """Frames and flat buttons only: spin boxes and combo boxes keep Fusion's own drawing."""
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
    QLabel[role="verdict fair"] {{ color: {c.fair}; font-weight: 600; }}
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
    QToolButton[role="primary"] {{ background: {c.accent}; color: {c.card};
        border: 1px solid {c.accent}; border-radius: {s.radius - 2}px; padding: {px(3)} {px(9)};
        font-weight: 600; }}
    QToolButton[role="primary"]:hover, QToolButton[role="primary"]:focus {{
        border: 1px solid {c.text}; }}
    QToolButton[role="primary"]:disabled {{ background: {c.window}; color: {c.muted};
        border: 1px solid {c.border}; }}
    QPushButton[role="corner"] {{ background: {c.card}; border: 1px solid {c.border};
        border-radius: {px(4)}; padding: 0 {px(6)}; color: {c.text}; font-size: {s.small}px; }}
    QPushButton[role="corner"]:hover {{ background: {c.accent_soft}; }}
    QPushButton[role="corner"]:focus {{ border: 1px solid {c.accent}; }}
    QToolButton[role="flat"]:hover, QPushButton[role="flat"]:hover {{
        background: {c.accent_soft}; }}
    QToolButton[role="flat"]:focus, QPushButton[role="flat"]:focus {{
        border: 1px solid {c.accent}; }}
    QToolButton[role="flat"]:checked {{ background: {c.accent_soft}; color: {c.accent};
        border: 1px solid {c.accent}; }}
    QToolButton[role="flat"]:disabled, QPushButton[role="flat"]:disabled {{
        color: {c.muted}; }}
    QToolButton[role="flat"]::menu-indicator {{ image: none; }}
    QTableView[role="list"] {{ selection-background-color: {c.accent_soft};
        selection-color: {c.text}; }}
    QTableView[role="list"]::item {{ padding: 0 {px(4)}; }}
    QHeaderView, QTableView, QTableWidget QTableCornerButton::section {{
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
