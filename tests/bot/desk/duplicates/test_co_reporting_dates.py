"""Who comes along hears of another date, as the first teller does."""

from datetime import timedelta

import pytest

from casework.actions.correcting.classification import CorrectService, CorrectUrgency
from casework.actions.correcting.postponement import Postpone
from casework.case.commands import Command
from casework.case.model import Urgency
from storage.unit_of_work import Batch
from tests.bot.desk.duplicates.test_co_reporting import (
    ME,
    NEIGHBOUR,
    OFFICER,
    merge,
    two,
    village,
)
from tests.support.rig import START, Rig

__all__ = ["village"]

LATER = (START + timedelta(days=29)).date().isoformat()
SORTED = {
    "more urgent": CorrectUrgency(OFFICER, Urgency.HIGH, "anak kecil lewat sana"),
    "a little more urgent": CorrectUrgency(OFFICER, Urgency.NORMAL, "ramai sekali"),
    "put off": Postpone(OFFICER, LATER, "menunggu dinas"),
}


async def told_after(village: Rig, command: Command) -> list[tuple[int, str]]:
    """Who is told what of a case that a neighbour has joined."""
    first, second = await two(village)
    await merge(village, second, first)
    async with village.program.db.write() as connection:
        batch = Batch(connection, village.program.vault, village.now)
        mails = await village.program.desk.handle(batch, OFFICER, command, first.id)
        await batch.flush()
    return [(mail.to, mail.say.text.key) for mail in mails]


@pytest.mark.parametrize("what", SORTED)
async def test_another_date_reaches_who_came_along(village: Rig, what: str) -> None:
    """What is sorted anew or put off has another date: both read it, one message each."""
    told = await told_after(village, SORTED[what])
    assert [key for to, key in told if to == NEIGHBOUR] == ["following.due"]
    assert len([key for to, key in told if to == ME]) == 1


async def test_what_goes_to_another_office_by_its_service(village: Rig) -> None:
    """A service that another office looks after: the date, and that the office is another one."""
    told = await told_after(village, CorrectService(OFFICER, "violence", "ini kekerasan"))
    assert [key for to, key in told if to == NEIGHBOUR] == ["following.due_moved"]


async def test_the_same_date_is_no_news(village: Rig) -> None:
    """A service with the same clock and office changes nothing for who came along."""
    told = await told_after(village, CorrectService(OFFICER, "aid_schedule", "lebih tepat"))
    assert [key for to, key in told if to == NEIGHBOUR] == []
