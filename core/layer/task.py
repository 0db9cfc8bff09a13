"""The Layer page's run: one layer, its weights, its output, and what theory says of them."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass

import torch
from torch import nn

from core.build import code as snippet
from core.build.batch import input_size
from core.build.fill import Filled, fill
from core.build.memory import hand_over
from core.build.session import Session, refusing_torch_errors
from core.context import SILENT, Context, Pictures
from core.experiment import Experiment
from core.experiment.kind import dropout_after
from core.format import counted, short
from core.init.formula import Lines, known_lines, typeset_lines
from core.init.marginals import Marginal
from core.init.registry import Initializer
from core.init.spectral import ExpectedNorm, expected_norm
from core.layer import advice
from core.layer.advice import Advice
from core.layer.factor import PowerFactor, is_constant, is_estimate
from core.layers import dropouts
from core.layers.activations import ACTIVATIONS
from core.machine.dtypes import is_half, torch_dtype
from core.messages import QT_TRANSLATE_NOOP, Message
from core.stats import goodness, matrix
from core.stats.goodness import Goodness
from core.stats.histogram import Summary, summarize
from core.stats.histogram_data import HistogramData, histogram_data
from core.stats.kernels import Kernels, first_kernels
from core.stats.matrix import Matrix
from core.stats.spectral import SpectralNorm, spectral_norm
from core.stats.stored import stored

MANY = 2**22
"""Weights from which a matrix waits for the histogram to be painted: it is two readings more."""

RESTART = (
    "layer",
    "weight_init",
    "bias_init",
    "dropout.kind",
    "dropout.p",
    "dropout.training",
    "run",
)
"""Sections and keys of the experiment on which this page's result depends; no other is read."""


@dataclass(frozen=True, slots=True, eq=False)
class Parameter:
    """The weight or the bias: the sample, the theory of its dtype, histogram and verdict.

    `norm` is the Frobenius norm ‖W‖_F of the weight, the length of the bias. `verdict` is None
    until the test has been done, `spectral_norm` until it has been found; a bias has none.
    """

    summary: Summary
    theory: Marginal
    histogram: HistogramData
    norm: float
    expected_norm: float
    expected_spectral_norm: ExpectedNorm | None = None
    verdict: Goodness | None = None
    spectral_norm: SpectralNorm | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Output:
    """φ(xWᵀ + b) for x ~ N(0, 1), and the same after dropout.

    `factor` is the measured E[y²] / E[x²] after dropout; E[y²] where x are indices.
    """

    before: Summary
    after: Summary
    before_histogram: HistogramData
    after_histogram: HistogramData
    factor: float


@dataclass(frozen=True, slots=True, eq=False)
class LayerResult:
    """Everything on the Layer page. The fields with a default come a moment after the others.

    number   what the formula's last line comes to, None where it has no number
    terms    the values of the formula's symbols, as text
    kernels  the first of them, where the weight has such in two dimensions
    formula  the method's, typeset; None while it is not, or where nobody asked for it
    size     bytes of weight and bias; `seconds` is the time that filling them took
    """

    experiment: Experiment
    weight: Parameter
    bias: Parameter | None
    number: float | None
    terms: tuple[tuple[str, str], ...]
    notes: tuple[Message, ...]
    code: str
    parameters: int
    size: int
    seconds: float
    matrix: Matrix | None = None
    kernels: Kernels | None = None
    advice: Advice | None = None
    output: Output | None = None
    power_factor: PowerFactor | None = None
    printed: str | None = None
    formula: Lines | None = None

    @property
    def method(self) -> Initializer:
        """The weight's method, as it is told of this kind of layer."""
        return self.experiment.weight_init.entry.at(self.experiment.layer.shape)

    @property
    def complete(self) -> bool:
        """Whether the later fields are there."""
        return self.output is not None


