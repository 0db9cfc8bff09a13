"""A method that torch lacks, told by one entry alone, for as long as a test needs it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import torch

from core.init import marginals as theory
from core.init.dims import AtLeast
from core.init.marginals import Marginal
from core.init.methods import REGISTRY, Initializer, initializer
from core.init.registry import Compared
from core.init.script import Target
from core.layers.shape import Shape
from core.messages import Message
from core.parameters import Real


@contextlib.contextmanager
def stranger() -> Iterator[Initializer]:
    """`signed`: every weight is plus or minus scale / √fan_in, as a coin falls."""

    def fill(tensor: torch.Tensor, shape: Shape, *, scale: float) -> None:
        value = scale / shape.fan_in**0.5
        with torch.no_grad():
            tensor.uniform_().sub_(0.5).sign_().mul_(value)

    def code(target: Target, *, scale: float) -> list[str]:
        value = f"{scale!r} / {target.fan_in}**0.5"
        filled = f"{target.name}.uniform_().sub_(0.5).sign_().mul_({value})"
        return ["with torch.no_grad():", f"    {filled}"]

    @initializer(
        label=Message("Signed by a coin"),
        parameters=(
            Real("scale", 1.0, low=0.0, usual=(0.0, 4.0), help=Message("Size of the weights.")),
        ),
        dims=AtLeast(2),
        formula=r"W_{ij}=\pm k,\quad k=\frac{s}{\sqrt{n_{in}}}",
        symbol="k",
        number=lambda shape, *, scale: scale / shape.fan_in**0.5,
        symbols=lambda values: {"s": values["scale"]},
        purpose=Message("Shows that one entry is enough."),
        reference="Rademacher 1922",
        draws="uniform",
        function="Tensor.sign_",
        fill=fill,
        code=code,
        compared=Compared(7, dashed=True, values=(("scale", 2.0),)),
    )
    def signed(shape: Shape, *, scale: float) -> Marginal:
        value = scale / shape.fan_in**0.5
        atoms = [theory.Atom(sign * value, 0.5, exact=False) for sign in (-1.0, 1.0)]
        return theory.PointMasses(tuple(atoms))

    try:
        yield REGISTRY["signed"]
    finally:
        del REGISTRY["signed"]


def described(**sections: Any) -> dict[str, Any]:
    """An experiment file with it."""
    return {"initlab": 1, "weight_init": {"method": "signed", "scale": 1.5}, **sections}
