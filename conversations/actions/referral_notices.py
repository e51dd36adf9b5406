"""Who is told what of a referral: the other office, whoever has the case, and its teller.

Tested in tests/conversations/test_notices.py."""

from collections.abc import Mapping
from datetime import timedelta

from casework.actions import referral as r
from casework.actions.handover import asked_through
from casework.actions.question import Ask
from casework.actions.referral_answer import Accepted, Returned, TakenUp, Why
from casework.actions.sharing_consent import SharingAnswered, SharingAsked
from casework.case import sharing
from casework.case.model import Case, Stage
from casework.lifecycle import ALLOWED
from casework.policy.catalogue import Catalogue
from casework.policy.offices import Channel
from conversations.actions.former_holder import gone_on
from conversations.protocol.case_taps import (
    AllowSharing,
    ReferCase,
    RefuseSharing,
)
from conversations.protocol.delivery import Delivery
from conversations.protocol.effects import Button, Long, Say, Text, text
from conversations.protocol.notice import (
    ACTOR,
    OWNER,
    RECEIVER,
    TELLER,
    Notice,
    Notices,
    OnEvent,
    button,
    discreet,
    open_button,
    say,
    topic,
    urgent,
)

APOLOGY = timedelta(hours=1)
"""What comes later than promised by less than this is no reason to say sorry."""


def _topic(case: Case, catalogue: Catalogue) -> Text:
    return text("case.sensitive") if catalogue.of(case).sensitive else topic(case)


def _letter(case: Case) -> tuple[Button, ...]:
    return button("act.letter", "letter", case)


def _offered(case: Case, event: r.Offered, catalogue: Catalogue) -> Notices:
    receiver = say(
        "notice.offered",
        case,
        (
            (*button("act.accept", "accept", case), *button("act.return", "return", case)),
            *open_button(case),
        ),
        Delivery.MUST_ARRIVE,
        office=event.name,
        topic=_topic(case, catalogue),
        urgency=text(f"urgency.{case.urgency}"),
        due=event.answer_by,
        secret=text("notice.offered_secret") if case.intake.asks_secrecy else "",
    )
    by_hand = () if event.channel is Channel.BOT else (_letter(case),)
    told = say(
        f"done.offered_{event.channel}", case, (*by_hand, *open_button(case)), office=event.name
    )
    why = text("notice.offered_override", why=event.override) if event.override else ""
    teller = say(
        "notice.offered_teller",
        case,
        open_button(case),
        Delivery.MUST_ARRIVE,
        office=discreet(case, event.name),
        override=why,
    )
    return [
        Notice(RECEIVER, receiver, urgent(case)),
        Notice(ACTOR, told),
        Notice(TELLER, teller, urgent(case)),
    ]


def _sharing_asked(case: Case, event: SharingAsked, catalogue: Catalogue) -> Notices:
    buttons = (
        (Button(text("sharing.yes"), AllowSharing(case.id, event.to)),),
        (Button(text("sharing.no"), RefuseSharing(case.id, event.to)),),
    )
    return [
        Notice(
            TELLER,
            say("notice.sharing_asked", case, buttons, Delivery.MUST_ARRIVE, office=event.name),
            urgent(case),
        ),
        Notice(ACTOR, say("done.sharing_asked", case, office=event.name)),
    ]


_DECLINED: Mapping[str, tuple[str, str]] = {
    "": ("notice.sharing_declined", "notice.sharing_declined_staff"),
    Stage.OFFERED: ("notice.sharing_withdrawn", "notice.sharing_withdrawn_staff"),
    Stage.ACCEPTED: ("notice.sharing_too_late", "notice.sharing_too_late_staff"),
}
"""What a no is answered with, by the stage of the referral to that office."""


def _sharing_answered(case: Case, event: SharingAnswered, catalogue: Catalogue) -> Notices:
    if not event.agreed:
        teller, staff = _DECLINED[event.stood]
        return [
            Notice(TELLER, say(teller, case, office=event.name)),
            Notice(
                OWNER, say(staff, case, open_button(case), Delivery.MUST_ARRIVE, office=event.name)
            ),
        ]
    refer = ((Button(text("refer.go_on", office=event.name), ReferCase(case.id, event.to)),),)
    return [
        Notice(TELLER, say("notice.sharing_agreed", case, office=event.name)),
        Notice(
            OWNER,
            say(
                "notice.sharing_agreed_staff", case, refer, Delivery.MUST_ARRIVE, office=event.name
            ),
        ),
    ]


