"""Data that were collected, as scikit-learn carries them."""

from __future__ import annotations

from core.data.registry import DataSet, Drawn
from core.messages import QT_TRANSLATE_NOOP


def _draw_digits(_: int, __: int) -> Drawn:
    from sklearn.datasets import load_digits

    found = load_digits()
    return found.data, found.target


def _draw_cancer(_: int, __: int) -> Drawn:
    from sklearn.datasets import load_breast_cancer

    found = load_breast_cancer()
    return found.data, found.target


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
