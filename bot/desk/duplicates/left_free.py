"""Who holds a case that is merged into a free one reads that nobody has the one that goes on, and
may take it with one tap; so does whoever merged them. Nothing changes hands by itself, so that a
merge can be taken back to the row.

Tested in tests/bot/trials/office/test_merged_holder.py."""

from bot.desk.mail import Mail
from casework.access import permissions
from casework.actions.assignment import Claim
from casework.case.model import Case
from casework.case.number import number
from casework.rules.rule import AT_A_DESK
from conversations.protocol.effects import Rows, Say, text
from conversations.protocol.notice import button, open_button
from storage.unit_of_work import Batch


async def offered(batch: Batch, case: Case, main_id: int, by: int) -> list[Mail]:
    """What the holder of a merged case and whoever merged it read where nobody has the other."""
    holder, main = case.owner, await batch.case(main_id)
    if holder is None or main is None or main.owner is not None or main.status not in AT_A_DESK:
        return []
    name = (await batch.person(holder)).profile.name or text("staff.colleague")
    theirs = text("duplicates.left_free", number=number(main.id), owner=name)
    yours = text("duplicates.left_free_by_you", number=number(main.id))
    return [
        Mail(person, Say(told, await _buttons(batch, main, person), case=main.id), batch.at)
        for person, told in {by: theirs, holder: yours}.items()
    ]


async def _buttons(batch: Batch, main: Case, person: int) -> Rows:
    memberships = (await batch.person(person)).memberships
    may = permissions.may(Claim, person, memberships, main)
    return (button("act.claim", "claim", main),) if may else open_button(main)
