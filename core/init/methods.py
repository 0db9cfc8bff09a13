"""The registry: every way to fill a weight, each told once and completely.

An entry's function takes the fans and the method's own parameters, named as in `torch.nn.init`,
and returns the exact marginal of one weight. The decorator adds everything else that the program
says about the method; form, menu, formula, code, validation and tests are made from the entry.

fan_in is the number of columns (in_features), fan_out the number of rows (out_features).
`purpose`, `notes` and `help` are translated by gui; `formula` and `result` are LaTeX.
"""

from __future__ import annotations

import math

from core.init import marginals as theory
from core.init.marginals import Atom, Marginal, Mixture, PointMasses, SphereCoordinate
from core.init.registry import (
    REGISTRY,
    Initializer,
    Values,
    bias_methods,
    initializer,
    weight_methods,
)
from core.init.truncated import TruncatedNormal
from core.messages import QT_TRANSLATE_NOOP, Message
from core.parameters import Choice, Ordered, Real

__all__ = ["REGISTRY", "Initializer", "bias_methods", "gain_of", "initializer", "weight_methods"]

GAIN = Real(
    "gain",
    1.0,
    low=0.0,
    usual=(0.0, 4.0),
    help=QT_TRANSLATE_NOOP(
        "core", "Factor on the spread of the weights; makes up for what the activation shrinks."
    ),
)
SLOPE = Real(
    "a",
    0.0,
    usual=(0.0, 3.0),
    help=QT_TRANSLATE_NOOP(
        "core", "Negative slope of the leaky ReLU that follows; counts only for leaky_relu."
    ),
)
MODE = Choice(
    "mode",
    "fan_in",
    ("fan_in", "fan_out"),
    help=QT_TRANSLATE_NOOP(
        "core", "fan_in keeps the variance of the forward signal, fan_out that of the gradient."
    ),
)
NONLINEARITY = Choice(
    "nonlinearity",
    "leaky_relu",
    ("linear", "sigmoid", "tanh", "relu", "leaky_relu", "selu"),
    help=QT_TRANSLATE_NOOP("core", "The activation whose gain torch.nn.init.calculate_gain gives."),
)
MEAN = Real(
    "mean",
    0.0,
    usual=(-2.0, 2.0),
    help=QT_TRANSLATE_NOOP("core", "Centre of the normal distribution."),
)
STD_HELP = QT_TRANSLATE_NOOP("core", "Standard deviation of the normal distribution.")
LOWER_HELP = QT_TRANSLATE_NOOP("core", "Lower bound of the values.")
UPPER_HELP = QT_TRANSLATE_NOOP("core", "Upper bound of the values.")


def _std(default: float, low_open: bool = False) -> Real:
    usual = (0.001, 10.0)
    return Real(
        "std", default, low=0.0, low_open=low_open, usual=usual, logarithmic=True, help=STD_HELP
    )


@initializer(
    label=QT_TRANSLATE_NOOP("core", "Default (nn.Linear)"),
    formula=r"W_{ij}\sim\mathcal{U}(-k,k),\quad k=\sqrt{\frac{1}{n_{in}}}",
    symbol="k",
    number=lambda fan_in, fan_out: 1.0 / math.sqrt(fan_in),
    reference="torch.nn.Linear",
    purpose=QT_TRANSLATE_NOOP(
        "core",
        "What nn.Linear does by itself. Its a = √5 in kaiming_uniform_ amounts to U(±1/√fan_in), "
        "a third of the variance that keeps a linear signal.",
    ),
    draws="default",
)
def default(fan_in: int, fan_out: int) -> Marginal:
    """U(±1/√fan_in), for the weight and the bias: `nn.Linear.reset_parameters`."""
    return theory.uniform(-1.0 / math.sqrt(fan_in), 1.0 / math.sqrt(fan_in))


@initializer(
    label=QT_TRANSLATE_NOOP("core", "Zeros"),
    formula=r"W_{ij}=0",
    random=False,
    purpose=QT_TRANSLATE_NOOP(
        "core",
        "Good for a bias. As a weight it never learns: all units of a layer stay alike, "
        "and no signal passes.",
    ),
    draws="nothing",
)
def zeros(fan_in: int, fan_out: int) -> Marginal:
    """All weights are 0."""
    return theory.point(0.0)


@initializer(
    label=QT_TRANSLATE_NOOP("core", "Ones"),
    formula=r"W_{ij}=1",
    random=False,
    purpose=QT_TRANSLATE_NOOP(
        "core",
        "All units compute the same sum, so all get the same gradient: "
        "the symmetry is never broken.",
    ),
    draws="nothing",
)
def ones(fan_in: int, fan_out: int) -> Marginal:
    """All weights are 1."""
    return theory.point(1.0)


