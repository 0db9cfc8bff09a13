"""Data that were collected, as scikit-learn carries them."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np

from core.data.registry import DataSet, Drawn
from core.messages import QT_TRANSLATE_NOOP


def _draw_digits(_: int, __: int) -> Drawn:
    path = _path("digits.csv.gz")
    if path is not None:
        return _split(np.loadtxt(path, delimiter=","))
    from sklearn.datasets import load_digits

    found = load_digits()
    return found.data, found.target


def _draw_cancer(_: int, __: int) -> Drawn:
    path = _path("breast_cancer.csv")
    if path is not None:
        return _split(np.loadtxt(path, delimiter=",", skiprows=1))
    from sklearn.datasets import load_breast_cancer

    found = load_breast_cancer()
    return found.data, found.target


FOLDER = ("datasets", "data")


def _path(name: str) -> Path | None:
    """A file of scikit-learn's data; None where this version keeps it elsewhere.

    It is found without an import of scikit-learn, which takes a second, mostly for SciPy: the
    first step of every process that trains would wait for that.
    """
    found = importlib.util.find_spec("sklearn")
    folders = found.submodule_search_locations if found is not None else None
    path = Path(folders[0], *FOLDER, name) if folders else None
    return path if path is not None and path.is_file() else None


def _split(table: np.ndarray) -> Drawn:
    return table[:, :-1], table[:, -1].astype(int)


def _load(function: str) -> list[str]:
    return [f"points, labels = {function}(return_X_y=True)"]


DIGITS = DataSet(
    key="digits",
    label=QT_TRANSLATE_NOOP("core", "Digits, 8 × 8 pixels"),
    purpose=QT_TRANSLATE_NOOP(
        "core", "Handwritten digits, ten classes; three pixels are 0 in every picture."
    ),
    classes=10,
    features=64,
    size=1_797,
    draw=_draw_digits,
    code=lambda _, __: _load("load_digits"),
    imports=("from sklearn.datasets import load_digits",),
    image=(8, 8),
    root_mean_square=True,
)

BREAST_CANCER = DataSet(
    key="breast_cancer",
    label=QT_TRANSLATE_NOOP("core", "Breast cancer"),
    purpose=QT_TRANSLATE_NOOP(
        "core", "Thirty measures of cell nuclei, two classes: benign or malignant."
    ),
    classes=2,
    features=30,
    size=569,
    draw=_draw_cancer,
    code=lambda _, __: _load("load_breast_cancer"),
    imports=("from sklearn.datasets import load_breast_cancer",),
)
