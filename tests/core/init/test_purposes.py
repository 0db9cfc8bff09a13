"""What the program says of each method, run in torch: a phrase of the sentence, and its proof."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable

import pytest
import torch
from torch import nn

from core.init.kaiming import MODE
from core.init.methods import REGISTRY

N = 2048
"""Inputs and units of a wide layer; a mean of squares over N² products is right to a per cent."""

Proof = Callable[[], None]
PROOFS: list[tuple[str, str, Proof]] = []


def says(method: str, phrase: str) -> Callable[[Proof], Proof]:
    """The purpose of the method has this phrase, and the decorated function proves it."""

    def note(proof: Proof) -> Proof:
        PROOFS.append((method, phrase, proof))
        return proof

    return note


@pytest.fixture(autouse=True)
def seeded():
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        yield


def test_every_method_has_something_proved():
    assert {method for method, _, _ in PROOFS} == set(REGISTRY)


def power(t: torch.Tensor) -> float:
    return float(t.detach().double().square().mean())


def filled(method: str, inputs: int, units: int, **values: object) -> nn.Linear:
    linear = nn.Linear(inputs, units, bias=False)
    getattr(nn.init, f"{method}_")(linear.weight, **values)
    return linear


def factor(linear: nn.Linear, back: bool = False) -> float:
    """What the layer multiplies the power of N(0, 1) by, going forward or back."""
    weight = linear.weight.detach()
    x = torch.randn(64, weight.shape[0] if back else weight.shape[1])
    return power(x @ (weight if back else weight.T))


def train(model: nn.Module, steps: int = 20) -> tuple[float, float]:
    """Loss before and after plain gradient descent on a linear task."""
    x = torch.randn(256, 6)
    y = x @ torch.randn(6, 3)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    losses = []
    for _ in range(steps):
        loss = (model(x) - y).square().mean()
        losses.append(float(loss.detach()))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses[0], losses[-1]


def network(
    *weights: Callable[[torch.Tensor], object], activation: type = nn.Tanh
) -> nn.Sequential:
    """Two layers with biases of zero, each filled by its own function."""
    model = nn.Sequential(nn.Linear(6, 8), activation(), nn.Linear(8, 3))
    for linear, fill in zip((model[0], model[2]), weights, strict=True):
        fill(linear.weight)
        nn.init.zeros_(linear.bias)
    return model


def units_alike(model: nn.Sequential) -> bool:
    weight = model[0].weight.detach()
    return torch.allclose(weight, weight[:1].expand_as(weight), atol=1e-5)  # sums round apart


def half(weight: torch.Tensor) -> None:
    nn.init.constant_(weight, 0.5)


# Constants:


@says("zeros", "units of a hidden layer stay alike")
@says("zeros", "no signal passes")
def zeros_everywhere():
    model = network(nn.init.zeros_, nn.init.zeros_, activation=nn.Sigmoid)
    assert torch.all(model(torch.randn(5, 6)) == 0.0)
    train(model)
    assert torch.any(model[0].weight != 0)
    assert units_alike(model)


@says("zeros", "a single layer does learn")
def zeros_alone():
    linear = nn.Linear(6, 3)
    nn.init.zeros_(linear.weight)
    before, after = train(linear)
    assert after < before / 10


@says("ones", "compute the same sum")
def ones_sum():
    linear = filled("ones", 7, 4)
    x = torch.randn(5, 7)
    assert torch.allclose(linear(x), x.sum(1, keepdim=True).expand(5, 4), atol=1e-5)


@says("ones", "Where the next layer is constant too")
@says("ones", "stay alike")
def ones_symmetry():
    alike, told_apart = network(nn.init.ones_, half), network(nn.init.ones_, nn.init.normal_)
    train(alike), train(told_apart)
    assert units_alike(alike)
    assert not units_alike(told_apart)  # the condition is needed


@says("constant", "Where the next layer is constant too")
@says("constant", "only chance tells them apart")
def constant_symmetry():
    alike, told_apart = network(half, half), network(half, nn.init.normal_)
    with_dropout = network(half, half)
    with_dropout[1] = nn.Sequential(nn.Tanh(), nn.Dropout(0.5))
    for model in (alike, told_apart, with_dropout):
        train(model)
    assert units_alike(alike)
    assert not units_alike(told_apart)
    assert not units_alike(with_dropout)


@says("constant", "units with equal biases compute the same")
def constant_biases():
    model = network(half, half)
    hidden = model[0](torch.randn(5, 6))
    assert torch.all(hidden == hidden[:, :1])
    nn.init.uniform_(model[0].bias)
    hidden = model[0](torch.randn(5, 6))
    assert not torch.all(hidden == hidden[:, :1])


@says("eye", "Passes each input on unchanged")
@says("eye", "fewer units than inputs drop the last ones")
@says("eye", "units beyond the inputs give 0")
def eye_shapes():
    x = torch.randn(5, 4)
    assert torch.equal(filled("eye", 4, 4)(x), x)
    assert torch.equal(filled("eye", 4, 2)(x), x[:, :2])
    more = filled("eye", 4, 6)(x)
    assert torch.equal(more[:, :4], x)
    assert torch.all(more[:, 4:] == 0.0)


# A spread by hand:


@says("default", "a third of the variance that keeps a linear signal")
@says("default", "a = √5 in kaiming_uniform_ amounts to U(±1/√fan_in)")
def default_third():
    linear = nn.Linear(N, N, bias=False)
    assert factor(linear) == pytest.approx(1 / 3, rel=0.03)
    bound = 1 / math.sqrt(N)
    assert float(linear.weight.detach().abs().max()) == pytest.approx(bound, rel=1e-4)
    torch.manual_seed(1)
    by_hand = filled("kaiming_uniform", 5, 2, a=math.sqrt(5))
    torch.manual_seed(1)
    nn.Linear(5, 2, bias=False)  # draws the default first, as `filled` does
    assert float(by_hand.weight.detach().abs().max()) <= 1 / math.sqrt(5)


@says("normal", "the more inputs, the larger the output")
def normal_width():
    powers = [factor(filled("normal", inputs, 256, std=0.1)) for inputs in (64, 256, 1024, 4096)]
    for narrow, wide in itertools.pairwise(powers):
        assert wide == pytest.approx(4 * narrow, rel=0.1)


@says("uniform", "Every value between a and b is equally likely")
@says("uniform", "default 0 to 1 is not centred")
@says("uniform", "a mean other than 0 adds up over the inputs")
def uniform_mean():
    weight = filled("uniform", N, 256).weight.detach()
    assert torch.histc(weight, 10, 0.0, 1.0).div(weight.numel()).sub(0.1).abs().max() < 0.002
    assert float(weight.mean()) == pytest.approx(0.5, abs=0.002)
    outputs = [filled("uniform", n, 64)(torch.ones(1, n)).mean().item() for n in (100, 1000)]
    assert outputs[1] == pytest.approx(10 * outputs[0], rel=0.05)


@says("trunc_normal", "without what lies outside [a, b]")
@says("trunc_normal", "torch's ±2 lie 100 σ away and cut off nothing")
def trunc_normal_bounds():
    cut = filled("trunc_normal", 512, 512).weight.detach()
    assert float(cut.abs().max()) <= 2.0
    assert float(cut.std()) < 0.9
    vision = filled("trunc_normal", 512, 512, std=0.02).weight.detach()
    assert float(vision.std()) == pytest.approx(0.02, rel=0.01)
    assert 2.0 / 0.02 == 100.0
    assert math.erfc(100 / math.sqrt(2)) == 0.0  # in all of float64


# A spread that follows the shape:


@says("xavier_uniform", "both are kept in a square layer with gain 1 and no activation")
@says("xavier_normal", "both are kept in a square layer with gain 1 and no activation")
def xavier_square():
    for method in ("xavier_uniform", "xavier_normal"):
        square = filled(method, N, N)
        assert factor(square) == pytest.approx(1.0, rel=0.03)
        assert factor(square, back=True) == pytest.approx(1.0, rel=0.03)
        assert factor(filled(method, N, N, gain=2.0)) == pytest.approx(4.0, rel=0.03)


@says("xavier_uniform", "Halfway between")
@says("xavier_normal", "Halfway between")
def xavier_between():
    for inputs, units in ((512, 2048), (2048, 512)):
        layer = filled("xavier_normal", inputs, units)
        forward, back = factor(layer), factor(layer, back=True)
        assert min(forward, back) < 0.9
        assert max(forward, back) > 1.1
        assert 1 / float(layer.weight.detach().var()) == pytest.approx(
            (inputs + units) / 2, rel=0.01
        )
        assert forward == pytest.approx(2 * inputs / (inputs + units), rel=0.05)
        assert back == pytest.approx(2 * units / (inputs + units), rel=0.05)


@says("xavier_uniform", "sigmoid unsuited to deep networks")
@says("xavier_normal", "sigmoid unsuited to deep networks")
def xavier_sigmoid():
    layers = [filled("xavier_normal", 512, 512) for _ in range(10)]

    def gradient(activation: Callable[[torch.Tensor], torch.Tensor]) -> float:
        x = torch.randn(64, 512, requires_grad=True)
        h = x
        for linear in layers:
            h = activation(linear(h))
        return power(torch.autograd.grad(h, x, torch.randn_like(h))[0]) ** 0.1

    assert gradient(torch.sigmoid) < 0.07  # σ' is 1/4 at most, so a sixteenth of the power
    assert gradient(torch.tanh) > 0.5


@says("kaiming_uniform", "ReLU halves the power")
@says("kaiming_normal", "ReLU halves the power")
def kaiming_relu():
    x = torch.randn(1000, 1000)
    assert power(torch.relu(x)) == pytest.approx(power(x) / 2, rel=0.02)


@says("kaiming_uniform", "for relu the variance is 2/fan, twice that for linear")
@says("kaiming_normal", "for relu the variance is 2/fan, twice that for linear")
def kaiming_variance():
    for method in ("kaiming_uniform", "kaiming_normal"):
        for nonlinearity, expected in (("relu", 2 / 1024), ("linear", 1 / 1024)):
            weight = filled(method, 1024, 512, nonlinearity=nonlinearity).weight.detach()
            assert float(weight.var()) == pytest.approx(expected, rel=0.02)


@says("lecun_normal", "Keeps the power of a signal where no activation follows")
def lecun_power():
    linear = filled("normal", N, N, std=1 / math.sqrt(N))
    assert factor(linear) == pytest.approx(1.0, rel=0.03)
    shifted = linear(0.5 + torch.randn(64, N))
    assert power(shifted) == pytest.approx(1.25, rel=0.05)  # the power, not the variance


@says(
    "lecun_normal", "in wide layers without bias SELU then brings mean and variance back to 0 and 1"
)
def lecun_selu():
    h = 0.3 + 1.5 * torch.randn(256, 1024)
    for _ in range(12):
        h = torch.selu(filled("normal", 1024, 1024, std=1 / math.sqrt(1024))(h)).detach()
    assert float(h.mean()) == pytest.approx(0.0, abs=0.05)
    assert float(h.var()) == pytest.approx(1.0, abs=0.1)


@says("orthogonal", "Rows or columns of equal length at right angles")
@says("orthogonal", "With gain 1, no bias and at least as many units as inputs")
def orthogonal_length():
    x = torch.randn(32, 64, dtype=torch.float64)
    length = torch.linalg.vector_norm(x, dim=1)

    def after(units: int, gain: float = 1.0) -> torch.Tensor:
        weight = nn.init.orthogonal_(torch.empty(units, 64, dtype=torch.float64), gain)
        product = weight @ weight.T if units <= 64 else weight.T @ weight
        assert torch.allclose(product, gain**2 * torch.eye(len(product), dtype=torch.float64))
        return torch.linalg.vector_norm(x @ weight.T, dim=1)

    for units in (64, 128):
        assert torch.allclose(after(units), length)
    assert torch.all(after(32) < 0.95 * length)  # some of it is lost
    assert torch.allclose(after(64, 2.0), 2 * length)


@says("sparse", "A share of each column is zero, a tenth by default")
@says("sparse", "the rest is normal")
def sparse_share():
    weight = filled("sparse", 300, 200, sparsity=0.1).weight.detach()
    assert torch.all((weight == 0).sum(0) == 20)
    rest = weight[weight != 0]
    assert float(rest.std()) == pytest.approx(0.01, rel=0.02)
    assert REGISTRY["sparse"].defaults()["sparsity"] == 0.1


@says("sparse", "The sums still grow with the width")
def sparse_grows():
    powers = [factor(filled("sparse", n, 512, sparsity=0.1)) for n in (256, 1024, 4096)]
    for narrow, wide in itertools.pairwise(powers):
        assert wide == pytest.approx(4 * narrow, rel=0.1)


@says("sparse", "Martens (2010) kept a fixed number of connections, torch a share")
def sparse_of_martens():
    def fixed(inputs: int) -> float:
        weight = torch.zeros(512, inputs)
        for row in weight:
            row[torch.randperm(inputs)[:15]] = torch.randn(15)
        return power(torch.randn(64, inputs) @ weight.T)

    assert fixed(4096) == pytest.approx(fixed(256), rel=0.1)


@says("dirac", "Passes each channel on unchanged, as far as there are channels")
@says("dirac", "A layer with groups needs the same groups")
def dirac_passes_on():
    x = torch.randn(4, 8, 9, 9)
    for groups in (1, 2):
        conv = nn.Conv2d(8, 8, 3, groups=groups, bias=False)
        nn.init.dirac_(conv.weight, groups)
        assert torch.equal(conv(x), x[:, :, 1:-1, 1:-1])
    nn.init.dirac_(conv.weight)
    assert not torch.equal(conv(x)[:, 4:], x[:, 4:, 1:-1, 1:-1])


@pytest.mark.parametrize(
    ("method", "phrase", "proof"), PROOFS, ids=[f"{m}: {p[:40]}" for m, p, _ in PROOFS]
)
def test_what_is_said_of_a_method_is_true(method: str, phrase: str, proof: Proof):
    assert phrase in str(REGISTRY[method].purpose)
    proof()


@pytest.mark.parametrize("nonlinearity", ["linear", "relu", "leaky_relu"])
def test_each_mode_of_kaiming_keeps_what_it_says_exactly_for_these(nonlinearity):
    assert "exactly for linear, relu and leaky_relu" in str(MODE.help)
    activation = {
        "linear": lambda z: z,
        "relu": torch.relu,
        "leaky_relu": lambda z: nn.functional.leaky_relu(z, 0.2),
    }[nonlinearity]
    values = {"a": 0.2, "nonlinearity": nonlinearity}
    # Forward: the preactivations of two layers that follow one another have the same power.
    first = filled("kaiming_normal", N, 1024, mode="fan_in", **values)
    second = filled("kaiming_normal", 1024, N, mode="fan_in", **values)
    z = first(torch.randn(64, N))
    assert power(second(activation(z))) == pytest.approx(power(z), rel=0.05)
    # Back: dL/dz of two such layers.
    layer = filled("kaiming_normal", 1024, N, mode="fan_out", **values)
    z = torch.randn(64, 1024, requires_grad=True)
    above = torch.randn(64, N)
    (below,) = torch.autograd.grad(layer(activation(z)), z, above)
    assert power(below) == pytest.approx(power(above), rel=0.05)
