"""A reply to a report that nobody holds, one by one or to several: who replies has read it."""

import pytest

from casework.case.model import Status
from tests.bot.desk.test_bulk import begin, case, made, reports, says
from tests.support.rig import Rig

__all__ = ["made"]

SOON = "kami cek dulu"


@pytest.mark.parametrize("together", [True, False])
async def test_what_was_replied_to_was_read(made: Rig, *, together: bool) -> None:
    """It is not called unread when it climbs: it was replied to, and nobody has taken it."""
    first, *_ = picked = await reports(made, 1)
    leader = made.phone(12)
    if together:
        await begin(made, "reply", picked)
        await made.write(leader, SOON)
        await made.press(leader, ":count:ok")
        await made.pass_time(minutes=11)
    else:
        await made.write(leader, f"/balas 26-1 {SOON}")
    assert (await case(made, first)).status is Status.REVIEWED
    assert (await case(made, first)).owner is None
    await made.pass_time(days=4)
    assert not any(says(made.phone(one), "belum dibaca") for one in (11, 12))
    assert says(leader, "dibalas, tetapi belum ada yang mengambil")
