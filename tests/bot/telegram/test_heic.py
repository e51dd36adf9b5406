"""Photos of an iPhone are kept without what it wrote into them."""

import struct
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.attachments import kind_of, without_metadata

GPS = b"Exif\0\0MM\0*GPS -6.7320 108.5523"
PICTURE = b"hevc picture " * 9


def box(name: bytes, *inside: bytes) -> bytes:
    body = b"".join(inside)
    return struct.pack(">I4s", len(body) + 8, name) + body


def photo(*, version: int = 1, in_idat: bool = False) -> bytes:
    """A picture with one item of pixels and one of what the phone wrote."""
    items = [
        box(b"infe", b"\2\0\0\0" + struct.pack(">HH", number, 0) + kind + b"\0")
        for number, kind in ((1, b"hvc1"), (2, b"Exif"))
    ]
    iinf = box(b"iinf", b"\0\0\0\0" + struct.pack(">H", 2), *items)
    idat = box(b"idat", GPS) if in_idat else b""
    head = box(b"ftyp", b"heic\0\0\0\0mif1heic")

    def whole(begin: int) -> bytes:
        places = [(1, begin + len(GPS), len(PICTURE), 0), (2, 0 if in_idat else begin, len(GPS), 1)]
        rows = b"".join(_row(version, *place, in_idat=in_idat) for place in places)
        wide = struct.pack(">HI" if version == 2 else ">HH", 0x4400, 2)
        iloc = box(b"iloc", bytes([version, 0, 0, 0]), wide, rows)
        return head + box(b"meta", b"\0\0\0\0", iinf, iloc, idat)

    begin = len(whole(0)) + 8
    return whole(begin) + box(b"mdat", GPS, PICTURE)


def _row(version: int, item: int, begin: int, length: int, number: int, *, in_idat: bool) -> bytes:
    named = struct.pack(">I" if version == 2 else ">H", item)
    method = struct.pack(">H", int(in_idat and number == 1)) if version else b""
    return named + method + struct.pack(">HHII", 0, 1, begin, length)


@pytest.mark.parametrize("version", [0, 1, 2])
@pytest.mark.parametrize("in_idat", [False, True])
def test_what_the_phone_wrote_is_gone(version: int, in_idat: bool) -> None:
    """Place, time and device are zeros, wherever they lie; the pixels are as they were, and nothing
    has moved."""
    if in_idat and version == 0:
        return  # the first version knows no such place
    dirty = photo(version=version, in_idat=in_idat)
    clean = without_metadata(dirty, "image/heic")
    assert kind_of(dirty, "document") == "image/heic"
    assert clean.count(b"GPS") == dirty.count(b"GPS") - 1
    assert (len(clean), PICTURE in clean) == (len(dirty), True)


def test_a_clean_picture_stays_as_it_is() -> None:
    """What was taken out once is not there a second time."""
    once = without_metadata(photo(), "image/heic")
    assert without_metadata(once, "image/heic") == once


@given(st.data())
def test_a_damaged_picture_is_refused_and_no_more(data: st.DataObject) -> None:
    """Cut, or with wrong bytes anywhere: it is cleaned as far as it can be read, or refused."""
    whole = bytearray(photo())
    whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(whole[: data.draw(st.integers(0, len(whole)))])
    with suppress(ValueError):
        assert len(without_metadata(cut, "image/heic")) == len(cut)
