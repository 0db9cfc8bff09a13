"""What the Inspect page draws: the list of a checkpoint, and one tensor of it looked at closely."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.context import SILENT, Context, Pictures
from core.experiment import Experiment
from core.inspect.detail import Detail
from core.inspect.over_depth import OverDepth, over_depth
from core.inspect.result import Inspection
from core.inspect.task import Request, detail_task, task
from core.messages import Message

MANY = 1000
"""Tensors from which the course over depth is made once all have been read."""

RESTART = ("layer", "weight_init", "bias_init", "run")
"""What the result depends on while no file is open: the layer is that of the experiment."""


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """A picture of the page.

    detail   None until the tensor `chosen` has been looked at
    course   the spread over depth; of many tensors that of an earlier picture, until all are read
    """

    request: Request
    experiment: Experiment
    inspection: Inspection
    chosen: str = ""
    detail: Detail | None = None
    course: OverDepth | None = None

    @property
    def notes(self) -> tuple[Message, ...]:
        """The page has a place of its own for what was left out of a file."""
        return ()

    @property
    def code(self) -> str:
        """Torch's lines that leave the tensor that is looked at in `w`, and print it."""
        lines = [self.inspection.code]
        if self.detail is not None:
            name = self.chosen if self.inspection.is_file else self.chosen.partition(".")[2]
            lines += [f"w = state[{name!r}]", "print(w.shape)", "print(w)"]
        return "\n".join(lines).rstrip("\n") + "\n"


def show(
    request: Request,
    experiment: Experiment,
    context: Context = SILENT,
    chosen: str = "",
    known: View | None = None,
) -> Pictures[View]:
    """The list with its numbers as they come, then one tensor of it.

    `known` is what is on the screen: what is there of the same file is not read again, and where
    another tensor is chosen it comes before the rest of the list. Raises what `task` does.
    """
    before = (
        known.inspection if known is not None and _is_same(known, request, experiment) else None
    )
    view = None
    if before is not None and chosen in {tensor.name for tensor in before.tensors}:
        assert known is not None
        view = View(request, experiment, before, chosen, course=known.course)
        for detail in detail_task(request, experiment, chosen, before)(context):
            view = replace(view, detail=detail)
            yield view
        if before.complete and _is_told(before, request):
            return
    for found in task(request, experiment, before)(context):
        if view is None:
            names = [tensor.name for tensor in found.tensors]
            view = View(request, experiment, found, chosen if chosen in names else first(found))
        view = replace(view, inspection=found, course=_course(found, view.course))
        yield view
    assert view is not None
    if view.detail is None:
        for detail in detail_task(request, experiment, view.chosen, view.inspection)(context):
            view = replace(view, detail=detail)
            yield view


def first(found: Inspection) -> str:
    """The tensor to be looked at where none was chosen: the first weight."""
    weights = (tensor.name for tensor in found.tensors if tensor.role.is_weight and tensor.shape)
    return next(weights, next((tensor.name for tensor in found.tensors), ""))


def _course(found: Inspection, before: OverDepth | None) -> OverDepth | None:
    if before is None or found.complete or len(found.tensors) <= MANY:
        return over_depth(found)
    return before


def _is_same(known: View, request: Request, experiment: Experiment) -> bool:
    """Whether what is known of its tensors holds for this request too."""
    if known.request.path != request.path:
        return False
    return request.path is not None or known.experiment == experiment


def _is_told(found: Inspection, request: Request) -> bool:
    """Whether its roles and what it is compared with are those of the request."""
    compared = found.against.file if found.against is not None else None
    if compared != (request.against.name if request.against is not None else None):
        return False
    roles = {tensor.name: tensor.role.key for tensor in found.tensors}
    return all(roles.get(name) == role for name, role in request.roles.items())
