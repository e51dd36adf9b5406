"""An emergency whose village is named only later: the village hears it as an alarm, not as a
further detail."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.simulator.phones import Phone
from casework.case.model import Role
from tests.support.begun.rigs import begun
from tests.support.rig import DISTRICT, VILLAGE, Rig

FO, BO, CO, DISTRICT_OFFICER, NEWCOMER = 900, 901, 902, 903, 1
VILLAGERS = (FO, BO, CO)
DANGER = "tolong, banjir, air masuk rumah sekarang"
MORE = "ada keterangan baru"


@pytest.fixture
async def office(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Rig]:
    """A village with three officers and the district with one; somebody whom nobody has met writes
    of a flood."""
    async with begun(_begin, sqlite_url, tmp_path) as made:
        yield made


async def _begin(made: Rig) -> None:
    for person, role in zip(
        VILLAGERS, (Role.FRONT_OFFICE, Role.BACK_OFFICE, Role.COORDINATOR), strict=True
    ):
        await made.employ(person, role, VILLAGE)
    await made.employ(DISTRICT_OFFICER, Role.DISTRICT_OFFICER, DISTRICT)
    for person in (*VILLAGERS, DISTRICT_OFFICER):
        made.phone(person)
    await made.write(made.phone(NEWCOMER), DANGER)


def news(phone: Phone) -> list[str]:
    """What was told about the case, in order."""
    return [message.text for message in phone.messages if "26-00001" in message.text]


def claims(phone: Phone) -> bool:
    """Whether there is a button to claim."""
    return any(
        "c:claim:" in (b.data or "") for m in phone.messages for row in m.buttons for b in row
    )


async def test_the_village_is_rung_once_it_is_known(office: Rig) -> None:
    """The real alarm with its button to all three, once; the district, rung before, is not rung
    again."""
    assert [news(office.phone(person)) for person in VILLAGERS] == [[], [], []]
    assert "DARURAT" in news(office.phone(DISTRICT_OFFICER))[0]
    await office.write(office.phone(NEWCOMER), "Kesambi")
    for person in VILLAGERS:
        (alarm,) = news(office.phone(person))
        assert alarm.startswith("🔴 DARURAT")
        assert claims(office.phone(person))
    assert sum("DARURAT" in told for told in news(office.phone(DISTRICT_OFFICER))) == 1
    await office.press(office.phone(BO), "c:claim:")
    assert "diproses" in office.phone(BO).last.text


async def test_further_answers_go_to_whoever_has_the_emergency(office: Rig) -> None:
    """The address after a claim is told to the owner alone."""
    await office.write(office.phone(NEWCOMER), "Kesambi")
    await office.press(office.phone(BO), "c:claim:")
    await office.write(office.phone(NEWCOMER), "RT 3 dekat masjid")
    heard = [
        any(MORE in told for told in news(office.phone(person)))
        for person in (*VILLAGERS, DISTRICT_OFFICER)
    ]
    assert heard == [False, True, False, False]


async def test_the_village_is_told_who_has_it(office: Rig) -> None:
    """Claimed by the district before the village was named: a line with the name, and nothing to
    claim."""
    await office.press(office.phone(DISTRICT_OFFICER), "c:claim:")
    await office.write(office.phone(NEWCOMER), "Kesambi")
    for person in VILLAGERS:
        (told,) = news(office.phone(person))
        assert "di wilayah Anda sudah dipegang" in told
        assert not claims(office.phone(person))
    assert any(MORE in told for told in news(office.phone(DISTRICT_OFFICER)))