@initializer(
    label=QT_TRANSLATE_NOOP("core", "Constant"),
    parameters=(
        Real(
            "val",
            0.0,
            usual=(-3.0, 3.0),
            help=QT_TRANSLATE_NOOP("core", "The value that every weight gets."),
        ),
    ),
    formula=r"W_{ij}=\mathrm{val}",
    symbol=r"\mathrm{val}",
    number=lambda fan_in, fan_out, *, val: val,
    random=False,
    purpose=QT_TRANSLATE_NOOP(
        "core",
        "One value for every weight. The units of a layer can never become different: "
        "symmetry has to be broken by chance.",
    ),
    draws="nothing",
)
def constant(fan_in: int, fan_out: int, *, val: float) -> Marginal:
    """All weights are `val`."""
    return theory.point(val)


@initializer(
    label=QT_TRANSLATE_NOOP("core", "Identity (eye)"),
    min_dims=2,
    formula=r"W_{ij}=1\;\;(i=j),\quad W_{ij}=0\;\;(i\neq j)",
    random=False,
    purpose=QT_TRANSLATE_NOOP(
        "core",
        "Passes each input on unchanged, as far as the shape allows; "
        "a rectangular matrix drops or pads with zeros.",
    ),
    draws="nothing",
)
def eye(fan_in: int, fan_out: int) -> Marginal:
    """1 on the diagonal, 0 elsewhere: min(fan_in, fan_out) ones among fan_in·fan_out."""
    share = 1.0 / max(fan_in, fan_out)
    if share == 1.0:
        return theory.point(1.0)
    return PointMasses((Atom(0.0, 1.0 - share), Atom(1.0, share)))


@initializer(
    label=QT_TRANSLATE_NOOP("core", "Normal"),
    parameters=(MEAN, _std(1.0)),
    formula=r"W_{ij}\sim\mathcal{N}(\mu,\sigma^2)",
    symbol=r"\sigma",
    number=lambda fan_in, fan_out, *, mean, std: std,
    purpose=QT_TRANSLATE_NOOP(
        "core",
        "A spread chosen by hand. It ignores the size of the layer, so the signal grows or "
        "fades with the width.",
    ),
    draws="normal",
)
def normal(fan_in: int, fan_out: int, *, mean: float, std: float) -> Marginal:
    """N(mean, std²)."""
    return theory.normal(mean, std)


@initializer(
    label=QT_TRANSLATE_NOOP("core", "Uniform"),
    parameters=(
        Real("a", 0.0, usual=(-2.0, 2.0), help=LOWER_HELP),
        Real("b", 1.0, usual=(-2.0, 2.0), help=UPPER_HELP),
    ),
    rules=(Ordered("a", "b"),),
    formula=r"W_{ij}\sim\mathcal{U}(a,b),\quad \sigma=\frac{b-a}{\sqrt{12}}",
    symbol=r"\sigma",
    number=lambda fan_in, fan_out, *, a, b: b / math.sqrt(12) - a / math.sqrt(12),
    purpose=QT_TRANSLATE_NOOP(
        "core",
        "Every value between a and b is equally likely. torch's default 0 to 1 is not centred: "
        "a mean other than 0 adds up over the inputs.",
    ),
    draws="uniform",
)
def uniform(fan_in: int, fan_out: int, *, a: float, b: float) -> Marginal:
    """U(a, b)."""
    return theory.uniform(a, b)


def _xavier_std(fan_in: int, fan_out: int, *, gain: float) -> float:
    return gain * math.sqrt(2.0 / (fan_in + fan_out))


XAVIER_PURPOSE = QT_TRANSLATE_NOOP(
    "core",
    "Keeps the variance of the signal alike forwards and of the gradient backwards. "
    "Made for sigmoid and tanh.",
)


@initializer(
    label=QT_TRANSLATE_NOOP("core", "Xavier uniform"),
    parameters=(GAIN,),
    min_dims=2,
    formula=r"W_{ij}\sim\mathcal{U}(-k,k),\quad k=g\,\sqrt{\frac{6}{n_{in}+n_{out}}}",
    symbol="k",
    number=lambda fan_in, fan_out, *, gain: math.sqrt(3) * _xavier_std(fan_in, fan_out, gain=gain),
    reference="Glorot & Bengio 2010",
    purpose=XAVIER_PURPOSE,
    draws="uniform",
)
def xavier_uniform(fan_in: int, fan_out: int, *, gain: float) -> Marginal:
    """U(±gain·√(6 / (fan_in + fan_out))), Glorot & Bengio (2010), eq. 16."""
    bound = math.sqrt(3.0) * _xavier_std(fan_in, fan_out, gain=gain)
    return theory.uniform(-bound, bound)


