from __future__ import annotations

import csv
import io

import pytest

from core import layer
from core.context import last
from core.stats.export import histogram_csv
from tests.core.support import experiment, square


def test_the_csv_holds_every_bin_and_every_spike() -> None:
    result = last(layer.run(experiment("sparse", sparsity=0.5, layer=square(40))))
    drawn = result.weight.histogram
    rows = list(csv.DictReader(io.StringIO(histogram_csv(drawn))))
    bins = [row for row in rows if row["low"] != row["high"]]
    spikes = [row for row in rows if row["low"] == row["high"]]
    assert [float(row["low"]) for row in bins] == drawn.edges[:-1].tolist()
    assert [float(row["high"]) for row in bins] == drawn.edges[1:].tolist()
    assert [int(row["count"]) for row in bins] == drawn.counts.tolist()
    area = sum(float(r["density"]) * (float(r["high"]) - float(r["low"])) for r in bins)
    assert [(float(r["low"]), int(r["count"])) for r in spikes] == [(0.0, 800)]
    assert area == pytest.approx(0.5)
    assert sum(int(row["count"]) for row in rows) == 1600


def test_the_csv_of_a_constant_is_its_spike() -> None:
    text = histogram_csv(last(layer.run(experiment("ones"))).weight.histogram)
    assert text == "low,high,count,density\n1.0,1.0,10,\n"
