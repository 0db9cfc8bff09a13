"""What a picture is of, in words that make it again."""

from __future__ import annotations

from core.experiment.words import words
from core.machine.versions import version
from gui.files.exported import Source
from gui.look.i18n import translated

BETWEEN = "\u00a0· "
"""A line may end after it, and does not begin with it."""


def experiment_in_words(page: Source) -> str:
    """What the page shows, by the keys that it depends on, and where it was computed."""
    result = page.result()
    told = [translated(phrase) for phrase in words(result.experiment, page.restart + page.live)]
    return BETWEEN.join([*told, f"PyTorch {version('torch')}"])


def caption(page: Source, note: str) -> str:
    """The same after what there is to say of the plot itself."""
    return "\n".join(line for line in (note, experiment_in_words(page)) if line)