@initializer(
    label=QT_TRANSLATE_NOOP("core", "Xavier normal"),
    parameters=(GAIN,),
    min_dims=2,
    formula=r"W_{ij}\sim\mathcal{N}(0,\sigma^2),\quad \sigma=g\,\sqrt{\frac{2}{n_{in}+n_{out}}}",
    symbol=r"\sigma",
    number=_xavier_std,
    reference="Glorot & Bengio 2010",
    purpose=XAVIER_PURPOSE,
    draws="normal",
)
def xavier_normal(fan_in: int, fan_out: int, *, gain: float) -> Marginal:
    """N(0, gain² · 2 / (fan_in + fan_out)), Glorot & Bengio (2010), eq. 12."""
    return theory.normal(0.0, _xavier_std(fan_in, fan_out, gain=gain))


GAINS = {
    "linear": 1.0,
    "sigmoid": 1.0,
    "tanh": 5.0 / 3.0,
    "relu": math.sqrt(2.0),
    "selu": 3.0 / 4.0,
}


def gain_of(nonlinearity: str, a: float = 0.01) -> float:
    """The gain of `torch.nn.init.calculate_gain`; `a` is the slope of a leaky ReLU."""
    return (
        math.sqrt(2.0) / math.hypot(1.0, a) if nonlinearity == "leaky_relu" else GAINS[nonlinearity]
    )


def _kaiming_std(fan_in: int, fan_out: int, *, a: float, mode: str, nonlinearity: str) -> float:
    fan = fan_in if mode == "fan_in" else fan_out
    return gain_of(nonlinearity, a) / math.sqrt(fan)


def _slope_note(values: Values) -> Message | None:
    if values["nonlinearity"] == "leaky_relu" or values["a"] == 0:
        return None
    return QT_TRANSLATE_NOOP("core", "a is ignored: it counts only with nonlinearity = leaky_relu.")


HE_PURPOSE = QT_TRANSLATE_NOOP(
    "core",
    "Doubles the variance to make up for the half that ReLU cuts off. Made for the ReLU family.",
)


@initializer(
    label=QT_TRANSLATE_NOOP("core", "He (Kaiming) uniform"),
    parameters=(SLOPE, MODE, NONLINEARITY),
    min_dims=2,
    formula=r"W_{ij}\sim\mathcal{U}(-k,k),\quad k=g\,\sqrt{\frac{3}{\mathrm{fan}}}",
    symbol="k",
    number=lambda fan_in, fan_out, **values: math.sqrt(3) * _kaiming_std(fan_in, fan_out, **values),
    reference="He et al. 2015",
    purpose=HE_PURPOSE,
    note=_slope_note,
    draws="uniform",
)
def kaiming_uniform(
    fan_in: int, fan_out: int, *, a: float, mode: str, nonlinearity: str
) -> Marginal:
    """U(±gain·√(3 / fan)), He et al. (2015), eq. 10 and 14; gain as in calculate_gain."""
    std = _kaiming_std(fan_in, fan_out, a=a, mode=mode, nonlinearity=nonlinearity)
    return theory.uniform(-math.sqrt(3.0) * std, math.sqrt(3.0) * std)


@initializer(
    label=QT_TRANSLATE_NOOP("core", "He (Kaiming) normal"),
    parameters=(SLOPE, MODE, NONLINEARITY),
    min_dims=2,
    formula=r"W_{ij}\sim\mathcal{N}(0,\sigma^2),\quad \sigma=\frac{g}{\sqrt{\mathrm{fan}}}",
    symbol=r"\sigma",
    number=_kaiming_std,
    reference="He et al. 2015",
    purpose=HE_PURPOSE,
    note=_slope_note,
    draws="normal",
)
def kaiming_normal(
    fan_in: int, fan_out: int, *, a: float, mode: str, nonlinearity: str
) -> Marginal:
    """N(0, gain² / fan), He et al. (2015), eq. 10 and 14; gain as in calculate_gain."""
    std = _kaiming_std(fan_in, fan_out, a=a, mode=mode, nonlinearity=nonlinearity)
    return theory.normal(0.0, std)


