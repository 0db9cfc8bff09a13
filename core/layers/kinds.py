"""The kinds of layer that have a weight: torch's modules, each told by one entry.

A kind knows the size of its weight, what torch's module is called and how it is made, and how many
inputs a unit of it really adds up. torch's methods know none of this: they take both fans from
the size alone, whatever the layer is.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from core.layers.shape import LINEAR, Shape
from core.messages import NOTHING, QT_TRANSLATE_NOOP, Message

Size = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LayerKind:
    """One entry: a layer whose weight is a matrix, `nn.Linear` itself.

    torch_name   of the class in `torch.nn`
    inputs       what torch calls the first argument, the number of inputs, and
    outputs      the second one
    sides        what the sides of the weight are, as the title of its picture says it
    dims         dimensions of the weight; a kernel has those beyond two
    variable     what a script calls the layer
    symbol       what it makes of x, without the bias
    adds         whether it adds up inputs, or takes indices and looks up rows
    has_bias     whether the layer can have a bias
    default      how the weight is drawn by itself: `uniform`, U(±1/√fan_in), or `normal`, N(0, 1)
    purpose      one sentence on what it computes
    surprise     where torch's fans are not those that the layer has; or empty
    """

    key: str
    label: Message
    torch_name: str
    purpose: Message
    inputs: str = "in_features"
    outputs: str = "out_features"
    sides: Message = NOTHING
    dims: int = 2
    variable: str = "layer"
    symbol: str = "xWᵀ"
    adds: bool = True
    has_bias: bool = True
    default: str = "uniform"
    surprise: Message = NOTHING

    @property
    def has_kernel(self) -> bool:
        """Whether it has a kernel, and so groups."""
        return self.dims > 2

    def size(self, inputs: int, outputs: int, kernel: int, groups: int) -> Size:  # noqa: ARG002
        """`weight.shape` of the layer with these numbers; a kernel is as wide as it is high."""
        return (outputs, inputs)

    def of_size(self, size: Size, groups: int = 1) -> Shape:  # noqa: ARG002  # others need it
        """The shape of such a layer's weight that has this size."""
        return Shape(size, size[0], math.prod(size[1:]), self.key)

    def shape(self, inputs: int, outputs: int, kernel: int = 1, groups: int = 1) -> Shape:
        """The shape of the weight of the layer with these numbers."""
        return self.of_size(self.size(inputs, outputs, kernel, groups), groups)

    def arguments(self, inputs: int, outputs: int, kernel: int, groups: int) -> tuple[str, ...]:  # noqa: ARG002
        """Those of torch's class, as a script writes them; without bias, device and dtype."""
        return (str(inputs), str(outputs))

    def module(
        self, inputs: int, outputs: int, kernel: int, groups: int, bias: bool, **options: Any
    ) -> Any:
        """torch's own module, as the script makes it."""
        from torch import nn  # checking a file must not wait for torch

        found = getattr(nn, self.torch_name)
        if self.has_bias:
            options["bias"] = bias
        return found(inputs, outputs, **self._options(kernel, groups), **options)

    def _options(self, kernel: int, groups: int) -> dict[str, Any]:  # noqa: ARG002
        """What torch's class takes besides the two sides."""
        return {}


