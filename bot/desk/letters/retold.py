"""Errands tell the words of today: what was worded anew while it waits to be told by hand is told
so, and once.

Tested in tests/bot/trials/letters/test_retold.py."""

from dataclasses import replace

from casework.actions.correcting.rewording import Reworded, standing_words
from casework.case.model import Case
from storage.cases import cases
from storage.pending import errands
from storage.pending.errands import NewErrand, OpenErrand
from storage.unit_of_work import Batch

BEGINS = 40
"""Characters by which words are known that a letter has cut short."""


async def reword(batch: Batch, case: Case, event: Reworded) -> None:
    """Write what waits anew."""
    await batch.flush()
    trail = await cases.history(batch.connection, batch.vault, case.id)
    was = standing_words(trail[:-1]).get(event.place, "").strip()
    if not was:
        return
    for one in await errands.waiting(batch.connection, batch.vault, case.id):
        if one.note.kind == event.what and was[:BEGINS] in one.note.what:
            await _write(batch, one, was, event.words)


async def _write(batch: Batch, one: OpenErrand, was: str, now: str) -> None:
    what = now
    if was in one.note.what:
        what = one.note.what.replace(was, now)
    note = replace(one.note, what=what)
    await errands.reword(batch.connection, batch.vault, note)


async def waits_already(batch: Batch, case: Case, note: NewErrand) -> bool:
    """Whether the same words of an officer wait to be told to the same person: the letter that
    brought them in other words was lost before."""
    trail = await cases.history(batch.connection, batch.vault, case.id)
    now = standing_words(trail).values()
    told = [words for words in now if words in note.what]
    waiting = await errands.waiting(batch.connection, batch.vault, case.id)
    return any(
        words in one.note.what
        for words in told
        for one in waiting
        if one.note.kind == note.kind
        if one.note.person == note.person
    )
