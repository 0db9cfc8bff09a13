"""The bounds themselves: any case can be named, and one that is too slow or too large is."""

from __future__ import annotations

import pytest

from tests.attack import bounds
from tests.attack.bounds import Bounds


@pytest.mark.parametrize("what", [10**5000, {"p": -(10**5000)}, "\ud800", [(10**5000,)]], ids=type)
def test_a_case_that_python_does_not_print_is_counted_and_named(what, capsys, monkeypatch):
    found = Bounds()
    with found.case(what):
        pass
    found.check()
    assert "1 cases" in capsys.readouterr().out
    monkeypatch.setattr(bounds, "SECONDS", -1.0)
    with pytest.raises(AssertionError, match=r" took 0\.0 s"), found.case(what):
        pass
