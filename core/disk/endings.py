"""The ending of a file's name: it says what the file holds, and a file never holds anything else.

One rule for every place where a person names a file. An ending that can be written stays, and is
written, whatever else was chosen. One that means another kind of file is refused: `plot.jpg` would
be no JPEG. Everything else is a part of the name, as in `fig v1.2`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.messages import QT_TRANSLATE_NOOP, FileError, printable


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file.

    label    as a save dialog lists it
    endings  the first is added to a name that has none; a file may bear the others too
    """

    label: str
    endings: tuple[str, ...]

    @property
    def ending(self) -> str:
        """What a name gets that has no ending."""
        return self.endings[0]


PNG = Format("PNG", (".png",))
SVG = Format("SVG", (".svg",))
PDF = Format("PDF", (".pdf",))
CSV = Format("CSV", (".csv", ".txt"))
PYTHON = Format("Python", (".py", ".txt"))
SAFETENSORS = Format("safetensors", (".safetensors",))
JSON = Format("JSON", (".json", ".txt"))
MARKDOWN = Format("Markdown", (".md",))

KNOWN = frozenset(
    (
        *("png", "svg", "pdf", "jpg", "jpeg", "jfif", "gif", "bmp", "tif", "tiff", "webp", "eps"),
        *("ps", "ico", "heic", "avif", "emf", "wmf", "psd", "svgz", "mp4", "webm"),
        *("csv", "tsv", "xls", "xlsx", "ods", "json", "jsonl", "yaml", "yml", "toml", "xml"),
        *("safetensors", "pt", "pth", "bin", "ckpt", "npy", "npz", "h5", "hdf5", "pkl", "pickle"),
        *("onnx", "mat", "gguf", "py", "ipynb", "md", "txt", "html", "htm", "tex", "rtf"),
        *("doc", "docx", "odt", "ppt", "pptx", "odp", "zip", "gz", "exe"),
    )
)
"""What people take for an ending. One that is not here is a part of the name."""


def format_of(name: str, formats: Iterable[Format]) -> Format | None:
    """Which of the formats the name's ending means; None where it has no ending.

    Raises FileError for the ending of a kind of file that is not among them.
    """
    formats = tuple(formats)
    base = os.path.basename(name).rstrip().lower()
    found = [
        (len(ending), kind)
        for kind in formats
        for ending in kind.endings
        if base.endswith(ending) and base != ending
    ]
    if found:
        return max(found, key=lambda pair: pair[0])[1]
    ending = os.path.splitext(base)[1]
    if ending[1:] not in KNOWN:
        return None
    text = QT_TRANSLATE_NOOP(
        "core", "this is written as {kinds}: end the name in {endings}, not {ending}"
    )
    kinds = " / ".join(kind.label for kind in formats)
    endings = " / ".join(kind.ending for kind in formats)
    raise FileError(printable(name, 200), text.format(kinds=kinds, ending=ending, endings=endings))


def complete(name: str, formats: Sequence[Format], chosen: Format) -> tuple[str, Format]:
    """The name with its ending, that of the `chosen` format where it has none; and its format.

    Raises FileError as `format_of` does.
    """
    found = format_of(name, formats)
    if found is not None:
        return name.rstrip(), found
    # `mine.initlab` and `mine.` have begun to type it.
    begun, _, _ = chosen.ending.rpartition(".")
    stem = name.rstrip().rstrip(".")
    if begun and stem.lower().endswith(begun):
        stem = stem[: -len(begun)]
    return stem + chosen.ending, chosen
