"""Things a phone can send when nobody has a real file at hand: pictures, a silent voice note, a
one-page PDF.

All are generated here, so no real person and no real paper is in them, and all are valid files that
viewers open.

Tested in tests/bot/simulator/web/test_server.py."""

import struct
from collections.abc import Iterator, Sequence
from functools import cache

Colour = tuple[int, int, int]

WIDTH, HEIGHT = 40, 30  # in blocks of 8 x 8 pixels
_LENGTHS = bytes([0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0])  # JPEG, table K.3
_SKY, _WALL, _ROOF, _DOOR, _GRASS = (
    (196, 222, 240),
    (247, 232, 205),
    (178, 84, 62),
    (120, 82, 58),
    (140, 178, 112),
)
_DESK, _CARD, _BAND, _INK, _PAPER = (
    (150, 118, 90),
    (38, 138, 92),
    (240, 244, 240),
    (96, 104, 112),
    (250, 249, 244),
)

# rectangles (left, top, right, bottom, colour) over a background; drawn in order
_SCENES: tuple[tuple[Colour, tuple[tuple[int, int, int, int, Colour], ...]], ...] = (
    (
        _DESK,
        (
            (5, 7, 35, 24, _CARD),
            (5, 10, 35, 12, _BAND),
            (8, 15, 15, 21, _BAND),
            (18, 15, 31, 16, _BAND),
        ),
    ),
    (
        _SKY,
        (
            (0, 22, 40, 30, _GRASS),
            (9, 12, 31, 24, _WALL),
            (7, 8, 33, 12, _ROOF),
            (18, 16, 23, 24, _DOOR),
        ),
    ),
    (
        _DESK,
        (
            (10, 2, 30, 29, _PAPER),
            (13, 5, 27, 7, _INK),
            *((13, y, 27, y + 1, _INK) for y in range(10, 25, 3)),
        ),
    ),
)


@cache
def picture(number: int = 0) -> bytes:
    """A JPEG of 320 x 240: a card on a desk, a house, a letter (``number`` modulo 3)."""
    background, shapes = _SCENES[number % len(_SCENES)]
    blocks = [[background] * WIDTH for _ in range(HEIGHT)]
    for left, top, right, bottom, colour in shapes:
        for y in range(top, bottom):
            blocks[y][left:right] = [colour] * (right - left)
    return jpeg(blocks)


def jpeg(blocks: Sequence[Sequence[Colour]]) -> bytes:
    """A baseline JPEG (ITU T.81) with one colour per block of 8 x 8 pixels: only the means need
    coding."""
    height, width = len(blocks) * 8, len(blocks[0]) * 8
    frame = struct.pack(">BHHB", 8, height, width, 3) + b"\x01\x11\x00\x02\x11\x00\x03\x11\x00"
    segments = (
        (0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"),
        (0xDB, b"\x00" + b"\x08" * 64),
        (0xC0, frame),
        (0xC4, b"\x00" + _LENGTHS + bytes(range(12))),
        (0xC4, b"\x10\x01" + bytes(15) + b"\x00"),
        (0xDA, b"\x03\x01\x00\x02\x00\x03\x00\x00\x3f\x00"),
    )
    head = b"".join(
        struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body for marker, body in segments
    )
    return b"\xff\xd8" + head + _packed("".join(_bits(blocks))) + b"\xff\xd9"


def _bits(blocks: Sequence[Sequence[Colour]]) -> Iterator[str]:
    codes = _codes()
    before = [0, 0, 0]
    for row in blocks:
        for colour in row:
            for part, level in enumerate(_luma_chroma(colour)):
                step, before[part] = level - before[part], level
                size = abs(step).bit_length()
                value = step if step >= 0 else step + (1 << size) - 1
                yield codes[size] + (f"{value:0{size}b}" if size else "") + "0"


def _codes() -> list[str]:
    codes, code = [], 0
    for length, count in enumerate(_LENGTHS, start=1):
        for _ in range(count):
            codes.append(f"{code:0{length}b}")
            code += 1
        code <<= 1
    return codes


def _luma_chroma(colour: Colour) -> tuple[int, int, int]:
    red, green, blue = colour
    return (
        round(0.299 * red + 0.587 * green + 0.114 * blue) - 128,
        round(-0.1687 * red - 0.3313 * green + 0.5 * blue),
        round(0.5 * red - 0.4187 * green - 0.0813 * blue),
    )


def _packed(bits: str) -> bytes:
    bits += "1" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8, "big").replace(b"\xff", b"\xff\x00")


@cache
def voice(seconds: int = 4) -> bytes:
    """An Ogg Opus file of silence (RFC 7845): 50 packets of 20 ms for each second."""
    head = b"OpusHead" + struct.pack("<BBHIHB", 1, 1, 0, 48_000, 0, 0)
    tags = b"OpusTags" + struct.pack("<I", 9) + b"simulator" + struct.pack("<I", 0)
    pages = [_ogg_page(0, 2, 0, [head]), _ogg_page(1, 0, 0, [tags])]
    for second in range(seconds):
        last = 4 if second == seconds - 1 else 0
        pages.append(_ogg_page(second + 2, last, (second + 1) * 48_000, [b"\xf8\xff\xfe"] * 50))
    return b"".join(pages)


def _ogg_page(number: int, flags: int, granule: int, packets: list[bytes]) -> bytes:
    table = bytes(len(packet) for packet in packets)
    start = b"OggS" + struct.pack("<BBqII", 0, flags, granule, 1, number)
    rest = bytes([len(table)]) + table + b"".join(packets)
    return start + struct.pack("<I", _ogg_checksum(start + bytes(4) + rest)) + rest


def _ogg_checksum(data: bytes) -> int:
    register = 0
    for byte in data:
        register ^= byte << 24
        for _ in range(8):
            register = ((register << 1) ^ (0x04C11DB7 if register & 0x80000000 else 0)) & 0xFFFFFFFF
    return register


@cache
def film() -> bytes:
    """The begin of an MP4 with nothing to see in it."""
    return struct.pack(">I4s4sI4s", 20, b"ftyp", b"isom", 512, b"mp41")


@cache
def letter() -> bytes:
    """A PDF of one empty page."""
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
    )
    body, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(body)
    return body + b"xref\n0 4\n0000000000 65535 f \n" + table + end
