"""The words of our own screens for how a case stands: what lists, pages, choices and reports say is
what a search understands. Data only.

Tested in tests/bot/pages/test_lists_own_words.py."""

from collections.abc import Mapping
from enum import StrEnum

from casework.case.model import Status, Urgency


class Mark(StrEnum):
    """What a case may be besides its status. ``OPEN``: not closed, as reports count.
    ``NOT_FIXED``: opened again, or doubted by its resident's words after a result.
    ``ELSEWHERE``: waits for a step of another office, as the queue's choice has it."""

    OPEN = "open"
    LATE = "late"
    PUT_OFF = "put_off"
    TOO_LONG = "too_long"
    FREE = "free"
    MERGED = "merged"
    REOPENED = "reopened"
    NOT_FIXED = "not_fixed"
    CONFIDENTIAL = "confidential"
    ELSEWHERE = "elsewhere"


STATES: Mapping[str, Status] = {
    "baru": Status.RECEIVED,
    "diterima": Status.RECEIVED,
    "belum dibaca": Status.RECEIVED,
    "ditelaah": Status.REVIEWED,
    "diproses": Status.IN_PROGRESS,
    "menunggu warga": Status.WAITING,
    "tunggu warga": Status.WAITING,
    "giliran warga": Status.WAITING,
    "dirujuk": Status.REFERRED,
    "ada hasil": Status.RESOLVED,
    "ditutup": Status.CLOSED,
    "new": Status.RECEIVED,
    "unread": Status.RECEIVED,
    "waiting": Status.WAITING,
    "referred": Status.REFERRED,
    "has a result": Status.RESOLVED,
    "closed": Status.CLOSED,
}
"""States by what they are called in a list and on a page. Referred is also what another office was
asked to take and has not answered."""

MARKS: Mapping[Mark, tuple[str, ...]] = {
    Mark.OPEN: ("terbuka", "masih terbuka", "open", "still open"),
    Mark.LATE: ("telat", "terlambat", "lewat batas", "lewat waktu", "late", "overdue"),
    Mark.PUT_OFF: ("ditunda", "postponed", "put off"),
    Mark.TOO_LONG: (
        "terlalu lama",
        "tunggu terlalu lama",
        "menunggu terlalu lama",
        "waiting too long",
    ),
    Mark.FREE: ("bebas", "belum diambil", "menunggu diambil", "unclaimed", "free"),
    Mark.MERGED: ("digabung", "disatukan", "merged"),
    Mark.REOPENED: ("dibuka lagi", "opened again", "reopened"),
    Mark.NOT_FIXED: ("belum beres", "not fixed"),
    Mark.CONFIDENTIAL: ("rahasia", "laporan rahasia", "confidential"),
    Mark.ELSEWHERE: ("kantor lain", "menunggu kantor lain", "other office"),
}

URGENT: Mapping[str, Urgency] = {
    "darurat": Urgency.EMERGENCY,
    "emergency": Urgency.EMERGENCY,
    "tinggi": Urgency.HIGH,
    "mendesak": Urgency.HIGH,
    "high": Urgency.HIGH,
    "rendah": Urgency.LOW,
    "low": Urgency.LOW,
}
"""How urgent a case is, as pages and queues say it."""

MINE = ("punya saya", "milik saya", "pegangan saya", "yang saya pegang", "saya pegang", "my cases")
"""What is in the hands of who searches."""

TURN = ("giliran", "turn:")
"""Before who must act next."""

ANOTHER, OWN = "office", "own"
"""Whose turn it is: that of any other office, or of who searches and of their office."""

TURNS: Mapping[str, str] = {
    "petugas desa": "0",
    "desa": "0",
    "village officers": "0",
    "koordinator": "1",
    "coordinator": "1",
    "slrt": "2",
    "manajer slrt": "3",
    "manajer": "3",
    "district (slrt)": "2",
    "district manager": "3",
    "kantor lain": ANOTHER,
    "kantor anda": OWN,
    "kantor saya": OWN,
    "saya": OWN,
    "anda": OWN,
}
"""Whose turn it may be, by what lines call them: a level of the chain, or one of the above."""
