"""Emergency words: is somebody in danger, by what this message says? Asked of every message before
any form.

Hears, never acts: the caller shows the numbers first and then alarms people. A doubt (said to be
over, long ago, denied, only feared) still shows the numbers, but a human is asked before anyone is
woken. Holds no words; they are rows of ``alarm.toml``, in plain wording of
``casework.policy.classifier``."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from casework.policy.classifier import (
    KnownWords,
    Phrase,
    Vocabulary,
    known_words,
    mend,
    phrase,
    plain,
)
from casework.policy.triage import AlarmKind


@dataclass(frozen=True)
class Alarm:
    """An emergency that was heard. ``certain`` is false when it may be past, denied or feared: ask
    if it is now."""

    kind: AlarmKind
    service: str
    certain: bool


@dataclass(frozen=True)
class Call:
    """One row: words that tell of an emergency of a kind.

    ``unless`` are expressions that only look like them; any of ``not_with`` in the message silences
    the row ("my card is lost"). With ``even_if`` words of fear make no doubt: who says "if it goes
    on I will kill myself" means it."""

    kind: AlarmKind
    service: str
    words: tuple[Phrase, ...]
    unless: tuple[str, ...] = ()
    not_with: tuple[str, ...] = ()
    even_if: bool = False
    anchors: frozenset[str] = frozenset()


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
    """The parsed ``alarm.toml``. Words of doubt count within their sentence; ``denies`` only right
    before the words."""

    vocabulary: Vocabulary
    calls: tuple[Call, ...]
    answers: tuple[AnsweredAlarm, ...]
    denies: tuple[str, ...]
    past: tuple[str, ...]
    feared: tuple[str, ...]
    now: tuple[str, ...]
    usual: tuple[str, ...]
    just: tuple[str, ...]
    known: KnownWords


def hear(text: str, words: AlarmWords) -> Alarm | None:
    """The first sure alarm in order of the rows, else the first doubtful one, else none. Never
    raises."""
    story = mend(plain(text, words.vocabulary), words.known)
    told = frozenset(story.split())
    calls = (call for call in words.calls if not call.anchors.isdisjoint(told))
    heard = [alarm for call in calls if (alarm := _hear_call(call, story, words)) is not None]
    return next((alarm for alarm in heard if alarm.certain), heard[0] if heard else None)


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


def _hear_call(call: Call, story: str, words: AlarmWords) -> Alarm | None:
    if _any(call.not_with, story):
        return None
    for harmless in call.unless:
        story = story.replace(harmless, " / ")
    found = [one for one in call.words if one.found_in(story)]
    if not found:
        return None
    sentences = [f" . {sentence.strip()} " for sentence in story.split(" . ")]
    certain = any(_certain(one.parts[0], sentences, call, words) for one in found)
    return Alarm(call.kind, call.service, certain)


def _certain(told: str, sentences: list[str], call: Call, words: AlarmWords) -> bool:
    """Sure when some sentence that tells it is free of doubt."""
    just = any(_any(words.just, sentence) for sentence in sentences)
    telling = (sentence for sentence in sentences if told in sentence)
    return not all(_doubtful(told, sentence, call, words, just) for sentence in telling)


def _doubtful(told: str, sentence: str, call: Call, words: AlarmWords, just: bool) -> bool:
    denied = sentence[: sentence.index(told) + 1].endswith(words.denies)
    over = _any(words.past, sentence) and not _any(words.now, sentence)
    usual = _any(words.usual, sentence) and not just
    return denied or over or (not call.even_if and (usual or _any(words.feared, sentence)))


def _any(expressions: tuple[str, ...], story: str) -> bool:
    return any(expression in story for expression in expressions)


_LISTS = ("denies", "past", "now", "usual", "just", "feared")
_CALL = ("kind", "service", "words", "unless", "not_with", "even_if")
_ANSWER = ("question", "choices", "services", "kind", "service")


def read(rows: Mapping[str, Any], vocabulary: Vocabulary, services: Collection[str]) -> AlarmWords:
    """Build the emergency words from the parsed ``alarm.toml``; ``services`` are the keys of the
    catalogue.

    Raises ``ValueError`` with one line per mistake.
    """
    mistakes = [
        f"alarm: {name} is not a known key"
        for name in rows
        if name not in (*_LISTS, "call", "answer")
    ]
    mistakes += [
        f"alarm: {name} must be a list of phrases"
        for name in _LISTS
        if not _is_list(rows.get(name))
    ]
    for name, keys, needed in (("call", _CALL, "words"), ("answer", _ANSWER, "choices")):
        for number, row in enumerate(rows.get(name, []), 1):
            mistakes += _mistakes(f"alarm {name} {number}", row, keys, needed, services)
    if mistakes:
        raise ValueError("\n".join(mistakes))
    calls = tuple(_call(row, vocabulary) for row in rows.get("call", []))
    doubts = {name: tuple(plain(one, vocabulary) for one in rows[name]) for name in _LISTS}
    known = known_words([one for call in calls for one in call.words], vocabulary)
    return AlarmWords(
        vocabulary, calls, tuple(map(_answered, rows.get("answer", []))), known=known, **doubts
    )


def _call(row: Mapping[str, Any], vocabulary: Vocabulary) -> Call:
    words = tuple(phrase(one, vocabulary) for one in row["words"])
    unless, not_with = (
        tuple(plain(one, vocabulary) for one in row.get(name, ()))
        for name in ("unless", "not_with")
    )
    anchors = frozenset(one.anchor for one in words)
    return Call(
        AlarmKind(row["kind"]),
        row["service"],
        words,
        unless,
        not_with,
        row.get("even_if", False),
        anchors,
    )


def _answered(row: Mapping[str, Any]) -> AnsweredAlarm:
    choices, services = frozenset(row["choices"]), frozenset(row.get("services", ()))
    return AnsweredAlarm(
        row["question"], choices, services, AlarmKind(row["kind"]), row.get("service", "")
    )


def _mistakes(
    where: str,
    row: Mapping[str, Any],
    keys: Collection[str],
    needed: str,
    services: Collection[str],
) -> list[str]:
    found = [f"{where}: {key} is not a known key" for key in row if key not in keys]
    if row.get("kind") not in tuple(AlarmKind):
        found.append(f"{where}: kind {row.get('kind')!r} is not one of {', '.join(AlarmKind)}")
    for service in (row.get("service", ""), *row.get("services", ())):
        if service not in services and not (service == "" and "choices" in row):
            found.append(f"{where}: {service!r} is no service of the catalogue")
    if not _is_list(row.get(needed)):
        found.append(f"{where}: {needed} must be a list of phrases")
    return found


def _is_list(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, str) for one in value)
