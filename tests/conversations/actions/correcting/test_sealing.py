"""Words of violence and despair are heard in whatever they stand; what denies them, or only speaks
of them, is not."""

import csv
from pathlib import Path

import pytest

from conversations.actions.correcting.sealing import tells
from tests.conversations.speaker import CONTENT

STORIES = Path("tests/casework/texts.csv")

TOLD = (
    "KIS saya mati. bulan lalu saya juga dipukul suami",
    "pkh blm cair, anak saya dipukul bapak tirinya",
    "kk saya hilang krn suami ngamuk bawa golok, sering mukul saya",
    "saya sudah tidak mau dipukul lagi, tolong ktp saya juga",
    "dulu saya korban kdrt",
    "kartu saya mati, rasanya pengen mati aja",
    "anak saya dilecehkan gurunya, kip nya juga blm cair",
    "bpjs mati, sy diancam mau dibunuh mantan suami",
)

NOT_TOLD = (
    "tidak ada kekerasan di rumah",
    "bukan kdrt ya bu, cuma KIS mati",
    "suami tidak pernah mukul saya, kami rukun",
    "anak saya ga dipukul kok, jatuh sendiri",
    "tanpa kekerasan apa apa",
    "kapan ada sosialisasi kekerasan dalam rumah tangga",
    "hp saya dibanting anak, pkh belum cair",
    "buka pukul 8 atau pukul 9 bu",
    "saya diancam dicoret dari bansos",
    "skripsi bikin stres, kip kuliah belum cair",
    "nenek tinggal sendiri di gubuk",
    "",
)


@pytest.mark.parametrize("words", TOLD)
def test_it_is_told(words: str) -> None:
    """Now, lately or long ago: it seals."""
    assert tells(words, CONTENT.words, CONTENT.alarms)


@pytest.mark.parametrize("words", NOT_TOLD)
def test_it_is_not_told(words: str) -> None:
    """Denied, only spoken of, or something else."""
    assert not tells(words, CONTENT.words, CONTENT.alarms)


def test_ordinary_stories_seal_nothing() -> None:
    """Of the stories about cards, aid, school and houses none does."""
    with STORIES.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["urgency"] != "emergency"]
    ordinary = [row["text"] for row in rows if row["sector"] != "social_protection"]
    assert len(ordinary) > 100
    assert [x for x in ordinary if tells(x, CONTENT.words, CONTENT.alarms)] == []
