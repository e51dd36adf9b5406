"""[letterhead] of the config: the office that stands at the top of a paper and who signs it."""

from pathlib import Path

import pytest

from bot.settings.letterheads import read
from conversations.content.letterheads import Letterheads, OfficeHead, Signer

VILLAGES = (("32.74", "Kota Cirebon"), ("32.74.05.1003", "Kesambi"), ("32.74.05.1004", "Drajat"))
PNG = b"\x89PNG\r\n\x1a\nrest"
NIP = "19800101 200501 1 001"


def heads(written: object, folder: Path = Path()) -> Letterheads:
    return read(written, folder, VILLAGES)


def test_without_any_the_papers_name_the_place_alone() -> None:
    """Nothing has to be written: the office is called by its place, as before."""
    assert heads({}).of("32.74.05.1003") == OfficeHead()


def test_a_village_has_its_own_and_takes_the_rest_from_its_district(tmp_path: Path) -> None:
    """Government and logo are the district's where a village has none; address, phone and signers
    are never those of another office."""
    (tmp_path / "logo.png").write_bytes(PNG)
    signer = {"post": "Koordinator Puskesos", "name": "(nama)", "nip": NIP}
    made = heads(
        {
            "government": "Pemerintah Kota Cirebon",
            "office": "SLRT Kota Cirebon",
            "address": "Jalan Contoh 1",
            "phone": "0231-000000",
            "logo": "logo.png",
            "village": {
                "32.74.05.1003": {"address": "Jalan Contoh 2", "signed_by": signer},
            },
        },
        tmp_path,
    )
    assert made.of("32.74") == OfficeHead(
        "Kota Cirebon", "SLRT Kota Cirebon", "Jalan Contoh 1", "0231-000000", PNG
    )
    own = made.of("32.74.05.1003")
    assert (own.government, own.logo) == ("Kota Cirebon", PNG)
    assert (own.office, own.address, own.phone) == ("", "Jalan Contoh 2", "")
    assert own.signed_by == Signer("Koordinator Puskesos", "(nama)", "NIP 19800101 200501 1 001")
    assert made.of("32.74.05.1004") == OfficeHead("Kota Cirebon", logo=PNG)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ({"adress": "x"}, "adress is not known; did you mean address?"),
        (
            {"village": {"32.74.05.9999": {}}},
            "village 32.74.05.9999 is not in area.villages; write",
        ),
        ({"village": {"32.74": {}}}, "village 32.74 is not in area.villages; write"),
        ({"village": []}, 'village is no table; write [letterhead.village."32.74.05.1003"]'),
        ({"village": {"32.74.05.1003": 7}}, "village 32.74.05.1003 is no table; write"),
        (
            {"village": {"32.74.05.1003": {"phon": "1"}}},
            "village 32.74.05.1003: phon is not known; did you mean phone?",
        ),
        ({"phone": 231}, "phone is no text; write it in quotes"),
        ({"phone": "kantor"}, "phone 'kantor' is no phone number; write"),
        ({"logo": "none.png"}, "none.png can't be read"),
        ({"logo": "words.txt"}, "words.txt is no picture that can be printed; take a PNG"),
        ({"signed_by": "Lurah"}, "signed_by is no table; write"),
        ({"signed_by": {"name": "x"}}, "signed_by: post is missing; write"),
        ({"known_by": {"post": "Lurah", "nip": "123"}}, "known_by: a NIP has 18 digits; correct"),
        ({"known_by": {"post": "Lurah", "nik": "1"}}, "known_by: nik is not known; did you mean"),
    ],
)
def test_every_mistake_is_told_with_its_mend(tmp_path: Path, written: object, told: str) -> None:
    """What, where, how: in words for an operator."""
    (tmp_path / "words.txt").write_text("no picture")
    with pytest.raises(ValueError, match="; ") as caught:
        heads(written, tmp_path)
    assert told in str(caught.value)
    assert all("; " in line for line in str(caught.value).splitlines())


def test_all_mistakes_are_told_at_once() -> None:
    """An operator mends them in one go."""
    with pytest.raises(ValueError) as caught:  # noqa: PT011  its lines are looked at
        heads({"phone": "x", "adress": "y", "signed_by": {"post": "Lurah", "nip": "1"}})
    assert len(str(caught.value).splitlines()) == 3
