"""A place on a map, in writing and in store."""

import pytest

from casework.case.map_pin import MapPin


@pytest.mark.parametrize(
    ("pin", "words"),
    [
        (MapPin(-6.732, 108.55231234), "-6.73200, 108.55231"),
        (
            MapPin(1, 2, "Balai RW 03", "Jl. Dalam 12"),
            "Balai RW 03, Jl. Dalam 12 (1.00000, 2.00000)",
        ),
        (MapPin(1, 2, "", "Jl. Dalam 12"), "Jl. Dalam 12 (1.00000, 2.00000)"),
    ],
)
def test_a_pin_in_writing(pin: MapPin, words: str) -> None:
    """Name and address stand first, and the coordinates as a map takes them; what is missing leaves
    no comma."""
    assert pin.words == words
    assert MapPin.load(pin.dump()) == pin
