"""Who holds a case that is merged into a free one holds that from now on: the work stays in the
same hands, and both the holder and who has merged them read so. Taken back, it is free again.

Tested in tests/bot/trials/office/test_merged_holder.py."""

from collections.abc import Sequence

from bot.desk.desk import ComplaintDesk
from bot.desk.mail import Mail
from casework.access import permissions
from casework.actions.assignment import Assign, Assigned, Claim, Claimed
from casework.actions.correcting.letting_go import Free
from casework.actions.duplicates.merging import Absorbed
from casework.case.events import Event
from casework.case.model import Case, Urgency
from casework.case.number import number
from casework.rules.rule import AT_A_DESK
from conversations.protocol.effects import Say, text
from storage.cases import cases
from storage.unit_of_work import Batch


async def along(desk: ComplaintDesk, batch: Batch, case: Case, main_id: int, by: int) -> list[Mail]:
    """The holder of a merged case takes the one that goes on, where nobody has it."""
    holder, main = case.owner, await batch.case(main_id)
    if holder is None or main is None or not await _can(batch, case, main, holder):
        return []
    take = Claim(by) if holder == by else Assign(by, holder)
    _, _, mails = await desk.decided(batch, main, take)
    name = (await batch.person(holder)).profile.name or text("staff.colleague")
    told = text("duplicates.theirs_now", number=number(main.id), owner=name)
    if holder == by:
        told = text("duplicates.yours_now", number=number(main.id))
    return [*mails, Mail(by, Say(told, case=main.id), batch.at)]


async def _can(batch: Batch, case: Case, main: Case, holder: int) -> bool:
    """Whether the holder may have the case, too. Who holds an ordinary one has not answered an
    alarm: that goes on ringing."""
    rings = main.urgency is Urgency.EMERGENCY and case.urgency is not Urgency.EMERGENCY
    if rings or main.owner is not None or main.status not in AT_A_DESK or main.ending.objected:
        return False
    return permissions.may(Claim, holder, (await batch.person(holder)).memberships, main)


async def let_go(
    desk: ComplaintDesk, batch: Batch, case: Case, main_id: int, by: int
) -> list[Mail]:
    """Once the merge is taken back, what came into somebody's hands by it is free again, unless
    they have done something in it since."""
    await batch.flush()
    main = await batch.case(main_id)
    if main is None or main.owner is None or main.status not in AT_A_DESK:
        return []
    trail = [event for event, _ in await cases.history(batch.connection, batch.vault, main_id)]
    if not _came_along(trail, case.id, main.owner):
        return []
    return (await desk.decided(batch, main, Free(by)))[2]


def _came_along(trail: Sequence[Event], other: int, owner: int) -> bool:
    """Whether a case came to its holder with this duplicate, and lies untouched since."""
    merges = [n for n, x in enumerate(trail) if isinstance(x, Absorbed) and x.other == other]
    after = list(trail[merges[-1] + 1 :]) if merges else []
    if not after or not isinstance(after[0], Claimed | Assigned):
        return False
    return not any(event.by == owner for event in after[1:] if event.kind != "released")
