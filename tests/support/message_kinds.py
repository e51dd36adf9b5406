"""Telegram's kinds of messages, each as somebody may send it: https://core.telegram.org/bots/api#message.

What a message carries is marked, so that it can be looked for afterwards: words, files, a place, a
phone number. A kind may be several messages (an album, an edit of what was just sent)."""

import mimetypes
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.simulator import samples
from bot.simulator.phones import Phone

WORDS, FILES, PLACE, CONTACT = "words", "files", "place", "contact"
CARRIED = (WORDS, FILES, PLACE, CONTACT)
LETTERS = "bcdfghjkmn"


@dataclass(frozen=True)
class Mark:
    """What tells the message of one person from all others. ``words`` are long enough to be a
    piece of a story, and neither number, date, trouble nor alarm."""

    number: int

    @property
    def words(self) -> str:
        letters = "".join(LETTERS[int(digit)] for digit in str(self.number))
        return f"pohon jeruk x{letters}x rindang di kebun"

    @property
    def key(self) -> str:
        return self.words.split()[2]

    @property
    def place(self) -> tuple[float, float]:
        return -round(6.5 + self.number / 10**5, 5), 108.5

    @property
    def phone(self) -> str:
        return f"+62812{self.number:07d}"

    def of(self, what: str) -> str:
        """What each thing of the message is known by."""
        return {
            WORDS: self.key,
            FILES: f'"u{self.number}"',
            PLACE: str(self.place[0]),
            CONTACT: self.phone,
        }[what]


Send = Callable[[Phone, Mark, int | None], object]


@dataclass(frozen=True)
class Sent:
    """A kind: what it carries, and how it is sent (``above``: the message that it answers).
    ``silent``: a service message, to which nothing need be said; ``unfit``: a file that is not
    kept, of which the person must be told."""

    send: Send
    carries: frozenset[str] = frozenset()
    silent: bool = False
    unfit: bool = False


def _kind(send: Send, *carries: str, silent: bool = False) -> Sent:
    return Sent(send, frozenset(carries), silent)


def _stored(phone: Phone, mark: Mark, content: bytes, size: int = 0) -> dict[str, Any]:
    """A file that lies with Telegram."""
    file = phone.world.store(content, "", "documents/.bin")
    names = {"file_id": file.file_id, "file_unique_id": f"u{mark.number}"}
    return {**names, "file_size": size or len(content)}


def _file(field: str, content: bytes, *, words: bool = False, size: int = 0, **more: Any) -> Sent:
    """A kind that is one field with a file."""

    def send(phone: Phone, mark: Mark, above: int | None) -> None:
        basis = _stored(phone, mark, content, size)
        fields = {field: {**basis, **more}}
        if field == "animation":  # for older bots it is a document, too
            fields["document"] = {**basis, "mime_type": "video/mp4"}
        phone.give("other", mark.words if words else "", reply_to=above, **fields)

    return _kind(send, FILES, *([WORDS] if words else []))


def _document(name: str, content: bytes, *, size: int = 0, unfit: bool = False) -> Sent:
    mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
    sent = _file("document", content, words=True, size=size, file_name=name, mime_type=mime)
    return replace(sent, unfit=unfit)


def _fields(*, silent: bool = False, **fields: Any) -> Sent:
    """A kind of which nothing can be used."""
    return _kind(
        lambda phone, mark, above: phone.give("other", reply_to=above, **fields), silent=silent
    )


def _photo(phone: Phone, mark: Mark, above: int | None, words: str = "", **extra: Any) -> None:
    sizes = [{**_stored(phone, mark, samples.picture()), "width": 320, "height": 240}]
    phone.give("other", words, reply_to=above, photo=sizes, **extra)


def _album(phone: Phone, mark: Mark, above: int | None) -> None:
    for number in range(3):
        words = mark.words if number == 0 else ""
        _photo(phone, mark, above, words, media_group_id=f"g{mark.number}")


def _edited(phone: Phone, mark: Mark, above: int | None) -> None:
    phone.send("bunga mawar merah di halaman belakang", reply_to=above)
    phone.edit(phone.messages[-1].message_id, mark.words)


def _unchanged(phone: Phone, mark: Mark, above: int | None) -> None:
    phone.send(mark.words, reply_to=above)
    phone.edit(phone.messages[-1].message_id, mark.words)


def _live(phone: Phone, mark: Mark, above: int | None) -> None:
    phone.location(*mark.place, live=900, reply_to=above)
    phone.move(phone.messages[-1].message_id, *mark.place)


def _contact(phone: Phone, mark: Mark, above: int | None, *, own: bool) -> None:
    card = {"phone_number": mark.phone, "first_name": "Warga"}
    whose = {"user_id": phone.chat_id} if own else {}
    phone.give("contact", reply_to=above, contact={**card, **whose})


def _rich(mark: Mark) -> Mapping[str, Any]:
    """What a formatted paste becomes (Bot API 10.1): blocks, and no text."""
    item = {"label": "•", "blocks": [{"type": "paragraph", "text": [mark.words]}]}
    heading = {"type": "heading", "size": 2, "text": {"type": "bold", "text": "Daftar"}}
    return {"blocks": [heading, {"type": "list", "items": [item]}]}


