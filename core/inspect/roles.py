"""What a tensor of a checkpoint is: told from its name and size, since a file says no more.

A role knows what torch's module gives such a tensor by itself, and from what its fans are taken.
Where name and size leave a doubt, the person may say another role.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from core.init.marginals import Marginal, normal, point, uniform
from core.init.methods import OF_MODULE, REGISTRY
from core.layers.kinds import KINDS
from core.layers.shape import Shape
from core.messages import QT_TRANSLATE_NOOP, Message

Size = tuple[int, ...]
Sizes = Mapping[str, Size]


@dataclass(frozen=True, slots=True)
class Role:
    """One entry.

    key      its name in files of the program and for `layer.kind` where the Layer page has it
    label    on the screen
    dims     dimensions of such a tensor, empty for any
    module   the class of torch that has it, for "nn.Linear default"; empty where there is none
    default  from the tensor's name and size, and the sizes of all tensors of the file, what that
             module gives it; None where that cannot be known
    is_weight  whether its units add up inputs, so that fans and an initialization mean something
    """

    key: str
    label: Message
    dims: tuple[int, ...] = ()
    module: str = ""
    default: Callable[[str, Size, Sizes], Marginal | None] = lambda *_: None
    is_weight: bool = False


def shape_of(role: Role, size: Size) -> Shape | None:
    """The Shape of a weight of this role, None where torch knows no fans."""
    if len(size) < 2:
        return None
    kind = KINDS.get(role.key)
    return kind.of_size(size) if kind is not None and kind.dims == len(size) else Shape.of(size)


def sibling(name: str, sizes: Sizes, of: str = "weight") -> Size | None:
    """The size of another tensor of the same module: `conv.weight` for `conv.bias`."""
    stem, dot, _ = name.rpartition(".")
    return sizes.get(stem + dot + of)


def _weight(_: str, size: Size, __: Sizes) -> Marginal:
    return REGISTRY[OF_MODULE].marginal(Shape.of(size), {})


def _embedding(*_: object) -> Marginal:
    return normal(0.0, 1.0)


def _ones(*_: object) -> Marginal:
    return point(1.0)


def _bias(name: str, _: Size, sizes: Sizes) -> Marginal | None:
    """U(±1/√fan_in) of the weight beside it; 0 beside the scale of a normalization."""
    weight = sibling(name, sizes)
    if weight is None:
        return None
    if len(weight) < 2:
        return point(0.0)
    bound = 1.0 / math.sqrt(max(1, Shape.of(weight).fan_in))
    return uniform(-bound, bound)


def _recurrent(name: str, _: Size, sizes: Sizes) -> Marginal | None:
    """U(±1/√hidden) for weights and biases alike: `nn.RNNBase.reset_parameters`."""
    last = name.rpartition(".")[2]
    hidden = sibling(name, sizes, re.sub(r"^(weight|bias)_(ih|hh|hr)", "weight_hh", last))
    if hidden is None or len(hidden) != 2:
        return None
    return uniform(-1.0 / math.sqrt(hidden[1]), 1.0 / math.sqrt(hidden[1]))


ROLES: dict[str, Role] = {
    role.key: role
    for role in (
        Role("linear", KINDS["linear"].label, (2,), "nn.Linear", _weight, True),
        Role("conv1d", KINDS["conv1d"].label, (3,), "nn.Conv1d", _weight, True),
        Role("conv2d", KINDS["conv2d"].label, (4,), "nn.Conv2d", _weight, True),
        Role(
            *("conv3d", QT_TRANSLATE_NOOP("core", "Convolution, 3-D"), (5,)),
            *("nn.Conv3d", _weight, True),
        ),
        Role(
            *("conv_transpose1d", QT_TRANSLATE_NOOP("core", "Transposed convolution, 1-D"), (3,)),
            *("nn.ConvTranspose1d", _weight, True),
        ),
        Role(
            *("conv_transpose2d", KINDS["conv_transpose2d"].label, (4,)),
            *("nn.ConvTranspose2d", _weight, True),
        ),
        Role(
            *("conv_transpose3d", QT_TRANSLATE_NOOP("core", "Transposed convolution, 3-D"), (5,)),
            *("nn.ConvTranspose3d", _weight, True),
        ),
        Role("embedding", KINDS["embedding"].label, (2,), "nn.Embedding", _embedding),
        Role(
            *("recurrent", QT_TRANSLATE_NOOP("core", "Recurrent"), (1, 2)),
            *("nn.RNNBase", _recurrent, True),
        ),
        Role(
            *("norm", QT_TRANSLATE_NOOP("core", "Scale of a normalization"), (1,)),
            *("norm", _ones),
        ),
        Role("bias", QT_TRANSLATE_NOOP("core", "Bias"), (1,), "bias", _bias),
        Role("other", QT_TRANSLATE_NOOP("core", "Other")),
    )
}
"""In the order of the menu in which a person may say another one."""

_TRANSPOSED = re.compile(r"(^|[._])(conv_?t(rans(pose)?)?\d*d?|deconv\w*|ups?\w*|transposed?)[._]")
_EMBEDDING = re.compile(r"emb|wte\b|wpe\b|lookup|token|position", re.IGNORECASE)
_RECURRENT = re.compile(r"^(weight|bias)_(ih|hh)(_l\d+)?(_reverse)?$")
_BUFFER = re.compile(r"(running_(mean|var)|num_batches_tracked)$")


def role_of(name: str, size: Size, sizes: Sizes) -> Role:
    """What the tensor is most likely."""
    stem, _, last = name.rpartition(".")
    dims = len(size)
    if _RECURRENT.match(last):
        return ROLES["recurrent"]
    if _BUFFER.search(last) or dims == 0:
        return ROLES["other"]
    if dims == 1:
        return ROLES["bias" if last.endswith("bias") else "norm" if last == "weight" else "other"]
    if dims == 2:
        return ROLES[
            "embedding" if _EMBEDDING.search(stem) and _is_table(stem, sizes) else "linear"
        ]
    if 3 <= dims <= 5:
        bias = sibling(name, sizes, "bias")
        if bias is not None and bias != size[:1] and bias == size[1:2]:
            return ROLES[f"conv_transpose{dims - 2}d"]
        told = bias is None and _TRANSPOSED.search(f"{stem}.")
        return ROLES[f"conv_transpose{dims - 2}d" if told else f"conv{dims - 2}d"]
    return ROLES["other"]


def _is_table(stem: str, sizes: Sizes) -> bool:
    """Whether the module has no bias: an embedding has none, a linear layer mostly has."""
    return f"{stem}.bias" not in sizes


def module_of(role: Role, name: str, sizes: Sizes) -> str:
    """The class of torch that has the tensor: of a bias, that of the weight beside it."""
    weight = sibling(name, sizes) if role.key == "bias" else None
    if weight is None:
        return role.module
    stem, dot, _ = name.rpartition(".")
    return role_of(f"{stem}{dot}weight", weight, sizes).module


def retold(role: Role, name: str, sizes: Sizes, best: Marginal | None) -> Role | None:
    """Another role where the values tell more than the name did, else None.

    `best` is the distribution that fits best. N(0, 1) in a matrix without a bias is an embedding.
    """
    if role.key != "linear" or best is None or sibling(name, sizes, "bias") is not None:
        return None
    embedding = ROLES["embedding"]
    return embedding if best == embedding.default(name, (), sizes) else None


def roles_for(size: Size) -> tuple[Role, ...]:
    """What a tensor of this size may be said to be, in the order of the menu."""
    return tuple(role for role in ROLES.values() if not role.dims or len(size) in role.dims)
