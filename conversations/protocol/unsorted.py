"""Messages that wait until the person says what they are, each under its number: the button of a
question files the words that its own bubble shows, however long ago it was asked.

Tested in tests/conversations/protocol/test_unsorted.py."""

from collections.abc import Collection, Container, Sequence
from dataclasses import replace
from typing import Any

from conversations.protocol.dialogue import LONGEST, MOST_FILES, Story, Talk, Unsorted
from conversations.protocol.effects import Button, Effect, Say, Show
from conversations.protocol.tap_codec import Tap
from conversations.protocol.taps import AnswerAlarm, GoOnWith, SortComment, SortMessage

Numbered = SortMessage | GoOnWith | SortComment | AnswerAlarm
"""Taps that say what becomes of words that wait."""

WAITS = "waits"
"""In a list to be shown whose buttons bring words that wait to a case: their number."""

MOST = 5
"""Messages that wait behind the newest one; of more the two oldest become one, if possible two
about which the same was asked."""

ALONE = frozenset({"command"})
"""What is asked about words that go together with no others: of too many the oldest is let go."""

DOUBT = "alarm"
"""What was asked about words of danger: is it happening now? They wait for an answer, whatever else
is told, and become one with no other words."""


THREAT = "threat"
"""What was asked about a threat that is said not to be now: shall it be kept? Without an answer it
becomes a report, like words of danger."""

DANGER = frozenset({DOUBT, THREAT})
"""What is asked about words that go together with no others, and are offered as nothing else."""


def put_behind(talk: Talk) -> Talk:
    """The talk ready for other words: what waits keeps its number and its question."""
    if talk.loose.empty:
        return talk
    kept = (*talk.unsorted, Unsorted(talk.loose_no, talk.loose, talk.about_loose))
    while len(kept) > MOST:
        kept = _fewer(kept)
    after = replace(talk, loose=Story(), about_loose="", unsorted=kept, gathering=None)
    return begun(after)


def begun(talk: Talk) -> Talk:
    """The talk with a number for words that begin to wait; none is given twice."""
    return replace(talk, loose_no=talk.last_no + 1, last_no=talk.last_no + 1)


def _fewer(kept: Sequence[Unsorted]) -> tuple[Unsorted, ...]:
    """One less: the oldest command is let go where it waits longest, else two become one."""
    ordinary = [one for one in kept if one.about != DOUBT]
    mixed = [one for one in ordinary if one.about not in ALONE]
    first = ordinary[:1] if len(mixed) > 1 else [one for one in ordinary if one not in mixed]
    if first and first[0].about in ALONE:
        return _without(kept, first[0])
    return _joined(kept, mixed if len(mixed) > 1 else kept)


def _joined(kept: Sequence[Unsorted], fitting: Sequence[Unsorted]) -> tuple[Unsorted, ...]:
    """The oldest of those that fit become one with the next like it, if possible."""
    oldest, *rest = fitting
    alike = next((one for one in rest if one.about == oldest.about), rest[0])
    left = _without(kept, oldest)
    return tuple(_together(oldest, one) if one is alike else one for one in left)


def _without(kept: Sequence[Unsorted], gone: Unsorted) -> tuple[Unsorted, ...]:
    return tuple(one for one in kept if one is not gone)


def _together(old: Unsorted, new: Unsorted) -> Unsorted:
    texts, files = old.story.texts + new.story.texts, (*old.story.files, *new.story.files)
    return replace(new, story=replace(new.story, texts=texts[-LONGEST:], files=files[:MOST_FILES]))


def joined(talk: Talk) -> Talk:
    """The talk whose words in front go on with those that wait right behind them."""
    behind = [one for one in talk.unsorted if one.about not in (*ALONE, DOUBT)]
    if not behind or talk.loose.empty:
        return talk
    old = max(behind, key=lambda one: one.number)
    front = Unsorted(talk.loose_no, talk.loose, talk.about_loose)
    rest = _without(talk.unsorted, old)
    return replace(talk, loose=_together(old, front).story, unsorted=rest)


def numbered(before: Talk, after: Talk) -> Talk:
    """The talk after a message: words that begin to wait get a number of their own."""
    begins = before.loose.empty and not after.loose.empty
    known = after.last_no > before.last_no or len(after.unsorted) < len(before.unsorted)
    return begun(after) if begins and not known else after


