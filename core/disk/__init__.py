"""Files: written whole or not at all, read with bounds."""

from core.disk.writing import NEW, PREFIX, STALE_SECONDS, reasons, write

__all__ = ["NEW", "PREFIX", "STALE_SECONDS", "reasons", "write"]
