"""All methods, gathered: each family registers its entries in the order of the course.

An entry's function takes the Shape and the method's own parameters, named as in `torch.nn.init`,
and returns the exact marginal of one weight. The decorator adds everything else that the program
says about the method; form, menu, formula, filling, code, validation, comparison and tests are
made from the entry. A new method is one function in a family's file; a new family is one line
below, at the end: who knows the menu finds everything where it was.

`purpose`, `note` and `help` are translated by gui; `formula` is LaTeX.
"""

from __future__ import annotations

# The order of the course, which is that of the menu; isort would go by the alphabet.
# isort: off
import core.init.default
import core.init.constant
import core.init.normal_uniform
import core.init.xavier
import core.init.kaiming
import core.init.trunc_normal
import core.init.orthogonal
import core.init.sparse
import core.init.lecun
import core.init.dirac  # noqa: F401
# isort: on

from core.init.registry import REGISTRY, Initializer, bias_methods, initializer, weight_methods
from core.layers.shape import Shape

__all__ = ["REGISTRY", "Initializer", "bias_methods", "initializer", "weight_methods"]

INIT_KEYS = ("method", *dict.fromkeys(p.name for e in REGISTRY.values() for p in e.parameters))
"""The names of all keys that `weight_init` or `bias_init` may have."""

BY_GAIN = "xavier_normal"
"""Proposed where a gain has been looked for and the experiment's own method has none."""

BY_STD = "normal"
"""Proposed where a spread has been looked for."""

KEEPS_FORWARD = "kaiming_normal"
KEEPS_BOTH = "xavier_normal"
"""With the std of these, at torch's defaults, the spread of a weight is compared."""

NO_BIAS = "zeros"
"""Proposed where a bias spoils what the weights hold."""

OF_MODULE = next(key for key, entry in REGISTRY.items() if entry.keeps_default)
"""What a module of torch draws by itself."""


def usual_std(method: str, shape: Shape) -> float:
    """The std that the method gives such a weight at torch's defaults."""
    entry = REGISTRY[method]
    return entry.marginal(shape, entry.defaults()).std
