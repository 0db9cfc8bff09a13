"""Files: written whole or not at all, read with bounds, named for what they hold."""

from core.disk.identity import is_same_file
from core.disk.reading import read_bytes
from core.disk.tensors import write_tensors
from core.disk.writing import abandon, write, write_bytes, write_text

__all__ = [
    "abandon",
    "is_same_file",
    "read_bytes",
    "write",
    "write_bytes",
    "write_tensors",
    "write_text",
]