def _said(words: str, **extra: Any) -> Sent:
    """A text; ``words`` may hold the mark."""
    return _kind(
        lambda phone, mark, above: phone.give(
            "text", words.format(mark.words), reply_to=above, **extra
        ),
        WORDS,
    )


HIDDEN = {"type": "hidden_user", "sender_user_name": "Tetangga", "date": 1795600000}
LINK = {"type": "text_link", "offset": 0, "length": 7, "url": "https://example.org/surat"}
QUOTED = {"origin": HIDDEN, "poll": {"id": "1", "question": "?", "options": "unreadable"}}
POLL = {
    "id": "5",
    "question": "Kapan kerja bakti?",
    "options": [{"persistent_id": "0", "text": "Sabtu", "voter_count": 0}],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": True,
    "members_only": False,
}
GAME = {"title": "Ular", "description": "Main ular", "photo": []}
INVOICE = {
    "title": "Pulsa",
    "description": "Pulsa",
    "start_parameter": "x",
    "currency": "IDR",
    "total_amount": 5000,
}
PINNED = {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}}
WALLPAPER = {"type": {"type": "chat_theme", "theme_name": "🌷"}}

OGG, PDF = samples.voice(1), samples.letter()
MP3 = b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x00" + bytes(413)
MP4 = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2" + bytes(60)
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(60)

KINDS: Mapping[str, Sent] = {
    "text": _said("{}"),
    "text with a hidden link": _said("{}", entities=[LINK]),
    "text, forwarded": _said("{}", forward_origin=HIDDEN),
    "text with an unreadable quote": _said("{}", external_reply=QUOTED),
    "rich message": _kind(
        lambda phone, mark, above: phone.give("other", reply_to=above, rich_message=_rich(mark)),
        WORDS,
    ),
    "edit, changed": _kind(_edited, WORDS),
    "edit, unchanged": _kind(_unchanged, WORDS),
    "command": _kind(lambda phone, mark, above: phone.send("/bantuan", reply_to=above)),
    "command with words": _said("/lapor {}"),
    "command with words under it": _said("/lapor\n{}"),
    "unknown command with words": _said("/tolong {}"),
    "command with words, forwarded": _said("/lapor {}", forward_origin=HIDDEN),
    "photo": _kind(_photo, FILES),
    "photo with words": _kind(lambda p, m, a: _photo(p, m, a, m.words), FILES, WORDS),
    "photo with a command": _kind(
        lambda p, m, a: _photo(p, m, a, f"/lapor {m.words}"), FILES, WORDS
    ),
    "photo, forwarded": _kind(lambda p, m, a: _photo(p, m, a, forward_origin=HIDDEN), FILES),
    "album": _kind(_album, FILES, WORDS),
    "voice": _file("voice", OGG, duration=4, mime_type="audio/ogg"),
    "voice with words": _file("voice", OGG, words=True, duration=4, mime_type="audio/ogg"),
    "audio": _file("audio", MP3, duration=4, mime_type="audio/mpeg"),
    "video": _file("video", MP4, words=True, duration=4, width=320, height=240),
    "video note": _file("video_note", MP4, duration=4, length=240),
    "animation": _file("animation", MP4, duration=4, width=320, height=240),
    "document, PDF": _document("surat.pdf", PDF),
    "document, HEIC": _document("IMG_1.HEIC", HEIC),
    "document, DOCX": _document("surat.docx", b"PK\x03\x04 words", unfit=True),
    "document, too big": _document("rumah.pdf", PDF, size=30 * 2**20, unfit=True),
    "location": _kind(lambda p, m, a: p.location(*m.place, reply_to=a), PLACE),
    "location, live": _kind(_live, PLACE),
    "venue": _kind(
        lambda p, m, a: p.venue("Balai RW", f"dekat {m.words}", *m.place, reply_to=a), PLACE
    ),
    "contact, own": _kind(lambda p, m, a: _contact(p, m, a, own=True), CONTACT),
    "contact, another's": _kind(lambda p, m, a: _contact(p, m, a, own=False), CONTACT),
    "sticker": _kind(lambda phone, mark, above: phone.sticker(reply_to=above)),
    "dice": _kind(lambda phone, mark, above: phone.dice(reply_to=above)),
    "poll": _fields(poll=POLL),
    "story": _fields(story={"id": 3, "chat": {"id": 5, "type": "private"}}),
    "game": _fields(game=GAME),
    "invoice": _fields(invoice=INVOICE),
    "unknown kind": _fields(hologram={"id": 3}),
    "service: pinned": _fields(silent=True, pinned_message=PINNED),
    "service: timer": _fields(
        silent=True, message_auto_delete_timer_changed={"message_auto_delete_time": 86400}
    ),
    "service: wallpaper": _fields(silent=True, chat_background_set=WALLPAPER),
}
"""Every kind, by the name that the table gives it."""


def marks(first: int) -> Mapping[str, Mark]:
    """A mark for each kind, from ``first`` on."""
    return {name: Mark(number) for number, name in enumerate(KINDS, start=first)}
