"""The numbers that are shown in a danger are those that help in it."""

import pytest

from bot.settings.config import NUMBERS
from casework.policy.triage import AlarmKind
from conversations.content.fitting_numbers import BETWEEN, HUNGER, fitting

ALL = BETWEEN.join(NUMBERS)


def shown(kind: str, service: str = "") -> list[str]:
    return [one.split(" ")[0] for one in fitting(ALL, kind, service).split(BETWEEN)]


@pytest.mark.parametrize("kind", AlarmKind)
def test_the_aid_programmes_are_for_hunger_alone(kind: AlarmKind) -> None:
    """Somebody in a fire or in despair does not call them; 112 is always first."""
    assert "171" not in shown(kind)
    assert shown(kind)[0] == "112"
    assert shown(kind, HUNGER) == ["112", "171"]


def test_fire_and_violence_have_their_own() -> None:
    """And nobody else reads them."""
    assert shown("disaster")[:2] == ["112", "113"]
    assert "113" not in shown("medical")
    assert "129" in shown("violence")
    assert "129" not in shown("disaster")
    assert "110" not in shown("crisis")


def test_a_number_of_the_district_is_always_shown() -> None:
    """We do not know what it is for; and no danger is left without a number."""
    assert (
        fitting("0231-123456 (puskesmas) · 171 (Kemensos)", "medical") == "0231-123456 (puskesmas)"
    )
    assert fitting("171 (Kemensos)", "medical") == "171 (Kemensos)"
