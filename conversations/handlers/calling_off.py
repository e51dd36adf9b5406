"""No emergency, after all: who raised it says so, by the button below the numbers or in words.

Everybody who was called hears it, and its teller is asked whether it stays as a plain report; while
they do not answer, it does. Not so where people are the danger: somebody else may hold the phone.
There the case stays as it is, and those who work on it read what was tapped.

Tested in tests/conversations/handlers/emergencies/test_emergency_words.py."""

import re
from dataclasses import replace
from datetime import datetime, timedelta

from casework.actions.correspondence import Add
from casework.actions.ending.calling_off import CallOff
from casework.actions.ending.resolution import MISTAKE, Withdraw
from casework.case.number import number
from casework.policy.triage import AlarmKind
from conversations.actions.ending.calling_off import DROP, KEEP, choices
from conversations.content import alarm_words
from conversations.content.content import Answered, Turn
from conversations.content.on_tap import OnTap
from conversations.filling import question
from conversations.filling.typed import typed_way
from conversations.handlers import big_keyboard, first_contact, typed_answers
from conversations.handlers.emergencies import asking, dropped, several, taken_back
from conversations.handlers.emergencies.in_parts import undone
from conversations.handlers.emergencies.off import typed_sure
from conversations.handlers.emergencies.raised import CALLED_OFF, lately
from conversations.handlers.emergencies.who import unmet
from conversations.handlers.messages import another_matter
from conversations.handlers.messages.never_mind import never_mind
from conversations.handlers.shared_phone import quiet
from conversations.pages.home import home
from conversations.protocol.dialogue import Draft, Story, Talk
from conversations.protocol.effects import Button, Do, Effect, Say, text
from conversations.protocol.taps import CallOffAlarm, SortCalledOff, SureOfNoAlarm

STAYS = frozenset({AlarmKind.VIOLENCE, AlarmKind.CRISIS})
"""Emergencies that a tap does not take back."""

ANSWERED_WITHIN = timedelta(days=1)
"""For so long a typed yes or no answers whether a report stays that is no emergency."""


_CLAUSE = re.compile(r"[,.;!?\n]|\b(?:tapi|tp|but)\b", re.IGNORECASE)


def typed(turn: Turn, talk: Talk) -> Answered | None:
    """The same in words, shortly after an alarm; None when the message says something else. Words
    of doubt ("gak jadi") are too few for that: whoever is on the way reads them. What we have
    asked about last is taken back first."""
    meant = typed_sure.tap(turn, talk, typed_answers.yes_or_no)
    if meant is not None:
        turn = replace(turn, said=replace(turn.said, text=""))
        if isinstance(meant, CallOffAlarm):
            return tapped(turn, talk, meant)
        return asked(turn, talk, meant)
    unsaid = taken_back.heard(turn, talk)
    if unsaid is not None and not (turn.person.consent or unmet.in_danger(turn)):
        met, more = first_contact.meet(turn, unsaid[0])
        return met, (*unsaid[1], *more)
    return unsaid or _typed(turn, talk)


def _typed(turn: Turn, talk: Talk) -> Answered | None:
    if talk.alarm is not None and talk.alarm[2] == CALLED_OFF:
        again = undone.told(turn, talk)
        key, since, _ = talk.alarm
        return again or (None if _gone(turn, key) else _sorted_in_words(turn, talk, key, since))
    if talk.alarm is None or not lately(talk, turn.said.at):
        return None
    talk = _told_of(turn, talk, talk.alarm[2])
    if talk.alarm is None:
        return None
    if _says_so(turn, talk.alarm[2]):
        keys = several.meant(turn, talk, talk.alarm[0])
        if len(keys) != 1:
            return asking.ask(turn, talk, keys)
        return None if _of_another(turn, talk.alarm[0]) else _call_off(turn, talk, *talk.alarm)
    if talk.alarm[2] in STAYS and _unsaid(turn, talk):
        return _call_off(turn, talk, *talk.alarm)
    if _doubts(turn, talk.draft, talk.alarm[0]):
        return _kept(turn, talk, talk.alarm[0])
    return None


def _says_so(turn: Turn, kind: str) -> bool:
    """Whether words call an emergency off: by themselves, or with the name of its danger."""
    words, alarms = turn.said.text, turn.content.alarms
    return alarm_words.calls_off(words, alarms) or dropped.takes_back(words, kind, alarms)


