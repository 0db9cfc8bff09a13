"""The program in a system's menus: icon, files that open with it, links; and away again."""
