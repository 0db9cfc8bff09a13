"""Where a bundle begins.

A sweep starts the bundle again for each of its processes; `freeze_support` makes a worker of that
one, before a window or a command is thought of.
"""

import multiprocessing
import os
import sys

OF_LOADER = ("LD_LIBRARY_PATH", "QML2_IMPORT_PATH", "QT_PLUGIN_PATH")


def give_back_environment() -> None:
    """Undo what the loader of the bundle has set for this process, which has read it by now.

    Other programs, such as the editor that a lesson is opened in, would load libraries from here.
    """
    for name in OF_LOADER:
        os.environ.pop(name, None)
        before = os.environ.pop(f"{name}_ORIG", None)
        if before is not None:
            os.environ[name] = before


if __name__ == "__main__":
    if sys.platform == "linux":
        give_back_environment()
    multiprocessing.freeze_support()
    from main import main

    sys.exit(main())
