"""What a race takes of memory, and whether it is there."""

from __future__ import annotations

from collections.abc import Sequence

from core.build import memory
from core.experiment import Experiment
from core.machine.dtypes import torch_dtype
from core.messages import QT_TRANSLATE_NOOP
from core.training.network import shapes
from core.training.record import MAX_SNAPSHOT_BYTES

COPIES = 5
"""Of each weight: itself, its gradient, two of the optimizer, and one while a step is made."""

SNAPSHOTS = 2
"""There are at least so many, each with the weights and what the optimizer keeps: three copies."""


def peak_bytes(lanes: Sequence[Experiment]) -> float:
    """What the race takes at its worst moment."""
    total = memory.ROOM * 1.0
    for lane in lanes:
        size = torch_dtype(lane.run.dtype).itemsize
        weights = size * sum(shape.count + shape.rows for shape in shapes(lane))
        data = lane.train.data_set
        samples = data.total(lane.train.samples)
        signals = size * samples * lane.depth.width * 4
        inputs = size * samples * data.features * 3
        kept = max(SNAPSHOTS * 3 * weights, MAX_SNAPSHOT_BYTES)
        passing = size * lane.train.batch * lane.depth.width * lane.depth.layers * 4
        total += COPIES * weights + signals + inputs + kept + passing
    return total


def check_memory(experiment: Experiment, stacked: Sequence[Experiment] = ()) -> None:
    """Raise Refused, with the numbers, when the race cannot fit; allocates nothing.

    `stacked` are networks that learn as one with that of the experiment, in place of a race.
    """
    lanes = stacked or [experiment.lane(index) for index in range(experiment.lanes)]
    text = QT_TRANSLATE_NOOP(
        "core",
        "not enough memory: {lanes} networks of {layers} layers of {width} units take {needed}, "
        "{free} is available; choose fewer lanes, fewer or narrower layers",
    )
    places = {
        "lanes": len(lanes),
        "layers": experiment.depth.layers,
        "width": experiment.depth.width,
    }
    memory.refuse_what_does_not_fit(peak_bytes(lanes), experiment, "depth.width", text, **places)
