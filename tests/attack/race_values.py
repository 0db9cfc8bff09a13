"""What the races set the controls to: runs that take no time, some time, and none at all."""

from __future__ import annotations

from typing import Any

from core.experiment import Experiment

PLAIN = Experiment.from_dict({"initlab": 1, "layer": {"in_features": 20, "out_features": 30}})
VALUES: dict[str, tuple[Any, ...]] = {
    "layer.in_features": (1, 2, 5, 20, 64, 300),
    "layer.out_features": (1, 2, 7, 30, 100, 256),
    "dropout.p": (0.0, 0.1, 0.25, 0.5, 0.9, 1.0),
    "dropout.vector": ("course", "ones", "normal", "3, 1, 4, 1, 5"),
    "run.device": ("cpu",),
    "run.seed": (0, 1, 2, 3, 4, 5, 6, 7, 2**63 - 1),
    "depth.layers": (1, 2, 5, 12, 20, 40),
    "depth.width": (8, 16, 64, 128),
    "depth.batch": (16, 64, 256),
}
SECTIONS = ("layer", "weight_init", "bias_init", "dropout", "run", "depth")
REAL = {"mean": (-0.5, 0.5), "std": (0.01, 2.0), "a": (-2.0, 0.0), "b": (0.0, 2.0)}
SLOW: tuple[dict[str, Any], ...] = (
    {"layer": {"in_features": 2048, "out_features": 2048}, "weight_init": {"method": "normal"}},
    {"layer": {"in_features": 6_000, "out_features": 4}, "weight_init": {"method": "sparse"}},
    {"layer": {"in_features": 500, "out_features": 500}, "weight_init": {"method": "orthogonal"}},
    {"layer": {"in_features": 700, "out_features": 700}, "weight_init": {"method": "trunc_normal"}},
    {"depth": {"layers": 60, "width": 400, "batch": 64}},
)
"""Runs that take a tenth of a second or more."""
REFUSED: tuple[dict[str, Any], ...] = (
    {"weight_init": {"method": "orthogonal"}, "run": {"dtype": "float16"}},
    {"layer": {"in_features": 1_048_576, "out_features": 1_048_576}},
)


def bearable(experiment: Experiment) -> bool:
    """Whether a run ends within a second, or is refused at once."""
    fan_in, fan_out = experiment.layer.in_features, experiment.layer.out_features
    most = {"orthogonal": 2**18, "sparse": 2**18, "trunc_normal": 2**20}
    count, depth = fan_in * fan_out, experiment.depth
    light = count <= most.get(experiment.weight_init.method, 2**22) or count > 2**39
    heavy_depth = depth.layers * depth.width * (depth.width + depth.batch) > 60 * 512 * 600
    return light and not heavy_depth and not _is_redrawn_for_ever(experiment)


def _is_redrawn_for_ever(experiment: Experiment) -> bool:
    """Whether so little of a normal lies between its bounds that torch redraws for a minute."""
    for init in (experiment.weight_init, experiment.bias_init):
        if init.method == "trunc_normal":
            mean, std, a, b = (init.parameters[name] for name in ("mean", "std", "a", "b"))
            if not (a <= mean <= b and b - a >= std):  # else a third of it does
                return True
    return False


def is_refused(experiment: Experiment) -> bool:
    """Whether the Layer page has no picture of it; other pages may have one."""
    large = experiment.layer.in_features * experiment.layer.out_features > 2**39
    without = experiment.run.dtype in experiment.weight_init.entry.unsupported_dtypes
    return large or without or _is_redrawn_for_ever(experiment)