def _told_of(turn: Turn, talk: Talk, kind: str) -> Talk:
    """The talk about the only one of several whose danger the words take back."""
    if _says_so(turn, kind) or turn.around.replied is not None:
        return talk
    ones = several.open_ones(turn)
    fitting = [key for key, one in ones.items() if _says_so(turn, one.kind)]
    keys = [key for key in several.named(turn, ones) if key in fitting] or fitting
    return several.about(turn, talk, keys[0]) if len(keys) == 1 else talk


def _unsaid(turn: Turn, talk: Talk) -> bool:
    """Whether somebody in such an emergency says that they only joked, or that all is well."""
    step = question.current(turn, talk.draft) if talk.draft else None
    if turn.around.replied is not None or (step is not None and typed_way(turn, step)):
        return False
    of_it = talk.draft is None or talk.draft.about.get("key") == _key_of(talk)
    return of_it and taken_back.says_so(turn)


def _key_of(talk: Talk) -> str:
    return talk.alarm[0] if talk.alarm else ""


def _of_another(turn: Turn, key: str) -> bool:
    """Whether it is another trouble that is told, and said to be no emergency, or the words reply
    to another case."""
    raised, replied = turn.around.emergencies.get(key), turn.around.replied
    if raised is not None and replied not in (None, raised.case):
        return True
    begins = _CLAUSE.split(turn.said.text.strip())[0]
    if alarm_words.calls_off(begins, turn.content.alarms):
        return False
    return another_matter.names_another(turn, key)


def tapped(turn: Turn, talk: Talk, tap: CallOffAlarm) -> Answered:
    """It is sure that it is none."""
    alarm = _alarm_of(turn, talk, tap.key)
    return _call_off(turn, talk, *alarm) if alarm else _stale(turn, talk)


def asked(turn: Turn, talk: Talk, tap: SureOfNoAlarm) -> Answered:
    """The button below the numbers, which a thumb may hit: it is asked whether that is sure. Not
    where nothing is taken back by it, or was already."""
    alarm = _alarm_of(turn, talk, tap.key)
    if alarm is None:
        return _stale(turn, talk)
    if tap.answer == typed_sure.STAYS:
        below = question.ask(turn, talk.draft) if talk.draft else ()
        return talk, (Say(text("alarm.stays"), () if below else home(turn)), *below)
    if alarm[2] in (*STAYS, CALLED_OFF) or quiet.held(turn, talk):
        return _call_off(turn, talk, *alarm)
    one = turn.around.emergencies.get(tap.key)
    sure = text("alarm.sure")
    if one is not None and len(several.open_ones(turn)) > 1:
        sure = text("alarm.sure_of", number=number(one.case), question=sure)
    yes = Button(text("alarm.sure_yes"), CallOffAlarm(tap.key))
    no = Button(text("alarm.sure_no"), SureOfNoAlarm(typed_sure.STAYS, tap.key))
    return typed_sure.asked(turn, talk, tap.key), (Say(sure, ((yes,), (no,))),)


def _alarm_of(turn: Turn, talk: Talk, key: str) -> tuple[str, str, str] | None:
    """The emergency that a button means, also an earlier one that is open: its key, since when and
    of what kind; None where it takes nothing any more."""
    if talk.alarm is not None and talk.alarm[0] == key and not _gone(turn, key):
        return talk.alarm
    one = turn.around.emergencies.get(key)
    if one is None or not one.open or not (one.kind or one.plain):
        return None
    return key, (one.at or turn.said.at).isoformat(), CALLED_OFF if one.plain else one.kind


def _stale(turn: Turn, talk: Talk) -> Answered:
    below = question.ask(turn, talk.draft) if talk.draft else ()
    return talk, (Say(text("form.stale"), () if below else home(turn)), *below)


def _call_off(turn: Turn, talk: Talk, key: str, raised: str, kind: str) -> Answered:
    if kind == CALLED_OFF:
        return talk, (Say(text("alarm.keep_asked"), choices(key)),)
    form = next((one for one in talk.drafts if one.about.get("key") == key), None)
    rest = tuple(one for one in talk.drafts if one is not form)
    away = big_keyboard.away(turn, form) if form and form is talk.draft else ()
    if kind in STAYS or quiet.held(turn, talk):
        return _stays(turn, replace(talk, drafts=rest), key, away)
    # What the form has not asked yet is asked once it is known that the report stays.
    after = replace(talk, drafts=rest, alarm=(key, turn.said.at.isoformat(), CALLED_OFF))
    effects: tuple[Effect, ...] = (Do(CallOff(turn.person.id, turn.said.text), case=key),)
    return replace(after, cancelled=form or after.cancelled), (*away, *effects)


