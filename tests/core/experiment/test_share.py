from __future__ import annotations

import base64
import json
import math
import random
import re
import subprocess
import sys
import time
import tracemalloc
import zlib
from pathlib import Path
from typing import Any

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QImage

from core.experiment import PARAMETERS, WELCOME, Experiment, files, share
from core.init.methods import REGISTRY
from core.messages import FileError, InitLabError, InvalidExperiment
from tests.core.experiment.support import JSON, experiments
from tests.core.support import LINEAR_METHODS, experiment, variants
from tests.scale import many

URL_SAFE = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
"""RFC 4648, table 2."""


def packed(content: bytes | str | dict[str, Any]) -> str:
    """A link made by the standard library alone."""
    if isinstance(content, dict):
        content = json.dumps(content)
    content = content.encode() if isinstance(content, str) else content
    return "initlab:" + base64.urlsafe_b64encode(zlib.compress(content)).decode().rstrip("=")


def unpacked(link: str) -> Any:
    """The JSON inside, by the standard library alone."""
    scheme, letters = link[:8], link[8:]
    assert scheme == "initlab:"
    assert set(letters) <= URL_SAFE
    return json.loads(zlib.decompress(base64.urlsafe_b64decode(letters + "===")))


def refused(text: str) -> InitLabError:
    with pytest.raises(InitLabError) as refusal:
        share.experiment(text)
    said = str(refusal.value)
    assert said.isprintable()
    assert len(said) < 300
    return refusal.value


# What stands in a link:


def test_a_link_holds_what_differs_from_the_defaults_and_nothing_else() -> None:
    assert unpacked(share.link(Experiment())) == {}
    assert unpacked(share.link(WELCOME)) == {
        "layer": {"in_features": 512, "out_features": 256, "activation": "tanh"},
        "weight_init": {"method": "xavier_normal"},
        "dropout": {"p": 0.5},
    }
    assert unpacked(share.link(experiment("normal", std=2, run={"seed": 7}))) == {
        "weight_init": {"method": "normal", "std": 2.0},
        "run": {"seed": 7},
    }
    later = Experiment().with_values({"dropout.kind": "alpha", "depth.input": "digits"})
    assert unpacked(share.link(later)) == {
        "dropout": {"kind": "alpha"},
        "depth": {"input": "digits"},
    }


def test_the_same_experiment_gives_the_same_link_in_another_process() -> None:
    code = "from core.experiment import WELCOME, share; print(share.link(WELCOME))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == share.link(WELCOME)
    assert share.link(Experiment.from_dict(WELCOME.to_dict())) == share.link(WELCOME)


@settings(max_examples=many(150, 750, 7_500))
@given(experiments())
def test_any_experiment_comes_back_from_its_link(described: Experiment) -> None:
    link = share.link(described)
    assert share.experiment(link) == described
    assert files.dumps(share.experiment(link)) == files.dumps(described)  # −0.0 included


@pytest.mark.parametrize("value", [0.0, -0.0])
def test_the_sign_of_a_zero_survives(value: float) -> None:
    back = share.experiment(share.link(experiment("constant", val=value)))
    assert math.copysign(1.0, back.weight_init.parameters["val"]) == math.copysign(1.0, value)


@pytest.mark.parametrize("text", ["−1, ２，3；∞ nan", "3, 1,\t4\n1", "٣ ٤"])
def test_a_typed_vector_survives_letter_by_letter(text: str) -> None:
    described = Experiment().with_value("dropout.vector", text)
    assert share.experiment(share.link(described)).dropout.vector == text


def test_an_experiment_that_no_link_holds_is_refused_when_the_link_is_made() -> None:
    noise = random.Random(0)
    separators = "".join(noise.choice(" ,;，、；\t\n") for _ in range(30_000))
    long = Experiment().with_value("dropout.vector", f"1{separators}2")
    with pytest.raises(FileError, match=r"^link: .*8,192") as refusal:
        share.link(long)
    assert refusal.value.key == "link"
    spaces = Experiment().with_value("dropout.vector", "1" + " " * 70_000 + "2")
    with pytest.raises(FileError, match="too long"):
        share.link(spaces)  # it packs well, but nobody would unpack it


def test_the_link_in_the_readme_opens_what_it_says() -> None:
    readme = (Path(__file__).parents[3] / "README.md").read_text("utf-8")
    links = re.findall(r"main\.py (initlab:\S+)", readme)
    assert [share.experiment(link) for link in links] == [experiment("xavier_normal")]


# How it may arrive:


@pytest.mark.parametrize("scheme", ["initlab:", "INITLAB:", "InitLab:"])
def test_the_scheme_is_read_in_any_case(scheme: str) -> None:
    assert share.experiment(scheme + share.link(WELCOME)[8:]) == WELCOME


def test_spaces_around_and_breaks_inside_do_no_harm() -> None:
    link = share.link(WELCOME)
    assert share.experiment(f"\r\n \t{link}\n\n") == WELCOME
    assert share.experiment(link[:8] + " " + link[8:]) == WELCOME
    for width in (10, 33, 76):
        lines = [link[at : at + width] for at in range(0, len(link), width)]
        for between in ("\n", "\r\n", "\n    ", "\u00a0", "\u2028"):
            assert share.experiment(between.join(lines)) == WELCOME


