"""Buttons on the page of a case, and the commands of the same names: each becomes a command to the
desk, or a form.

What somebody may do with a case is decided again by the desk, from the database; here it is only
offered.

Tested in tests/conversations/handlers/test_commands.py."""

from collections.abc import Callable, Mapping
from typing import Any

from casework.actions import conflict_of_interest
from casework.actions.assignment import Assign, Claim
from casework.actions.consent import NoteConsent, RecordConsent
from casework.actions.correcting.question_dropped import DropQuestion
from casework.actions.duplicates.co_reporting import Leave
from casework.actions.duplicates.unmerging import Unmerge
from casework.actions.ending.confirmation import Confirm
from casework.actions.reminder import Nudge, Raise
from casework.actions.review import Reveal, Review
from casework.case import commands as c
from casework.case.intake import Consent
from casework.case.model import Status, Urgency, Verdict
from casework.case.number import number
from casework.case.roles import LEADERS, WORKERS
from casework.search.queue_filter import read
from conversations.actions import between_offices, handover, ready_answers, referral
from conversations.actions.correcting import correcting_forms, taking_back
from conversations.actions.duplicates import same_result
from conversations.actions.ending import confirmation
from conversations.actions.ending.confirmation import WHOSE_WORD
from conversations.content.content import Answered, Turn
from conversations.content.on_tap import OnTap
from conversations.filling.opening import open_form
from conversations.handlers.messages import further_cases, officer_reply
from conversations.pages.home import home
from conversations.protocol.case_taps import (
    ActOnCase,
    AssignCase,
    ConfirmFixed,
    ExcludeOfficer,
    ReadmitOfficer,
)
from conversations.protocol.dialogue import Talk
from conversations.protocol.effects import Brief, Do, Effect, Say, Show, text
from conversations.protocol.requests import HeedNews, UndoBulk
from conversations.protocol.taps import PickSeveral, UndoSeveral

CASE_FORMS = frozenset(
    {
        "ask",
        "reply",
        "note",
        "resolve",
        "add",
        "withdraw",
        "reopen",
        "return",
        "object",
        "public",
        "told",
        "merge",
        "split",
        "certify",
        *between_offices.ACTIONS,
        "record_person",
        *correcting_forms.FORMS,
    }
)
"""Forms that are about one case and begin with a button on its page."""


AT_ONCE: Mapping[str, Callable[[int], c.Command | HeedNews]] = {
    "agreed": lambda by: RecordConsent(by, Consent.YES),
    "declined": lambda by: RecordConsent(by, Consent.REFUSED),
    "asked_yes": lambda by: NoteConsent(by, Consent.YES),
    "asked_no": lambda by: NoteConsent(by, Consent.REFUSED),
    "claim": Claim,
    "reveal": Reveal,
    "open": Review,
    "nudge": Nudge,
    "raise": Raise,
    "leave": Leave,
    "unmerge": Unmerge,
    "drop_question": DropQuestion,
    "worse": lambda by: HeedNews(),
}
"""Buttons that are a command, asked at once."""

SHOWN_AFTER: Mapping[str, str] = {
    "claim": "case",
    "asked_yes": "case",
    "asked_no": "case",
    "reveal": "phone",
    "open": "case",
    "nudge": "case",
    "raise": "case",
    "unmerge": "case",
    "drop_question": "case",
    "worse": "case",
}
"""The page that is shown once the command was asked."""

LOOKED_AT = frozenset(
    {
        *("assign", "files", "map", "history", "receipt", "why", "slip", "errand", "conflict"),
        *("person", "more", "story", "related"),
    }
)
"""Buttons that only show something of a case."""

IN_PLACE = frozenset({"more"})
"""Of these, what the page itself becomes."""


def act(turn: Turn, talk: Talk, action: str, case: int) -> Answered:
    """A button (or a command with a number) that does something with a case."""
    action = further_cases.instead(turn, action, case)
    if (taken := officer_reply.taken(turn, talk, action, case)) is not None:
        return taken
    form = turn.content.forms.get(action)
    if action == "object" and (brief := _brief(turn, case)) and brief.status != Status.RESOLVED:
        return talk, (Say(text("object.open", number=number(case)), home(turn)),)
    if (
        form is not None
        and form.name in CASE_FORMS
        and (not form.staff or turn.person.roles & WORKERS)
    ):
        about = {"case": case, "number": number(case), **_levels(turn, action)}
        after, asked = open_form(turn, talk, action, about=about)
        if not asked or after.draft is None:
            return after, asked
        return after, (*ready_answers.offered(turn, after.draft), *asked)
    if action in AT_ONCE:
        return talk, _at_once(turn, action, case)
    if action in referral.ACTIONS:
        return referral.act(turn, talk, action, case, _edited(turn))
    if action in handover.ACTIONS:
        return handover.act(turn, talk, action, case)
    if (begin := _BEGIN.get(action)) is not None:
        return begin(turn, talk, case)
    return talk, (
        Show(action, {"case": case}, _edited(turn) if action in IN_PLACE else None)
        if action in LOOKED_AT
        else Say(text("form.stale"), home(turn)),
    )


