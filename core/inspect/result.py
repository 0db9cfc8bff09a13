"""What is known of a checkpoint, as the page and the command line show it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from core.init.marginals import Marginal
from core.inspect.roles import Role
from core.inspect.tree import Group, Node
from core.layers.shape import Shape
from core.messages import NOTHING, QT_TRANSLATE_NOOP, Message
from core.stats.histogram import Summary


@dataclass(frozen=True, slots=True)
class Verdict:
    """One of a few words on a tensor, by `key` in files and by `label` on the screen."""

    key: str
    label: Message


FRESH = Verdict("fresh", QT_TRANSLATE_NOOP("core", "fresh"))
FITS = Verdict("fits", QT_TRANSLATE_NOOP("core", "fits"))
TRAINED = Verdict("trained", QT_TRANSLATE_NOOP("core", "trained"))
FEW = Verdict("few values", QT_TRANSLATE_NOOP("core", "few values"))
NOT_JUDGED = Verdict("not judged", QT_TRANSLATE_NOOP("core", "not judged"))
NOT_FINITE = Verdict("not finite", QT_TRANSLATE_NOOP("core", "not finite"))
VERDICTS = (FRESH, FITS, TRAINED, FEW, NOT_JUDGED, NOT_FINITE)


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """An initialization that could have made the tensor.

    method    a key of the registry of methods
    label     how it is named: "nn.Linear default", "normal, std = 0.02"
    theory    the distribution of one value
    p_value   of the test over the bins; None where it cannot be made
    score     log likelihood less the cost of the description, in nats; decides the order
    fitted    whether a number in it was fitted to the tensor, so that it says little
    on_grid   whether the values stand where torch's generator on the CPU puts them; None if unknown
    exact     whether it is known for certain: a constant, an orthogonal matrix
    """

    method: str
    values: Mapping[str, Any]
    label: Message
    theory: Marginal
    p_value: float | None
    score: float
    fitted: bool = False
    on_grid: bool | None = None
    exact: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class TensorReport:
    """One tensor; `summary` and all that follows it are None or empty until it has been read.

    shape       the Shape with its fans, None for less than two dimensions
    zeros       how many values are exactly 0
    dead        units, the rows of the first side, whose weights are all 0 or as good as
    units       how many units there are; 0 where it has none
    candidates  best first
    nearest     of torch's methods with their defaults, the one with the nearest std
    words       what the verdict means for this tensor, in a sentence
    spectral_norm, stable_rank   None where they were not asked for, or there is no matrix
    """

    name: str
    size: tuple[int, ...]
    dtype: str
    role: Role
    shape: Shape | None
    summary: Summary | None = None
    zeros: int = 0
    dead: int = 0
    units: int = 0
    candidates: tuple[Candidate, ...] = ()
    nearest: Candidate | None = None
    verdict: Verdict | None = None
    words: Message = NOTHING
    spectral_norm: float | None = None
    stable_rank: float | None = None

    @property
    def looks_like(self) -> Candidate | None:
        """The best candidate that says something, None where none fits."""
        return next((one for one in self.candidates if one.on_grid or not one.fitted), None)


@dataclass(frozen=True, slots=True)
class Moved:
    """One tensor against that of the same name in another file.

    change   ‖W − W₀‖ / ‖W₀‖; infinite where W₀ is 0 and W is not, NaN where one is no number
    cosine   of the angle between both, None where one is 0 or no number
    equal    whether not one value differs; NaN is NaN
    """

    change: float
    cosine: float | None
    equal: bool


@dataclass(frozen=True, slots=True, eq=False)
class Against:
    """All tensors against another file.

    moved     by name, those that both have in the same size
    missing   names that only the other file has
    extra     names that only this file has
    resized   names that have another size there
    """

    file: str
    moved: Mapping[str, Moved]
    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    resized: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """Tensors of a group: how many have each verdict, by its key, and how many units are dead."""

    verdicts: Mapping[str, int]
    dead: int


@dataclass(frozen=True, slots=True, eq=False)
class Inspection:
    """A checkpoint; `tensors` are all there at once, in the order of the network.

    file     its name, or what is inspected in place of a file
    format   how it was read, for example "safetensors"
    notes    what was left out of it
    done     how many of the tensors have been read
    words    what is to be said of the whole; empty until all is read
    tone     `bad` where something is broken, `fair` where something is to be looked at, else `good`
    seconds  since it was opened
    tree     their names in groups
    parameters, dtypes   how many values all tensors have, and in which formats, in their order
    """

    file: str
    format: str
    tensors: tuple[TensorReport, ...]
    notes: tuple[Message, ...] = ()
    done: int = 0
    words: tuple[Message, ...] = ()
    tone: str = ""
    seconds: float = 0.0
    against: Against | None = None
    is_file: bool = True
    code: str = field(default="", repr=False)
    tree: tuple[Node, ...] = field(default=(), repr=False)
    parameters: int = 0
    dtypes: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether all tensors have been read."""
        return self.done == len(self.tensors)

    def tally(self, group: Group) -> Tally:
        """What was found of the tensors of a group so far.

        Those that are not judged count only where no other is: a counter of steps beside trained
        weights makes them no less trained.
        """
        inside = [self.tensors[i] for i in group.tensors]
        counts = Counter(tensor.verdict.key for tensor in inside if tensor.verdict is not None)
        judged = {k: n for k, n in counts.items() if k not in (FEW.key, NOT_JUDGED.key)}
        return Tally(judged or counts, sum(tensor.dead for tensor in inside))
