"""The plain sections of an experiment: a field is a control, described where it stands.

The parameters of an initialization are in the registry: `core.init.methods`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core.experiment.fields import Section, choice, described, flag, numbers, real, whole
from core.layers.activations import ACTIVATIONS
from core.layers.dropouts import KINDS
from core.layers.kinds import KINDS as LAYERS
from core.layers.kinds import LayerKind
from core.layers.norms import NORMS
from core.layers.shape import LINEAR, Shape
from core.machine import devices
from core.messages import QT_TRANSLATE_NOOP
from core.parameters import Choice

DTYPES = ("float32", "float64", "float16", "bfloat16")
VECTORS = ("course", "ones", "normal")
"""Named vectors: ten whole numbers from 1 to 9 as in the course, ones, or N(0, 1)."""

INPUTS = ("normal", "digits", "uniform")
"""Signals of the Depth page; the digits are those that scikit-learn carries, standardised."""

MAX_FEATURES = 1_048_576
MAX_SEED = 2**63 - 1


@dataclass(frozen=True)
class Layer(Section):
    """`nn.Linear(in_features, out_features, bias)` and the activation after it.

    Of another kind the two numbers are channels, or the rows and columns of an embedding.
    """

    section = "layer"
    in_features: int = whole(
        5,
        1,
        MAX_FEATURES,
        usual=(1, 16384),
        logarithmic=True,
        help=QT_TRANSLATE_NOOP("core", "Number of inputs; fan_in, the columns of the weight."),
        torch="nn.Linear(in_features)",
    )
    out_features: int = whole(
        2,
        1,
        MAX_FEATURES,
        usual=(1, 16384),
        logarithmic=True,
        help=QT_TRANSLATE_NOOP("core", "Number of units; fan_out, the rows of the weight."),
        torch="nn.Linear(out_features)",
    )
    bias: bool = flag(
        True,
        help=QT_TRANSLATE_NOOP("core", "Whether b is added: y = xWᵀ + b."),
        torch="nn.Linear(bias)",
    )
    activation: str = choice(
        "identity",
        tuple(ACTIVATIONS),
        help=QT_TRANSLATE_NOOP("core", "The function φ applied to each preactivation."),
        torch="torch.relu, torch.tanh, nn.functional.gelu, …",
    )
    kind: str = choice(
        LINEAR,
        tuple(LAYERS),
        help=QT_TRANSLATE_NOOP(
            "core", "Which layer of torch it is on the Layer page; other pages stack linear layers."
        ),
        torch="nn.Linear, nn.Conv1d, nn.Conv2d, nn.ConvTranspose2d, nn.Embedding",
        later=True,
    )
    kernel: int = whole(
        3,
        1,
        15,
        usual=(1, 15),
        help=QT_TRANSLATE_NOOP("core", "Width of the kernel, and its height where it has one."),
        torch="nn.Conv2d(kernel_size)",
        later=True,
    )
    groups: int = whole(
        1,
        1,
        MAX_FEATURES,
        usual=(1, 64),
        logarithmic=True,
        help=QT_TRANSLATE_NOOP(
            "core", "Groups of channels that do not see one another; it divides both numbers."
        ),
        torch="nn.Conv2d(groups)",
        later=True,
    )

    @property
    def entry(self) -> LayerKind:
        """That of its kind."""
        return LAYERS[self.kind]

    @property
    def numbers(self) -> tuple[int, int, int, int]:
        """What torch's module is made with, as the entry of the kind takes it."""
        return self.in_features, self.out_features, self.kernel, self.groups

    @property
    def shape(self) -> Shape:
        """That of the weight."""
        return self.entry.shape(*self.numbers)

    @property
    def has_bias(self) -> bool:
        """Whether the Layer page's layer has a bias."""
        return self.bias and self.entry.has_bias

    @property
    def divides(self) -> bool:
        """Whether its groups, where it has any, divide both numbers of channels."""
        sides = (self.in_features, self.out_features)
        return not (self.entry.has_kernel and any(side % self.groups for side in sides))