def _edited(turn: Turn) -> int | None:
    """The message that a tap was on, and that becomes what follows."""
    return turn.said.message_id if turn.said.tap else None


def _at_once(turn: Turn, action: str, case: int) -> tuple[Effect, ...]:
    asked = Do(AT_ONCE[action](turn.person.id), case)
    page = SHOWN_AFTER.get(action)
    if page is None:
        return (asked,)
    edit = None if page == "phone" or action == "unmerge" else _edited(turn)
    taken = {"taken": True} if action == "claim" else {}
    return asked, Show(page, {"case": case, **taken}, edit)


def _act(turn: Turn, talk: Talk, tap: ActOnCase) -> Answered:
    return act(turn, talk, tap.action, tap.case)


def _assign(turn: Turn, talk: Talk, tap: AssignCase) -> Answered:
    """A leader hands a case to an officer."""
    assigned = Do(Assign(turn.person.id, tap.officer), tap.case)
    return talk, (assigned, Show("case", {"case": tap.case}, turn.said.message_id))


def _several(turn: Turn, talk: Talk, tap: PickSeveral) -> Answered:
    """A leader does the same to several cases of a queue, through the filter of that queue."""
    if not turn.person.roles & LEADERS:
        return talk, (Say(text("form.stale"), home(turn)),)
    about = {"code": read(tap.code).code, "picked": [], "key": ""}
    return open_form(turn, talk, "bulk", about=about)


def _undo_several(turn: Turn, talk: Talk, tap: UndoSeveral) -> Answered:
    return talk, (Do(UndoBulk(tap.key)),)


def _exclude(turn: Turn, talk: Talk, tap: ExcludeOfficer) -> Answered:
    """A leader closes a case for a colleague."""
    excluded = Do(conflict_of_interest.Exclude(turn.person.id, tap.officer), tap.case)
    return talk, (excluded, Show("conflict", {"case": tap.case}, turn.said.message_id))


def _readmit(turn: Turn, talk: Talk, tap: ReadmitOfficer) -> Answered:
    """A leader opens a case for a colleague again."""
    readmitted = Do(conflict_of_interest.Readmit(turn.person.id, tap.officer), tap.case)
    return talk, (readmitted, Show("conflict", {"case": tap.case}, turn.said.message_id))


TAPS = (
    OnTap(ActOnCase, _act),
    OnTap(AssignCase, _assign),
    OnTap(PickSeveral, _several),
    OnTap(UndoSeveral, _undo_several),
    OnTap(ExcludeOfficer, _exclude),
    OnTap(ReadmitOfficer, _readmit),
    *taking_back.TAPS,
)


def _levels(turn: Turn, action: str) -> Mapping[str, Any]:
    """What a leader who corrects an emergency may also say of its urgency; of what is put off, the
    day on which it is due."""
    if action == "postpone" and turn.around.due is not None:
        due = turn.around.due.astimezone(turn.content.texts.zone)
        return {"due": due.date().isoformat()}
    asked = action == "correct" and turn.around.may_lower
    return {"likely": [str(level) for level in Urgency]} if asked else {}


def _brief(turn: Turn, case: int) -> Brief | None:
    return next((b for b in turn.around.cases if b.id == case), None)


def _answer(turn: Turn, talk: Talk, case: int) -> Answered:
    brief = _brief(turn, case)
    if brief is None or not brief.wants:
        return talk, (Say(text("answer.not_waiting", number=number(case)), home(turn)),)
    about = {"case": case, "number": number(case), "wants": brief.wants, "question": brief.question}
    return open_form(turn, talk, "answer", about=about)


_BEGIN: Mapping[str, Callable[[Turn, Talk, int], Answered]] = {
    "answer": _answer,
    same_result.WORDS_ONLY: same_result.in_words,
}
"""Buttons that open a form of another name."""


def confirm(turn: Turn, talk: Talk, tap: ConfirmFixed) -> Answered:
    """The answer to "is it really fixed?"; what it needs to know more it asks, of another's whose
    word it is."""
    case, verdict = tap.case, tap.verdict
    brief = _brief(turn, case)
    if brief is None:  # it is closed; the desk knows whether by this very word
        if verdict not in set(Verdict):
            return talk, (Say(text("form.stale"), home(turn)),)
        return talk, (Do(Confirm(turn.person.id, Verdict(verdict), ""), case=case),)
    if brief.status == Status.REVIEWED:  # opened again, perhaps by a first tap on this very button
        return talk, (Say(text("object.open", number=number(case)), home(turn)),)
    about = {"case": case, "number": number(case), "service": brief.service}
    about |= {"likely": list(WHOSE_WORD)} if tap.for_another else {}
    told = confirmation.kept_words(brief.said, verdict)
    kept = {"verdict": verdict} | ({"words": told} if told else {})
    return open_form(turn, talk, "confirm", about=about, answers=kept)
