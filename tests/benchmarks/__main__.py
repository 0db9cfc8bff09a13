"""`make bench`: every measurement in one run, as a table."""

from __future__ import annotations

from tests.benchmarks import depth, dropout, inspect, live, passes, stacked, start, sweep, training


def main() -> None:
    """Print the table; nothing here passes or fails, timings are read by people."""
    print("| what | measured | against | ratio | at most | |")
    print("|---|---|---|---|---|---|")
    for part in (start, passes, live, dropout, depth, training, stacked, sweep, inspect):
        for line in part.measure():
            print(line, flush=True)


if __name__ == "__main__":
    main()
