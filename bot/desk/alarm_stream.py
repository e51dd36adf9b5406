"""The alarms of an emergency on the phones of those who were called: one message for each, which
rings again with every step, says how often and since when, and becomes "taken" or "over" in the
end.

What was put into the outbox tells who was called, also before anybody knew the village.

Tested in tests/bot/trials/test_alarm_called_off.py."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.desk.assignees import in_place_of
from bot.desk.mail import Mail
from bot.desk.roster import Roster
from casework.access import visibility
from casework.actions.assignment import Assigned, Claimed, HandedOver
from casework.actions.correcting.classification import ServiceCorrected, UrgencyCorrected
from casework.actions.correcting.letting_go import GivenBack
from casework.actions.correspondence import (
    Added,
    last_said_over,
    over_until_cry,
    said_to_be_over,
)
from casework.actions.ending.calling_off import CalledOff
from casework.actions.ending.resolution import Withdrawn
from casework.case import events as e
from casework.case.model import Case, Urgency
from casework.case.number import number
from casework.case.whose_turn import is_late
from casework.policy.duplicates import rt_of
from casework.policy.triage import SPREADS, AlarmKind
from casework.search.last_hands import last_holder
from conversations.actions import in_short
from conversations.actions.duplicates import merged_words
from conversations.case_pages.history import Dated
from conversations.case_pages.latest import AGAIN, last_done
from conversations.protocol.delivery import Delivery
from conversations.protocol.effects import Say, Text, text
from conversations.protocol.lock import locked, quiet
from conversations.protocol.notice import GRAVELY_ILL, button, open_button, urgent
from storage.cases import cases, search
from storage.pending import letters_of_case
from storage.pending.letters_of_case import SentAlarm
from storage.unit_of_work import Batch

_TAKES = Claimed | Assigned | HandedOver
"""Events with which somebody has a case."""

NAMED = 3
"""Emergencies that an alarm names as maybe the same."""

SAME_EVENT = timedelta(hours=1)
"""Emergencies of one kind in one village that are no further apart than this may be one event."""


WIDE = frozenset({"banjir", "gempa"})
"""Dangers that reach further than one neighbourhood (``SPREADS``)."""


async def maybe_same(batch: Batch, case: Case) -> list[int]:
    """The emergencies that may be the same event as this one, for its alarms and its page: of the
    same kind and place. Who is ill is ill alone."""
    alarm = (case.intake.facts or {}).get("alarm")
    if alarm == AlarmKind.MEDICAL or case.service == GRAVELY_ILL:
        return []
    await batch.flush()
    found = await search.same_event(batch.connection, case, SAME_EVENT)
    near = [await batch.case(one) for one in found]
    return [one.id for one in near if one is not None and _one_event(case, one)]


def _one_event(case: Case, other: Case) -> bool:
    """Whether two emergencies of one kind may be one: a fire is no flood, and only a flood or an
    earthquake reaches from one neighbourhood to the next."""
    here, there = (rt_of(one.intake.place or "") for one in (case, other))
    mine, theirs = ((one.intake.facts or {}).get(SPREADS, "") for one in (case, other))
    if mine and theirs and mine != theirs:
        return False
    wide = bool(WIDE & {mine, theirs})
    return wide or not (here and there) or here == there


async def naming_the_same(batch: Batch, case: Case, mails: Sequence[Mail]) -> list[Mail]:
    """The alarms with what was told of the same event in other words, and with the numbers of other
    emergencies that may be it, too."""
    same = await maybe_same(batch, case) if mails else []
    for told in merged_words.besides(case, await _events(batch, case) if mails else ()):
        mails = [_with_line(mail, told) for mail in mails]
    if case.intake.phone_is_held:
        mails = [_with_line(mail, text("notice.no_calls")) for mail in mails]
    if not same or quiet(case):
        return list(mails)
    line = text("notice.maybe_same", numbers=", ".join(number(one) for one in same[:NAMED]))
    return [_with_line(mail, line) for mail in mails]


def _with_line(mail: Mail, line: Text | str) -> Mail:
    """The alarm with one more line below what it tells."""
    told = mail.say.text
    said = next((name for name in ("topic", "why") if name in told.args), None)
    if said is None:
        return mail
    below = text("in_short.below", before=told.args[said], line=line)
    return replace(mail, say=replace(mail.say, text=replace(told, args={**told.args, said: below})))


async def called(batch: Batch, case: Case) -> dict[int, list[SentAlarm]]:
    """Who was called to a case and may still see it, each with their alarms, oldest first."""
    by_person: dict[int, list[SentAlarm]] = {}
    for alarm in await letters_of_case.alarms(batch.connection, case.id):
        by_person.setdefault(alarm.chat_id, []).append(alarm)
    return {
        person: sent
        for person, sent in by_person.items()
        if visibility.works_on(person, (await batch.person(person)).memberships, case)
    }


async def counted(batch: Batch, case: Case, mails: Sequence[Mail]) -> list[Mail]:
    """The alarms; from the second on with how often it has rung since nobody has the case, whoever
    it reaches, and since when its teller cries."""
    before, trail = await called(batch, case), await _trail(batch, case)
    told = await rung_anew(batch, case, mails)
    return [_counted(mail, _times(before, trail), _cried(case, trail)) for mail in told]


def _times(called: Mapping[int, list[SentAlarm]], trail: Sequence[Dated]) -> int:
    """How often an alarm has rung since nobody has the case: as often as for who heard it most."""
    since = max((at for event, at in trail if _settles(event)), default=None)
    return max((len(_after(since, sent)) for sent in called.values()), default=0)


def _cried(case: Case, trail: Sequence[Dated]) -> datetime:
    """Since when somebody is in danger: when they wrote so, or said that it is not over."""
    again = [at for event, at in trail if _cries(event)]
    return again[-1] if again else in_short.written_at(case)


def _cries(event: e.Event) -> bool:
    if isinstance(event, UrgencyCorrected):
        return event.urgency is Urgency.EMERGENCY
    return isinstance(event, AGAIN)


async def rung_anew(batch: Batch, case: Case, mails: Sequence[Mail]) -> list[Mail]:
    """The alarms of a case that was moved, let go or opened again: what its teller has said of it
    goes along, how old it is and what was done last."""
    trail = await _trail(batch, case)
    old, more = await _old(batch, case, trail), in_short.newest(case, _alone(trail))
    told = [_with_line(mail, more) if more else mail for mail in mails]
    return [_may_be_over(_aged(mail, old), case, trail) for mail in told]


def _alone(trail: Sequence[Dated]) -> list[e.Event]:
    return [event for event, _ in trail]


async def _old(batch: Batch, case: Case, trail: Sequence[Dated]) -> Text | None:
    """How old a case is in which somebody has done something, and what; of a quiet one no words."""
    people = {event.by for event, _ in trail} - {case.teller}
    names = {person: (await batch.person(person)).profile.name for person in people}
    done = last_done(trail, names)
    if done is None:
        return None
    had = await _had(batch, case, trail)
    return text("notice.since", at=case.opened_at, had=had, done="" if quiet(case) else done)


async def _had(batch: Batch, case: Case, trail: Sequence[Dated]) -> Text | str:
    """Who had a case that nobody holds, and whether its time has passed; "" where nobody did."""
    had = last_holder(event for event, _ in trail if not isinstance(event, GivenBack))
    if had is None or case.owner is not None:
        return ""
    owner = (await batch.person(had)).profile.name or text("staff.colleague")
    if is_late(case, batch.at):
        return text("notice.had_late", owner=owner, due=case.due_at)
    return text("notice.had", owner=owner)


def _aged(mail: Mail, old: Text | None) -> Mail:
    """The alarm; where it would read as on the first day, with how old it is."""
    told = mail.say.text
    if old is None or told.key != "notice.alarm":
        return mail
    return _with_line(mail, old)


async def _events(batch: Batch, case: Case) -> list[e.Event]:
    return _alone(await _trail(batch, case))


async def _trail(batch: Batch, case: Case) -> list[Dated]:
    await batch.flush()
    return await cases.history(batch.connection, batch.vault, case.id)


def _after(since: datetime | None, sent: Sequence[SentAlarm]) -> list[SentAlarm]:
    return [alarm for alarm in sent if since is None or alarm.at > since]


def _may_be_over(mail: Mail, case: Case, trail: Sequence[Dated]) -> Mail:
    """The alarm with what its teller has said since they cried last: that it may be over, and
    whether more news came after that."""
    cried = max((n for n, (event, _) in enumerate(trail) if _cries(event)), default=-1)
    trail = trail[cried + 1 :]
    told, at = mail.say.text, over_until_cry(trail)
    said = "topic" if told.key == "notice.alarm" else "why"
    if at is None or said not in told.args:
        return mail
    over = said_to_be_over(trail) is not None
    args = {**told.args, said: in_short.said_over(case, told.args[said], at, over=over)}
    return replace(mail, say=replace(mail.say, text=replace(told, args=args)))


def _counted(mail: Mail, times: int, since: datetime) -> Mail:
    told = mail.say.text
    if not times or "why" not in told.args:
        return mail
    args = {**told.args, "count": times + 1, "since": since}
    return replace(mail, say=replace(mail.say, text=text("notice.alarm_again", **args)))


async def settled(roster: Roster, batch: Batch, case: Case, event: e.Event) -> list[Mail]:
    """The last alarm on each phone becomes what is so now: who has the case, or that it is over.
    What has not gone out yet is taken back. Where somebody has tapped the alarm itself, the page of
    the case comes after this, into the same message."""
    if isinstance(event, Added):
        return await _told_more(roster, batch, case, event)
    if not _settles(event) or (isinstance(event, _TAKES) and not urgent(case)):
        return []  # who takes an ordinary case takes no emergency
    last = {person: sent[-1].message_id for person, sent in (await called(batch, case)).items()}
    if not last:
        return []
    await letters_of_case.take_back_alarms(batch.connection, case.id)
    now = locked(case, await _now(batch, case, event))
    say = Say(now, open_button(case), case=case.id)
    return [
        Mail(person, replace(say, edit=message), batch.at)
        for person, message in last.items()
        if message is not None
    ]


def _settles(event: e.Event) -> bool:
    """Whether somebody has the case after this, or it is no emergency any more."""
    match event:
        case UrgencyCorrected():
            return event.was is Urgency.EMERGENCY
        case ServiceCorrected():
            return event.lowered
        case _:
            return isinstance(event, _TAKES | CalledOff | Withdrawn)


async def _told_more(roster: Roster, batch: Batch, case: Case, event: Added) -> list[Mail]:
    """What the teller says of an emergency that nobody has yet: that it may be over stands in the
    alarms at once; the first words that say otherwise ring them again."""
    if case.owner is not None or not urgent(case) or event.more or event.corrects:
        return []
    if not event.over and not await _was_over(batch, case):
        return []
    trail, before = await _trail(batch, case), await called(batch, case)
    over = event.over
    at = batch.at if over else last_said_over(trail)
    about = in_short.about_anew(case, text("bell.alarm"), _alone(trail))
    why = in_short.said_over(case, about, at, over=over)
    count = _times(before, trail) + (not over)
    told = {"number": number(case.id), "count": count, "since": _cried(case, trail), "why": why}
    say = _alarm(case, text("notice.alarm_again", **told))
    last = {person: sent[-1].message_id for person, sent in before.items() if sent[-1].message_id}
    readers = last if over else await in_place_of(roster, batch, case, last)
    mails = [
        Mail(person, replace(say, edit=last[person]) if over else _ringing(say), batch.at)
        for person in readers
    ]
    return await naming_the_same(batch, case, mails)


def _alarm(case: Case, told: Text) -> Say:
    rows = (button("case.claim_alarm", "claim", case), *open_button(case))
    return Say(locked(case, told), rows, case=case.id)


def _ringing(say: Say) -> Say:
    return replace(say, alarm=True, delivery=Delivery.MUST_ARRIVE)


async def _was_over(batch: Batch, case: Case) -> bool:
    """Whether the teller had said that it may be over, before what they have just told."""
    return said_to_be_over((await _trail(batch, case))[:-1]) is not None


async def _now(batch: Batch, case: Case, event: e.Event) -> Text:
    if not isinstance(event, _TAKES):
        return text("notice.alarm_ended", number=number(case.id), at=batch.at)
    name = "" if case.owner is None else (await batch.person(case.owner)).profile.name
    who = name or text("staff.colleague")
    return text("notice.alarm_in_hands", number=number(case.id), owner=who, at=batch.at)
