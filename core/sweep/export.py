"""What other programs take from a sweep: its cells as CSV, and the code of a cell."""

from __future__ import annotations

import csv
import io

from core.build.script import Script
from core.depth import code as depth_code
from core.experiment import Experiment
from core.experiment.measures import Measure
from core.learning.losses import LOSSES
from core.sweep.plan import Plan
from core.sweep.results import Results
from core.training import code as training_code


def cells_csv(results: Results) -> str:
    """A line a known cell: both axes, seed, value (empty where it diverged), seconds."""
    of, text = results.plan, io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    second = "y" if of.y is None else of.y.key
    writer.writerow([of.x.key, second, "seed", "measure", "optimizer", "value", "seconds"])
    for line in results.lines():
        picture = line.get("picture", 0)
        optimizer = of.changes(picture).get("train.optimizer", of.experiment.train.optimizer)
        told = [repr(line["x"]), "" if line["y"] is None else repr(line["y"]), line["seed"]]
        measure = of.measure(picture)
        told += [measure.key, optimizer if measure.page == "train" else ""]
        value = line["value"]
        writer.writerow([*told, "" if value is None else repr(value), line["seconds"]])
    return text.getvalue()


def cell_code(of: Plan, column: int, row: int, picture: int = 0) -> Script:
    """The script of a cell's page, which prints its measure at the end."""
    experiment, measure = of.experiment_at(column, row, picture), of.measure(picture)
    script, last = CODE[measure.page](experiment, measure)
    return script.followed_by(["", *last])


def _depth(experiment: Experiment, measure: Measure) -> tuple[Script, list[str]]:
    rms, _, what = measure.name.partition("_")
    name = f"{rms}_rms"
    end, begin = ("-1", "0") if rms == "forward" else ("0", "-1")
    told = f"{name}[{end}]"
    if what == "factor":
        roots = max(1, experiment.depth.layers - 1)
        told = f"({told} / {name}[{begin}]) ** (2 / {roots})"
    return depth_code.code(experiment), [f"print({told})"]


def _train(experiment: Experiment, measure: Measure) -> tuple[Script, list[str]]:
    loss = LOSSES[experiment.train.loss]
    parts = {"train": "[:count]", "test": "[count:]"}
    lines = ["model.eval()", "with torch.no_grad():", "    answered = model(x)"]
    name = measure.name
    if name.endswith("loss"):
        part = parts[name.partition("_")[0]]
        told = f"nn.functional.{loss.torch_name}(answered{part}, target{part}).item()"
        return training_code.code(experiment), [*lines, f"print({told})"]
    right = "right = (answered.argmax(dim=1) == labels).double()"
    shares = [f"right{part}.mean().item()" for part in parts.values()]
    told = " - ".join(shares) if name == "gap" else shares[name.startswith("test")]
    return training_code.code(experiment), [*lines, right, f"print({told})"]


CODE = {"depth": _depth, "train": _train}
"""By the page that a measure is of."""
