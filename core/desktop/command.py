"""`initlab desktop install|remove`: the program in the menus of this system, and away again."""

from __future__ import annotations

import argparse

from core.application import NAME
from core.desktop.kinds import LINKS, kinds
from core.desktop.systems import system
from core.messages import print_line


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the contract."""
    parser.add_argument("action", choices=("install", "remove"), help="for this person only")


def run(options: argparse.Namespace) -> int:
    """Do it and say what was done; returns the exit code. Raises FileError."""
    here = system()
    if options.action == "install":
        made = here.install(here.command())
        endings = ", ".join(f"*{kind.ending}" for kind in kinds())
        print_line(
            f"{NAME} is in the menu. {endings} and links that begin with {LINKS}: open with it."
        )
        for line in (*map(str, made), *here.notes):
            print_line(line)
        return 0
    removed = here.remove()
    for path in removed:
        print_line(str(path))
    print_line(f"{NAME} is out of the menu." if removed else f"{NAME} was not in the menu.")
    print_line(f"What you chose in it (language, recent files) stays in {here.settings}.")
    return 0
