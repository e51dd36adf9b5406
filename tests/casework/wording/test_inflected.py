"""Forms of verbs: what people write of somebody who does something, or to whom it is done."""

import pytest

from casework.wording.inflected import active, passive


@pytest.mark.parametrize(
    ("stem", "form"),
    [
        ("pukul", "mukul"),
        ("pentung", "mentungin"),
        ("tendang", "nendangi"),
        ("keplak", "ngeplaki"),
        ("siksa", "nyiksa"),
        ("cabok", "nyabokan"),
        ("antem", "ngantemi"),
        ("gebug", "ngagebugan"),
        ("gebug", "nggebugi"),
        ("gebuk", "menggebuk"),
        ("hajar", "ngehajar"),
        ("jotos", "ngajotosan"),
        ("bogem", "mbogem"),
        ("dupak", "ndupak"),
        ("cabul", "cabuli"),
        ("jambak", "jambakin"),
    ],
)
def test_who_does_it(stem: str, form: str) -> None:
    """Indonesian, Javanese and Sundanese prefixes, with every ending."""
    assert form in active(stem)


@pytest.mark.parametrize("form", ["dijotos", "dijotosi", "dijotosin", "dijotosan"])
def test_to_whom_it_is_done(form: str) -> None:
    """The passive is one in all three languages."""
    assert form in passive("jotos")


def test_what_is_another_word() -> None:
    """An h before the stem stays: "ngajar" is teaching, not beating."""
    assert "ngajar" not in active("hajar")
