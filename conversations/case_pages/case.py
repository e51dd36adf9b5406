"""The page of a case, as its teller or as staff see it, with the same actions as the commands.

Phone and identity numbers are masked; showing them is an action that leaves a trace. What was told
for one case stays on the page of that case.

Tested in tests/conversations/pages/test_lists.py."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from casework.access.visibility import covers, sees
from casework.actions import conflict_of_interest
from casework.actions import referral as r
from casework.actions.assignment import Assign, Assigned, Claim, HandedOver
from casework.actions.between_offices import OfficeAnswered, SenderAsked
from casework.actions.certificate import Certify
from casework.actions.consent import NoteConsent, unasked
from casework.actions.correcting.classification import CorrectUrgency
from casework.actions.correcting.letting_go import Freed, GiveBack
from casework.actions.correcting.opening_again import OpenAgain
from casework.actions.correcting.postponement import Postpone
from casework.actions.correcting.question_dropped import DropQuestion
from casework.actions.correcting.sealing import SealedByWords
from casework.actions.correcting.taking_back import still_said
from casework.actions.correcting.worse_news import worse_news
from casework.actions.correcting.wrong_result import RetractResult
from casework.actions.correspondence import Note, Noted, Reply
from casework.actions.duplicates.merging import Merge
from casework.actions.duplicates.splitting import Split
from casework.actions.duplicates.unmerging import Unmerge
from casework.actions.ending.public_answer import AnswerPublicly, is_secret
from casework.actions.ending.resolution import Resolve
from casework.actions.escalation import Escalated, Reminded, Rung, Woken
from casework.actions.handover import Delivered
from casework.actions.person_data import PersonRecorded
from casework.actions.places.renumbering import Renumbered
from casework.actions.question import Ask
from casework.actions.referral_answer import Accept, Return
from casework.actions.review import Reveal, Revealed
from casework.case.intake import Consent
from casework.case.model import Case, Decision, Status, Urgency
from casework.case.number import number
from casework.case.roles import LEADERS
from casework.lifecycle import ALLOWED
from casework.policy.catalogue import Catalogue
from conversations.actions import between_offices, referral
from conversations.actions.duplicates import held_report
from conversations.actions.ending import confirmation, objection
from conversations.case_pages import first_buttons, history_pages, map_pins, staff_page
from conversations.case_pages.agency import agency_able, agency_more, agency_page, needed_numbers
from conversations.case_pages.history import Dated, newest_whole, story, trail_line
from conversations.case_pages.history_pages import Plain
from conversations.pages import handover
from conversations.pages.case_facts import Page, if_told, may, number_line, numbers_of
from conversations.pages.lateness import with_clock
from conversations.protocol.case_taps import ActOnCase
from conversations.protocol.effects import Button, Rows, Say, text
from conversations.protocol.notice import button, service_name
from conversations.protocol.places import Places

ACTIONS: Mapping[str, type] = {
    "claim": Claim,
    "ask": Ask,
    "reply": Reply,
    "refer": r.Refer,
    "resolve": Resolve,
    "note": Note,
    "drop_question": DropQuestion,
    "asked_yes": NoteConsent,
    "asked_no": NoteConsent,
    "correct": CorrectUrgency,
    "postpone": Postpone,
    "give_back": GiveBack,
    "open_again": OpenAgain,
    "assign": Assign,
    "reveal": Reveal,
    "accept": Accept,
    "return": Return,
    "recall": r.Recall,
    "public": AnswerPublicly,
    "wrong_result": RetractResult,
    "merge": Merge,
    "split": Split,
    "unmerge": Unmerge,
    "certify": Certify,
    "conflict": conflict_of_interest.Exclude,
    **between_offices.ACTIONS,
}
"""What staff can do from the page of a case, in the order of its buttons."""


LATEST = 4
"""Entries of the trail on the page of a case; all of them stand in its history."""


def case_page(page: Page, catalogue: Catalogue, places: Places, now: datetime) -> Say:
    """The page of a case, as its teller, as staff, or as another office sees it."""
    if page.staff:
        return _staff_page(page, places, now)
    if page.agency:
        return agency_page(page, catalogue, places, now)
    return with_clock(_teller_page(page, places), page, now)


def _staff_page(page: Page, places: Places, now: datetime) -> Say:
    case = page.case
    ranked = first_buttons.order(case, _able(page))
    rows = first_buttons.buttons(case, ranked, page.files)
    return Say(staff_page.words(page, places, now), rows, case=case.id)


def more(page: Page, catalogue: Catalogue, places: Places) -> Say:
    """What stands behind the last button of the page: the rest of what one can do with the case."""
    case = page.case
    if not (page.staff or page.agency):
        return Say(text("refused.unknown_case"))
    ranked = first_buttons.order(case, _able(page)) if page.staff else agency_able(page)
    rows = first_buttons.behind(case, ranked, page.files)
    words = staff_page.more(page) if page.staff else agency_more(page, catalogue)
    return Say(words, rows, case=case.id)


def _able(page: Page) -> list[str]:
    """All that an officer can do with a case and look at, in the order of the buttons."""
    roles = {m.role for m in page.memberships if sees(m, page.case)}
    able = [
        a
        for a, command in ACTIONS.items()
        if page.case.status in ALLOWED[command] and _useful(a, page, roles)
    ]
    able += [
        a for a in referral.buttons(page.case, page.history) if a not in able and a not in ACTIONS
    ]
    seen = {
        "worse": worse_news(page.case, page.history) and may(page, CorrectUrgency),
        "related": page.related,
        "story": staff_page.shortened(page.case),
        "files": page.files,
        "map": map_pins.newest(page),
    }
    return [*able, *(a for a, there in seen.items() if there), *_ALWAYS]


_ALWAYS = ("person", "history", "receipt", "why", "queue")


def _useful(action: str, page: Page, roles: set[Any]) -> bool:
    if not may(page, ACTIONS[action]):
        return False
    if action == "claim":
        return page.case.owner is None
    if action in ("assign", "conflict"):
        return bool(roles & LEADERS)
    if action in ("accept", "return", "recall"):
        return action in referral.buttons(page.case, page.history) or _passed_up(action, page)
    if action in between_offices.ACTIONS:
        return action in referral.written(page.case, page.history)
    if action == "give_back":
        return page.case.owner is not None and page.case.referral is None
    if action == "postpone":
        return page.case.referral is None and page.case.urgency is not Urgency.EMERGENCY
    if action in ("ask", "refer", "correct"):
        return page.case.referral is None
    if action in ("wrong_result", "open_again"):
        return _stands(page.case)
    if action == "public":
        return is_secret(page.case)
    if action in ("asked_yes", "asked_no"):
        return unasked(page.case)
    if action == "unmerge":
        return page.case.ending.merged_into is not None
    return action != "reveal" or bool(numbers_of(page))


def _stands(case: Case) -> bool:
    """Whether a decision of ours has ended the case."""
    return case.ending.merged_into is None and case.ending.decision is not Decision.WITHDRAWN


def _passed_up(action: str, page: Page) -> bool:
    """Whether a village has passed the case up to an office of the viewer."""
    case = page.case
    mine = case.referral is not None and any(
        covers(m.scope, case.referred_to) for m in page.memberships
    )
    return mine and action != "recall" and "/" not in case.referred_to


def _teller_page(page: Page, places: Places) -> Say:
    case = page.case
    latest = newest_whole(shown(page)[-LATEST:])
    words = text(
        "teller.case",
        who=if_told(case.intake.sufferer, "teller.who"),
        number=number(case.id),
        service=service_name(case),
        status=text(f"status.{case.status}"),
        due=text("teller.due", due=case.due_at) if case.status is not Status.CLOSED else "",
        story=story(case.intake.story),
        latest=latest,
        where=referral.where(case, page.history),
    )
    rows = handover.buttons(case, page.history, _teller_buttons(page))
    # Once there is a result the consent may still be recorded, also before the result was told by
    # hand.
    rows += _asking(case) if case.status is Status.RESOLVED else ()
    rows += (button("act.history", "history", case),) if len(shown(page)) > LATEST else ()
    return Say(words, rows, case=case.id)


_HIDDEN = (
    Noted,
    Revealed,
    Assigned,
    HandedOver,
    Reminded,
    Escalated,
    Rung,
    r.Offered,
    r.Recalled,
    r.Done,
    PersonRecorded,
    SenderAsked,
    OfficeAnswered,
    Delivered,
    Renumbered,
    Freed,
    SealedByWords,
    Woken,
    conflict_of_interest.Excluded,
    conflict_of_interest.Readmitted,
    *held_report.OF_OTHERS,
)
"""What a teller is not shown: the office's own business."""


