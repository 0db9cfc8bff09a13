"""The names of a checkpoint as a tree by their dots, as short as it can be."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

MAX_DOTS = 24
"""Deeper names are no modules' any more; the rest of such a name is one word."""
MIN_LEAVES = 3
"""Fewer tensors stand where their group would: a line for it would only cost room."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One tensor; `label` is its name below the group that it stands in."""

    tensor: int
    label: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """What has a name in common: `name` is all of it, `label` what stands below another group.

    tensors   all that are below it, in the order of the network
    """

    name: str
    label: str
    below: tuple[Node, ...]
    tensors: tuple[int, ...]
    level: int = 0


Node = Leaf | Group
_Trie = dict[str, "int | _Trie"]
_Named = tuple[str, "int | list[_Named]"]


def tree(names: Sequence[str]) -> tuple[Node, ...]:
    """Groups by the dots of names; what stands alone in one, or with one other, needs none.

    A module with a weight and a bias alone is two leaves of the group around it, and so is a chain
    of groups with one below another a single one. Where all names begin alike, that says nothing:
    it is no group, but stays in the labels. The order is that of the names, except that what is
    in one group stands together.
    """
    trie: _Trie = {}
    for index, name in enumerate(names):
        *path, last = name.split(".", MAX_DOTS)
        at = trie
        for part in path:
            # A tensor may be called like a group: the dot tells both apart.
            deeper = at.setdefault(f"{part}.", {})
            assert isinstance(deeper, dict)
            at = deeper
        at[last] = index
    found = _short(trie)
    while len(found) == 1 and isinstance(only := found[0][1], list):
        found = _within(only, found[0][0])
    return _nodes(found, "", 0)


def _short(trie: _Trie) -> list[_Named]:
    found: list[_Named] = []
    for key, below in trie.items():
        if isinstance(below, int):
            found.append((key, below))
            continue
        label, inside = key[:-1], _short(below)
        leaves = all(isinstance(of, int) for _, of in inside)
        if len(inside) == 1 or (leaves and len(inside) < MIN_LEAVES):
            found += _within(inside, label)
        else:
            found.append((label, inside))
    return found


def _within(found: list[_Named], label: str) -> list[_Named]:
    return [(f"{label}.{below}", of) for below, of in found]


def _nodes(found: list[_Named], above: str, level: int) -> tuple[Node, ...]:
    nodes: list[Node] = []
    for label, of in found:
        if isinstance(of, int):
            nodes.append(Leaf(of, label, level))
        else:
            below = _nodes(of, f"{above}{label}.", level + 1)
            tensors = tuple(sorted(i for node in below for i in _tensors(node)))
            nodes.append(Group(above + label, label, below, tensors, level))
    return tuple(nodes)


def _tensors(node: Node) -> tuple[int, ...]:
    return (node.tensor,) if isinstance(node, Leaf) else node.tensors


def rows(nodes: Sequence[Node], unfolded: Collection[str]) -> Iterator[Node]:
    """The lines that are seen where these groups are unfolded."""
    for node in nodes:
        yield node
        if isinstance(node, Group) and node.name in unfolded:
            yield from rows(node.below, unfolded)


def first_unfolded(nodes: Sequence[Node], most: int) -> set[str]:
    """Names of the groups to unfold at first, so that there are `most` lines or fewer.

    All of them where that is possible. Otherwise level by level, but not a group of tensors alone:
    its line sums them up.
    """
    everything = {group.name for group in _groups(nodes)}
    if sum(1 for _ in rows(nodes, everything)) <= most:
        return everything
    unfolded: set[str] = set()
    level, lines = nodes, len(nodes)
    while True:
        groups = [node for node in level if isinstance(node, Group) and any(_groups(node.below))]
        lines += sum(len(group.below) for group in groups)
        if not groups or lines > most:
            return unfolded
        unfolded |= {group.name for group in groups}
        level = [node for group in groups for node in group.below]


def _groups(nodes: Sequence[Node]) -> Iterator[Group]:
    for node in nodes:
        if isinstance(node, Group):
            yield node
            yield from _groups(node.below)


def around(nodes: Sequence[Node], tensor: int) -> list[Group]:
    """The groups that a tensor is in, the outermost first."""
    for node in nodes:
        if isinstance(node, Group) and tensor in node.tensors:
            return [node, *around(node.below, tensor)]
    return []
