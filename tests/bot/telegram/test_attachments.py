"""What a file really is, and pictures without what the phone wrote into them."""

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.simulator import samples
from bot.telegram.attachments import kind_of, without_metadata

GPS = b"Exif\0\0MM\0*GPS -6.7320 108.5523"
JPEG = samples.picture()


def segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(*extra: bytes) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n"
        + head
        + b"".join(extra)
        + chunk(b"IDAT", zlib.compress(b"\0\0"))
        + chunk(b"IEND", b"")
    )


def webp(*chunks: tuple[bytes, bytes]) -> bytes:
    body = b"WEBP" + b"".join(
        name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)
        for name, content in chunks
    )
    return b"RIFF" + struct.pack("<I", len(body)) + body


@pytest.mark.parametrize(
    ("content", "sent_as", "kind"),
    [
        (JPEG, "photo", "image/jpeg"),
        (png(), "document", "image/png"),
        (webp((b"VP8 ", b"x")), "document", "image/webp"),
        (samples.letter(), "document", "application/pdf"),
        (samples.voice(1), "voice", "audio/ogg"),
        (b"\0\0\0\x18ftypmp42", "voice", "video/mp4"),
        (b"\0\0\0\x18ftypmp42", "video", "video/mp4"),
        (b"\0\0\0\x18ftypheic", "document", "image/heic"),
        (b"\0\0\0\x18ftypavif", "document", None),
        (b"ID3\x04\0\0\0\0\0\0", "voice", "audio/mpeg"),
        (b"\xff\xfb\x90\x64", "document", "audio/mpeg"),
        (b"\xff\xfb\xf0\x64", "voice", None),
        (b"#!AMR\n", "voice", None),
        (b"\0\0\0\x18ftypmp42", "photo", None),
        (b"PK\x03\x04AndroidManifest.xml", "document", None),
        (b"MZ\x90\0", "document", None),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "document", None),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "document", None),
        (b"<html>%PDF-", "document", None),
        (b"GIF89a", "photo", None),
        (b"RIFF\0\0\0\0WAVE", "voice", None),
        (b"0000\0\0\0\0WEBP", "photo", None),
        (b"#!/bin/sh", "document", None),
        (b"\x1f\x8b\x08", "document", None),
        (b"", "document", None),
    ],
)
def test_kind(content: bytes, sent_as: str, kind: str | None) -> None:
    """Only what stands on the list by its own first bytes is kept, whatever it was called."""
    assert kind_of(content, sent_as) == kind


def test_jpeg() -> None:
    """Place, time, device, comments and what hangs behind the end are gone; the picture is as it
    was."""
    dirty = (
        JPEG[:2]
        + segment(0xE1, GPS)
        + segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0 GPS")
        + segment(0xED, b"Photoshop 3.0\0 GPS")
        + segment(0xE2, b"MPF\0 GPS")
        + b"\xff\xff"
        + segment(0xFE, b"GPS of the house")
        + JPEG[2:]
        + b"PK\x03\x04 a film with GPS"
    )
    assert without_metadata(dirty, "image/jpeg") == JPEG


def test_jpeg_keeps_what_it_needs() -> None:
    """A clean picture stays as it is; a colour profile stays."""
    profile = segment(0xE2, b"ICC_PROFILE\0\x01\x01colours") + segment(0xEE, b"Adobe\0d\0\0\0\0\0")
    coloured = JPEG[:2] + profile + JPEG[2:]
    assert without_metadata(JPEG, "image/jpeg") == JPEG
    assert without_metadata(coloured, "image/jpeg") == coloured


def test_jpeg_of_several_scans() -> None:
    """A progressive picture keeps all its scans, and a stuffed or restarting one is not taken for
    its end."""
    scan = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00")
    body = (
        b"\xff\xd8"
        + scan
        + b"\x01\xff\x00\xd9\xff\xd0\x02"
        + segment(0xC4, b"table")
        + scan
        + b"\x03\xff\xd9"
    )
    assert without_metadata(body + b"tail", "image/jpeg") == body


def test_jpeg_cut_short() -> None:
    """The upper part of a picture that did not arrive whole is kept; one without a picture in it is
    refused."""
    assert without_metadata(JPEG[:-40], "image/jpeg") == JPEG[:-40]
    for damaged in (
        JPEG[:2],
        JPEG[:30],
        JPEG[:2] + b"no marker here" + JPEG[2:],
        b"\xff\xd8\xff\xe1\xff\xff GPS",
    ):
        with pytest.raises(ValueError, match="damaged"):
            without_metadata(damaged, "image/jpeg")


def test_png() -> None:
    """Texts, times and EXIF of a PNG are gone; the rest is the same."""
    notes = (chunk(name, b"GPS") for name in (b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"))
    assert without_metadata(png(*notes) + b"tail", "image/png") == png()
    with pytest.raises(ValueError, match="damaged"):
        without_metadata(png()[:-20], "image/png")


def test_webp() -> None:
    """EXIF and XMP of a WebP are gone, and its head no longer says that they are there."""
    size = b"\0\0\0" + b"\x3f\0\0" * 2
    clean = webp((b"VP8X", b"\x10" + size), (b"VP8 ", b"abc"))
    dirty = webp(
        (b"VP8X", b"\x1c" + size), (b"VP8 ", b"abc"), (b"EXIF", b"GPS"), (b"XMP ", b"GPS!")
    )
    assert without_metadata(dirty + b"tail", "image/webp") == clean
    with pytest.raises(ValueError, match="damaged"):
        without_metadata(clean[:-3], "image/webp")


def test_others() -> None:
    """Sound and papers stay as they are."""
    assert without_metadata(samples.letter(), "application/pdf") == samples.letter()


@given(
    st.sampled_from(
        [
            (b"\xff\xd8\xff", "image/jpeg"),
            (b"\x89PNG\r\n\x1a\n", "image/png"),
            (b"RIFF", "image/webp"),
        ]
    ),
    st.binary(max_size=200),
)
def test_any_bytes(start: tuple[bytes, str], rest: bytes) -> None:
    """Whatever comes, it is cleaned or refused as damaged; what is clean stays as it is."""
    sign, kind = start
    try:
        clean = without_metadata(sign + rest, kind)
    except ValueError:
        return
    assert without_metadata(clean, kind) == clean


def test_mp3() -> None:
    """Title, date and picture around the sound are gone; the sound is as it was."""
    sound = b"\xff\xfb\x90\x64" + b"\x55" * 400
    tag = b"ID3\x04\0\0" + bytes([0, 0, 2, 7]) + b"x" * (2 * 128 + 7)
    assert without_metadata(tag + sound + b"TAG" + GPS.ljust(125), "audio/mpeg") == sound
    assert without_metadata(sound, "audio/mpeg") == sound
    with pytest.raises(ValueError, match="damaged"):
        without_metadata(b"ID3\x04", "audio/mpeg")


@pytest.mark.parametrize("side", [(14_142, 14_142), (16_320, 12_240), (1, 65_500)])
def test_as_large_as_phones_make_them(side: tuple[int, int]) -> None:
    """The largest picture that a phone takes is kept, and so is one of many small pieces."""
    wide = chunk(b"IHDR", struct.pack(">IIBBBBB", *side, 8, 0, 0, 0, 0))
    content = png().replace(png()[8:33], wide)
    assert without_metadata(content, "image/png") == content
    many = png(*[chunk(b"IDAT", b"x" * 8192)] * 1300)
    assert without_metadata(many, "image/png") == many
