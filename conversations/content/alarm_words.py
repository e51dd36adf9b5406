"""Emergency words: is somebody in danger, by what this message says? Asked of every message before
any form.

Hears, never acts: the caller shows the numbers first and then alarms people. A doubt (said to be
over, long ago, denied, only feared) still shows the numbers, but a human is asked before anyone is
woken. Holds no words; they are rows of ``alarm.toml``, in plain wording of
``casework.policy.classifier``."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from casework.policy.classifier import KnownWords, Phrase, known_words, mend
from casework.policy.triage import AlarmKind
from casework.wording.plain import Vocabulary, plain
from conversations.content import alarm_doers
from conversations.content.alarm_doers import Doers, another_did
from conversations.content.alarm_endings import loosened
from conversations.content.alarm_mistakes import LISTS, mistakes_in
from conversations.content.alarm_phrases import Choice, Sought, expressions, sought

_RELIEF = re.compile(r"\b(al?hamdul+il+ah?|syukurlah)\b")
"""Said when a danger has passed, in a word that plain wording leaves out as polite."""

ByAnchor = Mapping[str, tuple[tuple[int, Sought], ...]]
"""What need only be looked for where a word is told: phrases, each with the number of its row."""


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


@dataclass(frozen=True)
class Call:
    """One row: words that tell of an emergency of a kind.

    ``unless`` are expressions that only look like them; any of ``not_with`` in the message silences
    the row ("my card is lost"), any of ``doubt_with`` makes it doubtful while no word says that it
    is now ("my card is lost since the flood"). With ``even_if`` words of fear make no doubt: who
    says "if it goes on I will kill myself" means it. With ``ask`` the row is never sure. ``also``:
    other services that the words of such an emergency may name. ``of_another``: only where somebody
    else than the writer does it."""

    kind: AlarmKind
    service: str
    words: tuple[Sought, ...]
    unless: tuple[str, ...] = ()
    not_with: tuple[str, ...] = ()
    doubt_with: tuple[str, ...] = ()
    even_if: bool = False
    ask: bool = False
    also: frozenset[str] = frozenset()
    of_another: bool = False


@dataclass(frozen=True)
class AnsweredAlarm:
    """An answer in a form that is an emergency by itself, for some services ("" matches any)."""

    question: str
    choices: frozenset[str]
    services: frozenset[str]
    kind: AlarmKind
    service: str


@dataclass(frozen=True)
class AlarmWords:
    """The parsed ``alarm.toml``. Words of doubt count within their sentence, ``over`` and
    ``joking`` in the whole message; ``denies`` only right before the words. ``by_anchor`` are the
    words of all ``calls``."""

    vocabulary: Vocabulary
    calls: tuple[Call, ...]
    answers: tuple[AnsweredAlarm, ...]
    denies: tuple[str, ...]
    past: tuple[str, ...]
    feared: tuple[str, ...]
    now: tuple[str, ...]
    not_now: tuple[str, ...]
    usual: tuple[str, ...]
    just: tuple[str, ...]
    over: tuple[str, ...]
    still: tuple[str, ...]
    joking: tuple[str, ...]
    off: tuple[str, ...]
    ordinary: tuple[str, ...]
    known: KnownWords
    by_anchor: ByAnchor
    doers: Doers


def hear(text: str, words: AlarmWords) -> Alarm | None:
    """The first sure alarm in order of the rows, else the first doubtful one, else the first faint
    one, else none. Never raises."""
    story = _read(text, words.vocabulary, words)
    heard = [
        meant
        for row, near in sorted(_near(story, words).items())
        if (alarm := _hear_call(words.calls[row], near, story, words)) is not None
        and (meant := _by_whom(words.calls[row], alarm, text, words)) is not None
    ]
    return min(heard, key=lambda alarm: (not alarm.certain, alarm.faint), default=None)


def _read(text: str, vocabulary: Vocabulary, words: AlarmWords) -> str:
    story = loosened(plain(text, vocabulary), words.known, vocabulary.words)
    return mend(story, words.known)


def calls_off(text: str, words: AlarmWords) -> bool:
    """Whether somebody says that what they have raised is no emergency."""
    return _any(words.off, plain(text, words.vocabulary))


def ends(text: str, kind: str, words: AlarmWords) -> bool:
    """Whether somebody says that the emergency of a kind that they have raised is over, and tells
    of no other and of nothing that goes on."""
    heard, story = hear(text, words), plain(text, words.vocabulary)
    if _any(words.still, story) or (heard and (heard.certain or heard.kind != kind)):
        return False
    return _any((*words.over, " sudah aman "), story) or bool(_RELIEF.search(text.casefold()))


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
    if _any(call.not_with, story):
        return None
    for harmless in call.unless:
        story = story.replace(harmless, " / ")
    # Who writes in panic writes no sentences; where words are faint, two of them are not one.
    flat = story if call.ask else story.replace(" . ", " ")
    told = [first for one in near for first in one.found_in(flat)]
    if not told or _long_past(told, story, call, words):
        return None
    certain = _certain(told, story, call, words)
    return Alarm(call.kind, call.service, certain, call.also, call.ask)


def _certain(told: list[str], story: str, call: Call, words: AlarmWords) -> bool:
    """Sure when nothing in the message speaks against it, and some sentence that tells it is free
    of doubt."""
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
    elsewhere = _any(call.doubt_with, story) and not _is_now(story, words)
    return over or elsewhere or (not call.even_if and _any(words.joking, story))


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
    return any(expression in story for expression in expressions)


def read(rows: Mapping[str, Any], vocabulary: Vocabulary, services: Collection[str]) -> AlarmWords:
    """Build the emergency words from the parsed ``alarm.toml``; ``services`` are the keys of the
    catalogue.

    Raises ``ValueError`` with one line per mistake.
    """
    mistakes = mistakes_in(rows, services)
    if mistakes:
        raise ValueError("\n".join(mistakes))
    vocabulary = replace(vocabulary, words={**vocabulary.words, **rows.get("written", {})})
    groups = {
        name: tuple(plain(one, vocabulary) for one in words)
        for name, words in rows.get("group", {}).items()
    }
    calls = tuple(_call(row, groups, vocabulary) for row in rows.get("call", []))
    doubts = {name: tuple(plain(one, vocabulary) for one in rows.get(name, ())) for name in LISTS}
    looked_for = [Phrase(one.source, one.words, 0) for call in calls for one in call.words]
    # Words of doubt are known, too: "selamat" is no misspelling of "selama".
    looked_for += [Phrase("", doubts[name], 0) for name in LISTS if name != "ordinary"]
    looked_for += [
        Phrase("", (*call.unless, *call.not_with, *call.doubt_with), 0) for call in calls
    ]
    return AlarmWords(
        vocabulary,
        calls,
        tuple(map(_answered, rows.get("answer", []))),
        known=known_words(looked_for, vocabulary),
        by_anchor=_by_anchor(calls),
        doers=alarm_doers.read(rows.get("doers", {}), vocabulary),
        **doubts,
    )


def _by_anchor(calls: Iterable[Call]) -> ByAnchor:
    found: dict[str, list[tuple[int, Sought]]] = {}
    for row, call in enumerate(calls):
        for one in call.words:
            for anchor in one.anchors:
                found.setdefault(anchor, []).append((row, one))
    return {anchor: tuple(phrases) for anchor, phrases in found.items()}


def _call(row: Mapping[str, Any], groups: Mapping[str, Choice], vocabulary: Vocabulary) -> Call:
    words = tuple(sought(one, groups, vocabulary) for one in row["words"])
    lists = {
        name: tuple(e for one in row.get(name, ()) for e in expressions(one, groups, vocabulary))
        for name in ("unless", "not_with", "doubt_with")
    }
    return Call(
        AlarmKind(row["kind"]),
        row["service"],
        words,
        even_if=row.get("even_if", False),
        ask=row.get("ask", False),
        also=frozenset(row.get("also", ())),
        of_another=row.get("of_another", False),
        **lists,
    )


def _answered(row: Mapping[str, Any]) -> AnsweredAlarm:
    choices, services = frozenset(row["choices"]), frozenset(row.get("services", ()))
    return AnsweredAlarm(
        row["question"], choices, services, AlarmKind(row["kind"]), row.get("service", "")
    )
