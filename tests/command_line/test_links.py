"""A link on the command line, where a file stands otherwise."""

from __future__ import annotations

import base64
import json
import sys
import zlib

import pytest
import torch
from safetensors.torch import load_file

from tests.command_line.support import assert_one_line, start


def packed(content: str) -> str:
    """A link made by the standard library alone."""
    letters = base64.urlsafe_b64encode(zlib.compress(content.encode())).decode()
    return "initlab:" + letters.rstrip("=")


LINK = packed('{"weight_init": {"method": "normal", "std": 0.5}, "run": {"seed": 7}}')


@pytest.mark.parametrize(
    "text", [LINK, LINK.replace("initlab", "INITLAB"), f" {LINK}\n", f"<{LINK}>。"]
)
def test_a_link_is_taken_where_a_file_is(run, tmp_path, text):
    assert run(text, "--code", tmp_path / "c.py", "--weights", tmp_path / "w.safetensors") == (
        0,
        "",
    )
    code = (tmp_path / "c.py").read_text()
    assert "torch.manual_seed(7)" in code
    assert "nn.init.normal_(linear.weight, mean=0.0, std=0.5)" in code
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(7)
        expected = torch.nn.init.normal_(torch.nn.Linear(5, 2).weight, std=0.5)
    assert torch.equal(load_file(tmp_path / "w.safetensors")["weight"], expected)


def test_a_link_is_drawn_and_counted_without_a_display(tmp_path):
    names = {"--stats": tmp_path / "s.json", "--render": tmp_path / "w.png"}
    options = [part for option in names.items() for part in option]
    done = start(LINK, *options, "--size", "1024x720", env={"XDG_CONFIG_HOME": str(tmp_path)})
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    weight = json.loads(names["--stats"].read_text())["weight"]
    assert weight["shape"] == [2, 5]
    assert weight["theory"]["std"] == 0.5
    assert names["--render"].read_bytes()[1:4] == b"PNG"


BAD_LINKS = {  # one of each way; the rest is tested in tests/core/experiment/test_share.py
    "cut": (LINK[:-3], "link", "damaged"),
    "long": ("initlab:" + "A" * 9000, "link", "8,192"),
    "range": (packed('{"dropout": {"p": 2}}'), "dropout.p", "outside 0 to 1"),
}


@pytest.mark.parametrize("name", BAD_LINKS)
def test_a_bad_link_is_one_line(run, tmp_path, name):
    link, key, word = BAD_LINKS[name]
    code, err = run(link, "--stats", tmp_path / "s.json")
    assert code == 2
    assert word in assert_one_line(err, key)
    assert err.startswith(f"initlab: error: {key}: ")
    assert not (tmp_path / "s.json").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="no colon in a file name there")
def test_a_file_whose_name_begins_like_a_link_is_opened_by_its_path(run, written, tmp_path):
    file = written({"run": {"seed": 9}}, "initlab:x.json")
    assert run(file, "--code", tmp_path / "c.py") == (0, "")
    assert "torch.manual_seed(9)" in (tmp_path / "c.py").read_text()
