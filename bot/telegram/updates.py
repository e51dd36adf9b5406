"""Turns Telegram's raw updates into ``Said``, the only form in which the program takes them. Parsed
with python-telegram-bot, one update at a time.

What concerns no conversation is sorted out here: groups, channels, anonymous admins, other bots. A
forwarded message keeps its words and loses its sender: the program does not need to know who wrote
it first.

Tested in tests/bot/trials/test_hostile_updates.py."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from telegram import Bot, CallbackQuery, Message, Update
from telegram.constants import ChatType

from bot.telegram import besides, rich, unfit_files
from conversations.content.phone_numbers import of_card
from conversations.protocol.effects import Attachment, Said
from conversations.protocol.texts import clean

LARGEST = 2**52
"""Beyond every id: those of people and chats have at most 52 significant bits
(https://core.telegram.org/bots/api#user)."""

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
    """Sort one raw update. Whatever can't be parsed or is not what it should be raises; the turn
    puts it aside."""
    if besides.is_service(raw):
        return Incoming(update_id_of(raw))
    lean = _lean(raw)
    try:
        try:
            update = Update.de_json(lean, bot)
        except Exception:
            # One object that nobody reads must not spoil good words.
            update = Update.de_json(_needed(lean), bot)
    # A date beyond all clocks. Elsewhere an OSError means the database, and "try again".
    except OSError as error:
        raise ValueError("an update that can't be read") from error
    return _checked(_sorted(update))


def _checked(incoming: Incoming) -> Incoming:
    """The update, after checking the types of what is stored from it, because the library takes any
    type anywhere."""
    said = incoming.said
    ids, texts = [incoming.person, incoming.group or 0], [incoming.callback]
    if said is not None:
        ids += [said.message_id, said.reply_to or 0, *(file.size for file in said.files)]
        texts += [
            said.tap,
            said.album,
            *(name for file in said.files for name in (file.file_id, file.unique_id)),
        ]
    if not all(type(number) is int and abs(number) < LARGEST for number in ids):
        raise ValueError("an update with an id that is none")
    # 0 is nobody to the rest of the program, and below are groups.
    if said is not None and said.person <= 0:
        raise ValueError("an update from nobody")
    if said is not None and said.location is not None and not _on_earth(said.location):
        raise ValueError("an update with a place that is none")
    if not all(isinstance(text, str) for text in texts):
        raise ValueError("an update with a text that is none")
    return incoming


def _on_earth(location: tuple[float, float]) -> bool:
    """Whether a location is one that Telegram would take back. (NaN is no number, and True is no
    latitude.)"""
    return all(
        type(degrees) in (int, float) and abs(degrees) <= limit
        for degrees, limit in zip(location, (90, 180), strict=True)
    )


def _sorted(update: Update) -> Incoming:
    if update.callback_query is not None:
        return _tap(update.update_id, update.callback_query)
    if update.my_chat_member is not None:
        member = update.my_chat_member
        private = member.chat.type == ChatType.PRIVATE
        if not private:
            return Incoming(update.update_id)
        reached = member.new_chat_member.status not in ("kicked", "left")
        return Incoming(update.update_id, reached=reached, person=member.from_user.id)
    message = update.message or update.edited_message
    if message is None:
        return Incoming(update.update_id)
    return _message(update.update_id, message, edited=update.edited_message is not None)


def _lean(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The update with the words of a rich message where those of others stand, and without the
    text, keyboard and sender of a tapped message: nobody reads them, and parsing them takes
    long."""
    query = raw.get("callback_query")
    message = query.get("message") if isinstance(query, Mapping) else None
    if not isinstance(query, Mapping) or not isinstance(message, Mapping):
        messages = {name: raw[name] for name in _MESSAGES if isinstance(raw.get(name), Mapping)}
        whole = {n: besides.with_addresses(rich.flattened(m)) for n, m in messages.items()}
        return {**raw, **whole}
    needed = {name: message[name] for name in _HEAD if name in message}
    return {**raw, "callback_query": {**query, "message": needed}}


_MESSAGES = ("message", "edited_message")
_HEAD = ("message_id", "date", "chat")
_READ = (
    *(*_HEAD, "from", "sender_chat", "edit_date", "text", "caption", "media_group_id"),
    *("photo", "voice", "audio", "video", "video_note", "document", "location", "venue", "contact"),
    *("forward_origin", rich.FIELD),
)
"""What is read of a message, besides which message it replies to."""


def _needed(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The update with only those parts of its message that are read."""
    messages = {name: raw[name] for name in _MESSAGES if isinstance(raw.get(name), Mapping)}
    for name, message in messages.items():
        kept = {field: message[field] for field in _READ if field in message}
        replied = message.get("reply_to_message")
        if isinstance(replied, Mapping):
            kept["reply_to_message"] = {f: replied[f] for f in _HEAD if f in replied}
        messages[name] = kept
    return {**raw, **messages}


def _tap(update_id: int, query: CallbackQuery) -> Incoming:
    message = query.message
    if message is None or message.chat.type != ChatType.PRIVATE or query.from_user.is_bot:
        return Incoming(update_id, callback=query.id)
    # The moment of a tap is not told by Telegram; ``at`` is set by the turn.
    date = message.date if isinstance(message, Message) else None
    said = Said(
        query.from_user.id,
        message.message_id,
        at=date,  # type: ignore[arg-type]
        tap=query.data or "",
        name=_name(query.from_user),
    )
    return Incoming(
        update_id, said, query.from_user.language_code or "", query.id, person=query.from_user.id
    )


def _message(update_id: int, message: Message, *, edited: bool) -> Incoming:
    user = message.from_user
    if message.chat.type != ChatType.PRIVATE:
        counts = not edited and message.chat.type != ChatType.CHANNEL
        addressed = counts and besides.is_for_us(message.text or "", message.get_bot())
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


def _shown_place(message: Message) -> tuple[tuple[float, float] | None, tuple[str, str]]:
    """The point of a location or venue, and the venue's title and address as far as a page needs
    them."""
    venue = message.venue
    named = (clean(venue.title)[:NAMED], clean(venue.address)[:NAMED]) if venue else ("", "")
    point = venue.location if venue else message.location
    return ((point.latitude, point.longitude) if point else None), named


def _name(user: Any) -> str:
    return clean(user.first_name or "")[:40]


def _called(message: Message) -> str:
    """The name on a contact card."""
    card = message.contact
    names = (card.first_name, card.last_name) if card else ()
    return clean(" ".join(name for name in names if name))[:NAMED]


def _card(message: Message, *, own: bool) -> str:
    """The number on a contact card, if it is the sender's own or (not ``own``) somebody else's."""
    card, sender = message.contact, message.from_user
    if card is None or sender is None or (card.user_id == sender.id) is not own:
        return ""
    return of_card(card.phone_number, own=own)


def _files(message: Message) -> tuple[tuple[Attachment, ...], str]:
    """The file of a message, and why it is not kept ("" when it is)."""
    for kind in _KINDS:
        found = getattr(message, kind)
        media = found[-1] if found and kind == "photo" else found
        if media:
            return (_attachment(kind, media),), unfit_files.unfit(kind, media)
    return (), ""


def _rich_files(message: Message) -> tuple[tuple[Attachment, ...], str]:
    """The files in the blocks of a rich message that are kept, and why others are not."""
    kept, unfit = [], ""
    for kind, file in rich.files(message.api_kwargs.get(rich.FIELD)):
        media = SimpleNamespace(**{"file_unique_id": "", "file_size": 0, **file})
        why = unfit_files.unfit(kind, media)
        unfit = unfit or why
        kept += [] if why else [_attachment(kind, media)]
    return tuple(kept), unfit


def _attachment(kind: str, media: Any) -> Attachment:
    return Attachment(kind, media.file_id, media.file_unique_id, media.file_size or 0)


_KINDS = ("photo", "voice", "audio", "video", "video_note", "document")
"""Files that a message can have; of a photo the last size is the largest."""
