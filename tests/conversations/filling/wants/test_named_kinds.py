"""Which of several things is named, lacking, or to come."""

import pytest

from conversations.filling.wants.named_kinds import lacking, later, named

BOTH = ("photo_ktp", "photo_kk")


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("ini kk nya", ["photo_kk"]),
        ("KK-nya bu, KTP menyusul", ["photo_kk"]),
        ("ktp, kk nyusul", ["photo_ktp"]),
        ("ktp dan kk", ["photo_ktp", "photo_kk"]),
        ("kartu keluarga", ["photo_kk"]),
        ("ini fotonya", []),
    ],
)
def test_what_is_here(words: str, kinds: list[str]) -> None:
    """In the order of the words."""
    assert named(words, BOTH) == kinds


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("tidak ada yg kk", ["photo_kk"]),
        ("kk nya hilang", ["photo_kk"]),
        ("ktp ada kk tidak punya", ["photo_kk"]),
        ("ga punya ktp dan kk", ["photo_ktp", "photo_kk"]),
        ("belum punya kk", ["photo_kk"]),
        ("kk belum, ktp ini", []),
        ("tidak punya", []),
        ("kk saya hilang waktu banjir tahun lalu dan sampai sekarang belum diurus lagi", []),
    ],
)
def test_what_is_lacking(words: str, kinds: list[str]) -> None:
    """A thing that will come is not lacking; a long message may tell of something else."""
    assert lacking(words, BOTH) == kinds


@pytest.mark.parametrize(("words", "to_come"), [("belum ada pak", True), ("belum punya", False)])
def test_not_yet_is_no_no(words: str, to_come: bool) -> None:
    """Who does not have it yet may bring it."""
    assert later(words) is to_come
