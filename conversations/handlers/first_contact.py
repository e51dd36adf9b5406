"""First contact and what links lead to: a village's poster, an invitation, a hand-over code, a
letter of a case.

Tested in tests/conversations/handlers/test_commands.py."""

from dataclasses import replace
from typing import Any

from casework.policy.classifier import suggest
from conversations.actions import handover
from conversations.content.content import Answered, Turn
from conversations.filling.opening import open_form
from conversations.filling.question import GUESSED
from conversations.handlers.case_commands import case_page
from conversations.handlers.messages import free_messages, offering
from conversations.pages.home import home
from conversations.protocol.dialogue import Draft, Story, Talk
from conversations.protocol.effects import Do, Effect, Said, Say, text
from conversations.protocol.requests import ReadCode, Redeem, Register, RemindMe, SetLanguage
from conversations.protocol.taps import AnswerHandover

PREFIX = "k_"
"""Of the link on a letter that opens its case."""


def meet(turn: Turn, talk: Talk, village: str = "", code: str = "") -> Answered:
    """First contact; whatever was open or told waits below it, and a hand-over code waits in it."""
    code = code or next((d.about["code"] for d in talk.drafts if "code" in d.about), "")
    texts, own = turn.content.texts, turn.person.language
    answers = {"language": own if own in texts.languages else texts.default}
    village = village or _village_of_emergency(turn, talk)
    answers |= {"village": village} if village in turn.content.places.villages else {}
    answers = _told_before(talk) | answers
    talk = replace(talk, drafts=tuple(d for d in talk.drafts if d.form != "hello"))
    about = {GUESSED: "language"} | ({"code": code} if code else {})
    after, effects = open_form(turn, talk, "hello", answers=answers, about=about)
    return after, _welcomed(effects)


def _village_of_emergency(turn: Turn, talk: Talk) -> str:
    """The village that was told of an emergency before we have met, "" where none was."""
    told = [str(one.answers.get("village", "")) for one in talk.drafts if one.form == "emergency"]
    told += [one.village for one in turn.around.emergencies.values()]
    return next(filter(None, told), "")


def _told_before(talk: Talk) -> dict[str, Any]:
    """What somebody has told in a first contact that begins once more."""
    begun = next((one.answers for one in talk.drafts if one.form == "hello"), {})
    return {key: begun[key] for key in ("village", "place", "phone") if begun.get(key)}


def unkept(said: Said) -> tuple[Effect, ...]:
    """What is told of a contact card that comes before we have met: nothing has asked for it."""
    return (Say(text("contact.unkept")),) if said.phone or said.card else ()


def _welcomed(effects: tuple[Effect, ...]) -> tuple[Effect, ...]:
    """The first question with the welcome above it: of two messages people answer the first."""
    first, *rest = effects
    if not isinstance(first, Say):
        raise TypeError(f"first contact begins with a question, not with {first}")
    return replace(first, text=text("hello.welcome", question=first.text)), *rest


def speaks(before: Draft | None, draft: Draft | None) -> tuple[Effect, ...]:
    """The language that was just chosen holds at once: consent that cannot be read is none."""
    if before is None or draft is None or (before.id, draft.form) != (draft.id, "hello"):
        return ()
    chosen = draft.answers.get("language")
    if not chosen or chosen == before.answers.get("language"):
        return ()
    return (Do(SetLanguage(chosen)),)


def met(turn: Turn, talk: Talk, effects: tuple[Effect, ...], hello: Draft) -> Answered:
    """First contact is over; what was told before it goes on, in the same message. A trouble that
    we know is a report without another question, while there is no open case that it may belong
    to. The number that was told meanwhile, in ``hello``, the report does not ask for again."""
    if talk.loose.empty:
        return talk, effects
    heard = bool(suggest(talk.loose.text, turn.content.words, 1))
    if heard and not turn.around.cases:
        left = replace(talk, loose=Story(), gathering=None)
        after, (first, *rest) = free_messages.report(turn, left, talk.loose)
        if after.draft:
            number = {key: hello.answers[key] for key in ("phone",) if key in hello.answers}
            told = {**after.draft.answers, **number}
            after = after.with_draft(replace(after.draft, answers=told))
            rest.extend([Do(RemindMe(one.id)) for one in after.drafts[-1:]])
    else:
        after, (first, *rest) = offering.offer(turn, talk)
    village = turn.content.places.name(turn.person.village)
    alone = Say(text("hello.done", village=village), home(turn))
    kept = [effect for effect in effects if effect != alone]
    if isinstance(first, Say):
        connected = text("hello.connected", village=village, question=first.text)
        first = replace(first, text=connected, edit=None)
    return after, (*kept, first, *rest)


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
        moved = Do(Register(turn.person.language, village, turn.person.consent))
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
