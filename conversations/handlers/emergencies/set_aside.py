"""A half-made report that an emergency has put aside, and words that waited before it: once the
questions of the emergency are done, they are offered again.

Tested in tests/conversations/handlers/emergencies/test_matters.py."""

import re
from collections.abc import Iterable
from dataclasses import replace

from casework.actions.correspondence import Add
from casework.actions.ending.calling_off import CallOff
from casework.policy import classifier
from conversations.content.content import Answered, Turn
from conversations.filling import question
from conversations.filling.options import chosen_service
from conversations.filling.question import walk
from conversations.handlers.emergencies.raised import CALLED_OFF
from conversations.handlers.messages import free_messages, offering, second_matter
from conversations.protocol import unsorted
from conversations.protocol.dialogue import Draft, Story, Talk
from conversations.protocol.effects import Button, Do, Effect, Long, Say, text
from conversations.protocol.taps import AnswerStep, ResumeForm

OWN_QUESTION = second_matter.IN_CASES | unsorted.DANGER
"""What is asked about words that are offered as nothing else meanwhile: a danger stays one."""

_ASKS = re.compile(r"\b(laporan|lapor|lapuran|aduan|formulir|report)(ny[ao]|ku|e|na)?\b")


def offered(turn: Turn, before: Talk, answered: Answered) -> Answered:
    """The answer, with what was put aside, as soon as the emergency asks nothing more."""
    after, effects = answered
    if after.draft is not None or not _done(before, after, effects):
        return answered
    new = tuple(draft for draft in after.set_aside if not draft.aside)
    seen = tuple(replace(draft, aside=True) for draft in after.set_aside)
    effects += tuple(_waits(draft) for draft in new)
    after = replace(after, set_aside=seen)
    waiting = _in_front(turn, before, after)
    if waiting is None:
        return after, effects
    after, asked = _loose(turn, waiting)
    return after, effects + asked


def _in_front(turn: Turn, before: Talk, after: Talk) -> Talk | None:
    """The talk with the newest words in front that have waited since before the emergency was done;
    None when there are none of the last day."""
    known = {before.loose_no, *(one.number for one in before.unsorted)}
    waiting = unsorted.newest(after, but=OWN_QUESTION)
    if waiting.loose.empty or waiting.loose_no not in known:
        return None
    lately = waiting.loose.told_within(free_messages.PENDING, turn.said.at)
    return waiting if lately and waiting.about_loose not in OWN_QUESTION else None


def _done(before: Talk, after: Talk, effects: Iterable[Effect]) -> bool:
    """Whether the questions of an emergency have just ended; what was called off is sorted out
    first, and who has told of a death is asked for nothing."""
    done = [one.command for one in effects if isinstance(one, Do)]
    if any(isinstance(one, CallOff) or (isinstance(one, Add) and one.died) for one in done):
        return False
    asked = any(draft.form == "emergency" for draft in before.drafts)
    said_which = second_matter.IN_CASES & {before.about_loose} - {after.about_loose}
    asked = bool(said_which) or asked
    called_off = before.alarm is not None and before.alarm[2] == CALLED_OFF
    return asked or after.alarm != before.alarm or (called_off and bool(after.set_aside))


def _loose(turn: Turn, talk: Talk) -> Answered:
    if talk.about_loose == second_matter.SECOND:
        return talk, (second_matter.again(turn, talk.loose.text),)
    return offering.offer(turn, talk) if turn.person.consent else (talk, ())


def _waits(draft: Draft) -> Say:
    told = Story.load(draft.answers["story"]).text if draft.answers.get("story") else ""
    rows = ((Button(text("form.go_on"), ResumeForm(draft.id)),),)
    return Say(text("set_aside.waits", told=Long(told)), rows)


def emergency_first(turn: Turn, talk: Talk, tap: AnswerStep) -> Answered | None:
    """What follows from a button of a report that waits while an emergency asks: the question of
    the emergency, so that nobody answers it for the report. None for every other button."""
    draft = talk.draft
    waits = any(one.id == tap.draft for one in talk.set_aside)
    if draft is None or draft.form != "emergency" or not waits or tap.value == question.CANCEL:
        return None
    return talk, (Say(text("set_aside.first")), *question.ask(turn, draft))


def asked_for(turn: Turn, talk: Talk) -> Answered | None:
    """What follows when somebody asks what has become of a report that was put aside; None when a
    message says something else."""
    words = turn.said.text.casefold()
    if turn.said.files or not _ASKS.search(words):
        return None
    meant = next((draft for draft in talk.set_aside if _speaks_of(turn, draft, words)), None)
    return None if meant is None else (talk, (_waits(meant),))


def _speaks_of(turn: Turn, draft: Draft, words: str) -> bool:
    """Whether words name the service of a report, or share a word with its story."""
    told = Story.load(draft.answers["story"]).text if draft.answers.get("story") else ""
    named = {one.service for one in classifier.suggest(words, turn.content.words)}
    own = {one.service for one in classifier.suggest(told, turn.content.words)}
    own.add(chosen_service(walk(turn, draft).kept))
    return bool(named & own) or bool(_long(words) & _long(told))


def _long(words: str) -> set[str]:
    return {word for word in re.findall(r"[^\W\d_]{4,}", words.casefold()) if word != "laporan"}
