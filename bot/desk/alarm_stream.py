"""The alarms of an emergency on the phones of those who were called: one message for each, which
rings again with every step, says how often and since when, and becomes "taken" or "over" in the
end.

What was put into the outbox tells who was called, also before anybody knew the village.

Tested in tests/bot/trials/test_alarm_called_off.py."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.desk.mail import Mail
from casework.access import visibility
from casework.actions.assignment import Assigned, Claimed, HandedOver
from casework.actions.correcting.classification import UrgencyCorrected
from casework.actions.correspondence import Added, said_to_be_over
from casework.actions.ending.calling_off import CalledOff
from casework.actions.ending.resolution import Withdrawn
from casework.case import events as e
from casework.case.model import Case
from casework.case.number import number
from conversations.protocol.effects import Say, Text, text
from conversations.protocol.notice import button, open_button, urgent
from storage.cases import cases
from storage.pending import letters_of_case
from storage.pending.letters_of_case import SentAlarm
from storage.unit_of_work import Batch


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
    """The alarms; to whoever was called before, with how often and since when."""
    before, over_at = await called(batch, case), await _said_over(batch, case)
    told = [_may_be_over(mail, over_at) for mail in mails]
    return [_counted(mail, before.get(mail.to, [])) for mail in told]


async def _said_over(batch: Batch, case: Case) -> datetime | None:
    """When the teller has said that it may be over, where that is the newest they have told."""
    await batch.flush()
    return said_to_be_over(await cases.history(batch.connection, batch.vault, case.id))


def _may_be_over(mail: Mail, at: datetime | None) -> Mail:
    told = mail.say.text
    if at is None or "why" not in told.args:
        return mail
    why = text("notice.why_over", why=told.args["why"], at=at)
    return replace(mail, say=replace(mail.say, text=replace(told, args={**told.args, "why": why})))


def _counted(mail: Mail, sent: Sequence[SentAlarm]) -> Mail:
    told = mail.say.text
    if not sent or "why" not in told.args:
        return mail
    args = {**told.args, "count": len(sent) + 1, "since": sent[0].at}
    return replace(mail, say=replace(mail.say, text=text("notice.alarm_again", **args)))


async def settled(batch: Batch, case: Case, event: e.Event) -> list[Mail]:
    """The last alarm on each phone becomes what is so now: who has the case, or that it is over.
    What has not gone out yet is taken back. Where somebody has tapped the alarm itself, the page of
    the case comes after this, into the same message."""
    if isinstance(event, Added):
        return await _told_more(batch, case, event)
    lowered = isinstance(event, UrgencyCorrected) and not urgent(case)
    if not lowered and not isinstance(
        event, Claimed | Assigned | HandedOver | CalledOff | Withdrawn
    ):
        return []
    last = {person: sent[-1].message_id for person, sent in (await called(batch, case)).items()}
    if not last:
        return []
    await letters_of_case.take_back_alarms(batch.connection, case.id)
    say = Say(await _now(batch, case, event), open_button(case), case=case.id)
    return [
        Mail(person, replace(say, edit=message), batch.at)
        for person, message in last.items()
        if message is not None
    ]


async def _told_more(batch: Batch, case: Case, event: Added) -> list[Mail]:
    """What the teller says of an emergency that nobody has yet, in the alarms that stand on the
    phones: that it may be over, or not any more."""
    if case.owner is not None or not urgent(case) or event.more or event.corrects:
        return []
    if not event.over and not await _was_over(batch, case):
        return []
    why: Text = text("bell.alarm")
    if event.over:
        why = text("notice.why_over", why=why, at=batch.at)
    rows = (button("case.claim_alarm", "claim", case), *open_button(case))
    return [
        Mail(person, Say(_again(case, sent, why), rows, case=case.id, edit=last), batch.at)
        for person, sent in (await called(batch, case)).items()
        if (last := sent[-1].message_id) is not None
    ]


def _again(case: Case, sent: Sequence[SentAlarm], why: Text) -> Text:
    told = {"number": number(case.id), "count": len(sent), "since": sent[0].at, "why": why}
    return text("notice.alarm_again", **told)


async def _was_over(batch: Batch, case: Case) -> bool:
    """Whether its teller has ever said that it may be over."""
    await batch.flush()
    trail = await cases.history(batch.connection, batch.vault, case.id)
    return any(isinstance(event, Added) and event.over for event, _ in trail)


async def _now(batch: Batch, case: Case, event: e.Event) -> Text:
    if not isinstance(event, Claimed | Assigned | HandedOver):
        return text("notice.alarm_ended", number=number(case.id), at=batch.at)
    name = "" if case.owner is None else (await batch.person(case.owner)).profile.name
    who = name or text("staff.colleague")
    return text("notice.alarm_in_hands", number=number(case.id), owner=who, at=batch.at)
