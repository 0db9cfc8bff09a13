"""Normalization between a linear layer and its activation: torch's own layers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core.messages import QT_TRANSLATE_NOOP, Message


@dataclass(frozen=True, slots=True)
class Norm:
    """One entry.

    torch_name     of the class in `torch.nn`, which takes the number of units; empty for none
    over_batch     whether it needs several samples at once, and behaves otherwise in evaluation
    """

    key: str
    label: Message
    purpose: Message
    torch_name: str = ""
    over_batch: bool = False
    reference: str = ""

    def code(self, units: str) -> str:
        """How a script makes it."""
        return f"nn.{self.torch_name}({units})"

    def make(self, units: int, **options: Any) -> Any:
        """torch's own layer; None where there is none."""
        from torch import nn  # checking a file must not wait for torch

        return getattr(nn, self.torch_name)(units, **options) if self.torch_name else None


NORMS: dict[str, Norm] = {
    entry.key: entry
    for entry in (
        Norm(
            "none",
            QT_TRANSLATE_NOOP("core", "None"),
            QT_TRANSLATE_NOOP("core", "The preactivation goes on as it is."),
        ),
        Norm(
            "batch",
            QT_TRANSLATE_NOOP("core", "BatchNorm"),
            QT_TRANSLATE_NOOP(
                "core", "Each unit gets mean 0 and variance 1 over the samples of a batch."
            ),
            "BatchNorm1d",
            over_batch=True,
            reference="Ioffe & Szegedy 2015",
        ),
        Norm(
            "layer",
            QT_TRANSLATE_NOOP("core", "LayerNorm"),
            QT_TRANSLATE_NOOP("core", "Each sample gets mean 0 and variance 1 over its units."),
            "LayerNorm",
            reference="Ba et al. 2016",
        ),
    )
}
