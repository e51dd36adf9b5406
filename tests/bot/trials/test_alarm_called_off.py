"""Who was called to an emergency hears that they need not come; words that lay for hours say so."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.simulator.phones import Phone
from storage.unit_of_work import Batch
from tests.support.begun.rigs import begun
from tests.support.rig import Rig
from tests.support.teams import CLERK, LEADER, RESIDENT, SERVICE, SLRT, employed

FLOOD = "tolong, banjir, air masuk rumah sekarang"
TAKEN, OFF = "Terima kasih sudah siap", "tidak lagi darurat"
SAFE = "ungkin sudah aman"


@pytest.fixture
async def office(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Rig]:
    """A village with three officers, the district with one, and a resident."""
    async with begun(employed, sqlite_url, tmp_path) as made:
        yield made


def told(phone: Phone, words: str) -> int:
    return sum(words in message.text for message in phone.messages if message.from_bot)


async def test_colleagues_are_called_off_after_a_claim(office: Rig) -> None:
    """All who were called hear once that somebody has it; whoever has it does not, nor those who
    were never called."""
    await office.write(office.phone(RESIDENT), FLOOD)
    called = [p for p in (CLERK, SERVICE, LEADER, SLRT) if told(office.phone(p), "DARURAT")]
    assert SERVICE in called
    await office.press(office.phone(SERVICE), "c:claim:")
    heard = {p: told(office.phone(p), TAKEN) for p in (CLERK, SERVICE, LEADER, SLRT)}
    assert heard == {p: int(p in called and p != SERVICE) for p in (CLERK, SERVICE, LEADER, SLRT)}


async def test_colleagues_are_called_off_when_it_climbed(office: Rig) -> None:
    """Who was called only after a while is called off, too."""
    await office.write(office.phone(RESIDENT), FLOOD)
    await office.pass_time(minutes=45)
    called = [p for p in (CLERK, SERVICE, LEADER, SLRT) if told(office.phone(p), "26-00001")]
    assert SLRT in called
    await office.press(office.phone(SERVICE), "c:claim:")
    assert [p for p in called if told(office.phone(p), TAKEN)] == [
        p for p in called if p != SERVICE
    ]


async def test_it_is_no_emergency(office: Rig) -> None:
    """The button below the numbers makes it a plain report: everybody who was called hears it, and
    no bell of an emergency rings any more."""
    await office.write(office.phone(RESIDENT), FLOOD)
    await office.press(office.phone(RESIDENT), "es:ask:")
    await office.press(office.phone(RESIDENT), "eo:")
    assert "tetap jadi laporan biasa?" in office.phone(RESIDENT).last.text
    called = [p for p in (CLERK, SERVICE, LEADER, SLRT) if told(office.phone(p), "DARURAT")]
    assert [told(office.phone(p), OFF) for p in called] == [1] * len(called)
    before = {p: len(office.phone(p).messages) for p in (LEADER, SLRT)}
    await office.pass_time(hours=1)
    assert {p: len(office.phone(p).messages) for p in (LEADER, SLRT)} == before


async def test_words_of_hours_ago_say_when(office: Rig) -> None:
    """The bot was off for five hours: officers are called at once, and read when it was written."""
    office.phone(RESIDENT).send(FLOOD)
    written = office.now
    office.later(hours=5)
    await office.settle()
    (alarm,) = [m.text for m in office.phone(SERVICE).messages if "DARURAT" in m.text]
    shown = written.astimezone(office.program.policy.calendar.zone).strftime("%H.%M")
    assert "Ditulis pelapor" in alarm
    assert shown in alarm


async def test_words_of_now_say_nothing_of_time(office: Rig) -> None:
    """A minute on the way is no delay, and a tap "yes, now" makes old words new."""
    office.phone(RESIDENT).send(FLOOD)
    office.later(minutes=1)
    await office.settle()
    await office.write(office.phone(RESIDENT), "tahun lalu bapak kejang")
    office.later(hours=3)
    await office.press(office.phone(RESIDENT), "e:yes")
    alarms = [m.text for m in office.phone(SERVICE).messages if "DARURAT" in m.text]
    assert len(alarms) == 2
    assert not any("Ditulis pelapor" in alarm for alarm in alarms)


def alarms(phone: Phone) -> list[str]:
    """The messages on a phone under which one takes the emergency with a tap."""
    return [
        m.text
        for m in phone.messages
        if m.from_bot and any("c:claim:" in b.data for row in m.buttons for b in row)
    ]


async def test_every_level_rings_again_in_one_message(office: Rig) -> None:
    """At each step all who were called so far are called again, not the top alone; each has one
    message, which says how often the alarm rang and since when, whoever it reaches only now."""
    await office.write(office.phone(RESIDENT), FLOOD)
    since = office.now.astimezone(office.program.policy.calendar.zone).strftime("%H.%M")
    await office.pass_time(minutes=45)
    for person in (SERVICE, LEADER, SLRT):
        (alarm,) = alarms(office.phone(person))
        assert "ke-4" in alarm
        assert since in alarm


async def test_who_is_called_later_reads_since_when(office: Rig) -> None:
    """The first alarm that reaches the district is the third: it says so, not that it is new; after
    somebody had it and let it go the cry is as old as before."""
    await office.write(office.phone(RESIDENT), FLOOD)
    since = office.now.astimezone(office.program.policy.calendar.zone).strftime("%H.%M")
    await office.pass_time(minutes=21)
    (alarm,) = alarms(office.phone(SLRT))
    assert "ke-3" in alarm
    assert since in alarm
    await office.press(office.phone(SERVICE), "c:claim:")
    await office.press(office.phone(SERVICE), "c:give_back:")
    await office.write(office.phone(SERVICE), "saya tidak di tempat")
    await office.press(office.phone(SERVICE), ":!:send")
    await office.pass_time(minutes=11)
    (alarm,) = alarms(office.phone(LEADER))
    assert "ke-2" in alarm
    assert f"{since} –" in alarm


async def test_a_claim_edits_every_alarm(office: Rig) -> None:
    """Whoever looks at the phone later reads in the alarm itself who has it, and since when; a tap
    on it takes nothing any more."""
    await office.write(office.phone(RESIDENT), FLOOD)
    await office.pass_time(minutes=25)
    await office.press(office.phone(LEADER), "c:claim:")
    await office.settle()
    at = office.now.astimezone(office.program.policy.calendar.zone).strftime("%H.%M")
    assert [alarms(office.phone(person)) for person in (SERVICE, LEADER, SLRT)] == [[], [], []]
    for person in (SERVICE, SLRT):  # whoever took it looks at the page
        (held,) = [m.text for m in office.phone(person).messages if "✔" in m.text]
        assert at in held


async def test_who_was_called_before_the_village_was_known(office: Rig) -> None:
    """The district was called while nobody knew the village: it hears where the case has gone, and
    that it is over."""
    stranger = office.phone(2)
    await office.write(stranger, FLOOD)
    assert len(alarms(office.phone(SLRT))) == 1
    await office.write(stranger, "Kesambi")
    assert told(office.phone(SLRT), "sudah diteruskan ke desanya") == 1
    await office.press(stranger, "es:ask:")
    await office.press(stranger, "eo:")
    assert told(office.phone(SLRT), OFF) == 1
    assert alarms(office.phone(SLRT)) == []


async def test_the_district_hears_of_the_villages_claim(office: Rig) -> None:
    """The village takes what the district was called to first: the district need not come."""
    stranger = office.phone(2)
    await office.write(stranger, FLOOD)
    await office.write(stranger, "Kesambi")
    await office.press(office.phone(SERVICE), "c:claim:")
    assert told(office.phone(SLRT), TAKEN) == 1
    assert alarms(office.phone(SLRT)) == []


@pytest.mark.parametrize("words", ["/ambil 26-00001-R", "/kasus 26-00001-R"])
async def test_the_claimers_own_alarm_says_so_too(office: Rig, words: str) -> None:
    """Who takes it by a command or on its page finds no open alarm on their phone later."""
    await office.write(office.phone(RESIDENT), FLOOD)
    await office.write(office.phone(SERVICE), words)
    if words.startswith("/kasus"):
        await office.press(office.phone(SERVICE), "c:claim:")
    before = [m for m in office.phone(SERVICE).messages if "DARURAT" in m.text and _takes(m)]
    assert before == []
    assert told(office.phone(SERVICE), "dipegang") >= 1


async def test_a_tap_below_the_alarm_still_shows_the_case(office: Rig) -> None:
    """The tapped alarm becomes the page of the case, as ever."""
    await office.write(office.phone(RESIDENT), FLOOD)
    (alarm,) = [m for m in office.phone(SERVICE).messages if _takes(m)]
    office.phone(SERVICE).tap_data("c:claim:260000001", alarm.message_id)
    await office.settle()
    (now,) = [m for m in office.phone(SERVICE).messages if m.message_id == alarm.message_id]
    assert "Untuk Anda" not in now.text
    assert "✔ Laporan darurat" not in now.text


async def test_an_alarm_that_waits_is_taken_back(office: Rig) -> None:
    """An alarm that had not gone out when somebody claimed is never sent: who would have got it
    reads only that it is taken."""
    office.phone(RESIDENT).send(FLOOD)
    raws = await office.telegram.updates.get(0, 100, 0)
    await office.program.turns.play(raws)
    office.phone(SERVICE).send("/ambil 26-00001-R")
    await office.settle()
    for person in (CLERK, SERVICE, LEADER):
        assert [m for m in office.phone(person).messages if _takes(m)] == []
    assert told(office.phone(CLERK), TAKEN) == 1


def _takes(message: object) -> bool:
    """Whether one takes an emergency with a tap below this message."""
    rows = message.buttons  # type: ignore[attr-defined]
    alarm = "DARURAT" in message.text  # type: ignore[attr-defined]
    return alarm and any("c:claim:" in (b.data or "") for row in rows for b in row)


@pytest.mark.parametrize("held", [True, False])
async def test_that_it_may_be_over_reaches_who_has_it(office: Rig, held: bool) -> None:
    """Whoever holds the case reads it, else those who were called; nobody is called anew, and the
    case stays open."""
    await office.write(office.phone(RESIDENT), FLOOD)
    if held:
        await office.press(office.phone(SERVICE), "c:claim:")
    for _ in range(3):
        await office.write(office.phone(RESIDENT), "Lewati")
    before = told(office.phone(LEADER), "DARURAT")
    await office.write(office.phone(RESIDENT), "alhamdulillah sudah surut")
    assert told(office.phone(SERVICE), "mungkin sudah aman") == 1
    assert told(office.phone(RESIDENT), "Syukurlah") == 1
    assert told(office.phone(LEADER), "DARURAT") == before


async def test_who_was_called_reads_who_has_it(office: Rig) -> None:
    """Colleagues are named to colleagues: in the notice that it is taken, in the alarm itself, and
    after it was handed on."""
    await office.write(office.phone(RESIDENT), FLOOD)
    await office.pass_time(minutes=25)
    await office.press(office.phone(SERVICE), "c:claim:")
    for person in (CLERK, LEADER, SLRT):
        assert told(office.phone(person), "petugas lain") == 0
        told_so = [m.text for m in office.phone(person).messages if TAKEN in m.text]
        assert [await holder(office, SERVICE) in one for one in told_so] == [True] * len(told_so)


async def test_what_climbs_in_hands_says_whose(office: Rig) -> None:
    """An emergency that somebody holds and that climbs all the same names them to those above."""
    await office.write(office.phone(RESIDENT), FLOOD)
    await office.press(office.phone(SERVICE), "c:claim:")
    await office.pass_time(hours=30)
    climbed = [
        m.text
        for p in (LEADER, SLRT)
        for m in office.phone(p).messages
        if "Tidak ada kabar dari pemegangnya" in m.text
    ]
    assert climbed
    assert [f"Dipegang {await holder(office, SERVICE)}" in one for one in climbed] == [True] * len(
        climbed
    )


async def holder(office: Rig, person: int) -> str:
    """The name under which colleagues know an officer."""
    async with office.program.db.read() as connection:
        batch = Batch(connection, office.program.vault, office.now)
        return (await batch.person(person)).profile.name


async def said_over(office: Rig) -> list[int]:
    """A flood of which its teller says that it may be over; who was called to it."""
    await office.write(office.phone(RESIDENT), FLOOD)
    for _ in range(2):
        await office.write(office.phone(RESIDENT), "Lewati")
    await office.pass_time(minutes=12)
    called = [p for p in (CLERK, SERVICE, LEADER, SLRT) if alarms(office.phone(p))]
    await office.write(office.phone(RESIDENT), "alhamdulillah sudah surut")
    return called


async def test_that_it_may_be_over_reaches_all_who_were_called(office: Rig) -> None:
    """Each reads it once, and in the alarm, which can still be taken with a tap."""
    called = await said_over(office)
    assert len(called) > 1
    for person in (CLERK, SERVICE, LEADER, SLRT):
        new = [m.text for m in office.phone(person).messages if SAFE in m.text and not _takes(m)]
        assert len(new) == int(person in called)
    for person in called:
        (alarm,) = alarms(office.phone(person))
        assert SAFE in alarm


async def test_a_repeat_says_that_it_may_be_over(office: Rig) -> None:
    """The alarm rings on until somebody has made sure, and says so on every phone, old and new."""
    await said_over(office)
    await office.pass_time(minutes=35)
    for person in (SERVICE, LEADER, SLRT):
        (alarm,) = alarms(office.phone(person))
        assert SAFE in alarm


async def test_worse_again_rings_again(office: Rig) -> None:
    """Who has read that it may be over is called once more, by the first words that say
    otherwise; the next ones are news."""
    called = await said_over(office)
    await office.write(office.phone(RESIDENT), "air naik lagi, banjir, tolong")
    for person in called:
        newest = [m for m in office.phone(person).messages if m.from_bot and "26-0000" in m.text]
        assert any(_takes(m) for m in newest[-2:])
    before = {p: len(office.phone(p).messages) for p in (SERVICE, CLERK)}
    await office.write(office.phone(RESIDENT), "banjir makin tinggi, tolong")
    assert all(len(office.phone(p).messages) - before[p] <= 1 for p in before)


async def test_what_was_told_since_counts(office: Rig) -> None:
    """Worse again: neither the alarms that stand there nor the next ones say that it may be
    over."""
    called = await said_over(office)
    await office.write(office.phone(RESIDENT), "air naik lagi, banjir, tolong")
    assert [SAFE in text for p in called for text in alarms(office.phone(p))] == [False] * len(
        called
    )
    await office.pass_time(minutes=35)
    assert [SAFE in text for text in alarms(office.phone(SERVICE))] == [False]


@pytest.mark.parametrize("said", ["es:ask:", "bukan darurat pak, salah pencet"])
async def test_so_it_is_where_a_tap_takes_nothing_back(office: Rig, said: str) -> None:
    """Where people are the danger the case stays; that its teller took it back stands in each
    alarm."""
    await office.write(office.phone(RESIDENT), "tolong suami saya pukul saya sekarang")
    called = [p for p in (CLERK, SERVICE, LEADER, SLRT) if alarms(office.phone(p))]
    resident = office.phone(RESIDENT)
    await (office.press(resident, said) if said == "es:ask:" else office.write(resident, said))
    await office.pass_time(minutes=20)
    assert called
    for person in called:
        (alarm,) = alarms(office.phone(person))
        assert SAFE in alarm


async def test_who_holds_it_alone_reads_that_it_may_be_over(office: Rig) -> None:
    """Once somebody has it, those who need not come are left alone."""
    await office.write(office.phone(RESIDENT), FLOOD)
    await office.press(office.phone(SERVICE), "c:claim:")
    for _ in range(2):
        await office.write(office.phone(RESIDENT), "Lewati")
    await office.write(office.phone(RESIDENT), "alhamdulillah sudah surut")
    assert [told(office.phone(p), SAFE) for p in (CLERK, SERVICE, LEADER, SLRT)] == [0, 1, 0, 0]


@pytest.mark.parametrize("words", ["rumah sy yg cat ijo", "air naik lagi, banjir, tolong"])
async def test_a_ring_after_that_says_both(office: Rig, words: str) -> None:
    """Whoever is rung again reads that it was said to be over, and that there is news since."""
    called = await said_over(office)
    await office.write(office.phone(RESIDENT), words)
    for person in called:
        assert any("Sempat dikabarkan aman" in alarm for alarm in alarms(office.phone(person)))


@pytest.mark.parametrize("piece", ["0812 345", "makasih pak", "12"])
async def test_a_piece_that_tells_nothing_changes_no_alarm(office: Rig, piece: str) -> None:
    """Nobody is rung for it, and each alarm goes on saying that it may be over."""
    called = await said_over(office)
    before = {p: len(office.phone(p).messages) for p in called}
    await office.write(office.phone(RESIDENT), piece)
    assert {p: len(office.phone(p).messages) for p in called} == before
    await office.pass_time(minutes=35)
    assert all(SAFE in text for p in called for text in alarms(office.phone(p)))


async def test_other_news_leaves_a_trace_of_it(office: Rig) -> None:
    """Each later alarm says that it was said to be over, and that news came since."""
    called = await said_over(office)
    await office.write(office.phone(RESIDENT), "rumah kami yang di samping masjid")
    await office.pass_time(minutes=35)
    assert all("empat dikabarkan aman" in text for p in called for text in alarms(office.phone(p)))


async def test_who_was_rung_hears_of_the_result(office: Rig) -> None:
    """Once, whoever holds it aside; an ordinary result is nobody else's news."""
    await office.write(office.phone(RESIDENT), FLOOD)
    await office.pass_time(minutes=25)
    await office.press(office.phone(SERVICE), "c:claim:")
    await office.write(office.phone(SERVICE), "/selesai 26-00001-R")
    await office.press(office.phone(SERVICE), ":decision:helped")
    await office.write(office.phone(SERVICE), "sudah dievakuasi")
    await office.press(office.phone(SERVICE), ":!:send")
    await office.pass_time(hours=5)
    ended = "sudah ada hasilnya. Terima kasih"
    assert [told(office.phone(p), ended) for p in (CLERK, SERVICE, LEADER, SLRT)] == [1, 0, 1, 1]
