"""Data that are drawn: points of a plane, and a curve with noise."""

from __future__ import annotations

import numpy as np

from core.data.registry import DataSet, Drawn
from core.messages import QT_TRANSLATE_NOOP

MOONS_NOISE = 0.2
CIRCLES = {"noise": 0.1, "factor": 0.5}
TURNS = 1.5
SPIRAL_NOISE = 0.03
SINE_NOISE = 0.3

MAX_STATE = 2**32
"""scikit-learn's random states end here; seeds of torch go on."""


def _draw_moons(total: int, seed: int) -> Drawn:
    from sklearn.datasets import make_moons

    points, labels = make_moons(total, noise=MOONS_NOISE, random_state=seed % MAX_STATE)
    return points, labels


def _draw_circles(total: int, seed: int) -> Drawn:
    from sklearn.datasets import make_circles

    points, labels = make_circles(total, **CIRCLES, random_state=seed % MAX_STATE)
    return points, labels


def _draw_spiral(total: int, seed: int) -> Drawn:
    rng = np.random.default_rng(seed)
    labels = np.arange(total) % 2
    radius = np.sqrt(rng.uniform(0, 1, total))
    angle = np.pi * (2 * TURNS * radius + labels)
    points = radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return points + SPIRAL_NOISE * rng.normal(size=(total, 2)), labels


def _draw_sine(total: int, seed: int) -> Drawn:
    rng = np.random.default_rng(seed)
    points = rng.uniform(-1, 1, (total, 1))
    labels = np.sin(2 * np.pi * points[:, 0]) + SINE_NOISE * rng.normal(size=total)
    return points, labels


def _state(seed: str) -> str:
    return str(int(seed) % MAX_STATE)


MOONS = DataSet(
    key="moons",
    label=QT_TRANSLATE_NOOP("core", "Two moons"),
    purpose=QT_TRANSLATE_NOOP("core", "Two half circles that reach into one another, two classes."),
    classes=2,
    features=2,
    draw=_draw_moons,
    code=lambda total, seed: [
        f"points, labels = make_moons({total}, noise={MOONS_NOISE}, random_state={_state(seed)})"
    ],
    imports=("from sklearn.datasets import make_moons",),
)

CIRCLES_SET = DataSet(
    key="circles",
    label=QT_TRANSLATE_NOOP("core", "Two circles"),
    purpose=QT_TRANSLATE_NOOP("core", "A circle around a circle, two classes."),
    classes=2,
    features=2,
    draw=_draw_circles,
    code=lambda total, seed: [
        "points, labels = make_circles(",
        f"    {total}, noise={CIRCLES['noise']}, factor={CIRCLES['factor']},",
        f"    random_state={_state(seed)},",
        ")",
    ],
    imports=("from sklearn.datasets import make_circles",),
)

SPIRAL = DataSet(
    key="spiral",
    label=QT_TRANSLATE_NOOP("core", "Two spirals"),
    purpose=QT_TRANSLATE_NOOP("core", "Two arms wound around one another, two classes."),
    classes=2,
    features=2,
    draw=_draw_spiral,
    code=lambda total, seed: [
        f"random = np.random.default_rng({seed})",
        f"labels = np.arange({total}) % 2",
        f"radius = np.sqrt(random.uniform(0, 1, {total}))",
        f"angle = np.pi * ({2 * TURNS} * radius + labels)",
        "points = radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)",
        f"points = points + {SPIRAL_NOISE} * random.normal(size=({total}, 2))",
    ],
    imports=("import numpy as np",),
)

SINE = DataSet(
    key="sine",
    label=QT_TRANSLATE_NOOP("core", "Sine with noise"),
    purpose=QT_TRANSLATE_NOOP("core", "A curve through noisy points: a regression."),
    classes=0,
    features=1,
    draw=_draw_sine,
    code=lambda total, seed: [
        f"random = np.random.default_rng({seed})",
        f"points = random.uniform(-1, 1, ({total}, 1))",
        "labels = np.sin(2 * np.pi * points[:, 0])",
        f"labels = labels + {SINE_NOISE} * random.normal(size={total})",
    ],
    imports=("import numpy as np",),
)
