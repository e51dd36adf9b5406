"""Every kind of Telegram message, wherever a person may stand: what becomes of its words, files,
place and phone number. Nothing is lost without telling, and nobody meets silence."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.settings import logs
from bot.simulator.messages import DeliveredMessage
from bot.turns import turn as turns
from casework.case.model import Role
from casework.trail import as_mapping
from conversations.content.content import Answered, Turn
from conversations.engine import respond
from conversations.filling.question import GUESSED
from conversations.protocol import dialogue
from conversations.protocol.effects import Say, text
from storage.cases import cases
from storage.db.database import table_of
from storage.people import people
from storage.tables.cases import FileRow
from tests.figures import Figure
from tests.support.fates import (
    ANSWER,
    ANSWERED,
    ASKED,
    CASE,
    REFUSED,
    SILENT,
    STORY,
    WAITS,
    fate,
)
from tests.support.message_kinds import (
    CARRIED,
    CONTACT,
    FILES,
    KINDS,
    PLACE,
    WORDS,
    Mark,
    marks,
)
from tests.support.rig import VILLAGE, Rig, rig
from tests.support.standings import CLOSED, OFFICER, OPEN, RESULT, Stage, Standing, asked

REPORT = {"who": "self", "suggested": "none", "sector": "aid_data", "service": "pkh"}
BEGUN = {"texts": ["bantuan saya berhenti"], "files": [], "location": None}
TOLD_STORY = {**REPORT, "story": BEGUN}
HELLO = {"language": "id"}
COUNTER = {"village": VILLAGE, "sufferer": "warga", "consent": "yes", "place": "RT 3"}
CLERK = Role.FRONT_OFFICE
MET = {"language": "id", "consent": "agree"}
OPENLY = {**TOLD_STORY, "secret": "open"}
PLACED = {**OPENLY, "place": "RT 3"}
WHOLE = {**PLACED, "phone": None}
NOT_FIXED = {"verdict": "no"}
LOW = {"stars": "1"}
FIRST = 10_000
"""From here on people are numbered whose messages are the cells of the table."""

WANTED = ("text", "photos", "phone", "nik", "kk", "date", "number", "location", "voice", "confirm")


def _emergency(**answers: str) -> Standing:
    """Somebody has cried for help, and was asked for what is not told yet."""
    return Standing("emergency", answers, case=(), alarm=True)


Row = tuple[Standing, str, str, str, str]
"""Where somebody stands, and what becomes of words, files, place, phone number there."""

PLACES: Mapping[str, Row] = {
    # what is asked · words · files · place · phone number
    "no contact yet": (Standing(known=False), WAITS, WAITS, WAITS, REFUSED),
    "hello: language": (Standing("hello", known=False), WAITS, WAITS, WAITS, REFUSED),
    "hello: consent": (Standing("hello", HELLO, known=False), WAITS, WAITS, WAITS, REFUSED),
    "hello: village": (Standing("hello", MET, known=False), WAITS, WAITS, WAITS, REFUSED),
    "no form": (Standing(), WAITS, WAITS, WAITS, REFUSED),
    "report: choice": (Standing("report"), STORY, STORY, STORY, REFUSED),
    "report: story": (Standing("report", REPORT), STORY, STORY, STORY, REFUSED),
    "report: text": (Standing("report", OPENLY), ANSWER, ANSWER, ANSWER, REFUSED),
    "report: phone": (Standing("report", PLACED), STORY, STORY, STORY, ANSWER),
    "report: card": (Standing("report", WHOLE), STORY, STORY, STORY, REFUSED),
    "language": (Standing("language"), WAITS, WAITS, WAITS, REFUSED),
    "withdraw: why": (Standing("withdraw", case=OPEN), CASE, CASE, CASE, REFUSED),
    "rating: reopen": (Standing("rate", LOW, case=CLOSED), WAITS, WAITS, WAITS, REFUSED),
    **{
        f"answer: {wants}": (
            Standing("answer", case=asked(wants), about={"wants": wants, "question": "?"}),
            CASE,
            CASE,
            CASE,
            CASE if wants == "phone" else REFUSED,
        )
        for wants in WANTED
    },
    "reply to a question": (Standing(case=asked("text"), replies=True), CASE, CASE, CASE, REFUSED),
    "reply to a question for a number": (
        Standing(case=asked("phone"), replies=True),
        CASE,
        CASE,
        CASE,
        CASE,
    ),
    "reply to a case": (Standing(case=OPEN, replies=True), CASE, CASE, CASE, REFUSED),
    "reply to a result": (Standing(case=RESULT, replies=True), CASE, CASE, CASE, REFUSED),
    "reply to a closed case": (Standing(case=CLOSED, replies=True), WAITS, WAITS, WAITS, REFUSED),
    "what is not fixed": (Standing("confirm", NOT_FIXED, case=RESULT), CASE, CASE, CASE, REFUSED),
    "emergency: village": (_emergency(), CASE, CASE, CASE, REFUSED),
    "emergency: where": (_emergency(village=VILLAGE), CASE, CASE, CASE, REFUSED),
    "emergency: phone": (_emergency(village=VILLAGE, place="RT 3"), CASE, CASE, CASE, CASE),
    "emergency: all told": (Standing(case=(), alarm=True), CASE, CASE, CASE, REFUSED),
    "officer: no form": (Standing(role=CLERK), WAITS, WAITS, WAITS, REFUSED),
    "officer: reply to a notice": (
        Standing(case=OPEN, role=CLERK, replies=True),
        ASKED,
        ANSWER,
        REFUSED,
        REFUSED,
    ),
    "officer: text": (Standing("reply", case=OPEN, role=CLERK), CASE, ANSWER, REFUSED, REFUSED),
    "officer: choice": (
        Standing("resolve", case=OPEN, role=CLERK),
        ANSWER,
        ANSWER,
        REFUSED,
        REFUSED,
    ),
    "officer: date": (Standing("stand_in", role=CLERK), REFUSED, REFUSED, REFUSED, REFUSED),
    "officer: counter, number": (
        Standing("walk_in", {**TOLD_STORY, **COUNTER}, role=CLERK),
        STORY,
        STORY,
        STORY,
        ANSWER,
    ),
}

LAPOR = ("command with words", "command with words under it", "photo with a command")
WITH_FILE = (
    "photo with words",
    "album",
    "voice with words",
    "video",
    "document, PDF",
    "document, HEIC",
)


def _of_command(place: str) -> str:
    """``/lapor`` begins a report with what stands under it, except where one is open already, or
    somebody has to meet us first."""
    return WAITS if place.startswith(("no contact", "hello", "report")) else STORY


REFUSING = tuple(place for place, row in PLACES.items() if row[1] == REFUSED)
"""Where something else than words is asked for."""

OTHERWISE: Mapping[tuple[str, str, str], str] = {
    **{
        (place, kind, what): _of_command(place)
        for place in PLACES
        for kind in LAPOR
        for what in (WORDS, FILES)
    },
    **{(place, "unknown command with words", WORDS): WAITS for place in PLACES},
    # The old text was refused, or has gone to somebody: what it was changed to is a message.
    **{(place, "edit, changed", WORDS): WAITS for place in REFUSING},
    ("officer: text", "edit, changed", WORDS): ASKED,
    # Plain words are the sentence of the rating; the mark sounds like a trouble.
    ("rating: reopen", "edit, changed", WORDS): ANSWER,
    # What is forwarded to the counter, or to a question with buttons, may be about somebody else:
    # it waits for a word about it.
    **{
        (place, kind, what): WAITS
        for place in ("officer: counter, number", "report: choice", "report: card")
        for kind, sent in KINDS.items()
        for what in sent.carries
        if "forwarded" in kind
    },
    # An officer's words beside a file are looked at with it before they go out.
    **{("officer: text", kind, WORDS): ANSWER for kind in WITH_FILE},
    # No film without sound is kept, and the person is told so.
    **{(place, "animation", FILES): REFUSED for place in PLACES},
    # Words beside a file go where the file goes.
    **{
        (place, kind, WORDS): PLACES[place][2]
        for place in REFUSING
        for kind in WITH_FILE
        if PLACES[place][2] != REFUSED
    },
}
"""Single cells that differ from the row of their place."""


def expected(place: str, kind: str) -> Mapping[str, str]:
    """What becomes of each thing that the kind carries, in this place."""
    fates = dict(zip(CARRIED, PLACES[place][1:], strict=True))
    sent = KINDS[kind]
    if not sent.carries:
        return {"": SILENT if sent.silent else ANSWERED}
    row = {what: OTHERWISE.get((place, kind, what), fates[what]) for what in sent.carries}
    return row | ({FILES: REFUSED} if sent.unfit else {})


def answers(draft: dialogue.Draft) -> Mapping[str, Any]:
    """What the person has answered; what first contact guesses is no answer."""
    guessed = draft.about.get(GUESSED)
    return {step: told for step, told in draft.answers.items() if step != guessed}


class Store:
    """What lies in the database, as text to look for marks in."""

    def __init__(self, made: Rig) -> None:
        self.rig = made
        self.talks: dict[int, Mapping[str, Any]] = {}
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
            self.talks[person] = json.loads(json.dumps(dialogue.dump(one.talk)))
            self.answers[person] = [
                (d.form, given) for d in one.talk.drafts if (given := answers(d))
            ]
        events = [as_mapping(event) for trail in trails.values() for event, _ in trail]
        self.deeds = Counter(int(str(event["by"])) for event in events)
        intakes = [case.intake.dump() for case in told if case]
        self.trails += json.dumps([events, intakes], default=str)
        return self

    def state(self, person: int) -> Any:
        return self.answers[person], self.deeds[person]


def became(kind: str, mark: Mark, before: Store, after: Store, told: str) -> dict[str, str]:
    """What has become of everything in a message."""
    sent, person = KINDS[kind], mark.number
    if not sent.carries:
        same = before.state(person) == after.state(person)
        if told:
            return {"": ANSWERED if same else "taken for an answer"}
        return {"": SILENT if same else "taken in silence"}
    talk, cases = after.talks[person], after.trails
    return {
        what: fate(
            what,
            mark.of(what),
            talk=talk,
            cases=cases,
            told=told,
            unfit=sent.unfit and what == FILES,
        )
        for what in sent.carries
    }


def wrong(row: Mapping[str, str], found: Mapping[str, str]) -> dict[str, str]:
    """What is not as the table says: found, then expected."""
    return {
        what: f"{found[what]}, should be {fate}"
        for what, fate in row.items()
        if found[what] != fate
    }


def told_to(ledger: list[DeliveredMessage], person: int) -> str:
    return "\n".join(letter.text or "(picture)" for letter in ledger if letter.chat_id == person)


@pytest.fixture(autouse=True)
def quiet() -> None:
    """What can't be read is logged with its traceback, dozens of times in each test."""
    logs.start("CRITICAL")


