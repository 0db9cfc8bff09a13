"""An experiment in words: what stands below a picture."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from core.depth import RESTART as DEPTH
from core.dropout import RESTART as DROPOUT
from core.experiment import Experiment
from core.experiment import words as module
from core.experiment.words import words
from core.layer import RESTART as LAYER


def said(keys: tuple[str, ...] = (), **sections: object) -> list[str]:
    experiment = Experiment.from_dict({"initlab": 1} | sections)
    return [str(phrase) for phrase in words(experiment, keys)]


def test_the_layer_page_tells_what_its_weights_depend_on() -> None:
    found = said(
        LAYER,
        layer={"in_features": 512, "out_features": 256, "activation": "tanh"},
        weight_init={"method": "xavier_normal", "gain": 2.5},
        dropout={"p": 0.5},
        run={"seed": 7, "dtype": "float64"},
    )
    assert found == [
        "nn.Linear(512, 256)",
        "tanh",
        "weight: Xavier normal (gain = 2.5)",
        "bias: Default (nn.Linear)",
        "nn.Dropout(p=0.5)",
        "seed 7",
        "float64 on cpu",
    ]


def test_numbers_of_a_method_are_written_as_a_person_reads_them() -> None:
    found = said(LAYER, weight_init={"method": "trunc_normal", "a": -2.0, "std": 1e-9})
    assert "weight: Truncated normal (mean = 0, std = 10⁻⁹, a = −2, b = 2)" in found


def test_the_dropout_page_tells_the_layer_and_the_vector_alone() -> None:
    found = said(DROPOUT, dropout={"p": 0.25, "kind": "dropout1d", "training": False})
    assert found == ["nn.Dropout1d(p=0.25).eval()", "x: course", "seed 0", "float32 on cpu"]


def test_the_depth_page_tells_the_stack() -> None:
    found = said(
        DEPTH,
        layer={"bias": False, "activation": "relu"},
        depth={"layers": 30, "width": 64, "batch": 32, "input": "digits"},
    )
    assert found == [
        "without bias",
        "relu",
        "weight: Default (nn.Linear)",
        "30 layers of 64 units",
        "batch of 32, input: digits",
        "seed 0",
        "float32 on cpu",
    ]


def test_layers_are_written_as_torch_makes_them() -> None:
    """Whoever types them gets them."""
    found = said(layer={"in_features": 3, "out_features": 4, "bias": False}, dropout={"p": 0.5})
    linear, dropout = (eval(text, {"nn": nn}) for text in found if text.startswith("nn."))
    assert linear.weight.shape == torch.Size((4, 3))
    assert linear.bias is None
    assert dropout.p == 0.5


def test_what_does_nothing_is_not_told() -> None:
    found = said(LAYER, dropout={"p": 0.0})
    assert not any("Dropout" in phrase for phrase in found)
    assert "no activation" in found


def test_channels_that_a_layer_does_not_have_are_not_told() -> None:
    """Its output has none: torch's plain Dropout stands there, as in the code."""
    assert "nn.Dropout(p=0.5)" in said(LAYER, dropout={"p": 0.5, "kind": "dropout2d"})


def test_a_section_without_words_of_its_own_is_told_by_what_differs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """So a new one is told as soon as it is there."""
    monkeypatch.delitem(module.PHRASES, "depth")
    found = said(DEPTH, depth={"layers": 30, "input": "digits"})
    assert found[-4:] == ["depth.layers = 30", 'depth.input = "digits"', "seed 0", "float32 on cpu"]
    assert not any("depth" in phrase for phrase in said(LAYER, depth={"layers": 30}))
