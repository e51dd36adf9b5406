"""Digests: what falls due for one person at one moment becomes one message, with the cases as
buttons.

A few are told word by word; many in one line each. What has a purpose of its own (a receipt, a
result) stays a message of its own, and so do a few alarms, each of which is taken with one tap.

Tested in tests/bot/trials/test_storms.py."""

from collections.abc import Sequence
from datetime import datetime

from bot.desk.mail import Mail
from casework.case.number import number
from conversations.protocol.case_taps import open_case
from conversations.protocol.delivery import Delivery
from conversations.protocol.effects import Button, Say, Text, pairs, text

MERGE_FROM = 3
"""So many messages to one person at one moment become one (after an outage, say)."""

WHOLE = 8
"""More than so many are told in one line each; fewer alarms are never merged."""

LISTED = 40
"""Cases that are named in one message; for the rest it points to the queue."""

Group = tuple[int, datetime, bool, bool]

DIGEST = "cases:"
"""How the purpose of a digest begins: the ids of its cases follow, so that none is forgotten when
it is lost."""


def merged(mails: Sequence[Mail]) -> list[Mail]:
    """The messages in their order; those to one person at one moment are one, where the first of
    them stood."""
    groups: dict[Group, list[Mail]] = {}
    for mail in mails:
        groups.setdefault(_group(mail), []).append(mail)
    out: list[Mail] = []
    for mail in mails:
        same = groups[_group(mail)]
        if _stays(mail, len(same)):
            out.append(mail)
        elif mail is same[0]:
            out.append(Mail(mail.to, _digest(same), mail.not_before))
    return out


def _group(mail: Mail) -> Group:
    """Together come what one person is to be told at one moment; alarms among themselves."""
    return mail.to, mail.not_before, mail.say.alarm, _can_join(mail)


def _stays(mail: Mail, number: int) -> bool:
    return not _can_join(mail) or number < (WHOLE + 1 if mail.say.alarm else MERGE_FROM)


def cases_of(purpose: str) -> list[int]:
    """The cases of a digest, by the purpose of its letter; none for any other."""
    told = purpose.removeprefix(DIGEST) if purpose.startswith(DIGEST) else ""
    return [int(case_id) for case_id in told.split(",") if case_id]


def _can_join(mail: Mail) -> bool:
    say = mail.say
    plain = say.edit is None and say.media is None and say.paper is None and not say.keyboard
    told = say.delivery in (Delivery.REMINDER, Delivery.MUST_ARRIVE)
    return plain and told and not (say.purpose or mail.once)


def _digest(mails: Sequence[Mail]) -> Say:
    """One message about all of them, emergencies first."""
    says = sorted((mail.say for mail in mails), key=lambda say: not say.alarm)
    first = {say.case: say for say in reversed(says) if say.case is not None}
    about = list(dict.fromkeys(say.case for say in says if say.case is not None))
    must = any(say.delivery is Delivery.MUST_ARRIVE for say in says)
    few = len(says) <= WHOLE
    lines = (
        tuple(text("notice.digest_line", text=say.text) for say in says)
        if few
        else tuple(_line(first[case], case) for case in about[:LISTED])
    )
    return Say(
        text("notice.digest", lines=lines)
        if few
        else text("notice.storm", lines=lines, count=len(about), more=_more(len(about))),
        pairs(
            Button(text("case.open_number", number=number(i)), open_case(i)) for i in about[:LISTED]
        ),
        delivery=Delivery.MUST_ARRIVE if must else Delivery.REMINDER,
        purpose=DIGEST + ",".join(map(str, about)) if must else "",
        alarm=any(say.alarm for say in says),
    )


def _line(say: Say, case: int) -> Text:
    """A case in one line: its number, what it is about, and why we ask."""
    service, why = (say.text.args.get(name, "") for name in ("service", "why"))
    if say.alarm:
        return text("notice.storm_alarm", number=number(case), service=service, why=why)
    return text("notice.storm_line", number=number(case), service=service, why=why)


def _more(number_of_cases: int) -> Text | str:
    left = number_of_cases - LISTED
    return text("notice.storm_more", count=left) if left > 0 else ""
