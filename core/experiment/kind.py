"""What the kind of the layer asks of the rest of the experiment, and what a new one brings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.experiment.initialization import Initialization
from core.experiment.sections import Dropout, Layer
from core.init.registry import Initializer
from core.layers import dropouts
from core.layers.kinds import KINDS, LayerKind
from core.messages import QT_TRANSLATE_NOOP, InvalidExperiment, Message


def check(layer: Layer, weight_init: Initialization) -> None:
    """Raise InvalidExperiment where groups or the method do not fit the kind of the layer."""
    if not layer.divides:
        names = {"inputs": layer.entry.inputs, "outputs": layer.entry.outputs}
        text = QT_TRANSLATE_NOOP(
            "core",
            "{groups} groups do not divide {in} {inputs} and {out} {outputs}; choose a number that "
            "divides both",
        )
        numbers = {"groups": layer.groups, "in": layer.in_features, "out": layer.out_features}
        raise InvalidExperiment("layer.groups", text.format(**numbers, **names))
    entry = weight_init.entry
    if not entry.dims.allows(layer.entry.dims):
        raise InvalidExperiment(f"{weight_init.section}.method", unfit_method(entry, layer.entry))
    unfit = entry.unfit(layer.shape, **weight_init.parameters)
    if unfit is not None:
        raise InvalidExperiment(f"{weight_init.section}.{unfit[0]}", unfit[1])


def unfit_method(entry: Initializer, kind: LayerKind) -> Message:
    """Why torch's method does not fill the weight of such a layer."""
    return QT_TRANSLATE_NOOP(
        "core", "{method} does not fill a weight of {dims} dimensions, as {module} has it"
    ).format(method=entry.method, dims=kind.dims, module=f"nn.{kind.torch_name}")


def brought(
    layer: Layer, weight_init: Initialization, changes: Mapping[str, Any]
) -> dict[str, Any]:
    """What a change of the kind takes along, for what would not fit and is not itself changed.

    A method that does not fill such a weight becomes the default; groups that do not divide, 1.
    """
    kind = KINDS.get(str(changes.get("layer.kind")))
    if kind is None or kind.key == layer.kind:
        return {}
    found: dict[str, Any] = {}
    if "weight_init.method" not in changes and not weight_init.entry.dims.allows(kind.dims):
        found["weight_init.method"] = "default"
    divides = all(side % layer.groups == 0 for side in (layer.in_features, layer.out_features))
    if kind.has_kernel and "layer.groups" not in changes and not divides:
        found["layer.groups"] = 1
    return found


def dropout_after(layer: Layer, dropout: Dropout) -> dropouts.Kind:
    """The dropout of the layer's output: of channels only where these have as many dimensions."""
    kind = dropouts.KINDS[dropout.kind]
    has = not kind.positions or len(kind.positions) == layer.entry.dims - 2
    return kind if has else dropouts.KINDS["dropout"]
