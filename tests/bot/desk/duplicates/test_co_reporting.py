"""What a merged-in or further teller still has to say reaches whoever has the case, whichever way
it is said."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.simulator.phones import Phone
from casework.actions.correcting.placing import CorrectPlace
from casework.case.events import Event
from casework.case.model import Case, Role
from casework.case.number import number
from storage.cases import attachments
from storage.cases import cases as stored
from storage.cases.cases import CASES, case_of
from storage.unit_of_work import Batch
from tests.support.begun.rigs import begun
from tests.support.rig import OTHER_VILLAGE, VILLAGE, Rig
from tests.support.walking import report

LAMP = "lampu jalan RT 5 mati semua sudah seminggu"
ROAD = "jalan rusak berlubang di depan SD, sudah dua motor jatuh"
DARK = "belum menyala di tempat kami"
OFFICER, ME, NEIGHBOUR, THIRD = 900, 1, 2, 3


@pytest.fixture
async def village(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Rig]:
    """A village with an officer at the desk and three residents."""
    async with begun(_begin, sqlite_url, tmp_path) as made:
        yield made


async def _begin(made: Rig) -> None:
    await made.employ(OFFICER, Role.FRONT_OFFICE, VILLAGE)
    for person in (ME, NEIGHBOUR, THIRD):
        await made.introduce(made.phone(person))


async def cases(made: Rig) -> list[Case]:
    """All cases, in the order in which they were filed."""
    async with made.program.db.read() as connection:
        rows = await connection.execute(select(CASES).order_by(CASES.c.id))
        return [case_of(made.program.vault, row) for row in rows]


async def trail(made: Rig, case: Case) -> list[Event]:
    """All that happened to a case."""
    async with made.program.db.read() as connection:
        return [x for x, _ in await stored.history(connection, made.program.vault, case.id)]


async def two(made: Rig) -> tuple[Case, Case]:
    """A report of mine and one of the neighbour's, in the officer's hands."""
    await report(made, made.phone(ME), f"/lapor {ROAD}")
    await report(made, made.phone(NEIGHBOUR), f"/lapor {LAMP}")
    first, second = await cases(made)
    for case in (first, second):
        await made.write(made.phone(OFFICER), f"/ambil {number(case.id)}")
    return first, second


async def merge(made: Rig, case: Case, into: Case) -> None:
    """The officer says that a case is the same as another."""
    officer = made.phone(OFFICER)
    await made.write(officer, f"/kasus {number(case.id)}")
    await made.press(officer, f"c:merge:{case.id}")
    await made.write(officer, number(into.id))
    await made.press(officer, f"mg:{case.id}:{into.id}")


def shown(phone: Phone) -> str:
    """Everything that was ever on the screen."""
    return "\n".join(message.text for message in phone.messages)


async def reply(made: Rig, phone: Phone, to: str, words: str) -> None:
    """Answer, by a reply, the newest message that says something."""
    made.later(seconds=10)
    which = next(m for m in reversed(phone.messages) if to in m.text and m.from_bot)
    phone.send(words, reply_to=which.message_id)
    await made.settle()


async def read_by_officer(made: Rig, case: Case, words: str) -> bool:
    """Whether the officer was told of news in a case, and reads these words on its page."""
    officer = made.phone(OFFICER)
    told = f"pelapor lain di laporan {number(case.id)}" in shown(officer)
    await made.write(officer, f"/kasus {number(case.id)}")
    return told and words in officer.last.text


async def resolve(made: Rig, case: Case, result: str = "Lampunya sudah diganti.") -> None:
    """The officer writes the result of a case."""
    officer = made.phone(OFFICER)
    await made.write(officer, f"/selesai {number(case.id)}")
    await made.press(officer, ":decision:helped")
    await made.write(officer, result)
    await made.press(officer, ":!:send")


# ---- after a merge -------------------------------------------------------------------------------


async def test_a_reply_to_the_merged_case_reaches_the_kept_one(village: Rig) -> None:
    """What its teller replies to any message of the case that was merged, or of the one that goes
    on, is read by the officer of the latter; its own teller reads nothing of it."""
    kept, gone = await two(village)
    neighbour = village.phone(NEIGHBOUR)
    await merge(village, gone, kept)
    await reply(village, neighbour, "kami satukan", DARK)
    assert number(kept.id) in neighbour.last.text
    assert await read_by_officer(village, kept, DARK)
    await reply(village, neighbour, "Laporan diterima", "ini fotonya menyusul")
    assert await read_by_officer(village, kept, "menyusul")
    await village.press(village.phone(ME), f"c:open:{kept.id}")
    assert DARK not in shown(village.phone(ME))


async def test_an_open_answer_reaches_the_kept_case(village: Rig) -> None:
    """The officer's question was open while its case was merged: the answer is not refused."""
    kept, gone = await two(village)
    officer, neighbour = village.phone(OFFICER), village.phone(NEIGHBOUR)
    await village.write(officer, f"/tanya {number(gone.id)}")
    await village.press(officer, ":wants:text")
    await village.write(officer, "Tiang yang mana?")
    await village.press(neighbour, f"c:answer:{gone.id}")
    await merge(village, gone, kept)
    await village.write(neighbour, "tiang depan pos ronda")
    assert await read_by_officer(village, kept, "depan pos ronda")
    assert not any("tertutup" in m.text or "ditutup" in m.text for m in neighbour.messages[-1:])


