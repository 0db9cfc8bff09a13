"""The normal distribution without its far tails."""

from __future__ import annotations

from collections.abc import Iterator

from core.init.arguments import LOWER_HELP, MEAN, UPPER_HELP, std
from core.init.marginals import Marginal
from core.init.registry import Compared, Values, initializer
from core.init.solving import NAMED, USUAL, Guess, Seen, usual
from core.init.truncated import TruncatedNormal
from core.layers.shape import Shape
from core.messages import QT_TRANSLATE_NOOP, Message
from core.parameters import Ordered, Real

ENDLESS = QT_TRANSLATE_NOOP(
    "core",
    "almost nothing of this normal lies between a and b, so torch would "
    "redraw without end; move the bounds nearer to the mean",
)


def _in_sigmas(values: Values) -> Message:
    text = QT_TRANSLATE_NOOP(
        "core",
        "a and b are absolute, not multiples of σ: here they lie at {low}σ and {high}σ "
        "from the mean.",
    )
    return text.format(
        low=f"{(values['a'] - values['mean']) / values['std']:+.3g}",
        high=f"{(values['b'] - values['mean']) / values['std']:+.3g}",
    )


def _far_mean(values: Values) -> Message | None:
    mean, std = values["mean"], values["std"]
    if values["a"] - 2 * std <= mean <= values["b"] + 2 * std:
        return None
    return QT_TRANSLATE_NOOP(
        "core",
        "torch warns: the mean lies more than 2 std outside [a, b], "
        "the distribution may be incorrect.",
    )


def _keeps_anything(values: Values) -> Message | None:
    """log 0 = −∞ is below every density: torch 2.13's `pending = log(u) > log_pdf` lets it pass."""
    if TruncatedNormal(values["mean"], values["std"], values["a"], values["b"]).keeps_most:
        return None
    return QT_TRANSLATE_NOOP(
        "core",
        "This is torch's own fault: where at most 0.3 of the normal lies between a and b, "
        "trunc_normal_ draws uniformly, and a second random number decides whether a value is "
        "kept; where that number is exactly 0, any value is kept, however unlikely.",
    )


IN_SIGMAS = (2.0, 3.0, 1.0)
"""At how many σ people cut: two, as vision transformers do; torch's own ±2 at its std of 1."""
STDS = {1.0: NAMED}


def _solve(shape: Shape, seen: Seen) -> Iterator[Guess]:
    """Cut symmetrically at some σ; a cut so far out that nothing is lost is a normal."""
    if seen.is_constant or not seen.is_centred:
        return
    for cut in IN_SIGMAS:
        one = TruncatedNormal(0.0, 1.0, -cut, cut).std
        if max(-seen.low, seen.high) > cut * seen.rms / one * (1.0 + 5.0 * seen.error):
            continue
        for value, cost, fitted in usual(seen.rms / one, seen.error, STDS):
            values = {"mean": 0.0, "std": value, "a": -cut * value, "b": cut * value}
            rare = 0.0 if cut == IN_SIGMAS[0] else USUAL
            yield Guess(values, cost + rare, ("std", "a", "b"), fitted)


@initializer(
    label=QT_TRANSLATE_NOOP("core", "Truncated normal"),
    parameters=(
        MEAN,
        std(1.0, low_open=True),
        Real("a", -2.0, usual=(-5.0, 5.0), help=LOWER_HELP),
        Real("b", 2.0, usual=(-5.0, 5.0), help=UPPER_HELP),
    ),
    rules=(Ordered("a", "b", strict=True),),
    formula=r"W_{ij}\sim\mathcal{N}(\mu,\sigma^2),\quad a\leq W_{ij}\leq b",
    symbol=r"\mathrm{std}(W)",
    number=lambda shape, *, mean, std, a, b: TruncatedNormal(mean, std, a, b).std,
    reference="torch.nn.init.trunc_normal_",
    purpose=QT_TRANSLATE_NOOP(
        "core",
        "A normal distribution without what lies outside [a, b]. The bounds are absolute: with the "
        "std 0.02 of vision transformers, torch's ±2 lie 100 σ away and cut off nothing.",
    ),
    note=_in_sigmas,
    warning=_far_mean,
    fault=_keeps_anything,
    endless=("std", ENDLESS),
    copies=5.5,
    beside=8,  # masks; the two branches of torch's code differ, and half precision takes most
    many_operations=True,
    solve=_solve,
    compared=Compared(2, values=(("std", 0.02),)),
)
def trunc_normal(shape: Shape, *, mean: float, std: float, a: float, b: float) -> Marginal:
    """N(mean, std²) redrawn until it lies in [a, b]."""
    return TruncatedNormal(mean, std, a, b)
