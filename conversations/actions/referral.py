"""Referrals in words: the list of offices, what is asked of whom, the other office's page, and who
is told what.

Tested in tests/bot/trials/test_referral.py and tests/conversations/test_notices.py."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from casework.access.referral_fields import needed
from casework.actions import referral as r
from casework.actions import sharing_consent
from casework.actions.correcting.sealing import SealedByWords
from casework.actions.person_data import RecordPerson
from casework.actions.referral_answer import Accept, Accepted, Return, Returned, TakenUp, Why
from casework.actions.sharing_consent import Agree, SharingAnswered, SharingAsked
from casework.case import sharing
from casework.case.events import Event
from casework.case.model import Case, Stage
from casework.case.number import number
from casework.case.sharing import withdrawn
from casework.policy.offices import Channel, Kind, Office
from conversations.actions import referral_kept
from conversations.actions.referral_notices import lacks_nik
from conversations.content.content import Answered, Turn
from conversations.content.on_tap import OnTap
from conversations.filling.opening import open_form
from conversations.filling.question import ASKED_AS
from conversations.protocol.case_taps import (
    AllowSharing,
    AskForSharing,
    ReferCase,
    ReferWithoutConsent,
    RefuseSharing,
    SettleConsent,
)
from conversations.protocol.dialogue import Draft, Talk
from conversations.protocol.effects import (
    AboutCase,
    Button,
    Do,
    Effect,
    Rows,
    Say,
    Show,
    Text,
    text,
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
    told = text("refer.which" if rows else "refer.none", number=number(case.id))
    return Say(told, rows, case=case.id, about=AboutCase(case.id))


def _office_button(case: Case, office: Office, returned: str) -> Button:
    label = text("refer.returned", office=office.name) if office.code == returned else office.name
    if _locked(case, office):
        return Button(text("refer.locked", office=label), SettleConsent(case.id, office.code))
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
        (Button(text("refer.ask_consent"), AskForSharing(case.id, office.code)),),
        (Button(text("refer.without_consent"), ReferWithoutConsent(case.id, office.code)),),
    )
    words = text(
        "refer.consent_needed",
        number=number(case.id),
        office=office.name,
        said=text(f"refer.said.{said}"),
    )
    return Say(words, buttons, case=case.id, about=AboutCase(case.id))


def begin(turn: Turn, talk: Talk, case: int, code: str, form: str) -> Answered:
    """Open the form of a referral to an office of the directory. Files are asked about where there
    are any."""
    office = turn.content.directory.offices.get(code)
    if office is None:
        return talk, (Say(text("refused.refer.unknown", number=number(case))),)
    about: dict[str, Any] = {"case": case, "number": number(case), "to": code}
    about |= {"office": office.name, ASKED_AS: _whose_files(turn)}
    answers = {} if turn.around.files else {"files": "no"}
    unasked = {} if _lacks_nik(turn, office) else {"nik": None}
    talk, written = referral_kept.taken_up(talk, form, case, code)
    return open_form(turn, talk, form, about=about, answers={**answers, **unasked, **written})


def _whose_files(turn: Turn) -> Mapping[str, str]:
    """Under what name the files are asked about: by whom they were sent."""
    whose = turn.around.files_from
    return {} if whose == "resident" else {"files": f"files_{whose}"}


def _lacks_nik(turn: Turn, office: Office) -> bool:
    """Whether another office would send the case back for want of the NIK."""
    return turn.around.no_nik and office.kind is not Kind.SLRT and "nik" in needed(office.receiver)


def _settle(turn: Turn, talk: Talk, tap: SettleConsent) -> Answered:
    return talk, (Show("refer_to", {"case": tap.case, "to": tap.office}),)


def _refer_to(turn: Turn, talk: Talk, tap: ReferCase) -> Answered:
    return begin(turn, talk, tap.case, tap.office, "refer")


def _refer_without(turn: Turn, talk: Talk, tap: ReferWithoutConsent) -> Answered:
    return begin(turn, talk, tap.case, tap.office, "refer_without_consent")


def _ask_sharing(turn: Turn, talk: Talk, tap: AskForSharing) -> Answered:
    return talk, (Do(sharing_consent.AskSharing(turn.person.id, tap.office), tap.case),)


def _answer_sharing(turn: Turn, talk: Talk, tap: AllowSharing | RefuseSharing) -> Answered:
    agreed = isinstance(tap, AllowSharing)
    return talk, (Do(Agree(turn.person.id, tap.office, agreed), tap.case),)


TAPS = (
    OnTap(SettleConsent, _settle),
    OnTap(ReferCase, _refer_to),
    OnTap(ReferWithoutConsent, _refer_without),
    OnTap(AskForSharing, _ask_sharing),
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
        case "ask_nik":
            return referral_kept.ask_nik(turn, talk, case)
        case "recall":
            return talk, (Do(r.Recall(by), case), Show("case", {"case": case}, edit))
        case _:
            return talk, (Show("letter", {"case": case}),)


ACTIONS = frozenset({"refer", "accept", "recall", "letter", "ask_nik"})


# ---- finished forms ------------------------------------------------------------------------------


def _refer(turn: Turn, draft: Draft, kept: Kept) -> tuple[Effect, ...]:
    command = r.Refer(
        turn.person.id,
        draft.about["to"],
        kept["reason"],
        kept["files"] == "yes",
        kept.get("override") or "",
    )
    case, nik = draft.about["case"], kept.get("nik")
    noted = (Do(RecordPerson(turn.person.id, "nik", str(nik)), case=case),) if nik else ()
    return (*noted, Do(command, case=case))


def _return(turn: Turn, draft: Draft, kept: Kept) -> tuple[Effect, ...]:
    return (Do(Return(turn.person.id, Why(kept["why"]), kept["words"]), case=draft.about["case"]),)


FINISH: Mapping[str, Callable[[Turn, Draft, Kept], tuple[Effect, ...]]] = {
    "refer": _refer,
    "refer_without_consent": _refer,
    "return": _return,
}


# ---- on the pages --------------------------------------------------------------------------------


def words_of(event: Event) -> Text | str:
    """What the trail shows of an event of a referral, "" for others."""
    match event:
        case r.Offered():
            return text("referral.offered", office=event.name, words=event.reason)
        case Returned():
            return text(
                "referral.returned",
                office=event.name,
                why=text(f"return.why.{event.cause}"),
                words=event.words,
            )
        case SharingAnswered():
            return text(
                "referral.sharing_yes" if event.agreed else "referral.sharing_no", office=event.name
            )
        case SharingAsked() | Accepted() | TakenUp() | r.Recalled() | r.Done():
            return event.name
        case _:
            return ""


def where(
    case: Case, history: Sequence[tuple[Event, datetime]], now: datetime | None = None
) -> tuple[Text, ...]:
    """Where a referred case is, and by when the office must answer; nothing for other cases.
    ``now``: for staff, who also see that it is late there, or that it asks."""
    last = offer(history)
    if case.referral is None or last is None:
        return ()
    due = case.referral.answer_by
    late = text("referral.late") if now is not None and due < now else ""
    told = text(f"referral.{case.referral.stage}_line", office=last.name, due=due, late=late)
    asks = now is not None and case.referral.asks
    return (told, *((text("referral.asks_line", office=last.name),) if asks else ()))


def returned(history: Sequence[tuple[Event, datetime]]) -> str:
    """The code of the office that gave the case back last, "" while none has, or after another was
    asked."""
    back = _back(history)
    return back.to if back else ""


def _back(history: Sequence[tuple[Event, datetime]]) -> Returned | None:
    """How the case came back last; None while it has not, or after another was asked."""
    both = (event for event, _ in reversed(history) if isinstance(event, r.Offered | Returned))
    last = next(both, None)
    return last if isinstance(last, Returned) else None


def offer(history: Sequence[tuple[Event, datetime]]) -> r.Offered | None:
    """The last offer in a trail."""
    return next((event for event, _ in reversed(history) if isinstance(event, r.Offered)), None)


def no_files(case: Case, history: Sequence[tuple[Event, datetime]]) -> Text | None:
    """Why the other office may not look at the files of a case, None where it may: they were
    sent along, and no sensitive matter has been told beside its own since."""
    if withdrawn(case):
        return text("refused.referral.withdrawn", number=number(case.id))
    sent = max((n for n, (x, _) in enumerate(history) if isinstance(x, r.Offered)), default=0)
    sealed = any(isinstance(event, SealedByWords) for event, _ in history[sent:])
    last = offer(history)
    shown = last is not None and last.files and not sealed
    return None if shown else text("files.none", number=number(case.id))


def buttons(case: Case, history: Sequence[tuple[Event, datetime]]) -> tuple[str, ...]:
    """The actions of the sender's staff while a referral runs: what an office without the bot has
    said is recorded. After it came back incomplete: to ask for the NIK."""
    last = offer(history)
    if case.referral is None or last is None:
        return ("ask_nik",) if lacks_nik(case, _back(history)) else ()
    if last.channel is Channel.BOT:
        return ("recall",)
    recorded = ("accept", "return") if case.stage is Stage.OFFERED else ("return",)
    letter = () if withdrawn(case) else ("letter",)
    return (*recorded, *letter, "recall")


def written(case: Case, history: Sequence[tuple[Event, datetime]]) -> tuple[str, ...]:
    """What the sender's staff write: an answer to the other office where it has the bot; else its
    news, as it told them."""
    last = offer(history)
    if case.referral is None or last is None:
        return ()
    if last.channel is Channel.BOT:
        return ("answer_office",)
    return ("progress",) if case.stage is Stage.ACCEPTED else ()
