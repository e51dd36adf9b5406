"""An edit of a message that we have never heard, because it came before the message or instead of
it: it is heard as the message then, once. Nobody's words are lost with the update that was."""

from dataclasses import replace
from datetime import timedelta

from conversations.handlers.command_words import behind
from conversations.protocol.effects import Said
from storage.pending import letters_of_case
from storage.unit_of_work import Batch

EDITABLE = timedelta(days=2)
"""For so long Telegram lets people edit a message. Of what is older it tells for other reasons."""

_BELOW_ALL = 2**62


async def first_heard(batch: Batch, said: Said | None) -> Said | None:
    """What was said, an edit of an unheard message as if it were that message; None for the message
    that comes behind its edit."""
    if said is None or await _heard_before(batch, said):
        return None
    return await _as_message(batch, said)


async def _as_message(batch: Batch, said: Said) -> Said:
    """What was said; an edit of an unheard message as if it were that message. A command alone is
    never run by an edit."""
    sent = said.sent if said.edited else None
    if sent is None or batch.at - sent > EDITABLE or await _known(batch, said):
        return said
    words = behind(said.text)
    tells = words or said.files or said.unfit or said.location
    return replace(said, edited=False, early=True, text=words) if tells else said


async def _known(batch: Batch, said: Said) -> bool:
    heard = batch.heard.find(batch.connection, batch.vault, said.person, said.message_id)
    return await heard is not None


async def _heard_before(batch: Batch, said: Said) -> bool:
    """Whether this is the message itself, behind its edit."""
    early = (await batch.person(said.person)).talk.early
    return said.message_id in early and not (said.tap or said.edited)


async def overtaken(batch: Batch, said: Said) -> bool:
    """Whether we have said something since such a message was written: it is no answer to that."""
    if not said.early:
        return False
    ours = (await letters_of_case.newest_above(batch.connection, said.person, _BELOW_ALL))[0]
    return ours > said.message_id
