import pytest

from core.format import readable


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 B"),
        (1023, "1023 B"),
        (1024, "1.0 KiB"),
        (48, "48 B"),
        (2**20 * 1.5, "1.5 MiB"),
        (2**40, "1.0 TiB"),
        (4 * 2**40, "4.0 TiB"),
        (2**60, "1024.0 PiB"),
    ],
)
def test_a_number_of_bytes_is_said_in_its_unit(size: float, text: str) -> None:
    assert readable(size) == text