@dataclass(frozen=True)
class Dropout(Section):
    """A dropout layer in training or evaluation mode, and the vector that its page shows it."""

    section = "dropout"
    p: float = real(
        0.0,
        0.0,
        1.0,
        usual=(0.0, 1.0),
        help=QT_TRANSLATE_NOOP("core", "Probability that a unit is dropped, not kept."),
        torch="nn.Dropout(p)",
        live=True,
    )
    training: bool = flag(
        True,
        help=QT_TRANSLATE_NOOP(
            "core", "train() drops units at random; eval() passes everything on unchanged."
        ),
        torch="dropout.train(), dropout.eval()",
    )
    kind: str = choice(
        "dropout",
        tuple(KINDS),
        help=QT_TRANSLATE_NOOP(
            "core", "Which layer of torch drops: single units, or whole channels."
        ),
        torch="nn.Dropout, nn.AlphaDropout, nn.Dropout1d, nn.Dropout2d",
        later=True,
    )
    vector: str = numbers(
        "course",
        VECTORS,
        help=QT_TRANSLATE_NOOP(
            "core",
            "The vector x of the Dropout page: a name, or numbers between commas or semicolons.",
        ),
        torch="torch.tensor",
        later=True,
    )


@dataclass(frozen=True, slots=True)
class _Device(Choice):
    """A device that this machine has: which there are is asked of torch, and only for others."""

    def check(self, key: str, value: Any) -> str:
        """Return `value`, or raise InvalidExperiment naming the devices that are here."""
        return devices.check(key, value)


@dataclass(frozen=True)
class Run(Section):
    """Where, in which number format and from which seed torch works."""

    section = "run"
    device: str = described(
        _Device(
            "",
            "cpu",
            (),
            help=QT_TRANSLATE_NOOP(
                "core", "Where torch computes; each device has random numbers of its own."
            ),
            torch="nn.Linear(device)",
        )
    )
    dtype: str = choice(
        "float32",
        DTYPES,
        help=QT_TRANSLATE_NOOP("core", "The number format of weight, input and output."),
        torch="nn.Linear(dtype)",
    )
    seed: int = whole(
        0,
        0,
        MAX_SEED,
        help=QT_TRANSLATE_NOOP(
            "core",
            "torch.manual_seed: the same seed, the same weights, on one machine and one build of "
            "torch. On others their last digits may differ.",
        ),
        torch="torch.manual_seed(seed)",
    )


@dataclass(frozen=True)
class Depth(Section):
    """The stack of the Depth page."""

    section = "depth"
    layers: int = whole(
        20,
        1,
        100,
        usual=(1, 100),
        help=QT_TRANSLATE_NOOP("core", "How many fully connected layers are stacked."),
        torch="nn.Linear",
    )
    width: int = whole(
        256,
        8,
        1024,
        usual=(8, 1024),
        logarithmic=True,
        help=QT_TRANSLATE_NOOP("core", "Units of every layer: fan_in and fan_out."),
        torch="nn.Linear(in_features, out_features)",
    )
    batch: int = whole(
        256,
        16,
        4096,
        usual=(16, 4096),
        logarithmic=True,
        help=QT_TRANSLATE_NOOP("core", "How many inputs go through the network at once."),
        torch="x.shape[0]",
    )
    input: str = choice(
        "normal",
        INPUTS,
        help=QT_TRANSLATE_NOOP(
            "core",
            "What goes in: N(0, 1), handwritten digits of 8 × 8 pixels, or uniform noise of "
            "variance 1.",
        ),
        torch="torch.randn, torch.rand",
        later=True,
    )
    norm: str = choice(
        "none",
        tuple(NORMS),
        help=QT_TRANSLATE_NOOP(
            "core", "Normalization between each linear layer and its activation."
        ),
        torch="nn.BatchNorm1d, nn.LayerNorm",
        later=True,
    )
