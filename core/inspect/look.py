"""Entry points for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from core.context import SILENT, Context, Pictures, last
from core.experiment import Experiment
from core.inspect.checkpoint import Checkpoint, of_module, open_checkpoint
from core.inspect.result import Inspection
from core.inspect.task import Request, inspect_checkpoint, task
from core.stats import fused


def inspect(module_or_path: Any, against: Any = None, context: Context = SILENT) -> Inspection:
    """Look into a module, a mapping of names to tensors, or the file of a checkpoint.

    `against` is another one, to compare with. Raises FileError for a file that is no checkpoint,
    TypeError for what is neither, and Cancelled.

        found = inspect(model)
        assert all(t.verdict.key == "fresh" for t in found.tensors if t.shape)
    """
    other = _checkpoint(against) if against is not None else None
    checkpoint = _checkpoint(module_or_path)
    fused.load_for(checkpoint.values)
    return last(inspect_checkpoint(checkpoint, context, None, other))


def _checkpoint(given: Any) -> Checkpoint:
    return open_checkpoint(given) if isinstance(given, str | Path) else of_module(given)


def run(experiment: Experiment, context: Context = SILENT) -> Pictures[Inspection]:
    """The page before any file is opened: the experiment's own layer is looked into."""
    return task(Request(), experiment, spectra=True)(context)