async def amiss(place: str, url: str, folder: Path) -> list[str]:
    """Every kind is sent in this place; each thing of which another thing becomes than the table
    says."""
    first = FIRST + 100 * list(PLACES).index(place)
    cells = marks(first)
    async with rig(url, folder) as made:
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
    return [f"{kind}: {what} {how}" for kind, row in found.items() for what, how in row.items()]


@pytest.mark.parametrize("place", PLACES)
async def test_nothing_is_lost_or_met_with_silence(
    place: str, sqlite_url: str, tmp_path: Path, figure: Figure
) -> None:
    """Of every kind, sent in this place, becomes what the table says."""
    found = await amiss(place, sqlite_url, tmp_path)
    figure("G6", "each kind of message in each place", cells=len(KINDS), wrong=len(found))
    assert not found, "\n".join([place, *found])


EMPTY: Mapping[str, tuple[str, dict[str, Any]]] = {
    WORDS: ("report: story", {"text": ""}),
    FILES: ("report: story", {"files": ()}),
    PLACE: ("report: story", {"location": None}),
    CONTACT: ("report: phone", {"phone": "", "card": ""}),
}
"""For each thing a place where it is kept, and what a message is without it."""


@pytest.mark.parametrize("what", CARRIED)
async def test_a_thing_that_is_dropped_is_seen(
    what: str, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, figure: Figure
) -> None:
    """A handler that loses it and answers as ever is found out, for every kind that carries it."""
    place, without = EMPTY[what]

    def dropping(turn: Turn, talk: dialogue.Talk) -> Answered:
        return respond(replace(turn, said=replace(turn.said, **without)), talk)

    monkeypatch.setattr(turns, "respond", dropping)
    complaints = "\n".join(await amiss(place, sqlite_url, tmp_path))
    kept = {
        k for k, s in KINDS.items() if what in s.carries and expected(place, k)[what] != REFUSED
    }
    unseen = {kind for kind in kept if f"{kind}: {what}" not in complaints}
    seen = len(kept) - len(unseen)
    figure("G6", "control: a handler that drops a thing", cells=len(kept), found_wrong=seen)
    assert unseen == set()


async def test_a_nod_is_not_taken_for_telling(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who drops everything and says thank you has told nobody that it is not kept."""

    def nodding(turn: Turn, talk: dialogue.Talk) -> Answered:
        stranger = turn.person.id >= FIRST
        return (talk, (Say(text("form.sent")),)) if stranger else respond(turn, talk)

    monkeypatch.setattr(turns, "respond", nodding)
    complaints = await amiss("officer: choice", sqlite_url, tmp_path)
    carried = [f"{kind}: {what} lost" for kind, sent in KINDS.items() for what in sent.carries]
    assert [cell for cell in carried if not any(c.startswith(cell) for c in complaints)] == []


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
