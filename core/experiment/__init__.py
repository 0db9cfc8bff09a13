"""The experiment: one frozen description of the model, its file and its link."""

from core.experiment.experiment import PARAMETERS, VERSION, WELCOME, Experiment, parameter
from core.experiment.initialization import Initialization
from core.experiment.sections import Dropout, Layer

__all__ = [
    "PARAMETERS",
    "VERSION",
    "WELCOME",
    "Dropout",
    "Experiment",
    "Initialization",
    "Layer",
    "parameter",
]
