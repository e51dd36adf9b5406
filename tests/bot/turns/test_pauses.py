"""What we say by ourselves of words that wait: once, the day after, and as long as they wait."""

from pathlib import Path

from conversations.protocol.dialogue import Talk
from storage.unit_of_work import Batch
from tests.support.rig import Rig, rig

ASKED = "belum menjadi laporan"
OLD, NEW = "gmn kis sy", "tv"


async def talk_of(made: Rig) -> Talk:
    async with made.program.db.write() as connection:
        return (await Batch(connection, made.program.vault, made.now).person(1)).talk


async def test_words_that_wait_are_remembered_once(sqlite_url: str, tmp_path: Path) -> None:
    """And the button below them files them, whatever was said since."""
    async with rig(sqlite_url, tmp_path) as made:
        me = made.phone(1)
        await made.introduce(me)
        await made.write(me, OLD)
        first = me.last
        await made.pass_time(days=1, hours=2)
        assert ASKED in me.last.text
        assert OLD in me.last.text
        await made.pass_time(days=3)
        assert sum(ASKED in m.text for m in me.messages) == 1
        await made.write(me, NEW)
        assert NEW in me.last.text
        assert OLD not in me.last.text
        me.tap_data("o:new", first.message_id)
        await made.settle()
        talk = await talk_of(made)
        assert [d.answers["story"]["texts"] for d in talk.drafts] == [[OLD]]
        assert talk.loose.texts == (NEW,)


async def test_what_was_sorted_is_not_remembered(sqlite_url: str, tmp_path: Path) -> None:
    """The neighbour: "Bukan laporan" ends it."""
    async with rig(sqlite_url, tmp_path) as made:
        me = made.phone(1)
        await made.introduce(me)
        await made.write(me, OLD)
        await made.press(me, "o:no")
        await made.pass_time(days=3)
        assert not any(ASKED in m.text for m in me.messages)
