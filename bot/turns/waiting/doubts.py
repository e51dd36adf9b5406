"""Words of danger that nobody has answered for: is it happening now? After ten minutes they become
a report by themselves, urgent, but no alarm that wakes people. Of an officer's own words, which are
hardly ever a cry, it is asked once more instead, and they go on waiting.

Tested in tests/bot/turns/waiting/test_doubts.py and tests/bot/edges/darurat/belum_dijawab.txt."""

from collections.abc import Callable
from dataclasses import replace

from bot.desk.desk import ComplaintDesk
from bot.desk.filing import file
from bot.desk.mail import Mail
from bot.turns.around import surroundings
from casework.case.number import number
from casework.policy.bell_subjects import OfPerson
from casework.policy.followups import Bell
from conversations.content.content import Answered, Turn
from conversations.content.fitting_numbers import BETWEEN
from conversations.handlers.emergencies import doubt
from conversations.handlers.messages import resuming, staff_words
from conversations.protocol.dialogue import Talk
from conversations.protocol.effects import Said, Say, text
from storage.unit_of_work import Batch

UNANSWERED = "doubt"
"""Bells of such words; the occurrence is their number and since when they wait."""


STAFF = ".staff"
"""At the end of the occurrence: an officer's words, which nobody has marked as somebody's cry."""


def wait(batch: Batch, person: int, before: Talk, answered: Answered) -> None:
    """Set the bell of words about which it was asked just now."""
    after, effects = answered
    asked = [effect.text.key for effect in effects if isinstance(effect, Say)]
    whose = STAFF if staff_words.ASKS in asked else ""
    old = {number for number, _ in doubt.waiting(before)}
    new = [number for number, _ in doubt.waiting(after) if number not in old]
    if not new:
        return
    since, due = batch.at.isoformat(), batch.at + doubt.PATIENCE
    named = (f"{one}.{since}{whose}" for one in new)
    batch.set_bells([Bell(UNANSWERED, OfPerson(person), one, due) for one in named])


async def ring(
    desk: ComplaintDesk, batch: Batch, bell: Bell, new_id: Callable[[], str]
) -> list[Mail]:
    """File the words, where they still wait; their writer reads one short line that names nothing
    of them, and is asked where it is."""
    person = bell.about(OfPerson).person
    known = await batch.person(person)
    said = Said(person, 0, batch.at)
    around = await surroundings.around(batch, said, known)
    turn = Turn(desk.content, said, around, new_id)
    number_of = int(bell.occurrence.partition(".")[0])
    if bell.occurrence.endswith(STAFF):
        again = staff_words.asked_once_more(turn, known.talk, number_of)
        return [Mail(person, say, batch.at) for say in again if isinstance(say, Say)]
    found = doubt.unanswered(turn, known.talk, number_of)
    if found is None:
        return []
    talk, report = found
    talk, where = doubt.asks_where(turn, talk, report)
    batch.keep_talk(person, resuming.noted(turn, talk, (where,) if where else ()))
    told = [mail for mail in await file(desk, batch, report) if mail.to != person]
    case = await batch.id_of_key(report.key)
    assert case is not None  # noqa: S101 (it was filed just now)
    call = desk.content.numbers.split(BETWEEN)[0]
    line = Say(text("alarm.unanswered", number=number(case), numbers=call), case=case)
    return [*told, Mail(person, _with(line, where), batch.at)]


def _with(line: Say, where: Say | None) -> Say:
    """The line and the question where it is as one message."""
    if where is None:
        return line
    asked = text("alarm.unanswered_where", told=line.text, question=where.text)
    return replace(where, text=asked, case=line.case)
