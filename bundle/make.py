"""Make the bundle: PyInstaller's folder, what each part of it takes, and an archive of it.

    python bundle/make.py             dist/initlab, and dist/initlab-1.2.3-linux-x86_64.tar.xz
    python bundle/make.py --folder    the folder alone, for trying it

`make bundle` calls it, and where there is no make, it is called by hand.
"""

from __future__ import annotations

import argparse
import lzma
import platform
import shutil
import subprocess
import sys
import tarfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[1]
DIST = ROOT / "dist"
NAME = {"darwin": "InitLab.app"}.get(sys.platform, "initlab")

sys.path.insert(0, str(ROOT))
from core.machine.versions import version  # noqa: E402


def build() -> Path:
    """The folder that PyInstaller makes, with a word on what to do with it."""
    spec = ROOT / "bundle" / "initlab.spec"
    places = ("--distpath", str(DIST), "--workpath", str(ROOT / "build" / "bundle"))
    program = (sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN")
    subprocess.run([*program, *places, str(spec)], check=True)
    if sys.platform != "darwin":
        shutil.copy(ROOT / "LICENSE", DIST / NAME)
        text = (ROOT / "bundle" / "README.txt").read_text("utf-8")
        text = text.replace("VERSION", version("initlab")).replace("GLIBC", platform.libc_ver()[1])
        (DIST / NAME / "README.txt").write_text(text, encoding="utf-8")
    return DIST / NAME


def archive(folder: Path) -> Path:
    """Packed beside it, under the program's version and the system that it runs on.

    Windows opens a .zip without help; the others get .tar.xz, a third smaller.
    """
    system = {"win32": "windows", "darwin": "macos"}.get(sys.platform, "linux")
    machine = platform.machine().lower().replace("amd64", "x86_64")
    base = DIST / f"initlab-{version('initlab')}-{system}-{machine}"
    if system == "windows":
        return Path(shutil.make_archive(str(base), "zip", folder.parent, folder.name))
    target = base.with_name(base.name + ".tar.xz")
    with _xz(target) as packed, tarfile.open(fileobj=packed, mode="w|") as tar:
        # On Linux the folder has the archive's name, so that two versions do not mix.
        tar.add(folder, base.name if system == "linux" else folder.name, filter=_of_nobody)
    return target


def _of_nobody(entry: tarfile.TarInfo) -> tarfile.TarInfo | None:
    """Without who made it, and without what numba has kept, for this processor, in a trial."""
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = "root"
    return None if Path(entry.name).name == "__pycache__" else entry


@contextmanager
def _xz(target: Path) -> Iterator[IO[bytes]]:
    """To write into: xz itself, which uses all cores, or where it is missing Python's own.

    The first filter writes the addresses in machine code so that they repeat.
    """
    program = shutil.which("xz")
    intel = platform.machine().lower() in ("x86_64", "amd64")
    if program is None:
        x86 = [{"id": lzma.FILTER_X86}] if intel else []
        with lzma.open(
            target, "wb", filters=[*x86, {"id": lzma.FILTER_LZMA2, "preset": 6}]
        ) as file:
            yield file
        return
    filters = (*(["--x86"] if intel else []), "--lzma2=preset=6")
    with target.open("wb") as file:
        command = [program, "--threads=0", *filters]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=file) as process:
            assert process.stdin is not None
            yield process.stdin
            process.stdin.close()
    if process.returncode:
        raise SystemExit(f"initlab: xz has failed: {target}")


def table(folder: Path) -> str:
    """MB of each part, largest first; what is under 5 MB is one line."""
    parts: Counter[str] = Counter()
    for file in folder.rglob("*"):
        if file.is_file() and not file.is_symlink():
            parts[_part(file.relative_to(folder))] += file.stat().st_size
    total = sum(parts.values())
    large = {part: size for part, size in parts.most_common() if size >= 5e6}
    rows = [*large.items(), ("the rest", total - sum(large.values())), ("in all", total)]
    return "\n".join(f"{part:12} {size / 1e6:7.0f} MB" for part, size in rows)


def _part(path: Path) -> str:
    """The package that a file belongs to: `numpy.libs` to numpy."""
    names = [name for name in path.parts if name not in ("_internal", "Contents", "Frameworks")]
    first = names[0]
    if len(names) == 1:
        return "executable" if first.startswith("initlab") else "libraries"
    return first.removesuffix(".libs")


def main() -> None:
    """Build, say what it takes, pack."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--folder", action="store_true", help="do not pack it")
    options = parser.parse_args()
    folder = build()
    print(table(folder))
    if not options.folder:
        packed = archive(folder)
        print(f"{packed.relative_to(ROOT)} {packed.stat().st_size / 1e6:7.0f} MB")


if __name__ == "__main__":
    main()
