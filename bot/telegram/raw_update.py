"""What is read of Telegram's updates, and of which type it must be. Everything else in an update
may be whatever it likes: what nobody reads can spoil no words.

The names are those of the Bot API (https://core.telegram.org/bots/api#update).

Tested in tests/harness/test_hostile_updates.py."""

from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, InstanceOf

LARGEST = 2**52
"""Beyond every id: those of people and chats have at most 52 significant bits
(https://core.telegram.org/bots/api#user)."""

Words = InstanceOf[str]
"""Text as it came, halves of characters too: they are taken out later, and spoil nothing."""

Id = Annotated[int, Field(gt=-LARGEST, lt=LARGEST)]
PersonId = Annotated[int, Field(gt=0, lt=LARGEST)]
"""Of a person: 0 is nobody to the rest of the program, and below are groups."""


def _moment(seconds: object) -> datetime:
    """Unix seconds as aware UTC; ValueError for a date beyond all calendars."""
    try:
        if type(seconds) is int:
            return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError) as error:
        raise ValueError("a date beyond all calendars") from error
    raise ValueError("a date that is none")


Moment = Annotated[datetime, BeforeValidator(_moment)]


class _Part(BaseModel):
    # What was written is never part of what went wrong: that goes into logs.
    model_config = ConfigDict(strict=True, frozen=True, hide_input_in_errors=True)


class User(_Part):
    id: PersonId
    is_bot: bool = False
    first_name: Words | None = None
    language_code: Words | None = None


class RawChat(_Part):
    id: Id
    type: Words


class RawFile(_Part):
    """A file of any kind, as Telegram describes it; the size in bytes."""

    file_id: Words
    file_unique_id: Words = ""
    file_size: Id | None = None
    mime_type: Words | None = None
    file_name: Words | None = None


class Location(_Part):
    """A point on earth, in degrees. (NaN is no number, and True is no latitude.)"""

    latitude: Annotated[float, Field(ge=-90, le=90)]
    longitude: Annotated[float, Field(ge=-180, le=180)]


class Venue(_Part):
    location: Location
    title: Words
    address: Words


class Contact(_Part):
    phone_number: Words
    first_name: Words | None = None
    last_name: Words | None = None
    user_id: Id | None = None


class RepliedTo(_Part):
    message_id: Id


class TappedMessage(RepliedTo):
    """The message below which a button was tapped; of 1970 when Telegram shows it no more."""

    date: Moment
    chat: RawChat
    reply_markup: Any = None


class RawMessage(TappedMessage):
    sender: User | None = Field(None, alias="from")
    sender_chat: Any = None
    edit_date: Moment | None = None
    text: Words | None = None
    caption: Words | None = None
    media_group_id: Words | None = None
    photo: list[RawFile] | None = None
    voice: RawFile | None = None
    audio: RawFile | None = None
    video: RawFile | None = None
    video_note: RawFile | None = None
    document: RawFile | None = None
    location: Location | None = None
    venue: Venue | None = None
    contact: Contact | None = None
    forward_origin: Any = None
    rich_message: Any = None
    reply_to_message: RepliedTo | None = None


class Query(_Part):
    """A tap on a button."""

    id: Words
    sender: User = Field(alias="from")
    message: TappedMessage | None = None
    data: Words | None = None


class Member(_Part):
    status: Words


class ChatMember(_Part):
    """Somebody has let the bot in, or has thrown it out."""

    chat: RawChat
    sender: User = Field(alias="from")
    new_chat_member: Member


class Update(_Part):
    update_id: Id
    message: RawMessage | None = None
    edited_message: RawMessage | None = None
    callback_query: Query | None = None
    my_chat_member: ChatMember | None = None
