"""What stands in each printed paper, as plain values. Nothing here reads a clock, a file or a
database.

A moment is a ``date``, or an aware ``datetime`` that is already in the zone of the office (WIB,
WITA or WIT); it is printed in Indonesian words. An empty text leaves its line out. Texts are
printed letter by letter, never as markup.

Tested in tests/bot/papers/test_pdf.py."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Paper = Literal["a4", "80mm"]
"""A sheet for an office printer, or an endless strip for a receipt printer."""

_BOT = re.compile(r"@?([A-Za-z][A-Za-z0-9_]{3,31})")


@dataclass(frozen=True)
class Letterhead:
    """The top of every paper: ``district`` ("Kota Cirebon"), ``office`` ("Puskesos Kelurahan
    Kesambi"), ``address`` (lines parted by a newline) and a ``logo`` (PNG, JPEG, GIF, WebP or
    SVG)."""

    office: str
    address: str
    district: str
    logo: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Signature:
    """Who signs: ``post`` ("Koordinator Puskesos", "Lurah Kesambi"), ``name`` ("" = a dotted line
    to write on) and ``staff_number`` with its own label ("NIP 19…"), since village officers often
    have none."""

    post: str
    name: str = ""
    staff_number: str = ""


@dataclass(frozen=True)
class Resident:
    """The fields of a person as they were given (domain: letter of Puskesos Sampiran). ``birth`` is
    place and day."""

    name: str = ""
    nik: str = ""
    kk: str = ""
    birth: str = ""
    sex: str = ""
    religion: str = ""
    occupation: str = ""
    marital_status: str = ""
    address: str = ""
    phone: str = ""
    jkn_number: str = ""
    school: str = ""
    decile: str = ""


@dataclass(frozen=True)
class ReferralLetter:
    """*Surat rujukan*: asks another office to take a case over.

    ``number`` is the letter's, as it is printed (``460/26-00042-K/PSK/XI/2026``); ``case_number``
    the one that people say. ``receiver`` is the kind of office (see
    ``casework.access.referral_fields``) and decides which fields of ``person`` go along; ``to`` is
    its head with the office's name. ``about`` names the service. ``reason`` is what the sender
    writes for this receiver. ``answer_by``: by when it says whether it takes the case,
    ``result_by``: by when there is a result. ``reply_to`` follows "melalui" ("telepon 0231-…").
    ``qr`` is what the code holds, usually a link. ``confidential`` keeps the topic out of the
    subject line, and an empty ``about`` out of the letter; ``secret``: who told asked not to be
    named."""

    number: str
    case_number: str
    dated: date
    place: str
    to: str
    receiver: str
    about: str
    person: Resident
    signed_by: Signature
    known_by: Signature | None = None
    reason: str = ""
    documents: tuple[str, ...] = ()
    answer_by: date | None = None
    result_by: date | None = None
    consented_on: date | None = None
    reply_to: str = ""
    to_place: str = "tempat"
    urgent: bool = False
    confidential: bool = False
    secret: bool = False
    qr: str = ""


@dataclass(frozen=True)
class Statement:
    """*Surat keterangan Puskesos* with the DTSEN decile and the purpose it may be used for.

    ``verified_by`` says who looked ("fasilitator"), ``verified_on`` when. ``decile`` is 0–10, None
    when the person is not in DTSEN. ``resident_of`` is the village with its kind ("Kelurahan
    Kesambi")."""

    number: str
    dated: date
    place: str
    person: Resident
    resident_of: str
    verified_by: str
    verified_on: date
    decile: int | None
    purpose: str
    signed_by: Signature
    known_by: Signature | None = None
    household_head: Resident | None = None
    valid_until: date | None = None
    qr: str = ""

    def __post_init__(self) -> None:
        if self.decile is not None and not 0 <= self.decile <= 10:
            raise ValueError(f"a decile is a number from 0 to 10, not {self.decile}")


@dataclass(frozen=True)
class Receipt:
    """*Tanda terima* of a report, never with the story. ``bring`` are documents; ``link`` opens the
    bot; ``name`` is printed only when given. Leave ``service`` empty in the sensitive lane."""

    case_number: str
    service: str
    dated: date
    due: date
    bot: str
    link: str
    bring: tuple[str, ...] = ()
    name: str = ""

    def __post_init__(self) -> None:
        _named(self)


@dataclass(frozen=True)
class Poster:
    """The poster of a village: the way into the bot, and how to tell it from a fraud.

    ``village`` with its kind ("Kelurahan Kesambi"), ``code`` the Kemendagri code with dots;
    ``numbers`` for emergencies ("112 (darurat)"); ``open_hours`` in words."""

    village: str
    code: str
    bot: str
    dated: date
    numbers: tuple[str, ...]
    open_hours: str = ""

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[0-9]{2}(\.[0-9]{2,4}){0,3}", self.code):
            raise ValueError(f"{self.code!r} is no Kemendagri code; write it like 32.74.05.1003")
        _named(self)

    @property
    def link(self) -> str:
        """Opens the bot with this village chosen."""
        return f"https://t.me/{self.bot}?start=d_{self.code.replace('.', '')}"


@dataclass(frozen=True)
class Slip:
    """For a neighbour without Telegram: what came out (``result``), the ``code`` that takes the
    thread over, or both.

    ``link`` carries the code to the bot; ``valid_until`` is the last day of the code. Leave
    ``service`` empty in the sensitive lane: the paper passes through other hands."""

    case_number: str
    dated: date
    bot: str
    service: str = ""
    name: str = ""
    result: str = ""
    code: str = ""
    link: str = ""
    valid_until: date | None = None

    def __post_init__(self) -> None:
        if not (self.result or self.code):
            raise ValueError("a slip needs a result or a code; without both it tells nothing")
        _named(self)


@dataclass(frozen=True)
class BoardNotice:
    """The public answer to an anonymous report for the notice board: a number and a text, nobody's
    name."""

    case_number: str
    dated: date
    answer: str


def _named(paper: Receipt | Poster | Slip) -> None:
    object.__setattr__(paper, "bot", bare_bot(paper.bot))


def bare_bot(written: str) -> str:
    """The bot's exact name without "@", or ValueError: a paper with a wrong name leads people to a
    fraud."""
    bot = _BOT.fullmatch(written)
    if bot is None:
        raise ValueError(f"{written!r} is no name of a bot; write it like PuskesosCirebonBot")
    return bot[1]
