"""Files that an officer has sent along with a reply or a result: they are kept with the case, and
go to the resident behind the words.

Tested in tests/bot/desk/test_files_along.py."""

from bot.desk.desk import ComplaintDesk
from bot.desk.mail import Mail
from casework.actions.correspondence import Replied
from casework.actions.ending.resolution import Resolved
from casework.case import events as e
from casework.case.model import Case
from casework.case.number import number
from conversations.protocol.delivery import Delivery
from conversations.protocol.dialogue import Story
from conversations.protocol.effects import Say, text
from conversations.protocol.notice import urgent
from storage.cases import attachments
from storage.unit_of_work import Batch


async def letters(desk: ComplaintDesk, batch: Batch, case: Case, event: e.Event) -> list[Mail]:
    """The files for the resident; a note's stay with colleagues, and nobody gets their own back."""
    if not isinstance(event, Replied | Resolved) or not event.along or event.by == case.teller:
        return []
    names = {file.unique_id for file in Story.load(event.along).attachments}
    await batch.flush()  # what was just wanted has an id only then
    found = await attachments.named(batch.connection, case.id, names)
    at = batch.at if urgent(case) else desk.policy.rested(batch.at)
    told = text("files.along", number=number(case.id))
    say = [Say(told, case=case.id, media=one, delivery=Delivery.MUST_ARRIVE) for one in found]
    return [Mail(case.teller, one, at) for one in say]
