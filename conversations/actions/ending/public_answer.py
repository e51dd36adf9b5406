"""The answer on the notice board, for a report whose teller stays secret: the form, the paper, and
its line of the history.

Texts: ``closing.*.toml``."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from casework.actions.ending.public_answer import AnsweredPublicly, AnswerPublicly
from casework.case import events as e
from casework.case.model import Case
from casework.policy.catalogue import Catalogue
from conversations.content.content import Turn
from conversations.protocol.dialogue import Draft
from conversations.protocol.effects import Do, Effect, Paper
from conversations.protocol.notice import ACTOR, Notice, Notices, OnEvent, say


def _answered_publicly(case: Case, event: AnsweredPublicly, catalogue: Catalogue) -> Notices:
    paper = Paper("notice", {"case": case.id})
    return [Notice(ACTOR, replace(say("done.answered_publicly", case), paper=paper))]


ROWS = (OnEvent(AnsweredPublicly, _answered_publicly),)

LINES: Mapping[type[e.Event], Callable[[Any], object]] = {
    AnsweredPublicly: lambda event: event.text
}


def _public(turn: Turn, draft: Draft, kept: Mapping[str, Any]) -> tuple[Effect, ...]:
    return (Do(AnswerPublicly(turn.person.id, kept["text"]), case=draft.about["case"]),)


FINISH = {"public": _public}
