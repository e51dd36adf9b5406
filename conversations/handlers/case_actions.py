"""Buttons on the page of a case, and the commands of the same names: each becomes a command to the
desk, or a form.

What somebody may do with a case is decided again by the desk, from the database; here it is only
offered."""

from collections.abc import Callable, Mapping

from casework.actions import conflict_of_interest
from casework.actions.assignment import Assign, Claim
from casework.actions.co_reporting import Leave
from casework.actions.confirmation import Confirm
from casework.actions.consent import RecordConsent
from casework.actions.reminder import Nudge, Raise
from casework.actions.review import Reveal, Review
from casework.actions.unmerging import Unmerge
from casework.case import commands as c
from casework.case.model import Consent, Status, Verdict
from casework.case.number import number
from casework.case.roles import LEADERS, WORKERS
from casework.search.queue_filter import read
from conversations.actions import handover, ready_answers, referral
from conversations.actions.feedback import WHOSE_WORD
from conversations.content.content import Answered, Turn
from conversations.filling.question import open_form
from conversations.handlers.form_outcomes import home
from conversations.protocol.dialogue import Talk
from conversations.protocol.effects import Brief, Do, Effect, Say, Show, t

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
    }
)
"""Forms that are about one case and begin with a button on its page."""


AT_ONCE: Mapping[str, Callable[[int], c.Command]] = {
    "agreed": lambda by: RecordConsent(by, Consent.YES),
    "declined": lambda by: RecordConsent(by, Consent.REFUSED),
    "claim": Claim,
    "reveal": Reveal,
    "open": Review,
    "nudge": Nudge,
    "raise": Raise,
    "leave": Leave,
    "unmerge": Unmerge,
}
"""Buttons that are a command, asked at once."""

SHOWN_AFTER: Mapping[str, str] = {
    "claim": "case",
    "reveal": "phone",
    "open": "case",
    "nudge": "case",
    "raise": "case",
    "unmerge": "case",
}
"""The page that is shown once the command was asked."""

LOOKED_AT = frozenset(
    {"assign", "files", "history", "receipt", "why", "slip", "errand", "conflict"}
)
"""Buttons that only show something of a case."""


def act(turn: Turn, talk: Talk, action: str, case: int) -> Answered:
    """A button (or a command with a number) that does something with a case."""
    form = turn.house.forms.get(action)
    if action == "object" and (brief := _brief(turn, case)) and brief.status != Status.RESOLVED:
        return talk, (Say(t("object.open", number=number(case)), home(turn)),)
    if (
        form is not None
        and form.name in CASE_FORMS
        and (not form.staff or turn.person.roles & WORKERS)
    ):
        opened = open_form(turn, talk, action, about={"case": case, "number": number(case)})
        return ready_answers.offered(opened, action, case)
    if action in AT_ONCE:
        return talk, _at_once(turn, action, case)
    if action in referral.ACTIONS:
        return referral.act(turn, talk, action, case, _edited(turn))
    if action in handover.ACTIONS:
        return handover.act(turn, talk, action, case)
    if action == "answer":
        return _answer(turn, talk, case)
    return talk, (
        Show(action, {"case": case}) if action in LOOKED_AT else Say(t("form.stale"), home(turn)),
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
    return asked, Show(page, {"case": case}, edit)


def assign(turn: Turn, talk: Talk, case: int, officer: int) -> Answered:
    """A leader hands a case to an officer."""
    return talk, (
        Do(Assign(turn.person.id, officer), case),
        Show("case", {"case": case}, turn.said.message_id),
    )


def several(turn: Turn, talk: Talk, code: str) -> Answered:
    """A leader does the same to several cases of a queue; ``code`` is the sieve through which they
    see it."""
    if not turn.person.roles & LEADERS:
        return talk, (Say(t("form.stale"), home(turn)),)
    return open_form(turn, talk, "bulk", about={"code": read(code).code, "picked": [], "key": ""})


def close_for(turn: Turn, talk: Talk, closed: bool, case: int, officer: int) -> Answered:
    """A leader closes a case for a colleague, or opens it for them again."""
    command = (conflict_of_interest.Exclude if closed else conflict_of_interest.Readmit)(
        turn.person.id, officer
    )
    return talk, (Do(command, case), Show("conflict", {"case": case}, turn.said.message_id))


def _brief(turn: Turn, case: int) -> Brief | None:
    return next((b for b in turn.around.cases if b.id == case), None)


def _answer(turn: Turn, talk: Talk, case: int) -> Answered:
    brief = _brief(turn, case)
    if brief is None or not brief.wants:
        return talk, (Say(t("answer.not_waiting", number=number(case)), home(turn)),)
    about = {"case": case, "number": number(case), "wants": brief.wants, "question": brief.question}
    return open_form(turn, talk, "answer", about=about)


def confirm(
    turn: Turn, talk: Talk, case: int, verdict: str, *, for_another: bool = False
) -> Answered:
    """The answer to "is it really fixed?"; what it needs to know more it asks, of another's whose
    word it is."""
    brief = _brief(turn, case)
    if brief is None:  # it is closed; the desk knows whether by this very word
        if verdict not in set(Verdict):
            return talk, (Say(t("form.stale"), home(turn)),)
        return talk, (Do(Confirm(turn.person.id, Verdict(verdict), ""), case=case),)
    if brief.status == Status.REVIEWED:  # opened again, perhaps by a first tap on this very button
        return talk, (Say(t("object.open", number=number(case)), home(turn)),)
    about = {"case": case, "number": number(case), "service": brief.service}
    about |= {"likely": list(WHOSE_WORD)} if for_another else {}
    return open_form(turn, talk, "confirm", about=about, answers={"verdict": verdict})
