"""Languages: which there are, which one is on, and how core's sentences are translated."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import resources

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QLibraryInfo,
    QLocale,
    QObject,
    QTranslator,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QTextLayout

from core.build.script import Script
from core.messages import Message
from core.preferences import LANGUAGES


@dataclass(slots=True)
class _State:
    language: str = "en"
    translators: tuple[QTranslator, ...] = ()


_state = _State()


class _Languages(QObject):
    changed = Signal()


languages = _Languages()
"""`changed` comes when another language is in force; `FollowsLook` listens to it."""


def system_language() -> str:
    """The first of the system's languages that the program has; English otherwise."""
    for name in QLocale.system().uiLanguages():
        parts = name.replace("-", "_").split("_")
        if parts[0] == "zh" and not {"Hant", "TW", "HK", "MO"} & set(parts):
            return "zh_CN"
        if parts[0] == "en":
            return "en"
    return "en"


def language() -> str:
    """The language in force."""
    return _state.language


def name_of_language(name: str) -> str:
    """Its own name for itself, or where no font has the letters, what English calls it."""
    own = LANGUAGES[name]
    return own if can_be_drawn(own) else QLocale.languageToString(QLocale(name).language())


def can_be_drawn(text: str) -> bool:
    """Whether there is a font with every letter: for others Qt draws boxes."""
    layout = QTextLayout(text, QGuiApplication.font())
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    return all(all(run.glyphIndexes()) for run in layout.glyphRuns())


def set_language(name: str) -> None:
    """Switch the program to `name`: Qt's own widgets by an event, ours by `languages.changed`."""
    app = QCoreApplication.instance()
    assert app is not None
    for old in _state.translators:
        app.removeTranslator(old)
    _state.translators = ()
    _state.language = name
    if name != "en":
        _install(app, name)
    # Qt has posted the events; now the window changes at once.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LanguageChange)
    languages.changed.emit()


def _install(app: QCoreApplication, name: str) -> None:
    found = []
    qt = QTranslator()
    if qt.load(f"qtbase_{name}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        found.append(qt)
    own = QTranslator()
    catalogue = resources.files("resources") / "i18n" / f"initlab_{name}.qm"
    data = catalogue.read_bytes() if catalogue.is_file() else b""
    if data and own.load(data):
        own.setProperty("data", data)  # Qt reads from this memory as long as it translates
        found.append(own)
    for translator in found:
        app.installTranslator(translator)
    _state.translators = tuple(found)


def plain(text: str) -> str:
    """A menu's text without its mnemonic and dots: `&Open …` and `打开(&O)…` lose both."""
    return re.sub(r"\(&.\)|&", "", text).removesuffix("…").rstrip()


def translated(text: Message) -> str:
    """A marked sentence in the language in force, its places filled in."""
    found = QCoreApplication.translate(text.context, text.template) if text else ""
    if not text.arguments:
        return found
    return found.format(
        **{
            key: translated(value) if isinstance(value, Message) else value
            for key, value in text.arguments
        }
    )


def said_of(what: str, text: str) -> str:
    """`what: text`, with the colon of the language in force."""
    return QCoreApplication.translate("Said", "{what}: {text}").format(what=what, text=text)


def with_remark(text: str, remark: str) -> str:
    """`text (remark)`, with the brackets of the language in force; without a remark the text."""
    together = QCoreApplication.translate("Said", "{text} ({remark})")
    return together.format(text=text, remark=remark) if remark else text


def translated_code(code: str) -> str:
    """A script with its comments in the language in force; it does the same."""
    if not isinstance(code, Script):
        return code
    return "".join(translated(part) if isinstance(part, Message) else part for part in code.parts)
