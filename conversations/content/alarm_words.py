"""Emergency words: is somebody in danger, by what this message says? Asked of every message before
any form.

Hears, never acts: the caller shows the numbers first and then alarms people. A doubt (said to be
over, long ago, denied, only feared) still shows the numbers, but a human is asked before anyone is
woken. Holds no words: they are rows (alarm_rows.py)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from casework.policy.triage import AlarmKind
from casework.wording.misspelt import mend
from casework.wording.plain import Vocabulary, plain
from conversations.content import alarm_dead_things
from conversations.content.alarm_doers import another_did
from conversations.content.alarm_endings import loosened
from conversations.content.alarm_phrases import Sought
from conversations.content.alarm_rows import AlarmWords, Call
from conversations.content.hearing import over_elsewhere

_RELIEF = re.compile(r"\b(al?hamdul+il+ah?|syukurlah)\b")
"""Said when a danger has passed, in a word that plain wording leaves out as polite."""


FEW = 6
"""Plain words of who drops an emergency, at most; more may tell of something."""


@dataclass(frozen=True)
class Alarm:
    """An emergency that was heard. ``certain`` is false when it may be past, denied or feared: ask
    if it is now. ``faint``: the words may mean something else as well. ``of_another``: it is not
    the writer who is in despair."""

    kind: AlarmKind
    service: str
    certain: bool
    also: frozenset[str] = frozenset()
    faint: bool = False
    of_another: bool = False

    def fits(self, service: str) -> bool:
        """Whether a service that was chosen or that other words name may stand for this
        emergency."""
        return service == self.service or service in self.also


def hear(text: str, words: AlarmWords) -> Alarm | None:
    """The first sure alarm in order of the rows, else the first doubtful one, else the first faint
    one, else none. Never raises."""
    heard = hear_all(text, words)
    return min(heard, key=lambda alarm: (not alarm.certain, alarm.faint), default=None)


@lru_cache(maxsize=4)
def hear_all(text: str, words: AlarmWords) -> Sequence[Alarm]:
    """What each row hears, in order of the rows. Remembered for the turn: several ask it of the
    same message."""
    story = _read(text, words.vocabulary, words)
    living = _living(text, story, words)
    heard = []
    for row, near in sorted(_near(story, words).items()):
        call = words.calls[row]
        alarm = _hear_call(call, near, living if call.kind is AlarmKind.CRISIS else story, words)
        if alarm and (meant := _by_whom(call, alarm, text, words)):
            heard.append(meant)
    return heard


def _living(text: str, story: str, words: AlarmWords) -> str:
    """``story``, in which things are no longer "mati"."""
    names = words.dead_things
    owned = alarm_dead_things.owners_told(text, names)
    told = story if owned == text else _read(owned, words.vocabulary, words)
    return alarm_dead_things.without(told, names)


@lru_cache(maxsize=4)  # whether somebody has died is asked of the same words
def _read(text: str, vocabulary: Vocabulary, words: AlarmWords) -> str:
    story = loosened(plain(text, vocabulary), words.known, vocabulary.words)
    return mend(story, words.known)


def in_plain(text: str, words: AlarmWords) -> str:
    """A message as the rows are compared with it: in plain wording, mistakes mended."""
    return _read(text, words.vocabulary, words)


def calls_off(text: str, words: AlarmWords) -> bool:
    """Whether somebody says that what they have raised is no emergency; a number or a photo that
    was sent by mistake is no such thing."""
    told = f" . {plain(text, words.vocabulary).strip()} . "
    return _any(words.off, told) or (_any(words.slips, told) and not _any(words.sent, told))


def drops(text: str, kind: str, words: AlarmWords) -> bool:
    """Whether somebody says in a few words that the emergency of a kind that they have raised shall
    be dropped ("batalkan yang keracunan"); who names a person may speak of somebody in danger."""
    heard, story = hear(text, words), plain(text, words.vocabulary)
    told = [word for word in story.split() if word != "."]
    if heard is None or heard.kind != kind or len(told) > FEW or not _any(words.drops, story):
        return False
    if _any(words.sent, story):
        return False
    denied = any(f"{deny.rstrip()}{one}" in story for one in words.drops for deny in words.denies)
    return not denied and not _any(words.still, story) and words.persons.keys().isdisjoint(told)


def ends(text: str, kind: str, words: AlarmWords) -> bool:
    """Whether somebody says that the emergency of a kind that they have raised is over, and tells
    of no other and of nothing that goes on."""
    heard, told = hear_all(text, words), plain(text, words.vocabulary)
    story = _without_ended(f" . {told.strip()} . ", words)
    others = bool(heard) and all(one.kind != kind for one in heard)
    if _any(words.still, story) or others or any(one.certain for one in heard):
        return False
    if _any(words.passed, story) and not _any(words.unhelped, story):
        return True
    over = story.strip(" .") != told.strip(" .") or _any((*words.over, " sudah aman "), story)
    return over or bool(_RELIEF.search(text.casefold()))


def grows(text: str, words: AlarmWords) -> bool:
    """Whether somebody says that a danger they have told of grows, or who is missing in it."""
    heard = hear(text, words)
    grown = (*words.worse, *words.anew)
    return bool(heard and heard.certain) or _any(grown, in_plain(text, words))


def died(text: str, words: AlarmWords) -> bool:
    """Whether somebody says that a person has died, lately and for sure, and cries for nobody else;
    who asks for a paper or an aid speaks of another matter."""
    story = in_plain(text, words)
    found = [one for one in words.died if one in story]
    if not found or is_ordinary(text, words):
        return False
    heard = hear(text, words)
    if heard is not None and heard.certain:
        return False
    if any(f"{deny.rstrip()}{one}" in story for one in found for deny in words.denies):
        return False
    doubts = (words.dying, words.past, words.feared, words.wished)
    return not any(_any(one, story) for one in doubts)


def goes_on(text: str, words: AlarmWords) -> bool:
    """Whether somebody says that something is so now."""
    return _any(words.now, plain(text, words.vocabulary))


def is_ordinary(text: str, words: AlarmWords) -> bool:
    """Whether somebody speaks of what only an office is asked for: a card, a paper, an aid."""
    return _any(words.ordinary, plain(text, words.vocabulary))


def hear_answer(question: str, choice: str, service: str, words: AlarmWords) -> Alarm | None:
    """Whether a tapped answer is an emergency by itself, such as ``treatment`` =
    ``in_hospital``."""
    for row in words.answers:
        if (
            question == row.question
            and choice in row.choices
            and (not row.services or service in row.services)
        ):
            return Alarm(row.kind, row.service or service, certain=True)
    return None


def _near(story: str, words: AlarmWords) -> Mapping[int, Sequence[Sought]]:
    """By number of the row, what of its words may be told at all: their anchors are."""
    found: dict[int, list[Sought]] = {}
    for word in frozenset(story.split()):
        for row, one in words.by_anchor.get(word, ()):
            found.setdefault(row, []).append(one)
    return found


def _by_whom(call: Call, alarm: Alarm, text: str, words: AlarmWords) -> Alarm | None:
    """The alarm with whom it is about, None where the writer does what only somebody else's deed
    makes an alarm of this row."""
    if not call.of_another and call.kind is not AlarmKind.CRISIS:
        return alarm
    story = _read(text, words.doers.vocabulary, words)
    deeds = {deed.strip() for one in call.words for deed in one.parts[0][0]}
    another = another_did(story, deeds if call.of_another else words.doers.deeds, words.doers)
    if call.of_another:
        return alarm if another else None
    return replace(alarm, of_another=another)


def _hear_call(call: Call, near: Sequence[Sought], story: str, words: AlarmWords) -> Alarm | None:
    """What a row hears; ``near`` are those of its words that may be told."""
    # Asked before anything is taken out of the story: mostly nothing of a row is told.
    whole = story if call.ask else story.replace(" . ", " ")
    near = [one for one in near if one.may_be_in(whole)]
    if not near or _any(call.not_with, story):
        return None
    for harmless in call.unless:
        story = story.replace(harmless, " / ")
    # Who writes in panic writes no sentences; where words are faint, two of them are not one.
    flat = story if call.ask else story.replace(" . ", " ")
    told = [first for one in near for first in one.found_in(flat)]
    if not told or _long_past(told, story, call, words):
        return None
    left = _told_beside(told, near, flat, words)
    certain = bool(left) and _certain(left, _without_ended(story, words), call, words)
    return Alarm(call.kind, call.service, certain, call.also, call.ask)


def _told_beside(
    told: list[str], near: Sequence[Sought], flat: str, words: AlarmWords
) -> list[str]:
    """What a row still hears beside the words that say that its danger has ended."""
    rest = _without_ended(flat, words)
    return told if rest == flat else [first for one in near for first in one.found_in(rest)]


def _without_ended(story: str, words: AlarmWords) -> str:
    """A message without the words that say that a danger has ended; as it is where that is denied,
    only wished, or goes on."""
    found = [one for one in words.ended if one in story]
    if not found or _any(words.wished, story):
        return story
    if any(f"{deny.rstrip()}{one}" in story for one in found for deny in words.denies):
        return story
    rest = story
    for one in found:
        rest = rest.replace(one, " / ")
    return story if _any(words.still, rest) else rest


def _certain(told: list[str], story: str, call: Call, words: AlarmWords) -> bool:
    """Sure when nothing in the message speaks against it, and some sentence that tells it is free
    of doubt."""
    story = over_elsewhere.left_out(story, told, words.over_elsewhere)
    if call.ask or _unlikely(story, call, words):
        return False
    just = _any(words.just, story)
    return any(
        not _doubtful(first, sentence, call, words, just)
        for first, sentence in _telling(told, story)
    )


def _telling(told: list[str], story: str) -> Iterator[tuple[str, str]]:
    """The words that were told, each with the sentences in which they stand."""
    sentences = [f" . {sentence.strip()} " for sentence in story.split(" . ")]
    return ((first, one) for first in told for one in sentences if first in one)


def _unlikely(story: str, call: Call, words: AlarmWords) -> bool:
    """Whether the message as a whole says that it is over, a joke, or about something else."""
    over = _any(words.over, story) and not _any(words.still, story)
    over = over or _on_the_way(story, words)
    elsewhere = _any(call.doubt_with, story) and not _is_now(story, words)
    return over or elsewhere or (not call.even_if and _any(words.joking, story))


def _on_the_way(story: str, words: AlarmWords) -> bool:
    """Whether an ambulance has somebody, and no word says that nobody helps there."""
    has = _any(words.carried, story) and _any(words.carriers, story)
    return has and not _any((*words.unhelped, *words.still), story)


def _long_past(told: list[str], story: str, call: Call, words: AlarmWords) -> bool:
    """Whether words that are faint, or about something else, only tell of what is past ("an
    accident years ago", "my card is lost since last year's flood"): nobody needs to be asked. Of
    despair somebody always is."""
    if call.even_if or not (call.ask or _any(call.doubt_with, story)):
        return False
    telling = [sentence for _, sentence in _telling(told, story)]
    return bool(telling) and all(_past(sentence, words) for sentence in telling)


def _past(sentence: str, words: AlarmWords) -> bool:
    return _any(words.past, sentence) and not _is_now(sentence, words)


def _doubtful(told: str, sentence: str, call: Call, words: AlarmWords, just: bool) -> bool:
    denied = sentence[: sentence.index(told) + 1].endswith(words.denies)
    over = _past(sentence, words)
    usual = _any(words.usual, sentence) and not just
    return denied or over or (not call.even_if and (usual or _any(words.feared, sentence)))


def _is_now(told: str, words: AlarmWords) -> bool:
    """Whether something says that it is now, and not only what is wanted now."""
    for wanted in words.not_now:
        told = told.replace(wanted, " / ")
    return _any(words.now, told)


def _any(expressions: tuple[str, ...], story: str) -> bool:
    return any(map(story.__contains__, expressions))
