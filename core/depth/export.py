"""What other programs read of the Depth page: its statistics, and the layers as CSV."""

from __future__ import annotations

import csv
import io
from typing import Any

from core.depth.task import DepthResult
from core.stats.export import finite


def statistics(result: DepthResult) -> dict[str, Any]:
    """Root mean squares layer by layer, null where they are infinite or NaN, and the verdict."""
    if result.verdict is None:
        raise ValueError("the result is not complete")
    theory = result.theory.forward
    return {
        "forward_rms": [finite(value) for value in result.forward.tolist()],
        "backward_rms": [finite(value) for value in result.backward.tolist()],
        "theory_forward_rms": [None] * result.experiment.depth.layers
        if theory is None
        else [finite(value) for value in theory.tolist()],
        "verdict": result.verdict.kind,
    }


def layers_csv(result: DepthResult) -> str:
    """A line a layer: root mean squares, those of theory, saturated values and dead units."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(
        ["layer", "forward_rms", "theory_forward_rms", "backward_rms", "theory_backward_rms",
         "saturated", "dead", "rank"]
    )  # fmt: skip
    columns = (
        result.forward,
        result.theory.forward,
        result.backward,
        result.theory.backward,
        result.saturated,
        result.dead,
        result.ranks,
    )
    for index in range(result.experiment.depth.layers):
        row = ["" if column is None else repr(float(column[index])) for column in columns]
        writer.writerow([index + 1, *row])
    return text.getvalue()
