"""The end of a case in words: whose word it is, stars, objection, public answer. Notices, buttons,
lines of history.

Texts: ``closing.*.toml``.
"""

from dataclasses import replace

from casework.actions.confirmation import Confirmed, Heard
from casework.actions.handover import RESULT, by_hand
from casework.actions.objection import Objected, can_be_objected
from casework.actions.public_answer import AnsweredPublicly
from casework.actions.rating import LOW, STARS, Rated
from casework.actions.resolution import Resolved
from casework.case import events as e
from casework.case.model import Case, Decision, Verdict
from casework.case.number import number
from casework.policy.catalogue import Catalogue
from conversations.protocol.case_taps import ConfirmFixed, RateCase
from conversations.protocol.delivery import Delivery
from conversations.protocol.effects import Button, Paper, Rows, Text, text
from conversations.protocol.notice import (
    ACTOR,
    COORDINATOR,
    LEVEL,
    OWNER,
    TELLER,
    Notice,
    Notices,
    OnEvent,
    bringing,
    button,
    open_button,
    say,
    told_buttons,
    urgent,
)


def verdicts(case: Case) -> Rows:
    """The three answers to "is it really fixed?"; told for somebody else, it is asked next whose
    word that is (by hand it was asked before: what does the person say?)."""
    other = case.for_another and not by_hand(case)
    return tuple(
        (Button(text(f"confirm.verdict.{v}"), ConfirmFixed(case.id, v, other)),) for v in Verdict
    )


def objection(case: Case) -> Rows:
    """The button to object. Who was helped has "not fixed, open again" and needs no higher
    level."""
    helped = case.ending.decision is Decision.HELPED
    return (button("case.object", "object", case),) if can_be_objected(case) and not helped else ()


def _stars(case: Case) -> Rows:
    # Whether few stars open the case again is known here, and no more when the button is tapped.
    closed = case.ending.second_look
    return (tuple(Button(f"{n} ⭐", RateCase(case.id, str(n), closed)) for n in STARS),)


def _resolved(case: Case, event: Resolved, catalogue: Catalogue) -> Notices:
    """The result, to the teller with the question whether it is fixed; of somebody else's trouble
    they must ask."""
    if by_hand(case):
        return by_hand_first(case, event)
    key = "notice.resolved_other" if case.for_another else "notice.resolved"
    buttons = (*verdicts(case), *objection(case))
    told = say(
        key,
        case,
        buttons,
        Delivery.MUST_ARRIVE,
        decision=text(f"decision.{event.decision}"),
        result=event.result,
    )
    return [
        Notice(TELLER, bringing(RESULT, told), urgent(case)),
        Notice(ACTOR, say("done.resolved", case)),
    ]


def by_hand_first(case: Case, event: Resolved) -> Notices:
    """A result for somebody without Telegram: first they must hear of it, then we ask whether it is
    fixed."""
    told = say(
        "notice.resolved_by_hand",
        case,
        told_buttons(case),
        Delivery.MUST_ARRIVE,
        decision=text(f"decision.{event.decision}"),
        result=event.result,
    )
    return [
        Notice(TELLER, bringing(RESULT, told)),
        Notice(ACTOR, say("done.resolved_by_hand", case)),
    ]


def _confirmed(case: Case, event: Confirmed, catalogue: Catalogue) -> Notices:
    closed = text(f"notice.confirmed_{event.verdict}", number=number(case.id))
    buttons = (*_stars(case), button("case.reopen", "reopen", case), *objection(case))
    return [
        Notice(TELLER, say("notice.rate", case, buttons, closed=closed)),
        Notice(
            OWNER,
            say("notice.confirmed_staff", case, verdict=text(f"confirm.verdict.{event.verdict}")),
        ),
    ]


def _heard(case: Case, event: Heard, catalogue: Catalogue) -> Notices:
    verdict = text(f"confirm.verdict.{event.verdict}")
    return [
        Notice(TELLER, say("notice.heard", case, verdicts(case))),
        Notice(OWNER, say("notice.heard_staff", case, open_button(case), verdict=verdict)),
    ]


def _rated(case: Case, event: Rated, catalogue: Catalogue) -> Notices:
    """Few stars are told to the coordinator, who also hears of the reopening; words to whoever had
    the case."""
    if event.reopens:
        return []
    thanks = Notice(TELLER, say("notice.rated", case))
    told = say("notice.rated_staff", case, open_button(case), stars=event.stars)
    if event.stars <= LOW:
        return [thanks, Notice(COORDINATOR, told)]
    return [thanks, Notice(OWNER, told)] if event.words else [thanks]


def _objected(case: Case, event: Objected, catalogue: Catalogue) -> Notices:
    level = text(f"level.{event.level}")
    told = say(
        "notice.objected",
        case,
        open_button(case),
        Delivery.MUST_ARRIVE,
        level=level,
        due=case.due_at,
    )
    above = say(
        "notice.objected_staff", case, open_button(case), Delivery.MUST_ARRIVE, due=case.due_at
    )
    return [Notice(TELLER, told, urgent(case)), Notice(LEVEL, above, urgent(case))]


def _answered_publicly(case: Case, event: e.Event, catalogue: Catalogue) -> Notices:
    paper = Paper("notice", {"case": case.id})
    return [Notice(ACTOR, replace(say("done.answered_publicly", case), paper=paper))]


ROWS = (
    OnEvent(Resolved, _resolved),
    OnEvent(Confirmed, _confirmed),
    OnEvent(Heard, _heard),
    OnEvent(Rated, _rated),
    OnEvent(Objected, _objected),
    OnEvent(AnsweredPublicly, _answered_publicly),
)


def line(event: e.Event) -> Text | str:
    """What a line of the history tells of an event of the end, "" for nothing more than that it
    happened."""
    match event:
        case Confirmed():
            said = text(
                "closing.confirmed",
                verdict=_verdict(event.verdict),
                who=text(f"said_by.{event.said_by}"),
            )
            return _with(said, event.words)
        case Heard():
            return _with(_verdict(event.verdict), event.words)
        case Rated():
            return _with(text("closing.stars", stars=event.stars), event.words)
        case Objected():
            return event.words
        case AnsweredPublicly():
            return event.text
        case _:
            return ""


def _verdict(verdict: Verdict) -> Text:
    return text(f"confirm.verdict.{verdict}")


def _with(said: Text, words: str) -> Text:
    return text("closing.with_words", said=said, words=words) if words else said
