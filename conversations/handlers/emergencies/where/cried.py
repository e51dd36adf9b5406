"""The place that a cry for help names beside the danger: it stands in the alarm and on the page
until the question for it is answered, and is "the same" for what its writer reports next. That of a
confidential case stays with it.

Tested in tests/conversations/handlers/emergencies/where/test_cried.py and
tests/conversations/filling/where/test_latest.py."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from casework.case.commands import File
from casework.case.roles import WORKERS
from casework.policy.triage import ALSO
from conversations.content.content import Turn
from conversations.filling.same_again import CONFIDENTIAL
from conversations.filling.where import latest
from conversations.filling.where.told_place import MOST, holds_address
from conversations.protocol.dialogue import Talk
from conversations.protocol.effects import Do, Effect


def noted(turn: Turn, talk: Talk, effects: Sequence[Effect]) -> Talk:
    """The talk after the emergencies that were raised just now: where the last of them is."""
    if turn.person.roles & WORKERS:
        return talk
    for effect in effects:
        if isinstance(effect, Do) and isinstance(effect.command, File):
            talk = _noted(turn, talk, effect.command)
    return talk


def _noted(turn: Turn, talk: Talk, raised: File) -> Talk:
    kinds = {raised.facts.get("alarm"), *str(raised.facts.get(ALSO, "")).split()}
    sealed = turn.content.catalogue.service(raised.service, {}).sensitive
    if kinds == {None} or sealed or not CONFIDENTIAL.isdisjoint(kinds):
        return talk
    told = raised.intake.place or _in_words(turn, (raised.intake.story or {}).get("texts", ()))
    return latest.sent(talk, {"place": told}, turn.said.at)


def with_place(turn: Turn, intake: Mapping[str, Any], cry: str) -> Mapping[str, Any]:
    """An intake of an emergency, with the place that its cry names where nothing else says it."""
    where = "" if intake.get("place") else _address(turn, cry)
    return {**intake, "place": where} if where else intake


def _in_words(turn: Turn, texts: Sequence[str]) -> str:
    """The address in the newest of these texts that holds one, "" where none does."""
    return next(filter(None, (_address(turn, one) for one in reversed(texts))), "")


def _address(turn: Turn, words: str) -> str:
    """The longest address that stands somewhere in the words, "" where none does."""
    if not holds_address(words, turn.content):
        return ""
    told = map(" ".join, _pieces(words.split()))
    clean = (piece.strip(",.!?") for piece in told)
    return next((one for one in clean if latest.tells_place(turn, one)), "")


def _pieces(spoken: Sequence[str]) -> Iterator[Sequence[str]]:
    """All words in a row that may be one address, the longest first."""
    for length in range(min(MOST, len(spoken)), 1, -1):
        for at in range(len(spoken) - length + 1):
            yield spoken[at : at + length]
