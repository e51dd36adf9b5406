"""Numbers of cards in everyday writing, and what is shown of them."""

import pytest

from conversations.content.numbers.card_numbers import identities, identity_masked, last_four
from conversations.protocol.each_word import each
from conversations.protocol.effects import text


def test_a_card_shows_its_last_four_digits() -> None:
    """However it is written, wherever it stands in a sentence of ours; phone numbers stay."""
    told = text(
        "a.key", words="NIK 3274 0541 0590 0001 ya", lines=(text("b", v="3274054105900002"),)
    )
    shown = each(told, last_four)
    assert shown == text("a.key", words="NIK •••• 0001 ya", lines=(text("b", v="•••• 0002"),))
    assert last_four("telepon 0812 3456 7890") == "telepon 0812 3456 7890"


@pytest.mark.parametrize(
    ("told", "number"),
    [
        ("kartu BPJS saya 0001234567890 mati", "0001234567890"),
        ("BPJS: 0001 2345 67890, mati", "0001 2345 67890"),
        ("0001.2345.67890", "0001.2345.67890"),
        ("RT 4 0001234567890", "0001234567890"),
        ("no kartu 12034567890 ditolak", "12034567890"),
        ("Nomor kartunya: 1203-4567-890", "1203-4567-890"),
        ("rek BRI 012345678901234", "012345678901234"),
        ("no rek 0012345678 ya", "0012345678"),
        ("NISN anak saya 0012345678", "0012345678"),
        ("card number 0001234567890", "0001234567890"),
    ],
)
def test_cards_of_other_lengths_are_masked_too(told: str, number: str) -> None:
    """The health insurance has 13 digits and banks have as many or more; shorter numbers are a
    card's where the words before them say so."""
    assert identities(told) == [number]
    assert identity_masked(told) == told.replace(number, "••••")
    end = "".join(filter(str.isdigit, number))[-4:]
    assert last_four(told) == told.replace(number, f"•••• {end}")


@pytest.mark.parametrize(
    "told",
    [
        "HP saya 0812345678901",
        "0812 3456 78901",
        "+6281234567890 atau 6281234567890",
        "62 812 3456 7890",
        "0231 484848",
        "BPJS mati, telepon 0231-4848481",
        "kartu nomor HP 081234567890",
        "kartunya hilang 081234567890",
        "rugi 1.000.000.000.000 rupiah",
        "kartu isi Rp1.200.000.000",
        "kartu mati 12-10-2026 50000",
        "BPJS 01.10.2026 pukul 09.30",
        "26-00012-U dan 26-00013-U",
        "RT 04 RW 02 no 12",
    ],
)
def test_phones_sums_and_dates_are_no_cards(told: str) -> None:
    """Who reads along must be able to call, and to read when and how much."""
    assert identities(told) == []
    assert identity_masked(told) == told
    assert last_four(told) == told


SPELT_CARD = "tiga dua tujuh empat nol lima nol satu nol satu delapan nol nol nol nol satu"


def test_a_card_that_is_told_in_words_is_masked() -> None:
    """As one in digits is; a phone number in words is none of a card."""
    assert identity_masked(f"nik {SPELT_CARD} bu") == "nik •••• bu"
    assert last_four(f"nik {SPELT_CARD} bu") == "nik •••• 0001 bu"
    assert identities(f"nik {SPELT_CARD} bu") == ["3274050101800001"]
    phone = "nol delapan satu dua tiga empat lima enam tujuh delapan sembilan nol"
    assert identity_masked(phone) == phone
