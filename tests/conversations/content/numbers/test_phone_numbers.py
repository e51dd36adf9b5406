"""Phone numbers in everyday writing, and on contact cards."""

import pytest

from casework.actions.ending.completion import Complete
from conversations.content import fields
from conversations.content.numbers.phone_numbers import number_in, of_card
from conversations.protocol.requests import KeepPhone
from tests.conversations.speaker import Speaker, reporting, resident

WANTED = "+6281234567890"


@pytest.mark.parametrize(
    "written",
    [
        "0812 3456 7890 pak RT",
        "08123456789\u200b0 pak RT".replace("\u200b", ""),
        "081234567890 (istri saya)",
        "nomor saya 081234567890",
        "WA: 0812.3456.7890",
        "hp 0812-3456-7890 ya",
        "no hp suami 0812 3456 7890 atas nama tetangga",
        "0812 3456 7890, RT 04 RW 02",
        "RT 04 0812 3456 7890",
        "0812 3456 7890 2 anak",
        "081234567890 / 085612345678",
        "081234567890 atau 085612345678",
        "62812 3456 7890 mas",
        "+62 812-3456-7890 bu RT 3",
        "+62(0)81234567890",
        "0062 812 3456 7890",
        "812 3456 7890",
        "wa.me/6281234567890",
        "tel:+6281234567890",
        "٠٨١٢٣٤٥٦٧٨٩٠ pak RT",
        "０８１２３４５６７８９０",
        "0812\u00a03456\u00a07890 punya ibu",
        "081234567890\nnomor tetangga",
        "1. 081234567890",
        "hubungi saya jam 7 malam di 081234567890",
    ],
)
def test_letters_are_no_digits(written: str) -> None:
    """Each everyday way gives the number that was meant, and no other."""
    assert number_in(written) == WANTED
    assert fields.phone(written) == WANTED


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("0231 204567 kantor desa", "+62231204567"),
        ("telp rumah (0231) 204-567", "+62231204567"),
        ("+60 12-345 6789 kakak di Malaysia", "+60123456789"),
        ("+966 50 123 4567 ibu", "+966501234567"),
        ("0060 12 345 6789", "+60123456789"),
    ],
)
def test_other_numbers(written: str, wanted: str) -> None:
    """Lines at home and numbers abroad are read with words behind them, too."""
    assert number_in(written) == wanted


@pytest.mark.parametrize(
    "written",
    [
        "pak RT",
        "call FLOWERS",
        "112",
        "0812345",
        "0812 3456",
        "12345",
        "0812",
        "3209142001010001",
        "RT 04 RW 02",
        "08l23456789o",
        "",
    ],
)
def test_what_is_none(written: str) -> None:
    """Words, short numbers, identity numbers and letters for digits are no phone number."""
    assert number_in(written) is None


@pytest.mark.parametrize(
    ("number", "own", "wanted"),
    [
        ("60123456789", True, "+60123456789"),
        ("81234567890", True, "+81234567890"),
        ("6281234567890", True, WANTED),
        ("+60123456789", False, "+60123456789"),
        ("60123456789", False, "+60123456789"),
        ("966501234567", False, "+966501234567"),
        ("6281234567890", False, WANTED),
        ("081234567890", False, WANTED),
        ("0812-3456-7890", False, WANTED),
        ("81234567890", False, WANTED),
        ("112", False, "112"),
    ],
)
def test_cards(number: str, own: bool, wanted: str) -> None:
    """A card's number keeps its own country's code, with or without a plus."""
    assert of_card(number, own=own) == wanted
    assert own or fields.phone(wanted) in (wanted, None)


def test_anothers_card_is_not_ones_own() -> None:
    """In a report of one's own it is a number for this case, and is not kept as the speaker's."""
    speaker = at_the_number().write("", card="+60123456789").press(":send")
    assert speaker.filed[0].intake.phone == "+60123456789"
    assert speaker.did(KeepPhone) == []
    own = at_the_number().write("", phone="+60123456789").press(":send")
    assert own.did(KeepPhone) == [KeepPhone("+60123456789")]


def at_the_number() -> Speaker:
    speaker = reporting(":self", ":health", ":pbi_reactivation", ":later")
    return speaker.write("kartu mati sejak bulan lalu").press(":open").write("RT 4 RW 2")


def test_in_an_emergency_any_card_is_a_number_to_call() -> None:
    """Whoever can't be called gives the card of somebody who can."""
    speaker = Speaker(resident(village="")).write("tolong anak saya kejang").write("kesambi")
    speaker.write("RT 4").write("", card="+60123456789")
    assert [done.intake.phone for done in speaker.did(Complete)] == ["+60123456789"]


@pytest.mark.parametrize(
    "words",
    [
        "nol delapan satu dua tiga empat lima enam tujuh delapan sembilan nol",
        "kosong lapan satu dua tiga empat lima enam tujuh delapan sembilan kosong",
        "nomer saya nol delapan satu dua, tiga empat lima enam, tujuh delapan sembilan nol pak",
        "nol wolu siji loro telu papat limo enem pitu wolu songo nol",
        "nol dalapan hiji dua tilu opat lima genep tujuh dalapan salapan nol",
        "0812 tiga empat lima enam tujuh delapan sembilan nol",
        "plus enam dua delapan satu dua tiga empat lima enam tujuh delapan sembilan nol",
    ],
)
def test_a_number_told_in_words(words: str) -> None:
    """As it is spoken, also in the tongues of the villages, with words around it."""
    assert number_in(words) == "+6281234567890"


@pytest.mark.parametrize(
    "words",
    [
        "satu dua tiga empat lima enam tujuh delapan",
        "rt nol dua rw nol tiga, anak lima",
        "nol delapan satu dua",
        "kosong semua pak, dua tiga hari",
    ],
)
def test_number_words_that_are_no_number(words: str) -> None:
    """Counting, an address, and the beginning of a number."""
    assert number_in(words) is None