def test_a_link_may_name_its_version() -> None:
    assert share.experiment(packed({"initlab": 1})) == Experiment()
    assert refused(packed({"initlab": 2})).key == "initlab"


@pytest.mark.parametrize("text", ["initlab:", " \n INITLAB:zzz", "initlab:\neJw"])
def test_what_means_to_be_a_link_is_seen_as_one(text: str) -> None:
    assert share.is_link(text)


@pytest.mark.parametrize("text", ["see initlab:eJw", "./initlab:x", "http://a/initlab:"])
def test_what_only_holds_one_is_none_itself(text: str) -> None:
    assert not share.is_link(text)
    assert share.holds_link(text)


@pytest.mark.parametrize("text", ["", "initlab", "x.initlab.json", "notinitlab:eJw", "x" * 200_000])
def test_what_is_something_else_is_not(text: str) -> None:
    assert not share.is_link(text)
    assert not share.holds_link(text)
    error = refused(text)
    assert isinstance(error, FileError)
    assert error.key == "link"
    assert "initlab:" in str(error.text)


# Damage:


def test_every_truncated_link_is_said_to_be_damaged() -> None:
    link = share.link(WELCOME)
    for size in range(8, len(link)):
        error = refused(link[:size])
        assert isinstance(error, FileError)
        assert error.key == "link"
        assert "damaged" in str(error)


def test_every_link_with_a_letter_that_was_changed_or_swapped_is_refused() -> None:
    link = share.link(WELCOME)
    for at in range(8, len(link) - 1):
        for letter in "Ab0_":
            if letter != link[at]:
                assert "damaged" in str(refused(link[:at] + letter + link[at + 1 :]))


@pytest.mark.parametrize(
    "text",
    [
        "initlab:",
        "initlab:   ",
        "initlab:é",
        "initlab:a+b/",  # the other alphabet of base64
        "initlab:AAAA=AAA",
        "initlab:A",
        "initlab:AAAA",
        "initlab:" + base64.urlsafe_b64encode(b"{}").decode(),
        packed(b"\xff\xfe{}"),
        packed("{}") + "AAAA",
        packed("{}") + "x.",
        packed("{}") + " AAAA"[1:],
        packed("{}")[:-1] + " and so on",
        "initlab:…" + packed("{}")[8:],
    ],
)
def test_what_was_never_packed_is_damaged(text: str) -> None:
    error = refused(text)
    assert isinstance(error, FileError)
    assert error.key == "link"
    assert "damaged" in str(error)


@pytest.mark.parametrize("content", ["", "{", "nothing", "{}{}", "'{}'", "{'p': 1}"])
def test_what_is_no_json_is_said_to_be_none(content: str) -> None:
    error = refused(packed(content))
    assert isinstance(error, FileError)
    assert error.key == "link"
    assert "JSON" in str(error)


