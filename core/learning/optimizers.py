"""The family of optimizers: torch's own, with torch's names and meaning, in one place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from core.learning import stacked
from core.learning.stacked import BETA2, EPS, Update
from core.messages import QT_TRANSLATE_NOOP, Message


@dataclass(frozen=True, slots=True)
class Optimizer:
    """One entry.

    torch_name   of the class in `torch.optim`
    momentum     from the experiment's momentum, the argument of the class and its value
    decoupled    whether `weight_decay` shrinks the weights by themselves, beside the step, instead
                 of being a part of the gradient
    eps          what is added to the root of the squares by which a step is divided; 0 where
                 nothing is divided
    stacked      the same step for many networks that learn as one; None where nobody has written it
    """

    key: str
    label: Message
    purpose: Message
    torch_name: str
    momentum: Callable[[float], tuple[str, Any]]
    decoupled: bool = False
    eps: float = 0.0
    stacked: Update | None = None
    reference: str = ""

    def make(self, groups: Any, values: Mapping[str, float], at_once: bool = False) -> Any:
        """torch's own optimizer for groups of parameters; values are lr and momentum.

        `at_once` lets torch walk through all tensors in one call of its own. On the CPU that is
        the same arithmetic on one tensor after the other, so the bits are the same.
        """
        from torch import optim  # checking a file must not wait for torch

        name, value = self.momentum(values["momentum"])
        walk = {"foreach": True} if at_once else {}
        return getattr(optim, self.torch_name)(groups, lr=values["lr"], **{name: value}, **walk)


def _momentum(value: float) -> tuple[str, Any]:
    return "momentum", value


def _beta(value: float) -> tuple[str, Any]:
    return "betas", (value, BETA2)


OPTIMIZERS: dict[str, Optimizer] = {
    entry.key: entry
    for entry in (
        Optimizer(
            "sgd",
            QT_TRANSLATE_NOOP("core", "SGD"),
            QT_TRANSLATE_NOOP("core", "Steps along the gradient of each batch, with momentum."),
            "SGD",
            _momentum,
            stacked=stacked.sgd,
            reference="Robbins & Monro 1951",
        ),
        Optimizer(
            "adam",
            QT_TRANSLATE_NOOP("core", "Adam"),
            QT_TRANSLATE_NOOP(
                "core",
                "Divides each step by the size of past gradients; its weight decay is a part of "
                "the gradient, an L2 penalty.",
            ),
            "Adam",
            _beta,
            eps=EPS,
            stacked=stacked.adam,
            reference="Kingma & Ba 2015",
        ),
        Optimizer(
            "adamw",
            QT_TRANSLATE_NOOP("core", "AdamW"),
            QT_TRANSLATE_NOOP(
                "core", "Adam whose weight decay shrinks the weights beside the step."
            ),
            "AdamW",
            _beta,
            decoupled=True,
            eps=EPS,
            stacked=stacked.adamw,
            reference="Loshchilov & Hutter 2019",
        ),
        Optimizer(
            "rmsprop",
            QT_TRANSLATE_NOOP("core", "RMSprop"),
            QT_TRANSLATE_NOOP("core", "Divides each step by the root mean square of gradients."),
            "RMSprop",
            _momentum,
            eps=EPS,
            stacked=stacked.rmsprop,
            reference="Tieleman & Hinton 2012",
        ),
    )
}
