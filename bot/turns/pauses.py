"""After a burst whose rest was heard without a word, one answer by itself: nobody is left in
silence because they write quickly. After a few minutes, too, where nobody has chosen which of
several emergencies words are about.

Tested in tests/bot/edges/melapor/pesan_pendek_beruntun.txt and
tests/bot/edges/darurat/kejadian_yang_mana.txt."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.desk import unsent
from bot.desk.desk import ComplaintDesk
from bot.desk.mail import Mail
from bot.desk.staff.accounts import DRAFT
from bot.turns.around import raised_alarms
from casework.actions.correspondence import Add
from casework.policy.bell_subjects import OfPerson
from casework.policy.followups import Bell
from conversations.content.content import Turn
from conversations.handlers.emergencies import asking
from conversations.handlers.messages import bursts
from conversations.handlers.messages.free_messages import WAITS
from conversations.protocol.dialogue import Talk
from conversations.protocol.effects import Around, Do, Effect, Person, Said, Say
from conversations.protocol.talk.gathering import ANSWER, BURST_SECONDS
from storage.cases.moved_bells import PUT_OFF
from storage.people import stand_ins
from storage.people.people import Profile
from storage.unit_of_work import Batch

PAUSE = "pause"
"""Bells of bursts; the occurrence is the moment of the last message."""

UNTOLD = "untold"
"""Bells of words that wait for such a choice."""

AFTER = timedelta(seconds=BURST_SECONDS + 1)


def wait(batch: Batch, said: Said, after: Talk, effects: Sequence[Effect]) -> None:
    """Set the bell anew with each message of a burst that was heard without a word."""
    if said.tap or said.edited or after.gathering is None:
        return
    if effects and not (after.gathering[0].startswith(ANSWER) and all(map(_unsaid, effects))):
        return
    subject = OfPerson(said.person)
    bell = Bell(PAUSE, subject, after.gathering[1], batch.at + AFTER)
    batch.set_bells([bell], [(subject, PAUSE)])


def _unsaid(effect: Effect) -> bool:
    """Whether by this words are only put to a case, and nobody has told their teller so."""
    asked = effect.command if isinstance(effect, Do) else None
    return isinstance(asked, Add) and (asked.silent or asked.more)


def wait_for_choice(batch: Batch, person: int, before: Talk, after: Talk) -> None:
    """Set the bell anew with each message that waits for it."""
    words = asking.untold(after)
    if words.empty or words == asking.untold(before):
        return
    due = batch.at + timedelta(seconds=asking.LONGEST_S)
    bell = Bell(UNTOLD, OfPerson(person), words.last_at, due)
    batch.set_bells([bell], [(OfPerson(person), UNTOLD)])


async def choose(desk: ComplaintDesk, batch: Batch, bell: Bell) -> list[Mail]:
    """Tell those words to somebody, where they still wait."""
    person = bell.about(OfPerson).person
    known = await batch.person(person)
    turn = await _turn(desk, batch, known.profile, batch.at)
    raised = await raised_alarms.emergencies(batch, turn.said, known.talk)
    turn = replace(turn, around=replace(turn.around, emergencies=raised))
    talk, effects = asking.let_wait(turn, known.talk)
    if effects:
        batch.keep_talk(person, talk)
    asked = [effect for effect in effects if isinstance(effect, Do)]
    return [mail for one in asked for mail in await desk.do(batch, person, one)]


def nothing_begun(batch: Batch, person: int, before: Talk, after: Talk) -> None:
    """Nothing that was begun is left, to be sent or to be sorted: nobody is reminded of it."""
    if _begun(before) and not _begun(after):
        batch.set_bells([], [(OfPerson(person), DRAFT)])


def _begun(talk: Talk) -> bool:
    """Whether a reminder may still find something; what was cancelled can be brought back."""
    words = talk.unsorted or not talk.loose.empty
    return bool(talk.drafts or talk.set_aside or talk.cancelled or words)


async def ring(desk: ComplaintDesk, batch: Batch, bell: Bell) -> list[Mail]:
    """The answer, if nothing has come since."""
    person = bell.about(OfPerson).person
    known = await batch.person(person)
    if known.talk.gathering is None or known.talk.gathering[1] != bell.occurrence:
        return []
    turn = await _turn(desk, batch, known.profile, _moment(bell))
    said = bursts.after_pause(turn, known.talk)
    return [Mail(person, say, batch.at) for say in said if isinstance(say, Say)]


async def put_off(desk: ComplaintDesk, batch: Batch, bell: Bell) -> bool:
    """Whether the person of a reminder is away: they are reminded on the day after."""
    person, today = bell.about(OfPerson).person, desk.roster.today(batch)
    absences = await stand_ins.of(batch.connection, person, today)
    last = max((one.last for one in absences if one.first <= today), default=None)
    if last is None:
        return False
    due = desk.policy.rested(batch.at + (last - today) + timedelta(days=1))
    batch.set_bells([replace(bell, occurrence=bell.occurrence + PUT_OFF, due_at=due)])
    return True


async def remind(desk: ComplaintDesk, batch: Batch, bell: Bell) -> list[Mail]:
    """Remind, once, of words that still wait until their person says what they are."""
    person = bell.about(OfPerson).person
    known = await batch.person(person)
    turn = await _turn(desk, batch, known.profile, batch.at)
    said = bursts.still_waits(turn, known.talk, bell.occurrence.removeprefix(WAITS))
    due = desk.policy.rested(batch.at)
    return [Mail(person, say, due) for say in said if isinstance(say, Say)]


async def _turn(desk: ComplaintDesk, batch: Batch, profile: Profile, at: datetime) -> Turn:
    """What surrounds somebody to whom we speak by ourselves."""
    person = profile.id
    speaker = Person(person, profile.language, profile.village, profile.consent)
    around = Around(
        speaker,
        await unsent.briefs(batch, await batch.briefs(person)),
        further=await batch.further(person),
        answered=True,
    )
    return Turn(desk.content, Said(person, 0, at), around, _no_id)


def _moment(bell: Bell) -> datetime:
    return datetime.fromisoformat(bell.occurrence)


def _no_id() -> str:
    raise LookupError("an answer after a pause opens no form")