async def test_an_old_button_of_the_merged_case_leads_to_the_kept_one(village: Rig) -> None:
    """*Tambah keterangan* on the page of the merged case, tapped before or after the merge."""
    kept, gone = await two(village)
    neighbour = village.phone(NEIGHBOUR)
    await village.press(neighbour, f"c:open:{gone.id}")
    await merge(village, gone, kept)
    await village.press(neighbour, f"c:add:{gone.id}")
    await village.write(neighbour, DARK)
    assert await read_by_officer(village, kept, DARK)


async def test_words_after_the_result_of_the_kept_case(village: Rig) -> None:
    """ "It does not shine at ours yet": replied or written without a reply, it is offered to the
    case and read."""
    kept, gone = await two(village)
    neighbour = village.phone(NEIGHBOUR)
    await merge(village, gone, kept)
    await resolve(village, kept)
    await reply(village, neighbour, "ada hasil", DARK)
    assert await read_by_officer(village, kept, DARK)
    await village.write(neighbour, "gelap sekali kalau malam")
    await village.press(neighbour, f"o:{kept.id}")
    assert await read_by_officer(village, kept, "gelap sekali")


async def test_photos_and_the_rest_of_a_burst_follow(village: Rig) -> None:
    """A photo and the words right behind a reply belong to the kept case, too."""
    kept, gone = await two(village)
    neighbour = village.phone(NEIGHBOUR)
    await merge(village, gone, kept)
    village.later(seconds=10)
    which = next(m for m in reversed(neighbour.messages) if "kami satukan" in m.text)
    neighbour.send(DARK, reply_to=which.message_id)
    neighbour.photo("ini tiangnya")
    await village.settle()
    assert await read_by_officer(village, kept, "ini tiangnya")
    async with village.program.db.read() as connection:
        files = await attachments.files_of(connection, kept.id)
    assert len(files) == 1


async def test_a_chain_of_merges_is_followed(village: Rig) -> None:
    """A case merged into one that was merged itself: its teller's words reach the last."""
    first, second = await two(village)
    await report(village, village.phone(THIRD), f"/lapor {LAMP}", ["Bukan, kirim baru"])
    third = (await cases(village))[2]
    await village.write(village.phone(OFFICER), f"/ambil {number(third.id)}")
    await merge(village, third, second)
    await merge(village, second, first)
    await reply(village, village.phone(THIRD), number(third.id), DARK)
    assert await read_by_officer(village, first, DARK)


async def test_two_cases_of_one_person(village: Rig) -> None:
    """Who told both is the teller of the one that goes on: their words are news of their own."""
    me = village.phone(ME)
    for words in (ROAD, LAMP):
        await report(village, me, f"/lapor {words}", ["Bukan, kirim baru"])
    kept, gone = await cases(village)
    await merge(village, gone, kept)
    await reply(village, me, "kami satukan", DARK)
    assert [x.kind for x in await trail(village, kept)][-1] == "added"


