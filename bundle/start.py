"""Where a bundle begins.

A sweep starts the bundle again for each of its processes; `freeze_support` makes a worker of that
one, before a window or a command is thought of.
"""

import multiprocessing
import sys

if __name__ == "__main__":
    multiprocessing.freeze_support()
    from main import main

    sys.exit(main())
