"""Pictures of ten megabytes that are made to keep a reader busy: built as such pictures are, of
pieces without number."""

import struct
from collections.abc import Mapping

SIZE = 10 * 1024 * 1024


def _filled(head: bytes, piece: bytes, end: bytes = b"") -> bytes:
    return head + piece * ((SIZE - len(head) - len(end)) // len(piece)) + end


def _box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body) + 8, name) + body


def heic(spans: int, places: int, width: int) -> bytes:
    """A photo of an iPhone whose note about the place lies in so many spans, told ``places`` times,
    each over the whole file or, with a ``width`` of 0, over nothing."""
    note = _box(b"infe", struct.pack(">B3xHH4s", 2, 1, 0, b"Exif"))
    iinf = _box(b"iinf", struct.pack(">B3xH", 0, 1) + note)
    span = struct.pack(">II", 0, SIZE) if width else b""
    place = struct.pack(">HHH", 1, 0, spans) + span * spans
    iloc = struct.pack(">B3xHH", 0, width * 0x1100, places) + place * places
    meta = _box(b"meta", bytes(4) + iinf + _box(b"iloc", iloc))
    return (_box(b"ftyp", b"heic") + meta).ljust(SIZE - 8, b"\0")[: SIZE - 8]


def _vast_heic() -> bytes:
    wide = _box(b"ispe", struct.pack(">III", 0, 2**32 - 1, 2**32 - 1))
    properties = _box(b"iprp", _box(b"ipco", wide))
    return _box(b"ftyp", b"heic") + _box(b"meta", bytes(4) + properties)


_PNG = b"\x89PNG\r\n\x1a\n"
_WEBP = struct.pack("<4sI4s", b"RIFF", SIZE - 8, b"WEBP")
_VAST = struct.pack(">BHHB", 8, 65_500, 65_500, 1) + bytes(3)

CRAFTED: Mapping[str, bytes] = {
    "a jpeg of empty segments": _filled(b"\xff\xd8\xff\xe0\0\2", b"\xff\xe0\0\2", b"\xff\xd9"),
    "a jpeg of filling": _filled(b"\xff\xd8", b"\xff", b"\xff\xd9"),
    "a jpeg of scans": _filled(b"\xff\xd8", b"\xff\xda\0\2\0", b"\xff\xd9"),
    "a png of empty chunks": _filled(_PNG, struct.pack(">I4sI", 0, b"abcd", 0)),
    "a webp of empty chunks": _filled(_WEBP, struct.pack("<4sI", b"abcd", 0)),
    "a heic of empty spans": heic(65_535, 100, 0),
    "a heic of spans over the whole": heic(4_000, 1, 4),
}
"""What each is, and its bytes."""

VAST: Mapping[str, bytes] = {
    "a jpeg": b"\xff\xd8\xff\xc0" + struct.pack(">H", len(_VAST) + 2) + _VAST + b"\xff\xd9",
    "a png": _PNG
    + struct.pack(">I4sIIBBBBB", 13, b"IHDR", 2**31 - 1, 2**31 - 1, 8, 0, 0, 0, 0)
    + bytes(4)
    + struct.pack(">I4sI", 0, b"IEND", 0),
    "a webp": b"RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + b"\xff" * 6,
    "a heic": _vast_heic(),
}
"""Small files that would be pictures of thousands of millions of points."""
