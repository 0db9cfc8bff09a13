"""The family of dropout layers: torch's name, formula and theory of each, in one place."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.messages import QT_TRANSLATE_NOOP, Message

Array = NDArray[np.float64]

ALPHA = 1.7580993408473766
"""λ·α of SELU: −ALPHA is what it approaches for very negative inputs. Klambauer et al. (2017)."""


@dataclass(frozen=True, slots=True)
class After:
    """E[y²] after dropout is square·E[x²] + line·E[x] + rest; E[(dy/dx)²] is square."""

    square: float
    line: float = 0.0
    rest: float = 0.0

    @property
    def proportional(self) -> bool:
        """Whether twice the power before it is twice the power after it."""
        return self.line == self.rest == 0.0


@dataclass(frozen=True, slots=True)
class Kind:
    """One dropout layer.

    positions   the shape of one channel where whole channels are dropped, () for single units
    batched     whether torch wants a batch of one before the channels
    formula     LaTeX
    symbol      what `scale` is the number of, where the formula ends with it; "" for 1/(1 − p)
    power_formula, slope_formula   LaTeX of what `after` says of φ(z) and of φ'(z)
    """

    key: str
    torch_name: str
    formula: str
    symbol: str
    purpose: Message
    reference: str
    positions: tuple[int, ...] = ()
    batched: bool = False
    power_formula: str = r"\frac{\mathbb{E}[\phi(z)^2]}{1-p}"
    slope_formula: str = r"\frac{\mathbb{E}[\phi'(z)^2]}{1-p}"

    @property
    def alpha(self) -> bool:
        """Whether it keeps mean and variance, instead of the expectation of each unit."""
        return False

    @property
    def size(self) -> int:
        """Values that share one entry of the mask."""
        return math.prod(self.positions)

    def shape(self, units: int) -> tuple[int, ...]:
        """The shape of x for so many units or channels."""
        return ((1,) if self.batched else ()) + (units, *self.positions)

    def after(self, p: float) -> After:
        """What becomes of a power in training, p < 1: E[y²] = E[x²]/(1 − p)."""
        return After(1.0 / (1.0 - p))

    def symbols(self, p: float) -> dict[str, float]:
        """What stands for the symbols of `power_formula`."""
        return {"p": p}

    def scale(self, p: float) -> float:
        """What multiplies a survivor: 1/(1 − p); NaN where it is undefined."""
        return math.nan if p == 1.0 else 1.0 / (1.0 - p)

    def dropped(self, p: float) -> float:  # noqa: ARG002  # others need it
        """What a dropped unit becomes, p < 1: 0."""
        return 0.0

    def masked(self, x: Any, mask: Any, p: float) -> Any:
        """What torch's layer makes of the tensor x where the mask is 1 and where it is 0, p < 1.

        To the bit: its operations in their order, each of which rounds to the dtype of x. CUDA
        drops single units in one kernel, which rounds once.
        """
        if x.is_cuda and not self.positions:
            return (x.float() * (mask.float() / (1.0 - p))).to(x.dtype)
        return x * mask.div(1.0 - p)

    def expected(self, x: Array, p: float) -> Array:
        """E[y] over masks for this x: x itself."""
        return np.zeros_like(x) if p == 1.0 else x

    def deviation(self, x: Array, p: float) -> Array:
        """Standard deviation of y over masks for this x: |x|·√(p/(1 − p)); NaN for p = 1."""
        if p == 1.0:
            return np.full_like(x, math.nan)
        with np.errstate(invalid="ignore", over="ignore"):
            return np.abs(x) * math.sqrt(p / (1.0 - p))

    def variance(self, p: Array, mean: float, variance: float) -> Array:
        """Var[y] for an x of this mean and variance: (Var[x] + p·E[x]²)/(1 − p), p < 1."""
        return (variance + p * mean * mean) / (1.0 - p)


@dataclass(frozen=True, slots=True)
class Alpha(Kind):
    """AlphaDropout: a survivor becomes a·x + b, a dropped unit b − a·α, as if x had been −α.

    With a = 1/√((1 + α²p)(1 − p)) and b = a·α·p mean 0 and variance 1 stay as they are:
    Klambauer et al. (2017).
    """

    @property
    def alpha(self) -> bool:
        """Mean and variance."""
        return True

    def after(self, p: float) -> After:
        """E[y²] = (1 − p)·(a²·E[x²] + 2ab·E[x] + b²) + p·(b − aα)², with a and b put in."""
        whole = 1.0 + ALPHA * ALPHA * p
        return After(1.0 / whole, 2.0 * ALPHA * p / whole, ALPHA * ALPHA * p / whole)

    def symbols(self, p: float) -> dict[str, float]:
        """p, and the α of SELU."""
        return {"p": p, "α": ALPHA}

    def scale(self, p: float) -> float:
        """a; NaN for p = 1."""
        return math.nan if p == 1.0 else affine(p)[0]

    def dropped(self, p: float) -> float:
        """b − a·α = −a·α·(1 − p)."""
        return -affine(p)[0] * ALPHA * (1.0 - p)

    def masked(self, x: Any, mask: Any, p: float) -> Any:
        """a·m·x + (a·α·(m − 1) + a·α·p), as torch writes it."""
        a, b = affine(p)
        return x * mask.mul(a) + mask.add(-1.0).mul(ALPHA * a).add(b)

    def expected(self, x: Array, p: float) -> Array:
        """a·(1 − p)·x."""
        return np.zeros_like(x) if p == 1.0 else affine(p)[0] * (1.0 - p) * x

    def deviation(self, x: Array, p: float) -> Array:
        """a·|x + α|·√(p·(1 − p)), for y is a·x + b or b − a·α."""
        if p == 1.0:
            return np.full_like(x, math.nan)
        with np.errstate(invalid="ignore", over="ignore"):
            return affine(p)[0] * np.abs(x + ALPHA) * math.sqrt(p * (1.0 - p))

    def variance(self, p: Array, mean: float, variance: float) -> Array:
        """a²·(1 − p)·(Var[x] + p·(E[x] + α)²): 1 for mean 0 and variance 1."""
        return (variance + p * (mean + ALPHA) ** 2) / (1.0 + ALPHA * ALPHA * p)


def affine(p: float) -> tuple[float, float]:
    """a and b of AlphaDropout for p < 1: it gives a·x + b, or b − a·α for a dropped unit."""
    a = 1.0 / math.sqrt((ALPHA * ALPHA * p + 1.0) * (1.0 - p))
    return a, a * ALPHA * p


_SCALED = r"y_i=\frac{m_i}{1-p}\,x_i"
_CHANNEL = r"y_{c,t}=\frac{m_c}{1-p}\,x_{c,t}"

KINDS: dict[str, Kind] = {
    kind.key: kind
    for kind in (
        Kind(
            "dropout",
            "Dropout",
            _SCALED,
            "",
            QT_TRANSLATE_NOOP("core", "nn.Dropout drops single units."),
            "Srivastava et al. 2014",
        ),
        Alpha(
            "alpha",
            "AlphaDropout",
            r"y_i=a\,(m_i x_i-(1-m_i)\,\alpha)+b\quad a=\frac{1}{\sqrt{(1+\alpha^2 p)(1-p)}}",
            "a",
            QT_TRANSLATE_NOOP("core", "nn.AlphaDropout belongs to the activation SELU."),
            "Klambauer et al. 2017",
            power_formula=r"\frac{\mathbb{E}[\phi(z)^2]+2\alpha p\,\mathbb{E}[\phi(z)]"
            r"+\alpha^2 p}{1+\alpha^2 p}",
            slope_formula=r"\frac{\mathbb{E}[\phi'(z)^2]}{1+\alpha^2 p}",
        ),
        Kind(
            "dropout1d",
            "Dropout1d",
            _CHANNEL,
            "",
            QT_TRANSLATE_NOOP("core", "nn.Dropout1d drops whole channels of a sequence."),
            "Tompson et al. 2015",
            (6,),
        ),
        Kind(
            "dropout2d",
            "Dropout2d",
            _CHANNEL,
            "",
            QT_TRANSLATE_NOOP("core", "nn.Dropout2d drops whole channels of an image."),
            "Tompson et al. 2015",
            (2, 3),
            batched=True,
        ),
    )
}


def module(kind: Kind, p: float, training: bool) -> Any:
    """torch's own layer, in the mode asked for."""
    from torch import nn

    layer = getattr(nn, kind.torch_name)(p=p)
    layer.train(training)
    return layer
