"""Who is told what when cases are told again, merged, parted or split.

Tested in tests/conversations/test_notices.py."""

from dataclasses import replace

from casework.actions.duplicates import co_reporting as j
from casework.actions.duplicates.merging import Absorbed, Merged
from casework.actions.duplicates.splitting import SplitOff
from casework.actions.duplicates.unmerging import Released, Unmerged
from casework.case import events as e
from casework.case.model import Case, Status
from casework.case.number import number
from casework.policy.catalogue import Catalogue
from conversations.actions import in_short
from conversations.actions.duplicates.held_report import open_numbered, other_number
from conversations.protocol.case_taps import ActOnCase
from conversations.protocol.delivery import Delivery
from conversations.protocol.dialogue import Story
from conversations.protocol.effects import Button, Say, text
from conversations.protocol.lock import quiet
from conversations.protocol.notice import (
    ACTOR,
    OWNER,
    TELLER,
    Notice,
    Notices,
    OnEvent,
    open_button,
    say,
    urgent,
)
from conversations.protocol.taps import RunCommand


def _joined(case: Case, event: j.Joined, catalogue: Catalogue) -> Notices:
    key = "duplicates.joined_again" if event.again else "duplicates.joined"
    told = say(
        key,
        case,
        (*open_button(case), (Button(text("case.leave"), ActOnCase("leave", case.id)),)),
        Delivery.MUST_ARRIVE,
    )
    return [
        Notice(ACTOR, told),
        Notice(OWNER, say("duplicates.joined_staff", case, open_button(case), n=case.others)),
    ]


def _told_more(case: Case, event: j.ToldMore, catalogue: Catalogue) -> Notices:
    """What a further teller has told is read with the case; of one that is closed they are told how
    to report anew."""
    if event.more:
        return []
    closed = case.status is Status.CLOSED
    again = ((Button(text("menu.report"), RunCommand("lapor")),),) if closed else ()
    key = "duplicates.told_more_closed" if closed else "duplicates.told_more"
    staff = say("duplicates.told_more_staff", case, open_button(case), Delivery.MUST_ARRIVE)
    return [
        Notice(ACTOR, say(key, case, (*again, *open_button(case)))),
        Notice(OWNER, staff, urgent(case)),
    ]


def _left(case: Case, event: e.Event, catalogue: Catalogue) -> Notices:
    return [
        Notice(
            ACTOR,
            say("duplicates.left", case, ((Button(text("menu.report"), RunCommand("lapor")),),)),
        )
    ]


def merged_say(case: Case, main: int) -> Say:
    """To the teller of a duplicate, and to those who followed it."""
    return say(
        "duplicates.merged", case, (open_numbered(main),), Delivery.MUST_ARRIVE, main=number(main)
    )


def _merged(case: Case, event: Merged, catalogue: Catalogue) -> Notices:
    undo = (Button(text("act.unmerge"), ActOnCase("unmerge", case.id)),)
    done = say(
        "duplicates.done_merged", case, (open_numbered(event.main), undo), main=number(event.main)
    )
    return [Notice(TELLER, merged_say(case, event.main)), Notice(ACTOR, done), *_owner(case, done)]


def _owner(case: Case, told: Say) -> Notices:
    """To the colleague who has the case in hand, if somebody has."""
    return [Notice(OWNER, told)] if case.owner is not None else []


def unmerged_say(case: Case) -> Say:
    """To the teller of a case that stands alone again, and to those who follow it."""
    return say(
        "duplicates.unmerged", case, open_button(case), Delivery.MUST_ARRIVE, due=case.due_at
    )


def _unmerged(case: Case, event: Unmerged, catalogue: Catalogue) -> Notices:
    done = say("duplicates.done_unmerged", case, open_button(case), main=number(event.main))
    return [Notice(TELLER, unmerged_say(case)), Notice(ACTOR, done), *_owner(case, done)]


def _absorbed(case: Case, event: Absorbed, catalogue: Catalogue) -> Notices:
    """To who holds the case that goes on; of an emergency at once, with place and words."""
    told = say(
        "duplicates.absorbed", case, open_button(case), other=other_number(event), due=case.due_at
    )
    if not urgent(case) or quiet(case):
        return _owner(case, told)
    words = in_short.told(told.text, event.where, Story(event.texts).dump())
    must = replace(told, text=words, delivery=Delivery.MUST_ARRIVE)
    return [Notice(OWNER, must, urgent=True)] if case.owner is not None else []


def _released(case: Case, event: e.Event, catalogue: Catalogue) -> Notices:
    return _owner(
        case,
        say(
            "duplicates.released",
            case,
            open_button(case),
            other=other_number(event),
            due=case.due_at,
        ),
    )


def _split_off(case: Case, event: e.Event, catalogue: Catalogue) -> Notices:
    told = say(
        "duplicates.split",
        case,
        open_button(case),
        Delivery.MUST_ARRIVE,
        parent=other_number(event),
        due=case.due_at,
    )
    done = say("duplicates.done_split", case, open_button(case), parent=other_number(event))
    return [Notice(TELLER, told), Notice(ACTOR, done)]


ROWS = (
    OnEvent(j.Joined, _joined),
    OnEvent(j.ToldMore, _told_more),
    OnEvent(j.Left, _left),
    OnEvent(Merged, _merged),
    OnEvent(Unmerged, _unmerged),
    OnEvent(Absorbed, _absorbed),
    OnEvent(Released, _released),
    OnEvent(SplitOff, _split_off),
)
