"""The experiment: one frozen description of the model, its file and its link."""

from core.experiment.experiment import VERSION, WELCOME, Dropout, Experiment, Initialization, Layer

__all__ = ["VERSION", "WELCOME", "Dropout", "Experiment", "Initialization", "Layer"]
