"""Whether words say where: what names no street, number or landmark is no address."""

from dataclasses import replace

import pytest

from conversations.filling.where.told_place import names_place
from tests.conversations.speaker import CONTENT

PLACES = """RT 5 RW 1 samping balai|rt.03/rw.05|rt3 rw1|gang mawar no 5|gg melati|jl kesambi dalam
jln. pahlawan 12|blok sukun|dkt musola|dekat sekolah anak saya|depan masjid|belakang pasar
rumah saya cat biru|rumah pak rt|rmh mbah karto|di rumah nenek|saya di pasar|ruang IGD|RSUD
Kesambi Dalam|kel drajat|ds pegambiran|pak haji slamet|bu rt|ibu wati|12|no 12|3/2|blok c
perumahan griya asri|kontrakan bu haji|ning omahe mbah|sawah|pinggir kali|utara masjid|km 4
kosan pak budi kamar 3|near the mosque|behind the school|my house next to the market
sekarang di pasar tolong cepat|ponpes darul ulum|rusun lantai 2|perempatan drajat
rumah sakit gunung jati|rumah makan sederhana|stasiun kereta api|kantor polisi
warung makan bu siti|sy bawa ke rsud|bawa anak ke dekat masjid|rt 5 orangnya bawa golok""".replace(
    "\n", "|"
).split("|")

NONE = """5 org muntah abis hajatan|kambing tetangga mati keracunan|aman|knp hrs pk nama|yg td
sy capek bgt bolak balik kantor, mau mati rasanya ngurus bpjs|bu nani hp nya ilang
bapaknya wati meninggal tadi pagi, blm ada uang kubur|bu siti blm dpt blt, anaknya 3
bu rum akte lahir anaknya ga ada|kis nya mati|pak karto minta sembako|pak rt ga mau bantu
3 orang|umur 5 tahun|jam 7|sudah 3 hari|sy diusir dari rmh sm anak2|cepetan pak sy takut
ga bisa jalan|udah dekat|anaknya sudah biru semua pak|pak tolong cepat|di pukul terus
kenapa harus alamat|buat apa|rahasia|ga mau|nanti dimarahi bapak|my goat died|why do you ask
petugasnya mana|saya takut|rumah sebelah kebakaran|nenek jatuh lagi
rumah sakit ga mau terima|hp saya ilang|ibu di kamar|mbah di dapur|bapak sekarat min
orangnya di depan rumah bawa golok|dia nunggu di depan|emak lumpuh di kasur""".replace(
    "\n", "|"
).split("|")


@pytest.mark.parametrize("words", PLACES)
def test_a_place_is_named(words: str) -> None:
    """A number of a house, a street, what it is beside, a building, a village, whose house."""
    assert names_place(words, CONTENT)


@pytest.mark.parametrize("words", NONE)
def test_none_is_named(words: str) -> None:
    """What happened, what is wanted, a question: a number or a building alone makes no address."""
    assert not names_place(words, CONTENT)


def test_an_older_file_without_these_words_takes_all_for_places() -> None:
    """A district's own file may lack the table."""
    alarms = replace(CONTENT.alarms, places={})
    assert names_place("aman", replace(CONTENT, alarms=alarms))
