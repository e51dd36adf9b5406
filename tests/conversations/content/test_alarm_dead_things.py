"""A card, a lamp, a phone that is "mati", with its owner's name between: no wish to die. And the
wish to die beside a dead card: an alarm."""

import pytest

from casework.policy.triage import AlarmKind
from conversations.content import alarm_rows, alarm_words
from tests.casework.shipped import CATALOGUE, WORDS, toml
from tests.conversations.content.test_alarm_words import ALARM

THINGS = [
    "Kartu KIS Bu Aminah mati, mau berobat ke puskesmas",
    "Kartu KIS Bu Aminah mati mau berobat ke puskesmas",
    "BPJS bapak saya mati mau operasi",
    "kartu pkh a.n. ibu siti mati mau ngambil bantuan",
    "kartu pkh a/n ibu siti mati, mau ngambil bantuan",
    "kartu kks atas nama siti mati pengen ngambil sembako",
    "listrik rumah mati mau diperbaiki",
    "listrik di rumah mbah karto mati. pengen lapor ke mana",
    "KIS pak RT Sukarna mati, ingin diaktifkan lagi",
    "bpjs mertua saya bu Haji Nunung mati, pengen berobat",
    "KIS Mbok Darmi sudah mati, mau kontrol ke RSUD",
    "kis aminah mati mau berobat",
    "mau tanya kartu KIS Bu Aminah mati gimana ngurusnya",
    "saya mau lapor lampu jalan depan rumah pak Karta mati",
    "lampu jalan RT 03 mati mau minta diganti",
    "nomor hp pak lurah mati, mau nelpon gak bisa",
    "hape anak saya mati mau daftar online gak bisa",
    "KTP bapak mati mau perpanjang",
    "ayam Bu Tini mati mau lapor ke dinas",
    "sapi pak Darto mati, pengen minta ganti",
    "air PAM bu RT mati mau mandi susah",
    "kartune bu Aminah mati, arep berobat",
    "kartu KIS pun biang mati, hoyong berobat",
    "BPJS bu Aminah kok mati, padahal ingin operasi katarak",
    "KIS Bpk. Aminudin mati; mau berobat",
    "kis bapak mati aja, mau berobat gimana",
    "KIS bapak mati, mau berobat",
    "listrik bu Aminah mati, saya mau beli token",
    "KIS Bu. Aminah mati, mau berobat",
    "kis kita mati bae kepriben iki",
    "kise wis mati bae",
    "kis ne mati bae",
    "lampu dalan mati bae ning gang kita",
    "kis pake dienggo berobat mati bae",
    "kis dianggo berobat ka puskesmas mati wae",
    "kartu saya dipakai berobat mati saja",
    "bpjs dipake kontrol ke rsud mati aja",
    "hp mati bae",
    "hp dicas mati wae",
    "lampu mati wae",
    "lampune diurupna mati bae",
    "motor distarter mati wae",
    "kartune mati terus",
    "KIS Bu. Aminah mati mau berobat",
    "KIS Hj. Aminah mati mau berobat",
    "BPJS Sdr. Darto mati, ingin kontrol",
    "KIS Ny. Aminah mati. Mau diurus",
    "kartu kks pak. Karta mati pengen ngambil sembako",
    "BPJS Alm. Darto mati, mau dialihkan",
    "kis mbak.Aminah mati, arep berobat",
    "Listrik rumah Kang. Ujang mati, mau diperbaiki",
    "kaki bapak mati rasa, ingin berobat",
    "tangan kiri saya mati rasa mau periksa",
]
CRIES = [
    "saya mau mati",
    "mati aja",
    "pengen mati",
    "ingin mati saja rasanya",
    "kartu saya mati, saya mau mati saja",
    "kartu KIS Bu Aminah mati, saya mau mati saja",
    "kis mati. pengen mati",
    "bpjs bapak mati mau operasi, saya pengen mati aja",
    "kartu saya hilang pengen mati",
    "hp hilang, mati aja",
    "kis ditolak mati aja saya",
    "listrik diputus, capek, mati aja",
    "kartu kredit numpuk pengen mati",
    "kartu kredit numpuk, mati pengen rasanya",
    "bansos dicabut mending mati",
    "lampu mati di rumah, pengen mati",
    "hp bapak disita, ibu mau mati",
    "kartu bpjs bapak mati lebih baik mati",
    "listrik rumah mati mau mati aja",
    "KIS bu Aminah mati, bu Aminah bilang mau bunuh diri",
    "kartu pkh ibu siti mati mau ngambil bantuan gak bisa, udah gak kuat hidup",
    "ayam saya mati semua, saya pengen mati juga",
    "hp bapak rusak mati aja saya",
    "kartu mati mending saya mati bae",
    "isun pengen mati bae, kis ditolak",
    "KIS ditolak bu. Mau mati saja",
    "saya punya KIS bu. Mau mati rasanya",
    "kis pak. saya mati aja",
    "hp hilang bu. mati aja",
    "KIS Bu. Aminah mati, saya mau mati saja",
    "kartu pak. pengen mati",
    "KIS bu. Aminah mati aja",
    "mau mati rasanya",
    "hidup begini pengen mati rasanya",
    "mending mati rasanya pak",
    "mending mati bae",
    "pengen mati wae",
    "kis dienggo berobat pengen mati bae",
    "kis pake dienggo berobat mending mati bae",
    "kis dienggo berobat ora bisa, mati bae",
    "kis ora kanggo berobat mati bae",
    "kis dipakai berobat ditolak mati bae",
    "hp dicas mati terus mati bae",
]


@pytest.mark.parametrize("text", THINGS)
def test_a_dead_thing_with_an_owner_is_no_wish_to_die(text: str) -> None:
    """Whatever its owner wants next, nobody is told not to leave them alone."""
    found = alarm_words.hear(text, ALARM)
    assert found is None or found.kind is not AlarmKind.CRISIS


@pytest.mark.parametrize("text", CRIES)
def test_who_wants_to_die_is_heard_beside_a_dead_thing(text: str) -> None:
    """Each "mati" is read by itself: a card takes no wish to die with it."""
    found = alarm_words.hear(text, ALARM)
    assert found is not None
    assert found.kind is AlarmKind.CRISIS
    assert found.certain


def test_an_older_file_of_a_district_names_no_things() -> None:
    """Without the table every "mati" is read as before, and nothing is refused."""
    rows = toml("conversations/alarm.toml")
    del rows["dead_things"]
    words = alarm_rows.read(rows, WORDS.vocabulary, CATALOGUE.services)
    assert alarm_words.hear("kartu bu Aminah mati, mau berobat", words) is not None


def test_mistakes_among_the_dead_things_are_told() -> None:
    """A list of an unknown name and one that is no list are both named."""
    rows = toml("conversations/alarm.toml") | {"dead_things": {"things": "kis", "mine": ["a"]}}
    with pytest.raises(ValueError, match="dead_things things") as told:
        alarm_rows.read(rows, WORDS.vocabulary, CATALOGUE.services)
    assert "dead_things mine" in str(told.value)