def _asking(case: Case) -> Rows:
    """The answer of the person who suffers, as long as they were not asked."""
    asked = case.intake.consent is not Consent.NOT_ASKED
    return (
        ()
        if asked
        else tuple(
            (Button(text(f"case.{key}"), ActOnCase(key, case.id)),)
            for key in ("agreed", "declined")
        )
    )


def _teller_buttons(page: Page) -> Rows:
    case = page.case
    object_to = objection.objection(case) if page.above else ()

    def row(key: str) -> tuple[Button, ...]:
        return (Button(text(f"case.{key}"), ActOnCase(key, case.id)),)

    asking = _asking(case)
    match case.status:
        case Status.CLOSED:
            return (row("reopen"), *object_to)
        case Status.RESOLVED:
            return (*confirmation.verdicts(case), *object_to)
        case Status.WAITING:
            return (row("answer"), *asking, row("withdraw"))
        case _:
            return (*asking, row("add"), (*row("receipt"), *row("withdraw")))


def history(page: Page, end: str = "", plain: Plain = str) -> Say:
    """A page of everything that happened to a case, to its teller without the office's own
    business. ``plain`` tells how long a text is in the reader's language."""
    names = page.reader.names if page.staff else {}
    lines = [trail_line(event, at, names=names) for event, at in shown(page)]
    return history_pages.pages("history", page.case, lines, end, plain)


def whole_story(page: Page, end: str = "", plain: Plain = str) -> Say:
    """The story from its first to its last word, for those who read its beginning on the page."""
    if not page.staff:
        return Say(text("refused.unknown_case"))
    return history_pages.pages("story", page.case, [story(page.case.intake.story)], end, plain)


def shown(page: Page) -> list[Dated]:
    """What happened to a case, to its teller without the office's own business, and without what
    was taken back before it reached them."""
    if page.staff:
        return list(page.history)
    return [(x, at) for x, at in still_said(page.history) if not isinstance(x, _HIDDEN)]


def phone(page: Page) -> Say:
    """The numbers that cards mask: whom to call, NIK, KK. That somebody has looked is an event
    already."""
    if not (page.staff or page.agency):
        return Say(text("refused.unknown_case"))
    wanted = numbers_of(page) if page.staff else needed_numbers(page)
    lines = tuple(number_line(page, kind, value) for kind, value in wanted)
    return Say(text("staff.numbers", number=number(page.case.id), lines=lines), case=page.case.id)
