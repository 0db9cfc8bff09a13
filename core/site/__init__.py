"""Lessons as static pages, for those who have not this program: what stands on them, as HTML.

Who draws the pictures (`gui.site`) fills in the `contents`; everything here knows no Qt.
"""

from core.site.contents import Figure, Formula, Section, Seen, Table
from core.site.folder import Folder
from core.site.plan import Page, Plan, named_pictures, plan

__all__ = [
    "Figure",
    "Folder",
    "Formula",
    "Page",
    "Plan",
    "Section",
    "Seen",
    "Table",
    "named_pictures",
    "plan",
]
