"""What is inspected, and against what: the two files, and how to open and to leave them."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QToolButton

from core.format import counted
from core.inspect import Inspection, View, is_checkpoint
from core.pages import PAGES
from gui.look.describe import describe
from gui.look.i18n import translated
from gui.look.theme import theme
from gui.widgets.card import Card
from gui.widgets.fitting_label import FittingLabel
from gui.widgets.sentence import Sentence

FILES = next(page.files for page in PAGES.values() if page.folder == __package__.rpartition(".")[2])


def dropped(data: QMimeData) -> str:
    """The path of the one checkpoint that is dragged, empty for anything else."""
    addresses = data.urls()
    if len(addresses) != 1 or not addresses[0].isLocalFile():
        return ""
    path = addresses[0].toLocalFile()
    return path if is_checkpoint(path) else ""


class _Target(QToolButton):
    """A button that also takes a checkpoint which is dropped on it: `given(path)`."""

    given = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        if path := dropped(event.mimeData()):
            self.given.emit(path)


class FileCard(Card):
    """One line with both files, and below it what was left out.

    opened(path)     the person wants to see this file, "" for the own layer
    compared(path)   the person wants it compared with this file, "" for none
    """

    opened = Signal(str)
    compared = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.open, self.against = _Target(), _Target()
        self.close_file, self.close_against = QToolButton(), QToolButton()
        self.name, self.facts = FittingLabel(), FittingLabel()
        self.other = FittingLabel()
        names = {
            "inspect.open": self.open,
            "inspect.close": self.close_file,
            "inspect.against": self.against,
            "inspect.against.close": self.close_against,
        }
        for name, button in names.items():
            button.setObjectName(name)
            button.setProperty("role", "flat")
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.open.setProperty("role", "primary")
        self.name.setProperty("role", "title")
        self.facts.setProperty("role", "muted")
        self.other.setProperty("role", "muted")
        self.title.hide()
        self.remark.hide()
        for button in (self.close_file, self.close_against):
            button.setText("×")
            button.hide()
        self._line = QHBoxLayout()
        for widget in (self.open, self.name, self.close_file):
            self._line.addWidget(widget)
        self._line.addWidget(self.facts, 1)
        for widget in (self.other, self.against, self.close_against):
            self._line.addWidget(widget)
        self.notes = Sentence()
        self.body.addLayout(self._line)
        self.body.addWidget(self.notes)
        self.open.clicked.connect(self._ask_open)
        self.open.given.connect(self.opened)
        self.against.clicked.connect(self._ask_against)
        self.against.given.connect(self.compared)
        self.close_file.clicked.connect(lambda: self.opened.emit(""))
        self.close_against.clicked.connect(lambda: self.compared.emit(""))
        self._view: View | None = None

    def show_view(self, view: View) -> None:
        """Name both files."""
        self._view = view
        found = view.inspection
        name = found.file if found.is_file else self.tr("the layer of the controls")
        short = f"{name[:9]}…{name[-9:]}" if len(name) > 20 else name
        self.name.set_texts(name, short)
        self.name.setToolTip(str(view.request.path) if view.request.path else name)
        self.facts.set_texts(*self._facts(found))
        self.facts.setToolTip(self._facts(found)[0])
        against = view.request.against
        other = self.tr("against {name}").format(name=against.name) if against else ""
        self.other.set_texts(other, "")
        self.other.setToolTip(str(against or ""))
        self.close_file.setVisible(view.request.path is not None)
        self.close_against.setVisible(against is not None)
        notes = "\n".join(translated(note) for note in found.notes)
        self.notes.setText(notes)
        self.notes.setVisible(bool(notes))

    def _facts(self, found: Inspection) -> tuple[str, ...]:
        said = ", ".join(found.dtypes[:3]) + (", …" if len(found.dtypes) > 3 else "")
        tensors = self.tr("{count} tensors").format(count=counted(len(found.tensors)))
        parameters = self.tr("{count} parameters").format(count=counted(found.parameters))
        if not found.complete:
            share = 100 * found.done // max(1, len(found.tensors))
            tensors = self.tr("{tensors}, {share} % read").format(tensors=tensors, share=share)
        parts = (found.format, tensors, parameters, said)
        return " • ".join(parts), " • ".join(parts[1:3]), tensors, ""

    def sentences(self) -> tuple[str, ...]:
        """What a printed page says of it."""
        if self._view is None:
            return ()
        name = " • ".join((self.name.toolTip(), self._facts(self._view.inspection)[0]))
        return tuple(text for text in (name, self.other.toolTip(), self.notes.text()) if text)

    def _ask(self, title: str) -> str:
        path = self._view.request.path if self._view is not None else None
        endings = " ".join(f"*{ending}" for ending in FILES)
        name = self.tr("Checkpoint")
        kind = f"{name} ({endings})"
        folder = str(path.parent) if path is not None else ""
        return QFileDialog.getOpenFileName(self.window(), title, folder, kind)[0]

    def _ask_open(self) -> None:
        if name := self._ask(self.tr("Open a checkpoint")):
            self.opened.emit(name)

    def _ask_against(self) -> None:
        if name := self._ask(self.tr("Compare with a checkpoint")):
            self.compared.emit(name)

    def restyle(self) -> None:
        """Gaps in the window's scale."""
        super().restyle()
        self._line.setSpacing(theme.sizes.gap)

    def retranslate(self) -> None:
        """Everything in the present language."""
        self.called = self.tr("File")
        self.open.setText(self.tr("Open …"))
        self.against.setText(self.tr("Against …"))
        describe(
            self.open,
            self.tr("Open a checkpoint"),
            self.tr(
                "A .safetensors, .pt, .pth or .bin file, or the index of one in parts: nothing in "
                "it is executed. A file dropped on the window is opened too."
            ),
            torch="torch.load",
        )
        describe(
            self.against,
            self.tr("Compare with a checkpoint"),
            self.tr(
                "Another state of the same network, for example before training: how far each "
                "tensor has moved. A file dropped on this button is compared too."
            ),
        )
        describe(
            self.close_file,
            self.tr("Close the file"),
            self.tr("Back to the layer of the controls"),
        )
        describe(
            self.close_against,
            self.tr("No comparison"),
            self.tr("Show the file alone again"),
        )
        if self._view is not None:
            self.show_view(self._view)
