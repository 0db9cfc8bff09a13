"""How large the batch is that the Layer page sends through its layer."""

from __future__ import annotations

from core.experiment import Layer

MAX_BATCH = 256
MAX_VALUES = 2**22
MAX_PRODUCTS = 2**31
"""Values of x or y, and multiplications: more would take seconds."""

SIDES = {1: 32, 2: 8}
"""Places of the output along each side, by the number of sides."""

LEAST = 16
"""Samples at least before an output has fewer places: few places of one image are much alike."""


def batch_size(in_features: int, out_features: int) -> int:
    """Rows of x: 256, fewer where the layer is so large that its product would take seconds."""
    return _samples(in_features, out_features, in_features * out_features)


def _samples(inputs: int, outputs: int, products: int) -> int:
    """How many samples of so many values each are allowed."""
    return max(1, min(MAX_BATCH, MAX_VALUES // max(inputs, outputs), MAX_PRODUCTS // products))


def input_size(layer: Layer) -> tuple[int, ...]:
    """The size of x. Of a convolution it is so large that no unit lies at a border."""
    samples, side = _batch(layer)
    sides = layer.entry.dims - 2
    if not layer.entry.adds:
        return (samples,)
    return (samples, layer.in_features, *(side + layer.kernel - 1,) * sides)


def output_size(layer: Layer) -> tuple[int, ...]:
    """The size of y."""
    samples, side = _batch(layer)
    return (samples, layer.out_features, *(side,) * (layer.entry.dims - 2))


def _batch(layer: Layer) -> tuple[int, int]:
    """Samples, and places along each side of an output: as many as time allows."""
    sides, shape = layer.entry.dims - 2, layer.shape
    if not sides:
        products = shape.count if layer.entry.adds else 1
        inputs = layer.in_features if layer.entry.adds else 1
        return _samples(inputs, layer.out_features, products), 1
    side = SIDES[sides]
    while True:
        inputs = layer.in_features * (side + layer.kernel - 1) ** sides
        samples = _samples(inputs, layer.out_features * side**sides, shape.count * side**sides)
        if samples >= LEAST or side == 1:
            return min(samples, MAX_BATCH * LEAST // SIDES[sides] ** sides), side
        side //= 2
