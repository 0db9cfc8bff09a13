"""What other programs read of a race: statistics, all curves as CSV, the weights of a lane."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import torch

from core import disk
from core.context import last
from core.experiment import Experiment
from core.messages import QT_TRANSLATE_NOOP, InvalidExperiment
from core.stats.export import finite, summary_stats
from core.training.race import Race
from core.training.result import LaneResult, TrainingResult
from core.training.task import play


def statistics(result: TrainingResult) -> dict[str, Any]:
    """The contract's `train`: every lane with its curves, its end, its verdict and its weights."""
    return {"lanes": [_lane(lane) for lane in result.lanes]}


def _lane(lane: LaneResult) -> dict[str, Any]:
    curves, verdict = lane.curves, lane.verdict
    diverged = None
    if verdict.step is not None:
        diverged = {"step": verdict.step, "layer": verdict.layer}
    return {
        "name": str(lane.name),
        "parameters": lane.parameters,
        "steps": curves.steps.tolist(),
        "train_loss": [finite(value) for value in curves.train_loss.tolist()],
        "test_loss": [finite(value) for value in curves.test_loss.tolist()],
        "train_accuracy": [finite(value) for value in curves.train_accuracy.tolist()],
        "test_accuracy": [finite(value) for value in curves.test_accuracy.tolist()],
        "stopped": lane.stopped or None,
        "diverged_at": diverged,
        "best_step": lane.best_step,
        "verdict": verdict.name,
        "weights": [summary_stats(summary) for summary in lane.weights],
    }


def curves_csv(result: TrainingResult) -> str:
    """One line for each lane and point: lane, step, losses, accuracies, loss as trained."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(
        ["lane", "step", "train_loss", "test_loss", "train_accuracy", "test_accuracy", "trained"]
    )
    for lane in result.lanes:
        curves = lane.curves
        rows = zip(
            curves.steps.tolist(),
            *(
                getattr(curves, name).tolist()
                for name in (
                    "train_loss",
                    "test_loss",
                    "train_accuracy",
                    "test_accuracy",
                    "trained",
                )
            ),
            strict=True,
        )
        for step, *values in rows:
            writer.writerow([str(lane.name), step, *(repr(value) for value in values)])
    return text.getvalue()


def weights(experiment: Experiment, lane: int = 0) -> dict[str, torch.Tensor]:
    """The `state_dict()` of one lane at its end; raises Refused, and InvalidExperiment.

    The lane learns again, alone, from the seed: that gives the same bits as beside the others.
    """
    check_lane(experiment, lane)
    race = Race()
    last(play(race, experiment.lane(lane)))
    return race.lanes[0].run.state_dict()


def save_lane(experiment: Experiment, path: str | Path, lane: int = 0) -> None:
    """Write them as safetensors; raises Refused, InvalidExperiment and FileError."""
    disk.write_tensors(path, weights(experiment, lane))


def lane_code(result: TrainingResult, lane: int = 0) -> str:
    """The script of one lane; raises InvalidExperiment."""
    check_lane(result.experiment, lane)
    return result.lanes[lane].code


def check_lane(experiment: Experiment, lane: int) -> None:
    """Raise InvalidExperiment where the race has no such lane."""
    if not 0 <= lane < experiment.lanes:
        text = QT_TRANSLATE_NOOP(
            "core", "there is no lane {lane}: the race has lanes 0 to {last}"
        ).format(lane=lane, last=experiment.lanes - 1)
        raise InvalidExperiment("race", text)
