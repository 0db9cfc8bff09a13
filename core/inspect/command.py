"""`initlab inspect MODEL`: the table on a terminal, JSON and CSV, for people and their tests."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from core import disk
from core.context import last
from core.disk.endings import CSV, JSON
from core.disk.outputs import Output, check_outputs
from core.inspect.checkpoint import Checkpoint, open_checkpoint
from core.inspect.export import statistics, table, tensors_csv
from core.inspect.result import Inspection
from core.inspect.task import inspect_checkpoint
from core.messages import print_line
from core.stats import fused

FAILED = 1
"""Exit code where a weight looks like what `--fail-on` names."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the contract."""
    parser.add_argument("model", type=Path, metavar="MODEL", help=".safetensors, .pt, .pth, .bin")
    parser.add_argument("--against", type=Path, metavar="OTHER", help="compare with another one")
    parser.add_argument("--json", type=Path, metavar="F.json", help="write everything as JSON")
    parser.add_argument("--csv", type=Path, metavar="F.csv", help="write a line a tensor as CSV")
    parser.add_argument(
        "--fail-on",
        action="append",
        default=[],
        metavar="WORDS",
        help='exit 1 where a weight looks like this, such as "nn.Linear default"',
    )


def run(options: argparse.Namespace) -> int:
    """Print the table and write the files; returns the exit code. Raises FileError."""
    kinds = {"json": JSON, "csv": CSV}
    outputs = [
        Output(f"--{name}", path, kind)
        for name, kind in kinds.items()
        if (path := getattr(options, name)) is not None
    ]
    read = [path for path in (options.model, options.against) if path is not None]
    check_outputs(outputs, read)
    checkpoint = open_checkpoint(options.model)
    against = open_checkpoint(options.against) if options.against is not None else None
    fused.load_for(checkpoint.values)
    found = last(inspect_checkpoint(checkpoint, against=against, spectra=options.json is not None))
    if options.json is not None:
        disk.write_text(options.json, json.dumps(statistics(found), allow_nan=False, indent=1))
    if options.csv is not None:
        disk.write_text(options.csv, tensors_csv(found))
    failing = looking_like(found, options.fail_on)
    try:
        _print(found, checkpoint)
        for name, label in failing:
            print_line(f"fail-on: {name} looks like {label}")
        sys.stdout.flush()
    except BrokenPipeError:  # `| head` has seen enough; Python would say so once more at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return FAILED if failing else 0


def looking_like(found: Inspection, labels: Sequence[str]) -> list[tuple[str, str]]:
    """Names of the tensors whose best description is one of these, and which."""
    wanted = {label.strip().lower() for label in labels}
    return [
        (tensor.name, str(tensor.looks_like.label))
        for tensor in found.tensors
        if tensor.looks_like is not None
        and {str(tensor.looks_like.label).lower(), tensor.looks_like.method} & wanted
    ]


def _print(found: Inspection, checkpoint: Checkpoint) -> None:
    for line in table(found):
        print_line(line)
    print_line("")
    for sentence in (*checkpoint.notes, *found.words):
        print_line(str(sentence))
