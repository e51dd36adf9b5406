"""Turns Telegram's raw updates into ``Said``, the only form in which the program takes them. What
is read of them, and of which type it must be, stands in ``raw_update.py``.

What concerns no conversation is sorted out here: groups, channels, anonymous admins, other bots. A
forwarded message keeps its words and loses its sender: the program does not need to know who wrote
it first.

Tested in tests/harness/test_hostile_updates.py."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from telegram import Bot
from telegram.constants import ChatType

from bot.telegram import besides, rich, unfit_files
from bot.telegram.raw_update import ChatMember, Query, RawFile, RawMessage, Update, User
from bot.telegram.standing_buttons import standing
from conversations.content.numbers.phone_numbers import of_card
from conversations.protocol.effects import Attachment, Said
from conversations.protocol.texts import clean

NAMED = 200
"""Characters of a venue's title or address that are kept."""

ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]


@dataclass(frozen=True)
class Incoming:
    """One update, sorted. ``callback`` is the id that must be answered; ``group`` is a chat to send
    away from; ``reached`` tells that the person has blocked the bot (False) or let it write again
    (True)."""

    update_id: int
    said: Said | None = None
    language: str = ""
    callback: str = ""
    group: int | None = None
    reached: bool | None = None
    person: int = 0


def update_id_of(raw: Mapping[str, Any]) -> int:
    """The id of a raw update; ValueError when there is none (then nothing can be confirmed
    either)."""
    found = raw.get("update_id")
    if not isinstance(found, int):
        raise ValueError("an update without an id")
    return found


def read(raw: Mapping[str, Any], bot: Bot) -> Incoming:
    """Sort one raw update. ValueError when what is read of it is not what it should be; the turn
    puts it aside."""
    if besides.is_service(raw):
        return Incoming(update_id_of(raw))
    update = Update.model_validate(_in_words(raw))
    if update.callback_query is not None:
        return _tap(update.update_id, update.callback_query)
    if update.my_chat_member is not None:
        return _member(update.update_id, update.my_chat_member)
    if update.edited_message is not None:
        return _message(update.update_id, update.edited_message, bot, edited=True)
    if update.message is not None:
        return _message(update.update_id, update.message, bot, edited=False)
    return Incoming(update.update_id)


def _in_words(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The update with the words of a rich message, and the addresses behind words, where the words
    of any other message stand."""
    messages = {name: raw[name] for name in _MESSAGES if isinstance(raw.get(name), Mapping)}
    whole = {n: besides.with_addresses(rich.flattened(m)) for n, m in messages.items()}
    return {**raw, **whole}


_MESSAGES = ("message", "edited_message")


def _member(update_id: int, member: ChatMember) -> Incoming:
    if member.chat.type != ChatType.PRIVATE:
        return Incoming(update_id)
    reached = member.new_chat_member.status not in ("kicked", "left")
    return Incoming(update_id, reached=reached, person=member.sender.id)


def _tap(update_id: int, query: Query) -> Incoming:
    message, sender = query.message, query.sender
    if message is None or message.chat.type != ChatType.PRIVATE or sender.is_bot:
        return Incoming(update_id, callback=query.id)
    said = Said(
        sender.id,
        message.message_id,
        at=message.date,
        tap=_printable(query.data or ""),
        standing=standing(message.reply_markup),
        name=_name(sender),
    )
    return Incoming(update_id, said, sender.language_code or "", query.id, person=sender.id)


def _printable(data: str) -> str:
    """The data of a button as no database minds it: what stands in it that nobody can print (a
    changed app sends whatever it likes) is none of ours."""
    if data.isprintable():
        return data
    return "".join(each if each.isprintable() else "\ufffd" for each in data)


def _message(update_id: int, message: RawMessage, bot: Bot, *, edited: bool) -> Incoming:
    user = message.sender
    if message.chat.type != ChatType.PRIVATE:
        counts = not edited and message.chat.type != ChatType.CHANNEL
        addressed = counts and besides.is_for_us(message.text or "", bot)
        return Incoming(update_id, group=message.chat.id if addressed else None)
    if user is None or user.is_bot or message.sender_chat is not None:
        return Incoming(update_id)
    files, unfit = _files(message)
    more, unfit_more = _rich_files(message)
    location, venue = _shown_place(message)
    said = Said(
        person=user.id,
        message_id=message.message_id,
        at=(message.edit_date if edited else None) or message.date,
        text=clean(message.text or message.caption or ""),
        files=(() if unfit else files) + more,
        unfit=unfit or unfit_more,
        location=location,
        venue=venue,
        phone=_card(message, own=True),
        card=_card(message, own=False),
        called=_called(message),
        name=_name(user),
        album=message.media_group_id or "",
        reply_to=message.reply_to_message.message_id if message.reply_to_message else None,
        forwarded=message.forward_origin is not None,
        edited=edited,
        sent=message.date,
    )
    return Incoming(update_id, said, user.language_code or "", person=user.id)


def _shown_place(message: RawMessage) -> tuple[tuple[float, float] | None, tuple[str, str]]:
    """The point of a location or venue, and the venue's title and address as far as a page needs
    them."""
    venue = message.venue
    named = (clean(venue.title)[:NAMED], clean(venue.address)[:NAMED]) if venue else ("", "")
    point = venue.location if venue else message.location
    return ((point.latitude, point.longitude) if point else None), named


def _name(user: User) -> str:
    return clean(user.first_name or "")[:40]


def _called(message: RawMessage) -> str:
    """The name on a contact card."""
    card = message.contact
    names = (card.first_name, card.last_name) if card else ()
    return clean(" ".join(name for name in names if name))[:NAMED]


def _card(message: RawMessage, *, own: bool) -> str:
    """The number on a contact card, if it is the sender's own or (not ``own``) somebody else's."""
    card, sender = message.contact, message.sender
    if card is None or sender is None or (card.user_id == sender.id) is not own:
        return ""
    return of_card(card.phone_number, own=own)


def _files(message: RawMessage) -> tuple[tuple[Attachment, ...], str]:
    """The file of a message, and why it is not kept ("" when it is)."""
    for kind in _KINDS:
        found = getattr(message, kind)
        media = found[-1] if found and kind == "photo" else found
        if media:
            return (_attachment(kind, media),), unfit_files.unfit(kind, media)
    return (), ""


def _rich_files(message: RawMessage) -> tuple[tuple[Attachment, ...], str]:
    """The files in the blocks of a rich message that are kept, and why others are not."""
    kept, unfit = [], ""
    for kind, file in rich.files(message.rich_message):
        media = RawFile.model_validate(file)
        why = unfit_files.unfit(kind, media)
        unfit = unfit or why
        kept += [] if why else [_attachment(kind, media)]
    return tuple(kept), unfit


def _attachment(kind: str, media: RawFile) -> Attachment:
    return Attachment(kind, media.file_id, media.file_unique_id, media.file_size or 0)


_KINDS = ("photo", "voice", "audio", "video", "video_note", "document")
"""Files that a message can have; of a photo the last size is the largest."""
