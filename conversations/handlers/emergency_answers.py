"""What somebody in an emergency writes where its short form wants a village or a number: words that
are neither are told to whoever is on the way. The question is asked once more, kindly, and then let
be. When it comes back below something else it names its case; with the emergency it goes.

Tested in tests/conversations/handlers/emergencies/test_emergency_words.py and
tests/conversations/handlers/emergencies/test_emergency_questions.py."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from casework.actions.correspondence import Add
from casework.case.number import number
from casework.case.roles import STAFF, WORKERS
from casework.policy import classifier
from conversations.content.content import Answered, Turn
from conversations.filling import answer, question
from conversations.filling.same_again import only_points
from conversations.handlers import big_keyboard, first_contact
from conversations.handlers.emergencies import (
    asking,
    doubt,
    emergency,
    raised,
    second_cry,
    several,
    taken_back,
)
from conversations.handlers.emergencies.in_parts import undone
from conversations.handlers.emergencies.place_words import ASKED_AGAIN
from conversations.handlers.emergencies.raised import CALLED_OFF
from conversations.handlers.emergencies.where import village
from conversations.handlers.emergencies.who import unmet
from conversations.handlers.messages import officer_reply, resuming, staff_words
from conversations.pages.home import home
from conversations.protocol import unsorted
from conversations.protocol.delivery import Delivery
from conversations.protocol.dialogue import Draft, Story, Talk
from conversations.protocol.effects import Effect, Said, Say, text
from conversations.protocol.taps import AnswerAlarm, AnswerStep

NAME = 3
"""Words of a place that was typed wrong, at most; more of them tell of something."""

ASKED_FOR = timedelta(days=1)
"""For so long an emergency's questions wait for an answer; words of later tell of something else.
"""

DIGITS = 5
"""So many digits are a number that was typed wrong."""


def standing(turn: Turn, talk: Talk) -> Answered:
    """The talk without the questions of emergencies that are over, answered or a day old, and of
    those that an officer has while the person is asked something else; what is none any more is not
    called one."""
    talk = _worded(turn, talk)
    covered = {draft.id for draft in talk.drafts[:-1]}
    gone = [draft for draft in talk.drafts if _over(turn, draft, covered=draft.id in covered)]
    if not gone:
        return talk, ()
    kept = tuple(draft for draft in talk.drafts if draft not in gone)
    away = big_keyboard.away(turn, gone[-1]) if talk.draft in gone else ()
    return replace(talk, drafts=kept, gathering=None), away


def _worded(turn: Turn, talk: Talk) -> Talk:
    if not turn.around.emergencies:
        return talk
    drafts = tuple(_plainly(turn, draft) for draft in talk.drafts)
    cancelled = _plainly(turn, talk.cancelled) if talk.cancelled else None
    return replace(talk, drafts=drafts, cancelled=cancelled)


def _plainly(turn: Turn, draft: Draft) -> Draft:
    raised = turn.around.emergencies.get(str(draft.about.get("key")))
    if draft.form != "emergency" or raised is None or not raised.plain:
        return draft
    return replace(draft, about={**draft.about, question.WORDING: CALLED_OFF})


def _over(turn: Turn, draft: Draft, *, covered: bool) -> bool:
    raised = turn.around.emergencies.get(str(draft.about.get("key")))
    if draft.form != "emergency" or raised is None:
        return False
    past = raised.at is not None and turn.said.at - raised.at >= ASKED_FOR
    return not raised.open or raised.done or past or (covered and raised.held)


def named(turn: Turn, before: Talk, effects: Sequence[Effect]) -> tuple[Effect, ...]:
    """The effects; a question of an emergency that was asked before says whose it is."""
    told = {}
    for draft in (*before.drafts, *filter(None, (before.cancelled,))):
        raised = turn.around.emergencies.get(str(draft.about.get("key")))
        step = question.current(turn, draft) if raised and draft.form == "emergency" else None
        if raised and step and draft.asked:
            told[draft.id] = (_key(draft, f"{step.key}.ask"), raised.case)
    return tuple(_named(effect, told) for effect in effects) if told else tuple(effects)


def _named(effect: Effect, told: Mapping[str, tuple[str, int]]) -> Effect:
    if not isinstance(effect, Say):
        return effect
    taps = (button.tap for row in effect.buttons for button in row)
    asks = next((tap.draft for tap in taps if isinstance(tap, AnswerStep)), "")
    key, case = told.get(asks, ("", 0))
    if effect.text.key != key:
        return effect
    plain, asked = key.startswith(CALLED_OFF), effect.text
    of = text("called_off.of" if plain else "emergency.of", number=number(case), question=asked)
    return replace(effect, text=of)


def _key(draft: Draft, end: str) -> str:
    return f"{draft.about.get(question.WORDING, draft.form)}.{end}"


def again(turn: Turn, talk: Talk, draft: Draft, problem: Say) -> Answered:
    """A message that is no answer: in an emergency it is told on, and the question is asked once
    more in other words; everywhere else what is wrong is said."""
    keys, step = _meant(turn, talk, draft), question.current(turn, draft)
    if only_points(turn.said.text):
        return talk, (problem,)
    kept = emergency.kept(turn, draft, keys)
    if step is None or not kept or not _tells(turn.said, step.kind):
        return talk, (*kept, problem)
    wishes = _wishes_secrecy(turn)  # no answer, and the question stands as it did
    asked = draft if wishes else replace(draft, about={**draft.about, ASKED_AGAIN: step.key})
    if len(keys) != 1:
        return asking.ask(turn, talk.with_draft(asked), keys)
    if several.others(turn, keys[0]) and not turn.said.text:
        return _shown_to_one(turn, talk.with_draft(asked), keys[0], problem)
    plain = draft.about.get(question.WORDING) == CALLED_OFF
    asks = question.in_words(turn, draft).text
    told = text("called_off.again" if plain else "emergency.again", question=asks)
    told = asks if wishes else told
    if not turn.said.text and not plain:
        told = text("emergency.again_shown", question=asks)
    return talk.with_draft(asked), (*kept, replace(problem, text=told))


def _shown_to_one(turn: Turn, talk: Talk, key: str, problem: Say) -> Answered:
    """A voice, a photo or a pin beside the question of one of several emergencies: it hears it, and
    a tap tells another."""
    add = Add(turn.person.id, Story().plus(turn.said).dump())
    keys = (*several.others(turn, key), key)
    after, effects = asking.told_one(turn, talk, keys, add, key)
    asks = question.in_words(turn, talk.draft).text if talk.draft else problem.text
    return after, (*effects, replace(problem, text=asks))


def let_be(turn: Turn, talk: Talk, draft: Draft) -> Answered | None:
    """The second such message: it is told on, and the form goes on without an answer. None when the
    question may still be asked."""
    step = question.current(turn, draft)
    if step is None or draft.about.get(ASKED_AGAIN) != step.key:
        return None
    if _empty(turn.said) or only_points(turn.said.text) or _wishes_secrecy(turn):
        return None
    if not _tells(turn.said, step.kind) or (step.kind == "place" and not turn.said.text):
        return None
    keys = _meant(turn, talk, draft)
    if len(keys) != 1:
        return None  # which emergency it is about is asked first
    left = village.left(draft, ASKED_AGAIN) if step.kind == "place" else draft
    after = answer.navigate(turn, talk, left, step, question.SKIP)
    kept = emergency.kept(turn, draft, keys)
    return after, (*answer.keyboard_away(step.kind), *kept)


def _meant(turn: Turn, talk: Talk, draft: Draft) -> Sequence[str]:
    """The emergencies that a message beside the question may be about."""
    return several.meant(turn, talk, str(draft.about.get("key")))


def _wishes_secrecy(turn: Turn) -> bool:
    """Whether words ask that nobody is told who has called."""
    return classifier.fact_in(turn.said.text, turn.content.words, "secrecy") == "yes"


def _empty(said: Said) -> bool:
    """A sticker, say: it tells nothing, so it lets nothing be."""
    return not (said.text or said.files or said.location or said.phone or said.card)


def _tells(said: Said, kind: str) -> bool:
    """Whether a message tells or shows something, and is no answer that went wrong."""
    words = said.text
    if kind == "phone":
        return sum(letter.isdigit() for letter in words) < DIGITS
    return kind == "address" or not words or (kind == "place" and len(words.split()) > NAME)


def answered(turn: Turn, talk: Talk, tap: AnswerAlarm) -> Answered:
    """The answer to "is it happening now?", about the words that stood above its button."""
    if tap.answer in second_cry.ANSWERS:
        front = unsorted.meant(talk, tap)
        if front is None and turn.person.roles & WORKERS:
            return _stale(turn, talk)
        return second_cry.answered(turn, front or talk, tap)
    before, found = talk, doubt.meant(turn, talk, tap)
    talk = found or replace(talk, loose=Story())
    if tap.answer == "find":
        return staff_words.searched(turn, talk)
    if tap.answer == staff_words.FOR_CASE:
        return _for_a_case(turn, before, found)
    heard = emergency.said_before(turn, talk)
    if heard is None:
        return (_anew if tap.answer == "yes" else _stale)(turn, before)
    if tap.answer == "yes":
        talk = raised.turned_to(turn, talk, heard)
        after, effects = undone.cried(turn, talk, heard)
        return unsorted.back(before, after), effects
    if doubt.has_become_a_report(before, talk):
        return before, (Say(text("alarm.kept"), home(turn)),)
    if not (turn.person.consent or unmet.in_danger(turn)):
        return first_contact.meet(turn, talk)
    return taken_back.not_now(turn, talk, heard) or resuming.calmed(turn, talk)


def _for_a_case(turn: Turn, before: Talk, found: Talk | None) -> Answered:
    """An officer's words are for a case: it is asked which one."""
    if found is None or not turn.person.roles & STAFF or doubt.has_become_a_report(before, found):
        return _stale(turn, before)
    return officer_reply.which(turn, found)


def _stale(turn: Turn, talk: Talk) -> Answered:
    return talk, (Say(text("form.stale"), home(turn)),)


def _anew(turn: Turn, talk: Talk) -> Answered:
    """ "Yes, now" below words that are not kept any more: whom to call, and what has happened?"""
    told = text("alarm.maybe", numbers=turn.content.numbers)
    numbers = Say(told, delivery=Delivery.MUST_ARRIVE, alarm=True)
    below = question.ask(turn, talk.draft) if talk.draft else (Say(text("alarm.tell")),)
    return talk, (numbers, *below)
