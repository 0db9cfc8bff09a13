"""From the lanes as they stand to what the page draws of them."""

from __future__ import annotations

import math

import numpy as np
import torch
from numpy.typing import NDArray

from core.experiment import Experiment
from core.init.formula import Lines, known_lines, typeset_lines
from core.init.marginals import Marginal
from core.messages import QT_TRANSLATE_NOOP, Message
from core.stats.histogram import summarize
from core.stats.histogram_data import HistogramData, histogram_data
from core.training.formula import formula
from core.training.lane import LaneRun
from core.training.measure import gradient_sizes, outputs
from core.training.network import shapes
from core.training.race import Race, RacingLane
from core.training.result import NO_ANSWER, Chosen, Field, LaneResult, TrainingResult
from core.training.transport import Watch
from core.training.verdict import judge

Array = NDArray[np.float64]

GRID = 48
"""Places along each side of the plane on which a network's answers are shown."""

LINE = 200
"""Places along the line of a network with one input."""

MAX_POINTS = 1_000
"""Training samples that are drawn; the plot says how many there are besides."""

MAX_WRONG = 24
"""Test pictures with a wrong answer that are shown."""

MAX_TILES = 128
"""Units of the first layer whose weights are shown as pictures."""


def name_of(experiment: Experiment, index: int) -> str | Message:
    """What a lane is called: its own name, or what it changes."""
    if not experiment.race:
        return QT_TRANSLATE_NOOP("core", "this experiment")
    lane = experiment.race[index]
    if lane.name:
        return lane.name
    return ", ".join(f"{key.partition('.')[2]} {value}" for key, value in lane.changes) or (
        QT_TRANSLATE_NOOP("core", "as it is")
    )


def picture(
    race: Race,
    watch: Watch,
    seconds: float,
    whole: bool = True,
    passing: bool = False,
    before: TrainingResult | None = None,
) -> TrainingResult:
    """The present state.

    `whole` asks for what takes longer: weights, gradients, answers. Where it is not asked for,
    those of the picture `before` stand in its place, as the very same objects.
    """
    experiment = race.experiment
    assert experiment is not None
    index = min(watch.lane, len(race.lanes) - 1)
    layer = min(watch.layer, len(race.lanes[index].run.network.linears) - 1)
    if before is not None and (before.chosen.lane, before.chosen.layer) != (index, layer):
        before = None
    whole = whole or before is None
    at_end = whole and watch.summaries and race.finished
    lanes = tuple(
        _lane(
            lane,
            name_of(experiment, number),
            at_end,
            whole and watch.course and number == index,
            None if whole or before is None else before.lanes[number].gradient,
        )
        for number, lane in enumerate(race.lanes)
    )
    notes = [note for lane in race.lanes for note in lane.run.network.notes]
    return TrainingResult(
        experiment,
        lanes,
        race.step,
        race.steps,
        race.finished,
        _chosen(race.lanes[index].run, index, layer, race)
        if whole or before is None
        else before.chosen,
        _field(race) if whole or before is None else before.field,
        tuple(dict.fromkeys(notes)),
        seconds,
        _unused(race) if watch.unused and not passing else (),
        passing,
        _formula(race.lanes[index].run, passing) if watch.typeset else None,
    )


def _formula(run: LaneRun, passing: bool) -> Lines | None:
    """Typeset, or as it was typeset before while the race goes on."""
    text = formula(run.experiment.at_step(run.step))
    return known_lines(text) if passing else typeset_lines(text)


def _unused(race: Race) -> tuple[Array | None, ...]:
    """The exact course of each lane's weights on unused inputs, at the steps of its curves."""
    return tuple(lane.unused_theory() for lane in race.lanes)


def _lane(
    lane: RacingLane,
    name: str | Message,
    at_end: bool,
    course: bool,
    gradient: Array | None,
) -> LaneResult:
    run, curves = lane.run, lane.record.curves()
    train = run.experiment.train
    guessing = run.data.guessing(train.loss)
    diverged = None
    stopped = ""
    if run.diverged is not None:
        diverged, stopped = (run.diverged + 1, lane.diverged_layer or 1), "diverged"
    elif run.stopped_early:
        stopped = "early"
    elif run.finished:
        stopped = "epochs"
    weights = [weight.detach() for weight in run.network.weights]
    count = sum(weight.numel() for weight in weights)
    squares = sum(float(torch.linalg.vector_norm(w, dtype=torch.float64)) ** 2 for w in weights)
    nonzero = sum(int(torch.count_nonzero(weight)) for weight in weights)
    return LaneResult(
        name,
        run.experiment,
        run.step,
        curves,
        lane.frames(course),
        judge(
            *(run.experiment, curves.until(run.step), guessing, diverged, _alike(run)),
            run.data.most_frequent,
        ),
        stopped,
        run.best[1],
        sum(parameter.numel() for parameter in run.network.model.parameters()),
        math.sqrt(squares),
        1.0 - nonzero / count,
        _gradient(lane) if gradient is None else gradient,
        lane.frame_steps,
        lane.ghost,
        tuple(summarize(weight, find_atoms=True) for weight in weights) if at_end else (),
    )


