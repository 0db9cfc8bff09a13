"""Files: written whole or not at all, read with bounds, named for what they hold."""

from core.disk.identity import is_same_file
from core.disk.reading import read_bytes
from core.disk.writing import write, write_bytes, write_text

__all__ = ["is_same_file", "read_bytes", "write", "write_bytes", "write_text"]
