"""core.machine.dtypes: what a number format can hold, against torch itself."""

from __future__ import annotations

import pytest
import torch

from core.experiment.sections import DTYPES
from core.machine import dtypes


@pytest.mark.parametrize("dtype", DTYPES)
def test_rounded_is_what_the_dtype_stores(dtype: str) -> None:
    kind = getattr(torch, dtype)
    for value in (0.0, 0.1, -1 / 3, 1e-9, 7.0, 65504.0):
        assert dtypes.rounded(value, dtype) == torch.tensor(value, dtype=kind).item()


@pytest.mark.parametrize("dtype", DTYPES)
def test_spacing_is_the_distance_to_the_next_number_of_the_dtype(dtype: str) -> None:
    kind = getattr(torch, dtype)
    for value in (1.0, 1.5, 0.1, 3.0, 1000.0):
        number = torch.tensor(value, dtype=kind)
        further = torch.nextafter(number, torch.tensor(torch.inf, dtype=kind))
        assert dtypes.spacing(-number.item(), dtype) == (further - number).double().item()
