"""The page's cards in the left panel: which picture, its two axes, and who computes."""

from __future__ import annotations

import os

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit

from core.experiment import Experiment
from core.experiment.measures import MEASURES
from core.experiment.sweep import AXES, NONE, RANGE, SAME
from core.init.methods import INIT_KEYS
from core.learning.optimizers import OPTIMIZERS
from core.parameters import Whole
from core.sweep import PRESETS, Engine, preset_of
from core.sweep.command import MAX_PROCESSES
from core.sweep.plan import axis_label
from gui.look.describe import describe
from gui.look.i18n import translated
from gui.look.theme import theme
from gui.pages.keys_cards import KeysCard
from gui.panel.fields import ChoiceField
from gui.panel.form import RowTexts
from gui.panel.number import NumberField
from gui.panel.numbers_field import NumbersField
from gui.widgets.wheel_guard import guard_wheel

PANEL_KEYS = frozenset(
    {
        *("layer.bias", "layer.activation", "dropout.p", "dropout.training", "dropout.kind"),
        *("run.device", "run.dtype", "run.seed"),
        *(f"{s}.{k}" for s in ("weight_init", "bias_init") for k in INIT_KEYS),
    }
)
"""The controls of the left panel that a cell may depend on."""


def page_measured(experiment: Experiment) -> str:
    """The page whose controls the sweep needs: `train` where one picture is of what is learned."""
    sweep = experiment.sweep
    keys = (sweep.measure, sweep.beside_measure)
    learned = any(key in MEASURES and MEASURES[key].page == "train" for key in keys)
    return "train" if learned else "depth"


class PictureKeys(KeysCard):
    """What the picture shows: `preset(key)` where one is to be set up."""

    keys = ("sweep.measure", "sweep.beside_measure", "sweep.beside_optimizer")

    preset = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.form.edited.disconnect(self.edited)
        self.form.edited.connect(self._chosen)

    def add_first(self) -> None:
        self.presets = ChoiceField((("", ""), *((key, "") for key in PRESETS)))
        self.form.add("sweep.preset", self.presets, self._preset_texts)

    def _preset_texts(self) -> RowTexts:
        tip = self.tr(
            "A picture that shows a law of the field: sets the network, the axes and the measure"
        )
        return RowTexts(self.tr("preset"), self.tr("Preset"), tip)

    def _chosen(self, key: str, value: object) -> None:
        if key != "sweep.preset":
            self.edited.emit(key, value)
        elif value:
            self.preset.emit(value)

    def sync(self, experiment: Experiment) -> None:
        super().sync(experiment)
        self.presets.set_value(preset_of(experiment))
        learns = MEASURES[experiment.sweep.measure].page == "train"
        self.form.leave_out(frozenset(() if learns else ("sweep.beside_optimizer",)))

    def heading(self) -> str:
        return self.tr("Picture")

    def labels(self) -> dict[str, str]:
        return {
            "sweep.measure": self.tr("measure"),
            "sweep.beside_measure": self.tr("beside it"),
            "sweep.beside_optimizer": self.tr("beside by"),
        }

    def retranslate(self) -> None:
        super().retranslate()
        same = {SAME: self.tr("nothing else")}
        measures = {key: translated(entry.label) for key, entry in MEASURES.items()}
        optimizers = {key: translated(entry.label) for key, entry in OPTIMIZERS.items()}
        _label(self, "sweep.measure", measures)
        _label(self, "sweep.beside_measure", same | measures)
        _label(self, "sweep.beside_optimizer", same | optimizers)
        self.presets.setItemText(0, self.tr("own picture"))
        for index, entry in enumerate(PRESETS.values(), start=1):
            self.presets.setItemText(index, translated(entry.label))
            self.presets.setItemData(index, translated(entry.purpose), Qt.ItemDataRole.ToolTipRole)


def _label(card: KeysCard, key: str, labels: dict[str, str]) -> None:
    field = card.field(key)
    assert isinstance(field, ChoiceField)
    field.set_labels(labels)


