"""The Training page's run: the lanes of a race learn in lock step, looked at on the way."""

from __future__ import annotations

import time

import torch

from core.build.session import DEFAULT_THREADS, Session
from core.context import SILENT, Context, Pictures
from core.experiment import Experiment
from core.training.code import one_thread
from core.training.memory import check_memory
from core.training.race import Race
from core.training.result import TrainingResult
from core.training.showing import picture
from core.training.transport import Transport, Watch

RESTART = (
    "layer.bias",
    "layer.activation",
    "weight_init",
    "bias_init",
    "dropout.p",
    "dropout.training",
    "dropout.kind",
    "run",
    "depth.layers",
    "depth.width",
    "depth.norm",
    "train",
    "race",
)
"""Sections and keys of the experiment on which this page's result depends; no other is read."""

FIRST_SECONDS = 0.1
"""Seconds to the first picture: who has pressed Start sees at once that it runs."""

PICTURE_SECONDS = 0.3
"""Seconds between two pictures at least: to draw one takes the window as long as 30 steps."""

SHARE = 0.1
"""Part of the time that may go into pictures: what they take is measured, of both threads."""

MOST_SECONDS = 1.0
"""Seconds between two pictures at most, however long one takes."""

WHOLE = 2
"""Of so many pictures one has all that takes longer."""


def run(experiment: Experiment, context: Context = SILENT) -> Pictures[TrainingResult]:
    """Train every lane to its end; the last picture is the result.

    Each lane is an nn.Sequential with an optimizer of torch, in a plain loop: its weights are,
    bit for bit, those that the code of the lane leaves when it runs alone. Raises Refused where
    device, dtype or memory do not allow it, and Cancelled between two steps.
    """
    yield from play(Race(), experiment, context)


def play(
    race: Race,
    experiment: Experiment,
    context: Context = SILENT,
    transport: Transport | None = None,
    watch: Watch | None = None,
    back_to: int | None = None,
) -> Pictures[TrainingResult]:
    """Bring a race on from where it stands, or begin it where it is of another experiment.

    The newest experiment may be sent between two pictures; where only its schedule differs the
    race goes on with it, from the first step at which it does. `back_to` is a step to go back to
    before. torch's random state, threads and
    grad mode are as before at each picture.
    """
    transport, watch = transport or Transport(), watch or Watch()
    device = torch.device(experiment.run.device)
    number = 1 if one_thread(experiment) else DEFAULT_THREADS
    with Session("train", device, number, grad=True) as session:
        if not race.fits(experiment):
            check_memory(experiment)
            race.begin(experiment, context)
        race.follow(experiment)
        if back_to is not None:
            race.go_to(back_to)
        clock, found = _Clock(), None
        started = time.perf_counter() - race.seconds
        while not _is_over(race, transport):
            race.step_once(context)
            context.progress(race.step / race.steps)
            newest = context.newest()
            if newest is not None and race.fits(newest):
                race.follow(newest)
                clock.hurry()
            if not clock.is_due(context.is_drawn):
                _keep_pace(transport)
                continue
            whole = clock.begin()
            race.seconds = time.perf_counter() - started
            found = picture(race, watch, race.seconds, whole, True, found)
            race.remember()
            with session.suspended():
                newest = yield found
            clock.sent()
            if newest is not None and race.fits(newest):
                race.follow(newest)
        race.catch_up(context)  # a race that was stopped in the middle of a step
        race.seconds = time.perf_counter() - started
        result = picture(race, watch, race.seconds)
    yield result


class _Clock:
    """When the next picture is due: they may take their share of the time, and no more."""

    def __init__(self) -> None:
        self._begun = time.perf_counter()
        self._wait = FIRST_SECONDS
        self._waits_for_window = False
        self._count = 0

    def hurry(self) -> None:
        """Somebody waits for the next one."""
        self._wait = 0.0

    def is_due(self, drawn: bool) -> bool:
        """Whether it is time, and the last one is drawn."""
        if not drawn:
            return False
        now = time.perf_counter()
        if self._waits_for_window:
            self._waits_for_window = False
            taken = now - self._begun
            if self._wait > 0.0:
                self._wait = min(MOST_SECONDS, max(PICTURE_SECONDS, taken / SHARE))
        return now - self._begun >= self._wait

    def begin(self) -> bool:
        """A picture is being made; whether it has all that takes longer.

        One that somebody waits for has not: its tick stands half as late.
        """
        self._begun = time.perf_counter()
        if self._wait == 0.0:
            return False
        self._count += 1
        return self._count % WHOLE == 0

    def sent(self) -> None:
        """It is on its way to the window."""
        self._wait = PICTURE_SECONDS
        self._waits_for_window = True


def _is_over(race: Race, transport: Transport) -> bool:
    aim = race.steps if transport.until is None else transport.until
    return race.finished or transport.pause or race.step >= aim


def _keep_pace(transport: Transport) -> None:
    if transport.pace > 0.0:
        time.sleep(min(0.25, 1.0 / transport.pace))
