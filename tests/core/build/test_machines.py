"""The same seed, the same weights: what another machine changes, and what is said of it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from core.experiment import parameter

ROOT = Path(__file__).parents[3]

DRAW = """
import json, torch
torch.set_num_threads(1)
drawn = {}
for name in ("normal_", "uniform_"):
    torch.manual_seed(7)
    drawn[name] = getattr(torch.nn.init, name)(torch.empty(64, 64)).double().flatten().tolist()
print(json.dumps(drawn))
"""


def drawn_with(capability: str) -> dict[str, list[float]]:
    """What torch draws when it uses no better instructions than these."""
    environment = os.environ | ({"ATEN_CPU_CAPABILITY": capability} if capability else {})
    command = [sys.executable, "-c", DRAW]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    found: dict[str, list[float]] = json.loads(done.stdout)
    return found


@pytest.mark.slow
def test_another_processor_changes_the_last_digits_of_a_normal_draw_and_no_more():
    here, plain = drawn_with(""), drawn_with("default")
    np.testing.assert_allclose(plain["normal_"], here["normal_"], rtol=1e-4, atol=1e-6)
    assert plain["uniform_"] == here["uniform_"]


SAID = {
    "README.md": ["on one machine and one build of torch", "last digits"],
    "docs/glossary.md": ["on one machine and build of torch the same seed"],
}


@pytest.mark.parametrize("name", SAID)
def test_the_promise_is_made_with_its_condition(name):
    text = " ".join((ROOT / name).read_text("utf-8").split())
    for words in SAID[name]:
        assert words in text
    assert not re.search(r"gives? the same weights[.|]", text)


def test_the_help_on_the_seed_says_it_too():
    said = str(parameter("run.seed").help)
    assert "on one machine and one build of torch" in said
    assert "last digits" in said
