"""What opens with the program: kinds of files and links, as `resources/desktop` lists them."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from xml.etree import ElementTree

from core.application import ID
from core.experiment.link_text import SCHEME

LINKS = SCHEME.removesuffix(":")
"""The scheme of links, as systems write it."""
_SPACE = "{http://www.freedesktop.org/standards/shared-mime-info}"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file: its MIME type, what it is called, how the names of its files end."""

    mime: str
    label: str
    ending: str

    @property
    def key(self) -> str:
        """`experiment`, `sweep` or `lesson`."""
        return self.label.rpartition(" ")[2]


def resource(folder: str, name: str) -> Traversable:
    """A file that is installed: `desktop/<id>.xml`, `icons/initlab.ico`."""
    return resources.files("resources") / folder / name


def kinds() -> list[Kind]:
    """Experiment, sweep and lesson."""
    root = ElementTree.fromstring(resource("desktop", f"{ID}.xml").read_bytes())
    return [_kind(element) for element in root.iter(f"{_SPACE}mime-type")]


def _kind(element: ElementTree.Element) -> Kind:
    glob = element.find(f"{_SPACE}glob")
    assert glob is not None
    ending = glob.get("pattern", "").removeprefix("*")
    return Kind(element.get("type", ""), element.findtext(f"{_SPACE}comment", ""), ending)
