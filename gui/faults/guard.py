"""Event handlers that fail alone: an exception in one goes to `sys.excepthook` and no further.

Where Python has called Qt and Qt calls an overridden handler, PySide 6.10 keeps the handler's
exception until that call returns. Every handler that Qt calls meanwhile fails too, whatever it
does, and in the end the process may die of a segmentation fault. So no exception may leave a
handler: `guard` puts a wrapper around each of them, those of pyqtgraph included.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterator
from types import FunctionType
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QGraphicsItem

OTHERS = frozenset(
    {
        *("event", "eventFilter", "loadResource"),
        *("paint", "drawForeground", "drawBackground"),
        *("sizeHint", "minimumSizeHint", "heightForWidth"),
        *("stepBy", "stepEnabled", "validate", "textFromValue", "valueFromText"),
    }
)
"""Overrides that Qt calls, besides those whose names end with `Event`."""

_MARK = "_initlab_guarded"
_seen: set[type] = set()


def guard() -> None:
    """Wrap the handlers of every class that is there; call it again when more are imported.

    Before there are widgets of these classes: PySide remembers for each object what it has found.
    """
    kind: type[Any]
    for kind in _classes(QObject, QGraphicsItem):
        if kind in _seen:
            continue
        _seen.add(kind)
        for name, function in list(vars(kind).items()):
            if isinstance(function, FunctionType) and (name.endswith("Event") or name in OTHERS):
                setattr(kind, name, _guarded(kind, name, function))


def _classes(*roots: type[Any]) -> Iterator[type[Any]]:
    """All classes of Python under these, once or more."""
    for root in roots:
        for kind in root.__subclasses__():
            if not kind.__module__.startswith("PySide6."):
                yield kind
            yield from _classes(kind)


def _guarded(kind: type, name: str, function: FunctionType) -> Callable[..., Any]:
    if hasattr(function, _MARK):
        return function

    @functools.wraps(function)
    def handler(self: Any, *arguments: Any, **named: Any) -> Any:
        try:
            return function(self, *arguments, **named)
        except Exception as error:
            sys.excepthook(type(error), error, error.__traceback__)
        # Qt's own handler does the rest; it also accepts or ignores the event.
        return _of_qt(kind, name)(self, *arguments)

    setattr(handler, _MARK, True)
    return handler


def _of_qt(kind: type, name: str) -> Callable[..., Any]:
    """What Qt itself does, from the first class above that is Qt's own; it paints nothing."""
    for above in kind.__mro__[1:]:
        if name != "paint" and above.__module__.startswith("PySide6.") and hasattr(above, name):
            own: Callable[..., Any] = getattr(above, name)
            return own
    return lambda *_: None
