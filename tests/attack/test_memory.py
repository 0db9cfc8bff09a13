"""Asking for more memory than there is: refused before it is taken, or taken within bounds."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves

import main
from core import depth, dropout, headless, layer
from core.build import memory
from core.context import last
from core.depth import network
from core.experiment import Experiment, files
from core.machine import devices, groups
from core.messages import Refused
from tests.core.support import experiment, square, torch_linear
from tests.scale import LONG

ROOT = Path(main.__file__).parent
MUCH = 2**20
LARGEST = {"in_features": MUCH, "out_features": MUCH}
DEEPEST = {"layers": 100, "width": 1024, "batch": 4096}
LITTLE = 100_000
"""Values that a run may hold before it has looked whether there is room: the theory's tables."""


class _Watch(TorchDispatchMode):
    """Fails where torch makes something large."""

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        made = func(*args, **(kwargs or {}))
        for leaf in tree_leaves(made):
            if isinstance(leaf, torch.Tensor):
                assert leaf.numel() < LITTLE, f"{func} made {leaf.numel()} values"
        return made


ENTRIES: dict[str, Callable[[Experiment], Any]] = {
    "layer": lambda e: last(layer.run(e)),
    "weights": layer.weights,
    "save_weights": lambda e: layer.save_weights(e, ROOT / "never.safetensors"),
    **{
        f"depth, {quantity}": lambda e, q=quantity: last(depth.run(e, quantity=q, ranks=True))
        for quantity in ("preactivation", "activation", "gradient", "weight")
    },
    "compare": lambda e: last(depth.compare(e)),
    "depth_stats": lambda e: headless.statistics(e, "depth"),
}


@pytest.mark.parametrize("dtype", ["float16", "float64"])
@pytest.mark.parametrize("entry", ENTRIES)
def test_more_than_there_is_is_refused_before_anything_is_taken(
    entry: str, dtype: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(devices, "free_memory", lambda _: 2**31)
    memory.release()
    described = experiment("normal", layer=LARGEST, depth=DEEPEST, run={"dtype": dtype})
    with _Watch(), pytest.raises(Refused, match="memory") as refusal:
        ENTRIES[entry](described)
    assert "2.0 GiB is available" in str(refusal.value)
    size = getattr(torch, dtype).itemsize
    if "depth" not in entry and entry != "compare":
        assert f"{size} TiB" in str(refusal.value).replace(".0", "")
    assert not (ROOT / "never.safetensors").exists()


@pytest.mark.parametrize(
    "vector", ["course", ", ".join(["1"] * 64)], ids=["ten numbers", "sixty-four"]
)
@pytest.mark.parametrize("kind", ["dropout", "alpha", "dropout1d", "dropout2d"])
def test_the_number_of_samples_takes_no_memory(kind: str, vector: str) -> None:
    """What a thousand times as many leave behind is the curve's few points more."""
    described = experiment(dropout={"p": 0.5, "kind": kind, "vector": vector})
    sizes = []
    for samples, many in ((10, 1000), (10_000 if LONG else 300, 1_000_000 if LONG else 20_000)):
        result = last(dropout.run(described, samples=samples, many=many))
        assert len(result.recent) <= dropout.RECENT
        sizes.append(result.mean_y.size + result.carried.total.size)
        assert len(result.carried.history) < 40 * math.log(result.count)
    assert sizes[0] == sizes[1]


def test_samples_without_room_for_a_block_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "free_memory", lambda _: 2**20)
    memory.release()
    with _Watch(), pytest.raises(Refused, match=r"memory.* 1\.0 MiB is available") as refusal:
        last(dropout.run(experiment(dropout={"p": 0.5}), samples=10**9, many=10**12))
    assert refusal.value.key == "dropout"


