"""What happens to a case while a letter about it waits must not make the letter untrue: a question
falls with a case that is merged, withdrawn or has a result, a result with one that is withdrawn. It
is taken back as its writer would do it, so the case goes on from where it stood before.

Tested in tests/bot/desk/correcting/test_overtaken.py."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.desk.correcting.taking_back import without
from bot.desk.desk import ComplaintDesk, Request, handles, of_one_case
from bot.desk.mail import Mail
from casework.actions.correcting.taking_back import TakeBack
from casework.actions.ending.confirmation import Confirm
from casework.actions.ending.resolution import Resolve, Resolved, Withdraw
from casework.actions.objection import Object
from casework.actions.question import Asked
from casework.case.events import Event
from casework.case.model import Case, Refused, Status
from casework.case.number import number
from conversations.actions.correcting import taking_back as words
from conversations.protocol.effects import text
from storage.cases import cases
from storage.pending import held_letters
from storage.unit_of_work import Batch

SAID: Mapping[Status, type[Event]] = {Status.WAITING: Asked, Status.RESOLVED: Resolved}
"""What has led a case to where it stands, and would be untrue elsewhere."""


async def held(batch: Batch, case: Case) -> int:
    """The place in the trail of the question or the result of a case, while its letters have not
    gone out; 0 when there is none."""
    if case.status not in SAID:
        return 0
    await batch.flush()
    waits = await held_letters.waiting(batch.connection, case.id)
    if not waits:
        return 0
    trail = await cases.history(batch.connection, batch.vault, case.id)
    kind = SAID[case.status]
    place = max((n for n, (x, _) in enumerate(trail, 1) if isinstance(x, kind)), default=0)
    return place if place in waits else 0


async def fallen(
    desk: ComplaintDesk, batch: Batch, case: Case, why: str
) -> tuple[Case, list[Mail]]:
    """The case without what has not gone out, and what its writer is told. ``why``: the text
    ``held.why_…``."""
    place = await held(batch, case)
    if not place:
        return case, []
    trail = tuple(await cases.history(batch.connection, batch.vault, case.id))
    said, _ = trail[place - 1]
    try:
        after = await without(desk, batch, case, TakeBack(said.by, place, trail))
    except Refused:  # something builds on it: the case goes on from here, without the letters
        after = case
        await held_letters.take_back(batch.connection, held_letters.deed(case.id, place))
    return after, [Mail(said.by, words.overtaken(case, said, text(f"held.why_{why}")), batch.at)]


async def _ends(request: Request[Any], why: str) -> list[Mail]:
    desk, batch, case = request.desk, request.batch, request.known_case()
    if not await held(batch, case):
        return await of_one_case(request)
    await desk.would(batch, request.by, request.command, case)  # before its letters are touched
    after, told = await fallen(desk, batch, case, why)
    return [*told, *await of_one_case(replace(request, case=after))]


async def _resolve(request: Request[Resolve]) -> list[Mail]:
    return await _ends(request, "resolve")


async def _withdraw(request: Request[Withdraw]) -> list[Mail]:
    return await _ends(request, "withdraw")


async def _of_result(request: Request[Any]) -> list[Mail]:
    """What a resident says of a result is said of an older one, while they have not got the new."""
    batch, case = request.batch, request.known_case()
    if case.status is Status.RESOLVED and await held(batch, case):
        raise Refused("refused.confirm.not_now", number=number(case.id))
    return await of_one_case(request)


HANDLERS = (
    handles(Resolve, _resolve),
    handles(Withdraw, _withdraw),
    handles(Confirm, _of_result),
    handles(Object, _of_result),
)