REFUSED = {
    "unknown section": ({"surprise": {}}, "surprise"),
    "unknown key": ({"layer": {"size": 3}}, "layer.size"),
    "no section": ({"layer": 3}, "layer"),
    "wrong type": ({"layer": {"in_features": "5"}}, "layer.in_features"),
    "out of range": ({"dropout": {"p": 1.5}}, "dropout.p"),
    "not finite": ('{"weight_init": {"method": "normal", "std": 1e999}}', "weight_init.std"),
    "NaN": ('{"weight_init": {"method": "normal", "mean": NaN}}', "weight_init.mean"),
    "no such method": ({"weight_init": {"method": "magic"}}, "weight_init.method"),
    "another's parameter": ({"weight_init": {"gain": 2}}, "weight_init.gain"),
    "no such device": ({"run": {"device": "cuda:99"}}, "run.device"),
    "twice": ('{"run": {"seed": 1, "seed": 2}}', "run.seed"),
    "a section twice": ('{"run": {}, "run": {}}', "run"),
    "a list": ("[1, 2]", "initlab"),
    "null": ("null", "initlab"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_experiment_is_refused_by_its_key(name: str) -> None:
    content, key = REFUSED[name]
    error = refused(packed(content))
    assert isinstance(error, InvalidExperiment)
    assert error.key == key


@pytest.mark.parametrize("content", ["[" * 60_000, '{"a":' * 10_000, "9" * 60_000])
def test_deep_or_endless_json_is_refused(content: str) -> None:
    assert isinstance(refused(packed(content)), FileError)


# Size:


def test_a_link_of_more_than_8_kilobytes_is_refused_unread() -> None:
    fitting = "initlab:" + "A" * (8192 - 8)
    assert "damaged" in str(refused(fitting))
    for text in (fitting + "A", "initlab:" + "A" * 50_000_000):
        began = time.perf_counter()
        error = refused(text)
        assert time.perf_counter() - began < 0.5
        assert "too large" in str(error)
        assert "8,192" in str(error)


def test_a_link_that_would_unpack_to_much_is_not_unpacked() -> None:
    bomb = packed(b" " * 5_000_000 + b"{}")  # about 5 KB packed, its end included
    assert len(bomb) < 8192
    tracemalloc.start()
    error = refused(bomb)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "too large" in str(error)
    assert peak < 1_000_000


def test_64_kilobytes_unpacked_are_the_most() -> None:
    assert share.experiment(packed(b" " * (65_536 - 2) + b"{}")) == Experiment()
    assert "too large" in str(refused(packed(b" " * (65_536 - 1) + b"{}")))


# Whatever it is:


def read_or_refused(text: str) -> None:
    try:
        described = share.experiment(text)
    except InitLabError as error:
        assert isinstance(error, FileError | InvalidExperiment)
        assert str(error).isprintable()
    else:
        assert share.experiment(share.link(described)) == described


@settings(max_examples=many(300, 1_500, 15_000))
@given(experiments(), st.data())
def test_a_link_changed_anywhere_is_read_or_refused(described: Experiment, data: Any) -> None:
    link = share.link(described)
    begin = data.draw(st.integers(0, len(link)))
    end = data.draw(st.integers(begin, len(link)))
    between = data.draw(st.text(max_size=5) | st.text("".join(URL_SAFE), max_size=5))
    read_or_refused(link[:begin] + between + link[end:])


@settings(max_examples=many(200, 1_000, 10_000))
@given(st.text(max_size=50) | st.text("".join(URL_SAFE), max_size=50))
def test_any_text_is_read_or_refused(text: str) -> None:
    read_or_refused(text)
    read_or_refused("initlab:" + text)


@settings(max_examples=many(200, 1_000, 10_000))
@given(JSON | st.fixed_dictionaries({}, optional=dict.fromkeys([*PARAMETERS, "weight_init"], JSON)))
def test_any_json_in_a_link_is_read_or_refused(value: Any) -> None:
    read_or_refused(packed(json.dumps(value)))


@settings(max_examples=many(200, 1_000, 10_000))
@given(st.binary(max_size=80))
def test_any_bytes_in_a_link_are_read_or_refused(content: bytes) -> None:
    read_or_refused(packed(content))
    read_or_refused("initlab:" + base64.urlsafe_b64encode(content).decode().rstrip("="))


# The QR code:

BYTES_40_L = 2953
"""ISO/IEC 18004, table 7: bytes in version 40 with error correction L."""


def modules(link: str) -> list[list[int]]:
    """The code without its quiet zone: rows of 0 (light) and 1 (dark)."""
    image = QImage.fromData(share.qr_code(link)).convertToFormat(QImage.Format.Format_Grayscale8)
    side = range(image.width())
    assert image.height() == image.width()
    rows = [[int(image.pixelColor(x, y).value() < 128) for x in side] for y in side]
    inside = slice(4, image.width() - 4)  # ISO/IEC 18004, 5.3.8: four modules of white around it
    assert sum(map(sum, rows)) == sum(sum(row[inside]) for row in rows[inside])
    return [row[inside] for row in rows[inside]]


def test_the_code_is_that_of_the_link() -> None:
    for described in (Experiment(), WELCOME):
        link = share.link(described)
        rows = modules(link)
        assert rows == [list(row) for row in segno.make(link).matrix]
        size = len(rows)
        assert (size - 17) % 4 == 0  # ISO/IEC 18004: 17 + 4 × version modules
        finder = ["1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111"]
        for top, left in ((0, 0), (0, size - 7), (size - 7, 0)):
            corner = [row[left : left + 7] for row in rows[top : top + 7]]
            assert ["".join(map(str, row)) for row in corner] == finder


@pytest.mark.parametrize("method", LINEAR_METHODS)
def test_the_link_of_every_method_fits_a_code_that_a_phone_can_read(method: str) -> None:
    for values in variants(REGISTRY[method]):
        link = share.link(
            experiment(
                method,
                layer={"in_features": 784, "out_features": 10, "activation": "leaky_relu"},
                bias_init={"method": "trunc_normal", "mean": 0.123, "std": 1 / 3},
                dropout={"p": 0.123, "kind": "alpha", "training": False, "vector": "1, 2, 3"},
                run={"seed": 2**63 - 1, "dtype": "bfloat16"},
                depth={"layers": 99, "width": 1000, "batch": 1000, "input": "digits"},
                **values,
            )
        )
        side = QImage.fromData(share.qr_code(link)).width() - 2 * 4
        assert side <= 17 + 4 * 18  # modules; a projector shows 200 and more


def test_the_longest_vector_fits_a_code() -> None:
    digits = random.Random(1)
    numbers = [f"{digits.getrandbits(120):.20e}" for _ in range(64)]
    described = experiment("normal", dropout={"vector": ", ".join(numbers)})
    assert share.qr_code(share.link(described))


def test_a_text_that_no_code_holds_is_refused_with_both_numbers() -> None:
    assert share.qr_code("initlab:" + "a" * (BYTES_40_L - 8))
    with pytest.raises(FileError) as refusal:
        share.qr_code("initlab:" + "a" * (BYTES_40_L - 7))
    assert refusal.value.key == "link"
    assert "2,953" in str(refusal.value)
    assert "2,954" in str(refusal.value)