async def test_after_the_merge_is_taken_back(village: Rig) -> None:
    """The words go to the case of their own again."""
    kept, gone = await two(village)
    neighbour = village.phone(NEIGHBOUR)
    await merge(village, gone, kept)
    await village.press(village.phone(OFFICER), f"c:unmerge:{gone.id}")
    await reply(village, neighbour, "kami satukan", DARK)
    assert [x.kind for x in await trail(village, gone)][-1] == "added"
    assert "told_more" not in [x.kind for x in await trail(village, kept)]


# ---- who has said "saya juga" --------------------------------------------------------------------


async def test_who_joined_can_tell_more(village: Rig) -> None:
    """Their reply reaches the officer, as long as they have not left the case."""
    await report(village, village.phone(ME), f"/lapor {ROAD}")
    neighbour = village.phone(NEIGHBOUR)
    await report(village, neighbour, f"/lapor {ROAD}")
    await village.press(neighbour, ":1")
    (case,) = await cases(village)
    await reply(village, neighbour, "Tercatat", "lubangnya dua")
    assert await read_by_officer(village, case, "lubangnya dua")
    await village.press(neighbour, "c:leave:")
    await reply(village, neighbour, "Tercatat", "sudah pindah rumah")
    assert "told_more" not in [x.kind for x in await trail(village, case)][-1:]


async def test_a_stranger_reaches_nothing(village: Rig) -> None:
    """A forged button of a case that is not theirs: refused, and nothing is kept in it."""
    kept, gone = await two(village)
    await merge(village, gone, kept)
    third = village.phone(THIRD)
    third.tap_data(f"c:add:{gone.id}", 1)
    await village.settle()
    await village.write(third, "mau ikut campur")
    assert "told_more" not in [x.kind for x in await trail(village, kept)]
    assert "tidak kami temukan" in shown(third)


async def test_an_emergency_that_was_merged_still_hears_where_it_is(village: Rig) -> None:
    """Two cries for one flood were made one case: what the second still answers is read there."""
    for person in (ME, NEIGHBOUR):
        await village.write(village.phone(person), "tolong, banjir, air masuk rumah sekarang")
    kept, gone = await cases(village)
    await merge(village, gone, kept)
    await village.write(village.phone(NEIGHBOUR), "RT 3 gang buntu dekat mushola")
    assert await read_by_officer(village, kept, "gang buntu")


async def test_a_pin_of_a_merged_emergency_is_read_too(village: Rig) -> None:
    """Shown on the map instead of written: the coordinates stand in the case that goes on."""
    for person in (ME, NEIGHBOUR):
        await village.write(village.phone(person), "tolong, banjir, air masuk rumah sekarang")
    kept, gone = await cases(village)
    await merge(village, gone, kept)
    village.later(seconds=10)
    village.phone(NEIGHBOUR).location(-6.71, 108.55)
    await village.settle()
    assert await read_by_officer(village, kept, "-6.71000, 108.55000")


# ---- names in a result ---------------------------------------------------------------------------


async def joined(made: Rig, story: str = ROAD) -> Case:
    """A case of mine that the neighbour has joined."""
    await report(made, made.phone(ME), f"/lapor {story}")
    await report(made, made.phone(NEIGHBOUR), f"/lapor {ROAD}")
    await made.press(made.phone(NEIGHBOUR), ":1")
    (case,) = await cases(made)
    return case


