"""A checkpoint of one's own: which initialization each tensor got, and what became of it."""

from core.inspect.checkpoint import Checkpoint, is_checkpoint, of_module, open_checkpoint
from core.inspect.export import statistics
from core.inspect.look import inspect, run
from core.inspect.result import Inspection, TensorReport
from core.inspect.task import Request, detail_task, task

__all__ = [
    "Checkpoint",
    "Inspection",
    "Request",
    "TensorReport",
    "detail_task",
    "inspect",
    "is_checkpoint",
    "of_module",
    "open_checkpoint",
    "run",
    "statistics",
    "task",
]
