"""Updates as nobody sends them: real ones with fields dropped, replaced, doubled, and texts that
hurt. Seeded."""

import copy
import random
from collections.abc import Callable, Iterator
from typing import Any

from bot.simulator.telegram import Telegram

HOSTILE_TEXTS = (
    "\u202e\u2066nomor 12\u2069",
    "\u200b\u200c\u200d\ufeff",
    "a\u0301" * 2000,
    "\x00\x07\x1b[31m",
    "\ud83d",
    "\udc00x",
    "\U0001f9d1\u200d\U0001f33e" * 900,
    "<b>tebal",
    "</b></i>&amp;&lt;",
    "<script>alert(1)</script>",
    "{problem} {0} {}",
    "%s %(x)s %n",
    "'; DROP TABLE cases; --",
    "/",
    "/ ",
    "//",
    "/start",
    "/start u_",
    "/start d_" + "9" * 60,
    "/kasus 26-00001-A",
    "/cari 081",
    "/" + "x" * 3000,
    "f:x:y:z",
    "x" * 100_000,
    "\U0001f64f",
    "P",
    "\n\n\n",
    "\ufdfd" * 500,
    "\u0661\u0662\u0663",
    "-1",
    "1e999",
    "NaN",
    "null",
    "=cmd|' /C calc'!A0",
    "\u2028\u2029",
    "\U0001d573\U0001d58a",
    "3201010101010003",
    "+62 812-0000-0000",
    "http://x\n" * 200,
    "tolong ada kebakaran",
    "mau bunuh diri",
    "\U000e0041" * 50,
)
"""Directions, zero width, combining marks, controls, half pairs, markup, templates, SQL, commands,
sheer length."""

HOSTILE_VALUES: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    -1,
    2**31,
    2**63 - 1,
    2**63,
    2**70,
    -(2**63) - 1,
    1.5,
    1e308,
    float("inf"),
    float("nan"),
    "",
    "x",
    [],
    {},
    [None],
    [[]],
    {"id": None},
    [{"x": 1}],
    *HOSTILE_TEXTS[:6],
    "9" * 400,
)


def real_updates() -> list[dict[str, Any]]:
    """One of every kind of update that a phone can cause."""
    telegram = Telegram()
    phone = telegram.phone(11, first_name="Warga", username="warga")
    group = telegram.group("Warga RT 03")
    phone.start("d_3274051003")
    phone.send("halo http://contoh.id /lapor")
    first = phone.chat.messages[1]
    phone.send("balasan", reply_to=first.message_id)
    phone.send("diteruskan", forwarded=True)
    phone.photo("keterangan", album="a1")
    phone.voice()
    phone.document()
    phone.location(-6.7, 108.5)
    phone.contact()
    phone.contact(own=False)
    phone.sticker()
    phone.edit(first.message_id, "/start lain")
    phone.tap_data("f:x:who:self", first.message_id)
    phone.tap_data("m:lapor", 999_999)
    phone.say_in(group, "/antrian")
    phone.block()
    phone.unblock()
    return [update for _, update in telegram.updates._waiting]


def mutated(update: dict[str, Any], dice: random.Random) -> dict[str, Any]:
    """The update with one to three fields broken; its id stays, or nothing could be said about it
    at all."""
    broken = copy.deepcopy(update)
    for _ in range(dice.choice((1, 1, 1, 2, 3))):
        places = list(_places({k: v for k, v in broken.items() if k != "update_id"}, broken))
        if places:
            holder, key = dice.choice(places)
            dice.choice(_BREAKS)(holder, key, dice)
    return broken


def _places(shown: Any, real: Any) -> Iterator[tuple[Any, Any]]:
    """Every place of a structure: what holds it, and under which key."""
    for key in list(shown) if isinstance(shown, dict) else range(len(shown)):
        yield real, key
        if isinstance(real[key], (dict, list)):
            yield from _places(real[key], real[key])


def _drop(holder: Any, key: Any, dice: random.Random) -> None:
    del holder[key]


def _replace(holder: Any, key: Any, dice: random.Random) -> None:
    holder[key] = copy.deepcopy(dice.choice(HOSTILE_VALUES))


def _hurt(holder: Any, key: Any, dice: random.Random) -> None:
    """Another text where a text was, another number where a number was."""
    if isinstance(holder[key], str):
        holder[key] = dice.choice(HOSTILE_TEXTS)
    elif isinstance(holder[key], int):
        holder[key] = dice.choice((0, -1, 2**31, 2**52, 2**63, 10**30))
    else:
        holder[key] = copy.deepcopy(dice.choice(HOSTILE_VALUES))


def _nest(holder: Any, key: Any, dice: random.Random) -> None:
    holder[key] = dice.choice(([holder[key]], {"x": holder[key]}, [holder[key], holder[key]]))


def _add(holder: Any, key: Any, dice: random.Random) -> None:
    """A field that belongs elsewhere, or to nowhere."""
    if isinstance(holder, dict):
        name = dice.choice(
            (
                "sender_chat",
                "via_bot",
                "quote",
                "venue",
                "photo",
                "from",
                "text",
                "new_field",
                "date",
                "is_bot",
            )
        )
        holder[name] = copy.deepcopy(dice.choice(HOSTILE_VALUES))
    else:
        holder.append(copy.deepcopy(holder[key]))


_BREAKS: tuple[Callable[[Any, Any, random.Random], None], ...] = (
    _drop,
    _replace,
    _replace,
    _hurt,
    _nest,
    _add,
)
