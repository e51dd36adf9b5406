"""The form *Betulkan*, and those in which a case is given back, put off or opened
again, or its result is taken back.

Tested in tests/conversations/actions/correcting."""

from collections.abc import Callable, Mapping
from typing import Any

from casework.actions.correcting.address import CorrectAddress
from casework.actions.correcting.classification import CorrectService, CorrectUrgency
from casework.actions.correcting.letting_go import GiveBack
from casework.actions.correcting.opening_again import OpenAgain
from casework.actions.correcting.placing import CorrectPlace
from casework.actions.correcting.postponement import Postpone
from casework.actions.correcting.wrong_result import RetractResult
from casework.case.commands import Command
from casework.case.model import Urgency
from conversations.content.content import Turn
from conversations.protocol.dialogue import Draft
from conversations.protocol.effects import Do, Effect

Kept = Mapping[str, Any]

FORMS = frozenset({"correct", "give_back", "open_again", "postpone", "wrong_result"})
"""Forms about one case, each opened by the button of its name."""


def corrected(by: int, kept: Kept) -> Command:
    """The command to which the answers of *Betulkan* lead."""
    why = kept["why"]
    if "until" in kept:
        return Postpone(by, kept["until"], why)
    match kept["what"]:
        case "service":
            level = kept.get("level")
            return CorrectService(by, kept["service"], why, Urgency(level) if level else None)
        case "urgency":
            return CorrectUrgency(by, Urgency(kept["urgency"]), why)
        case "village":
            return CorrectPlace(by, why, village=kept["village"])
        case "address":
            return CorrectAddress(by, kept["address"], why)
        case _:
            return CorrectPlace(by, why, office=kept["office"])


def _correct(turn: Turn, draft: Draft, kept: Kept) -> tuple[Effect, ...]:
    return (Do(corrected(turn.person.id, kept), case=draft.about["case"]),)


def _give_back(turn: Turn, draft: Draft, kept: Kept) -> tuple[Effect, ...]:
    return (Do(GiveBack(turn.person.id, kept["why"]), case=draft.about["case"]),)


def _open_again(turn: Turn, draft: Draft, kept: Kept) -> tuple[Effect, ...]:
    return (Do(OpenAgain(turn.person.id, kept["why"]), case=draft.about["case"]),)


def _wrong_result(turn: Turn, draft: Draft, kept: Kept) -> tuple[Effect, ...]:
    return (Do(RetractResult(turn.person.id, kept["why"]), case=draft.about["case"]),)


FINISH: Mapping[str, Callable[[Turn, Draft, Kept], tuple[Effect, ...]]] = {
    "correct": _correct,
    "give_back": _give_back,
    "open_again": _open_again,
    "postpone": _correct,
    "wrong_result": _wrong_result,
}
