"""The big keyboard goes when its question goes, and its keys are never anybody's story."""

from pathlib import Path

import pytest

from bot.simulator.phones import Phone
from tests.support.rig import Rig, rig

CRY = "tolong rumah tetangga kebakaran sekarang"


async def _asked_for_a_number(made: Rig) -> Phone:
    """A resident who is asked for a phone number by the big keyboard."""
    phone = made.phone(1)
    phone.start()
    await made.settle()
    await made.introduce(phone)
    await made.write(phone, CRY)
    await made.write(phone, "RT 03 RW 07")
    assert phone.keyboard
    return phone


async def test_the_keyboard_goes_with_the_form(sqlite_url: str, tmp_path: Path) -> None:
    """After /batal it is gone."""
    async with rig(sqlite_url, tmp_path) as made:
        phone = await _asked_for_a_number(made)
        await made.write(phone, "/batal")
        assert not phone.keyboard


@pytest.mark.parametrize(
    "key", ["✖ Batal", "Lewati", "« Kembali", "📱 Kirim nomor saya", "📍 Kirim lokasi saya"]
)
async def test_a_key_is_no_report(sqlite_url: str, tmp_path: Path, key: str) -> None:
    """Pressed when nothing is asked any more, a key takes the keyboard away and asks nothing."""
    async with rig(sqlite_url, tmp_path) as made:
        phone = await _asked_for_a_number(made)
        await made.write(phone, "/batal")
        before = len(made.telegram.ledger)
        await made.write(phone, key)
        told = [one.text for one in made.telegram.ledger[before:]]
        assert told == ["✔ Baik."]
        assert not phone.keyboard
