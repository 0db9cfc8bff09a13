"""Experiments, lessons and links that are broken on purpose.

Each strategy gives a Case: `str(case)` says in a few words what was done to it, however large it
is, and Hypothesis shrinks it to the least that fails. One in some cases is whole.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from core.experiment import PARAMETERS
from core.experiment.sections import ACTIVATIONS
from core.init.methods import bias_methods, weight_methods
from core.parameters import Choice, Real

MEGABYTE = 999_000


@dataclass(frozen=True)
class Case:
    """`value` is what is fed in, `done` what was done to a whole one: nothing, if it is empty."""

    value: Any = field(repr=False)
    done: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "; ".join(self.done) or "whole"

    @property
    def whole(self) -> bool:
        """Whether nothing was done to it."""
        return not self.done


# What stands where something else should:

NUMBERS = [0, -1, 1, 2**31, 2**53 + 1, 2**63, -(2**63), 10**25, 10**400, 1.5, -0.0, 5e-324, 1e308]
TEXTS = [
    *("", " ", "cpu", "cuda:99", "nan", "NaN", "1e999", "１２", "٣", "x" * 5000, "1," * 9000),
    *("a\nb", "\x00", "\x1b[31m", "\u202egnp", "\ud800", "\u2028", "e\u0301" * 50, "<b>x</b>"),
    *("{key}", "{0}", "%s", "../../etc/passwd", "'; --", "kaiming_normal", "true", "None"),
]
JSON_VALUES: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from([*NUMBERS, *TEXTS, None, True, False, [], {}, [1], {"method": "zeros"}]),
    st.sampled_from([float("nan"), float("inf"), -float("inf"), 10**4299]),
    st.integers(),
    st.floats(),
    st.text(max_size=30),
    st.recursive(
        st.none() | st.integers(0, 9),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
        ),
        max_leaves=8,
    ),
)
KEYS = st.one_of(
    st.sampled_from([text for text in TEXTS if len(text) < 100]),
    st.sampled_from(["layer", "weight_init", "method", "std", "p", "seed", "initlab", "size"]),
    st.text(max_size=20),
)


# Whole ones:


def _small(parameter: Any) -> st.SearchStrategy[Any]:
    """A legal value that computes in no time."""
    if isinstance(parameter, Choice):
        return st.sampled_from(parameter.options)
    assert isinstance(parameter, Real)
    low, high = parameter.usual
    return st.floats(0.5 * (low + high), high)


def _initialization(methods: Any) -> st.SearchStrategy[dict[str, Any]]:
    return st.sampled_from([e for e in methods if e.method != "orthogonal"]).flatmap(
        lambda entry: st.fixed_dictionaries(
            {"method": st.just(entry.method)},
            optional={
                # The bounds depend on each other, and are left alone.
                p.name: _small(p)
                for p in entry.parameters
                if p.name not in ("a", "b", "mean")
            },
        )
    )


WHOLE: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {"initlab": st.just(1)},
    optional={
        "layer": st.fixed_dictionaries(
            {"in_features": st.integers(1, 40), "out_features": st.integers(1, 40)},
            optional={"bias": st.booleans(), "activation": st.sampled_from(tuple(ACTIVATIONS))},
        ),
        "weight_init": _initialization(weight_methods(2)),
        "bias_init": _initialization(bias_methods()),
        "dropout": st.fixed_dictionaries(
            {},
            optional={
                "p": st.floats(0, 1),
                "training": st.booleans(),
                "vector": st.sampled_from(["ones", "normal", "3, 1, 4", "−1；∞ nan"]),
            },
        ),
        "run": st.fixed_dictionaries({}, optional={"seed": st.integers(0, 2**63 - 1)}),
        "depth": st.fixed_dictionaries({}, optional={"layers": st.integers(1, 100)}),
    },
)


def _dotted() -> st.SearchStrategy[tuple[str, str]]:
    names = [(section, p.name) for section, ps in PARAMETERS.items() for p in ps]
    inits = [(f"{kind}_init", name) for kind in ("weight", "bias") for name in ("method", "std")]
    return st.sampled_from([*names, *inits])


def _brief(value: object) -> str:
    try:
        text = repr(value)
    except ValueError:  # thousands of digits
        text = "a huge number"
    return text if len(text) < 60 else f"{text[:50]}… of {len(text):,}"


@st.composite
def _changed(draw: Any, values: st.SearchStrategy[Any], keys: st.SearchStrategy[Any]) -> Case:
    """A whole dict after none to three changes."""
    data, done = draw(WHOLE), []
    for _ in range(draw(st.integers(0, 3))):
        section, name = draw(_dotted())
        kind = draw(st.sampled_from(["value", "value", "key", "section", "top", "version", "gone"]))
        value = draw(values)
        if kind == "version":
            data["initlab"] = value
        elif kind == "section":
            data[section] = value
        elif kind == "top":
            name = draw(keys)
            data[name] = value
        elif kind == "gone":
            data.pop("initlab", None)
        else:
            inside = data.get(section)
            inside = data[section] = dict(inside) if isinstance(inside, dict) else {}
            name = name if kind == "value" else draw(keys)
            inside[name] = value
        done.append(f"{kind} {section}.{_brief(name)} = {_brief(value)}")
    return Case(data, tuple(done))


def dicts(values: st.SearchStrategy[Any] = JSON_VALUES, keys: Any = KEYS) -> Any:
    """Dicts for `Experiment.from_dict`; other values and keys may be mixed in."""
    return _changed(values, keys)


# Files:

Change = tuple[str, Callable[[bytes], bytes]]
WHOLESALE: list[Change] = [
    ("nothing in it", lambda _: b""),
    ("a megabyte of [", lambda _: b"[" * MEGABYTE),
    ('a megabyte of {"a":', lambda _: b'{"a":' * (MEGABYTE // 5)),
    ("a megabyte too many", lambda text: text + b" " * 1_000_001),
    ("spaces up to a megabyte", lambda text: text + b" " * (MEGABYTE - len(text))),
    ("100,000 digits", lambda text: text.replace(b"1", b"9" * 100_000, 1)),
    ("4,000 digits", lambda text: text.replace(b"1", b"7" * 4_000, 1)),
    ("1e999", lambda text: text.replace(b"1", b"1e999", 1)),
    ("a key of a megabyte", lambda _: b'{"' + b"k" * (MEGABYTE - 20) + b'": 1}'),
    ("100,000 keys", lambda _: b"{" + b",".join(b'"%x":1' % i for i in range(80_000)) + b"}"),
    ("deep, then twice", lambda _: b'{"kkkkkkkkkk":' * 400 + b'{"a":1,"a":2}' + b"}" * 400),
    ("each key twice", lambda text: text.replace(b"}", b"," + text.strip(b"{}\n") + b"}", 1)),
    ("all of it twice", lambda text: text + text),
    ("UTF-16", lambda text: text.decode().encode("utf-16")),
    ("UTF-32", lambda text: text.decode().encode("utf-32")),
    ("UTF-7", lambda text: text.decode().encode("utf-7") + b"+2AA-"),
    ("Latin-1", lambda text: text + "é".encode("latin-1")),
    ("a mark of UTF-8", lambda text: b"\xef\xbb\xbf" + text),
    ("two marks of UTF-8", lambda text: b"\xef\xbb\xbf" * 2 + text),
    ("NUL bytes", lambda text: text + b"\0" * 1000),
    ("single quotes", lambda text: text.replace(b'"', b"'")),
    ("old line ends", lambda text: text.replace(b"\n", b"\r")),
    ("packed", lambda text: zlib.compress(text)),
]


@st.composite
def _damaged(draw: Any, case: Case, wholesale: list[Change]) -> Case:
    """The same bytes with one or two more injuries."""
    text, done = case.value, list(case.done)
    for _ in range(draw(st.integers(0, 2))):
        kind = draw(st.sampled_from(["cut", "insert", "flip", "wholesale"]))
        at = draw(st.integers(0, max(0, min(len(text), 5000) - 1)))
        if kind == "cut":
            text = text[:at]
        elif kind == "flip" and text:
            text = text[:at] + bytes([text[at] ^ (1 << draw(st.integers(0, 7)))]) + text[at + 1 :]
        elif kind == "insert":
            piece = draw(st.binary(max_size=20) | st.sampled_from([b'"', b"{", b"}", b"\\u", b"-"]))
            text = text[:at] + piece + text[at:]
        elif len(text) < MEGABYTE and kind == "wholesale":
            name, change = draw(st.sampled_from(wholesale))
            try:
                text, kind = change(text), name
            except UnicodeDecodeError:
                continue
        done.append(f"{kind} at {at}")
    return Case(text, tuple(done))


def _written(case: Case) -> Case:
    # Python writes surrogates as escapes, NaN and huge numbers as they come.
    return Case(json.dumps(case.value).encode(), case.done)


def experiment_files() -> st.SearchStrategy[Case]:
    """The bytes of experiment files."""
    return dicts().map(_written).flatmap(lambda case: _damaged(case, WHOLESALE))


# Links:


def link_of(content: bytes) -> str:
    """By the standard library alone."""
    letters = base64.urlsafe_b64encode(zlib.compress(content, 9)).decode()
    return "initlab:" + letters.rstrip("=")


LINKS: list[tuple[str, Callable[[str], str]]] = [
    ("nothing", lambda _: ""),
    ("no scheme", lambda text: text[8:]),
    ("other letters", lambda text: text.replace("A", "+").replace("B", "/")),
    ("in capitals", lambda text: text.upper()),
    ("longer than any", lambda text: text + "A" * 9000),
    ("a megabyte", lambda text: text + "A" * MEGABYTE),
    ("a bomb", lambda _: link_of(b" " * 5_000_000)),
    ("no text", lambda _: link_of(b"\xff\xfe\0")),
    ("NUL", lambda text: text[:20] + "\0" + text[20:]),
    ("twice", lambda text: text * 2),
]


@st.composite
def links(draw: Any) -> Case:
    """Links, some of them broken over lines as a mail does: these are whole."""
    case = draw(experiment_files())
    content = case.value[:100_000]
    text, done = link_of(content), list(case.done)
    if draw(st.booleans()):
        text = " \n" + text[:30] + "\r\n\t" + text[30:]
    if draw(st.booleans()):
        name, change = draw(st.sampled_from(LINKS))
        text = change(text)
        done.append(name)
    return Case(text, tuple(done))


# Lessons:

FRONT = 'lesson = 1\ntitle = "A lesson"\npage = "layer"\n\n[[step]]\n\n'
STEP = '[[step]]\nset = {"weight_init.method" = "normal", "weight_init.std" = 0.5}\n'
BODY = "One *thing*.\n\n- a\n- b\n\n---\n\nAnother `thing`.\n"
LESSON = f"+++\n{FRONT}{STEP}+++\n{BODY}"
MANY = 60_000

TOML = [
    *("a." * MANY + "a = 1", "[" + "a." * MANY + "a]", "a = " + "[" * MANY, "a = " + "{a=" * MANY),
    *(f"a = 0x{'F' * 900}", f"a = {'9' * 900}", "a = inf", "a = nan", "a = 1979-05-27T07:32:00Z"),
    *("page = inf", "page = []", "controls = 1", 'controls = ["x"]', "controls = [[[]]]"),
    *("experiment = 1", "experiment.layer = 1", "experiment.layer.in_features = 1e9"),
    *(f"experiment.run.seed = 0x{'F' * 900}", "experiment.layer.x.y.z = 1", '"" = 1', '"\\n" = 1'),
    *("experiment.weight_init.method = {}", "lesson = 2", 'title = """', "step = 1", "[step]"),
    *(
        "[[step]]\n" * 5000,
        "set = 1",
        "set.a.b.c = 1",
        "set." + "a." * 400 + "a = 1",
        "numbers = 1",
    ),
    *("#" * MANY, "\n" * MANY, "x = " + " " * MANY, "k" * MANY + " = 1", "+++", "---", "\x00"),
]
MARKDOWN = [
    *(">" * 4800, "> " * 2400, "[" * 4800, "![" * 2400, "*a **a " * 700, "_a" * 2400, "`" * 4800),
    *("- " * 2400, "- a\n" * 1200, "1. " * 1600, "|a|b|\n|-|-|\n" + "|c|d|\n" * 800, "~~a" * 1600),
    *("|a" * 700 + "|\n" + "|-" * 700 + "|", "# a\n" * 1200, "***\n\n" * 1000, "w" * 4800),
    *(" ".join("`" * n for n in range(1, 90)), " ".join("`" * n for n in range(1, 700))),
    *("x" * 200_000, "x\n" * 100_000, "\t" * 4900 + "x", "a" + "\u0301" * 4900, "\u202e" * 4900),
    *("![a](/dev/zero)", "![a](a.png)", "![a](../a.png)", "![a](b.svg)", "[a](file:///etc/passwd)"),
    *(
        "<script>",
        "<img src=x>",
        "[a](javascript:x)",
        "```\n" * 3,
        "&#0;",
        "\ufffe",
        "\x00",
        "---\n",
    ),
]


@st.composite
def _mutated_lesson(draw: Any) -> Case:
    lines, done = LESSON.split("\n"), []
    for _ in range(draw(st.integers(0, 2))):
        toml = draw(st.booleans())
        piece = draw(st.sampled_from(TOML if toml else MARKDOWN) | st.text(max_size=20))
        end = lines.index("+++", 1) if "+++" in lines[1:] else len(lines)
        low, high = (1, end) if toml else (min(end + 1, len(lines)), len(lines))
        at = draw(st.integers(low, max(low, high)))
        lines.insert(at, piece)
        done.append(f"line {at}: {_brief(piece)}")
    return Case("\n".join(lines).encode("utf-8", "surrogatepass"), tuple(done))


def lessons() -> st.SearchStrategy[Case]:
    """The bytes of lessons."""
    kept = [change for change in WHOLESALE if "{" not in change[0]]
    return _mutated_lesson().flatmap(lambda case: _damaged(case, kept))
