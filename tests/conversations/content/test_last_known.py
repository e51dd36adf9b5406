"""What is kept of the rows of a case: names to tell, and whether it was told in confidence."""

from conversations.content.last_known import last_known
from tests.casework.cases import VILLAGE
from tests.conversations.speaker import CONTENT


def test_names_and_desk_are_kept() -> None:
    """All that a page or a desk needs of rows that may go."""
    known = last_known(CONTENT, "pkh", VILLAGE, "dinsos")
    name = CONTENT.texts.languages["id"]["service.pkh.name"]
    assert (known["service"], known["desk"]) == (name, "socio_economic")
    assert known["party"] == CONTENT.texts.languages["id"]["party.dinsos"]
    assert known[f"village {VILLAGE}"] == CONTENT.places.name(VILLAGE)
    assert "sensitive" not in known


def test_what_is_told_in_confidence_is_known_as_such() -> None:
    """A service that few may see is known to be one."""
    assert last_known(CONTENT, "violence", "", "uptd_ppa")["sensitive"] == "yes"


def test_nothing_is_known_of_a_row_that_is_gone() -> None:
    """A guess would look like knowledge."""
    assert last_known(CONTENT, "teleport", VILLAGE, "dinsos") == {}
