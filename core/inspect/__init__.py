"""A checkpoint of one's own: which initialization each tensor got, and what became of it."""

from core.inspect.checkpoint import Checkpoint, is_checkpoint, of_module, open_checkpoint
from core.inspect.export import statistics
from core.inspect.look import inspect, run
from core.inspect.over_depth import OverDepth, over_depth
from core.inspect.result import Inspection, TensorReport
from core.inspect.roles import Role, roles_for
from core.inspect.task import Request, detail_task, task
from core.inspect.view import RESTART, View, show

__all__ = [
    "RESTART",
    "Checkpoint",
    "Inspection",
    "OverDepth",
    "Request",
    "Role",
    "TensorReport",
    "View",
    "detail_task",
    "inspect",
    "is_checkpoint",
    "of_module",
    "open_checkpoint",
    "over_depth",
    "roles_for",
    "run",
    "show",
    "statistics",
    "task",
]
