"""The plain values of an experiment: names, defaults, ranges and what each is for.

Forms, validation, links and help are made from these tables. The parameters of an initialization
are in the registry: `core.init.methods`.
"""

from __future__ import annotations

from core.layers.dropouts import KINDS
from core.messages import QT_TRANSLATE_NOOP
from core.parameters import Choice, Flag, Numbers, Parameter, Real, Whole

ACTIVATIONS = (
    "identity",
    "relu",
    "leaky_relu",
    "tanh",
    "sigmoid",
    "gelu",
    "silu",
    "elu",
    "selu",
)
DTYPES = ("float32", "float64", "float16", "bfloat16")
VECTORS = ("course", "ones", "normal")
"""Named vectors: ten whole numbers from 1 to 9 as in the course, ones, or N(0, 1)."""

INPUTS = ("normal", "digits", "uniform")
"""Signals of the Depth page; the digits are those that scikit-learn carries, standardised."""

MAX_FEATURES = 1_048_576
MAX_SEED = 2**63 - 1

SCHEMA: dict[str, tuple[Parameter, ...]] = {
    "layer": (
        Whole(
            "in_features",
            5,
            1,
            MAX_FEATURES,
            (1, 16384),
            logarithmic=True,
            help=QT_TRANSLATE_NOOP("core", "Number of inputs; fan_in, the columns of the weight."),
            torch="nn.Linear(in_features)",
        ),
        Whole(
            "out_features",
            2,
            1,
            MAX_FEATURES,
            (1, 16384),
            logarithmic=True,
            help=QT_TRANSLATE_NOOP("core", "Number of units; fan_out, the rows of the weight."),
            torch="nn.Linear(out_features)",
        ),
        Flag(
            "bias",
            True,
            help=QT_TRANSLATE_NOOP("core", "Whether b is added: y = xWᵀ + b."),
            torch="nn.Linear(bias)",
        ),
        Choice(
            "activation",
            "identity",
            ACTIVATIONS,
            help=QT_TRANSLATE_NOOP("core", "The function φ applied to each preactivation."),
            torch="torch.relu, torch.tanh, nn.functional.gelu, …",
        ),
    ),
    "dropout": (
        Real(
            "p",
            0.0,
            low=0.0,
            high=1.0,
            usual=(0.0, 1.0),
            help=QT_TRANSLATE_NOOP("core", "Probability that a unit is dropped, not kept."),
            torch="nn.Dropout(p)",
        ),
        Flag(
            "training",
            True,
            help=QT_TRANSLATE_NOOP(
                "core", "train() drops units at random; eval() passes everything on unchanged."
            ),
            torch="dropout.train(), dropout.eval()",
        ),
        Choice(
            "kind",
            "dropout",
            tuple(KINDS),
            help=QT_TRANSLATE_NOOP(
                "core", "Which layer of torch drops: single units, or whole channels."
            ),
            torch="nn.Dropout, nn.AlphaDropout, nn.Dropout1d, nn.Dropout2d",
        ),
        Numbers(
            "vector",
            "course",
            VECTORS,
            help=QT_TRANSLATE_NOOP(
                "core", "The vector x of the Dropout page: a name, or numbers with commas."
            ),
            torch="torch.tensor",
        ),
    ),
    "run": (
        Choice(
            "device",
            "cpu",
            (),
            help=QT_TRANSLATE_NOOP("core", "Where torch computes; the random stream differs."),
            torch="nn.Linear(device)",
        ),
        Choice(
            "dtype",
            "float32",
            DTYPES,
            help=QT_TRANSLATE_NOOP("core", "The number format of weight, input and output."),
            torch="nn.Linear(dtype)",
        ),
        Whole(
            "seed",
            0,
            0,
            MAX_SEED,
            help=QT_TRANSLATE_NOOP("core", "torch.manual_seed: the same seed, the same weights."),
            torch="torch.manual_seed(seed)",
        ),
    ),
    "depth": (
        Whole(
            "layers",
            20,
            1,
            100,
            (1, 100),
            help=QT_TRANSLATE_NOOP("core", "How many fully connected layers are stacked."),
            torch="nn.Linear",
        ),
        Whole(
            "width",
            256,
            8,
            1024,
            (8, 1024),
            logarithmic=True,
            help=QT_TRANSLATE_NOOP("core", "Units of every layer: fan_in and fan_out."),
            torch="nn.Linear(in_features, out_features)",
        ),
        Whole(
            "batch",
            256,
            16,
            4096,
            (16, 4096),
            logarithmic=True,
            help=QT_TRANSLATE_NOOP("core", "How many inputs go through the network at once."),
            torch="x.shape[0]",
        ),
        Choice(
            "input",
            "normal",
            INPUTS,
            help=QT_TRANSLATE_NOOP(
                "core",
                "What goes in: N(0, 1), handwritten digits of 8 × 8 pixels, or uniform noise of "
                "variance 1.",
            ),
            torch="torch.randn, torch.rand",
        ),
    ),
}


def schema(key: str) -> Parameter:
    """The description of a plain value such as `layer.in_features`; KeyError for others."""
    section, _, name = key.partition(".")
    return next(p for p in SCHEMA[section] if p.name == name)