def run(
    experiment: Experiment, context: Context = SILENT, typeset: bool = False
) -> Pictures[LayerResult]:
    """Initialize the layer, measure it, send a batch through it; `typeset` its formula too.

    The first picture has the weights as soon as they are measured; where these are many, their
    matrix comes in another one. The next has the outputs, the verdicts and the printed weight too,
    and everything else unchanged; the last one has the weight's spectral norm, for which a large
    matrix is read up to two hundred times.

    Raises Refused where memory, dtype or device do not allow it, and Cancelled. torch's random
    state, threads and grad mode are as before at every picture.
    """
    with Session("layer", torch.device(experiment.run.device)) as session:
        filled = fill(experiment, context)
        first = _weights(experiment, filled, context)
        entry = first.method
        if typeset:
            known = known_lines(entry.formula, entry.symbol)
            first = dataclasses.replace(first, formula=known)
        with session.suspended():
            yield first
        context.check()
        if first.matrix is None:
            matrix = _matrix(filled, first.weight, context)
            first = dataclasses.replace(first, matrix=matrix, kernels=first_kernels(filled.weight))
            with session.suspended():
                yield first
        x, y, dropped = forward(experiment, filled.layer)
        output = _output(x, y, dropped, context)
        context.check()
        advised = advice.advise(experiment)
        second = dataclasses.replace(
            first,
            notes=first.notes + _without_channels(experiment) + _undefined("y", output.after),
            weight=_judged(experiment, "weight_init", first.weight),
            bias=_judged(experiment, "bias_init", first.bias) if first.bias else None,
            advice=advised,
            output=output,
            power_factor=PowerFactor(
                advised.theory, output.factor, is_constant(experiment), is_estimate(experiment)
            ),
            printed=_printed(filled.weight),
            formula=typeset_lines(entry.formula, entry.symbol) if typeset else None,
        )
        with session.suspended():
            yield second
        found = spectral_norm(filled.matrix, _largest(second.weight.summary), context)
        weight = dataclasses.replace(second.weight, spectral_norm=found)
    yield dataclasses.replace(second, weight=weight)


def weights(experiment: Experiment, context: Context = SILENT) -> dict[str, torch.Tensor]:
    """The initialized `weight` and, if there is one, `bias`, as tensors on the CPU.

    They belong to the caller. Raises as `run` does.
    """
    with Session("layer", torch.device(experiment.run.device)):
        hand_over()  # memory of just this size
        layer = fill(experiment, context).layer
        hand_over()  # a copy would take as much again
        return {name: tensor.detach().cpu() for name, tensor in layer.named_parameters()}


