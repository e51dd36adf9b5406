"""What the program does first: it brings the cases that it finds into line with the rows of today.

A case becomes as careful as its service is now, keeps what its rows are called, and has its bells
reckoned anew where their kinds are gone. Doing it twice changes nothing.

Tested in tests/harness/test_rows_that_go.py."""

from collections.abc import Collection

from bot.desk.desk import ComplaintDesk
from casework.actions.places.renumbering import Renumber
from casework.policy.bell_subjects import OfCase
from casework.policy.reckoning import reckoned
from conversations.content.last_known import last_known
from storage.cases import cases, named_rows
from storage.places import area_moves
from storage.unit_of_work import Batch


async def follow_moves(desk: ComplaintDesk, batch: Batch) -> None:
    """Cases, people and roles that were given an old code after its place had moved, by a bot that
    still ran with it."""
    places, connection = desk.content.places, batch.connection
    for old in places.moves:
        new = places.today(old)
        if new == old:
            continue
        for case_id in await area_moves.cases_in(connection, old):
            await desk.handle(batch, 0, Renumber(old, new), case_id)
        await batch.flush()
        await area_moves.follow(connection, old, new)


async def settle(desk: ComplaintDesk, batch: Batch, ours: Collection[str]) -> None:
    """Bring all cases into line. ``ours``: the kinds of bells that are no rows of the policy."""
    rows, connection = desk.policy.catalogue, batch.connection
    careful = [key for key, row in rows.services.items() if row.sensitive]
    await named_rows.be_careful(connection, careful)
    for which in await named_rows.without_names(connection):
        service, party, village = which
        known = last_known(desk.content, service, village, party)
        await named_rows.keep_names(connection, which, known)
    known_kinds = (*desk.policy.followups, *ours)
    strange = [kind for kind, _ in await named_rows.strange_bells(connection, known_kinds)]
    for case_id in await named_rows.cases_of_bells(connection, strange):
        await reckon(desk, batch, case_id)


async def reckon(desk: ComplaintDesk, batch: Batch, case_id: int) -> None:
    """Take back the bells of a case whose kinds are gone, and set those that it should have."""
    case = await batch.case(case_id)
    if case is None:
        return
    await batch.flush()
    history = await cases.history(batch.connection, batch.vault, case_id)
    had = await named_rows.kinds_of(batch.connection, case_id)
    bells = reckoned(case, history, batch.at, desk.policy, had)
    gone = [(OfCase(case_id), kind) for kind in had - desk.policy.followups.keys()]
    batch.set_bells(bells, gone)
