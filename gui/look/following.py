"""How a widget follows the program's language and theme: it writes two methods, this calls them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

from gui.look.i18n import languages
from gui.look.theme import theme

NAMED = ("__module__", "__name__", "__qualname__")
"""What a constructor takes over from the one that it wraps. Not the docstring: Qt writes that when
it is asked for, 50 ms the first time and 5 ms a class."""


class FollowsLook:
    """A base beside Qt's own for whatever has texts, colours or sizes.

    Write `retranslate`, `restyle` or both, and list this base first:

        class Greeting(FollowsLook, QLabel):
            def retranslate(self) -> None:
                self.setText(self.tr("Hello"))

    Both are called once when the object has been made, after the last line of the last `__init__`,
    and again whenever language or theme changes: of the parts before the whole, since a part is
    made first. So nobody calls them for another object, connects to the theme or overrides
    `changeEvent`. An object that Qt has deleted is called no more, and none is kept alive.
    """

    def retranslate(self) -> None:
        """Put every text into the language in force."""

    def restyle(self) -> None:
        """Take the colours, sizes and fonts of the theme in force."""

    def _theme_changed(self) -> None:
        _alone(self.restyle)

    def _language_changed(self) -> None:
        _alone(self.retranslate)

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        make = cls.__init__

        @wraps(make, assigned=NAMED)
        def make_and_follow(self: FollowsLook, *args: Any, **keywords: Any) -> None:
            make(self, *args, **keywords)
            if type(self) is cls:  # of an object's classes the last one, whose parts are all there
                _follow(self)

        cls.__init__ = make_and_follow  # type: ignore[assignment,method-assign]


def _follow(follower: FollowsLook) -> None:
    """Call both methods now and at each change; what is not overridden is not connected."""
    cls = type(follower)
    # Qt forgets a bound method of a QObject when the object goes, and does not keep it alive.
    if cls.restyle is not FollowsLook.restyle:
        theme.changed.connect(follower._theme_changed)
        follower.restyle()
    if cls.retranslate is not FollowsLook.retranslate:
        languages.changed.connect(follower._language_changed)
        follower.retranslate()


def _alone(call: Callable[[], None]) -> None:
    """Call it; where it fails the others are called all the same.

    An exception that left a slot would stay in `sys.last_value`, and its traceback would hold the
    window.
    """
    try:
        call()
    except Exception as error:
        sys.excepthook(type(error), error, error.__traceback__)
