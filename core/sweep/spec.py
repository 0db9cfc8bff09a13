"""The file of a sweep, `*.initlab-sweep.json`: the experiment, the axes, and perhaps its cells.

The shape of the file is the contract of the design, section 4.2. In memory a sweep is an experiment
with a section `sweep`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from operator import attrgetter
from pathlib import Path
from typing import Any

from core import disk
from core.experiment import VERSION, Experiment
from core.experiment import files as experiment_files
from core.experiment.sweep import NONE, RANGE, SAME, Sweep
from core.messages import QT_TRANSLATE_NOOP, FileError, InvalidExperiment, Message, printable, shown
from core.numbers_text import listed, stored
from core.parameters import Real, Whole
from core.sweep.plan import MAX_CELLS, Plan, keys_read, plan

SUFFIX = ".initlab-sweep.json"
MAX_BYTES = 256 * 1024 * 1024
"""Of a file with two million cells."""

AXIS = ("from", "to", "count", "scale")
KEYS = ("initlab_sweep", "experiment", "x", "y", "measure", "seeds", "beside", "cells")

Line = dict[str, Any]
"""A cell as it stands in a file: x, y, seed, value, seconds."""


def read(data: Any) -> tuple[Experiment, list[Line]]:
    """The experiment with its section `sweep`, and the cells that the file holds already.

    Raises InvalidExperiment naming the key as the file has it, such as `x.from`.
    """
    if not isinstance(data, Mapping):
        text = QT_TRANSLATE_NOOP("core", "a sweep is a JSON object, not {value}")
        raise InvalidExperiment("initlab_sweep", text.format(value=shown(data, 20)))
    if "initlab_sweep" not in data:
        text = QT_TRANSLATE_NOOP("core", "the key is missing; it holds the version, 1")
        raise InvalidExperiment("initlab_sweep", text)
    Whole("", VERSION, VERSION, VERSION).check("initlab_sweep", data["initlab_sweep"])
    _refuse_unknown("", data, KEYS)
    for key in ("x", "measure"):
        if key not in data:
            raise InvalidExperiment(key, _MISSING)
    experiment = _experiment(data.get("experiment", {}))
    section: dict[str, Any] = {"measure": data["measure"], **_axis("x", data["x"])}
    section |= {"y": NONE} if data.get("y") is None else _axis("y", data["y"])
    if "seeds" in data:
        section["seeds"] = data["seeds"]
    beside = data.get("beside") or {}
    _refuse_unknown("beside", beside, ("measure", "optimizer"))
    section |= {f"beside_{name}": value for name, value in beside.items()}
    try:
        found = experiment.with_values({f"sweep.{k}": v for k, v in section.items()})
        plan(found)
    except InvalidExperiment as error:
        raise InvalidExperiment(named(error.key), error.text) from None
    return found, _lines(data.get("cells", []))


_MISSING = QT_TRANSLATE_NOOP("core", "the key is missing")


def named(key: str) -> str:
    """A key of the section `sweep` as the file has it."""
    name = key.removeprefix("sweep.")
    if name == key:
        return key
    if name in ("x", "y"):
        return f"{name}.key"
    return re.sub(r"^(x|y|beside)_", r"\1.", name)


def _refuse_unknown(place: str, data: Any, known: tuple[str, ...]) -> None:
    if not isinstance(data, Mapping):
        text = QT_TRANSLATE_NOOP("core", "{value} is not a JSON object").format(value=shown(data))
        raise InvalidExperiment(place, text)
    for key in data:
        if key not in known:
            text = QT_TRANSLATE_NOOP("core", "unknown key; known are {options}")
            where = f"{place}.{printable(key)}" if place else printable(key)
            raise InvalidExperiment(where, text.format(options=", ".join(known)))


def _experiment(data: Any) -> Experiment:
    if isinstance(data, Mapping):
        data = {"initlab": VERSION} | dict(data)
    try:
        return Experiment.from_dict(data)
    except InvalidExperiment as error:
        raise InvalidExperiment(f"experiment.{error.key}", error.text) from None


def _axis(name: str, data: Any) -> dict[str, Any]:
    _refuse_unknown(name, data, ("key", *AXIS, "values"))
    if "key" not in data:
        raise InvalidExperiment(f"{name}.key", _MISSING)
    found: dict[str, Any] = {name: data["key"]}
    given = [part for part in AXIS if part in data]
    if "values" in data:
        if unfit := [part for part in given if part != "scale"]:
            text = QT_TRANSLATE_NOOP("core", "the axis lists its values, so this must not be there")
            raise InvalidExperiment(f"{name}.{unfit[0]}", text)
        found[f"{name}_values"] = listed(_values(f"{name}.values", data["values"]))
    else:
        for part in ("from", "to", "count"):
            if part not in data:
                raise InvalidExperiment(f"{name}.{part}", _MISSING)
    return found | {f"{name}_{part}": data[part] for part in given}


def _values(key: str, data: Any) -> list[float]:
    if not isinstance(data, list) or not data:
        text = QT_TRANSLATE_NOOP("core", "{value} is not a list of numbers")
        raise InvalidExperiment(key, text.format(value=shown(data)))
    return [Real("", 0.0).check(f"{key}[{index}]", value) for index, value in enumerate(data)]


def _lines(data: Any) -> list[Line]:
    if not isinstance(data, list) or not all(isinstance(line, Mapping) for line in data):
        text = QT_TRANSLATE_NOOP("core", "{value} is not a list of cells")
        raise InvalidExperiment("cells", text.format(value=shown(data, 20)))
    if len(data) > MAX_CELLS:
        text = QT_TRANSLATE_NOOP("core", "{value} is not a list of cells")
        raise InvalidExperiment("cells", text.format(value=shown(data, 20)))
    return [dict(line) for line in data]


def to_dict(experiment: Experiment, cells: Iterable[Line] = ()) -> dict[str, Any]:
    """The sweep as it stands in a file."""
    sweep = experiment.sweep
    plain = experiment.to_dict()
    plain.pop("sweep", None)
    found: dict[str, Any] = {"initlab_sweep": VERSION, "experiment": plain}
    found["x"] = _written(sweep, "x")
    found["y"] = None if sweep.y == NONE else _written(sweep, "y")
    found |= {"measure": sweep.measure, "seeds": sweep.seeds}
    beside = {"measure": sweep.beside_measure, "optimizer": sweep.beside_optimizer}
    beside = {name: value for name, value in beside.items() if value != SAME}
    if beside:
        found["beside"] = beside
    if known := list(cells):
        found["cells"] = known
    return found


def _written(sweep: Sweep, name: str) -> dict[str, Any]:
    values = getattr(sweep, f"{name}_values")
    found: dict[str, Any] = {"key": getattr(sweep, name)}
    if values != RANGE:
        found["values"] = list(stored(values) or ())
    for part in ("scale",) if values != RANGE else AXIS:
        found[part] = getattr(sweep, f"{name}_{part}")
    return found


def dumps(experiment: Experiment, cells: Iterable[Line] = ()) -> str:
    """The text of the file: a line a key, a line a cell."""
    found = to_dict(experiment, cells)
    lines = [_entry(key, value) for key, value in found.items()]
    return "{" + ",\n ".join(lines) + "}\n"


def _entry(key: str, value: Any) -> str:
    if key != "cells":
        return f'"{key}": {json.dumps(value, allow_nan=False)}'
    cells = ",\n  ".join(json.dumps(line, allow_nan=False) for line in value)
    return f'"cells": [\n  {cells}]'


def save(experiment: Experiment, path: str | Path, cells: Iterable[Line] = ()) -> None:
    """Write a sweep with the cells that are known; raises FileError."""
    disk.write_text(path, dumps(experiment, cells))


def load(path: str | Path) -> tuple[Experiment, list[Line]]:
    """Read a sweep and the cells in it; raises FileError or InvalidExperiment."""
    name = printable(str(path), 200)
    too_large: Message = QT_TRANSLATE_NOOP("core", "too large for a sweep")
    found = disk.read_bytes(path, MAX_BYTES, too_large)
    try:
        text = found.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        reason = QT_TRANSLATE_NOOP(
            "core", "not UTF-8 text (byte {position}); save the file as UTF-8"
        )
        raise FileError(name, reason.format(position=error.start)) from None
    return read(experiment_files.parse_json(text, name))


def identity(of: Plan) -> str:
    """Twelve letters that two sweeps share if all their cells are the same.

    What the cells do not depend on is left out: the keys that the axes set, the pages that nobody
    measures.
    """
    sweep, base = of.sweep, of.experiment_at(0, 0)
    axes = [None if axis is None else [axis.key, axis.values] for axis in (of.x, of.y)]
    pictures = [[of.measure(n).key, of.changes(n)] for n in range(sweep.pictures)]
    values = {key: _plain(attrgetter(key)(base)) for key in sorted(keys_read(of))}
    told = json.dumps([axes, pictures, sweep.seeds, values], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def _plain(value: Any) -> Any:
    return value.to_dict() if hasattr(value, "to_dict") else value
