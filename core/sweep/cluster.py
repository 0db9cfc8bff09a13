"""A Dask scheduler that runs already, and whether its workers have the same versions as we."""

from __future__ import annotations

import contextlib
import platform
from collections.abc import Callable, Iterator
from importlib import import_module, metadata
from typing import Any

import joblib

from core.messages import QT_TRANSLATE_NOOP, Message, Refused, printable

SECONDS = 5
"""That a scheduler has to answer."""

PACKAGES = ("initlab", "torch", "numpy")


def versions() -> dict[str, str]:
    """Of Python and of what the numbers depend on, here."""
    found = {"Python": platform.python_version()}
    for name in PACKAGES:
        with contextlib.suppress(metadata.PackageNotFoundError):
            found[name] = metadata.version(name)
    return found


@contextlib.contextmanager
def connected(address: str | None, say: Callable[[Message], None]) -> Iterator[None]:
    """Let joblib use the workers of the scheduler at `address`, such as tcp://host:8786.

    Raises Refused where Dask is not installed, no address is given, nobody answers, or a worker
    lacks InitLab.
    """
    try:
        distributed: Any = import_module("distributed")
    except ImportError:
        text = QT_TRANSLATE_NOOP("core", "Dask is not installed; pip install initlab[cluster]")
        raise Refused("--backend", text) from None
    if not address:
        text = QT_TRANSLATE_NOOP(
            "core", "the scheduler's address is missing, such as tcp://host:8786"
        )
        raise Refused("--address", text)
    try:
        client = distributed.Client(address, timeout=SECONDS)
    except (OSError, ValueError, TimeoutError) as error:
        text = QT_TRANSLATE_NOOP(
            "core", "no scheduler answers at {address} ({reason}); is it running?"
        )
        reason = printable(str(error).partition("\n")[0], 120)
        text = text.format(address=printable(address, 100), reason=reason)
        raise Refused("--address", text) from None
    with client:
        _compare(client, say)
        with joblib.parallel_config(backend="dask", client=client, wait_for_workers_timeout=60):
            yield


def _compare(client: Any, say: Callable[[Message], None]) -> None:
    try:
        found: dict[str, dict[str, str]] = client.run(versions)
    except (ImportError, AttributeError):
        text = QT_TRANSLATE_NOOP(
            "core", "a worker of the cluster cannot import InitLab; install it there too"
        )
        raise Refused("--backend", text) from None
    if not found:
        say(QT_TRANSLATE_NOOP("core", "the scheduler has no workers yet; waiting for one"))
    here = versions()
    differing = {
        (name, version)
        for theirs in found.values()
        for name, version in theirs.items()
        if version != here.get(name)
    }
    for name, version in sorted(differing):
        text = QT_TRANSLATE_NOOP(
            "core",
            "workers have {name} {theirs}, here is {ours}; their last digits may differ",
        )
        say(text.format(name=name, theirs=version, ours=here.get(name, "–")))
