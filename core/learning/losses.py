"""What is made small: torch's losses, and what each takes as its target."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from core.data.registry import DataSet
from core.messages import QT_TRANSLATE_NOOP, Message


@dataclass(frozen=True, slots=True)
class Loss:
    """One entry.

    torch_name   of the function in `torch.nn.functional`
    one_hot      whether it compares with one number for each class
    regression   whether it can compare with numbers that are no classes
    formula      LaTeX, of the mean over a batch
    """

    key: str
    label: Message
    torch_name: str
    formula: str
    one_hot: bool = False
    regression: bool = False

    def guessing(self, data: DataSet) -> float | None:
        """The loss of who knows nothing and says so: each class as likely as any other.

        ln(classes) for the cross-entropy, (1 − 1/classes)/classes for the squared error of
        one-hot targets; None for a regression, where it depends on the data.
        """
        if data.is_regression:
            return None
        if self.one_hot:
            return (1.0 - 1.0 / data.classes) / data.classes
        return math.log(data.classes)

    def fits(self, data: DataSet) -> bool:
        """Whether it can be taken for these labels."""
        return self.regression or not data.is_regression

    @property
    def function(self) -> Any:
        """torch's own function of outputs and targets."""
        from torch.nn import functional  # checking a file must not wait for torch

        return getattr(functional, self.torch_name)


LOSSES: dict[str, Loss] = {
    entry.key: entry
    for entry in (
        Loss(
            "cross_entropy",
            QT_TRANSLATE_NOOP("core", "Cross-entropy"),
            "cross_entropy",
            r"-\ln\frac{e^{z_y}}{\sum_k e^{z_k}}",
        ),
        Loss(
            "mse",
            QT_TRANSLATE_NOOP("core", "Mean squared error"),
            "mse_loss",
            r"(z-y)^2",
            one_hot=True,
            regression=True,
        ),
    )
}

L1_METHODS = ("subgradient", "soft_threshold")
"""How |w| is made small: in the loss, by its subgradient, or by soft thresholding after a step."""
