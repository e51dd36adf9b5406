"""Ends everything of one person from the command line, as when their phone was stolen: roles,
plans, what they had begun, and what waits to be sent to them as an officer."""

from bot.desk.staff.accounts import OPERATOR
from bot.program import Program
from bot.settings.mistakes import Mistakes
from bot.turns.posting import Post
from casework.case.model import Refused
from conversations.protocol import requests as rq
from storage.unit_of_work import Batch

NOBODY = "nobody with the number {person} works here; see who does: puskesos people"


async def end(program: Program, person: int) -> None:
    """End it and tell those whom it concerns, in one transaction. Mistakes when they have no
    role."""
    async with program.db.write() as connection:
        batch = Batch(connection, program.vault, program.clock())
        await batch.know([person])
        try:
            mails = await program.desk.handle(batch, OPERATOR, rq.EndRoles(person))
        except Refused:
            raise Mistakes(NOBODY.format(person=person)) from None
        post = Post(batch, program.desk.content.texts, f"end.{person}.{batch.at:%Y%m%d%H%M%S%f}")
        await post.news([mail for mail in mails if mail.to != OPERATOR])
        await batch.flush()
