"""Words of danger from somebody who works here: they write about danger all day, and hardly ever
cry for help themselves. Commands come before alarms, words about a case raise nothing, free
words are asked about, and at the counter they are about the visitor.

Residents and volunteers are heard at once (handlers/emergency.py)."""

import re
from dataclasses import replace

from casework.case.number import mistyped, named_in
from casework.case.roles import STAFF, WORKERS
from conversations.content.alarm_words import Alarm
from conversations.content.content import Answered, Turn
from conversations.filling.taking import takes_own_answer, takes_words
from conversations.pages.home import home
from conversations.protocol import unsorted
from conversations.protocol.dialogue import Draft, Story, Talk
from conversations.protocol.effects import Button, Effect, Say, Show, text
from conversations.protocol.taps import AnswerAlarm
from conversations.protocol.unsorted import DOUBT

_REPORTS = re.compile(r"/\s*(lapor|catat)\b", re.IGNORECASE)
"""Commands that begin a report: of one's own, or of a visitor's."""

_OWN = "lapor"

WALK_IN = "walk_in"

SHOWN = 200
"""Characters of the words that are shown again with the question."""

ASKS, FOR_CASE = "alarm_staff.ask", "case"
"""The question what words of danger are, and the answer that they are for a case."""

COUNTER = "counter"
"""In what an emergency's form is about: it is a visitor's."""


def no_cry(turn: Turn, draft: Draft | None) -> bool:
    """Whether words can't be a cry for help: an officer's command, the words that an officer's form
    asks for, or their reply to a message about a case that is not their own."""
    said = turn.said
    if not turn.person.roles & WORKERS:
        return False
    if turn.around.replied not in (None, *(case.id for case in turn.around.cases)):
        return True
    if said.text.startswith("/") and not said.forwarded:
        return not _REPORTS.match(said.text)
    staff = draft is not None and turn.content.forms[draft.form].staff
    return draft is not None and staff and takes_words(turn, draft)


def own_answer(turn: Turn, draft: Draft | None, found: Alarm) -> bool:
    """Whether doubtful words are what an officer answers where a choice stands before it: results
    tell of dangers that are over."""
    return draft is not None and not found.certain and takes_own_answer(turn, draft)


def free(turn: Turn, draft: Draft | None) -> bool:
    """Whether an officer speaks outside every form in which a resident may cry for help."""
    officer = bool(turn.person.roles & WORKERS) and not _REPORTS.match(turn.said.text)
    return officer and (draft is None or turn.content.forms[draft.form].staff)


def of_a_visitor(turn: Turn, draft: Draft | None, words: str) -> bool:
    """Whether an emergency is somebody's for whom an officer speaks; ``words``: those that tell of
    it. Behind /lapor, and in the form that it opens, it is the officer's own."""
    if draft is not None and (draft.form == WALK_IN or draft.about.get(COUNTER)):
        return True
    begun = _REPORTS.match(words)
    own = begun is not None and begun[1].casefold() == _OWN
    outside = draft is None or turn.content.forms[draft.form].staff
    return bool(turn.person.roles & WORKERS) and outside and not own


def wonder(turn: Turn, talk: Talk) -> Answered:
    """Ask what words of danger are that an officer writes outside every form. They are kept, under
    a number of their own."""
    talk, asked = unsorted.put_behind(talk), asks(turn, turn.said.text)
    return replace(talk, loose=talk.loose.plus(turn.said), about_loose=DOUBT), (asked,)


def asks(turn: Turn, told: str) -> Say:
    """The question: are they a resident's emergency, something to look for, or neither?"""
    find = (Button(text("alarm_staff.find"), AnswerAlarm("find")),)
    case = ((Button(text("alarm_staff.case"), AnswerAlarm(FOR_CASE)),),)
    row = (
        Button(text("alarm_staff.yes"), AnswerAlarm("yes")),
        *(find if turn.person.roles & STAFF else ()),
        Button(text("alarm_staff.no"), AnswerAlarm("no")),
    )
    rows = (row, *(case if turn.person.roles & STAFF else ()))
    return Say(text("alarm_staff.ask", told=told.strip()[:SHOWN]), rows)


def asked_once_more(turn: Turn, talk: Talk, number: int) -> tuple[Effect, ...]:
    """The question again about words that still wait under this number for its answer: by
    themselves they become neither an emergency nor a report."""
    front = unsorted.meant(talk, AnswerAlarm("", str(number)))
    if front is None or front.about_loose != DOUBT:
        return ()
    asked = asks(turn, front.loose.text)
    told = text("alarm_staff.again", question=asked.text)
    return unsorted.stamped(front, (replace(asked, text=told),))


def name_a_case(turn: Turn, story: Story) -> bool:
    """Whether an officer's words name a case by its number, or begin with one that lacks its
    letter."""
    year = turn.said.at.year
    named = (bool(named_in(told)) or mistyped(told, year) for told in story.texts)
    return bool(turn.person.roles & STAFF) and any(named)


def searched(turn: Turn, talk: Talk) -> Answered:
    """The words were meant for the search, and wait no longer."""
    if talk.loose.empty or not turn.person.roles & STAFF:
        return talk, (Say(text("form.stale"), home(turn)),)
    found = Show("found", {"words": talk.loose.texts[-1] if talk.loose.texts else ""})
    return replace(talk, loose=Story(), about_loose="", gathering=None), (found,)
