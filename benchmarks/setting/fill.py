"""Fills databases with years of cases, people, talks, events, bells and letters, sealed like real
ones.

Every tenth case is open, everybody has told of two; keys are as random as real ones, so that
indexes grow as in earnest. Written through the program's own tables, some thousand rows in a
transaction."""

import base64
import hashlib
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Table, func, select

from benchmarks.setting.people import FIRST
from benchmarks.setting.recording import MORNING
from bot.program import Program
from casework.case import number as numbers
from casework.case.model import Desk, Role, Status, Urgency
from conversations.protocol import dialogue
from storage.db.database import Database, table_of
from storage.tables.cases import CaseRow, Counter, EventRow
from storage.tables.pending import BellRow, OutboxRow
from storage.tables.people import Grant, PersonRow, TalkRow
from storage.tables.updates import SeenRow

OPEN_EVERY = 10
ROWS = 20_000
LATE_EVERY = timedelta(seconds=30)
"""How far the due times of two bells lie apart; the first is due at MORNING."""

SERVICES = ("pbi_reactivation", "pip_kip", "identity_documents", "pkh", "bpnt", "rutilahu")
TO_DO = (Status.RECEIVED, Status.REVIEWED, Status.IN_PROGRESS)
STORY = (
    "kartu KIS saya tidak aktif sejak bulan lalu, tanggal 5 mau kontrol ke puskesmas, mohon dibantu"
)

Row = dict[str, Any]