@dataclass(frozen=True, slots=True)
class Convolution(LayerKind):
    """A kernel for each pair of input and output channel of a group; no padding, stride 1."""

    inputs: str = "in_channels"
    outputs: str = "out_channels"
    symbol: str = "W ∗ x"

    def size(self, inputs: int, outputs: int, kernel: int, groups: int) -> Size:
        """Outputs, inputs of a group, and the kernel."""
        return (outputs, inputs // groups, *(kernel,) * (self.dims - 2))

    def arguments(self, inputs: int, outputs: int, kernel: int, groups: int) -> tuple[str, ...]:
        """The kernel's width by its place, everything else by its name."""
        options = self._options(kernel, groups)
        del options["kernel_size"]
        named = (f"{name}={value}" for name, value in options.items())
        return (str(inputs), str(outputs), str(kernel), *named)

    def _options(self, kernel: int, groups: int) -> dict[str, Any]:
        return {"kernel_size": kernel} | ({"groups": groups} if groups != 1 else {})


@dataclass(frozen=True, slots=True)
class TransposedConvolution(Convolution):
    """The way back of a convolution; its weight has the inputs first.

    The padding cuts off the border, where fewer inputs meet: each output adds up all that it can.
    """

    def size(self, inputs: int, outputs: int, kernel: int, groups: int) -> Size:
        """Inputs, outputs of a group, and the kernel."""
        return (inputs, outputs // groups, *(kernel,) * (self.dims - 2))

    def of_size(self, size: Size, groups: int = 1) -> Shape:
        """A unit adds up what comes from the inputs of its group, size(0) / groups of them."""
        summed = size[0] // groups * math.prod(size[2:])
        return Shape(size, size[1] * groups, summed, self.key)

    def _options(self, kernel: int, groups: int) -> dict[str, Any]:
        # `super()` without arguments does not find the class that slots have made anew.
        found = Convolution._options(self, kernel, groups)
        return found | ({"padding": kernel - 1} if kernel > 1 else {})


@dataclass(frozen=True, slots=True)
class Embedding(LayerKind):
    """A table whose rows are looked up: nothing is added."""

    inputs: str = "num_embeddings"
    outputs: str = "embedding_dim"
    symbol: str = "W[x]"
    adds: bool = False
    has_bias: bool = False
    default: str = "normal"

    def size(self, inputs: int, outputs: int, kernel: int, groups: int) -> Size:  # noqa: ARG002
        """A row for each index."""
        return (inputs, outputs)

    def of_size(self, size: Size, groups: int = 1) -> Shape:  # noqa: ARG002
        """An output is one weight as it is."""
        return Shape(size, size[1], 1, self.key)


KINDS: dict[str, LayerKind] = {
    entry.key: entry
    for entry in (
        LayerKind(
            LINEAR,
            QT_TRANSLATE_NOOP("core", "Linear"),
            "Linear",
            QT_TRANSLATE_NOOP("core", "Each unit adds up all inputs: y = xWᵀ + b."),
            sides=QT_TRANSLATE_NOOP("core", "out × in"),
            variable="linear",
        ),
        Convolution(
            "conv1d",
            QT_TRANSLATE_NOOP("core", "Convolution, 1-D"),
            "Conv1d",
            QT_TRANSLATE_NOOP(
                "core", "A kernel slides along a sequence: the same weights at each place."
            ),
            sides=QT_TRANSLATE_NOOP("core", "out × in/groups × kernel"),
            dims=3,
        ),
        Convolution(
            "conv2d",
            QT_TRANSLATE_NOOP("core", "Convolution, 2-D"),
            "Conv2d",
            QT_TRANSLATE_NOOP(
                "core", "A kernel slides over an image: the same weights at each place."
            ),
            sides=QT_TRANSLATE_NOOP("core", "out × in/groups × kernel"),
            dims=4,
        ),
        TransposedConvolution(
            "conv_transpose2d",
            QT_TRANSLATE_NOOP("core", "Transposed convolution, 2-D"),
            "ConvTranspose2d",
            QT_TRANSLATE_NOOP(
                "core", "The way back of a convolution: each input spreads its kernel over outputs."
            ),
            sides=QT_TRANSLATE_NOOP("core", "in × out/groups × kernel"),
            dims=4,
            surprise=QT_TRANSLATE_NOOP(
                "core",
                "torch takes fan_in from size(1) × kernel, which counts outputs in a transposed "
                "convolution; a unit really adds up in_channels/groups × kernel inputs.",
            ),
        ),
        Embedding(
            "embedding",
            QT_TRANSLATE_NOOP("core", "Embedding"),
            "Embedding",
            QT_TRANSLATE_NOOP("core", "An index looks up its row of the weight; nothing is added."),
            sides=QT_TRANSLATE_NOOP("core", "rows × columns"),
            surprise=QT_TRANSLATE_NOOP(
                "core",
                "torch takes fan_in from size(1), which is the length of a row in an embedding; "
                "an output is one weight as it is, whatever the fans are.",
            ),
        ),
    )
}
"""In the order of the menu."""
