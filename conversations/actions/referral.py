"""Referrals in words: the list of offices, what is asked of whom, the other office's page, and who
is told what."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from casework.actions import referral as r
from casework.actions import sharing_consent
from casework.actions.referral_answer import Accept, Accepted, Return, Returned, TakenUp, Why
from casework.actions.sharing_consent import Agree, SharingAnswered, SharingAsked
from casework.case import sharing
from casework.case.events import Event
from casework.case.model import Case, Stage
from casework.case.number import number
from casework.case.sharing import withdrawn
from casework.policy.catalogue import Catalogue
from casework.policy.directory import Channel, Office
from conversations.content.content import Answered, Turn
from conversations.content.on_tap import OnTap
from conversations.filling.question import open_form
from conversations.protocol.case_taps import (
    AllowSharing,
    AskSharing,
    ReferCase,
    ReferWithoutConsent,
    RefuseSharing,
    SettleConsent,
)
from conversations.protocol.delivery import Delivery
from conversations.protocol.dialogue import Draft, Talk
from conversations.protocol.effects import Button, Do, Effect, Rows, Say, Show, T, t
from conversations.protocol.notice import (
    ACTOR,
    OWNER,
    RECEIVER,
    TELLER,
    Notice,
    Notices,
    button,
    open_button,
    say,
    urgent,
)

Kept = Mapping[str, Any]


# ---- choosing an office --------------------------------------------------------------------------


def offices(case: Case, fitting: Sequence[Office], returned: str = "") -> Say:
    """The offices that handle a case, a button each; those outside that the person has not agreed
    to are marked.

    ``returned``: the office that gave the case back last stands at the end and says so; it may have
    asked for more."""
    others = sorted(
        (o for o in fitting if o.code != case.office), key=lambda office: office.code == returned
    )
    rows: Rows = tuple((_office_button(case, office, returned),) for office in others)
    return Say(
        t("refer.which" if rows else "refer.none", number=number(case.id)), rows, case=case.id
    )


def _office_button(case: Case, office: Office, returned: str) -> Button:
    label = t("refer.returned", office=office.name) if office.code == returned else office.name
    if _locked(case, office):
        return Button(t("refer.locked", office=label), SettleConsent(case.id, office.code))
    return Button(label, ReferCase(case.id, office.code))


def _locked(case: Case, office: Office) -> bool:
    return office.outside and sharing.said(case, office.code) != "yes"


def chosen(case: Case, office: Office) -> Say | None:
    """What must be settled before a case goes to an office outside; None when nothing stands in the
    way."""
    if not _locked(case, office):
        return None
    said = sharing.said(case, office.code) or "not_asked"
    buttons = (
        (Button(t("refer.ask_consent"), AskSharing(case.id, office.code)),),
        (Button(t("refer.without_consent"), ReferWithoutConsent(case.id, office.code)),),
    )
    text = t(
        "refer.consent_needed",
        number=number(case.id),
        office=office.name,
        said=T(f"refer.said.{said}"),
    )
    return Say(text, buttons, case=case.id)


def begin(turn: Turn, talk: Talk, case: int, code: str, form: str) -> Answered:
    """Open the form of a referral to an office of the directory. Files are asked about where there
    are any."""
    office = turn.house.directory.offices.get(code)
    if office is None:
        return talk, (Say(t("refused.refer.unknown", number=number(case))),)
    about = {"case": case, "number": number(case), "to": code, "office": office.name}
    return open_form(
        turn, talk, form, about=about, answers={} if turn.around.files else {"files": "no"}
    )


def _settle(turn: Turn, talk: Talk, tap: SettleConsent) -> Answered:
    return talk, (Show("refer_to", {"case": tap.case, "to": tap.office}),)


def _refer_to(turn: Turn, talk: Talk, tap: ReferCase) -> Answered:
    return begin(turn, talk, tap.case, tap.office, "refer")


def _refer_without(turn: Turn, talk: Talk, tap: ReferWithoutConsent) -> Answered:
    return begin(turn, talk, tap.case, tap.office, "refer_without_consent")


def _ask_sharing(turn: Turn, talk: Talk, tap: AskSharing) -> Answered:
    return talk, (Do(sharing_consent.AskSharing(turn.person.id, tap.office), tap.case),)


def _answer_sharing(turn: Turn, talk: Talk, tap: AllowSharing | RefuseSharing) -> Answered:
    agreed = isinstance(tap, AllowSharing)
    return talk, (Do(Agree(turn.person.id, tap.office, agreed), tap.case),)


TAPS = (
    OnTap(SettleConsent, _settle),
    OnTap(ReferCase, _refer_to),
    OnTap(ReferWithoutConsent, _refer_without),
    OnTap(AskSharing, _ask_sharing),
    OnTap(AllowSharing, _answer_sharing),
    OnTap(RefuseSharing, _answer_sharing),
)

OPENS = (ReferCase, ReferWithoutConsent)
"""Taps that open the form of a referral: for these the files of the case are counted."""


def act(turn: Turn, talk: Talk, action: str, case: int, edit: int | None) -> Answered:
    """The actions on a case that belong to referrals."""
    by = turn.person.id
    match action:
        case "refer":
            return talk, (Show("refer", {"case": case}),)
        case "accept":
            return talk, (Do(Accept(by), case), Show("case", {"case": case}, edit))
        case "recall":
            return talk, (Do(r.Recall(by), case), Show("case", {"case": case}, edit))
        case _:
            return talk, (Show("letter", {"case": case}),)


ACTIONS = frozenset({"refer", "accept", "recall", "letter"})


# ---- finished forms ------------------------------------------------------------------------------


def _refer(turn: Turn, draft: Draft, kept: Kept) -> tuple[Effect, ...]:
    command = r.Refer(
        turn.person.id,
        draft.about["to"],
        kept["reason"],
        kept["files"] == "yes",
        kept.get("override") or "",
    )
    return (Do(command, case=draft.about["case"]),)


def _return(turn: Turn, draft: Draft, kept: Kept) -> tuple[Effect, ...]:
    return (Do(Return(turn.person.id, Why(kept["why"]), kept["words"]), case=draft.about["case"]),)


FINISH: Mapping[str, Callable[[Turn, Draft, Kept], tuple[Effect, ...]]] = {
    "refer": _refer,
    "refer_without_consent": _refer,
    "return": _return,
}


# ---- who is told what ----------------------------------------------------------------------------


def _topic(case: Case, catalogue: Catalogue) -> T:
    return (
        t("case.sensitive")
        if catalogue.services[case.service].sensitive
        else T(f"service.{case.service}.name")
    )


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
        urgency=T(f"urgency.{case.urgency}"),
        due=event.answer_by,
    )
    by_hand = () if event.channel is Channel.BOT else (_letter(case),)
    told = say(
        f"done.offered_{event.channel}", case, (*by_hand, *open_button(case)), office=event.name
    )
    why = t("notice.offered_override", why=event.override) if event.override else ""
    teller = say(
        "notice.offered_teller",
        case,
        open_button(case),
        Delivery.MUST_ARRIVE,
        office=event.name,
        override=why,
    )
    return [
        Notice(RECEIVER, receiver, urgent(case)),
        Notice(ACTOR, told),
        Notice(TELLER, teller, urgent(case)),
    ]


def _sharing_asked(case: Case, event: SharingAsked, catalogue: Catalogue) -> Notices:
    buttons = (
        (Button(t("sharing.yes"), AllowSharing(case.id, event.to)),),
        (Button(t("sharing.no"), RefuseSharing(case.id, event.to)),),
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
    refer = ((Button(t("refer.go_on", office=event.name), ReferCase(case.id, event.to)),),)
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
    told = say(
        "notice.accepted_staff",
        case,
        open_button(case),
        Delivery.MUST_ARRIVE,
        office=event.name,
        due=event.due_at,
    )
    teller = say(
        "notice.accepted",
        case,
        open_button(case),
        Delivery.MUST_ARRIVE,
        office=event.name,
        due=event.due_at,
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
    ]


def _returned(case: Case, event: Returned, catalogue: Catalogue) -> Notices:
    again = (button("refer.again", "refer", case), *open_button(case))
    why = T(f"return.why.{event.cause}")
    told = say(
        "notice.returned",
        case,
        again,
        Delivery.MUST_ARRIVE,
        office=event.name,
        why=why,
        words=event.words,
    )
    return [
        Notice(OWNER, told, urgent(case)),
        Notice(ACTOR, say("done.returned", case)),
        Notice(
            TELLER,
            say("notice.returned_teller", case, open_button(case), office=event.name),
            urgent(case),
        ),
    ]


def _recalled(case: Case, event: r.Recalled, catalogue: Catalogue) -> Notices:
    receiver = Notice(RECEIVER, say("notice.recalled", case))
    if (
        event.by == case.teller and sharing.said(case, event.to) == "no"
    ):  # their own no; it was told what that leads to
        return [receiver]
    return [receiver, Notice(ACTOR, say("done.recalled", case))]


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


ROWS: Mapping[type[Event], Callable[..., Notices]] = {
    r.Offered: _offered,
    SharingAsked: _sharing_asked,
    SharingAnswered: _sharing_answered,
    Accepted: _accepted,
    TakenUp: _taken_up,
    Returned: _returned,
    r.Recalled: _recalled,
    r.Done: _done,
}


# ---- on the pages --------------------------------------------------------------------------------


def words_of(event: Event) -> T | str:
    """What the trail shows of an event of a referral, "" for others."""
    match event:
        case r.Offered():
            return t("referral.offered", office=event.name, words=event.reason)
        case Returned():
            return t(
                "referral.returned",
                office=event.name,
                why=T(f"return.why.{event.cause}"),
                words=event.words,
            )
        case SharingAnswered():
            return t(
                "referral.sharing_yes" if event.agreed else "referral.sharing_no", office=event.name
            )
        case SharingAsked() | Accepted() | TakenUp() | r.Recalled() | r.Done():
            return event.name
        case _:
            return ""


def where(case: Case, history: Sequence[tuple[Event, datetime]]) -> tuple[T, ...]:
    """Where a referred case is, and by when the office must answer; nothing for other cases."""
    last = offer(history)
    if case.referral is None or last is None:
        return ()
    told = {"office": last.name, "due": case.referral.answer_by}
    return (T(f"referral.{case.referral.stage}_line", told),)


def returned(history: Sequence[tuple[Event, datetime]]) -> str:
    """The code of the office that gave the case back last, "" while none has, or after another was
    asked."""
    last = next(
        (event for event, _ in reversed(history) if isinstance(event, r.Offered | Returned)), None
    )
    return last.to if isinstance(last, Returned) else ""


def offer(history: Sequence[tuple[Event, datetime]]) -> r.Offered | None:
    """The last offer in a trail."""
    return next((event for event, _ in reversed(history) if isinstance(event, r.Offered)), None)


def buttons(case: Case, history: Sequence[tuple[Event, datetime]]) -> tuple[str, ...]:
    """The actions of the sender's staff while a referral runs: what an office without the bot has
    said is recorded."""
    last = offer(history)
    if case.referral is None or last is None:
        return ()
    if last.channel is Channel.BOT:
        return ("recall",)
    recorded = ("accept", "return") if case.stage is Stage.OFFERED else ("return",)
    letter = () if withdrawn(case) else ("letter",)
    return (*recorded, *letter, "recall")
