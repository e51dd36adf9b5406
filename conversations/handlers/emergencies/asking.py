"""Words that may be about any of several emergencies are told to none: it is asked which, with a
button for each. What nobody chooses for within a few minutes is told to the newest, or to the
newest that is sealed, which only few read: as words that may be about another.

Tested in tests/conversations/handlers/emergencies/who/test_marked.py and
tests/conversations/handlers/emergencies/who/test_sealed_beside.py."""

from collections.abc import Sequence
from dataclasses import replace

from casework.actions.correspondence import Add
from casework.case.number import number
from conversations.content import alarm_words
from conversations.content.content import Answered, Turn
from conversations.content.on_tap import OnTap
from conversations.filling import question
from conversations.handlers.emergencies import emergency, several
from conversations.handlers.emergencies.who import sealed
from conversations.handlers.messages import offering, second_matter
from conversations.handlers.messages.second_matter import UNTOLD, WHICH
from conversations.pages.home import home
from conversations.protocol import unsorted
from conversations.protocol.dialogue import Story, Talk
from conversations.protocol.effects import Button, Do, RaisedAlarm, Rows, Say, Text, text
from conversations.protocol.notice import service_named
from conversations.protocol.taps import MeantEmergency

LONGEST_S = 180
"""Seconds for which words wait until somebody says which emergency they are about."""

OTHER = "other"
"""Instead of the key of an emergency: it is another matter."""


def ask(turn: Turn, talk: Talk, keys: Sequence[str]) -> Answered:
    """Which one it is; the words wait, with those that wait for the same already."""
    after = second_matter.asked(talk, untold(talk).plus(turn.said), UNTOLD)
    if not keys:
        return _offered(turn, after)
    other = Button(text("alarm.which.other"), MeantEmergency(OTHER))
    return after, (Say(text("alarm.which.ask"), (*_rows(turn, keys), (other,))),)


def untold(talk: Talk) -> Story:
    """The words that wait for that choice; an empty story for none."""
    waiting = unsorted.about(talk, UNTOLD)
    return waiting.loose if waiting.about_loose == UNTOLD else Story()


def told_one(turn: Turn, talk: Talk, keys: Sequence[str], add: Add, first: str = "") -> Answered:
    """One hears it at once, ``first`` or the newest of these, a sealed one before the others; a tap
    tells another."""
    ones, said = several.open_ones(turn), Story().plus(turn.said)
    first = first or _newest(turn, keys)
    if sealed.is_one(turn, ones[first]):
        add = replace(add, story=_perhaps(turn, said).dump())
    rest = [key for key in keys if key != first]
    after = second_matter.asked(talk, said, WHICH)
    told = text("alarm.which.piece", number=number(ones[first].case))
    return after, (Do(add, case=first), Say(told, _rows(turn, rest)))


def _newest(turn: Turn, keys: Sequence[str]) -> str:
    """The newest that is sealed, or else the newest."""
    ones = {key: one for key, one in several.open_ones(turn).items() if key in keys}
    return (sealed.among(turn, ones) or tuple(ones))[-1]


def _perhaps(turn: Turn, words: Story) -> Story:
    """Words that may be about another emergency, and say so."""
    texts = turn.content.texts
    said = texts.plain(texts.default, text("alarm.which.perhaps", told=words.text))
    return replace(words, texts=(said.rstrip(": "),))


def _rows(turn: Turn, keys: Sequence[str]) -> Rows:
    """A button for each of these emergencies."""
    ones = several.open_ones(turn)
    return tuple((Button(_label(turn, ones[key]), MeantEmergency(key)),) for key in keys)


def _label(turn: Turn, one: RaisedAlarm) -> Text:
    """The number, and what tells it from the others: whose it is, or the words that told it."""
    plain = one.told or service_named(one.service, {}, calm=one.plain)
    topic = text("case.sensitive") if sealed.is_one(turn, one) else plain
    return text("alarm.which.case", number=number(one.case), topic=topic)


def tapped(turn: Turn, talk: Talk, tap: MeantEmergency) -> Answered:
    """Which it was: it is told the words, by which it may be over; what follows belongs to it."""
    one = several.open_ones(turn).get(tap.key)
    below = question.ask(turn, talk.draft) if talk.draft else ()
    if one is None and tap.key != OTHER:
        return talk, (Say(text("form.stale"), () if below else home(turn)), *below)
    before, talk = talk, _waiting(talk)
    words = talk.loose if talk.about_loose in (UNTOLD, WHICH) else Story()
    if one is None:
        return _offered(turn, talk)
    alarms, told = turn.content.alarms, words.text
    died, over = alarm_words.died(told, alarms), alarm_words.ends(told, one.kind, alarms)
    cry = not over and alarm_words.grows(told, alarms)
    add = Add(turn.person.id, words.dump(), over=over, cry=cry, died=died)
    gathering = None if talk.draft else (f"case:{tap.key}", turn.said.at.isoformat())
    after = replace(several.about(turn, talk, tap.key), gathering=gathering)
    if not words.empty:
        after = unsorted.back(before, unsorted.let_go(after))
    kept = Say(text("alarm.which.kept", number=number(one.case)))
    added = () if words.empty else (Do(add, case=tap.key),)
    return after, (kept, *added, *below)


def _waiting(talk: Talk) -> Talk:
    """The talk with the words in front about which this was asked last."""
    return unsorted.about(talk, WHICH if untold(talk).empty else UNTOLD)


def _offered(turn: Turn, talk: Talk) -> Answered:
    """None of them: a danger is heard as ever, anything else waits like any message."""
    cry = emergency.said_before(turn, talk)
    talk = replace(talk, about_loose="")
    if cry is not None and cry.certain:
        return emergency.raise_alarm(turn, talk, cry)
    if cry is not None:
        return emergency.wonder(turn, talk, cry)
    return offering.offer(turn, talk)


def let_wait(turn: Turn, talk: Talk) -> Answered:
    """What is told where nobody has said which it is; nothing where the words are for few and none
    is sealed: these wait on."""
    ones, words = several.open_ones(turn), untold(talk)
    if words.empty or not ones:
        return talk, ()
    if sealed.sounds_so(turn, words.text) and not sealed.among(turn, ones):
        return talk, ()
    told = _perhaps(turn, words).dump()
    after = unsorted.back(talk, unsorted.let_go(unsorted.about(talk, UNTOLD)))
    return after, (Do(Add(turn.person.id, told), case=_newest(turn, tuple(ones))),)


TAPS = (OnTap(MeantEmergency, tapped),)
