"""Every kind of Telegram message, wherever a person may stand: what becomes of its words, files,
place and phone number. Nothing is lost without telling, and nobody meets silence."""

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.settings import logs
from bot.simulator.messages import DeliveredMessage
from casework.case.model import Role
from casework.trail import as_mapping
from conversations.protocol import dialogue
from storage.cases import cases
from storage.db.database import table_of
from storage.people import people
from storage.tables.cases import FileRow
from tests.support.message_kinds import (
    CARRIED,
    CONTACT,
    FILES,
    KINDS,
    PLACE,
    WORDS,
    Mark,
    Sent,
    marks,
)
from tests.support.rig import VILLAGE, Rig, rig
from tests.support.standings import CLOSED, OFFICER, OPEN, RESULT, Stage, Standing, asked

KEPT, TOLD, EITHER = "kept", "told", "kept or told"
"""What becomes of it: it lies in the open form, in what waits to be sorted or in a case; the person
was told that it does not; one of both (where a form asks for something else)."""

ANSWERED, SILENT = "answered", "silent"
"""What follows from a message with nothing in it."""

REPORT = {"who": "self", "suggested": "none", "sector": "aid_data", "service": "pkh"}
STORY = {"texts": ["bantuan saya berhenti"], "files": [], "location": None}
TOLD_STORY = {**REPORT, "story": STORY}
HELLO = {"language": "id"}
COUNTER = {"village": VILLAGE, "sufferer": "warga", "consent": "yes", "place": "RT 3"}
CLERK = Role.FRONT_OFFICE
WANTED = ("text", "photos", "phone", "nik", "kk", "date", "number", "location", "voice", "confirm")

Row = tuple[Standing, str, str, str, str]
"""Where somebody stands, and what becomes of words, files, place, phone number there."""

PLACES: Mapping[str, Row] = {
    # what is asked · words · files · place · phone number
    "no contact yet": (Standing(known=False), KEPT, KEPT, KEPT, EITHER),
    "hello: language": (Standing("hello", known=False), KEPT, KEPT, EITHER, EITHER),
    "hello: consent": (Standing("hello", HELLO, known=False), KEPT, KEPT, EITHER, EITHER),
    "hello: village": (
        Standing("hello", HELLO | {"consent": "agree"}, known=False),
        KEPT,
        KEPT,
        EITHER,
        EITHER,
    ),
    "no form": (Standing(), KEPT, KEPT, KEPT, EITHER),
    "report: choice": (Standing("report"), KEPT, KEPT, EITHER, EITHER),
    "report: story": (Standing("report", REPORT), KEPT, KEPT, KEPT, EITHER),
    "report: text": (
        Standing("report", {**TOLD_STORY, "secret": "open"}),
        KEPT,
        EITHER,
        EITHER,
        EITHER,
    ),
    "report: phone": (
        Standing("report", {**TOLD_STORY, "secret": "open", "place": "RT 3"}),
        EITHER,
        EITHER,
        EITHER,
        KEPT,
    ),
    "report: card": (
        Standing("report", {**TOLD_STORY, "secret": "open", "place": "RT 3", "phone": None}),
        KEPT,
        KEPT,
        EITHER,
        EITHER,
    ),
    **{
        f"answer: {wants}": (
            Standing("answer", case=asked(wants), about={"wants": wants, "question": "?"}),
            KEPT if wants in ("text",) else EITHER,
            EITHER,
            KEPT if wants == "location" else EITHER,
            KEPT if wants == "phone" else EITHER,
        )
        for wants in WANTED
    },
    "reply to a question": (Standing(case=asked("text"), replies=True), KEPT, KEPT, KEPT, EITHER),
    "reply to a question for a number": (
        Standing(case=asked("phone"), replies=True),
        KEPT,
        KEPT,
        KEPT,
        KEPT,
    ),
    "reply to a case": (Standing(case=OPEN, replies=True), KEPT, KEPT, KEPT, EITHER),
    "reply to a result": (Standing(case=RESULT, replies=True), KEPT, KEPT, KEPT, EITHER),
    "reply to a closed case": (Standing(case=CLOSED, replies=True), KEPT, KEPT, KEPT, EITHER),
    "what is not fixed": (
        Standing("confirm", {"verdict": "no"}, case=RESULT),
        KEPT,
        KEPT,
        KEPT,
        EITHER,
    ),
    "emergency: village": (Standing("emergency", case=(), alarm=True), KEPT, KEPT, KEPT, EITHER),
    "emergency: where": (
        Standing("emergency", {"village": VILLAGE}, case=(), alarm=True),
        KEPT,
        KEPT,
        KEPT,
        EITHER,
    ),
    "emergency: phone": (
        Standing("emergency", {"village": VILLAGE, "place": "RT 3"}, case=(), alarm=True),
        KEPT,
        KEPT,
        KEPT,
        KEPT,
    ),
    "emergency: all told": (Standing(case=(), alarm=True), KEPT, KEPT, KEPT, EITHER),
    "officer: no form": (Standing(role=CLERK), KEPT, KEPT, KEPT, EITHER),
    "officer: reply to a notice": (
        Standing(case=OPEN, role=CLERK, replies=True),
        KEPT,
        EITHER,
        EITHER,
        EITHER,
    ),
    "officer: text": (Standing("reply", case=OPEN, role=CLERK), KEPT, EITHER, EITHER, EITHER),
    "officer: choice": (Standing("resolve", case=OPEN, role=CLERK), EITHER, EITHER, EITHER, EITHER),
    "officer: date": (Standing("stand_in", role=CLERK), EITHER, EITHER, EITHER, EITHER),
    "officer: counter, number": (
        Standing("walk_in", {**TOLD_STORY, **COUNTER}, role=CLERK),
        EITHER,
        EITHER,
        EITHER,
        KEPT,
    ),
}

