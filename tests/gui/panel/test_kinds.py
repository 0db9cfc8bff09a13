"""The controls of the kind of layer: what a kind has is there, and nothing else."""

import pytest

from core.layers.kinds import KINDS
from tests.gui.support import choose, find, settling, small


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_kind_shows_its_controls_and_draws_its_weight(window, qtbot, kind):
    shown = window(small(weight_init={"method": "eye"} if kind == "linear" else {}))
    if kind != "linear":
        with settling(qtbot, shown):
            choose(find(shown, "layer.kind"), kind)
    entry = KINDS[kind]
    assert shown.experiment().layer.kind == kind
    for key in ("layer.kernel", "layer.groups"):
        assert find(shown, key).isVisibleTo(shown) == entry.has_kernel
    assert find(shown, "layer.bias").isVisibleTo(shown) == entry.has_bias
    assert find(shown, "bias_init.method").isEnabled() == entry.has_bias
    size = " × ".join(map(str, shown.experiment().layer.shape.size))
    assert size in shown.page.weights_card.title.text()
    assert find(shown, "plot.kernels").isVisibleTo(shown) == (entry.dims == 4)
    assert find(shown, "plot.matrix").isVisibleTo(shown) == (entry.dims != 4)
    assert f"nn.{entry.torch_name}(" in find(shown, "code").toPlainText()
    menu = find(shown, "weight_init.method")
    assert menu.model().item(menu.findData("dirac")).isEnabled() == entry.has_kernel
    assert menu.model().item(menu.findData("eye")).isEnabled() == (entry.dims == 2)


def test_kernel_and_groups_move_the_weight(window, qtbot):
    layer = {"in_features": 8, "out_features": 4, "kind": "conv2d"}
    shown = window(small(layer=layer))
    with settling(qtbot, shown):
        find(shown, "layer.kernel").setValue(5)
    with settling(qtbot, shown):
        find(shown, "layer.groups").setValue(2)
    assert shown.experiment().layer.shape.size == (4, 4, 5, 5)
    assert shown.page.result().weight.summary.count == 400
    find(shown, "layer.groups").setValue(3)
    assert shown.experiment().layer.groups == 2
    assert find(shown, "layer.groups").value() == 2


def test_a_page_that_stacks_linear_layers_says_so_and_shows_their_controls(window, qtbot):
    shown = window(small(layer={"in_features": 8, "out_features": 4, "kind": "embedding"}))
    with settling(qtbot, shown):
        shown.show_page("depth")
    assert not find(shown, "layer.kind").isVisibleTo(shown)
    assert find(shown, "layer.bias").isVisibleTo(shown)
    assert "nn.Embedding" in shown.panel.section_of("layer.kind").message.text()
    with settling(qtbot, shown):
        shown.show_page("layer")
    assert find(shown, "layer.kind").isVisibleTo(shown)
    assert not shown.panel.section_of("layer.kind").message.text()
