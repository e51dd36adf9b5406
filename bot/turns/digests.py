"""Digests: several messages to one person become one, with the cases as buttons.

A few are told word by word; many in one line each. What has a purpose of its own (a receipt, a
result) stays a message of its own, and so do a few alarms, each of which is taken with one tap.
What is told together, and when: ``gathering.py``.

Tested in tests/bot/trials/test_storms.py."""

from collections.abc import Callable, Sequence

from bot.desk import errands
from bot.desk.mail import DigestPart, Mail
from casework.case.number import number
from conversations.protocol.case_taps import ActOnCase, open_case
from conversations.protocol.delivery import Delivery
from conversations.protocol.effects import Button, Rendered, Say, Text, pairs, text

MERGE_FROM = 3
"""So many messages to one person at one moment become one (after an outage, say)."""

WHOLE = 8
"""More than so many are told in one line each; fewer alarms are never merged."""

LISTED = 40
"""Cases that are named in one message; for the rest it points to the queue."""

DIGEST = "cases:"
"""How the purpose of a message begins that others may join: the ids of its cases follow, so that
none is forgotten when it is lost, and behind a colon what all of them are for."""

JOINING = frozenset({"", errands.ERRAND})
"""The purposes of messages that may become one."""

Render = Callable[[Text], str]
"""A text as HTML, in its reader's language."""


def can_join(mail: Mail) -> bool:
    """Whether a message may become part of one about several cases."""
    say = mail.say
    plain = say.edit is None and say.media is None and say.paper is None and not say.keyboard
    told = say.delivery in (Delivery.REMINDER, Delivery.MUST_ARRIVE)
    return plain and told and say.case is not None and say.purpose in JOINING and not mail.once


def only_opens(say: Say) -> bool:
    """Whether nothing is lost when its buttons become one: it only opens the case, or those of an
    errand stand on its page, too."""
    opens = open_case(say.case or 0)
    few = all(button.tap == opens for row in say.buttons for button in row)
    return few or say.purpose == errands.ERRAND


def cases_of(purpose: str) -> list[int]:
    """The cases of a digest, by the purpose of its letter; none for any other."""
    told = purpose.removeprefix(DIGEST) if purpose.startswith(DIGEST) else ""
    return [int(case_id) for case_id in told.partition(":")[0].split(",") if case_id]


def kind_of(purpose: str) -> str:
    """What the messages of a digest are for, by the purpose of its letter; of any other letter the
    purpose itself."""
    return purpose.partition(":")[2].partition(":")[2] if purpose.startswith(DIGEST) else purpose


def purpose_of(parts: Sequence[DigestPart], kind: str) -> str:
    """The purpose of a message about these, all of them for the same."""
    about = ",".join(str(case) for case in dict.fromkeys(part.case for part in parts))
    return f"{DIGEST}{about}" + (f":{kind}" if kind else "")


def part_of(say: Say, render: Render) -> DigestPart:
    """A message as part of a digest."""
    must = say.delivery is Delivery.MUST_ARRIVE
    return DigestPart(say.case or 0, render(say.text), render(_line(say)), must, say.text.key)


def digest(parts: Sequence[DigestPart], kind: str = "", *, alarm: bool = False) -> Say:
    """One message about all of them."""
    first = {part.case: part for part in reversed(parts)}
    about = list(dict.fromkeys(part.case for part in parts))
    must = any(part.must for part in parts)
    few = len(parts) <= WHOLE
    lines = (
        tuple(text("notice.digest_line", text=Rendered(part.whole)) for part in parts)
        if few
        else tuple(Rendered(first[case].line) for case in about[:LISTED])
    )
    return Say(
        text("notice.digest", lines=lines)
        if few
        else text("notice.storm", lines=lines, count=len(about), more=_more(len(about))),
        pairs(_button(case, kind) for case in about[:LISTED]),
        delivery=Delivery.MUST_ARRIVE if must else Delivery.REMINDER,
        purpose=purpose_of(parts, kind),
        alarm=alarm,
    )


def _button(case: int, kind: str) -> Button:
    """What opens a case, or the errand about it."""
    opens = ActOnCase("errand", case) if kind == errands.ERRAND else open_case(case)
    return Button(text("case.open_number", number=number(case)), opens)


def _line(say: Say) -> Text:
    """A case in one line: its number, what it is about, and why we tell of it."""
    told, case = say.text.args, number(say.case or 0)
    if "service" not in told:
        return text("notice.digest_line", text=say.text)
    why = text("notice.storm_new") if say.text.key == "notice.new" else told.get("why", "")
    key = "notice.storm_alarm" if say.alarm else "notice.storm_line"
    return text(key, number=told.get("number", case), service=told["service"], why=why)


def _more(number_of_cases: int) -> Text | str:
    left = number_of_cases - LISTED
    return text("notice.storm_more", count=left) if left > 0 else ""
