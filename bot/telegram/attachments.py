"""Tells what a file really is, by its first bytes, and takes out of a picture what the phone wrote
into it. Pure.

A photo from a phone may say where and when it was taken, by which device, and carry a small copy or
a film of itself. None of that is needed to help anybody. The picture itself is not decoded; one of
pieces or points without number is refused before it is read through. The walk through it still
costs time: call it in the workshop."""

import re
import struct
from collections.abc import Callable, Iterator, Mapping

from bot.picture_bounds import few, refuse_vast
from bot.telegram import heic

LONGEST = 10 * 1024 * 1024
"""Bytes of an attachment that is kept."""

# Where in the file which bytes stand. MP4 is for sound and film; what came as a document or photo
# can't be one.
_SIGNS = (
    ("image/jpeg", 0, b"\xff\xd8\xff"),
    ("image/png", 0, b"\x89PNG\r\n\x1a\n"),
    ("image/webp", 8, b"WEBP"),
    ("application/pdf", 0, b"%PDF-"),
    ("audio/ogg", 0, b"OggS"),
    ("video/mp4", 4, b"ftyp"),
)
# The begin of a frame of MPEG audio, layer III, with a bit rate and a sampling rate that exist.
_MP3_FRAME = re.compile(rb"\xff[\xe2\xe3\xf2\xf3\xfa\xfb][\x10-\xeb]", re.DOTALL)
_FILMS = {"voice", "audio", "video", "video_note"}

# JPEG markers. Kept: JFIF (APP0), colours (APP2 with a profile, APP14). Gone: EXIF and XMP (APP1),
# the rest, comments.
_APP = range(0xE0, 0xF0)
_COMMENT, _SCAN, _END = 0xFE, 0xDA, 0xD9
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}  # tell height and width
_MARKER_IN_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_PNG_GONE = {b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"}
_WEBP_GONE = {b"EXIF", b"XMP "}
_WEBP_FLAGS = 0x08 | 0x04  # "has EXIF", "has XMP"


def kind_of(content: bytes, sent_as: str) -> str | None:
    """The media type, or None for everything that is not on the list. ``sent_as``: photo, voice,
    document …"""
    if heic.is_heic(content):
        return "image/heic"
    if content[:3] == b"ID3" or _MP3_FRAME.match(content):
        return "audio/mpeg"
    for kind, at, sign in _SIGNS:
        if content[at : at + len(sign)] == sign:
            if (kind == "image/webp" and content[:4] != b"RIFF") or (
                kind == "video/mp4" and sent_as not in _FILMS
            ):
                return None
            return kind
    return None


def without_metadata(content: bytes, kind: str) -> bytes:
    """The same file without place, time, device, comments, and whatever follows its end; others as
    they are.

    The note about which side is up goes too: a photo sent as a document may then lie on its side.
    Raises ValueError for a picture that is not built as such a picture must be, or has more pieces
    or points than any real one."""
    clean = _CLEANERS.get(kind)
    if clean is None:
        return content
    try:
        return b"".join(few(clean(content)))
    except (IndexError, struct.error) as error:
        raise ValueError("the picture is damaged") from error


# Each cleaner gives a piece for every piece of the file; what goes, as nothing.
def _jpeg(content: bytes) -> Iterator[bytes]:
    yield content[:2]
    at = 2
    while (marker := _marker(content, at)) != _END:
        if marker == 0xFF:  # markers may stand behind any number of these
            at += 1
            yield b""
            continue
        end = at + 2 + struct.unpack_from(">H", content, at + 2)[0]
        if marker in _FRAMES:
            refuse_vast(*struct.unpack_from(">HH", content, at + 5))
        yield b"" if _is_metadata(marker, content[at + 4 : end]) else content[at:end]
        at = end
        if marker == _SCAN:
            found = _MARKER_IN_SCAN.search(content, at)
            if found is None:  # cut short on the way here: whoever looks at it sees the upper part
                yield content[at:]
                return
            yield content[at : found.start()]
            at = found.start()
    yield content[at : at + 2]


def _marker(content: bytes, at: int) -> int:
    if content[at] != 0xFF:
        raise ValueError("the picture is damaged")
    return content[at + 1]


def _is_metadata(marker: int, body: bytes) -> bool:
    if marker == 0xE2:
        return not body.startswith(b"ICC_PROFILE\0")
    return marker == _COMMENT or (marker in _APP and marker not in {0xE0, 0xEE})


def _png(content: bytes) -> Iterator[bytes]:
    yield content[:8]
    at, name = 8, b""
    while name != b"IEND":
        length, name = struct.unpack_from(">I4s", content, at)
        if at + 12 + length > len(content):
            raise ValueError("the picture is damaged")
        if name == b"IHDR":
            refuse_vast(*struct.unpack_from(">II", content, at + 8))
        yield b"" if name in _PNG_GONE else content[at : at + 12 + length]
        at += 12 + length


def _webp(content: bytes) -> Iterator[bytes]:
    body = b"WEBP" + b"".join(few(_chunks(content)))
    yield b"RIFF" + struct.pack("<I", len(body)) + body


def _chunks(content: bytes) -> Iterator[bytes]:
    at, end = 12, min(len(content), 8 + struct.unpack_from("<I", content, 4)[0])
    while at < end:
        name, length = struct.unpack_from("<4sI", content, at)
        chunk = content[at : at + 8 + length + length % 2]
        if len(chunk) < 8 + length:
            raise ValueError("the picture is damaged")
        if name == b"VP8X":  # those without it have 16,384 points a side at most
            width, height = (int.from_bytes(chunk[i : i + 3], "little") + 1 for i in (12, 15))
            refuse_vast(width, height)
            chunk = chunk[:8] + bytes([chunk[8] & ~_WEBP_FLAGS]) + chunk[9:]
        yield b"" if name in _WEBP_GONE else chunk
        at += 8 + length + length % 2


def _mp3(content: bytes) -> Iterator[bytes]:
    """The sound without what stands before and behind it: title, date, a picture (ID3, of which the
    length is written in seven bits a byte)."""
    at = 0
    if content[:3] == b"ID3":
        size = 0
        for byte in struct.unpack_from(">4B", content, 6):
            size = size << 7 | byte & 0x7F
        at = 10 + size
    yield content[at:-128] if content[-128:-125] == b"TAG" else content[at:]


def _heic(content: bytes) -> Iterator[bytes]:
    yield heic.without_metadata(content)


_CLEANERS: Mapping[str, Callable[[bytes], Iterator[bytes]]] = {
    "image/jpeg": _jpeg,
    "image/png": _png,
    "image/webp": _webp,
    "image/heic": _heic,
    "audio/mpeg": _mp3,
}
