"""The tasks of the page: the whole checkpoint, and one tensor of it looked at closely."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import torch

from core.build.code import code as code_of_layer
from core.build.fill import fill
from core.build.session import Session, refusing_torch_errors, threads
from core.context import SILENT, Context, Pictures
from core.experiment import Experiment
from core.inspect.against import compare
from core.inspect.checkpoint import Checkpoint, of_module, open_checkpoint
from core.inspect.detail import Detail, look_at
from core.inspect.measure import measure, with_spectrum
from core.inspect.result import Inspection, TensorReport
from core.inspect.roles import ROLES, role_of, shape_of
from core.inspect.tree import tree
from core.inspect.words import tone, words

PICTURE_SECONDS = 0.1
"""Between two pictures of a list that is being read."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be inspected; without a path the layer of the experiment is.

    against   another checkpoint, to compare with
    roles     by the name of a tensor, what the person says it is
    """

    path: Path | None = None
    against: Path | None = None
    roles: Mapping[str, str] = field(default_factory=dict)


def task(
    request: Request,
    experiment: Experiment,
    known: Inspection | None = None,
    spectra: bool = False,
) -> Callable[[Context], Pictures[Inspection]]:
    """The whole checkpoint: first the list, then the numbers as they come, at last the words.

    What is `known` of the same tensors is not read again. Raises FileError for what cannot be
    read, Refused, and Cancelled between two tensors.
    """
    return lambda context: _inspect(request, experiment, context, known, spectra)


def detail_task(
    request: Request, experiment: Experiment, name: str, known: Inspection | None = None
) -> Callable[[Context], Pictures[Detail]]:
    """One tensor, looked at closely: first what is there at once, then its singular values.

    Where its report is `known` in its present role it is not measured again.
    """
    return lambda context: _look(request, experiment, name, known, context)


def inspect_checkpoint(
    checkpoint: Checkpoint,
    context: Context = SILENT,
    roles: Mapping[str, str] | None = None,
    against: Checkpoint | None = None,
    spectra: bool = False,
    known: Inspection | None = None,
) -> Pictures[Inspection]:
    """Measure every tensor of an opened checkpoint, in order; with `spectra` their norms too.

    What is `known` of the same tensors, in the same roles, is not read again.
    """
    started = time.perf_counter()
    sizes = {tensor.name: tensor.size for tensor in checkpoint.tensors}
    reports = [_unread(t.name, t.size, t.dtype, sizes, roles or {}) for t in checkpoint.tensors]
    if known is not None:
        reports = _taken_over(reports, known, roles or {})
    done = sum(report.verdict is not None for report in reports)
    found = Inspection(
        *(checkpoint.file, checkpoint.format, tuple(reports), checkpoint.notes, done),
        tree=tree([report.name for report in reports]),
        parameters=sum(math.prod(report.size) for report in reports),
        dtypes=tuple(dict.fromkeys(report.dtype for report in reports)),
    )
    yield found
    shown = time.perf_counter()
    for i, stored in enumerate(checkpoint.tensors):
        if reports[i].verdict is not None:
            continue
        context.check()
        tensor = stored.load()
        chosen = stored.name in (roles or {})
        with threads(1):  # many small operations: a second thread would only wait
            reports[i] = measure(reports[i], tensor, sizes, context, chosen)
            if spectra:
                reports[i] = with_spectrum(reports[i], tensor, context)
        done += 1
        context.progress(done / len(reports))
        if time.perf_counter() - shown >= PICTURE_SECONDS and context.is_drawn:
            found = replace(found, tensors=tuple(reports), done=done)
            yield found
            shown = time.perf_counter()
    seconds = time.perf_counter() - started
    found = replace(found, tensors=tuple(reports), done=len(reports), seconds=seconds)
    found = replace(found, words=words(found), tone=tone(found))
    yield found
    if against is not None:
        for compared in compare(checkpoint, against, context):
            found = replace(found, against=compared)
            if time.perf_counter() - shown >= PICTURE_SECONDS and context.is_drawn:
                yield found
                shown = time.perf_counter()
        seconds = time.perf_counter() - started
        yield replace(found, words=words(found), tone=tone(found), seconds=seconds)


def _taken_over(
    reports: list[TensorReport], known: Inspection, roles: Mapping[str, str]
) -> list[TensorReport]:
    """The reports that are known in the roles which hold now, the others as they are."""
    before = {report.name: report for report in known.tensors}
    found = []
    for report in reports:
        old = before.get(report.name)
        wanted = ROLES[roles[report.name]] if report.name in roles else None
        same = old is not None and old.size == report.size and wanted in (None, old.role)
        found.append(old if old is not None and same else report)
    return found


def _unread(
    name: str,
    size: tuple[int, ...],
    dtype: str,
    sizes: Mapping[str, tuple[int, ...]],
    roles: Mapping[str, str],
) -> TensorReport:
    chosen = ROLES.get(roles.get(name, ""))
    role = chosen or role_of(name, size, sizes)
    return TensorReport(name, size, dtype, role, shape_of(role, size))


def _opened(request: Request, experiment: Experiment, context: Context) -> Checkpoint:
    if request.path is not None:
        return open_checkpoint(request.path)
    with refusing_torch_errors("run.device"):
        device = torch.device(experiment.run.device)
    with Session("layer", device):
        filled = fill(experiment, context)
        kind, values = experiment.layer.entry, filled.layer.state_dict()
        state = {f"{kind.variable}.{k}": v.cpu().clone() for k, v in values.items()}
    return of_module(state, f"nn.{kind.torch_name}")


def _code(path: Path | None, experiment: Experiment) -> str:
    """Torch's lines that leave the tensors by their names in `state`."""
    if path is None:
        return (
            f"{code_of_layer(experiment)}\nstate = {experiment.layer.entry.variable}.state_dict()\n"
        )
    if path.name.lower().endswith(".safetensors"):
        return f"from safetensors.torch import load_file\n\nstate = load_file({path.name!r})\n"
    load = f'torch.load({path.name!r}, map_location="cpu", weights_only=True)'
    return f"import torch\n\nstate = {load}\n"


def _inspect(
    request: Request,
    experiment: Experiment,
    context: Context,
    known: Inspection | None,
    spectra: bool,
) -> Pictures[Inspection]:
    checkpoint = _opened(request, experiment, context)
    other = open_checkpoint(request.against) if request.against is not None else None
    roles, code = request.roles, _code(request.path, experiment)
    for picture in inspect_checkpoint(checkpoint, context, roles, other, spectra, known):
        yield replace(picture, is_file=request.path is not None, code=code)


def _look(
    request: Request, experiment: Experiment, name: str, known: Inspection | None, context: Context
) -> Pictures[Detail]:
    checkpoint = _opened(request, experiment, context)
    sizes = {tensor.name: tensor.size for tensor in checkpoint.tensors}
    stored = next(tensor for tensor in checkpoint.tensors if tensor.name == name)
    tensor = stored.load()
    report = _unread(name, stored.size, stored.dtype, sizes, request.roles)
    if known is not None:
        (report,) = _taken_over([report], known, request.roles)
    if report.verdict is None:
        report = measure(report, tensor, sizes, context, name in request.roles)
    before = None
    if request.against is not None:
        others = open_checkpoint(request.against).tensors
        before = next((t.load() for t in others if t.name == name and t.size == stored.size), None)
    yield from look_at(report, tensor, before, context)
