"""What a bundle leaves out, and why. `docs/packaging.md` says what each part takes."""

from __future__ import annotations

import shutil
import subprocess
from fnmatch import fnmatch
from pathlib import Path

from PyInstaller.depend import bindepend

from core.preferences import LANGUAGES

Entry = tuple[str, str | None, str]
"""Of a table of PyInstaller: where it goes, where it comes from, what kind it is."""

MODULES = [
    # Asked for by libraries that do without: other toolkits, notebooks, plots, tests, builds.
    *("IPython", "OpenGL", "PIL", "PyQt5", "PyQt6", "PySide2", "cupy", "dask", "distributed"),
    *("hypothesis", "jax", "matplotlib", "numba.cuda", "numba.tests", "pandas", "pip", "pytest"),
    *("setuptools", "sqlite3", "tensorboard", "tkinter", "triton", "wheel"),
    # What came along with the tests and tools of the source, and others take where they find it.
    *("_pytest", "attr", "cffi", "cryptography", "requests", "rich", "tornado", "urllib3", "yaml"),
    # scikit-learn is here for its data sets alone.
    *("sklearn.cluster", "sklearn.covariance", "sklearn.decomposition", "sklearn.ensemble"),
    *("sklearn.gaussian_process", "sklearn.inspection", "sklearn.linear_model", "sklearn.manifold"),
    *("sklearn.mixture", "sklearn.neural_network", "sklearn.semi_supervised", "sklearn.svm"),
    "sklearn.tree",
    *("torch.utils.benchmark", "torch.utils.tensorboard"),
]
"""Modules that are never imported. Not among them: torch's compiler, which its optimizers load."""

FILES = [
    # torch: its tests, and what those need who build on it. Its source stays: torch reads it.
    *("torch/bin/*", "torch/include/*", "torch/share/*", "torch/test/*"),
    *("torch/lib/*test*", "torch/lib/libbackend_with_compiler*", "torch/lib/*.lib"),
    # Qt: drawing without a desktop, input without one, the network, GTK's own dialogs.
    *("*/plugins/egldeviceintegrations/*", "*/plugins/generic/*", "*/plugins/networkinformation/*"),
    *("*/plugins/tls/*", "*/plugins/platforms/*eglfs*", "*/plugins/platforms/*linuxfb*"),
    *("*/plugins/platforms/*minimalegl*", "*/plugins/platforms/*vkkhrdisplay*"),
    *("*/plugins/platforms/*vnc*", "*/plugins/platformthemes/*qgtk3*", "*libQt6Egl*"),
    # Qt's sentences in languages that the program does not have.
    "PySide6/*translations/*",
    # what others are built and tested with, and scikit-learn's photographs
    *("*.pxd", "*.pyi", "*.pyx", "*/meson.build", "*/tests/*", "sklearn/datasets/images/*"),
]
"""Files that are never read, as patterns of where they would go; `*` is any text, `/` as well."""

KEPT = [
    "torch/bin/torch_shm_manager*",  # torch is not imported without it
    *(f"*/qtbase_{language}.qm" for language in LANGUAGES),
]
"""What these patterns would take as well, and must not."""

STRIPPED = ["libpython*", "*/libllvmlite.so", "*/libtorch_cpu.so", "*/libtorch_python.so"]
"""Libraries of Linux that come with a name for every place inside of them, 130 MB in all.

Not the others: those that patchelf has rewritten do not stand it.
"""


def pruned(entries: list[Entry]) -> list[Entry]:
    """Without `FILES`."""
    return [entry for entry in entries if not _is(entry[0], FILES) or _is(entry[0], KEPT)]


def wanted(entries: list[Entry]) -> list[Entry]:
    """Without the libraries of the system that nothing asks for any more; Linux alone has such."""
    of_system = {entry[0]: entry for entry in entries if "/" not in entry[0] and ".so" in entry[0]}
    kept = [entry for entry in entries if entry[0] not in of_system or _is(entry[0], STRIPPED)]
    new = kept
    while new:
        names = {Path(name).name for entry in new if entry[1] for name, _ in needs(entry[1])}
        new = [of_system.pop(name) for name in sorted(names & of_system.keys())]
        kept = kept + new
    return kept


def needs(library: str) -> set[tuple[str, str | None]]:
    """(name, path) of what a library asks the loader for; empty for what is no library."""
    found: set[tuple[str, str | None]] = bindepend.get_imports(library)
    return found


def stripped(entries: list[Entry], folder: Path) -> list[Entry]:
    """The same with copies of `STRIPPED` in `folder` that name only what others ask for."""
    strip = shutil.which("strip")
    if not strip:
        return entries
    found = []
    for goes, source, kind in entries:
        if source and kind != "SYMLINK" and _is(goes, STRIPPED):
            copy = folder / Path(source).name
            shutil.copy2(source, copy)
            subprocess.run([strip, "--strip-unneeded", str(copy)], check=True)
            source = str(copy)
        found.append((goes, source, kind))
    return found


def _is(path: str, patterns: list[str]) -> bool:
    return any(fnmatch(path.replace("\\", "/"), pattern) for pattern in patterns)
