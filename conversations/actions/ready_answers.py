"""Answers that stand ready for the officer: offered beside "write my own", shown whole before they
are sent. A single one that fits is shown at once.

Whoever types instead of confirming has written their own: the form below stays open all the while.
The resident gets the text in their own language, filled in by the desk from the case as it is then.

Tested in tests/conversations/content/test_ready_answers.py
and tests/bot/desk/test_ready_answers.py."""

from collections.abc import Sequence
from dataclasses import replace

from casework.case.model import Case
from casework.case.number import number
from conversations.content.content import Answered, Turn
from conversations.content.on_tap import OnTap
from conversations.content.ready_answers import FORMS, OFFERED_AT, Ready
from conversations.filling.question import ask, current
from conversations.pages.home import home
from conversations.protocol.dialogue import Draft, Talk
from conversations.protocol.effects import AboutCase, Button, Do, Effect, Say, Show, text
from conversations.protocol.notice import service_name
from conversations.protocol.requests import SendReady
from conversations.protocol.taps import ListReadyAnswers, SendReadyAnswer, ShowReadyAnswer
from conversations.protocol.texts import Texts


def offered(turn: Turn, draft: Draft) -> tuple[Effect, ...]:
    """What stands ready for the question that a form asks now, to be shown beside it."""
    step = current(turn, draft) if draft.form in FORMS else None
    if step is None or step.key != OFFERED_AT[draft.form]:
        return ()
    return (Show("ready", _about(draft)),)


def _about(draft: Draft) -> dict[str, object]:
    """For which form of which case, and for which outcome."""
    case, decision = draft.about["case"], draft.answers.get("decision", "")
    return {"case": case, "form": draft.form, "draft": draft.id, "decision": decision}


Tapped = ShowReadyAnswer | SendReadyAnswer | ListReadyAnswers


def _tapped(turn: Turn, talk: Talk, tap: Tapped) -> Answered:
    """What stands ready is looked at, sent, or listed again."""
    edit, covered = turn.said.message_id, (one for one in talk.drafts if one.id == tap.draft)
    draft = next(covered, None)
    stale: Answered = talk, (Say(text("form.stale"), home(turn)),)
    if draft is None or draft.form not in FORMS:
        return stale
    talk = talk.in_front(draft)
    about = _about(draft)
    if isinstance(tap, ListReadyAnswers):
        return talk, (Show("ready", about, edit),)
    chosen = next((a for a in turn.content.answers if a.key == tap.key), None)
    if chosen is None or chosen.form != draft.form:
        return stale
    if not chosen.fits(draft.form, str(about["decision"])):
        return talk, (Say(text("ready.other_outcome")), *ask(turn, draft))
    if isinstance(tap, ShowReadyAnswer):
        shown = Show("ready_text", {**about, "key": tap.key}, edit)
        return talk.with_draft(_begun(draft, chosen)), (shown,)
    sent: tuple[Effect, ...] = (
        Say(text("form.sent"), edit=edit),
        Do(SendReady(tap.key), draft.about["case"]),
    )
    return talk.closing(), sent


TAPS = (
    OnTap(ShowReadyAnswer, _tapped),
    OnTap(SendReadyAnswer, _tapped),
    OnTap(ListReadyAnswers, _tapped),
)


def _begun(draft: Draft, chosen: Ready) -> Draft:
    """The form as far as the answer goes: what is typed now is taken instead of its text."""
    return replace(draft, answers={**draft.answers, **chosen.answers}, editing="")


def fitting(answers: Sequence[Ready], form: str, service: str, decision: str = "") -> list[Ready]:
    """What stands ready for a case of a service; as a result, for how the case ends."""
    return [a for a in answers if a.fits(form, decision) and service in a.services]


def listed(found: Sequence[Ready], draft: str) -> Say:
    """What stands ready, a button each."""
    return Say(
        text("ready.which"),
        tuple((Button(text(f"ready.{a.key}.name"), ShowReadyAnswer(draft, a.key)),) for a in found),
    )


def shown(case: Case, chosen: Ready, words: str, draft: str, *, others: bool) -> Say:
    """The whole text as the resident will read it, to be sent or not; ``others`` stand ready,
    too."""
    ending = (
        text("ready.ends", decision=text(f"decision.{chosen.decision}")) if chosen.decision else ""
    )
    send = Button(text("form.send"), SendReadyAnswer(draft, chosen.key))
    back = Button(text("ready.others"), ListReadyAnswers(draft, chosen.key))
    rows = ((send,), (back,)) if others else ((send,),)
    told = text("ready.sure", number=number(case.id), text=words, ending=ending)
    return Say(told, rows, case=case.id, about=AboutCase(case.id, sends=True))


def text_for(case: Case, chosen: Ready, texts: Texts, language: str) -> str:
    """The text filled in, without markup, as if it had been typed."""
    filled = {"number": number(case.id), "service": service_name(case), "due": case.due_at}
    return texts.plain(language, text(f"ready.{chosen.key}.text", **filled))
