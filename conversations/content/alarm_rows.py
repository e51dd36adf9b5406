"""The rows of ``alarm.toml``: words that tell of an emergency, and words of doubt about it, in the
plain wording of ``casework.policy.classifier``. What is heard by them: alarm_words.py.

Tested in tests/conversations/content/test_alarm_words.py."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from casework.policy.classifier import Phrase
from casework.policy.triage import AlarmKind
from casework.wording import inflected
from casework.wording.misspelt import KnownWords, known_words
from casework.wording.plain import Vocabulary, plain
from conversations.content import alarm_dead_things, alarm_doers
from conversations.content.alarm_dead_things import DeadThings
from conversations.content.alarm_doers import Doers
from conversations.content.alarm_mistakes import LISTS, mistakes_in
from conversations.content.alarm_phrases import Choice, Sought, expressions, sought
from conversations.content.hearing.over_elsewhere import OverWords

ByAnchor = Mapping[str, tuple[tuple[int, Sought], ...]]
"""What need only be looked for where a word is told: phrases, each with the number of its row."""


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


@dataclass(frozen=True, eq=False)
class AlarmWords:
    """The parsed ``alarm.toml``. Words of doubt count within their sentence, ``over`` and
    ``joking`` in the whole message; ``denies`` only right before the words. ``ended`` are words of
    danger that say it is over, where nothing of ``wished`` stands; ``settled``, ``earlier`` and
    ``turning`` tell what is over elsewhere (hearing/over_elsewhere.py); ``insists`` are those by
    which an asked danger is now. ``by_anchor`` are the words of all ``calls``.
    ``persons`` are words for whoever may be in danger and ``causes`` those for what has happened to
    them or (``spreads``) to a place, each with the first that means the same; ``dangers`` belong to
    one kind. ``places`` are words by which people say where they are, as they write them
    (filling/where/told_place.py); ``spoken``: words of everyday, which are nobody's name, and
    number words; ``meant`` are those for somebody who was named before,
    ``means`` those of the means of a suicide (handlers/emergencies/means.py),
    ``answers_now`` those of an answer to whether it is now."""

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
    carried: tuple[str, ...]
    carriers: tuple[str, ...]
    settled: tuple[str, ...]
    earlier: tuple[str, ...]
    turning: tuple[str, ...]
    insists: tuple[str, ...]
    ended: tuple[str, ...]
    wished: tuple[str, ...]
    still: tuple[str, ...]
    joking: tuple[str, ...]
    off: tuple[str, ...]
    drops: tuple[str, ...]
    slips: tuple[str, ...]
    sent: tuple[str, ...]
    ordinary: tuple[str, ...]
    passed: tuple[str, ...]
    unhelped: tuple[str, ...]
    worse: tuple[str, ...]
    anew: tuple[str, ...]
    died: tuple[str, ...]
    dying: tuple[str, ...]
    turned_out: tuple[str, ...]
    small: tuple[str, ...]
    calms: tuple[str, ...]
    reasons: tuple[str, ...]
    jokes: tuple[str, ...]
    threats: tuple[str, ...]
    undo: tuple[str, ...]
    known: KnownWords
    by_anchor: ByAnchor
    doers: Doers
    dead_things: DeadThings
    persons: Mapping[str, str]
    causes: Mapping[str, str]
    spreads: Mapping[str, str]
    dangers: Mapping[AlarmKind, tuple[str, ...]]
    places: Mapping[str, frozenset[str]]
    spoken: Mapping[str, frozenset[str]]
    answers_now: Mapping[str, frozenset[str]]
    meant: Mapping[str, frozenset[str]]
    means: Mapping[str, frozenset[str]]

    @property
    def over_elsewhere(self) -> OverWords:
        """Those by which one danger is over and another is not."""
        return OverWords(**{one.name: getattr(self, one.name) for one in fields(OverWords)})


def read(rows: Mapping[str, Any], vocabulary: Vocabulary, services: Collection[str]) -> AlarmWords:
    """Build the emergency words from the parsed ``alarm.toml``; ``services`` are the keys of the
    catalogue.

    Raises ``ValueError`` with one line per mistake.
    """
    mistakes = mistakes_in(rows, services)
    if mistakes:
        raise ValueError("\n".join(mistakes))
    vocabulary = _as_written(rows, vocabulary)
    groups = {
        name: tuple(plain(one, vocabulary) for one in words)
        for name, words in rows.get("group", {}).items()
    }
    calls = tuple(_call(row, groups, vocabulary) for row in rows.get("call", []))
    doubts: dict[str, Any] = {
        name: tuple(plain(one, vocabulary) for one in rows.get(name, ())) for name in LISTS
    }
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
        known=known_words((part for one in looked_for for part in one.parts), vocabulary),
        by_anchor=_by_anchor(calls),
        doers=alarm_doers.read(rows.get("doers", {}), vocabulary),
        dead_things=alarm_dead_things.read(rows.get("dead_things", {})),
        **_tables(rows, vocabulary),
        **doubts,
    )


def _tables(rows: Mapping[str, Any], vocabulary: Vocabulary) -> Mapping[str, Any]:
    """The tables of single words; a district's own file may lack them."""
    return {
        "persons": _by_word(rows.get("persons", {})),
        "spreads": _by_word(rows.get("spreads", {})),
        "causes": _by_word(rows.get("causes", {})),
        "dangers": _dangers(rows.get("dangers", {}), vocabulary),
        "places": _sets(rows, "places"),
        "spoken": _sets(rows, "spoken"),
        "meant": _sets(rows, "meant"),
        "means": _sets(rows, "means"),
        "answers_now": _sets(rows, "answers"),
    }


def _as_written(rows: Mapping[str, Any], vocabulary: Vocabulary) -> Vocabulary:
    """How people write, in panic too, and every form of a verb of violence."""
    words = inflected.forms(rows.get("stems", {}).values())
    words.update(vocabulary.words)
    words.update(rows.get("written", {}))
    return replace(vocabulary, words=words)


def _sets(rows: Mapping[str, Any], table: str) -> Mapping[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in rows.get(table, {}).items()}


def _dangers(
    table: Mapping[str, Iterable[str]], vocabulary: Vocabulary
) -> Mapping[AlarmKind, tuple[str, ...]]:
    return {
        AlarmKind(kind): tuple(plain(one, vocabulary) for one in words)
        for kind, words in table.items()
    }


def _by_word(table: Mapping[str, Iterable[str]]) -> Mapping[str, str]:
    """Each word of a table with the first of those that mean the same."""
    return {word: name for name, words in table.items() for word in (name, *words)}


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
