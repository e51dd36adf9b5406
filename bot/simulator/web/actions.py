"""What the page's phones can do: each action takes the phone and the JSON object of one POST.

``reply_to`` is the message that is answered, ``caption`` the words under a picture. What is missing
or of the wrong kind raises KeyError, ValueError, TypeError or LookupError.

Tested in tests/bot/simulator/web/test_page.py."""

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


def _venue(phone: Phone, wish: Wish) -> None:
    phone.venue("Balai RW 07", "Jalan Kesambi, RT 03", *HOME, reply_to=wish.get("reply_to"))


def _move(phone: Phone, wish: Wish) -> None:
    """A live location goes a little further."""
    message_id = int(wish["message_id"])
    place = phone.chat.messages[message_id].media["location"]
    phone.move(message_id, place["latitude"] + STEP, place["longitude"] + STEP)


def _caption(wish: Wish) -> str | None:
    return wish.get("caption") or None


ACTIONS: dict[str, Callable[[Phone, Wish], object]] = {
    "start": lambda phone, wish: phone.start(str(wish.get("payload", ""))),
    "text": _text,
    "tap": lambda phone, wish: phone.tap_data(str(wish["data"]), int(wish["message_id"])),
    "press": _press,
    "photo": lambda phone, wish: phone.photo(_caption(wish), reply_to=wish.get("reply_to")),
    "album": lambda phone, wish: phone.album(_caption(wish), reply_to=wish.get("reply_to")),
    "voice": lambda phone, wish: phone.voice(reply_to=wish.get("reply_to")),
    "document": lambda phone, wish: phone.document(reply_to=wish.get("reply_to")),
    "location": lambda phone, wish: phone.location(*HOME, reply_to=wish.get("reply_to")),
    "live": lambda phone, wish: phone.location(
        *HOME, live=LIVE_SECONDS, reply_to=wish.get("reply_to")
    ),
    "move": _move,
    "venue": _venue,
    "contact": lambda phone, wish: phone.contact(reply_to=wish.get("reply_to")),
    "card": lambda phone, wish: phone.contact(own=False, reply_to=wish.get("reply_to")),
    "sticker": lambda phone, wish: phone.sticker(reply_to=wish.get("reply_to")),
    "dice": lambda phone, wish: phone.dice(reply_to=wish.get("reply_to")),
    "edit": lambda phone, wish: phone.edit(int(wish["message_id"]), str(wish["text"])),
    "delete": lambda phone, wish: phone.delete(int(wish["message_id"])),
}
"""By the name under which the page asks for them."""
