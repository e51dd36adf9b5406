"""Somebody else holds the phone: whoever asks for no messages gets none that they have not asked
for, until they write again. The officers of their cases read so. A cry beside the wish rings, and
is answered as shortly; nobody can be asked on such a phone, so it rings in doubt, too.

Tested in tests/conversations/handlers/shared_phone/test_quiet.py,
tests/conversations/handlers/shared_phone/test_quiet_sealed.py and
tests/bot/edges/darurat/hp_dipegang.txt."""

import re
from collections.abc import Iterator
from dataclasses import replace

from casework.actions.correspondence import Add
from casework.case.intake import QUIET
from casework.case.model import Status
from casework.case.roles import WORKERS
from casework.policy import classifier
from conversations.content import alarm_words
from conversations.content.content import Answered, Turn
from conversations.filling.where import latest
from conversations.handlers.emergencies.who import sealed
from conversations.handlers.messages.small_talk import small_talk
from conversations.protocol.dialogue import Story, Talk
from conversations.protocol.effects import Do, Effect, Say, Show, text

_CALLS = re.compile(r"te?lp|telp|telepon|telfon|nelp|nelepon|call")
_MESSAGES = re.compile(r"\bhp|pesan|bal[ae]s|chat|\bwa\b|kirim|dipegang|dicekel|baca|text|read")
"""Words of calls, and words of messages or of whose hand the phone is in."""


def asks(turn: Turn) -> bool:
    """Whether a message asks for no messages; who works here is called all the same."""
    if turn.said.tap or turn.said.forwarded or turn.person.roles & WORKERS:
        return False
    return classifier.fact_in(turn.said.text, turn.content.words, QUIET) == "yes"


def held(turn: Turn, talk: Talk) -> bool:
    """Whether somebody else may hold the phone: as was just said, or with an emergency that is open
    still."""
    ones = turn.around.emergencies.values()
    return talk.quiet or asks(turn) or any(one.quiet and one.open for one in ones)


def facts(turn: Turn, talk: Talk) -> dict[str, str]:
    """What a new case tells of that, for all who are called to it."""
    return {QUIET: "yes"} if held(turn, talk) else {}


def known_number(turn: Turn, talk: Talk) -> dict[str, str]:
    """The number that was told a short while ago, which is not asked for once more there."""
    known = latest.phone(turn, talk) if held(turn, talk) else ""
    return {"phone": known} if known else {}


def heard(turn: Turn, talk: Talk) -> Answered | None:
    """One short line that says nothing, and news for the officers of their cases; None for other
    words, and for a cry for help beside it."""
    if not asks(turn) or turn.said.edited:
        return None
    if alarm_words.hear(turn.said.text, turn.content.alarms) is not None:
        return None
    return talk.gathered(), (*_told(turn), Say(text("quiet.kept")))


def _told(turn: Turn) -> Iterator[Effect]:
    """The words go to every open case; where only few may read one of these, to no other: the
    others are told the bare wish, so that nobody calls, and no reason."""
    open_ones = [one for one in turn.around.cases if one.status != Status.CLOSED]
    few = [one for one in open_ones if sealed.case_is_one(turn, one)]
    texts, said = turn.content.texts, Story().plus(turn.said)
    bare = Story((texts.plain(texts.default, text("quiet.wish")),), last_at=said.last_at)
    for one in sorted(open_ones, key=lambda case: case not in few):  # an edit is of the first
        story = bare if few and one not in few else said
        yield Do(Add(turn.person.id, story.dump()), case=one.id)


def hushed(turn: Turn, before: Talk, answered: Answered) -> Answered:
    """What follows, as far as it may be shown there: to the wish itself a short line that says
    nothing; to words by which a danger may be over nothing at all, and the phone stays quiet."""
    after, effects = answered
    told = tuple(one for one in effects if not isinstance(one, Say | Show))
    if asks(turn) and not _only_of_calls(turn.said.text):
        return after, (*told, Say(text("quiet.kept")))
    if held(turn, before) and any(map(_takes_back, told)):
        return replace(after, quiet=True), told
    return answered


def _only_of_calls(words: str) -> bool:
    """Whether a wish is about calls, which are heard, and not about messages."""
    return bool(_CALLS.search(words.casefold())) and not _MESSAGES.search(words.casefold())


def _takes_back(one: Effect) -> bool:
    return isinstance(one, Do) and isinstance(one.command, Add) and one.command.over


def noted(turn: Turn, talk: Talk) -> Talk:
    """The talk with the wish, or without it once the person has written something else."""
    if asks(turn):
        return replace(talk, quiet=True)
    if not talk.quiet:
        return talk
    idle = not turn.said.tap and small_talk(turn.said.text) and not turn.said.files
    return talk if idle else replace(talk, quiet=False)
