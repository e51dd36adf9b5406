"""Who is told when a case changes its teller, and when news is told by hand. Rows of notices.py.

Tested in tests/conversations/actions/test_handover.py."""

from casework.actions.handover import RESULT, SightChanged, TakenOver, ToldByHand, by_hand
from casework.case import events as e
from casework.case.model import Case, Status
from casework.policy.catalogue import Catalogue
from conversations.actions.ending.confirmation import verdicts
from conversations.protocol.delivery import Delivery
from conversations.protocol.effects import text
from conversations.protocol.notice import (
    ACTOR,
    OWNER,
    TELLER,
    Notice,
    Notices,
    OnEvent,
    open_button,
    say,
)


def _taken_over(case: Case, event: e.Event, catalogue: Catalogue) -> Notices:
    return [
        Notice(
            TELLER,
            say("notice.taken_over", case, open_button(case), Delivery.MUST_ARRIVE),
            urgent=True,
        ),
        Notice(OWNER, say("notice.taken_over_staff", case, open_button(case))),
    ]


def _sight_changed(case: Case, event: e.Event, catalogue: Catalogue) -> Notices:
    key = "notice.sight_kept" if case.helper is not None else "notice.sight_ended"
    return [Notice(TELLER, say(key, case, open_button(case)))]


def _told_by_hand(case: Case, event: ToldByHand, catalogue: Catalogue) -> Notices:
    told = RESULT in event.news and not event.again
    asked = told and by_hand(case) and case.status is Status.RESOLVED
    thanks = Notice(ACTOR, say("done.told", case))
    question = Notice(TELLER, say("notice.told_result", case, verdicts(case)))
    to_actor = (
        [question]
        if asked and event.by == case.teller
        else [thanks, *([question] if asked else [])]
    )
    return [
        *to_actor,
        Notice(OWNER, say("notice.told_staff", case, how=text(f"told.how.{event.how}"))),
    ]


ROWS = (
    OnEvent(TakenOver, _taken_over),
    OnEvent(SightChanged, _sight_changed),
    OnEvent(ToldByHand, _told_by_hand),
)
