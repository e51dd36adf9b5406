"""Remembers what became of each message, so that an edit of it finds its words again.

Tested in tests/test_stories.py and tests/storage/people/test_heard_messages.py."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.turns.around import raised_alarms
from casework.actions.correcting.rewording import mended, standing_words
from casework.case.model import OPEN
from conversations.actions.correcting.rewording import WRITTEN
from conversations.handlers.emergencies import raised
from conversations.handlers.messages import held_words
from conversations.protocol import whereabouts
from conversations.protocol.dialogue import Talk
from conversations.protocol.effects import Around, Earlier, Effect, Forget, Said
from conversations.protocol.talk.gathering import still_gathers
from conversations.protocol.whereabouts import FORGOTTEN, FURTHER_PHOTO, LOOSE, Place
from storage.cases import cases, co_reporters
from storage.pending import held_letters, letters_of_case
from storage.unit_of_work import Batch


async def earlier(batch: Batch, said: Said) -> Earlier | None:
    """What became of the message that is edited now."""
    if not said.edited:
        return None
    found = await batch.heard.find(batch.connection, batch.vault, said.person, said.message_id)
    if found is None or found.case is not None or found.draft in ("", LOOSE):
        return found
    return replace(found, case=await batch.id_of_key(found.draft))


async def unsent(batch: Batch, said: Said, was: Earlier | None) -> bool:
    """Whether what an officer's edited message became has not gone out yet."""
    if was is None or was.case is None or was.step not in WRITTEN:
        return False
    waits = await held_letters.waiting(batch.connection, was.case)
    if not waits:
        return False
    trail = await cases.history(batch.connection, batch.vault, was.case)
    words = standing_words(trail)
    theirs = [n for n in waits if n in words and trail[n - 1][0].by == said.person]
    return any(_became(was.text, words[n].strip()) for n in theirs)


def _became(typed: str, words: str) -> bool:
    """Whether a message has become these words, or lines of them: all of it, or what stands behind
    its command and number."""
    ends = (typed[part.start() :] for part in re.finditer(r"\S+", typed))
    held = (mended(words, end, end) for end in ends)
    return bool(words) and (words in typed or any(one is not None for one in held))


async def seen_last(batch: Batch, said: Said, talk: Talk, around: Around) -> Around:
    """What surrounds a message, with what was on the screen when it was written. Asked only where
    it matters: while a burst goes on, and of who has cases."""
    burst = still_gathers(talk.gathering, said.at)
    if said.tap or said.edited or not (burst or around.cases or around.further):
        return around
    ours, above = await letters_of_case.newest_above(batch.connection, said.person, said.message_id)
    if not burst:
        return replace(around, above=above)
    theirs = await batch.heard.newest(batch.connection, said.person, said.message_id)
    return replace(around, above=above, answered=ours > theirs)


async def emergency_over(batch: Batch, said: Said, talk: Talk) -> bool:
    """Whether the case of the last emergency takes no words any more. Asked only shortly after
    it."""
    if said.tap or talk.alarm is None or not raised.lately(talk, said.at):
        return False
    case_id = await batch.id_of_key(talk.alarm[0])
    case = await batch.case(case_id) if case_id is not None else None
    return case is None or (await raised_alarms.goes_on_as(batch, case)).status not in OPEN


async def remember(
    batch: Batch, said: Said, before: Talk, after: Talk, effects: Sequence[Effect]
) -> None:
    """Keep where the words of a message were put, and of those that had waited. Of a number that is
    taken out of the chat only that there was one: its edit, too, is no answer to another
    question."""
    to = whereabouts.moved(before, after, effects)
    if to is not None:
        batch.heard.move(said.person, await _earlier(batch, "", (), to))
    if said.tap:
        return
    if any(isinstance(effect, Forget) for effect in effects):
        batch.heard.keep(said.person, said.message_id, Earlier("", (), FORGOTTEN))
        return
    place = whereabouts.taken(before, after, effects)
    if said.edited:
        known = await batch.heard.find(batch.connection, batch.vault, said.person, said.message_id)
        if known is not None and place == Place():
            place = Place(known.draft, known.step, known.case)
    if said.album in dict(before.albums) and not (said.edited or place.step):
        place = replace(place, step=FURTHER_PHOTO)
    files = tuple(file.unique_id for file in said.files)
    heard = await _earlier(batch, said.text, files, place)
    batch.heard.keep(said.person, said.message_id, heard)


async def _earlier(batch: Batch, words: str, files: tuple[str, ...], place: Place) -> Earlier:
    """What is kept; the key of a report is its form's id, until it is a case."""
    if not isinstance(place.case, str):
        return Earlier(words, files, place.draft, place.step, place.case)
    case = await batch.id_of_key(place.case)
    return Earlier(words, files, place.draft or place.case, place.step, case)


async def held(batch: Batch, said: Said) -> str:
    """The key of a report of the speaker that is held back, when their words may be about it."""
    if not said.text or not held_words.answer(said.text):
        return ""
    await batch.flush()
    return await co_reporters.held_of(batch.connection, said.person)
