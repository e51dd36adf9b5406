"""Points and named places on a map, as the bot sends them: ``sendLocation`` and ``sendVenue``.

Refusals in the words of the Bot API server and TDLib (td/telegram/Location.cpp, Venue.cpp).

Tested in tests/bot/simulator/test_map_places.py."""

import math
from collections.abc import Mapping
from typing import Any

from bot.simulator.errors import bad_request
from bot.simulator.markup import checked
from bot.simulator.messages import Kind
from bot.simulator.parameters import Upload
from bot.simulator.world import World

Arguments = Mapping[str, Any]
Files = Mapping[str, Upload]

LIVE_SECONDS = range(60, 86_401)
FOR_EVER = 0x7FFFFFFF
_LIMITS = {"latitude": 90, "longitude": 180}


def send_location(world: World, arguments: Arguments, _: Files) -> dict[str, Any]:
    point = _point(arguments, "wrong location specified")
    period = arguments.get("live_period")
    if period and period not in LIVE_SECONDS and period != FOR_EVER:
        raise bad_request("wrong live location time period specified")
    live = {"live_period": period} if period else {}
    return _sent(world, arguments, "location", {"location": {**point, **live}}, "sendLocation")


def send_venue(world: World, arguments: Arguments, _: Files) -> dict[str, Any]:
    point = _point(arguments, "wrong venue location specified")
    for name in ("title", "address"):
        if not str(arguments.get(name) or "").strip():
            raise bad_request(f'parameter "{name}" is required')
    named = {"location": point, "title": arguments["title"], "address": arguments["address"]}
    return _sent(world, arguments, "venue", {"venue": named, "location": point}, "sendVenue")


def _point(arguments: Arguments, wrong: str) -> dict[str, float]:
    """The point, or ApiError 400: TDLib takes only what lies on the earth."""
    for name, limit in _LIMITS.items():
        if name not in arguments:
            raise bad_request(f"{name} is empty")
        if not math.isfinite(arguments[name]) or abs(arguments[name]) > limit:
            raise bad_request(wrong)
    return {name: arguments[name] for name in _LIMITS}


def _sent(
    world: World, arguments: Arguments, kind: Kind, fields: dict[str, Any], method: str
) -> dict[str, Any]:
    chat = world.chat(arguments["chat_id"])
    markup = checked(arguments.get("reply_markup"))
    chat.typing = False
    message = world.post(chat, world.me, kind, media=fields, markup=markup)
    return world.delivered(message, method).api()
