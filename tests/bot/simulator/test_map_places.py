"""Places on a map are refused as Telegram refuses them, and stand in the chat as places."""

from typing import Any

import pytest

from bot.simulator.errors import ApiError
from bot.simulator.telegram import Telegram

HERE = {"latitude": -6.732, "longitude": 108.5523}
HALL = {**HERE, "title": "Balai RW 03", "address": "Jl. Kesambi Dalam 12"}


def _telegram() -> Telegram:
    telegram = Telegram()
    telegram.phone(7).start()
    return telegram


async def _call(method: str, **params: Any) -> Any:
    telegram = _telegram()
    return telegram, await telegram.call(method, {"chat_id": 7, **params})


@pytest.mark.parametrize(
    ("method", "params", "error"),
    [
        ("sendLocation", {}, "latitude is empty"),
        ("sendLocation", {"latitude": 1}, "longitude is empty"),
        ("sendLocation", {"latitude": 91, "longitude": 0}, "wrong location specified"),
        ("sendLocation", {"latitude": "nan", "longitude": 0}, "wrong location specified"),
        ("sendLocation", HERE | {"live_period": 59}, "wrong live location time period"),
        ("sendLocation", HERE | {"caption": "x"}, "unknown parameter"),
        ("sendVenue", HALL | {"longitude": 181}, "wrong venue location specified"),
        ("sendVenue", HALL | {"title": " "}, 'parameter "title" is required'),
        ("sendVenue", HERE | {"title": "x"}, 'parameter "address" is required'),
    ],
)
async def test_what_is_no_place_is_refused(method: str, params: Any, error: str) -> None:
    """Beyond the earth, without a name, with a parameter that there is not: 400 with its words."""
    with pytest.raises(ApiError) as refused:
        await _call(method, **params)
    assert error in refused.value.description


async def test_a_place_stands_in_the_chat() -> None:
    """A venue is kept with its name and a location with its point, and the ledger tells both."""
    telegram, message = await _call("sendVenue", **HALL)
    assert message["venue"]["title"] == HALL["title"]
    assert message["location"] == HERE
    sent = telegram.ledger[-1]
    assert (sent.method, sent.media) == ("sendVenue", "venue")
    assert sent.text == "Balai RW 03, Jl. Kesambi Dalam 12, -6.732, 108.5523"
    telegram, message = await _call("sendLocation", **HERE)
    assert (message["location"], telegram.ledger[-1].text) == (HERE, "-6.732, 108.5523")
