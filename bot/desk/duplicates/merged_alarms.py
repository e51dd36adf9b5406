"""The alarms of an emergency that has become part of another: on each phone they become the way to
the one that goes on, and say who has it, as often as that changes.

Tested in tests/bot/trials/alarms/test_merged_alarms.py."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.desk import alarm_stream
from bot.desk.assignees import in_place_of
from bot.desk.desk import ComplaintDesk
from bot.desk.mail import Mail
from bot.desk.roster import Roster
from casework.actions.assignment import Assigned, Claimed, HandedOver
from casework.actions.correcting.letting_go import Freed, GivenBack
from casework.actions.duplicates.unmerging import still_absorbed
from casework.case.events import Event
from casework.case.model import Case
from conversations.actions.correcting.letting_go import alarm
from conversations.actions.duplicates import merged_words as words
from conversations.content.fitting_numbers import of_case
from conversations.protocol.effects import Say, Text, text
from conversations.protocol.notice import urgent
from storage.cases import cases
from storage.pending import letters_of_case
from storage.pending.letters_of_case import SentAlarm
from storage.unit_of_work import Batch

HANDS = (Claimed, Assigned, HandedOver, GivenBack, Freed)
"""Events after which somebody else has a case, or nobody."""

MERGED = "duplicates.merged"
"""What is told to who comes along with a case."""


async def merged(
    desk: ComplaintDesk, batch: Batch, case: Case, main: Case, mails: Sequence[Mail]
) -> list[Mail]:
    """The letters of a merge. Into an emergency: its tellers hear at once whether somebody has it,
    and so does everybody who was called."""
    if not urgent(main):
        return list(mails)
    told = [_at_once(desk, batch, case, main, mail) for mail in mails]
    return [*told, *await _rings(batch, case.id, main)]


def _at_once(desk: ComplaintDesk, batch: Batch, case: Case, main: Case, mail: Mail) -> Mail:
    if mail.say.text.key != MERGED:
        return mail
    if words.discreetly(case):
        return replace(mail, not_before=batch.at)
    numbers = of_case(desk.content.numbers, main)
    return replace(
        mail, say=words.to_its_teller(mail.say, case, main, numbers), not_before=batch.at
    )


async def settled(batch: Batch, main: Case, event: Event) -> list[Mail]:
    """Who has an emergency has changed: what has become part of it says so, too."""
    if not (isinstance(event, HANDS) and urgent(main)):
        return []
    await batch.flush()
    trail = await cases.history(batch.connection, batch.vault, main.id)
    mails: list[Mail] = []
    for part in still_absorbed(event for event, _ in trail):
        mails += await _rings(batch, part.other, main)
    return mails


async def _rings(batch: Batch, case: int, main: Case) -> list[Mail]:
    """The alarms of a case that is part of another, as that one stands now."""
    there = await alarm_stream.called(batch, replace(main, id=case))
    return await _shown(batch, case, there, words.ring(case, main, await _owner(batch, main)))


async def _shown(
    batch: Batch, case: int, there: Mapping[int, Sequence[SentAlarm]], say: Say
) -> list[Mail]:
    """The newest alarm of a case on each phone becomes this; what waits is taken back."""
    await letters_of_case.take_back_alarms(batch.connection, case)
    last = {person: sent[-1].message_id for person, sent in there.items()}
    say = replace(say, text=replace(say.text, args={**say.text.args, "at": batch.at}))
    return [
        Mail(person, replace(say, edit=message), batch.at)
        for person, message in last.items()
        if message is not None
    ]


async def _owner(batch: Batch, case: Case) -> Text | str:
    name = "" if case.owner is None else (await batch.person(case.owner)).profile.name
    return name or text("staff.colleague")


async def parted(roster: Roster, batch: Batch, case: Case) -> list[Mail]:
    """An emergency stands alone again: while nobody has it, all who were called are called anew;
    else they read who has it."""
    there = await alarm_stream.called(batch, case) if urgent(case) else {}
    if case.owner is not None:
        say = words.in_hands(case, await _owner(batch, case))
        return await _shown(batch, case.id, there, say)
    readers = await in_place_of(roster, batch, case, there)
    rings = [Mail(person, replace(alarm(case), alarm=True), batch.at) for person in readers]
    return await alarm_stream.rung_anew(batch, case, rings)
