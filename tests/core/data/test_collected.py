"""Data that scikit-learn carries: the same numbers, without the second that its import takes."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
import sklearn.datasets

from core.data import collected
from core.data.registry import DataSet


@pytest.mark.parametrize("data", [collected.DIGITS, collected.BREAST_CANCER], ids=lambda d: d.key)
@pytest.mark.parametrize("kept_elsewhere", [False, True])
def test_the_numbers_are_those_of_scikit_learn(
    data: DataSet, kept_elsewhere: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if kept_elsewhere:
        monkeypatch.setattr(collected, "FOLDER", ("datasets", "elsewhere"))
    points, labels = data.draw(data.size, 0)
    expected = getattr(sklearn.datasets, f"load_{data.key}")(return_X_y=True)
    assert points.dtype == expected[0].dtype
    assert labels.dtype == expected[1].dtype
    np.testing.assert_array_equal(points, expected[0])
    np.testing.assert_array_equal(labels, expected[1])


def test_the_first_step_waits_for_no_import_of_scikit_learn() -> None:
    lines = (
        "import sys",
        "from core.data.sets import DATA",
        "[DATA[key].draw(0, 0) for key in ('digits', 'breast_cancer')]",
        "assert 'sklearn' not in sys.modules",
    )
    subprocess.run([sys.executable, "-c", "\n".join(lines)], check=True)
