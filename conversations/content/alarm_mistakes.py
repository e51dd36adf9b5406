"""What can be wrong in a file of emergency words, each mistake in one line.

Tested in tests/conversations/content/test_alarm_phrases.py."""

import re
from collections.abc import Collection, Mapping
from typing import Any

from casework.policy.triage import AlarmKind
from conversations.content import alarm_dead_things, alarm_doers

LISTS = (
    *("denies", "past", "now", "not_now", "usual", "just", "feared"),
    *(
        "over",
        "carried",
        "carriers",
        "settled",
        "earlier",
        "turning",
        "insists",
        "ended",
        "wished",
        "still",
        "joking",
        "off",
        "drops",
        "slips",
        "sent",
    ),
    *("ordinary", "passed", "unhelped", "worse", "anew", "died", "dying"),
    *("turned_out", "small", "calms", "reasons", "jokes", "threats", "undo"),
)
_PHRASES = ("words", "unless", "not_with", "doubt_with")
_CALL = ("kind", "service", *_PHRASES, "even_if", "ask", "also", "of_another")
_ANSWER = ("question", "choices", "services", "kind", "service")
_OLD = ("denies", "past", "now", "usual", "just", "feared")
_NEWER = tuple(name for name in LISTS if name not in _OLD)
"""Lists that a district's own file may leave out: it may be older than they are."""
PLACES = (
    "numbered",
    "streets",
    "beside",
    "within",
    "spots",
    "titles",
    "counted",
    "tells",
    "called",
    "described",
    "fled",
    "homes",
    "inside",
    "armed",
)
"""Lists of words by which it is told where somebody is (filling/where/told_place.py)."""
ANSWERS = ("now", "past", "beside")
"""Lists of words of an answer to whether a danger is happening now."""
_TABLES: Mapping[str, Collection[str] | None] = {
    "doers": alarm_doers.LISTS,
    "dead_things": alarm_dead_things.LISTS,
    "dangers": tuple(AlarmKind),
    "places": PLACES,
    "answers": ANSWERS,
    "spoken": ("everyday", "numbers"),
    "meant": ("them",),
    "means": ("things", "ready", "away", "denied", "taken", "harmless"),
    "persons": None,
    "causes": None,
    "spreads": None,
}
"""Tables of words, and the names that may stand in them; None for any."""
_NAMED = re.compile(r"<(\w+)>")


def mistakes_in(rows: Mapping[str, Any], services: Collection[str]) -> list[str]:
    """The mistakes of a parsed file; ``services`` are the keys of the catalogue."""
    mistakes = [
        f"alarm: {name} is not a known key"
        for name in rows
        if name not in (*LISTS, "call", "answer", "stems", "written", "group", *_TABLES)
    ]
    mistakes += [
        f"alarm: {name} must be a list of phrases"
        for name in LISTS
        if name in rows or name not in _NEWER
        if not _is_list(rows.get(name))
    ]
    mistakes += [
        f"alarm group {name}: must be a list of phrases"
        for name, words in rows.get("group", {}).items()
        if not _is_list(words)
    ]
    for table, known in _TABLES.items():
        mistakes += _in_table(table, known, rows.get(table, {}))
    mistakes += [
        f"alarm written {name}: must be text"
        for name, word in rows.get("written", {}).items()
        if not isinstance(word, str)
    ]
    mistakes += [
        f"alarm stems {name}: must have active, passive (words) and stems (a list of words)"
        for name, row in rows.get("stems", {}).items()
        if not _is_stems(row)
    ]
    for name, keys, needed in (("call", _CALL, "words"), ("answer", _ANSWER, "choices")):
        for number, row in enumerate(rows.get(name, []), 1):
            where = f"alarm {name} {number}"
            mistakes += _mistakes(where, row, keys, needed, services)
            mistakes += _unknown_groups(where, row, rows.get("group", {}))
    return mistakes


def _in_table(table: str, known: Collection[str] | None, rows: Mapping[str, Any]) -> list[str]:
    if known is None:  # a name stands for itself; what means the same may be nothing
        wrong = [name for name, words in rows.items() if words != [] and not _is_list(words)]
        return [f"alarm {table} {name}: must be a list of words" for name in wrong]
    return [
        f"alarm {table} {name}: must be a list of words, one of {', '.join(known)}"
        for name, words in rows.items()
        if name not in known or not _is_list(words)
    ]


def _unknown_groups(where: str, row: Mapping[str, Any], groups: Collection[str]) -> list[str]:
    phrases = [one for name in _PHRASES for one in row.get(name, ())]
    named = {name for one in phrases for name in _NAMED.findall(str(one))}
    return [f"{where}: there is no group <{name}>" for name in sorted(named - set(groups))]


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
    for service in (row.get("service", ""), *row.get("services", ()), *row.get("also", ())):
        if service not in services and not (service == "" and "choices" in row):
            found.append(f"{where}: {service!r} is no service of the catalogue")
    if not _is_list(row.get(needed)):
        found.append(f"{where}: {needed} must be a list of phrases")
    return found


def _is_stems(row: Mapping[str, object]) -> bool:
    words = isinstance(row.get("active"), str) and isinstance(row.get("passive"), str)
    return words and row.keys() == {"active", "passive", "stems"} and _is_list(row["stems"])


def _is_list(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, str) for one in value)