class AxisKeys(KeysCard):
    """One axis; `name` is x or y."""

    name = "x"

    def sync(self, experiment: Experiment) -> None:
        """Rows without a meaning make way: of no second axis, or of one whose values are listed."""
        super().sync(experiment)
        ends = {f"sweep.{self.name}_{part}" for part in ("from", "to", "count")}
        if experiment.value(f"sweep.{self.name}") == NONE:
            self.form.leave_out(frozenset(self.keys[1:]))
        elif experiment.value(f"sweep.{self.name}_values") != RANGE:
            self.form.leave_out(frozenset(ends))
        else:
            self.form.leave_out(frozenset())

    def labels(self) -> dict[str, str]:
        return {
            f"sweep.{self.name}": self.name,
            f"sweep.{self.name}_from": self.tr("from"),
            f"sweep.{self.name}_to": self.tr("to"),
            f"sweep.{self.name}_count": self.tr("cells"),
            f"sweep.{self.name}_scale": self.tr("steps"),
            f"sweep.{self.name}_values": self.tr("or values"),
        }

    def retranslate(self) -> None:
        super().retranslate()
        axes = {key: translated(axis_label(key)) for key in AXES}
        _label(self, f"sweep.{self.name}", {NONE: self.tr("none: a curve"), **axes})
        scales = {"linear": self.tr("equal steps"), "log": self.tr("equal factors")}
        _label(self, f"sweep.{self.name}_scale", scales)
        listed = self.field(f"sweep.{self.name}_values")
        assert isinstance(listed, NumbersField)
        listed.setPlaceholderText(self.tr("such as 0.1, 0.3, 1"))


class AcrossKeys(AxisKeys):
    """What varies from left to right."""

    keys = (
        *("sweep.x", "sweep.x_from", "sweep.x_to", "sweep.x_count"),
        *("sweep.x_scale", "sweep.x_values"),
    )

    def heading(self) -> str:
        return self.tr("Across")


class UpwardKeys(AxisKeys):
    """What varies upward."""

    name = "y"
    keys = (
        *("sweep.y", "sweep.y_from", "sweep.y_to", "sweep.y_count"),
        *("sweep.y_scale", "sweep.y_values"),
    )

    def heading(self) -> str:
        return self.tr("Upward")


class ComputedBy(KeysCard):
    """Seeds, and what is no matter of the experiment: who computes."""

    keys = ("sweep.seeds",)

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.engine = QComboBox()
        self.engine.setObjectName("sweep.engine")
        self.engine.setMinimumContentsLength(8)
        for backend in ("loky", "dask"):
            self.engine.addItem("", backend)
        self.processes = NumberField(
            Whole("processes", os.cpu_count() or 1, 1, MAX_PROCESSES, usual=(1, 16))
        )
        self.processes.box.setObjectName("sweep.processes")
        self.processes.slider.setObjectName("sweep.processes.slider")
        self.processes.set_value(os.cpu_count() or 1)
        self.address = QLineEdit("tcp://localhost:8786")
        self.address.setObjectName("sweep.address")
        self._captions = [QLabel() for _ in range(3)]
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(1, 1)
        for row, (caption, field) in enumerate(
            zip(self._captions, (self.engine, self.processes, self.address), strict=True)
        ):
            caption.setProperty("role", "muted")
            self._grid.addWidget(caption, row, 0)
            self._grid.addWidget(field, row, 1)
        self.body.insertLayout(1, self._grid)
        for guarded in (self.engine, self.processes.box, self.processes.slider):
            guard_wheel(guarded)
        self.engine.currentIndexChanged.connect(self._chosen)
        self.processes.edited.connect(self._processes_set)
        self.address.editingFinished.connect(self.changed)
        self._chosen()

    def chosen(self) -> Engine:
        """Who computes."""
        address = self.address.text().strip()
        return Engine(self.engine.currentData(), int(self.processes.value()), address)

    def _processes_set(self, value: object) -> None:
        self.processes.set_value(value)
        self.changed.emit()

    def _chosen(self) -> None:
        far = self.engine.currentData() == "dask"
        for row, shown in ((1, not far), (2, far)):
            self._captions[row].setVisible(shown)
        self.processes.setVisible(not far)
        self.address.setVisible(far)
        self.changed.emit()

    def restyle(self) -> None:
        super().restyle()
        self._grid.setHorizontalSpacing(theme.sizes.gap + 2)
        self._grid.setVerticalSpacing(theme.sizes.gap - 2)
        self._grid.setColumnMinimumWidth(0, round(theme.sizes.font * 5.6))

    def heading(self) -> str:
        return self.tr("Computed by")

    def labels(self) -> dict[str, str]:
        return {"sweep.seeds": self.tr("seeds")}

    def retranslate(self) -> None:
        super().retranslate()
        names = self.tr("engine"), self.tr("processes"), self.tr("address")
        for caption, name in zip(self._captions, names, strict=True):
            caption.setText(name)
        self.engine.setItemText(0, self.tr("this machine"))
        self.engine.setItemText(1, self.tr("a Dask cluster"))
        describe(
            self.engine,
            self.tr("Engine"),
            self.tr("Who computes the cells: processes of this machine, or an existing scheduler"),
        )
        tip = self.tr("How many processes of this machine compute cells at a time")
        describe(self.processes.box, self.tr("Processes"), tip)
        describe(self.processes.slider, self.tr("Processes"), tip)
        describe(
            self.address,
            self.tr("Address of the scheduler"),
            self.tr("Of a Dask scheduler that is running: tcp://HOST:PORT"),
        )
