"""What systems call the program: chosen here, once, for icons, menus, task bars and packages.

The files of `resources/desktop` and the icon bear the same name; a test compares them.
"""

from __future__ import annotations

NAME = "InitLab"
ID = "org.initlab.InitLab"
"""In reverse-DNS form: of the `.desktop` file, of Windows' task bar, of a bundle of macOS."""
