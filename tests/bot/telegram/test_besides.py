"""What a message carries besides its words, and what is no message of anybody."""

from pathlib import Path
from typing import Any

import pytest

from bot.telegram.besides import SERVICE, is_service, with_addresses
from tests.support.rig import Rig, rig

HEAD = {"message_id": 900, "date": 1_795_000_000, "chat": {"id": 1, "type": "private"}}
SENDER = {"id": 1, "is_bot": False, "first_name": "w"}


def _link(offset: int, length: int, url: str = "https://contoh.id/a") -> dict[str, Any]:
    return {"type": "text_link", "offset": offset, "length": length, "url": url}


@pytest.mark.parametrize("field", ["text", "caption"])
def test_a_hidden_address_is_read(field: str) -> None:
    """The address stands behind its words, also where emoji come before them."""
    entities = "entities" if field == "text" else "caption_entities"
    told = with_addresses({field: "🔴 lihat sini ya", entities: [_link(9, 4)]})
    assert told[field] == "🔴 lihat sini (https://contoh.id/a) ya"


def test_several_addresses_and_one_that_is_seen() -> None:
    """Each comes once; an address that is written out is not repeated."""
    entities = [_link(0, 1), _link(2, 1, "https://contoh.id/b"), {"type": "bold", "offset": 0}]
    told = with_addresses({"text": "a b", "entities": entities})
    assert told["text"] == "a (https://contoh.id/a) b (https://contoh.id/b)"
    seen = {"text": "contoh.id/a", "entities": [_link(0, 11)]}
    assert with_addresses(seen)["text"] == "contoh.id/a"


def test_a_quote_from_elsewhere_is_read() -> None:
    """What is quoted from another chat stands behind the words; our own message is not repeated."""
    quoted = {"text": "ini benar?", "quote": {"text": "bansos cair"}, "external_reply": {}}
    assert with_addresses(quoted)["text"] == "ini benar?\n“bansos cair”"
    ours = {"text": "ya", "quote": {"text": "Sejak kapan?"}, "reply_to_message": {}}
    assert with_addresses(ours)["text"] == "ya"


@pytest.mark.parametrize(
    "odd",
    [
        {"text": "a", "entities": [_link(7, 9)]},
        {"text": "a", "entities": [{"type": "text_link", "url": 5}]},
        {"text": "a", "entities": "x"},
        {"text": 5, "entities": [_link(0, 1)]},
        {"text": "a", "quote": 5, "external_reply": 5},
    ],
)
def test_what_makes_no_sense_is_left_as_it_is(odd: dict[str, Any]) -> None:
    """A hostile update costs nothing but itself."""
    assert with_addresses(odd)["text"] == odd["text"]


@pytest.mark.parametrize("kind", sorted(SERVICE))
def test_a_service_message_is_nobodys_word(kind: str) -> None:
    """Pins, timers, wallpapers and the like say nothing, whatever they hold."""
    assert is_service({"message": {**HEAD, kind: {"text": "kebakaran"}}})
    assert not is_service({"message": {**HEAD, "text": "halo", kind: True}})
    assert not is_service({"message": {**HEAD, "sticker": {}}})


async def _play(made: Rig, **message: Any) -> int:
    """How many messages are sent about one update."""
    before = len(made.telegram.ledger)
    said = {**HEAD, "from": SENDER, **message}
    await made.program.turns.play([{"update_id": 777, "message": said}])
    await made.settle()
    return len(made.telegram.ledger) - before


@pytest.mark.parametrize(
    "message",
    [
        {"pinned_message": {**HEAD, "message_id": 3, "text": "kebakaran sekarang"}},
        {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86400}},
        {"chat_background_set": {"type": {"type": "chat_theme", "theme_name": "x"}}},
        {"write_access_allowed": {}},
    ],
)
async def test_no_answer_to_a_service_message(
    sqlite_url: str, tmp_path: Path, message: dict[str, Any]
) -> None:
    """Nobody has said anything, so nothing is answered, and nothing is put aside."""
    async with rig(sqlite_url, tmp_path) as made:
        phone = made.phone(1)
        phone.start()
        await made.settle()
        await made.introduce(phone)
        assert await _play(made, **message) == 0


@pytest.mark.parametrize(
    ("words", "answers"),
    [
        ("/start@bot_lain", 0),
        ("/antrian@{own}", 1),
        ("/antrian@{OWN} 3", 1),
        ("/antrian", 1),
        ("/ban orang itu", 0),
        ("/", 0),
    ],
)
async def test_commands_in_a_group(
    sqlite_url: str, tmp_path: Path, words: str, answers: int
) -> None:
    """Only what is meant for us is answered: our own commands, and none of another bot."""
    async with rig(sqlite_url, tmp_path) as made:
        own = made.program.bot.username
        text = words.replace("{own}", own).replace("{OWN}", own.upper())
        group = made.telegram.group("RTRW")
        said = {"chat": {"id": group, "type": "group", "title": "RTRW"}, "text": text}
        assert await _play(made, **said) == answers
