"""Who is told when a case escalates, and of what the clock reminds its teller.

Tested in tests/conversations/test_notices.py."""

from collections.abc import Mapping
from dataclasses import replace

from casework.actions.escalation import Escalated, Reminded, Rung
from casework.case.model import DISTRICT_LEVEL, Case, Status
from casework.policy.catalogue import Catalogue
from conversations.actions import in_short, referral_notices
from conversations.actions.ending.confirmation import verdicts
from conversations.protocol.delivery import Delivery
from conversations.protocol.effects import Rows, Say, Text, text
from conversations.protocol.notice import (
    ALL_LEVELS,
    LEVEL,
    OWNER,
    TELLER,
    VILLAGE,
    WATCHING,
    Notice,
    Notices,
    OnEvent,
    button,
    open_button,
    say,
    urgent,
)


def _escalated(case: Case, event: Escalated, catalogue: Catalogue) -> Notices:
    told = [
        *_above(case, event.bell),
        *passed_on(case, "notice.passed_on", why=text(f"bell.{event.bell}")),
    ]
    level = text(f"level.{case.level}")
    if _unanswered(case):
        return [*told, *_nobody_yet(case, text("notice.unanswered_level", level=level))]
    to_teller = say("notice.escalated_teller", case, open_button(case), level=level)
    return [*told, Notice(TELLER, to_teller, urgent(case))]


def _rung(case: Case, event: Rung, catalogue: Catalogue) -> Notices:
    again = _nobody_yet(case, text("notice.unanswered_again")) if _unanswered(case) else []
    return [*_above(case, event.bell), *again]


def _unanswered(case: Case) -> bool:
    """Whether somebody is in danger and no officer has answered."""
    return urgent(case) and case.owner is None


QUIETLY = "notice.unanswered_quiet"
"""The text of the same where somebody may read along; it is said once."""


def at_home(case: Case) -> bool:
    """Whether the danger may hold the phone, too: in the teller's own household."""
    return case.sensitive and not case.for_another


def _nobody_yet(case: Case, called: Text) -> Notices:
    """To the teller of an emergency, in plain words: nobody has answered yet, who is called now,
    and which numbers to call meanwhile."""
    if case.intake.mourns:
        return []
    if at_home(case):
        call = say(
            "notice.unanswered_quiet", case, open_button(case), Delivery.MUST_ARRIVE, call=""
        )
        return [Notice(TELLER, call, urgent=True)]
    told = say(
        "notice.unanswered",
        case,
        open_button(case),
        Delivery.MUST_ARRIVE,
        called=called,
        numbers="",
    )
    return [Notice(TELLER, told, urgent=True)]


def _above(case: Case, bell: str) -> Notices:
    """To those above, why they are asked; to the one who holds the case, that its time has run
    out."""
    free = _unanswered(case)
    buttons = (
        (button("case.claim_alarm", "claim", case), *open_button(case))
        if free
        else open_button(case)
    )
    why = text(f"bell.{bell}")
    why = in_short.about(case, why) if free else why
    told = say(
        "notice.escalated_alarm" if free else "notice.escalated",
        case,
        buttons,
        Delivery.MUST_ARRIVE,
        why=why,
        urgency=text(f"urgency.{case.urgency}"),
        turn="",
    )
    at_office = referral_notices.overdue(case, bell)
    if free:
        return [Notice(ALL_LEVELS, told, True), *at_office]
    above = _forgotten(case, why) if _silent(case) else Notice(LEVEL, told, urgent(case))
    holder = () if case.owner is None else (_to_owner(case, why),)
    return [above, *holder, *at_office]


def _silent(case: Case) -> bool:
    """Whether an emergency is ours to act on, and whoever holds it has let its time pass."""
    return urgent(case) and case.status is Status.IN_PROGRESS


def _forgotten(case: Case, why: Text) -> Notice:
    """To all who look on while somebody holds an emergency: since when there is no word of them."""
    rows, must = open_button(case), Delivery.MUST_ARRIVE
    told = say("notice.forgotten", case, rows, must, why=why, silent=None, call="", turn="")
    return Notice(WATCHING, told, urgent=True)


def still_waits(said: Say) -> Say:
    """What tells that a case has come to somebody, for whom it had come to before."""
    args = said.text.args
    waits = text(
        "notice.still_waits",
        number=args["number"],
        urgency=args["urgency"],
        why=args["why"],
        turn=args["turn"],
    )
    return replace(said, text=waits)


def _to_owner(case: Case, why: Text) -> Notice:
    told = say(
        "notice.overdue_alarm" if _silent(case) else "notice.overdue",
        case,
        open_button(case),
        Delivery.MUST_ARRIVE,
        why=why,
        due=case.due_at,
        turn="",
        whose=text("yours.holds"),
        seen="",
        silent=None,
    )
    return Notice(OWNER, told)


def passed_on(case: Case, key: str, **given: object) -> Notices:
    """To the village whose case has come to the district, that it is the district's turn now. What
    somebody holds stays theirs, and of an emergency everybody hears."""
    arrived = case.level == DISTRICT_LEVEL and case.owner is None
    if not arrived or urgent(case):
        return []
    return [Notice(VILLAGE, say(key, case, open_button(case), Delivery.REMINDER, turn="", **given))]


def _reminded(case: Case, event: Reminded, catalogue: Catalogue) -> Notices:
    buttons: Mapping[Status, Rows] = {
        Status.WAITING: (button("case.answer", "answer", case),),
        Status.RESOLVED: verdicts(case),
    }
    key = (
        "remind.still_free"
        if event.bell == "still" and case.owner is None
        else f"remind.{event.bell}"
    )
    if event.bell == "confirm" and case.for_another:
        key = "remind.confirm_other"
    return [
        Notice(TELLER, say(key, case, buttons.get(case.status, open_button(case)), due=case.due_at))
    ]


ROWS = (
    OnEvent(Escalated, _escalated),
    OnEvent(Rung, _rung),
    OnEvent(Reminded, _reminded),
)
