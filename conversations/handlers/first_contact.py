"""First contact and what links lead to: a village's poster, an invitation, a hand-over code, a
letter of a case.

Tested in tests/conversations/handlers/test_commands.py."""

from dataclasses import replace

from conversations.actions import handover
from conversations.content.content import Answered, Turn
from conversations.filling.question import open_form
from conversations.handlers.case_commands import case_page
from conversations.pages.home import home
from conversations.protocol.dialogue import Talk
from conversations.protocol.effects import Do, Effect, Said, Say, text
from conversations.protocol.requests import ReadCode, Redeem, Register
from conversations.protocol.taps import AnswerHandover

PREFIX = "k_"
"""Of the link on a letter that opens its case."""


def meet(turn: Turn, talk: Talk, village: str = "", code: str = "") -> Answered:
    """First contact; whatever was open or told waits below it, and a hand-over code waits in it."""
    code = code or next((d.about["code"] for d in talk.drafts if "code" in d.about), "")
    answers = {"village": village} if village in turn.content.places.villages else {}
    talk = replace(talk, drafts=tuple(d for d in talk.drafts if d.form != "hello"))
    after, effects = open_form(
        turn, talk, "hello", answers=answers, about={"code": code} if code else None
    )
    return after, _welcomed(effects)


def unkept(said: Said) -> tuple[Effect, ...]:
    """What is told of a contact card that comes before we have met: nothing has asked for it."""
    return (Say(text("contact.unkept")),) if said.phone or said.card else ()


def _welcomed(effects: tuple[Effect, ...]) -> tuple[Effect, ...]:
    """The first question with the welcome above it: of two messages people answer the first."""
    first, *rest = effects
    if not isinstance(first, Say):
        raise TypeError(f"first contact begins with a question, not with {first}")
    return replace(first, text=text("hello.welcome", question=first.text)), *rest


def start(turn: Turn, talk: Talk, payload: str) -> Answered:
    village = turn.content.places.of_digits(payload.removeprefix("d_"))
    if payload.startswith("u_"):
        redeem = Do(Redeem(payload.removeprefix("u_")))
        if turn.person.consent:
            return talk, (redeem,)
        after, effects = meet(turn, talk)
        return after, (redeem, *effects)
    if code := handover.code_in(payload):
        return by_code(turn, talk, code)
    if not turn.person.consent:
        return meet(turn, talk, village)
    if payload.startswith(PREFIX):
        return case_page(turn, talk, payload.removeprefix(PREFIX))
    if village and village != turn.person.village:
        moved = Do(Register(turn.person.language, village, turn.content.consent))
        return talk, (
            moved,
            Say(text("start.moved", village=turn.content.places.name(village)), home(turn)),
        )
    return talk, (
        Say(text("start.home", village=turn.content.places.name(turn.person.village)), home(turn)),
    )


def by_code(turn: Turn, talk: Talk, code: str) -> Answered:
    """Somebody has come with a hand-over code; whom we have not met, meets us first."""
    return (talk, (Do(ReadCode(code)),)) if turn.person.consent else meet(turn, talk, code=code)


def handed_over(turn: Turn, talk: Talk, tap: AnswerHandover) -> Answered:
    """The answer to what a hand-over code opens: take it over (the volunteer looks on or not), or
    leave it."""
    if not turn.person.consent:
        return by_code(turn, talk, tap.code)
    return handover.answered(turn, talk, tap.choice, tap.code)
