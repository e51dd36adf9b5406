"""No emergency, after all: who raised it says so, by the button below the numbers or in words.

The case is taken back and everybody who was called hears it; the words may become a plain report.
Not so where people are the danger: somebody else may hold the phone. There the case stays, and
those who work on it read what was tapped.

Tested in tests/conversations/handlers/test_emergency_words.py."""

from dataclasses import replace

from casework.actions.correspondence import Add
from casework.actions.ending.resolution import MISTAKE, Withdraw
from casework.policy.triage import AlarmKind
from conversations.content import alarm_words
from conversations.content.content import Answered, Turn
from conversations.content.on_tap import OnTap
from conversations.filling import question
from conversations.filling.answer import typed_way
from conversations.handlers import big_keyboard, second_thoughts
from conversations.handlers.emergency import lately
from conversations.handlers.messages import free_messages
from conversations.pages.home import home
from conversations.protocol.dialogue import Draft, Story, Talk
from conversations.protocol.effects import Do, Effect, Say, text
from conversations.protocol.taps import CallOffAlarm

STAYS = frozenset({AlarmKind.VIOLENCE, AlarmKind.CRISIS})
"""Emergencies that a tap does not take back."""


def typed(turn: Turn, talk: Talk) -> Answered | None:
    """The same in words, shortly after an alarm; None when the message says something else. Words
    of doubt ("gak jadi") are too few for that: whoever is on the way reads them."""
    if talk.alarm is None or not lately(talk, turn.said.at):
        return None
    if alarm_words.calls_off(turn.said.text, turn.content.alarms):
        return _call_off(turn, talk, *talk.alarm)
    if _doubts(turn, talk.draft, talk.alarm[0]):
        return _kept(turn, talk, talk.alarm[0])
    return None


def tapped(turn: Turn, talk: Talk, tap: CallOffAlarm) -> Answered:
    """The button below the numbers."""
    if talk.alarm is None or talk.alarm[0] != tap.key:
        below = question.ask(turn, talk.draft) if talk.draft else ()
        return talk, (Say(text("form.stale"), () if below else home(turn)), *below)
    return _call_off(turn, talk, *talk.alarm)


def _call_off(turn: Turn, talk: Talk, key: str, raised: str, kind: str) -> Answered:
    if kind in STAYS:
        return _kept(turn, talk, key)
    form = next((one for one in talk.drafts if one.about.get("key") == key), None)
    told = Story.load(form.about["story"]) if form and "story" in form.about else Story()
    told = told.plus(turn.said) if turn.said.text else told
    rest = tuple(one for one in talk.drafts if one is not form)
    after = replace(talk, drafts=rest, alarm=None, loose=Story())
    withdrawn: tuple[Effect, ...] = (Do(Withdraw(turn.person.id, MISTAKE), case=key),)
    if form is not None and form is talk.draft:
        withdrawn += big_keyboard.away(turn, form)
    if told.empty or not turn.person.consent:
        return after, (*withdrawn, Say(text("alarm.called_off"), home(turn)))
    after, offered = free_messages.offer(turn, replace(after, loose=told), calm=True)
    return after, (*withdrawn, *offered)


def _kept(turn: Turn, talk: Talk, key: str) -> Answered:
    said = turn.said.text or turn.content.texts.plain(
        turn.content.texts.default, text("alarm.off_said")
    )
    told = Story().plus(replace(turn.said, text=said))
    below = question.ask(turn, talk.draft) if talk.draft else ()
    add = Do(Add(turn.person.id, told.dump()), case=key)
    return talk, (add, Say(text("alarm.off_kept"), () if below else home(turn)), *below)


def _doubts(turn: Turn, draft: Draft | None, key: str) -> bool:
    """Whether somebody says "gak jadi" in the emergency's form; the command and the button that
    leave the form are no such words."""
    if draft is None or draft.about.get("key") != key or turn.said.text.startswith("/"):
        return False
    if turn.around.replied is not None:
        return False  # a reply is meant for its case
    step = question.current(turn, draft)
    if step is not None and typed_way(turn, step):
        return False
    return second_thoughts.said(turn.said.text)


TAPS = (OnTap(CallOffAlarm, tapped),)
