"""A stand-in who works here no more: whoever they stood in for stays absent, what comes up goes to
the level above meanwhile, and those whom it concerns are asked for another at once.

Tested in tests/bot/desk/staff/test_leaving_stand_in.py."""

from bot.desk.desk import ComplaintDesk
from bot.desk.mail import Mail
from bot.desk.roster import COORDINATOR_LEVEL, LEVELS
from casework.access.stand_in import Absence, able, offices_of
from conversations.actions import stand_in as words
from storage.people import stand_ins
from storage.unit_of_work import Batch


async def lost(desk: ComplaintDesk, batch: Batch, person: int, by: int) -> list[Mail]:
    """The absences for which somebody stood in who can no more have nobody now; what the absent
    read of it, their coordinators, and who has ended the roles (``by``)."""
    theirs = (await batch.person(person)).memberships
    mails = list[Mail]()
    for each in await stand_ins.with_substitute(batch.connection, person, desk.roster.today(batch)):
        if not able((await batch.person(each.person)).memberships, theirs):
            await stand_ins.leave_alone(batch.connection, each)
            mails += await _told(batch, each, by)
    batch.presence_changed()
    return mails


async def _told(batch: Batch, absence: Absence, by: int) -> list[Mail]:
    absent = await batch.person(absence.person)
    leaders = LEVELS[COORDINATOR_LEVEL]
    lead = [x for o in offices_of(absent.memberships) for x, *_ in await batch.at_work(o, leaders)]
    others = dict.fromkeys(x for x in (by, *lead) if x != absence.person)
    own = Mail(absence.person, words.lost(absence), batch.at)
    told = words.lost_by(absence, absent.profile.name)
    return [own, *(Mail(other, told, batch.at) for other in others)]
