"""Numbers that are typed where an address or a name is asked."""

import pytest

from casework.case.model import Role
from conversations.protocol.effects import Button
from tests.conversations.speaker import TEXTS, Speaker, reporting, resident

PHONE = "+6281234567890"
SPOKEN = "nol delapan satu dua tiga empat lima enam tujuh delapan sembilan nol"


def at_address() -> Speaker:
    speaker = reporting(":self", ":health", ":pbi_reactivation", ":later")
    return speaker.write("kartu mati sejak bulan lalu").press(":open")


def helping() -> Speaker:
    return Speaker(resident(Role.VOLUNTEER)).write("/lapor")


@pytest.mark.parametrize("said", ["0812 3456 7890", SPOKEN, "hp saya 081234567890 ya bu"])
def test_a_phone_number_alone_is_no_address(said: str) -> None:
    """It is the number that is asked for next; the address is asked again, the number is not."""
    speaker = at_address().write(said)
    assert (speaker.asked, speaker.answers["phone"]) == ("place", PHONE)
    assert "place" not in speaker.answers
    speaker.write("RT 4 RW 2")
    assert (speaker.asked, speaker.answers["place"]) == ("", "RT 4 RW 2")


@pytest.mark.parametrize("said", ["rt 4 rw 2, hp 0812-3456-7890", f"rt 4 rw 2 hp {SPOKEN}"])
def test_a_number_beside_an_address_goes_where_it_is_asked(said: str) -> None:
    """Who reads where somebody lives does not read their number there."""
    speaker = at_address().write(said)
    assert (speaker.answers["place"], speaker.answers["phone"]) == ("rt 4 rw 2", PHONE)
    assert speaker.asked == ""


def test_a_name_is_kept_without_the_numbers_beside_it() -> None:
    """The book and every page show the name."""
    speaker = helping().write("bu Fulanah 081234567890")
    assert (speaker.answers["sufferer"], speaker.answers["phone"]) == ("bu Fulanah", PHONE)
    speaker = helping().write("bu Fulanah 3274050101800001")
    assert speaker.answers["sufferer"] == "bu Fulanah"
    assert "petugas akan memintanya" in TEXTS.plain("id", speaker.says[0].text)


def test_who_refused_is_not_called() -> None:
    """The number beside their address is left out, and that is said."""
    speaker = helping().write("bu Fulanah").press(":health").press(":pbi_reactivation")
    speaker.press(":later").write("kartu mati").press(":refused")
    speaker.write("rt 4 rw 2 hp 081234567890")
    assert speaker.answers["place"] == "rt 4 rw 2"
    assert "phone" not in speaker.answers
    assert "form.phone_left_out" in speaker.keys


def test_an_address_with_a_house_number_stays_whole() -> None:
    """A few digits are of a street."""
    speaker = at_address().write("Jl. Melati no 12, rt 04 rw 02, 45143")
    assert speaker.answers["place"] == "Jl. Melati no 12, rt 04 rw 02, 45143"
    assert isinstance(speaker.buttons[0], Button)