def people_of(cases: int, actors: int) -> int:
    """How many people there are: each has told of two cases, and those who act must be among
    them."""
    return max(cases // 2, actors)


def first_case() -> int:
    """The id of the first case."""
    return numbers.first_of(MORNING.year)


def _token(kind: str, number: int) -> str:
    return base64.urlsafe_b64encode(
        hashlib.blake2b(f"{kind}{number}".encode(), digest_size=9).digest()
    ).decode()


class Filler:
    """Makes the rows of one database."""

    def __init__(self, program: Program, cases: int, people: int) -> None:
        self._vault, self._cases, self._people = program.vault, cases, people
        self._villages = list(program.content.places.villages)
        self._district, self._consent = program.content.district, program.content.consent

    def tables(self) -> list[tuple[Table, Callable[[int], Row], int]]:
        """Table, the row of a number, and how many rows it gets."""
        return [
            (table_of(PersonRow), self._person, self._people),
            (table_of(TalkRow), self._talk, self._people),
            (table_of(Grant), self._grant, 2 * len(self._villages)),
            (table_of(CaseRow), self._case, self._cases),
            (table_of(EventRow), self._event, 2 * self._cases),
            (table_of(BellRow), self._bell, self._cases),
            (table_of(OutboxRow), self._letter, self._cases),
            (table_of(SeenRow), self._seen, self._cases // 4),
            (table_of(Counter), self._counter, 1),
        ]

    def _village(self, number: int) -> str:
        # strides without common factors, here and below, so that every village gets its share of
        # every kind
        return self._villages[(number // OPEN_EVERY * 7919 + number) % len(self._villages)]

    def _person(self, number: int) -> Row:
        phone = f"+62812{number:08}"
        return {
            "id": FIRST + number,
            "language": "id",
            "village": self._village(number),
            "consent": self._consent,
            "consent_at": MORNING,
            "name": None,
            "phone": self._vault.seal("person", "phone", FIRST + number, phone),
            "phone_mark": self._vault.fingerprint("phone", phone),
            "unreachable_at": None,
            "created_at": MORNING,
        }

    def _talk(self, number: int) -> Row:
        state = self._vault.seal_json(
            "talk", "state", FIRST + number, dialogue.dump(dialogue.Talk())
        )
        return {"person_id": FIRST + number, "state": state, "updated_at": MORNING}

    def _grant(self, number: int) -> Row:
        """Every village has somebody who takes reports, and a coordinator."""
        village, role = (
            self._villages[number // 2],
            (Role.FRONT_OFFICE, Role.COORDINATOR)[number % 2],
        )
        return {
            "person_id": FIRST + number,
            "role": str(role),
            "scope": village,
            "desks": "",
            "granted_by": 0,
            "granted_at": MORNING,
            "ended_at": None,
        }

    def _case(self, number: int) -> Row:
        case_id, is_open = first_case() + number, number % OPEN_EVERY == 0
        urgency = Urgency.EMERGENCY if number % 610 == 0 else Urgency.NORMAL
        village, opened = self._village(number), MORNING - timedelta(minutes=number % 500_000)
        intake = {
            "who": "self",
            "story": dialogue.Story((STORY,), last_at=MORNING.isoformat()).dump(),
            "secret": "open",
            "place": "RT 03 RW 05 dekat balai desa",
            "phone": None,
        }
        return {
            "id": case_id,
            "key": _token("case", number),
            "village": village,
            "service": SERVICES[number % len(SERVICES)],
            "urgency": urgency.value,
            "rank": 0 if urgency is Urgency.EMERGENCY else 1,
            "office": self._district if number % 130 == 0 else village,
            "desk": Desk.HEALTH.value,
            "party": "puskesos",
            "confidential": number % 70 == 0,
            "status": (
                TO_DO[number // OPEN_EVERY % len(TO_DO)] if is_open else Status.CLOSED
            ).value,
            "teller": FIRST + number % self._people,
            "owner": None,
            "level": 0,
            "opened_at": opened,
            "due_at": opened + timedelta(days=3),
            "closed_at": None if is_open else opened + timedelta(days=9),
            "decision": None if is_open else "helped",
            "parent": None,
            "version": 2,
            "phone_mark": None,
            "intake": self._vault.seal_json("cases", "intake", case_id, intake),
        }

    def _event(self, number: int) -> Row:
        case_id, n = first_case() + number // 2, 1 + number % 2
        body = {"text": STORY if n == 1 else "diterima", "by": FIRST}
        return {
            "case_id": case_id,
            "n": n,
            "kind": "noted",
            "actor": FIRST,
            "at": MORNING,
            "body": self._vault.seal_json("event", "body", f"{case_id}.{n}", body),
        }

    def _bell(self, number: int) -> Row:
        return {
            "kind": "late",
            "subject": str(first_case() + number),
            "occurrence": "1.0",
            "due_at": MORNING + LATE_EVERY * number,
            "fired_at": None,
        }

    def _letter(self, number: int) -> Row:
        return {
            "key": f"u{number}.2",
            "chat_id": FIRST + number % self._people,
            "delivery": "B",
            "method": "sendMessage",
            "payload": b"",
            "state": "sent",
            "tries": 1,
            "not_before": MORNING,
            "created_at": MORNING,
            "done_at": MORNING,
            "message_id": number + 1,
            "case_id": first_case() + number,
            "error": "",
        }

    def _seen(self, number: int) -> Row:
        return {"bot_id": 100_000, "update_id": number + 1, "at": MORNING}

    def _counter(self, number: int) -> Row:
        return {"name": f"case:{MORNING.year}", "value": first_case() + self._cases - 1}


async def fill(program: Program, cases: int, people: int) -> None:
    """Fill a fresh database with so many cases; one that was filled to the end is left as it is."""
    db = program.db
    if await _is_filled(db):
        return
    for table, row, amount in Filler(program, cases, people).tables():
        print(f"  filling {table.name}: {amount:,} rows", file=sys.stderr, flush=True)
        made = (row(number) for number in range(amount))
        while rows := list(islice(made, ROWS)):
            await _add(db, table, rows)
    async with db.write() as connection:
        await connection.exec_driver_sql(
            "ANALYZE" if db.dialect == "postgresql" else "PRAGMA optimize"
        )


async def _is_filled(db: Database) -> bool:
    async with db.read() as connection:
        # The counters are filled last.
        return bool(await connection.scalar(select(func.count()).select_from(table_of(Counter))))


async def _add(db: Database, table: Table, rows: list[Row]) -> None:
    async with db.write() as connection:
        if db.dialect == "sqlite":
            await connection.exec_driver_sql("PRAGMA cache_size=-400000")  # only while filling
        await connection.execute(table.insert(), rows)


def spread(people: int, actors: int) -> Iterator[int]:
    """The ids of those who act, evenly among all people."""
    return (FIRST + place * people // actors for place in range(actors))
