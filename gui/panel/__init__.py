"""The left panel: every control of the experiment."""

from gui.panel.panel import Panel

__all__ = ["Panel"]
