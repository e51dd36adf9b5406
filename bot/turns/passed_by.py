"""What a case has passed by: news that is held for a busy colleague, or for the morning, and is no
longer true once something else has happened to its case.

Tested in tests/bot/trials/letters/test_passed_by.py."""

from collections.abc import Mapping

from bot.desk.mail import GOOD_NEWS, DigestPart
from casework.actions import referral
from casework.actions.assignment import Assigned, Claimed, HandedOver
from casework.actions.correcting.letting_go import Freed, GivenBack
from casework.actions.correcting.opening_again import OpenedAgain
from casework.actions.correcting.postponement import Postponed
from casework.actions.correcting.wrong_result import ResultRetracted
from casework.actions.duplicates.merging import Merged
from casework.actions.duplicates.unmerging import Unmerged
from casework.actions.ending.resolution import Reopened, Resolved, Withdrawn
from casework.actions.escalation import Lapsed
from casework.actions.objection import Objected
from casework.actions.referral_answer import Returned
from casework.actions.rescheduling import Rescheduled
from casework.case.events import Event

Kinds = tuple[type[Event], ...]

_TAKEN: Kinds = (Claimed, Assigned, HandedOver)
_ENDED: Kinds = (Resolved, Withdrawn, Merged, Lapsed)
_OPEN_AGAIN: Kinds = (Reopened, OpenedAgain, Objected, ResultRetracted, Unmerged)
_ELSEWHERE: Kinds = (referral.Offered, referral.Recalled, Returned)
_LATER: Kinds = (Postponed, Rescheduled)

_FOR_ANYBODY: Kinds = (*_TAKEN, *_ENDED)
"""After these nobody need take a case."""

_STEPS: Mapping[str, Kinds] = {
    "new": _FOR_ANYBODY,
    "escalated": _FOR_ANYBODY,
    "still_waits": _FOR_ANYBODY,
    "passed_on": _FOR_ANYBODY,
    "passed_on_raised": _FOR_ANYBODY,
    "reopened_staff": (*_FOR_ANYBODY, referral.Offered),
    "overdue": (*_FOR_ANYBODY, *_LATER, GivenBack, Freed, referral.Offered),
    "postponed_staff": (*_ENDED, *_LATER),
    "not_fixed": _ENDED,
    "accepted_staff": (*_ENDED, *_ELSEWHERE),
    "recalled": (referral.Offered,),
}

PASSED_BY: Mapping[str, Kinds] = {
    **dict.fromkeys(GOOD_NEWS, _OPEN_AGAIN),
    **{f"notice.{step}": kinds for step, kinds in _STEPS.items()},
}
"""By the key of a text that is held: after which events it is not true any more, or no news."""

PASSES: Kinds = tuple({kind: None for kinds in PASSED_BY.values() for kind in kinds})


def is_past(part: DigestPart, case: int, event: Event) -> bool:
    """Whether this event of a case (its id) has made what was to be told of it untrue."""
    return part.case == case and isinstance(event, PASSED_BY.get(part.about, ()))
