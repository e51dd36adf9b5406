"""A live location: the first point counts, the next ones take its place and say nothing."""

import json

import pytest

from casework.actions.correspondence import Add
from casework.case.map_pin import MapPin
from conversations.protocol.effects import Said
from conversations.protocol.live_location import LiveLocation
from tests.conversations.speaker import CASE, OPEN_CASES, Speaker, at_the_card, reporting, stranger

HERE, THERE = (-6.732, 108.5523), (-6.733, 108.5533)
CRY = "kebakaran tolong rumah tetangga terbakar"


def shares(speaker: Speaker, **more: object) -> Speaker:
    return speaker.send(Said(speaker.person.id, 900, speaker._pass(60), location=HERE, **more))  # type: ignore[arg-type]


def moves(speaker: Speaker, message_id: int = 900, **more: object) -> Speaker:
    return speaker.send(
        Said(speaker.person.id, message_id, speaker._pass(20), location=THERE, edited=True, **more)  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("where", ["nowhere", "new", "report", "card", "emergency", "case"])
def test_a_moving_pin_is_silent(where: str) -> None:
    """Wherever a person stands, the next points of a live location answer nothing, ask nothing and
    tell no case."""
    speaker = {
        "nowhere": lambda: Speaker(cases=OPEN_CASES),
        "new": lambda: Speaker(stranger()),
        "report": lambda: reporting(":self", ":health", ":pbi_reactivation", ":later"),
        "card": at_the_card,
        "emergency": lambda: Speaker().write(CRY),
        "case": lambda: Speaker(cases=OPEN_CASES),
    }[where]()
    replied = {"reply_to": CASE} if where == "case" else {}
    shares(speaker, **replied)
    before = speaker.talk
    for _ in range(3):
        assert moves(speaker, **replied).effects == ()
    assert speaker.talk.live == LiveLocation(900, HERE, THERE)
    assert (speaker.talk.drafts, speaker.talk.loose) == (before.drafts, before.loose)


def test_the_first_point_counts_as_an_answer() -> None:
    """As a reply to a case it is news once, however often it moves."""
    speaker = shares(Speaker(cases=OPEN_CASES), reply_to=CASE)
    assert len(speaker.did(Add)) == 1
    assert moves(speaker, reply_to=CASE).did(Add) == []


def test_points_of_another_message_move_nothing() -> None:
    """An update of a live location that nobody knows is silent, too."""
    speaker = moves(shares(Speaker()), message_id=1)
    assert speaker.talk.live == LiveLocation(900, HERE, HERE)
    assert moves(Speaker()).effects == ()


def test_the_pin_stands_where_it_is_now() -> None:
    """Only the pin that was told moves; it comes back from the store as it was."""
    live = LiveLocation(900, HERE, HERE).moved(900, THERE)
    assert live.current(MapPin.of(HERE)) == MapPin.of(THERE)
    assert live.current(MapPin(1.0, 2.0)) == MapPin(1.0, 2.0)
    assert LiveLocation.load(json.loads(json.dumps(live.dump()))) == live
