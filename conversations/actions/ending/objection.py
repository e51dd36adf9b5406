"""An objection to a result: the button, the form, who is told, and its line of the history.

Texts: ``closing.*.toml``."""

from collections.abc import Callable, Mapping
from typing import Any

from casework.actions.objection import Object, Objected, can_be_objected
from casework.case import events as e
from casework.case.model import Case, Decision
from casework.policy.catalogue import Catalogue
from conversations.content.content import Turn
from conversations.protocol.delivery import Delivery
from conversations.protocol.dialogue import Draft
from conversations.protocol.effects import Do, Effect, Rows, text
from conversations.protocol.notice import (
    DECIDED,
    LEVEL,
    TELLER,
    Notice,
    Notices,
    OnEvent,
    button,
    open_button,
    say,
    urgent,
)


def objection(case: Case) -> Rows:
    """The button to object. Who was helped has "not fixed, open again" and needs no higher
    level."""
    helped = case.ending.decision is Decision.HELPED
    return (button("case.object", "object", case),) if can_be_objected(case) and not helped else ()


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
    rows, due = open_button(case), case.due_at
    above = say("notice.objected_staff", case, rows, Delivery.MUST_ARRIVE, due=due, turn="")
    written = say("notice.not_fixed", case, rows, Delivery.MUST_ARRIVE, watched="")
    return [
        Notice(TELLER, told, urgent(case)),
        Notice(LEVEL, above, urgent(case)),
        Notice(DECIDED, written, urgent(case)),
    ]


ROWS = (OnEvent(Objected, _objected),)

LINES: Mapping[type[e.Event], Callable[[Any], object]] = {Objected: lambda event: event.words}


def _object(turn: Turn, draft: Draft, kept: Mapping[str, Any]) -> tuple[Effect, ...]:
    return (Do(Object(turn.person.id, kept["words"]), case=draft.about["case"]),)


FINISH = {"object": _object}
