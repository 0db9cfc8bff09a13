"""The experiment: one frozen description of the model, its file and its link."""

from core.experiment.experiment import (
    PARAMETERS,
    RACE,
    SECTION_NAMES,
    VERSION,
    WELCOME,
    Experiment,
    parameter,
)
from core.experiment.initialization import Initialization
from core.experiment.race import MAX_LANES, Lane
from core.experiment.schedule import Change
from core.experiment.sections import Dropout, Layer
from core.experiment.training import LIVE, Train

__all__ = [
    "LIVE",
    "MAX_LANES",
    "PARAMETERS",
    "RACE",
    "SECTION_NAMES",
    "VERSION",
    "WELCOME",
    "Change",
    "Dropout",
    "Experiment",
    "Initialization",
    "Lane",
    "Layer",
    "Train",
    "parameter",
]