@pytest.mark.parametrize(
    ("story", "result", "wanted"),
    [
        (
            f"{ROAD}. nama saya Sumiyati",
            "Sumiyati, jalannya ditambal besok.",
            "••••, jalannya ditambal besok.",
        ),
        (
            "jalan rusak berlubang di depan SD, motor susah lewat. yang tahu bu sumiyati",
            "Terima kasih Bu Sumiyati, jalan ditambal besok.",
            "Terima kasih Bu ••••, jalan ditambal besok.",
        ),
        (ROAD, "Jalan di depan SD ditambal Pak Lurah.", "Jalan di depan SD ditambal Pak Lurah."),
    ],
)
async def test_a_result_names_nobody_to_neighbours(
    village: Rig, story: str, result: str, wanted: str
) -> None:
    """Names that were told stand in no result that further tellers read, neither in the news nor on
    their page; its own teller reads it as it was written."""
    case = await joined(village, story)
    await resolve(village, case, result)
    neighbour = village.phone(NEIGHBOUR)
    assert wanted in neighbour.last.text
    await village.press(neighbour, f"c:open:{case.id}")
    assert wanted in neighbour.last.text
    assert result in shown(village.phone(ME))


async def test_an_officer_is_warned_before_a_name_goes_out(village: Rig) -> None:
    """The warning comes before the button that sends, and only where neighbours read along."""
    case = await joined(village, f"{ROAD}. nama saya Sumiyati")
    officer = village.phone(OFFICER)
    await village.write(officer, f"/selesai {number(case.id)}")
    await village.press(officer, ":decision:helped")
    await village.write(officer, "Bu Sumiyati, jalannya ditambal besok.")
    assert "Sumiyati" in officer.messages[-2].text
    assert "pelapor lain" in officer.messages[-2].text
    assert any((b.data or "").endswith(":!:send") for row in officer.last.buttons for b in row)


async def test_without_neighbours_nobody_is_warned(village: Rig) -> None:
    """A result that only its own teller reads may call them by their name."""
    await report(village, village.phone(ME), f"/lapor {ROAD}. nama saya Sumiyati")
    (case,) = await cases(village)
    await resolve(village, case, "Bu Sumiyati, jalannya ditambal besok.")
    assert "pelapor lain ikut membaca" not in shown(village.phone(OFFICER))


async def test_the_name_of_a_neighbour_who_was_told_of(village: Rig) -> None:
    """Whom a volunteer reported for, and whom a merged-in teller named, is masked as well."""
    volunteer = await village.employ(4, Role.VOLUNTEER, VILLAGE)
    await report(village, volunteer, "/lapor lampu jalan RT 5 mati", ["Warga lain"])
    told = [case for case in await cases(village) if case.teller == 4]
    await report(
        village,
        village.phone(NEIGHBOUR),
        f"/lapor {LAMP}. nama saya Kartinah",
        ["Bukan, kirim baru"],
    )
    main, gone = (*told, (await cases(village))[-1])
    assert main.intake.sufferer == "Bu tetangga"
    await merge(village, gone, main)
    await resolve(village, main, "Lampu dekat rumah Kartinah sudah menyala.")
    assert "Lampu dekat rumah •••• sudah menyala." in village.phone(NEIGHBOUR).last.text


async def test_several_results_at_once_are_warned_of_too(village: Rig) -> None:
    """The same words for several cases: one of them names somebody to neighbours."""
    leader = await village.employ(902, Role.COORDINATOR, VILLAGE)
    case = await joined(village, f"{ROAD}. nama saya Sumiyati")
    await village.write(leader, "/antrian")
    await village.press(leader, "b:")
    await village.press(leader, ":action:resolve")
    await village.press(leader, f":cases:t{case.id}")
    await village.press(leader, ":cases:ok")
    await village.press(leader, ":decision:helped")
    await village.write(leader, "Bu Sumiyati dan yang lain: jalannya ditambal besok.")
    assert "pelapor lain" in leader.messages[-2].text


async def test_who_comes_along_hears_that_the_case_has_moved(village: Rig) -> None:
    """Not only that it is "received" again: which office has it now, as its teller reads it."""
    first, second = await two(village)
    await merge(village, second, first)
    async with village.program.db.write() as connection:
        batch = Batch(connection, village.program.vault, village.now)
        moved = CorrectPlace(OFFICER, "tempatnya di sana", village=OTHER_VILLAGE)
        mails = await village.program.desk.handle(batch, OFFICER, moved, first.id)
        await batch.flush()
    told = {(mail.to, mail.say.text.key) for mail in mails}
    assert (ME, "notice.moved") in told
    assert (NEIGHBOUR, "following.moved") in told
