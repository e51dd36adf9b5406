"""What a further teller sees of a case: its status and their own words, and nothing that anybody
else has told.

News are sent when the status changes; questions go to the first teller only. Results are written
for all who wait for them; long numbers, and names that were told, are masked all the same.

Tested in tests/bot/desk/duplicates/test_held_report.py."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from casework.actions.correcting.classification import ServiceCorrected, UrgencyCorrected
from casework.actions.correcting.letting_go import Freed
from casework.actions.correcting.placing import PlaceCorrected
from casework.actions.correcting.postponement import Postponed
from casework.actions.correcting.rewording import Reworded, written
from casework.actions.correcting.taking_back import RESULT, still_said
from casework.actions.correcting.wrong_result import ResultRetracted
from casework.actions.duplicates.merging import Merged
from casework.actions.duplicates.unmerging import Unmerged
from casework.actions.ending.resolution import Resolved
from casework.actions.question import Answered, Asked
from casework.actions.review import Reviewed
from casework.case import events as e
from casework.case.intake import Intake
from casework.case.model import Case, Status
from casework.case.number import number
from casework.lifecycle import BECOMES
from casework.search.told_names import ToldNames
from casework.wording.names import MASK
from conversations.actions.correcting import placing
from conversations.actions.duplicates import duplicate_notices, held_report
from conversations.content import fields
from conversations.content.numbers.card_numbers import story_masked
from conversations.pages.lists import place_name
from conversations.protocol.case_taps import ActOnCase, open_case
from conversations.protocol.delivery import Delivery
from conversations.protocol.dialogue import Story
from conversations.protocol.effects import Button, Long, Rows, Say, text
from conversations.protocol.notice import open_button, say, service_name, urgent
from conversations.protocol.places import Places
from conversations.protocol.taps import RunCommand

NOBODY = ToldNames()

_QUIET = (e.Filed, Asked, Answered, Merged, Freed)
"""Changes of status that are not told: questions are the first teller's; a merge has words of its
own, and so has what leaves a case without a holder."""

_LONG_NUMBER = re.compile(r"\+?\d(?:[\s.-]?\d){6,}")


def tells(event: e.Event) -> bool:
    """Whether further tellers hear of an event: it changes the status, and is no question."""
    return BECOMES[type(event)] is not None and not isinstance(event, _QUIET)


def news(case: Case, event: e.Event, names: ToldNames = NOBODY) -> Say | None:
    """What further tellers are told of an event; ``case`` is as it stands after it. ``names``:
    those that a result must not tell them."""
    match event:
        case Merged():
            return duplicate_notices.merged_say(case, event.main)
        case Unmerged():
            return duplicate_notices.unmerged_say(case)
        case Reviewed():
            return None  # its teller is not told either
        case PlaceCorrected():
            moved, rows = placing.where(event), open_button(case)
            return say("following.moved", case, rows, Delivery.MUST_ARRIVE, where=moved)
        case ServiceCorrected() | UrgencyCorrected() | Postponed():
            return _redated(case, event)
        case ResultRetracted():
            return say("following.retracted", case, open_button(case), Delivery.MUST_ARRIVE)
        case Reworded() if event.what == RESULT:
            words = discreet(event.words, names)
            return say(
                "following.reworded", case, open_button(case), Delivery.MUST_ARRIVE, result=words
            )
        case Resolved():
            decision, result = text(f"decision.{event.decision}"), discreet(event.result, names)
            return say(
                "following.resolved",
                case,
                open_button(case),
                Delivery.MUST_ARRIVE,
                decision=decision,
                result=result,
            )
    if not tells(event):
        return None
    if case.status is Status.CLOSED:
        return say("following.closed", case, (*_report(), *open_button(case)))
    return say("following.news", case, open_button(case), status=held_report.open_status(case))


def _redated(case: Case, event: ServiceCorrected | UrgencyCorrected | Postponed) -> Say | None:
    """That the case is due at another time, or another office looks after it; None where both are
    as they were."""
    moved = isinstance(event, ServiceCorrected) and event.office != event.was_office
    if not (moved or isinstance(event, Postponed) or event.due_at != event.was_due):
        return None
    key = "following.due_moved" if moved else "following.due"
    return say(key, case, open_button(case), Delivery.MUST_ARRIVE, due=case.due_at)


CALLED_AGAIN = "called_again"
_ALIKE = ("claimed", "unanswered", "nobody_called", "escalated_teller", CALLED_AGAIN)
OF_HOLDING = frozenset(f"notice.{news}" for news in _ALIKE)
"""What the first teller of an emergency reads of whether somebody has it."""


def of_holding(case: Case, told: Iterable[Say]) -> list[Say]:
    """What further tellers of an emergency read of whether somebody has it, by what was ``told`` to
    its first one."""
    if not urgent(case):
        return []
    return [_alike(case, one) for one in told if one.text.key in OF_HOLDING]


def _alike(case: Case, said: Say) -> Say:
    """The same to who has not told it first: it is not their report."""
    if not said.text.key.endswith(CALLED_AGAIN):
        return said
    turn, numbers = said.text.args["turn"], said.text.args["numbers"]
    told = text("following.called_again", number=number(case.id), turn=turn, numbers=numbers)
    return replace(said, text=told)


def _report() -> Rows:
    return ((Button(text("menu.report"), RunCommand("lapor")),),)


def discreet(words: str, names: ToldNames) -> str:
    """Words without the names that were told, and without what could be a phone, NIK or account
    number."""
    return _LONG_NUMBER.sub(MASK, names.masked(words))


def page(
    case: Case,
    history: Sequence[tuple[e.Event, datetime]],
    joined_at: datetime,
    told: Intake,
    places: Places,
    *,
    names: ToldNames = NOBODY,
) -> Say:
    """The page of a case for somebody who has joined it: status, what they told themselves, and
    what came of it."""
    latest = tuple(
        text("case.event", at=at, what=text(f"event.{x.kind}"), who="", words="")
        for x, at in still_said(history)
        if tells(x)
    )[-4:]
    better = (x for x, _ in history if isinstance(x, Resolved | Reworded))
    results = [words for what, words in map(written, better) if what == RESULT]
    ended = case.status in (Status.RESOLVED, Status.CLOSED)
    words = text(
        "following.page",
        number=number(case.id),
        service=service_name(case),
        place=place_name(case, places),
        status=held_report.open_status(case),
        due=text("teller.due", due=case.due_at) if case.status is not Status.CLOSED else "",
        joined=joined_at,
        story=fields.told(story_masked(Story.load(told.story))) if told.story else "–",
        latest=latest,
        result=text("following.result", result=Long(discreet(results[-1], names), 1))
        if ended and results
        else "",
    )
    leave = ((Button(text("case.leave"), ActOnCase("leave", case.id)),),)
    return Say(words, (*(_report() if case.status is Status.CLOSED else ()), *leave), case=case.id)


def listing(cases: Sequence[Case], places: Places) -> Say:
    """The cases that somebody has joined, below their own."""
    lines = tuple(
        text(
            "following.line",
            number=number(case.id),
            topic=service_name(case),
            place=place_name(case, places),
            status=held_report.open_status(case),
        )
        for case in cases
    )
    rows = tuple(
        (Button(text("case.open_number", number=number(case.id)), open_case(case.id)),)
        for case in cases
    )
    return Say(text("following.list", lines=lines), rows)
