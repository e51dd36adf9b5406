"""Words typed instead of a tap, to the question about a message that waits: is it happening now, or
shall it become a report? A short yes or no is the answer to what stands on the screen."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from casework.wording.plain import plain
from conversations.content import fields
from conversations.content.alarm_rows import AlarmWords
from conversations.content.content import Turn
from conversations.handlers.emergencies import doubt
from conversations.handlers.emergencies.in_parts import together
from conversations.handlers.messages import verdicts
from conversations.handlers.messages.never_mind import never_mind
from conversations.handlers.messages.second_matter import COMMAND, PERSON, UNTOLD, WHICH
from conversations.handlers.messages.small_talk import small_talk
from conversations.protocol.dialogue import Talk
from conversations.protocol.effects import Brief, text
from conversations.protocol.tap_codec import Tap
from conversations.protocol.taps import AnswerAlarm, GoOnWith, SortMessage
from conversations.protocol.unsorted import DOUBT, THREAT

FEW = 2
"""Words of such an answer, at most: "iya pak"."""

ALARM_STANDS = timedelta(minutes=15)
"""After this time a yes is no answer any more to whether it is happening now."""

_YES = {"calm": "calm", "taken_back": "calm", THREAT: "calm", COMMAND: "do"}
"""What a yes makes of the words that wait, by what was asked; else a report."""

_LABELS = {
    "outside.report": "yes",
    "outside.nothing": "no",
    "doubt.keep": "yes",
    "doubt.drop": "no",
    "second.report": "yes",
    "second.included": "no",
}


def tap(turn: Turn, talk: Talk) -> Tap | None:
    """The button that was meant; None when the words are more than an answer."""
    return _in_front(turn, talk) or _rings_late(turn, talk)


def _in_front(turn: Turn, talk: Talk) -> Tap | None:
    said, asked = turn.said, talk.about_loose
    if talk.loose.empty or not said.text or said.files or said.forwarded:
        return None
    if never_mind(said.text):
        return None  # "ya sudahlah" is no yes
    if not asked or turn.around.replied is not None:
        return None
    if asked != DOUBT and any(map(_of_result(turn), verdicts.waiting(turn))):
        return None  # "belum" is no answer to whether an older message shall become a report
    if asked == DOUBT and not talk.loose.told_within(ALARM_STANDS, turn.said.at):
        return None
    if talk.draft is not None and asked not in (DOUBT, THREAT, "resume", "taken_back", PERSON):
        return None
    if asked in (WHICH, UNTOLD):
        return None
    if asked == PERSON:
        return _person(turn)
    word = _labelled(turn) or _short(turn, talk)
    return _meant(talk, asked, word) if word else None


def _rings_late(turn: Turn, talk: Talk) -> Tap | None:
    """The "yes" to words of danger that wait behind others; None where none do, or the words tell
    anything else."""
    said = turn.said
    if said.files or said.forwarded or turn.around.replied is not None:
        return None
    behind = [
        number
        for number, story in doubt.waiting(talk)
        if number != talk.loose_no and story.told_within(ALARM_STANDS, said.at)
    ]
    if not behind or _answer_now(said.text, turn.content.alarms) != "yes":
        return None
    return None if yes_or_no(turn) else AnswerAlarm("yes", str(behind[-1]))


def _person(turn: Turn) -> Tap | None:
    """Whose danger it is, by the label of a button."""
    words = turn.said.text.strip().casefold()
    for answer in ("same", "other"):
        label = turn.content.texts.plain(turn.person.language, text(f"alarm.person.{answer}"))
        if words == label.casefold():
            return AnswerAlarm(answer)
    return None


def _of_result(turn: Turn) -> Callable[[Brief], bool]:
    """Whether words speak of the result of a case; a nod does not."""
    nod = small_talk(turn.said.text) == "nod"
    return lambda case: not nod and verdicts.about(turn, case)


def _meant(talk: Talk, asked: str, word: str) -> Tap | None:
    """The button of that question under which the word stands."""
    if asked == DOUBT:
        return AnswerAlarm(word)
    if asked == "resume":
        return GoOnWith(talk.draft.id) if talk.draft and word == "yes" else None
    if word == "no":
        return SortMessage("no")
    return SortMessage(_YES.get(asked, "new"))


def _short(turn: Turn, talk: Talk) -> str:
    words, doubtful = turn.said.text, talk.about_loose == DOUBT
    now = _answer_now(words, turn.content.alarms) if doubtful else None
    if now is not None:
        return now
    word = yes_or_no(turn)
    if word and doubtful and _asked_since(talk):
        return ""  # "ga tau" answers where it is, and not whether another danger is over
    cries = word and " " in words and together.cries(turn, talk)
    return "" if cries else word  # "ga bangun2" is no "ga"


def _asked_since(talk: Talk) -> bool:
    """Whether an emergency has asked something since the words in front were told."""
    draft = talk.draft
    return draft is not None and draft.form == "emergency" and draft.asked > talk.loose.last_at


def yes_or_no(turn: Turn, spoken: Sequence[str] = ()) -> str:
    """A yes or a no in a word or two, "" for anything else. ``spoken``: words to read instead of
    the message's own."""
    spoken = spoken or re.findall(r"[^\W\d_]+", turn.said.text.casefold())
    if not 0 < len(spoken) <= FEW:
        return ""
    squeezed = re.sub(r"(.)\1+", r"\1", spoken[0])
    for word in (spoken[0], squeezed):
        told = replace(turn.said, text=word)
        found = fields.READERS["confirm"](told, turn.content.places)
        if isinstance(found, str):
            return found
    return ""


def _labelled(turn: Turn) -> str:
    """The label of a button, its emoji aside."""
    words = turn.said.text.strip().casefold()
    for key, answer in _LABELS.items():
        label = turn.content.texts.plain(turn.person.language, text(key)).casefold()
        if words in (label, re.sub(r"^\W+", "", label)):
            return answer
    return ""


def _answer_now(told_so: str, words: AlarmWords) -> str | None:
    """The answer to whether it is happening now: "yes", "no", or "" for one that may be both; None
    for words that tell anything else."""
    told = {word for word in plain(told_so, words.vocabulary).split() if word != "."}
    lists = words.answers_now
    if not told or not told <= frozenset().union(*lists.values()):
        return None
    now, past = (not told.isdisjoint(lists[name]) for name in ("now", "past"))
    return "" if now is past else "yes" if now else "no"
