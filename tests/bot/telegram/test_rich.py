"""Rich messages: their words, files and place are read like those of any other message, and what
can't be read in them harms nothing."""

from pathlib import Path
from typing import Any

import pytest
from telegram import Bot

from bot.telegram import rich, updates
from tests.support.rig import rig

PERSON = {"id": 7, "is_bot": False, "first_name": "Warga"}
HEAD = {"message_id": 5, "date": 1_790_000_000, "chat": {"id": 7, "type": "private"}}
BOT = Bot("123456:TEST")


def update(**more: Any) -> dict[str, Any]:
    return {"update_id": 10, "message": {**HEAD, "from": PERSON, **more}}


def blocks(*given: Any) -> dict[str, Any]:
    return update(rich_message={"blocks": list(given)})


def paragraph(text: Any) -> dict[str, Any]:
    return {"type": "paragraph", "text": text}


def said(raw: dict[str, Any]) -> Any:
    found = updates.read(raw, BOT).said
    assert found is not None
    return found


ITEM = {"label": "1.", "blocks": [paragraph("anak kejang")]}
CELLS = [[{"text": "RT"}, {"text": ["0", {"type": "bold", "text": "4"}]}], [{"text": "banjir"}]]


@pytest.mark.parametrize(
    ("block", "words"),
    [
        (paragraph("rumah kebakaran"), "rumah kebakaran"),
        (paragraph(["rumah ", {"type": "bold", "text": "keba"}, "karan"]), "rumah kebakaran"),
        (paragraph({"type": "bold", "text": ["a", {"type": "italic", "text": "b"}]}), "ab"),
        ({"type": "heading", "size": 1, "text": "Tolong"}, "Tolong"),
        ({"type": "pre", "text": "banjir", "language": "python"}, "banjir"),
        ({"type": "list", "items": [ITEM, ITEM]}, "anak kejang\nanak kejang"),
        ({"type": "table", "cells": CELLS}, "RT 04\nbanjir"),
        ({"type": "blockquote", "blocks": [paragraph("tolong")], "credit": "RT"}, "tolong\nRT"),
        ({"type": "pullquote", "text": "tolong", "credit": "RT"}, "tolong\nRT"),
        ({"type": "details", "summary": "a", "blocks": [paragraph("b")]}, "a\nb"),
        ({"type": "photo", "caption": {"text": "api", "credit": "saya"}}, "api\nsaya"),
        ({"type": "collage", "blocks": [paragraph("a")], "caption": {"text": "b"}}, "a\nb"),
        ({"type": "new_tomorrow", "blocks": [paragraph("kejang")]}, "kejang"),
        (paragraph({"type": "url", "text": "sini", "url": "https://x.example"}), "sini"),
        (paragraph({"type": "custom_emoji", "alternative_text": "🔥"}), "🔥"),
    ],
)
def test_words(block: dict[str, Any], words: str) -> None:
    """Every kind of block gives its words, and nothing of how it looks."""
    assert said(blocks(block)).text == words


def test_edits_and_several_blocks() -> None:
    """An edited rich message is read like a new one, each block a line of its own."""
    raw = blocks(paragraph("a"), {"type": "divider"}, paragraph("b"))
    raw["edited_message"] = raw.pop("message") | {"edit_date": 1_790_000_100}
    assert (said(raw).text, said(raw).edited) == ("a\nb", True)


def test_files_and_place() -> None:
    """Photos, voice notes and videos in the blocks are attachments, and a map is a place."""
    sizes = [
        {"file_id": f"p{n}", "file_unique_id": f"u{n}", "width": n, "height": n} for n in (1, 2)
    ]
    voice = {"file_id": "v", "file_unique_id": "uv", "duration": 2, "file_size": 30}
    place = {"latitude": -6.7, "longitude": 108.5}
    found = said(
        blocks(
            {"type": "slideshow", "blocks": [{"type": "photo", "photo": sizes}]},
            {"type": "voice_note", "voice_note": voice},
            {"type": "map", "location": place},
        )
    )
    assert [(f.kind, f.file_id, f.size) for f in found.files] == [
        ("photo", "p2", 0),
        ("voice", "v", 30),
    ]
    assert found.location == (-6.7, 108.5)


def test_files_that_are_not_kept_are_told() -> None:
    """A file in the blocks that is too big is not counted, and the person is told why."""
    film = {"file_id": "f", "file_unique_id": "uf", "file_size": 90_000_000}
    found = said(blocks(paragraph("banjir"), {"type": "video", "video": film}))
    assert (found.files, found.unfit, found.text) == ((), "big", "banjir")


@pytest.mark.parametrize(
    "broken",
    [
        {"blocks": 3},
        {"blocks": [None, 4, "x", [paragraph("tolong")]]},
        {"blocks": [paragraph(None), paragraph({"type": "bold"}), paragraph(7)]},
        [],
        "words",
    ],
)
def test_broken_blocks_raise_nothing(broken: Any) -> None:
    """Whatever stands where blocks should be, the message is read."""
    assert said(update(rich_message=broken)).text in ("", "tolong")


def test_deep_blocks_are_read_as_far_as_anybody_writes() -> None:
    """Thousands of blocks within each other end nothing."""
    deep: Any = paragraph("inside")
    for _ in range(500):
        deep = {"type": "blockquote", "blocks": [deep]}
    assert said(blocks(paragraph("tolong"), deep)).text == "tolong"
    assert list(rich.files({"blocks": [deep]})) == []


QUOTED = {**HEAD, "message_id": 4, "poll": {"id": "1"}}


@pytest.mark.parametrize(
    "nested",
    [
        {"reply_to_message": QUOTED},
        {"reply_to_message": QUOTED | {"gift": {"gift": 3}}},
        {"gift": {"gift": {"id": 3}}},
        {"external_reply": {"origin": {"type": "user"}}},
        {"quote": {"position": "x"}},
        {"link_preview_options": 7},
        {"entities": [{"type": "bold"}]},
        {"reply_markup": {"inline_keyboard": 3}},
        {"story": {"id": "x"}},
    ],
)
def test_one_unreadable_object_does_not_spoil_good_words(nested: dict[str, Any]) -> None:
    """What nobody reads may be broken: the words beside it are heard, and a reply stays one."""
    found = said(update(text="anak saya kejang", **nested))
    assert found.text == "anak saya kejang"
    assert found.reply_to == (4 if "reply_to_message" in nested else None)


async def test_an_emergency_in_a_list_is_filed(sqlite_url: str, tmp_path: Path) -> None:
    """A cry for help that was pasted with its formatting calls officers like any other."""
    async with rig(sqlite_url, tmp_path) as made:
        phone = made.phone(7)
        phone.start()
        await made.settle()
        raw = blocks({"type": "list", "items": [ITEM]})
        raw["message"] |= {"date": int(made.now.timestamp()), "message_id": 500}
        await made.program.turns.play([raw])
        await made.settle()
        told = [message.text for message in phone.messages]
        assert any("darurat Anda sudah kami terima" in text for text in told), told
