"""The result of a case, its taking back and its reopening: the forms, and who is told of the
result.

Texts: ``closing.*.toml``."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from casework.actions.ending.resolution import (
    Reopen,
    Reopened,
    Resolve,
    Resolved,
    Withdraw,
    Withdrawn,
)
from casework.actions.handover import RESULT, by_hand
from casework.case import events as e
from casework.case.model import Case, Decision
from casework.case.number import number
from casework.policy.catalogue import Catalogue
from conversations.actions.ending.confirmation import verdicts, with_files
from conversations.actions.ending.objection import objection
from conversations.content import fields
from conversations.content.content import Turn
from conversations.filling import along
from conversations.protocol.delivery import Delivery
from conversations.protocol.dialogue import Draft, Story
from conversations.protocol.effects import Do, Effect, Say, Text, text
from conversations.protocol.notice import (
    ACTOR,
    ALARMED,
    TELLER,
    Notice,
    Notices,
    OnEvent,
    bringing,
    open_button,
    say,
    told_buttons,
    urgent,
)

Effects = tuple[Effect, ...]
Kept = Mapping[str, Any]


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
        *_to_who_was_rung(case),
    ]


def _to_who_was_rung(case: Case) -> Notices:
    """Who was called to an emergency hears that it has its result."""
    told = say("notice.alarm_result", case, open_button(case))
    return [Notice(ALARMED, told, urgent=True)] if urgent(case) else []


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
        *_to_who_was_rung(case),
    ]


def warning(case: Case, names: Sequence[str]) -> Say:
    """Before a result goes out that names somebody whom others are not to know."""
    key = "resolve.names" if case.others else "resolve.names_secret"
    told = text(key, number=number(case.id), names=", ".join(names), n=case.others)
    return Say(told, case=case.id)


def shown_with(words: str, along: Mapping[str, Any] | None) -> Text | str:
    """What an officer has written, and how many files went along."""
    story = Story.load(along) if along else Story()
    return fields.told(replace(story, texts=(words,))) if story.files else words


ROWS = (OnEvent(Resolved, _resolved),)

LINES: Mapping[type[e.Event], Callable[[Any], object]] = {
    Resolved: lambda event: shown_with(event.result, event.along),
    Reopened: lambda event: event.words,
    Withdrawn: lambda event: text(f"withdraw.why.{event.words}"),
}


def _resolve(turn: Turn, draft: Draft, kept: Kept) -> Effects:
    decision = Decision(kept["decision"])
    shown = along.files(draft)
    resolve = Resolve(turn.person.id, decision, kept["result"], along=shown)
    return (Do(resolve, case=draft.about["case"]),)


def _reopen(turn: Turn, draft: Draft, kept: Kept) -> Effects:
    story = Story.load(kept["words"]) if kept.get("words") else Story()
    case = draft.about["case"]
    return (Do(Reopen(turn.person.id, story.text), case=case), *with_files(turn, story, case))


def _withdraw(turn: Turn, draft: Draft, kept: Kept) -> Effects:
    return (Do(Withdraw(turn.person.id, kept["why"]), case=draft.about["case"]),)


FINISH = {"resolve": _resolve, "reopen": _reopen, "withdraw": _withdraw}
