"""What a letter may tell another office of a person: no more than its purpose asks for."""

import pytest

from casework.access.referral_fields import FIELDS, NEEDED, REACH, needed


def test_an_unknown_office_gets_what_it_takes_to_find_the_person() -> None:
    """Who is not in the table reaches the person, and learns nothing else."""
    assert needed("pln") == needed("no such kind") == REACH


@pytest.mark.parametrize("kind", NEEDED)
def test_every_office_can_reach_the_person(kind: str) -> None:
    """Whatever a kind of office needs, it is among the fields there are and can reach them."""
    assert REACH <= needed(kind) <= FIELDS


def test_religion_is_told_to_the_register_and_the_own_offices_only() -> None:
    """The most delicate field leaves for the office that registers it, and for nobody else."""
    told = {kind for kind in NEEDED if "religion" in needed(kind)}
    assert told == {"puskesos", "slrt", "village_gov", "disdukcapil"}


def test_the_family_card_stays_from_schools_and_police() -> None:
    """The number that leads to a whole family is told where families are the subject."""
    assert all("kk" not in needed(kind) for kind in ("school", "disdik", "police", "hospital"))
