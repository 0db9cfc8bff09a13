"""`make bench`: every measurement in one run, as a table."""

from __future__ import annotations

import importlib
import sys

PARTS = ["start", "passes", "live", "dropout", "depth", "training", "stacked", "sweep", "inspect"]


def main(names: list[str]) -> None:
    """Print the table of these parts, or of all.

    Nothing here passes or fails, timings are read by people.
    """
    print("| what | measured | against | ratio | at most | |")
    print("|---|---|---|---|---|---|")
    for name in names or PARTS:
        for line in importlib.import_module(f"tests.benchmarks.{name}").measure():
            print(line, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
