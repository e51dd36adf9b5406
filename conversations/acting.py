"""Buttons on the page of a case, and the commands of the same names: each becomes a command to the desk, or a form.

What somebody may do with a case is decided again by the desk, from the database; here it is only offered.
"""

from casework import commands as c
from casework.joining import Leave, Unmerge
from casework.model import Consent
from casework.numbers import number
from casework.permits import STAFF
from conversations.asking import open_form
from conversations.effects import Brief, Do, Say, Show, t
from conversations.finishing import home
from conversations.house import Answered, Turn
from conversations.talk import Talk

CASE_FORMS = frozenset({"ask", "reply", "note", "resolve", "add", "withdraw", "reopen", "merge", "split"})
"""Forms that are about one case and begin with a button on its page."""


def act(turn: Turn, talk: Talk, action: str, case: int) -> Answered:
    """A button (or a command with a number) that does something with a case."""
    by, edit = turn.person.id, turn.said.message_id if turn.said.tap else None
    form = turn.house.forms.get(action)
    if form is not None and form.name in CASE_FORMS and (not form.staff or turn.person.roles & STAFF):
        return open_form(turn, talk, action, about={"case": case, "number": number(case)})
    match action:
        case "agreed" | "declined":
            consent = Consent.YES if action == "agreed" else Consent.REFUSED
            return talk, (Do(c.RecordConsent(by, consent), case),)
        case "claim":
            return talk, (Do(c.Claim(by), case), Show("case", {"case": case}, edit))
        case "reveal":
            return talk, (Do(c.Reveal(by), case), Show("phone", {"case": case}))
        case "open":
            return talk, (Do(c.Review(by), case), Show("case", {"case": case}, edit))
        case "leave":
            return talk, (Do(Leave(by), case),)
        case "unmerge":
            return talk, (Do(Unmerge(by), case), Show("case", {"case": case}))
        case "answer":
            return _answer(turn, talk, case)
        case "assign" | "files" | "history" | "receipt":
            return talk, (Show(action, {"case": case}),)
        case _:
            return talk, (Say(t("form.stale"), home(turn)),)


def assign(turn: Turn, talk: Talk, case: int, officer: int) -> Answered:
    """A leader hands a case to an officer."""
    return talk, (Do(c.Assign(turn.person.id, officer), case), Show("case", {"case": case}, turn.said.message_id))


def _brief(turn: Turn, case: int) -> Brief | None:
    return next((b for b in turn.around.cases if b.id == case), None)


def _answer(turn: Turn, talk: Talk, case: int) -> Answered:
    brief = _brief(turn, case)
    if brief is None or not brief.wants:
        return talk, (Say(t("answer.not_waiting", number=number(case)), home(turn)),)
    about = {"case": case, "number": number(case), "wants": brief.wants, "question": brief.question}
    return open_form(turn, talk, "answer", about=about)


def confirm(turn: Turn, talk: Talk, case: int, verdict: str) -> Answered:
    """The answer to "is it really fixed?"; what it needs to know more it asks."""
    brief = _brief(turn, case)
    if brief is None:
        return talk, (Say(t("refused.status.closed", number=number(case)), home(turn)),)
    about = {"case": case, "number": number(case), "service": brief.service}
    return open_form(turn, talk, "confirm", about=about, answers={"verdict": verdict})