def _accepted(case: Case, event: Accepted, catalogue: Catalogue) -> Notices:
    promised = case.referral.own_due if case.referral else None
    later = promised is not None and event.due_at - promised >= APOLOGY
    told = say(
        "notice.accepted_staff",
        case,
        open_button(case),
        Delivery.MUST_ARRIVE,
        office=event.name,
        due=event.due_at,
        later=text("notice.accepted_told_later", promised=promised) if later else "",
    )
    teller = say(
        "notice.accepted",
        case,
        open_button(case),
        Delivery.MUST_ARRIVE,
        office=discreet(case, event.name),
        due=event.due_at,
        later=text("notice.accepted_later", promised=promised) if later else "",
    )
    return [
        Notice(OWNER, told),
        Notice(ACTOR, say("done.accepted", case, due=event.due_at)),
        Notice(TELLER, teller, urgent(case)),
    ]


def _taken_up(case: Case, event: TakenUp, catalogue: Catalogue) -> Notices:
    teller = say(
        "notice.taken_up",
        case,
        open_button(case),
        Delivery.MUST_ARRIVE,
        office=event.name,
        due=case.due_at,
    )
    return [
        Notice(ACTOR, say("done.accepted", case, due=case.due_at)),
        Notice(TELLER, teller, urgent(case)),
        *gone_on(case, event.had),
    ]


def lacks_nik(case: Case, back: Returned | None) -> bool:
    """Whether a case came back incomplete and its teller, who can be asked, also for somebody else,
    has told no NIK yet."""
    if back is None or back.cause is not Why.INCOMPLETE or case.status not in ALLOWED[Ask]:
        return False
    return "nik" not in (case.intake.person or {}) and asked_through(case)


def _returned(case: Case, event: Returned, catalogue: Catalogue) -> Notices:
    asking = (button("act.ask_nik", "ask_nik", case),) if lacks_nik(case, event) else ()
    again = (*asking, button("refer.again", "refer", case), *open_button(case))
    why = text(f"return.why.{event.cause}")
    told = say(
        "notice.returned",
        case,
        again,
        Delivery.MUST_ARRIVE,
        office=event.name,
        why=why,
        words=event.words,
        turn="",
    )
    return [
        Notice(OWNER, told, urgent(case)),
        Notice(ACTOR, say("done.returned", case)),
        Notice(TELLER, _returned_to_teller(case, event), urgent(case)),
    ]


def _returned_to_teller(case: Case, event: Returned) -> Say:
    """What comes next: another office is looked for, or what is lacking; of a sensitive case not in
    the words of the office."""
    rows, office = open_button(case), discreet(case, event.name)
    if event.cause is not Why.INCOMPLETE:
        return say("notice.returned_teller", case, rows, Delivery.MUST_ARRIVE, office=office)
    return say(
        "notice.returned_lacking",
        case,
        rows,
        Delivery.MUST_ARRIVE,
        office=office,
        words="" if case.sensitive else Long(event.words),
    )


def _recalled(case: Case, event: r.Recalled, catalogue: Catalogue) -> Notices:
    told = not_needed(case) if event.ends else say("notice.recalled", case)
    receiver = Notice(RECEIVER, told)
    own_no = event.by == case.teller and sharing.said(case, event.to) == "no"
    if event.ends or own_no:  # whoever did it is told what that leads to
        return [receiver]
    return [receiver, Notice(ACTOR, say("done.recalled", case))]


def not_needed(case: Case) -> Say:
    """To the other office: the sender has come to an end without it."""
    return say("notice.not_needed", case)


def overdue(case: Case, bell: str) -> Notices:
    """To the other office, that its answer or its result is late; each bell of its own clock says
    it once."""
    if bell not in ("unaccepted", "unreported") or case.referral is None:
        return []
    key = "notice.answer_overdue" if bell == "unaccepted" else "notice.result_overdue"
    return [
        Notice(
            RECEIVER,
            say(key, case, open_button(case), Delivery.MUST_ARRIVE, due=case.referral.answer_by),
            urgent(case),
        )
    ]


def _done(case: Case, event: r.Done, catalogue: Catalogue) -> Notices:
    return [
        Notice(RECEIVER, say("notice.done", case)),
        Notice(
            OWNER,
            say(
                "notice.done_staff",
                case,
                open_button(case),
                Delivery.MUST_ARRIVE,
                office=event.name,
            ),
        ),
    ]


ROWS = (
    OnEvent(r.Offered, _offered),
    OnEvent(SharingAsked, _sharing_asked),
    OnEvent(SharingAnswered, _sharing_answered),
    OnEvent(Accepted, _accepted),
    OnEvent(TakenUp, _taken_up),
    OnEvent(Returned, _returned),
    OnEvent(r.Recalled, _recalled),
    OnEvent(r.Done, _done),
)