@pytest.mark.parametrize("option", ["--weights", "--stats", "--code"])
def test_the_command_line_refuses_in_one_line_and_writes_nothing(
    option: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, out = tmp_path / "much.initlab.json", tmp_path / "out"
    files.save(experiment("normal", layer=LARGEST), file)
    with _Watch():
        assert main.main([str(file), option, str(out)]) == 2
    said = capsys.readouterr().err
    assert said.startswith("initlab: error: layer: not enough memory: this layer takes 4.0 TiB")
    assert said.count("\n") == 1
    assert not out.exists()


def test_the_depth_statistics_of_too_deep_a_network_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(devices, "free_memory", lambda _: 2**30)
    file, out = tmp_path / "deep.initlab.json", tmp_path / "out.json"
    files.save(experiment("normal", depth=DEEPEST), file)
    with _Watch():
        assert main.main([str(file), "--page", "depth", "--stats", str(out)]) == 2
    assert "depth.batch: not enough memory: 100 layers" in capsys.readouterr().err
    assert not out.exists()


MEASURE = """
import ctypes, gc, json, os, sys
import torch
from core import depth, dropout, layer
from core.context import last
from core.build import memory
from core.depth import network
from core.machine import devices
from core.experiment import Experiment

def status(name):
    with open("/proc/self/status") as file:
        line = next(line for line in file if line.startswith(name))
    return int(line.split()[1]) * 1024

ENTRIES = {
    "layer": (lambda e: last(layer.run(e)), memory.peak_bytes),
    "weights": (layer.weights, memory.peak_bytes),
    "depth": (lambda e: last(depth.run(e, quantity="gradient", ranks=True)), network.peak_bytes),
    "compare": (lambda e: last(depth.compare(e)), network.peak_bytes),
    "dropout": (lambda e: last(dropout.run(e, samples=20, many=4000)), dropout.peak_bytes),
}
SMALL = {"layer": {"in_features": 40, "out_features": 50},
         "depth": {"layers": 2, "width": 16, "batch": 16}}

def measured(entry, data):
    run, peak = ENTRIES[entry]
    run(Experiment.from_dict(data | SMALL))  # what torch loads and keeps the first time
    described = Experiment.from_dict(data)
    memory.release()
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    with open("/proc/self/clear_refs", "w") as file:
        file.write("5")  # the peak begins anew
    before = status("VmRSS")
    free = int(peak(described) / memory.SHARE) + 1
    devices.free_memory = lambda _: free
    run(described)
    return free, status("VmHWM") - before

# In one thread only: children of a process that has used more cannot begin to.
torch.set_num_threads(1)
for entry in ("layer", "depth", "dropout"):
    ENTRIES[entry][0](Experiment.from_dict({"initlab": 1} | SMALL))
for entry, data in json.load(sys.stdin):
    # A child each: what one run leaves free in the heap, the next would take and count as its own.
    reader, writer = os.pipe()
    if os.fork() == 0:
        os.write(writer, json.dumps(measured(entry, data)).encode())
        os._exit(0)
    os.close(writer)
    with open(reader) as answer:
        print(answer.read(), flush=True)
    assert os.wait()[1] == 0
"""

DTYPES = ("float32", "float64", "float16", "bfloat16")


def _wide(method: str, dtype: str, fans: tuple[int, int] = (2048, 2048), **more: Any) -> Any:
    shape = {"in_features": fans[0], "out_features": fans[1]} | more.pop("layer", {})
    sections = {"layer": shape, "weight_init": {"method": method}, "run": {"dtype": dtype}}
    return "layer", {"initlab": 1, **sections, **more}


def _deep(dtype: str, activation: str, dropped: str, entry: str = "depth") -> Any:
    kind = {"p": 0.0} if not dropped else {"p": 0.5, "kind": dropped}
    size = {"layers": 8, "width": 256, "batch": 4096}
    sections = {"layer": {"activation": activation}, "run": {"dtype": dtype}}
    return entry, {"initlab": 1, **sections, "dropout": kind, "depth": size}


def _cases() -> list[Any]:
    found = [
        _wide("trunc_normal", "float16", (3072, 3072)),
        _wide("orthogonal", "float64", (1024, 2048)),
        _wide("normal", "float64", (1, 16384), dropout={"p": 0.5, "kind": "alpha"}),
        _wide("normal", "float16", (16384, 1)),
        _wide("eye", "float32", bias_init={"method": "trunc_normal"}),
        ("weights", _wide("normal", "float32", (5120, 5120))[1]),
        _deep("float32", "gelu", "alpha"),
        _deep("float64", "identity", ""),
        ("dropout", {"initlab": 1, "dropout": {"p": 0.5, "kind": "dropout2d"}}),
    ]
    if LONG:
        methods = ("default", "uniform", "sparse", "trunc_normal", "orthogonal", "eye", "ones")
        shapes = ((4096, 4096), (2**20, 16), (16, 2**20), (2**20, 1), (1, 2**20))
        found += [
            _wide(method, dtype, fans)
            for method in methods
            for dtype in DTYPES
            for fans in shapes
            if not (method == "orthogonal" and dtype.endswith("16"))
        ]
        found += [
            _deep(dtype, activation, dropped)
            for dtype in DTYPES
            for activation in ("identity", "relu", "tanh", "gelu", "elu")
            for dropped in ("", "dropout", "alpha")
        ]
        found.append(_deep("float32", "tanh", "dropout", "compare"))
    return found


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the peak is read from /proc")
@pytest.mark.timeout(4 * 3600 if LONG else 300)
def test_a_run_that_is_let_through_takes_no_more_than_it_said() -> None:
    """Each is given just as much memory as it asks for; its peak stays below."""
    cases = _cases()
    answer = subprocess.run(
        [sys.executable, "-W", "error", "-c", MEASURE],
        input=json.dumps(cases), capture_output=True, text=True, cwd=ROOT, check=True,
    )  # fmt: skip
    found = [json.loads(line) for line in answer.stdout.splitlines()]
    over = [
        (case, free, taken)
        for case, (free, taken) in zip(cases, found, strict=True)
        if taken > free
    ]
    assert not over
    # And the estimate is no wild guess, which would refuse what fits.
    large = [(free, taken) for free, taken in found if taken > 2**27]
    assert all(free < 3 * taken for free, taken in large)


def test_a_byte_less_than_a_run_asks_for_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    described = experiment("orthogonal", layer=square(512), depth={"layers": 3, "width": 64})
    pairs: list[tuple[Callable[[Experiment], Iterable[Any]], float]] = [
        (layer.run, memory.peak_bytes(described)),
        (depth.run, network.peak_bytes(described)),
        (dropout.run, dropout.peak_bytes(described)),
    ]
    for run, peak in pairs:
        memory.release()
        monkeypatch.setattr(devices, "free_memory", lambda _, p=peak: int(p / memory.SHARE) + 1)
        last(run(described))
        memory.release()
        monkeypatch.setattr(devices, "free_memory", lambda _, p=peak: int(p / memory.SHARE) - 1)
        with pytest.raises(Refused, match="memory"):
            last(run(described))


REAL = """
import resource
import psutil, torch
from core import layer
from core.context import last
from core.build import memory
from core.machine import devices
from core.messages import Refused
from tests.core.support import experiment, square, torch_linear

small = experiment("normal", layer=square(30), run={"seed": 3})
last(layer.run(small))
devices.free_memory = lambda _: 2**40  # it is said to be there
used = psutil.Process().memory_info().vms
resource.setrlimit(resource.RLIMIT_AS, (used + 2**28, -1))
for dtype in ("float32", "float16", "float64"):
    for method in ("normal", "orthogonal", "trunc_normal", "eye"):
        try:
            last(layer.run(experiment(method, layer=square(13000), run={"dtype": dtype})))
        except Refused as refusal:
            print(refusal)
        assert torch.equal(layer.weights(small)["weight"], torch_linear(small).weight)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits a process's memory")
def test_a_real_want_of_memory_is_said_and_the_next_run_is_right() -> None:
    answer = subprocess.run(
        [sys.executable, "-c", REAL], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert answer.returncode == 0, answer.stderr
    said = answer.stdout.splitlines()
    assert len(said) == 12
    for line in said:
        assert "ran out of memory" in line or "torch has no orthogonal in float16" in line


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits a process's memory")
def test_the_limit_of_a_process_counts_as_what_is_free() -> None:
    code = """
import resource, psutil, torch
from core.machine import devices
used = psutil.Process().memory_info().vms
resource.setrlimit(resource.RLIMIT_AS, (used + 2**27, -1))
print(devices.free_memory("cpu"))
"""
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert 0 < int(answer.stdout) <= 2**27


@pytest.mark.parametrize(
    ("controller", "names"),
    [
        ("", ("memory.max", "memory.current", "inactive_file")),
        ("memory", ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file")),
    ],
)
def test_the_limit_of_a_container_counts_as_what_is_free(
    controller: str, names: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The container has 1000 MiB and uses 300, 100 of them a cache that it would give back."""
    folder = tmp_path / controller
    folder.mkdir(exist_ok=True)
    for name, text in ((names[0], 1000 * 2**20), (names[1], 300 * 2**20)):
        (folder / name).write_text(f"{text}\n")
    (folder / "memory.stat").write_text(f"anon 5\n{names[2]} {100 * 2**20}\n")
    found = groups.limiting(tmp_path)
    monkeypatch.setattr(groups, "limiting", lambda: found)
    assert len(found) == 1
    assert devices.free_memory("cpu") == 800 * 2**20
    memory.release()
    with pytest.raises(Refused, match=r"800\.0 MiB is available"):
        last(layer.run(experiment("normal", layer=square(16384))))
    (folder / names[0]).write_text("max\n")  # lifted while the program runs
    assert devices.free_memory("cpu") > 1000 * 2**20
    monkeypatch.undo()
    (folder / names[0]).write_text("max\n" if not controller else f"{2**63 - 4096}\n")
    groups.limiting.cache_clear()
    assert groups.limiting(tmp_path) == ()


def test_what_is_saved_is_torchs_and_takes_no_second_copy(tmp_path: Path) -> None:
    from safetensors.torch import load_file

    described = experiment("normal", layer=square(300), run={"seed": 9})
    last(layer.run(experiment("normal", layer=square(310))))  # leaves a larger workspace
    path = tmp_path / "w.safetensors"
    layer.save_weights(described, path)
    assert torch.equal(load_file(path)["weight"], torch_linear(described).weight)
    kept = layer.weights(described)
    last(layer.run(experiment("zeros", layer=square(300))))
    assert torch.equal(kept["weight"], torch_linear(described).weight)