def _sorted_in_words(turn: Turn, talk: Talk, key: str, since: str) -> Answered | None:
    """The answer to whether it stays, typed; what says once more that it is no emergency goes to
    the case."""
    if turn.said.at - datetime.fromisoformat(since) >= ANSWERED_WITHIN:
        return None
    told_since = not talk.loose.empty and talk.loose.last_at > since
    if talk.draft is not None or told_since or turn.around.replied is not None:
        return None
    answer = {"yes": KEEP, "no": DROP}.get(typed_answers.yes_or_no(turn)) or _labelled(turn)
    answer = answer or _dropped(turn, key)
    if answer:
        return sorted_by(turn, talk, SortCalledOff(answer, key))
    if alarm_words.calls_off(turn.said.text, turn.content.alarms):
        return talk, (Do(Add(turn.person.id, Story().plus(turn.said).dump()), case=key),)
    return None


def _labelled(turn: Turn) -> str:
    """The button whose label was typed, or a word of it."""
    words = turn.said.text.strip().casefold()
    for answer in (KEEP, DROP):
        label = turn.content.texts.plain(turn.person.language, text(f"alarm.{answer}")).casefold()
        if len(words) > 2 and words in label:
            return answer
    return ""


def _dropped(turn: Turn, key: str) -> str:
    """The same in words that name the danger of that report."""
    raised, alarms = turn.around.emergencies.get(key), turn.content.alarms
    heard = alarm_words.hear(raised.words, alarms) if raised else None
    return DROP if heard and dropped.takes_back(turn.said.text, heard.kind, alarms) else ""


def sorted_by(turn: Turn, talk: Talk, tap: SortCalledOff) -> Answered:
    """Whether a report goes on that is no emergency; one that rings again is not ended by an old
    button."""
    if _rings(turn, talk, tap.key):
        return _rings_again(turn, talk, tap.key)
    if tap.answer == DROP:  # a cry soon after opens it again, with the questions that are left
        return talk, (Do(Withdraw(turn.person.id, MISTAKE), case=tap.key),)
    if _gone(turn, tap.key):
        return _stale(turn, talk)
    form = talk.cancelled if talk.cancelled and talk.cancelled.about.get("key") == tap.key else None
    after = replace(talk, cancelled=None if form else talk.cancelled)
    if form is None:
        below = question.ask(turn, talk.draft) if talk.draft else ()
        return after, (Say(text("alarm.kept"), () if below else home(turn)), *below)
    return after.opening(form), (Say(text("alarm.kept")), *question.ask(turn, form))


def _gone(turn: Turn, key: str) -> bool:
    """Whether the case of an emergency that was called off is closed."""
    one = turn.around.emergencies.get(key)
    return one is not None and not one.open


def _rings(turn: Turn, talk: Talk, key: str) -> bool:
    """Whether an emergency that was called off rings again."""
    one = turn.around.emergencies.get(key)
    if one is None or one.plain:
        return False
    told = talk.alarm
    if told is not None and (told[0], told[2]) == (key, CALLED_OFF):
        return False
    return one.open and bool(one.kind)


def _rings_again(turn: Turn, talk: Talk, key: str) -> Answered:
    """What an old button gets: that it is none any more, and the one that ends it."""
    off = Button(text("alarm.off"), SureOfNoAlarm("ask", key))
    told = Say(text("alarm.rings_again"), ((off,),))
    if talk.draft is None:
        return talk, (told,)
    return talk, (told, *question.ask(turn, talk.draft))


def _stays(turn: Turn, talk: Talk, key: str, away: tuple[Effect, ...]) -> Answered:
    """Where people are the danger the case goes on as it is, and nothing more is asked for it: who
    works on it reads that it may be over, and makes sure."""
    add = Do(
        Add(turn.person.id, _said_so(turn).dump(), over=True),
        case=key,
    )
    below = question.ask(turn, talk.draft) if talk.draft else ()
    return talk, (*away, add, *below)


def _said_so(turn: Turn) -> Story:
    """What those read who work on the case: the words, or that the button was tapped."""
    texts = turn.content.texts
    said = turn.said.text or texts.plain(texts.default, text("alarm.off_said"))
    return Story().plus(replace(turn.said, text=said))


def _kept(turn: Turn, talk: Talk, key: str) -> Answered:
    below = question.ask(turn, talk.draft) if talk.draft else ()
    add = Do(Add(turn.person.id, _said_so(turn).dump()), case=key)
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
    return never_mind(turn.said.text)


TAPS = (OnTap(SureOfNoAlarm, asked), OnTap(CallOffAlarm, tapped), OnTap(SortCalledOff, sorted_by))
