"""The *surat keterangan* in words: the finished form, and the letter that follows from it.

Tested in tests/conversations/handlers/test_form_outcomes.py."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from casework.actions.certificate import Certified, Certify
from casework.case.events import Event
from casework.case.model import Case
from casework.policy.catalogue import Catalogue
from conversations.content.content import Turn
from conversations.protocol.dialogue import Draft
from conversations.protocol.effects import Do, Effect, Paper
from conversations.protocol.notice import ACTOR, Notice, Notices, OnEvent, say


def _certify(turn: Turn, draft: Draft, kept: Mapping[str, Any]) -> tuple[Effect, ...]:
    decile = None if kept["decile"] == "none" else int(kept["decile"])
    command = Certify(turn.person.id, kept["purpose"], decile, str(kept["verified_on"]))
    return (Do(command, case=draft.about["case"]),)


FINISH: Mapping[str, Callable[[Turn, Draft, Mapping[str, Any]], tuple[Effect, ...]]] = {
    "certify": _certify
}


def _certified(case: Case, event: Event, catalogue: Catalogue) -> Notices:
    return [
        Notice(
            ACTOR, replace(say("done.certified", case), paper=Paper("statement", {"case": case.id}))
        )
    ]


ROWS = (OnEvent(Certified, _certified),)
