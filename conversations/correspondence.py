"""Who is told when somebody writes to a case: a question and its answer, more news, a reply, a
note. Rows of notices.py.

Tested in tests/conversations/test_notices.py."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from casework.actions.correspondence import Added, Noted, Replied
from casework.actions.handover import by_hand
from casework.actions.question import Answered, Asked, kinds
from casework.case import events as e
from casework.case.model import OPEN, Case, Status
from casework.policy.catalogue import Catalogue
from casework.policy.triage import AlarmKind
from casework.search import keywords
from conversations.actions import in_short
from conversations.actions.ending import confirmation
from conversations.case_pages.map_pins import pins_of
from conversations.content.hearing.not_yet import not_yet
from conversations.protocol.delivery import Delivery
from conversations.protocol.effects import Rows, Say, text
from conversations.protocol.notice import (
    ACTOR,
    ALARMED,
    OWNER,
    TELLER,
    Notice,
    Notices,
    OnEvent,
    bringing,
    button,
    open_button,
    say,
    urgent,
)


def _open(case: Case, event: e.Event) -> Rows:
    """The way to the case; when the news is a place, straight to the map, too."""
    shown = any(True for _ in pins_of(event))
    return (*open_button(case), *((button("act.map", "map", case),) if shown else ()))


def _asked(case: Case, event: Asked, catalogue: Catalogue) -> Notices:
    buttons = (button("case.answer", "answer", case),)
    arrive, wants = Delivery.MUST_ARRIVE, kinds(event.wants)
    told = say("notice.asked", case, buttons, arrive, question=event.question)
    if len(wants) > 1:
        lines = tuple(text("answer.missing", what=text(f"ask.kinds.{kind}")) for kind in wants)
        told = say(
            "notice.asked_several",
            case,
            buttons,
            arrive,
            question=event.question,
            missing=lines,
        )
    asked = bringing("question", told)
    return [
        Notice(TELLER, asked, urgent(case)),
        Notice(ACTOR, say("done.asked", case)),
    ]


def _answered(case: Case, event: Answered, catalogue: Catalogue) -> Notices:
    answer: Any = event.answer
    staff = say("notice.answered_staff", case, _open(case, event), Delivery.MUST_ARRIVE)
    if not (isinstance(answer, Mapping) and answer.get("closed")):
        still = _still_wrong(case, keywords.of_answer(answer))
        told = say("notice.answered_still", case, due=case.due_at) if still else None
        return [Notice(TELLER, told or say("notice.answered", case)), Notice(OWNER, staff)]
    # An officer goes on with what has come.
    enough = say("notice.answered_enough", case, open_button(case), Delivery.MUST_ARRIVE)
    done = say("done.question_dropped", case, due=case.due_at)
    return [Notice(TELLER, enough, urgent(case)), Notice(OWNER, staff), Notice(ACTOR, done)]


def _added(case: Case, event: Added, catalogue: Catalogue) -> Notices:
    if event.more:
        return []
    if event.quiet:
        rows = _open(case, event)
        asks = say("notice.added_quiet", case, rows, Delivery.MUST_ARRIVE)
        return [Notice(reader(case), asks, urgent(case))]
    if event.silent and not event.secret:
        told = _added(case, replace(event, silent=False), catalogue)
        return [one for one in told if one.to != TELLER]
    if event.corrects:
        return _corrected(case, event)
    if case.status is Status.RESOLVED and (case.ending.heard or not by_hand(case)):
        return confirmation.after_result(case, event)
    if event.over and urgent(case):
        return _maybe_over(case, event)
    if event.died and urgent(case):
        return _died(case, event)
    if event.cry and urgent(case):
        return _cry(case, event)
    staff = _to_staff(case, event)
    if urgent(case):
        staff = replace(staff, text=in_short.news(case, event, staff.text))
    return [Notice(TELLER, _kept(case, event)), Notice(reader(case), staff, urgent(case))]


def _kept(case: Case, event: Added) -> Say:
    """That the words are in the case, and that the teller will not be named where they ask so."""
    if not event.secret and _still_wrong(case, keywords.of_story(event.story)):
        return say("notice.added_still", case, due=case.due_at)
    return say("notice.added_secret" if event.secret else "notice.added", case)


def _still_wrong(case: Case, words: str) -> bool:
    """Whether words say of an ordinary open case that it has not helped yet: who reads that it is
    noted wants to know what comes next."""
    return case.status in OPEN and not urgent(case) and not_yet(words)


def _to_staff(case: Case, event: Added) -> Say:
    """More news to whoever works on it; of what may be more urgent, with the tap that makes it
    so."""
    rows, arrive = _open(case, event), Delivery.MUST_ARRIVE
    if not event.worse:
        return say("notice.added_staff", case, rows, arrive)
    level, heed = text(f"urgency.{event.worse}"), button("act.worse", "worse", case)
    return say("notice.added_worse", case, (heed, *rows), arrive, urgency=level)


def reader(case: Case) -> str:
    """Who reads what its teller adds: whoever holds it; of an emergency that nobody holds all who
    were called to it."""
    return ALARMED if urgent(case) and case.owner is None else OWNER


def _maybe_over(case: Case, event: Added) -> Notices:
    """In an emergency its teller says that it is over: whoever holds it makes sure; while nobody
    does, everybody who was called reads it. Where somebody else holds the phone all read that it
    may be forced, and nothing is sent there."""
    held = case.intake.phone_is_held
    key = "notice.maybe_forced" if held else "notice.maybe_over"
    told = say(key, case, _open(case, event), Delivery.MUST_ARRIVE)
    told = replace(told, text=in_short.news(case, event, told.text))
    if held:
        return _told_to_all(case, told)
    # Where people are the danger, somebody else may hold the phone: nobody is glad too soon.
    key = "notice.added_over_kept" if case.sensitive else "notice.added_over"
    if (case.intake.facts or {}).get("alarm") == AlarmKind.CRISIS:
        key = "notice.added_over_despair"
    thanks = say(key, case, numbers="")
    return [Notice(TELLER, thanks), Notice(reader(case), told, urgent(case))]


def _cry(case: Case, event: Added) -> Notices:
    """An emergency goes on or grows: all who were called to it read so, whoever holds it."""
    told = say("notice.cry", case, _open(case, event), Delivery.MUST_ARRIVE)
    return [Notice(TELLER, _kept(case, event)), *_to_all(case, event, told)]


def _died(case: Case, event: Added) -> Notices:
    """Somebody in an emergency has died: a kind word to its teller, of whom nothing is wanted."""
    condolence = Notice(TELLER, say("notice.died", case), urgent=True)
    told = say("notice.died_staff", case, _open(case, event), Delivery.MUST_ARRIVE)
    return [condolence, *_to_all(case, event, told)]


def _to_all(case: Case, event: Added, told: Say) -> Notices:
    """News of an emergency to all who were called to it, whoever holds it."""
    return _told_to_all(case, replace(told, text=in_short.news(case, event, told.text)))


def _told_to_all(case: Case, told: Say) -> Notices:
    heard = [Notice(ALARMED, told, urgent=True)]
    if case.owner is not None:
        heard.append(Notice(OWNER, told, urgent=True))
    return heard


def _corrected(case: Case, event: Added) -> Notices:
    told = say("notice.corrected_staff", case, _open(case, event), Delivery.MUST_ARRIVE)
    told = _to_staff(case, event) if event.worse else told
    kept = Notice(TELLER, say("notice.corrected", case))
    if urgent(case):  # it may be the address to which they are on the way
        return [kept, *_to_all(case, event, told)]
    return [kept, Notice(OWNER, told)]


def _replied(case: Case, event: Replied, catalogue: Catalogue) -> Notices:
    buttons = (button("case.add", "add", case),)
    replied = bringing(
        "reply", say("notice.replied", case, buttons, Delivery.MUST_ARRIVE, text=event.text)
    )
    return [
        Notice(TELLER, replied, urgent(case)),
        Notice(ACTOR, say("done.replied", case)),
    ]


def _noted(case: Case, event: e.Event, catalogue: Catalogue) -> Notices:
    return [Notice(ACTOR, say("done.noted", case))]


ROWS = (
    OnEvent(Asked, _asked),
    OnEvent(Answered, _answered),
    OnEvent(Added, _added),
    OnEvent(Replied, _replied),
    OnEvent(Noted, _noted),
)
