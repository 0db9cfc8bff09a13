"""InitLab: what initialization and regularization do to a neural network.

The command line is the contract of the design, section 4.2. On Windows torch is imported before
Qt: its libraries fail to load the other way round.
"""

from __future__ import annotations

import argparse
import contextlib
import faulthandler
import gc
import os
import re
import sys
import threading
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from core.desktop.launching import FROM_DESKTOP
from core.machine import interrupts
from core.pages import FIRST, PAGES, page_that_opens
from core.preferences import LANGUAGES, THEMES

if TYPE_CHECKING:
    from core.experiment import Experiment
    from gui.starting import Shown

WRITING_SECONDS = 1.0
"""Seconds that a file which is being written has to its end after Ctrl+C."""

LARGEST = 16_384
"""Pixels of a window's side."""


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, as for a bad file."""

    def error(self, message: str) -> NoReturn:
        """Exit 2 with one line."""
        from core.messages import printable

        self.exit(2, f"initlab: error: command line: {printable(message, 300)}\n")


def _size(text: str) -> tuple[int, int]:
    from core import numbers_text
    from gui.look.sizes import SMALLEST

    width, _, height = re.sub("[xX×✕＊*]", "×", text).partition("×")
    try:
        size = numbers_text.whole(width), numbers_text.whole(height)
    except numbers_text.NotOneNumber as error:
        problem = f"{text!r} is not a size such as 1600x900"
        reason = f"; {error}" if width.strip() and height.strip() else ""
        raise argparse.ArgumentTypeError(problem + reason) from None
    least = "{}x{}".format(*SMALLEST)
    if size[0] < SMALLEST[0] or size[1] < SMALLEST[1]:
        raise argparse.ArgumentTypeError(f"{text} is too small; the smallest window is {least}")
    if max(size) > LARGEST:
        raise argparse.ArgumentTypeError(f"{text} is too large; the largest is {LARGEST}x{LARGEST}")
    return size


def _step(text: str) -> int:
    if not re.fullmatch(r"[1-9]\d{0,2}", text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a step, counted from 1")
    return int(text)


def _lane(text: str) -> int:
    if not re.fullmatch(r"\d{1,3}", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0")
    return int(text)


COMMANDS = {
    "desktop": "core.desktop.command",
    "inspect": "core.inspect.command",
    "sweep": "core.sweep.command",
    "export-lessons": "gui.site.command",
}
"""What may stand in the place of the experiment, and the module that does it without a window."""


def _command_parser(name: str, module: str) -> argparse.ArgumentParser:
    parser = _Parser(prog=f"initlab {name}", allow_abbrev=False)
    import_module(module).add_arguments(parser)
    return parser


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="initlab",
        description="A laboratory for parameter initialization and regularization.",
        epilog="With an option that writes a file nothing is shown and no display is needed. "
        f"Commands without a window, each with its own --help: {', '.join(COMMANDS)}.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "experiment",
        nargs="?",
        metavar="EXPERIMENT.initlab.json|LINK|SWEEP|LESSON.md|CHECKPOINT",
        help="what to open",
    )
    parser.add_argument("--page", choices=tuple(PAGES), help="the page to show")
    parser.add_argument("--language", choices=tuple(LANGUAGES), help="the language of the window")
    parser.add_argument("--theme", choices=THEMES, help="the colours of the window")
    parser.add_argument("--projector", action="store_true", help="large type and thick curves")
    parser.add_argument("--fullscreen", action="store_true", help="fill the screen")
    parser.add_argument("--size", type=_size, metavar="1600x900", help="the size of the window")
    parser.add_argument(
        "--lesson", metavar="06-xavier|FILE.md", help="begin a lesson, or a file of your own"
    )
    parser.add_argument("--step", type=_step, default=1, help="the step of the lesson, from 1")
    parser.add_argument(
        FROM_DESKTOP, action="store_true", help="open in the window what follows, a link if asked"
    )
    write = parser.add_argument_group("write files and end, without a display")
    write.add_argument("--render", type=Path, metavar="OUT.png", help="the window as it looks")
    write.add_argument(
        "--weights", type=Path, metavar="F.safetensors", help="weight and bias as torch made them"
    )
    write.add_argument(
        "--lane", type=_lane, default=0, metavar="N", help="of a race: whose weights and code"
    )
    write.add_argument("--stats", type=Path, metavar="F.json", help="statistics and theory")
    write.add_argument("--code", type=Path, metavar="F.py", help="the PyTorch that reproduces it")
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Run the program; returns its exit code: 0, 2 for bad input, or 130 after Ctrl+C.

    Without `arguments`, those of the command line, the process is the program's own, and Ctrl+C
    ends it at once.
    """
    if arguments is None:
        interrupts.listen(_end)
    trace_crashes()
    try:
        code = _main(arguments)
        return interrupts.EXIT_CODE if _ending.is_set() else code
    except KeyboardInterrupt:
        interrupts.say()
        return interrupts.EXIT_CODE


_ending = threading.Event()
"""Ctrl+C was heard. What is done meanwhile, such as the last file, was interrupted all the same."""


def _end() -> None:
    """Ctrl+C: nothing is kept but the files that are written already, whole."""
    from core import disk

    _ending.set()
    disk.abandon(WRITING_SECONDS)
    interrupts.end_at_once()


