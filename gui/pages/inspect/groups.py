"""What the line of a group says: its name, and what its tensors have in common."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from core.format import counted
from core.inspect import Inspection
from core.inspect.result import VERDICTS, Tally
from core.inspect.tree import Group
from gui.look.i18n import translated
from gui.pages.inspect.rows import DEAD, SIGNS, Column

_VERDICT_LABELS = {one.key: one.label for one in VERDICTS}


def group_name(group: Group) -> str:
    """What stands below the group above, and how many tensors it has."""
    count = counted(len(group.tensors))
    text = QCoreApplication.translate("Columns", "{name} ({count})")
    return text.format(name=group.label, count=count)


def group_text(column: Column, group: Group, found: Inspection) -> str:
    """What all tensors of a group have in common, empty where they differ or say nothing.

    What they look like is asked of the weights alone, where there are any.
    """
    if column.key == "verdict":
        return _told(found.tally(group))
    if column.same is None:
        return ""
    tensors = (found.tensors[i] for i in group.tensors)
    if column.key == "looks" and any(found.tensors[i].role.is_weight for i in group.tensors):
        tensors = (tensor for tensor in tensors if tensor.role.is_weight)
    first = next(tensors)
    wanted = column.same(first, found)
    alike = wanted is not None and all(column.same(t, found) == wanted for t in tensors)
    return column.text(first, found) if alike else ""


def _told(tally: Tally) -> str:
    """Sign and word where all are of one verdict, otherwise the signs with how many there are."""
    if len(tally.verdicts) == 1:
        (key,) = tally.verdicts
        said = f"{SIGNS[key][0]} {translated(_VERDICT_LABELS[key])}"
    else:
        said = " ".join(
            f"{sign}{counted(tally.verdicts[key])}"
            for key, (sign, _) in SIGNS.items()
            if key in tally.verdicts
        )
    return f"{said} {DEAD}{counted(tally.dead)}" if tally.dead else said


def group_verdict(group: Group, found: Inspection) -> str:
    """The key of the one verdict of a group, empty where there are several."""
    verdicts = list(found.tally(group).verdicts)
    return verdicts[0] if len(verdicts) == 1 else ""


def group_tip(group: Group, found: Inspection, unfolded: bool | None = None) -> str:
    """Its whole name, what is in it and what became of that; for a screen reader its state too."""
    count = QCoreApplication.translate("Columns", "{count} tensors")
    said = [group.name, count.format(count=counted(len(group.tensors)))]
    verdicts = found.tally(group).verdicts
    said += [
        f"{SIGNS[key][0]} {counted(verdicts[key])} {translated(_VERDICT_LABELS[key])}"
        for key in SIGNS
        if key in verdicts
    ]
    if unfolded is not None:
        state = QCoreApplication.translate("Columns", "unfolded")
        said.append(state if unfolded else QCoreApplication.translate("Columns", "folded"))
        return ", ".join(said)
    return "\n".join(said)