def _gradient(lane: RacingLane) -> Array:
    """What reaches each layer now; of a lane that stands at no number, when it last was one."""
    if lane.run.diverged is not None:
        return lane.last_frame().gradient.rms
    return gradient_sizes(lane.run)


def _alike(run: LaneRun) -> bool:
    """Whether the units of some hidden layer all have the same weights and the same bias."""
    hidden = [list(linear.parameters()) for linear in run.network.linears[:-1]]
    return any(all(bool((p == p[:1]).all()) for p in layer) for layer in hidden)


def _chosen(run: LaneRun, index: int, layer: int, race: Race) -> Chosen:
    now = summarize(run.network.weights[layer], find_atoms=True)
    start = race.lanes[index].record.snapshots[0].model[f"{layer}.weight"]
    begun = summarize(start, find_atoms=True)
    theory = _theory(run.experiment, layer)
    drawn: HistogramData | None = None
    if now.finite:
        drawn = histogram_data(now, theory)
    return Chosen(
        index,
        layer,
        drawn,
        histogram_data(begun, theory),
        _tiles(run),
        str(run.network.model),
        _wrong(run),
    )


def _theory(experiment: Experiment, layer: int) -> Marginal | None:
    """The exact distribution of the layer's weights at step 0; None where they were scaled."""
    if experiment.train.init_scale != 1.0:
        return None
    stack = shapes(experiment)
    init = experiment.weight_init
    init = init.for_linear if layer == len(stack) - 1 else init
    return init.entry.marginal(stack[layer], init.parameters)


def _tiles(run: LaneRun) -> Array | None:
    image = run.data.data.image
    if image is None:
        return None
    first = run.network.weights[0].detach()[:MAX_TILES]
    return first.double().cpu().numpy().reshape(-1, *image).copy()


def _wrong(run: LaneRun) -> tuple[Array, NDArray[np.int64], NDArray[np.int64]] | None:
    data = run.data
    if data.data.image is None:
        return None
    x, y = data.x[data.count :], data.y[data.count :]
    found = outputs(run, x)
    answered = found.argmax(dim=1).masked_fill(found.isnan().any(dim=1), NO_ANSWER)
    at = torch.nonzero(answered != y)[:MAX_WRONG, 0]
    pictures = x[at].double().cpu().numpy().reshape(-1, *data.data.image)
    return pictures, answered[at].cpu().numpy(), y[at].cpu().numpy()


def _field(race: Race) -> Field | None:
    """The answers of all lanes over the inputs, where these are one or two numbers."""
    data = race.lanes[0].run.data
    if data.data.features > 2:
        return None
    points = data.x[: data.count].double().cpu().numpy()
    low, high = points.min(axis=0), points.max(axis=0)
    margin = 0.1 * (high - low)
    places = LINE if data.data.features == 1 else GRID
    axes = tuple(
        np.linspace(a, b, places) for a, b in zip(low - margin, high + margin, strict=True)
    )
    mesh = np.stack(np.meshgrid(*axes), axis=-1).reshape(-1, data.data.features)
    answers = []
    for lane in race.lanes:
        run = lane.run
        if run.data.data.key != data.data.key:
            answers.append(np.full((places,) * data.data.features, math.nan))
            continue
        x = torch.as_tensor(mesh).to(run.data.x)
        answers.append(_answer(run, outputs(run, x)).reshape((places,) * data.data.features))
    return Field(
        points[:MAX_POINTS],
        data.y[: data.count].double().cpu().numpy()[:MAX_POINTS],
        data.replaced[:MAX_POINTS],
        axes,
        tuple(answers),
    )


def _answer(run: LaneRun, output: torch.Tensor) -> Array:
    """The curve of a regression; of two classes how sure the network is of the second."""
    if run.data.data.is_regression:
        return output[:, 0].double().cpu().numpy()
    if run.experiment.train.loss == "cross_entropy":
        return output.double().softmax(dim=1)[:, 1].cpu().numpy()
    return (0.5 + 0.5 * (output[:, 1] - output[:, 0])).clamp(0, 1).double().cpu().numpy()
