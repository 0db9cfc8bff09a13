"""How a control says what it is: accessible name, tooltip and What's This, all set together.

What's This has the name, one sentence and torch's name for it. The texts are plain, not HTML: a
screen reader reads them too.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPoint
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QWhatsThis, QWidget

from gui.look.i18n import with_remark


def explained(name: str, sentence: str, torch: str = "") -> str:
    """The text of a control, a line each; a sentence that begins with the name says it once."""
    lines = [sentence] if sentence.startswith(name) else [name, sentence]
    if torch:
        lines.append(QCoreApplication.translate("WhatsThis", "PyTorch: {name}").format(name=torch))
    return "\n".join(line for line in lines if line)


def describe(
    widget: QWidget, name: str, tip: str = "", *, torch: str = "", sentence: str = ""
) -> None:
    """Give a control its accessible name, its tooltip and its What's This.

    `torch` is what PyTorch calls it. What's This says the tooltip, or `sentence` where that should
    read differently; without `tip` the name is the tooltip.
    """
    widget.setAccessibleName(name)
    widget.setToolTip(tip or name)
    widget.setWhatsThis(explained(name, sentence or tip, torch))


def describe_action(
    action: QAction, text: str, tip: str, *, torch: str = "", menu: str = ""
) -> None:
    """The same for an action, whose buttons and menu entries take it over.

    `text` is theirs; a menu has more room, and says `menu` where that is given.
    """
    action.setText(menu or text)
    action.setIconText(text)
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    action.setToolTip(with_remark(tip, keys))
    action.setStatusTip(tip)
    action.setWhatsThis(explained(text, tip, torch))


def explain(widget: QWidget, torch: str, sentence: str) -> None:
    """What's This alone, of a plot whose tooltip follows the mouse."""
    widget.setWhatsThis(explained(widget.accessibleName(), sentence, torch))


def show_for_focus() -> None:
    """What's This of the control that has the focus; where none has, the mode that asks for one."""
    widget = QApplication.focusWidget()
    while widget is not None and not widget.whatsThis():
        widget = widget.parentWidget()
    if widget is None:
        QWhatsThis.enterWhatsThisMode()
    else:
        QWhatsThis.showText(widget.mapToGlobal(below(widget)), widget.whatsThis(), widget)


def below(widget: QWidget) -> QPoint:
    """Where the bubble of a control points: its middle, and of a large one the top."""
    return QPoint(widget.width() // 2, min(widget.height(), 60) // 2)
