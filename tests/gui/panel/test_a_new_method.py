"""One entry is all that the window needs of a method, even of one that torch lacks."""

from __future__ import annotations

from tests.core.init.stranger import stranger
from tests.gui.support import choose, find, settling, small


def test_a_new_method_is_in_menu_form_formula_code_and_comparison(window, qtbot):
    with stranger() as entry:
        shown = window(small(depth={"layers": 3, "width": 8}))
        menu = find(shown, "weight_init.method")
        at = menu.findData("signed")
        assert menu.itemText(at) == "Signed by a coin"
        assert not find(shown, "bias_init.method").model().item(at).isEnabled()
        with settling(qtbot, shown):
            choose(menu, "signed")
        field = find(shown, "weight_init.scale")
        assert "Size of the weights." in field.toolTip()
        assert "Tensor.sign_(scale)" in field.whatsThis()
        with settling(qtbot, shown):
            shown.set_experiment(shown.experiment().with_value("weight_init.scale", 3.0))
        assert shown.page.result().weight.verdict.matches
        assert "sign_().mul_(3.0 / " in find(shown, "code").toPlainText()
        with settling(qtbot, shown):
            shown.show_page("depth")
        with settling(qtbot, shown):
            find(shown, "depth.compare_all").click()
        assert any(
            "Signed by a coin" in line.name for line in find(shown, "plot.depth.forward").lines
        )
        with settling(qtbot, shown):
            choose(menu, "zeros")  # before the entry is gone
    assert entry.method == "signed"
