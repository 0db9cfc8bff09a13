"""Files: written whole or not at all, read with bounds."""

from core.disk.reading import read_bytes
from core.disk.writing import write, write_bytes, write_text

__all__ = ["read_bytes", "write", "write_bytes", "write_text"]