@initializer(
    label=QT_TRANSLATE_NOOP("core", "Truncated normal"),
    parameters=(
        MEAN,
        _std(1.0, low_open=True),
        Real("a", -2.0, usual=(-5.0, 5.0), help=LOWER_HELP),
        Real("b", 2.0, usual=(-5.0, 5.0), help=UPPER_HELP),
    ),
    rules=(Ordered("a", "b", strict=True),),
    formula=r"W_{ij}\sim\mathcal{N}(\mu,\sigma^2),\quad a\leq W_{ij}\leq b",
    symbol=r"\mathrm{std}(W)",
    number=lambda fan_in, fan_out, *, mean, std, a, b: TruncatedNormal(mean, std, a, b).std,
    reference="torch.nn.init.trunc_normal_",
    purpose=QT_TRANSLATE_NOOP(
        "core",
        "A normal distribution without its far tails, as vision transformers use it.",
    ),
    note=lambda values: QT_TRANSLATE_NOOP(
        "core",
        "a and b are absolute, not multiples of σ: here they lie at {low}σ and {high}σ "
        "from the mean.",
    ).format(
        low=f"{(values['a'] - values['mean']) / values['std']:+.3g}",
        high=f"{(values['b'] - values['mean']) / values['std']:+.3g}",
    ),
    copies=5.5,
    beside=8,  # masks; the two branches of torch's code differ, and half precision takes most
)
def trunc_normal(
    fan_in: int, fan_out: int, *, mean: float, std: float, a: float, b: float
) -> Marginal:
    """N(mean, std²) redrawn until it lies in [a, b]."""
    return TruncatedNormal(mean, std, a, b)


@initializer(
    label=QT_TRANSLATE_NOOP("core", "Orthogonal"),
    parameters=(GAIN,),
    min_dims=2,
    unsupported_dtypes=("float16", "bfloat16"),
    formula=r"W^{T}W=g^2 I\;\;(n_{in}\leq n_{out}),\quad WW^{T}=g^2 I\;\;(n_{in}\geq n_{out}),"
    r"\quad \sigma=\frac{g}{\sqrt{\max(n_{in},n_{out})}}",
    symbol=r"\sigma",
    number=lambda fan_in, fan_out, *, gain: gain / math.sqrt(max(fan_in, fan_out)),
    reference="Saxe et al. 2013",
    purpose=QT_TRANSLATE_NOOP(
        "core",
        "Rows or columns of equal length at right angles: a deep linear network keeps the "
        "length of its signal exactly.",
    ),
    copies=5.0,
)
def orthogonal(fan_in: int, fan_out: int, *, gain: float) -> Marginal:
    """gain × a coordinate of a random unit vector, as long as the longer side.

    Rows (or columns) of a Haar matrix are uniform on the sphere: Saxe et al. (2013).
    """
    longer = max(fan_in, fan_out)
    if gain == 0:
        return theory.point(0.0)
    if longer == 1:
        return PointMasses((Atom(-gain, 0.5, exact=False), Atom(gain, 0.5, exact=False)))
    return SphereCoordinate(longer, gain)


@initializer(
    label=QT_TRANSLATE_NOOP("core", "Sparse"),
    parameters=(
        Real(
            "sparsity",
            0.1,
            low=0.0,
            high=1.0,
            usual=(0.0, 1.0),
            help=QT_TRANSLATE_NOOP("core", "Share of each column that becomes exactly zero."),
        ),
        _std(0.01),
    ),
    min_dims=2,
    formula=r"P(W_{ij}=0)=\frac{\lceil s\,n_{out}\rceil}{n_{out}},"
    r"\quad W_{ij}\sim\mathcal{N}(0,\sigma^2)\;\;(W_{ij}\neq 0)",
    symbol=r"\mathrm{std}(W)",
    number=lambda fan_in, fan_out, *, sparsity, std: (
        std * math.sqrt(1.0 - math.ceil(sparsity * fan_out) / fan_out)
    ),
    reference="Martens 2010",
    purpose=QT_TRANSLATE_NOOP(
        "core",
        "Most connections of a unit are cut, so its input does not grow with the width.",
    ),
)
def sparse(fan_in: int, fan_out: int, *, sparsity: float, std: float) -> Marginal:
    """⌈sparsity · fan_out⌉ zeros in each column, N(0, std²) elsewhere: Martens (2010)."""
    share = math.ceil(sparsity * fan_out) / fan_out
    if share == 1.0 or std == 0.0:
        return theory.point(0.0)
    rest = theory.Normal(0.0, std)
    return rest if share == 0.0 else Mixture((Atom(0.0, share),), rest)