OTHERWISE: Mapping[tuple[str, str, str], str] = {
    # What was sent to the resident can't be changed any more; the officer is told.
    ("officer: text", "edit, changed", WORDS): EITHER,
    # A film or a piece of music is no picture; what a place's rule does not say is said here.
    **{(place, "contact, another's", CONTACT): EITHER for place in PLACES},
    **{(place, "animation", FILES): EITHER for place in PLACES},
    **{("answer: photos", kind, FILES): KEPT for kind in ("photo", "photo with words", "album")},
    **{("answer: voice", kind, FILES): KEPT for kind in ("voice", "voice with words")},
    **{
        (place, kind, WORDS): EITHER
        for place in PLACES
        for kind in KINDS
        if "command" in kind and not place.startswith(("no ", "hello", "report"))
    },
}
"""Single cells that differ from the row of their place."""

NAMES = {
    WORDS: ("tulis", "kata", "pesan", "cerita", "perintah"),
    FILES: ("foto", "berkas", "gambar", "suara", "video", "dokumen", "file", "stiker"),
    PLACE: ("lokasi", "peta", "tempat", "alamat"),
    CONTACT: ("nomor", "kartu", "kontak"),
}
"""Words of which one names the thing that was not taken, when something else of the message was."""


def expected(place: str, kind: str) -> Mapping[str, str]:
    """What becomes of each thing that the kind carries, in this place."""
    fates = dict(zip(CARRIED, PLACES[place][1:], strict=True))
    sent = KINDS[kind]
    if not sent.carries:
        return {"": SILENT if sent.silent else ANSWERED}
    row = {what: OTHERWISE.get((place, kind, what), fates[what]) for what in sent.carries}
    return row | ({FILES: TOLD} if sent.unfit else {})


class Store:
    """What lies in the database, as text to look for marks in."""

    def __init__(self, made: Rig) -> None:
        self.rig = made
        self.talks: dict[int, str] = {}
        self.answers: dict[int, Any] = {}
        self.trails = ""
        self.deeds: Counter[int] = Counter()

    async def read(self, persons: list[int]) -> "Store":
        vault = self.rig.program.vault
        async with self.rig.program.db.read() as connection:
            known = await people.load(connection, vault, persons)
            rows = (await connection.execute(select(cases.CASES.c.id, cases.CASES.c.key))).all()
            trails = await cases.histories(connection, vault, [row.id for row in rows])
            files = (await connection.execute(select(table_of(FileRow).c.unique_id))).scalars()
            told = [await cases.load(connection, vault, row.id, lock=False) for row in rows]
            self.trails = json.dumps([list(files)])
        for person, one in known.items():
            self.talks[person] = json.dumps(dialogue.dump(one.talk)) + one.profile.phone
            self.answers[person] = [(d.form, d.answers) for d in one.talk.drafts if d.answers]
        events = [as_mapping(event) for trail in trails.values() for event, _ in trail]
        self.deeds = Counter(int(str(event["by"])) for event in events)
        intakes = [case.intake.dump() for case in told if case]
        self.trails += json.dumps([events, intakes], default=str)
        return self

    def holds(self, person: int, what: str, mark: Mark) -> bool:
        """Whether a thing that somebody sent lies somewhere."""
        wanted = {
            WORDS: mark.key,
            FILES: f'"u{mark.number}"',
            PLACE: str(mark.place[0]),
            CONTACT: mark.phone,
        }[what]
        return wanted in self.talks[person] or wanted in self.trails

    def state(self, person: int) -> Any:
        return self.answers[person], self.deeds[person]