def _main(arguments: list[str] | None) -> int:
    given = sys.argv[1:] if arguments is None else arguments
    if FROM_DESKTOP in given:  # a link may be made to look like more arguments
        at = given.index(FROM_DESKTOP) + 1
        given = [*given[:at], "--", *given[at:]]
    command = COMMANDS.get(given[0]) if given else None
    options = (_command_parser(given[0], command) if command else _parser()).parse_args(
        given[1:] if command else given
    )
    if not _folder_exists():
        print(
            "initlab: error: folder: the one that InitLab was started in is gone; "
            "start it in another",
            file=sys.stderr,
        )
        return 2
    from core.messages import InitLabError
    from core.telling import tell_error

    try:
        return import_module(command).run(options) if command else _run(options)
    except InitLabError as error:
        tell_error(error)
        return 2


def _run(options: argparse.Namespace) -> int:
    from core.lessons.finding import is_file

    arrived = options.experiment if options.from_desktop else None
    if arrived is None and is_file(options.experiment or "") and options.lesson is None:
        options.lesson, options.experiment = options.experiment, None
    experiment, path, opens = _opened(None if arrived else options.experiment)
    read = [file for file in (path, opens) if file is not None]
    page = page_that_opens(str(opens)) if opens is not None else None
    options.page = options.page or (page.key if page is not None else None)
    if options.lesson is not None:
        experiment = _from_lesson(options, experiment, read)
    headless = _checked_outputs(options, read)
    if headless:
        _write_files(options, experiment)
    if headless and not options.render:
        return 0
    if headless:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    elif _no_display():
        print(
            "initlab: error: display: there is none; "
            "use --render OUT.png to draw the window without one",
            file=sys.stderr,
        )
        return 2
    splash = None if headless else _splash()
    import_program()
    from gui import app

    window = app.Options(
        # In a window the lesson comes beside the person's own work, which is the last one.
        experiment=experiment if headless or options.lesson is None else None,
        path=path,
        page=options.page,
        language=options.language,
        theme=options.theme,
        projector=True if options.projector else None,
        full_screen=options.fullscreen,
        size=options.size,
        lesson=options.lesson,
        step=options.step,
        opens=opens,
        arrived=arrived,
    )
    if headless:
        app.render(window, options.render)
        return 0
    return app.run(window, splash)


def _splash() -> Shown | None:
    """Something to look at before the imports that take seconds."""
    from gui.starting import show_splash

    return show_splash()


def _folder_exists() -> bool:
    """Without a working folder torch's matrix library ends the process at its first product."""
    try:
        os.getcwd()
    except OSError:
        return False
    return True


def trace_crashes() -> None:
    """Python's stacks on stderr where the process itself dies, if there is a stderr to write to."""
    if not faulthandler.is_enabled():
        with contextlib.suppress(Exception):  # none, or one that is no file
            faulthandler.enable()


def _opened(named: str | None) -> tuple[Experiment | None, Path | None, Path | None]:
    """The experiment of a file, with its path, or of a link; or a file that a page opens."""
    from core.experiment import files, share

    if named is None:
        return None, None, None
    if share.is_link(named):
        return share.experiment(named), None, None
    if page_that_opens(named) is not None:
        return None, None, Path(named)
    return files.load(named), Path(named), None


def _checked_outputs(options: argparse.Namespace, read: list[Path]) -> bool:
    """Whether files are asked for; raises FileError where one would destroy another."""
    from core.disk.endings import JSON, PNG, PYTHON, SAFETENSORS
    from core.disk.outputs import Output, check_outputs

    kinds = {"render": PNG, "weights": SAFETENSORS, "stats": JSON, "code": PYTHON}
    outputs = [
        Output(f"--{name}", path, kind)
        for name, kind in kinds.items()
        if (path := getattr(options, name)) is not None
    ]
    check_outputs(outputs, read)
    return bool(outputs)


def _from_lesson(options: argparse.Namespace, given: object, read: list[Path]) -> Experiment:
    """The experiment of the lesson's step; its page is that of the step unless another is asked.

    Adds the files of the lesson to what is `read`.
    """
    from core.lessons.finding import find_lesson, is_file
    from core.messages import QT_TRANSLATE_NOOP, FileError, printable

    if given is not None:
        text = QT_TRANSLATE_NOOP("core", "a lesson brings its own experiment; leave the other out")
        raise FileError(printable(options.lesson, 200), text)
    lesson = find_lesson(options.lesson, options.language or "en")
    steps = lesson.steps
    if is_file(options.lesson):
        read += [Path(options.lesson), *lesson.pictures]
    step = steps[min(options.step, len(steps)) - 1]
    options.page = options.page or step.page
    experiment: Experiment = step.experiment
    return experiment


def import_program() -> None:
    """torch before Qt, unless a splash has needed Qt already, see above.

    The collector rests until the first picture: what is imported stays, and looking through it
    again and again takes a tenth of the start. `gui.app.quiet_collector` wakes it.
    """
    gc.disable()
    import torch  # noqa: F401

    import gui.app  # noqa: F401


def _write_files(options: argparse.Namespace, given: Experiment | None) -> None:
    """Everything but the picture: core alone does it."""
    from core.experiment import WELCOME
    from core.headless import write_files

    page = options.page or FIRST
    write_files(given or WELCOME, page, options.stats, options.weights, options.code, options.lane)


def _no_display() -> bool:
    wanted = os.environ.get("QT_QPA_PLATFORM", "")
    if not sys.platform.startswith("linux") or wanted:
        return False
    return not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


if __name__ == "__main__":
    sys.exit(main())
