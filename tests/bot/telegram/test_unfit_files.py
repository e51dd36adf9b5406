"""What is not kept is known at once, by what Telegram says of it."""

from types import SimpleNamespace

import pytest

from bot.telegram.attachments import LONGEST, kind_of
from bot.telegram.unfit_files import PAPERS, unfit


def media(mime: str | None = None, name: str | None = None, size: int | None = 1000) -> object:
    return SimpleNamespace(mime_type=mime, file_name=name, file_size=size)


@pytest.mark.parametrize(
    ("kind", "mime", "name", "why"),
    [
        ("photo", None, None, ""),
        ("voice", "audio/ogg", None, ""),
        ("voice", None, None, ""),
        ("audio", "audio/mpeg", "rekaman.mp3", ""),
        ("audio", "audio/mp4", "rekaman.m4a", ""),
        ("audio", "audio/amr", "rekaman.amr", "sound"),
        ("audio", "audio/x-wav", "rekaman.wav", "sound"),
        ("video", "video/mp4", None, ""),
        ("video", "video/x-matroska", "film.mkv", "film"),
        ("video_note", None, None, ""),
        ("document", "image/heic", "IMG_1.HEIC", ""),
        ("document", "IMAGE/JPEG", "IMG_1.JPG", ""),
        ("document", "application/octet-stream", "IMG_1.HEIC", ""),
        ("document", "application/octet-stream", "rekaman.amr", "paper"),
        ("document", None, "surat.docx", "paper"),
        ("document", None, None, ""),
        ("document", "application/pdf", "surat.pdf", ""),
        ("document", "audio/mpeg", "rekaman.mp3", ""),
        ("document", "audio/amr", "rekaman.amr", "sound"),
        ("document", "audio/mp4", "rekaman.m4a", "sound"),
        ("document", "video/mp4", "film.mp4", "film"),
        ("document", "image/gif", "lucu.gif", "paper"),
        ("document", "application/zip", "semua.zip", "paper"),
        (
            "document",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "surat.docx",
            "paper",
        ),
    ],
)
def test_why(kind: str, mime: str | None, name: str | None, why: str) -> None:
    """Photos, papers, sound and film of the kinds that are kept are fit, all else has a reason."""
    assert unfit(kind, media(mime, name)) == why


@pytest.mark.parametrize("kind", ["photo", "voice", "audio", "video", "document"])
def test_what_is_too_big(kind: str) -> None:
    """Ten mebibytes are kept, one byte more is not; of an unknown size it is tried."""
    sizes = (LONGEST, LONGEST + 1, None)
    assert [unfit(kind, media(size=size)) for size in sizes] == ["", "big", ""]


def test_nothing_is_promised_that_is_refused_later() -> None:
    """Every kind of paper that is called fit is one that the fetcher keeps."""
    begins = {
        "image/jpeg": b"\xff\xd8\xff",
        "image/png": b"\x89PNG\r\n\x1a\n",
        "image/webp": b"RIFF\0\0\0\0WEBP",
        "image/heic": b"\0\0\0\x18ftypheic",
        "image/heif": b"\0\0\0\x18ftypmif1",
        "application/pdf": b"%PDF-",
        "audio/ogg": b"OggS",
        "audio/opus": b"OggS",
        "audio/mpeg": b"ID3",
        "audio/mp3": b"\xff\xfb\x90",
    }
    assert begins.keys() == PAPERS
    assert all(kind_of(content, "document") for content in begins.values())
