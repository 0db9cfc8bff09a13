"""What is said of the whole: broken initializations are found, and nothing false is said."""

from __future__ import annotations

import copy
import math

import pytest
import torch
from torch import nn

from core.inspect import inspect
from core.inspect.result import Inspection
from tests.core.inspect.support import network, trained


def said(found: Inspection) -> str:
    return "\n".join(str(sentence) for sentence in found.words)


def test_an_init_function_that_misses_linear_is_told_by_what_it_left() -> None:
    torch.manual_seed(0)
    model = nn.Sequential(
        nn.Conv2d(3, 32, 3), nn.Flatten(), nn.Linear(288, 100), nn.Linear(100, 10)
    )

    def init(module: nn.Module) -> None:
        if isinstance(module, nn.Conv2d):  # and nn.Linear was forgotten
            nn.init.kaiming_normal_(module.weight)

    model.apply(init)
    text = said(inspect(model))
    assert "2 of 3 weights are as torch's modules leave them (nn.Linear default)" in text
    assert "2.weight, 3.weight" in text


def test_where_no_weight_was_reached_it_says_all() -> None:
    torch.manual_seed(0)
    assert "All 3 weights are as torch's modules leave them" in said(inspect(network(2, 64, None)))


def test_a_std_of_a_fifth_for_a_fiftieth_is_far_from_kaiming() -> None:
    torch.manual_seed(0)
    model = network(2, 256)
    with torch.no_grad():
        model[2].weight.normal_(0.0, 0.5)
    text = said(inspect(model))
    times = float(model[2].weight.detach().std(correction=0)) / math.sqrt(2 / 256)
    assert "2.weight: σ is 0.5" in text
    assert f"{times:.2f} times what Kaiming gives for 256 inputs (0.08839)" in text
    assert "0.weight: σ" not in text


def test_a_head_that_was_initialized_again_is_fresh() -> None:
    torch.manual_seed(0)
    model = network(3, 64)
    trained(model, 3)
    nn.init.kaiming_normal_(model[-1].weight)
    text = said(inspect(model))
    assert "The body is trained, the head is fresh: 6.weight" in text or "Fresh: 6.weight" in text


def test_dead_units_are_counted() -> None:
    torch.manual_seed(0)
    model = network(2, 100)
    with torch.no_grad():
        model[2].weight[:12] = 0.0
    found = inspect(model)
    assert "2.weight: 12 % of the units are dead (12 of 100 rows are 0)" in said(found)
    assert found.tensors[2].dead == 12


def test_a_constant_weight_has_units_that_stay_alike() -> None:
    model = network(1, 40)
    nn.init.constant_(model[0].weight, 0.1)
    assert "0.weight: all weights are 0.1" in said(inspect(model))


def test_of_a_plain_fresh_network_nothing_is_doubted() -> None:
    torch.manual_seed(0)
    assert said(inspect(network(3, 128))) == (
        "All 4 weights are fresh: as an initialization left them."
    )


def test_against_itself_nothing_moved_and_against_the_start_all_did() -> None:
    torch.manual_seed(0)
    model = network(2, 64)
    start = copy.deepcopy(model.state_dict())
    assert "Not one bit differs" in said(inspect(model, start))
    trained(model, 1)
    found = inspect(model, start)
    assert found.against is not None
    for name, moved in found.against.moved.items():
        old, new = start[name].double(), model.state_dict()[name].double()
        if old.norm() > 0:
            change = float((new - old).norm() / old.norm())
            assert moved.change == pytest.approx(change, rel=1e-9)
            cosine = float(nn.functional.cosine_similarity(old.flatten(), new.flatten(), dim=0))
            assert moved.cosine == pytest.approx(cosine, rel=1e-9)


def test_frozen_missing_and_new_tensors_are_named() -> None:
    torch.manual_seed(0)
    model = network(2, 64)
    start = copy.deepcopy(model.state_dict())
    model[0].requires_grad_(False)
    trained(model, 1)
    state = dict(model.state_dict())
    state["extra.weight"] = torch.randn(40, 40)
    del state["4.bias"]
    found = inspect(state, start)
    assert found.against is not None
    assert found.against.missing == ("4.bias",)
    assert found.against.extra == ("extra.weight",)
    text = said(found)
    assert "2 of 5 tensors did not move" in text
    assert "0.weight, 0.bias" in text


def test_training_writes_singular_values_outside_the_law() -> None:
    """A Kaiming network trained to 95 %: outside in the first and the last layer, not before."""
    from core.stats.spectrum import spectrum

    torch.manual_seed(0)
    model = network(2, 256)
    weights = [m.weight for m in model if isinstance(m, nn.Linear)]
    assert [spectrum(w).outside for w in weights] == [0, 0, 0]
    assert trained(model, 20, lr=0.1) >= 0.95
    assert spectrum(weights[0]).outside >= 1
    assert spectrum(weights[-1]).outside >= 1
