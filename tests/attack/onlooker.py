"""Someone who looks closely: all that a window shows must be that of its newest experiment."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path
from typing import Any

from safetensors.torch import load_file

from core import layer
from core.context import SILENT, last
from core.experiment import Experiment
from core.messages import InitLabError
from gui.panel.number import NumberField
from gui.window import MainWindow
from tests.attack.mirrors import Mirrors, is_what_was_asked


class Onlooker:
    """Compares one window with fresh runs; of the `exported` files `given_up` may be missing."""

    def __init__(self, window: MainWindow, mirrors: Mirrors) -> None:
        self.window, self.mirrors = window, mirrors
        self.exported: list[tuple[Path, Experiment]] = []
        self.given_up: set[Path] = set()

    def wrong(self) -> str:
        """What is not as it should be, "" where all is."""
        return self._picture() or self._panel() or self._said() or self._files()

    def is_newest(self, result: Any) -> bool:
        """Whether it is the newest experiment's, in all that the page takes from one."""
        state = self.window.page.state
        return bool(state(result.experiment) == state(self.window.experiment()))

    def state(self) -> str:
        """What the window waits for, and what its worker does."""
        window, worker = self.window, self.window.runner.worker.ident
        frames = traceback.format_stack(sys._current_frames()[worker or 0])
        waits = f"{window.runs.settling.__dict__}"
        return f"{waits}, {window.experiment()}\n{''.join(frames[-6:])}"

    def _picture(self) -> str:
        """The page belongs to the newest experiment, or where that is refused to one before."""
        result = self.window.page.result()
        experiment = self.window.experiment()
        refusal = self._refusal()
        if refusal is None and not self.is_newest(result):
            return f"the picture is that of {result.experiment}, the experiment is {experiment}"
        if result is None:
            return ""
        if refusal is None and not is_what_was_asked(self.window.page):
            return "the picture is not of the quantity, or not with the ranks, that was chosen"
        return self.mirrors.wrong(self.window.page, result.experiment, refusal is None)

    def _refusal(self) -> InitLabError | None:
        """Why the newest experiment has no picture on this page."""
        page, experiment = self.window.page, self.window.experiment()
        result = page.result()
        if result is not None and self.is_newest(result):
            return None
        try:
            last(page.task(experiment)(SILENT))
        except InitLabError as error:
            return error
        return None

    def _panel(self) -> str:
        """Every control shows the experiment, and its slider what it shows."""
        experiment = self.window.experiment()
        forms = [form for section in self.window.panel.sections for form in section.forms]
        forms += getattr(getattr(self.window.page, "network", None), "forms", ())
        for form in forms:
            for key, field in form.fields.items():
                if field.value() != experiment.value(key):
                    return f"{key} shows {field.value()}, not {experiment.value(key)}"
                if isinstance(field, NumberField):
                    place = field.position(field.value())
                    if field.slider.value() != place:
                        return f"{key}: the slider is at {field.slider.value()}, not {place}"
        return ""

    def _said(self) -> str:
        """The message is there exactly where the newest experiment is refused, and says why."""
        window, refusal = self.window, self._refusal()
        expected = "" if refusal is None else f"{refusal.key}: {refusal.text}"
        shown = window.message.text.text() if window.message.isVisible() else ""
        if shown.split(", ")[0] != expected.split(", ")[0]:  # then comes what memory is left now
            return f"the message says {shown!r} instead of {expected!r}"
        notes = () if refusal is not None else getattr(window.page.result(), "notes", ())
        noted = window.panel.initialization.notes
        if refusal is None and noted != notes:
            return f"the panel notes {noted} instead of {notes}"
        bar = window.status.bar.isVisibleTo(window.status)
        return "progress of a run that has ended" if bar else ""

    def _files(self) -> str:
        for path, experiment in self.exported:
            if path in self.given_up and not path.exists():
                continue
            expected = layer.weights(experiment)
            found = load_file(path)
            if found.keys() != expected.keys() or any(
                not found[name].equal(expected[name]) for name in found
            ):
                return f"{path.name} does not hold the weights of {experiment}"
            path.unlink()
        self.exported.clear()
        self.given_up.clear()
        return ""
