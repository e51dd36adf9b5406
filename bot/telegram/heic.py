"""Photos as an iPhone keeps them (HEIC, ISO/IEC 23008-12): taken for pictures, and without what the
phone wrote into them.

Such a file is boxes within boxes. The box ``iinf`` names its items, ``iloc`` tells where the bytes
of each lie. What the phone has written (EXIF, XMP) is filled with zeros where it lies, so that
nothing else moves. The picture itself is not decoded. Pure.

Tested in tests/bot/telegram/test_heic.py."""

import struct
from collections.abc import Iterator

from bot.picture_bounds import few, refuse_vast

BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_METADATA = {b"Exif", b"mime", b"uri "}
Span = tuple[int, int]
"""Where something lies in the file: its first byte, and the first behind it."""


def is_heic(content: bytes) -> bool:
    return content[4:8] == b"ftyp" and content[8:12] in BRANDS


def without_metadata(content: bytes) -> bytes:
    """The picture with zeros where the phone wrote place, time and device. ValueError when it is
    damaged, or has more pieces or points than any real one."""
    clean = bytearray(content)
    meta = dict(_boxes(content, 0, len(content))).get(b"meta")
    if meta is None:
        raise ValueError("the picture is damaged")
    inside = dict(_boxes(content, meta[0] + 4, meta[1]))  # 4: version and flags
    gone = set(_named(content, inside[b"iinf"])) if b"iinf" in inside else set()
    data = inside.get(b"idat", (0, 0))[0]
    _refuse_vast(content, inside.get(b"iprp", (0, 0)))
    notes = [at for item, *at in few(_placed(content, inside.get(b"iloc"), data)) if item in gone]
    if sum(length for _, length in notes) > len(content):
        raise ValueError("the picture is damaged")
    for begin, length in notes:
        end = min(begin + length, len(clean))
        clean[begin:end] = bytes(max(0, end - begin))
    return bytes(clean)


def _refuse_vast(content: bytes, iprp: Span) -> None:
    """Width and height stand among the properties of the items (``ispe``)."""
    for name, inside in _boxes(content, *iprp):
        for kind, (begin, _) in _boxes(content, *inside) if name == b"ipco" else ():
            if kind == b"ispe":
                refuse_vast(*struct.unpack_from(">II", content, begin + 4))


def _boxes(content: bytes, at: int, end: int) -> list[tuple[bytes, Span]]:
    """The name of each box in a span, and where its inside lies."""
    return few(_walk(content, at, end))


def _walk(content: bytes, at: int, end: int) -> Iterator[tuple[bytes, Span]]:
    while at + 8 <= end:
        size, name = struct.unpack_from(">I4s", content, at)
        begin = at + 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", content, begin)
            begin += 8
        last = at + size if size else end
        if last < begin or last > end:
            raise ValueError("the picture is damaged")
        yield name, (begin, last)
        at = last


def _named(content: bytes, iinf: Span) -> Iterator[int]:
    """The items that hold what the phone has written."""
    begin, end = iinf
    counted = 2 if content[begin] == 0 else 4
    for name, (at, _) in _boxes(content, begin + 4 + counted, end):
        version = content[at]
        if name != b"infe" or version < 2:
            continue
        wide = version > 2
        (item,) = struct.unpack_from(">I" if wide else ">H", content, at + 4)
        kind = content[at + (10 if wide else 8) :][:4]
        if kind in _METADATA:
            yield item


def _placed(content: bytes, iloc: Span | None, data: int) -> Iterator[tuple[int, int, int]]:
    """Item, first byte and length of every piece. ``data``: where the inside of ``idat`` begins."""
    if iloc is None:
        return
    read = _Numbers(content, iloc[0])
    version = read.number(1)
    read.number(3)
    sizes = read.number(2)
    wide_offset, wide_length = sizes >> 12, sizes >> 8 & 15
    wide_base, wide_index = sizes >> 4 & 15, sizes & 15 if version else 0
    for _ in range(read.number(4 if version == 2 else 2)):
        item = read.number(4 if version == 2 else 2)
        in_data = bool(version and read.number(2) & 15 == 1)
        read.number(2)
        base = read.number(wide_base) + (data if in_data else 0)
        for _ in range(read.number(2)):
            read.number(wide_index)
            begin = base + read.number(wide_offset)
            yield item, begin, read.number(wide_length)


class _Numbers:
    """Numbers of any width, one after the other; ValueError behind the end."""

    def __init__(self, content: bytes, at: int) -> None:
        self._content, self._at = content, at

    def number(self, width: int) -> int:
        piece = self._content[self._at : self._at + width]
        if len(piece) < width:
            raise ValueError("the picture is damaged")
        self._at += width
        return int.from_bytes(piece, "big")