def verdict(sent: Sent, what: str, *, held: bool, same: bool, told: str) -> str:
    """What has become of one thing, as the store and the chat show it."""
    named = any(name in told.casefold() for name in NAMES[what])
    if held and not (sent.unfit and what == FILES):
        return KEPT
    unsaid = sent.unfit and what == FILES  # that it is asked again does not say why
    return TOLD if told and (named or (same and not unsaid)) else "lost"


def became(kind: str, mark: Mark, before: Store, after: Store, told: str) -> dict[str, str]:
    """What has become of everything in a message."""
    sent, person = KINDS[kind], mark.number
    same = before.state(person) == after.state(person)
    if not sent.carries:
        if told:
            return {"": ANSWERED if same else "taken for an answer"}
        return {"": SILENT if same else "taken in silence"}
    return {
        what: verdict(sent, what, held=after.holds(person, what, mark), same=same, told=told)
        for what in sent.carries
    }


def wrong(row: Mapping[str, str], found: Mapping[str, str]) -> dict[str, str]:
    """What is not as the table says: found, then expected."""
    return {
        what: f"{found[what]}, should be {fate}"
        for what, fate in row.items()
        if found[what] != fate and not (fate == EITHER and found[what] in (KEPT, TOLD))
    }


def told_to(ledger: list[DeliveredMessage], person: int) -> str:
    return "\n".join(letter.text or "(picture)" for letter in ledger if letter.chat_id == person)


@pytest.fixture(autouse=True)
def quiet() -> None:
    """What can't be read is logged with its traceback, dozens of times in each test."""
    logs.start("CRITICAL")


@pytest.mark.parametrize("place", PLACES)
async def test_nothing_is_lost_or_met_with_silence(
    place: str, sqlite_url: str, tmp_path: Path
) -> None:
    """Of every kind, sent in this place, becomes what the table says."""
    first = 10_000 + 100 * list(PLACES).index(place)
    cells = marks(first)
    async with rig(sqlite_url, tmp_path) as made:
        await made.employ(OFFICER, Role.COORDINATOR, VILLAGE)
        above = await Stage(made, PLACES[place][0]).put([m.number for m in cells.values()])
        before = await Store(made).read([m.number for m in cells.values()])
        seen = len(made.telegram.ledger)
        for kind, mark in cells.items():
            KINDS[kind].send(made.phone(mark.number), mark, above[mark.number])
        await made.settle()
        await made.program.fetcher.drain()
        await made.pass_time(minutes=1)
        after = await Store(made).read([m.number for m in cells.values()])
        told = {m.number: told_to(made.telegram.ledger[seen:], m.number) for m in cells.values()}
    found = {
        kind: wrong(expected(place, kind), became(kind, m, before, after, told[m.number]))
        for kind, m in cells.items()
    }
    amiss = [f"{kind}: {what} {how}" for kind, row in found.items() for what, how in row.items()]
    assert not amiss, "\n".join([place, *amiss])


@pytest.mark.parametrize("place", PLACES)
async def test_an_edit_that_changes_nothing_is_silence(
    place: str, sqlite_url: str, tmp_path: Path
) -> None:
    """The unchanged edit of a message says and changes nothing."""
    async with rig(sqlite_url, tmp_path) as made:
        await made.employ(OFFICER, Role.COORDINATOR, VILLAGE)
        mark = Mark(77_001)
        above = await Stage(made, PLACES[place][0]).put([mark.number])
        phone = made.phone(mark.number)
        KINDS["text"].send(phone, mark, above[mark.number])
        sent = phone.messages[-1].message_id
        await made.settle()
        made.later(hours=3)
        await made.settle()
        before, seen = await Store(made).read([mark.number]), len(made.telegram.ledger)
        phone.edit(sent, mark.words)
        await made.settle()
        after = await Store(made).read([mark.number])
        assert told_to(made.telegram.ledger[seen:], mark.number) == ""
        assert after.state(mark.number) == before.state(mark.number)