def forward(
    experiment: Experiment, module: nn.Module
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """x, y = φ(layer(x)) and y after dropout, in the order of the shown code.

    Their sizes are those of core.build.batch. Call it straight after `fill`.
    """
    layer, run_on, dropout = experiment.layer, experiment.run, experiment.dropout
    size = input_size(layer)
    device, dtype = torch.device(run_on.device), torch_dtype(run_on.dtype)
    with refusing_torch_errors("layer"):
        if layer.entry.adds:
            x = torch.randn(*size, device=device, dtype=dtype)
        else:
            x = torch.randint(layer.in_features, size, device=device)
        y = ACTIVATIONS[layer.activation].function(module(x))
        if dropout.p == 0:
            return x, y, y
        drop = dropouts.module(dropout_after(layer, dropout), dropout.p, dropout.training)
        return x, y, drop(y)


def _weights(experiment: Experiment, filled: Filled, context: Context) -> LayerResult:
    layer, init = experiment.layer, experiment.weight_init
    entry = init.entry.at(layer.shape)
    weight = _parameter(experiment, "weight_init", filled.weight, context)
    expected = expected_norm(init.entry, layer.shape, init.parameters, weight.theory)
    weight = dataclasses.replace(weight, expected_spectral_norm=expected)
    of_bias = filled.bias
    bias = None if of_bias is None else _parameter(experiment, "bias_init", of_bias, context)
    notes = [entry.note(init.parameters), layer.entry.surprise]
    number = entry.number(layer.shape, **init.parameters)
    count = weight.summary.count + (bias.summary.count if bias else 0)
    later = weight.summary.count > MANY
    return LayerResult(
        experiment=experiment,
        weight=weight,
        bias=bias,
        matrix=None if later else _matrix(filled, weight, context),
        kernels=None if later else first_kernels(filled.weight),
        number=number,
        terms=_terms(experiment),
        notes=tuple(note for note in notes if note)
        + filled.notes
        + _undefined("W", weight.summary),
        code=snippet.code(experiment),
        parameters=count,
        size=count * filled.weight.element_size(),
        seconds=filled.seconds,
    )


def _matrix(filled: Filled, weight: Parameter, context: Context) -> Matrix:
    limit = max(abs(weight.summary.min), abs(weight.summary.max))
    return matrix.reduce(filled.matrix, limit, context)


def _largest(summary: Summary) -> float:
    """The largest |w|; NaN where some are NaN or infinite."""
    whole = summary.finite == summary.count
    return max(abs(summary.min), abs(summary.max)) if whole else math.nan


def _undefined(symbol: str, summary: Summary) -> tuple[Message, ...]:
    """A remark on values that no plot can show."""
    if summary.finite == summary.count:
        return ()
    text = QT_TRANSLATE_NOOP(
        "core",
        "{symbol}: {nan} of {count} values are NaN, {inf} infinite; the plot leaves them out.",
    )
    numbers = {"nan": summary.nan, "inf": summary.inf, "count": summary.count}
    said = {name: counted(number) for name, number in numbers.items()}
    return (text.format(symbol=symbol, **said),)


def _without_channels(experiment: Experiment) -> tuple[Message, ...]:
    """A remark on a dropout of channels, which the output of one layer does not have."""
    dropout = experiment.dropout
    if dropout.p == 0 or dropout_after(experiment.layer, dropout).key == dropout.kind:
        return ()
    text = QT_TRANSLATE_NOOP(
        "core", "{kind}: this output has no such channels, so nn.Dropout drops its single units."
    )
    return (text.format(kind=dropout.kind),)


def _terms(experiment: Experiment) -> tuple[tuple[str, str], ...]:
    """What stands for the symbols of the formula."""
    shape, values = experiment.layer.shape, experiment.weight_init.parameters
    terms = [("n_in", counted(shape.fan_in)), ("n_out", counted(shape.fan_out))]
    terms += [(name, v if isinstance(v, str) else short(v)) for name, v in values.items()]
    symbols = experiment.weight_init.entry.symbols(values)
    terms += [(symbol, short(value)) for symbol, value in symbols.items()]
    return tuple(terms)


def _parameter(
    experiment: Experiment, section: str, tensor: torch.Tensor, context: Context
) -> Parameter:
    layer = experiment.layer
    init = getattr(experiment, section)
    theory = stored(
        init.entry.marginal(layer.shape, init.parameters),
        experiment.run.dtype,
        rounds_bounds=torch.device(experiment.run.device).type != "cpu",
    )
    atoms = tuple(atom.value for atom in theory.atoms)
    summary = summarize(tensor, context, atoms)
    return Parameter(
        summary=summary,
        theory=theory,
        histogram=histogram_data(summary, theory),
        # Not by squares, which overflow and vanish long before their root does.
        norm=math.hypot(summary.mean, summary.std) * math.sqrt(summary.finite),
        expected_norm=math.hypot(theory.mean, theory.std) * math.sqrt(summary.count),
    )


def _judged(experiment: Experiment, section: str, parameter: Parameter) -> Parameter:
    verdict = goodness.judge(parameter.summary, parameter.theory)
    init = getattr(experiment, section)
    if verdict.matches is False and (verdict.beyond or is_half(experiment.run.dtype)):
        verdict = dataclasses.replace(verdict, cause=init.entry.fault(init.parameters))
    return dataclasses.replace(parameter, verdict=verdict)


def _output(x: torch.Tensor, y: torch.Tensor, dropped: torch.Tensor, context: Context) -> Output:
    before = summarize(y, context, find_atoms=True)
    after = before if dropped is y else summarize(dropped, context, find_atoms=True)
    power = summarize(x, context).power if x.is_floating_point() else 1.0
    return Output(
        before=before,
        after=after,
        before_histogram=histogram_data(before, None),
        after_histogram=histogram_data(after, None),
        factor=after.power / power if power else math.nan,
    )


def _printed(filled: torch.Tensor) -> str:
    """What printing `linear.weight.shape` and `linear.weight` of a layer that can learn gives."""
    weight = nn.Parameter(filled.detach(), requires_grad=True)
    return f"{weight.shape}\n{weight}"


def rebinned(parameter: Parameter, bins: int | None) -> HistogramData:
    """The same histogram with another number of bins; no second walk over the weights."""
    return histogram_data(parameter.summary, parameter.theory, bins)
