"""What people of a story are, and what they can do besides writing and tapping: two tables of
Indonesian words."""

import mimetypes
import re
from collections.abc import Callable, Mapping
from functools import partial
from itertools import count

from bot.simulator.messages import Message
from bot.simulator.phones import Phone
from casework.case.model import Desk, Role
from tests.support.stories.story import fits

RESIDENT, STRANGER, GROUP = "warga", "belum kenal", "grup"

ROLES: Mapping[str, tuple[Role, tuple[Desk, ...]]] = {
    "relawan": (Role.VOLUNTEER, ()),
    "penerima pengaduan": (Role.FRONT_OFFICE, ()),
    "pelayanan pendidikan": (Role.BACK_OFFICE, (Desk.EDUCATION,)),
    "pelayanan kesehatan": (Role.BACK_OFFICE, (Desk.HEALTH,)),
    "pelayanan sosial ekonomi": (Role.BACK_OFFICE, (Desk.SOCIO_ECONOMIC,)),
    "koordinator": (Role.COORDINATOR, ()),
    "petugas SLRT": (Role.DISTRICT_OFFICER, ()),
    "manajer SLRT": (Role.DISTRICT_MANAGER, ()),
    "petugas kantor": (Role.AGENCY_OFFICER, ()),
}
"""Before the name of their village, which those of the SLRT do not have, or the code of their
office. Besides: ``warga Kesambi``, who has met the bot, ``belum kenal``, who has not, and ``grup``,
a group chat with the bot in it."""

_albums = count(1)


def _is(label: str, text: str) -> bool:
    return re.sub(r"^\W+", "", text) == label


def _holds(label: str, text: str) -> bool:
    return label in text


def tap(phone: Phone, label: str) -> None:
    """Tap the newest button with this label, its emoji aside; else the newest with a label that
    holds it."""
    for same in (partial(_is, label), partial(_holds, label)):
        for message in reversed(phone.messages):
            for button in (b for row in message.buttons for b in row if same(b.text) and b.data):
                phone.tap_data(button.data or "", message.message_id)
                return
        for key in (b for row in phone.keyboard for b in row if same(b.text)):
            phone.press(key)
            return
    shown = [b.text for message in phone.messages for row in message.buttons for b in row]
    raise LookupError(f"no button {label!r} on the screen; there are {shown[-12:]}")


def _album(phone: Phone, text: str, photos: str) -> None:
    name = f"album{next(_albums)}"
    for i in range(int(photos)):
        phone.photo(text if i == 0 else None, album=name)


def _straggler(phone: Phone, text: str) -> None:
    """One more photo of the album that was sent last."""
    sent = [m.extra["media_group_id"] for m in phone.chat.messages.values() if m.extra]
    phone.photo(album=sent[-1])


def _reply(phone: Phone, text: str, piece: str) -> None:
    phone.send(text, reply_to=_shown(phone, piece, from_bot=True).message_id)


def _edit(phone: Phone, text: str, piece: str) -> None:
    phone.edit(_shown(phone, piece, from_bot=False).message_id, text)


def _shown(phone: Phone, piece: str, *, from_bot: bool) -> Message:
    for message in reversed(phone.chat.messages.values()):
        if message.from_bot == from_bot and fits(piece, message.text):
            return message
    raise LookupError(f"no such message stands on the screen: {piece}")


def _live(phone: Phone, text: str) -> None:
    phone.location(-6.7320, 108.5523, live=900)


def _live_reply(phone: Phone, text: str, piece: str) -> None:
    answered = _shown(phone, piece, from_bot=True).message_id
    phone.location(-6.7320, 108.5523, live=900, reply_to=answered)


def _move(phone: Phone, text: str) -> None:
    """The next point of the live location that was shared last, a little further east."""
    shared = [m for m in phone.chat.messages.values() if "live_period" in str(m.media)]
    point = shared[-1].media["location"]
    phone.move(shared[-1].message_id, point["latitude"], round(point["longitude"] + 0.001, 4))


def _venue(phone: Phone, text: str) -> None:
    """A named place: ``title / address``."""
    title, _, address = text.partition(" / ")
    phone.venue(title, address, -6.7305, 108.5511)


def _mime(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


def _document(phone: Phone, text: str, name: str) -> None:
    phone.document(name, text or None, data=b"any content", mime=_mime(name))


def _old_button(phone: Phone, label: str) -> None:
    """Tap the oldest button ever seen with this label, as an app that was never closed could."""
    for sent in phone.world.ledger:
        for button in (b for row in sent.buttons for b in row if sent.chat_id == phone.chat_id):
            if label in button.text and button.data:
                phone.tap_data(button.data, sent.message_id)
                return
    raise LookupError(f"nobody ever saw a button {label!r}")


def _link(phone: Phone, text: str, by: str = "") -> None:
    """Open a deep link: the one named, or the last one that the bot has sent to somebody."""
    phone.start(by)


def _link_of(phone: Phone, text: str, whose: str) -> None:
    chats = phone.world.chats.values()
    other = next((chat for chat in chats if chat.names.get("first_name") == whose), None)
    messages = other.messages.values() if other else ()
    links = [re.findall(r"\?start=(\S+)", message.text) for message in messages]
    found = [link for each in links for link in each]
    if not found:
        raise LookupError(f"{whose} has no link to pass on")
    phone.start(found[-1])


def _broken(phone: Phone, text: str) -> None:
    """A message that no library can read: it has a sender and nothing else that it needs."""
    phone.world.updates.put(
        "message", {"message_id": "?", "from": phone.user, "chat": phone.chat.api()}
    )


DEEDS: Mapping[str, Callable[..., object]] = {
    r"foto": lambda phone, text: phone.photo(text or None),
    r"album (\d+) foto": _album,
    r"foto susulan": _straggler,
    r"suara": lambda phone, text: phone.voice(text or None),
    r"berkas": lambda phone, text: phone.document("surat.pdf", text or None),
    r"berkas (\S+)": _document,
    r"rekaman (\S+)": lambda phone, text, name: phone.audio(name, b"ID3", _mime(name)),
    r"video": lambda phone, text: phone.video(text or None),
    r"video bulat": lambda phone, text: phone.video(note=True),
    r"stiker": lambda phone, text: phone.sticker(),
    r"lokasi": lambda phone, text: phone.location(-6.7320, 108.5523),
    r"tempat di peta": _venue,
    r"lokasi langsung": _live,
    r"lokasi langsung, membalas “(.+)”": _live_reply,
    r"lokasi bergerak": _move,
    r"membalas “(.+)” dengan lokasi": lambda phone, text, piece: phone.location(
        -6.7320, 108.5523, reply_to=_shown(phone, piece, from_bot=True).message_id
    ),
    r"kontak sendiri": lambda phone, text: phone.contact(),
    r"kontak orang lain": lambda phone, text: phone.contact(own=False),
    r"meneruskan": lambda phone, text: phone.send(text, forwarded=True),
    r"meneruskan foto": lambda phone, text: phone.photo(text or None, forwarded=True),
    r"membalas “(.+)”": _reply,
    r"mengubah “(.+)”": _edit,
    r"tombol lama": _old_button,
    r"tautan (\S+)": _link,
    r"tautan dari (\S+)": _link_of,
    r"di grup": lambda phone, text: phone.say_in(min(phone.world.chats), text),
    r"memblokir bot": lambda phone, text: phone.block(),
    r"membuka blokir": lambda phone, text: phone.unblock(),
    r"pesan rusak": _broken,
}
"""What stands in brackets behind a name: ``warga (foto) keterangan``, ``warga (membalas “nomor
laporan”) tambahan``."""
