"""The experiment: one frozen description of the model, its file and its link."""

from core.experiment.experiment import VERSION, WELCOME, Dropout, Experiment, Initialization, Layer

__all__ = ["Dropout", "Experiment", "Initialization", "Layer", "VERSION", "WELCOME"]