def stamped(talk: Talk, effects: Sequence[Effect], *, first: bool = False) -> tuple[Effect, ...]:
    """The effects; buttons about the words that wait say which words are meant. Those of the first
    words have no number (old keyboards carry none), unless it is asked for (``first``)."""
    if talk.loose_no <= 1 and not first:
        return tuple(effects)
    return tuple(_stamped(effect, talk.loose_no) for effect in effects)


def _stamped(effect: Effect, number: int) -> Effect:
    if isinstance(effect, Show) and WAITS in effect.args:
        return replace(effect, args={**effect.args, WAITS: str(number)})
    if not isinstance(effect, Say):
        return effect
    rows = tuple(tuple(_button(button, number) for button in row) for row in effect.buttons)
    return effect if rows == effect.buttons else replace(effect, buttons=rows)


def _button(button: Button, number: int) -> Button:
    tap: Any = button.tap
    if isinstance(tap, Numbered) and not tap.number:
        return replace(button, tap=replace(tap, number=str(number)))
    return button


def meant(talk: Talk, tap: Numbered) -> Talk | None:
    """The talk with the words of a button in front; None when they wait no more."""
    wanted = tap.number or "1"
    if wanted == str(talk.loose_no) and not talk.loose.empty:
        return talk
    found = next((one for one in talk.unsorted if str(one.number) == wanted), None)
    if found is None:
        return None
    return _in_front(talk, found)


def _in_front(talk: Talk, found: Unsorted) -> Talk:
    rest = tuple(one for one in talk.unsorted if one is not found)
    if not talk.loose.empty:
        rest = (*rest, Unsorted(talk.loose_no, talk.loose, talk.about_loose))
    return replace(
        talk, loose=found.story, loose_no=found.number, about_loose=found.about, unsorted=rest
    )


def about(talk: Talk, question: str) -> Talk:
    """The talk with the words in front about which this was asked last, as it is when none wait."""
    if talk.about_loose == question and not talk.loose.empty:
        return talk
    found = [one for one in talk.unsorted if one.about == question]
    return _in_front(talk, found[-1]) if found else talk


def newest(talk: Talk, but: Collection[str] = ()) -> Talk:
    """The talk with the newest words in front about which none of these questions was asked; as it
    is when they stand there, or none wait."""
    if not talk.loose.empty and talk.about_loose not in but:
        return talk
    found = [one for one in talk.unsorted if one.about not in but]
    return _in_front(talk, found[-1]) if found else talk


def with_files(talk: Talk) -> Talk:
    """The talk with the newest message in front that came with files, as it is when none did."""
    found = [one for one in talk.unsorted if one.story.files]
    return talk if talk.loose.files or not found else _in_front(talk, found[-1])


def let_go(talk: Talk) -> Talk:
    """The talk without the words in front."""
    return replace(talk, loose=Story(), about_loose="")


def oldest(talk: Talk, about: Container[str]) -> Talk:
    """The talk with those words in front that wait longest of all about which one of these
    questions was asked; as it is where something else stands in front."""
    if not talk.loose.empty and talk.about_loose not in about:
        return talk
    older = [one for one in talk.unsorted if one.about in about]
    if not talk.loose.empty:
        older = [one for one in older if one.number < talk.loose_no]
    first = min(older, key=lambda one: one.number, default=None)
    return talk if first is None else _in_front(talk, first)


def back(before: Talk, after: Talk) -> Talk:
    """The talk after words were sorted: what stood in front before them stands there again."""
    if not after.loose.empty:
        return after
    stood = [one for one in after.unsorted if one.number == before.loose_no]
    return _in_front(after, stood[0]) if stood else after


def with_words(talk: Talk, words: str) -> Talk:
    """The talk with the message in front that holds these words, as it is when none does."""
    if words in talk.loose.texts:
        return talk
    found = next((one for one in talk.unsorted if words in one.story.texts), None)
    return _in_front(talk, found) if found else talk


def named(tap: Tap, talk: Talk) -> Tap:
    """A typed answer as the button of the words that stand in front."""
    if isinstance(tap, Numbered):
        return replace(tap, number=str(talk.loose_no))
    return tap
