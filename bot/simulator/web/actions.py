"""What the page's phones can do: each action takes the phone and the JSON object of one POST.

``reply_to`` is the message that is answered, ``caption`` the words under a picture. What is missing
or of the wrong kind raises KeyError, ValueError, TypeError or LookupError."""

from collections.abc import Callable
from typing import Any

from bot.simulator.phones import Phone

Wish = dict[str, Any]

HOME = (-6.7320, 108.5523)
"""Where the phones of the demo are: Kesambi, Kota Cirebon."""

STEP = 0.0004
"""How far a live location moves at once, in degrees: about 45 m."""

LIVE_SECONDS = 900


def _text(phone: Phone, wish: Wish) -> None:
    phone.send(
        str(wish["text"]), reply_to=wish.get("reply_to"), forwarded=bool(wish.get("forwarded"))
    )


def _press(phone: Phone, wish: Wish) -> None:
    keys = [key for row in phone.keyboard for key in row]
    phone.press(next(key for key in keys if key.text == wish["text"]))


def _location(phone: Phone, wish: Wish) -> None:
    live = LIVE_SECONDS if wish["do"] == "live" else 0
    phone.location(*HOME, live=live, reply_to=wish.get("reply_to"))


def _venue(phone: Phone, wish: Wish) -> None:
    above = wish.get("reply_to")
    phone.venue("Balai RW 07", "Jalan Kesambi, RT 03", *HOME, reply_to=above)


def _card(phone: Phone, wish: Wish) -> None:
    phone.contact(own=False, reply_to=wish.get("reply_to"))


def _pictures(phone: Phone, wish: Wish) -> None:
    send = phone.album if wish["do"] == "album" else phone.photo
    send(wish.get("caption") or None, reply_to=wish.get("reply_to"))


def _thing(phone: Phone, wish: Wish) -> None:
    """What a phone sends by a method of that name."""
    getattr(phone, wish["do"])(reply_to=wish.get("reply_to"))


def _move(phone: Phone, wish: Wish) -> None:
    """A live location goes a little further."""
    message_id = int(wish["message_id"])
    place = phone.chat.messages[message_id].media["location"]
    phone.move(message_id, place["latitude"] + STEP, place["longitude"] + STEP)


def _forget(phone: Phone, _: Wish) -> None:
    """Telegram knows the ids of all files no more, as after a change of the token."""
    phone.world.faults.kill_files(phone.world.files)


def _edit(phone: Phone, wish: Wish) -> None:
    phone.edit(int(wish["message_id"]), str(wish["text"]))


def _delete(phone: Phone, wish: Wish) -> None:
    phone.delete(int(wish["message_id"]))


def _tap(phone: Phone, wish: Wish) -> None:
    phone.tap_data(str(wish["data"]), int(wish["message_id"]))


def _start(phone: Phone, wish: Wish) -> None:
    phone.start(str(wish.get("payload", "")))


ACTIONS: dict[str, Callable[[Phone, Wish], None]] = {
    "start": _start,
    "text": _text,
    "tap": _tap,
    "press": _press,
    "photo": _pictures,
    "album": _pictures,
    "location": _location,
    "live": _location,
    "move": _move,
    "venue": _venue,
    "card": _card,
    "voice": _thing,
    "document": _thing,
    "contact": _thing,
    "sticker": _thing,
    "dice": _thing,
    "forget": _forget,
    "edit": _edit,
    "delete": _delete,
}
"""By the name under which the page asks for them."""
