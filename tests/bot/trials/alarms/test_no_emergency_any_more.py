"""The alarms of a case that is no emergency any more say so, and nothing else, whoever takes it
later."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from casework.actions.ending.completion import Completed
from casework.case.intake import Intake
from casework.case.model import Status, Urgency
from conversations.notices import notices
from tests.casework.cases import OFFICER, TELLER, VILLAGE, having, standing
from tests.conversations.speaker import CONTENT
from tests.support.begun.rigs import begun
from tests.support.rig import Rig
from tests.support.teams import CLERK, LEADER, RESIDENT, SERVICE, SLRT, employed

FLOOD = "tolong, banjir, air masuk rumah sekarang"
CASE = 260_000_001
EVERYBODY = (CLERK, SERVICE, LEADER, SLRT)


@pytest.fixture
async def office(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Rig]:
    """A village with three officers, the district with one, and a resident."""
    async with begun(employed, sqlite_url, tmp_path) as made:
        yield made


def cards(office: Rig) -> list[str]:
    """What stands on each phone of an emergency that somebody holds."""
    said = [m.text for p in EVERYBODY for m in office.phone(p).messages if m.from_bot]
    return [one for one in said if "Laporan darurat" in one and "dipegang" in one]


async def tap(office: Rig, person: int, data: str) -> None:
    phone = office.phone(person)
    phone.tap_data(data, phone.last.message_id)
    await office.settle()


async def lowered(office: Rig, how: str) -> None:
    """The resident cries for help, and it turns out to be none: by their own word, or an
    officer's."""
    await office.write(office.phone(RESIDENT), FLOOD)
    if how == "called off":
        await office.press(office.phone(RESIDENT), "es:ask:")
        await office.press(office.phone(RESIDENT), "eo:")
        await office.press(office.phone(RESIDENT), "ek:keep")
    else:
        await tap(office, LEADER, f"c:correct:{CASE}")
        await office.press(office.phone(LEADER), ":urgency")
        await office.press(office.phone(LEADER), ":normal")
        await office.write(office.phone(LEADER), "hanya genangan di jalan")
        await office.press(office.phone(LEADER), ":send")


@pytest.mark.parametrize("how", ["called off", "lowered"])
@pytest.mark.parametrize("taken", ["claimed", "assigned"])
async def test_a_claim_of_an_ordinary_case_changes_no_alarm(
    office: Rig, how: str, taken: str
) -> None:
    """It says that it is over, and stays so: nobody reads of an emergency in somebody's hands."""
    await lowered(office, how)
    over = [m.text for m in office.phone(CLERK).messages if "bukan keadaan darurat lagi" in m.text]
    assert cards(office) == []
    if taken == "claimed":
        await tap(office, SERVICE, f"c:claim:{CASE}")
    else:
        await tap(office, LEADER, f"as:{CASE}:{SERVICE}")
    assert cards(office) == []
    after = [m.text for m in office.phone(CLERK).messages if "bukan keadaan darurat lagi" in m.text]
    assert after == over


async def test_an_emergency_that_is_taken_still_says_so(office: Rig) -> None:
    """The neighbour: while it is one, all alarms say who has it."""
    await office.write(office.phone(RESIDENT), FLOOD)
    await tap(office, SERVICE, f"c:claim:{CASE}")
    assert cards(office)


@pytest.mark.parametrize("urgency", Urgency)
def test_a_village_that_is_told_late_reads_of_no_emergency(urgency: Urgency) -> None:
    """Where it became known only after somebody had lowered the case and taken it."""
    case = having(standing(Status.IN_PROGRESS, owner=OFFICER), urgency=urgency)
    event = Completed(TELLER, VILLAGE, VILLAGE, 0, False, Intake(), placed=True)
    told = [n.say.text.key for n in notices(case, event, CONTENT.catalogue)]
    assert ("notice.alarm_held" in told) is (urgency is Urgency.EMERGENCY)
