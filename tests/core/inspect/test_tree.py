"""Names in groups: as few lines as tell where a tensor belongs, and every tensor once."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from core.inspect import inspect
from core.inspect.tree import Group, Leaf, Node, around, first_unfolded, rows, tree


def said(nodes: Iterable[Node]) -> list[str]:
    """The lines with their indentation, `+` before a group."""
    return [
        f"{'  ' * node.level}{'+ ' if isinstance(node, Group) else ''}{node.label}"
        for node in nodes
    ]


def everything(nodes: tuple[Node, ...]) -> list[Node]:
    return list(rows(nodes, first_unfolded(nodes, 10**9)))


def test_modules_of_a_weight_and_a_bias_need_no_group() -> None:
    names = ["0.weight", "0.bias", "2.weight", "2.bias"]
    assert said(everything(tree(names))) == names


def test_what_all_names_begin_with_is_no_group() -> None:
    names = ["model.net.0.weight", "model.net.0.bias", "model.net.2.weight"]
    assert said(everything(tree(names))) == names


def test_a_network_in_blocks_is_a_tree() -> None:
    block = nn.Sequential(nn.Linear(4, 4), nn.BatchNorm1d(4))
    network = nn.ModuleDict({"stem": nn.Linear(4, 4), "body": nn.Sequential(block, block)})
    assert said(everything(tree(list(network.state_dict())))) == [
        "stem.weight",
        "stem.bias",
        "+ body",
        *(
            line
            for part in "01"
            for line in (
                f"  + {part}",
                "    0.weight",
                "    0.bias",
                "    + 1",
                *(f"      {name}" for name in ("weight", "bias", "running_mean", "running_var")),
                "      num_batches_tracked",
            )
        ),
    ]


def test_a_chain_of_groups_is_one() -> None:
    names = ["a", *(f"encoder.model.layers.{i}.weight" for i in range(3))]
    nodes = tree(names)
    assert said(nodes) == ["a", "+ encoder.model.layers"]
    group = nodes[1]
    assert isinstance(group, Group)
    assert group.tensors == (1, 2, 3)
    assert said(group.below) == ["  0.weight", "  1.weight", "  2.weight"]


def test_at_first_only_what_fits_is_unfolded_and_norms_stay_folded() -> None:
    names = [f"layers.{i}.norm.{part}" for i in range(3) for part in "abc"]
    names += [f"layers.{i}.{part}" for i in range(3) for part in "xyz"]
    nodes = tree([*names, "head"])
    assert first_unfolded(nodes, 5) == {"layers"}
    assert first_unfolded(nodes, 4) == set()
    assert first_unfolded(nodes, 17) == {"layers", "layers.0", "layers.1", "layers.2"}
    assert len(everything(nodes)) == 1 + 3 * (1 + 4 + 3) + 1
    beside = [
        *(f"norm.{part}" for part in "abc"),
        *(f"net.{i}.{k}" for i in "xy" for k in range(9)),
    ]
    assert first_unfolded(tree(beside), 12) == {"net"}


def test_the_groups_around_a_tensor_come_from_the_outermost() -> None:
    names = ["head", *(f"a.{i}.{part}" for i in range(3) for part in "xyz")]
    assert [group.name for group in around(tree(names), names.index("a.1.y"))] == ["a", "a.1"]
    assert around(tree(names), 0) == []


def test_a_tensor_may_be_called_like_a_group() -> None:
    names = ["a", "a.x", "a.y", "a.z"]
    assert said(everything(tree(names))) == ["a", "+ a", "  x", "  y", "  z"]


@given(st.lists(st.text(alphabet="ab.", max_size=40), unique=True, max_size=30))
def test_every_tensor_has_one_line_that_says_its_name(names: list[str]) -> None:
    lines = everything(tree(names))
    path: list[str] = []
    found = {}
    for node in lines:
        del path[node.level :]
        path.append(node.label)
        if isinstance(node, Leaf):
            found[node.tensor] = ".".join(path)
        else:
            assert node.name == ".".join(path)
            assert len(node.below) > 1
    assert found == dict(enumerate(names))


def test_a_name_of_a_thousand_dots_is_no_deep_tree() -> None:
    name = "a." * 5000
    assert sorted(said(everything(tree([name + "x", name + "y"])))) == [name + "x", name + "y"]


def test_a_group_counts_what_became_of_its_tensors() -> None:
    network = nn.ModuleDict({"norm": nn.BatchNorm2d(40), "odd": nn.Linear(40, 40)})
    nn.init.normal_(network["odd"].weight.data)
    network["odd"].weight.data[:3] = 0.0
    network["odd"].weight.data[3:] **= 3
    network = nn.ModuleDict({"all": network, "head": nn.Linear(3, 3)})
    found = inspect(network)
    group = next(node for node in found.tree if isinstance(node, Group))
    assert group.name == "all"
    # The scale, the shift and both statistics are as the module leaves them, and so is the bias;
    # the counter of steps is not judged, which says nothing of the others.
    assert dict(found.tally(group).verdicts) == {"fresh": 5, "trained": 1}
    assert found.tally(group).dead == 3
