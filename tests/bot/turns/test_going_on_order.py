"""Which case is offered next: the most urgent one that is still to do, once a round, within the
filter of the queue that was on."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.simulator.phones import Phone
from casework.case.model import Case, Desk, Role, Status, Urgency
from casework.case.number import number
from tests.bot.desk.test_own_queue import stand_in
from tests.bot.pages.test_lists import case, keep
from tests.support.begun.rigs import begun
from tests.support.rig import START, VILLAGE, Rig

OFFICER, AWAY, LEADER = 11, 12, 13
COUNT = 5


@pytest.fixture
async def made(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Rig]:
    async with begun(_begin, sqlite_url, tmp_path) as running:
        yield running


async def _begin(made: Rig) -> None:
    await made.employ(OFFICER, Role.FRONT_OFFICE, VILLAGE)
    await keep(made, *(free(n) for n in range(COUNT)))


@pytest.fixture
def clerk(made: Rig) -> Phone:
    """An officer with five free cases in their queue, 0 the most urgent."""
    return made.phone(OFFICER)


def free(n: int, **changed: Any) -> Case:
    status = changed.pop("status", Status.REVIEWED)
    return case(n, status, **{"owner": None, "due_at": due(n), **changed})


def due(n: int) -> datetime:
    """Due one after another, none of them soon."""
    return START + timedelta(days=2, minutes=n)


def tap_of(phone: Phone) -> str:
    """What the button to the next case carries; "" without one."""
    found = [b for m in phone.messages[-2:] for row in m.buttons[-1:] for b in row]
    taps = [b.data or "" for b in found if b.text.startswith("Berikutnya: ")]
    return taps[-1] if taps else ""


def offered(phone: Phone) -> int:
    """Which of the cases is offered next; -1 for none."""
    tap = tap_of(phone)
    return int(tap.rpartition(":")[2]) - case(0, Status.REVIEWED).id if tap else -1


async def look(made: Rig, phone: Phone, n: int) -> None:
    phone.tap_data(f"c:open:{case(n, Status.REVIEWED).id}", phone.last.message_id)
    await made.settle()


async def note(made: Rig, phone: Phone, n: int) -> int:
    """The officer notes something in a case; which one is offered then."""
    await made.write(phone, f"/catatan {number(case(n, Status.REVIEWED).id)}")
    await made.write(phone, "dilihat")
    return offered(phone)


async def test_the_most_urgent_is_next_not_the_one_below(made: Rig, clerk: Phone) -> None:
    """Whoever begins in the middle of the queue is led to its top."""
    await made.write(clerk, "/antrian")
    assert await note(made, clerk, 3) == 0


async def test_having_only_looked_skips_nothing(made: Rig, clerk: Phone) -> None:
    """Pages that were opened from the queue and left alone are still the next."""
    await made.write(clerk, "/antrian")
    for n in (0, 1):
        await look(made, clerk, n)
    assert await note(made, clerk, 3) == 0


async def test_a_round_names_every_case_once(made: Rig, clerk: Phone) -> None:
    """Going on by the button, with something done in each, every case comes once, in order; then a
    new round begins at the top."""
    seen = [2]
    for _ in range(COUNT):
        seen.append(await note(made, clerk, seen[-1]))
        await made.press(clerk, tap_of(clerk))
    assert seen == [2, 0, 1, 3, 4, 0]


async def test_what_was_left_is_not_offered_again_at_once(made: Rig, clerk: Phone) -> None:
    """A case that was opened by the button and left as it was waits for the next round; the round
    comes to it again."""
    assert await note(made, clerk, 4) == 0
    await made.press(clerk, tap_of(clerk))
    offers = [await note(made, clerk, 1), await note(made, clerk, 2), await note(made, clerk, 3)]
    assert offers == [2, 3, 0]


async def test_what_has_happened_since_brings_a_case_back(made: Rig, clerk: Phone) -> None:
    """A case that was left, and in which a colleague has done something, is named anew."""
    colleague = await made.employ(AWAY, Role.FRONT_OFFICE, VILLAGE)
    assert await note(made, clerk, 4) == 0
    await made.press(clerk, tap_of(clerk))
    await note(made, colleague, 0)
    assert await note(made, clerk, 1) == 0


async def test_what_becomes_late_comes_back(made: Rig, clerk: Phone) -> None:
    """A case that was left and is late now is named anew; so is all after some hours."""
    await keep(made, free(0, due_at=made.now + timedelta(minutes=5)))
    assert await note(made, clerk, 4) == 0
    await made.press(clerk, tap_of(clerk))
    assert await note(made, clerk, 1) == 2
    made.later(minutes=6)
    assert await note(made, clerk, 3) == 0
    await made.press(clerk, tap_of(clerk))
    assert await note(made, clerk, 4) == 2
    made.later(hours=5)
    assert await note(made, clerk, 4) == 0


async def test_what_waits_is_offered_only_when_nothing_else_is(made: Rig, clerk: Phone) -> None:
    """What waits for its resident, was put off or has a result stands behind what is to do, and
    says so."""
    await keep(made, *(free(n, status=Status.CLOSED, closed_at=START) for n in (2, 3, 4)))
    await keep(made, free(0, status=Status.WAITING, owner=OFFICER))
    assert await note(made, clerk, 1) == 0
    assert "tunggu warga" in clerk.last.buttons[-1][0].text
    await keep(made, free(0, status=Status.RESOLVED, owner=OFFICER))
    assert await note(made, clerk, 1) == 0
    assert "ada hasil" in clerk.last.buttons[-1][0].text
    await keep(made, free(2))
    assert await note(made, clerk, 1) == 2


async def test_what_is_put_off_waits_for_its_day(made: Rig, clerk: Phone) -> None:
    """Until the day comes it is not next, however little time it has; then it is."""
    await keep(made, *(free(n, due_at=due(n + 60 * 24 * 20)) for n in range(1, COUNT)))
    which = case(0, Status.REVIEWED).id
    clerk.tap_data(f"c:postpone:{which}", clerk.last.message_id)
    await made.settle()
    day = (START + timedelta(days=7)).strftime("%d-%m-%Y")
    await made.write(clerk, day)
    await made.write(clerk, "menunggu kiriman")
    await made.press(clerk, ":!:send")
    assert offered(clerk) == 1
    assert await note(made, clerk, 1) == 2
    await made.pass_time(days=8)
    assert await note(made, clerk, 1) == 0


@pytest.mark.parametrize(
    ("words", "wanted"),
    [("m~", 3), ("u~", 4), ("f~", 2), ("~", 0), ("l~", 1)],
    ids=["mine", "unread", "desk", "whole", "late"],
)
async def test_the_filter_stays_on(made: Rig, clerk: Phone, words: str, wanted: int) -> None:
    """Whoever looks at a part of the queue goes on in that part, and back to it."""
    await keep(made, free(0, desk=Desk.HEALTH, status=Status.IN_PROGRESS))
    await keep(made, free(1, desk=Desk.HEALTH, due_at=START - timedelta(days=1)))
    await keep(made, free(2, desk=Desk.FRONT_OFFICE))
    await keep(made, free(3, desk=Desk.HEALTH, owner=OFFICER))
    await keep(made, free(4, desk=Desk.HEALTH, status=Status.RECEIVED, due_at=due(9)))
    await keep(made, free(7, desk=Desk.HEALTH, due_at=due(99), owner=OFFICER))
    await made.write(clerk, "/antrian")
    clerk.tap_data(f"s:queue:{words}", clerk.last.message_id)
    await made.settle()
    await look(made, clerk, 7)
    if words == "~":
        await keep(made, free(1, due_at=due(1)))
    assert await note(made, clerk, 7) == wanted
    shown = await back_in(made, clerk)
    assert (words == "~") == ("yang perlu dikerjakan" in shown), shown


async def back_in(made: Rig, phone: Phone) -> str:
    """The queue to which the way back leads."""
    await made.press(phone, phone.last.buttons[-1][-1].data or "")
    return phone.last.text


async def test_where_the_filter_has_nothing_left_the_queue_goes_on(made: Rig, clerk: Phone) -> None:
    """After the last case of a part the most urgent of the whole queue is offered."""
    await keep(made, free(4, owner=OFFICER))
    await made.write(clerk, "/antrian")
    await made.press(clerk, "s:queue:m~")
    assert await note(made, clerk, 4) == 0


async def test_a_leader_goes_on_with_what_one_officer_holds(made: Rig, clerk: Phone) -> None:
    """The filter of one colleague leads through what that colleague holds."""
    leader = await made.employ(LEADER, Role.COORDINATOR, VILLAGE)
    await keep(made, *(free(n, owner=OFFICER) for n in (2, 3)))
    await made.write(leader, "/antrian")
    leader.tap_data(f"s:queue:@{OFFICER:x}~", leader.last.message_id)
    await made.settle()
    assert await note(made, leader, 3) == 2


async def test_a_view_of_one_service_stays_on(made: Rig, clerk: Phone) -> None:
    """Whoever looks at one service goes on with that service."""
    await keep(made, *(free(n, service="sktm") for n in (2, 3)))
    await made.write(clerk, "/antrian")
    clerk.tap_data("s:found:#sktm", clerk.last.message_id)
    await made.settle()
    assert await note(made, clerk, 3) == 2


async def test_what_one_stands_in_for_is_offered(made: Rig, clerk: Phone) -> None:
    """What an absent colleague holds, by their stand-in; without standing in it is not."""
    await made.employ(AWAY, Role.FRONT_OFFICE, VILLAGE)
    await keep(made, free(0, owner=AWAY))
    assert await note(made, clerk, 3) == 1
    await stand_in(made, AWAY, OFFICER)
    assert await note(made, clerk, 3) == 0


async def test_an_emergency_that_nobody_has_is_offered_again_and_again(
    made: Rig, clerk: Phone
) -> None:
    """However often it was left, and whatever filter is on; of two the one left longer."""
    await keep(made, *(free(n, urgency=Urgency.EMERGENCY) for n in (3, 4)))
    await made.write(clerk, "/antrian")
    await made.press(clerk, "s:queue:m~")
    assert await note(made, clerk, 1) == 3
    await made.press(clerk, tap_of(clerk))
    assert await note(made, clerk, 2) == 4
    await made.press(clerk, tap_of(clerk))
    assert await note(made, clerk, 1) == 3
