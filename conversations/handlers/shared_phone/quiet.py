"""Somebody else holds the phone: whoever asks for no messages gets none that they have not asked
for, until they write again; while an emergency is open, until they say that messages may come. The
officers of their cases read so. A cry beside the wish rings, and is answered as shortly; nobody can
be asked on such a phone, so it rings in doubt, too.

Tested in tests/conversations/handlers/shared_phone/test_quiet.py,
tests/conversations/handlers/shared_phone/test_quiet_live.py,
tests/conversations/handlers/shared_phone/test_quiet_sealed.py and
tests/bot/edges/darurat/hp_dipegang.txt."""

import re
from collections.abc import Collection, Iterator
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

REACHABLE = "reachable"
"""The fact by which whoever asked for no messages says that they may come again."""


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
    ringing = _ringing(turn)
    bare = Story((texts.plain(texts.default, text("quiet.wish")),), last_at=said.last_at)
    for one in sorted(open_ones, key=lambda case: case not in few):  # an edit is of the first
        story = bare if few and one not in few else said
        yield Do(Add(turn.person.id, story.dump(), cry=one.id in ringing), case=one.id)


def _ringing(turn: Turn) -> Collection[int]:
    """The open emergencies that the words beside a wish ring anew ("hpku direbut")."""
    if not alarm_words.grows(turn.said.text, turn.content.alarms):
        return ()
    return [one.case for one in turn.around.emergencies.values() if one.kind and one.open]


def muted(turn: Turn, talk: Talk) -> bool:
    """Whether a wish of an open emergency stands, and this message does not end it."""
    return talk.quiet and _held_open(turn) is not None and not _returned(turn)


def _held_open(turn: Turn) -> str | None:
    """The key of the newest open emergency of this phone in which somebody else holds it."""
    ones = turn.around.emergencies.items()
    return next((key for key, one in reversed(tuple(ones)) if one.quiet and one.open), None)


def _returned(turn: Turn) -> bool:
    """Whether the owner of the phone says that messages may come again."""
    words, told = turn.content.words, turn.said.text
    return not asks(turn) and classifier.fact_in(told, words, REACHABLE) == "yes"


def hushed(turn: Turn, before: Talk, answered: Answered) -> Answered:
    """What follows, as far as it may be shown there: to the wish itself, and to a cry where it
    stands, a short line that says nothing; to any other word there, and to words by which a danger
    may be over, nothing at all, and the phone stays quiet."""
    after, effects = answered
    told = tuple(one for one in effects if not isinstance(one, Say | Show))
    if asks(turn) and not _only_of_calls(turn.said.text):
        return after, (*told, Say(text("quiet.kept")))
    if held(turn, before) and any(map(_takes_back, told)) and not _returned(turn):
        return replace(after, quiet=True), told
    if muted(turn, before) and not (turn.said.tap or turn.said.text.startswith("/")):
        cried = any(isinstance(one, Say) and one.alarm for one in effects)
        kept = (Say(text("quiet.kept")),) if cried else ()
        return _unanswered(turn, before, (after, (*told, *kept)))
    return answered


def _unanswered(turn: Turn, before: Talk, answered: Answered) -> Answered:
    """What follows without a question; words that nothing has taken go to the emergency, and none
    wait for a tap."""
    after, told = answered
    if any(isinstance(one, Do) for one in told) or after.drafts != before.drafts:
        return answered
    after = replace(after, loose=before.loose, about_loose=before.about_loose)
    add = Add(turn.person.id, Story().plus(turn.said).dump())
    return after, (*told, Do(add, case=_held_open(turn)))


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
    return talk if idle or muted(turn, talk) else replace(talk, quiet=False)
