"""Somebody has raised several emergencies: their words go to the one whose victim or danger they
name. Where they name none, the officers of all are told, and it is asked which.

Tested in tests/conversations/handlers/emergencies/test_several.py."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from casework.actions.correspondence import Add
from casework.case.number import number
from conversations.content import alarm_words
from conversations.content.content import Answered, Turn
from conversations.content.on_tap import OnTap
from conversations.filling import question
from conversations.handlers.emergencies import pieces, victims, whose
from conversations.handlers.emergencies.raised import CALLED_OFF, SAME_WITHIN
from conversations.handlers.messages import second_matter
from conversations.handlers.messages.second_matter import WHICH
from conversations.pages.home import home
from conversations.protocol import unsorted
from conversations.protocol.dialogue import Story, Talk
from conversations.protocol.effects import Button, Do, Effect, RaisedAlarm, Say, Text, text
from conversations.protocol.notice import service_named
from conversations.protocol.taps import MeantEmergency

ALONG = timedelta(minutes=5)
"""For so long words that name nothing go where the last words went."""


def open_ones(turn: Turn) -> Mapping[str, RaisedAlarm]:
    """The speaker's emergencies that take words and were raised a short while ago, oldest first."""
    found = {
        key: one
        for key, one in turn.around.emergencies.items()
        if one.kind and one.open and one.at is not None and turn.said.at - one.at < SAME_WITHIN
    }
    return dict(sorted(found.items(), key=lambda item: item[1].case))


def meant(turn: Turn, talk: Talk, key: str) -> Sequence[str]:
    """The emergencies that a message may be about, by their keys: the one that it names, the one of
    which was spoken a moment ago, or all. ``key``: where it goes as long as there is one."""
    ones, said = open_ones(turn), turn.said
    if len(ones) < 2 or key not in ones or turn.around.replied is not None:
        return (key,)
    found = named(turn, ones)
    if len(found) == 1:
        return found
    if whose.of_nobody(said.text, ones, turn.content):
        return tuple(ones)
    if turn.person.roles or not said.text:
        return (key,)
    rest = (key,) if pieces.is_one(said.text, turn.content) else tuple(ones)
    return _spoken_of(turn, talk, ones) or rest


def named(turn: Turn, ones: Mapping[str, RaisedAlarm]) -> Sequence[str]:
    """Those about whoever the words call by name; else those whose victim or danger they name."""
    alarms, words = turn.content.alarms, turn.said.text
    called = whose.fitting(words, ones, turn.content)
    if len(called) == 1 or whose.of_nobody(words, ones, turn.content):
        return called
    ones = {key: ones[key] for key in called} or ones
    who = victims.persons(turn.said.text, alarms) - {victims.SELF}
    found = [key for key, one in ones.items() if who & victims.persons(one.words, alarms)]
    if len(found) == 1:
        return found
    happened = victims.causes(words, alarms)
    found = [key for key, one in ones.items() if happened & victims.causes(one.words, alarms)]
    if len(found) == 1:
        return found
    plainly = alarm_words.in_plain(turn.said.text, alarms)
    told = [
        kind for kind, words in alarms.dangers.items() if any(word in plainly for word in words)
    ]
    return [key for key, one in ones.items() if one.kind in told]


def _spoken_of(turn: Turn, talk: Talk, ones: Mapping[str, RaisedAlarm]) -> Sequence[str]:
    goes_to, since = talk.gathering or ("", "")
    key = goes_to.removeprefix("case:")
    if key not in ones or turn.said.at - datetime.fromisoformat(since) > ALONG:
        return ()
    return (key,)


def turned(turn: Turn, talk: Talk) -> Talk:
    """The talk about the one emergency that the words name."""
    said, alarm = turn.said, talk.alarm
    if alarm is None or not said.text or said.text.startswith("/"):
        return talk
    if alarm[2] == CALLED_OFF:
        return _called(turn, talk, alarm[0])
    keys = meant(turn, talk, alarm[0])
    if len(keys) != 1 or keys[0] == alarm[0]:
        return talk
    return about(turn, talk, keys[0])


def _called(turn: Turn, talk: Talk, called_off: str) -> Talk:
    """The same where the last one was called off: only whose name is told is meant."""
    ones = open_ones(turn)
    keys = whose.fitting(turn.said.text, ones, turn.content)
    if len(keys) != 1 or keys[0] == called_off or turn.around.replied is not None:
        return talk
    return about(turn, talk, keys[0])


def by_name(turn: Turn) -> bool:
    """Whether a message calls whoever is in danger in one of several by name."""
    ones = open_ones(turn)
    return len(ones) > 1 and len(whose.fitting(turn.said.text, ones, turn.content)) == 1


def about(turn: Turn, talk: Talk, key: str) -> Talk:
    one = turn.around.emergencies[key]
    since = (one.at or turn.said.at).isoformat()
    return replace(talk, alarm=(key, since, one.kind))


def told(turn: Turn, keys: Sequence[str], *, cry: bool = False) -> tuple[Effect, ...]:
    """The message, told to the officers of these; as red news where it is a cry."""
    add = Add(turn.person.id, Story().plus(turn.said).dump(), cry=cry)
    return tuple(Do(add, case=key) for key in keys)


def spread(turn: Turn, talk: Talk, keys: Sequence[str], *, cry: bool = False) -> Answered:
    """All are told, and it is asked which; the words wait for the answer."""
    rows = tuple(row(turn, key) for key in keys)
    after = second_matter.asked(talk, Story((turn.said.text,)), WHICH)
    return after, (*told(turn, keys, cry=cry), Say(text("alarm.which.ask"), rows))


def row(turn: Turn, key: str) -> tuple[Button, ...]:
    """The button that says that this one is meant."""
    return (Button(_label(turn, open_ones(turn)[key]), MeantEmergency(key)),)


def _label(turn: Turn, one: RaisedAlarm) -> Text:
    """The number, and what tells it from the others: whose it is, or the words that told it."""
    service = turn.content.catalogue.service(one.service, {})
    topic = (
        text("case.sensitive")
        if service.sensitive
        else one.told or service_named(one.service, {}, calm=one.plain)
    )
    return text("alarm.which.case", number=number(one.case), topic=topic)


def tapped(turn: Turn, talk: Talk, tap: MeantEmergency) -> Answered:
    """Which it was: by these words it may be over, a piece of an address is told to it, and what
    follows belongs to it."""
    one = open_ones(turn).get(tap.key)
    below = question.ask(turn, talk.draft) if talk.draft else ()
    if one is None:
        return talk, (Say(text("form.stale"), () if below else home(turn)), *below)
    before, talk = talk, unsorted.about(talk, WHICH)
    words = talk.loose if talk.about_loose == WHICH else Story()
    over = alarm_words.ends(words.text, one.kind, turn.content.alarms)
    tells = over or pieces.is_one(words.text, turn.content)
    add = (Do(Add(turn.person.id, words.dump(), over=over), case=tap.key),) if tells else ()
    gathering = None if talk.draft else (f"case:{tap.key}", turn.said.at.isoformat())
    after = replace(about(turn, talk, tap.key), gathering=gathering)
    if talk.about_loose == WHICH:
        after = unsorted.back(before, unsorted.let_go(after))
    kept = Say(text("alarm.which.kept", number=number(one.case)))
    return after, (kept, *add, *below)


TAPS = (OnTap(MeantEmergency, tapped),)
