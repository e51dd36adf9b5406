"""Cases in every state on one rig, all about a service that the district has made itself; and a
walk along everything that people and the clock do with them.

Nothing may fail on the way: neither for the person (an apology instead of an answer) nor in the
log."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

from structlog.testing import capture_logs

from bot.cli import calendar_changes
from bot.desk.filing import file
from bot.turns.posting import Post
from casework.actions.assignment import Claim
from casework.actions.duplicates.merging import Merge
from casework.actions.ending.confirmation import Confirm
from casework.actions.ending.resolution import Resolve
from casework.actions.referral import Refer
from casework.actions.referral_answer import Accept
from casework.case import commands as c
from casework.case.intake import Intake, Who
from casework.case.model import Decision, Desk, Role, SaidBy, Verdict
from casework.case.number import number
from conversations.protocol.dialogue import Draft, Talk
from conversations.protocol.effects import Do
from storage.cases import cases
from storage.people import people
from storage.unit_of_work import Batch
from tests.support import kept
from tests.support.own_rows import CROCODILE, OFFICE, SECTOR, SERVICE, STUCK, changed, own
from tests.support.rig import DISTRICT, VILLAGE, Rig, rig

RESIDENT, FRONT, BACK, HEAD, SLRT, AGENT, VOLUNTEER = 1, 11, 12, 13, 14, 15, 16
FRONTS = (FRONT, 17, 18)
STAFF: Mapping[int, tuple[Any, ...]] = {
    **dict.fromkeys(FRONTS, (Role.FRONT_OFFICE, VILLAGE)),
    BACK: (Role.BACK_OFFICE, VILLAGE, Desk.SOCIO_ECONOMIC),
    HEAD: (Role.COORDINATOR, VILLAGE),
    SLRT: (Role.DISTRICT_OFFICER, DISTRICT),
    AGENT: (Role.AGENCY_OFFICER, f"{DISTRICT}{OFFICE}"),
    VOLUNTEER: (Role.VOLUNTEER, VILLAGE),
}
_FIRST = 260_000_001
STATES = ("new", "open", "resolved", "closed", "offered", "referred", "merged")
"""The states in which the cases are, in the order of their numbers; one more report is held."""

HELD = "held-report"


def numbered(state: str) -> int:
    """The id of the case in a state."""
    return _FIRST + STATES.index(state)


async def populate(made: Rig) -> None:
    """The people of the district, and a case in every state."""
    for person, role in STAFF.items():
        await made.employ(person, *role)
    await made.introduce(made.phone(RESIDENT))
    for state in STATES:
        await _file(made, f"draft-{state}", f"butuh bantuan {state}")
    for state in STATES[1:]:
        await ask(made, FRONT, Claim(FRONT), numbered(state))
    for state in ("resolved", "closed"):
        await ask(made, FRONT, Resolve(FRONT, Decision.HELPED, "Sudah beres."), numbered(state))
        await made.settle()
    await ask(
        made, RESIDENT, Confirm(RESIDENT, Verdict.FIXED, "", SaidBy.ASKED_THEM), numbered("closed")
    )
    for state in ("offered", "referred"):
        await ask(
            made, FRONT, Refer(FRONT, f"{DISTRICT}{OFFICE}", "mohon dibantu"), numbered(state)
        )
    await ask(made, AGENT, Accept(AGENT), numbered("referred"))
    await ask(made, HEAD, Merge(HEAD, numbered("open"), confirmed=True), numbered("merged"))
    await _file(made, HELD, "butuh bantuan new", hold=True)
    await made.settle()
    await _open_forms(made)


async def live(url: str, folder: Path) -> None:
    """Fill a database, with the service that the district has made itself."""
    with kept.edited(lambda sources: changed(sources, own)):
        async with rig(url, folder) as made:
            await populate(made)


async def _open_forms(made: Rig) -> None:
    """Somebody has stopped in the middle of a form; another, of one that may be gone later."""
    story = {"texts": ["atap rumah bocor"], "files": [], "location": None}
    answers = {
        "who": "self",
        "story": story,
        "service": SERVICE,
        "sector": SECTOR,
        "depth": "macet",
    }
    talks = {
        VOLUNTEER: Talk((Draft("d1", "report", {**answers, "suggested": "none"}),)),
        SLRT: Talk((Draft("d2", "survey", {"other": story}),)),
    }
    async with made.program.db.write() as connection:
        await people.save_talks(connection, made.program.vault, talks, made.now)


async def ask(made: Rig, by: int, command: Any, case: int | None = None) -> None:
    """Ask the desk for something, in a transaction of its own."""
    made.later(seconds=1)
    async with made.program.db.write() as connection:
        batch = Batch(connection, made.program.vault, made.now)
        mails = await made.program.desk.do(batch, by, Do(command, case))
        post = Post(batch, made.program.content.texts, f"t{made.now.timestamp()}")
        await post.mails(mails)
        await batch.flush()


async def _file(made: Rig, key: str, words: str, *, hold: bool = False) -> None:
    story = {"texts": [words], "files": [], "location": None}
    who = Who.SELF if hold else Who.FAMILY
    filed = c.File(RESIDENT, key, VILLAGE, SERVICE, STUCK, Intake(who=who, story=story))
    if hold:
        return await ask(made, RESIDENT, filed)
    async with made.program.db.write() as connection:
        batch = Batch(connection, made.program.vault, made.now)
        mails = await file(made.program.desk, batch, filed)
        await Post(batch, made.program.content.texts, key).mails(mails)
        await batch.flush()


COMMANDING = (RESIDENT, BACK, HEAD, SLRT, AGENT, VOLUNTEER)
COMMANDS: Mapping[int, tuple[str, ...]] = {
    RESIDENT: ("/status", "halo", "/data_saya", "/kasus", "/bantuan", "/tugas"),
    VOLUNTEER: ("/buku", "/tugas", "/status"),
    AGENT: ("/antrian", "/terima", "/kembalikan", "/selesai"),
}
OF_STAFF = (
    "/antrian",
    "/ambil",
    "/tanya",
    "/balas",
    "/catatan",
    "/tugaskan",
    "/rujuk",
    "/selesai",
    "/laporan",
    "/pengganti",
    "/tugas",
    "/cari Kesambi",
    "/cari bantuan",
    "/catat butuh pinjaman bumdes",
    "/batal",
)
ACTIONS = (
    "open",
    "history",
    "why",
    "receipt",
    "letter",
    "refer",
    "ready",
    "reveal",
    "split",
    "merge",
    "unmerge",
    "certify",
    "conflict",
    "reply",
    "ask",
    "note",
    "resolve",
    "files",
)
"""Buttons of the page of a case, which may be pressed long after they were shown."""


Deed = tuple[str, Callable[[Rig], None]]
"""What somebody does with their phone, and how to tell of it."""


def says(person: int, words: str) -> Deed:
    return f"{person} says {words}", lambda made: made.phone(person).send(words)


def taps(person: int, data: str, state: str) -> Deed:
    def tap(made: Rig) -> None:
        phone = made.phone(person)
        phone.tap_data(data, phone.last.message_id)

    return f"{person} taps {data} ({state})", tap


def _of_case(state: str, front: int) -> Iterator[tuple[int, Deed]]:
    """Every button that a case may have, pressed by everybody who may have it."""
    case = numbered(state)
    for person in (BACK, SLRT, AGENT, RESIDENT):
        yield person, says(person, f"/kasus {number(case)}")
    for action in ACTIONS:
        yield front, taps(front, f"c:{action}:{case}", state)
    yield front, says(front, "/batal")
    for action in ("open", "add", "history", "receipt", "reopen"):
        yield RESIDENT, taps(RESIDENT, f"c:{action}:{case}", state)
    yield RESIDENT, says(RESIDENT, "/batal")
    yield AGENT, taps(AGENT, f"c:open:{case}", state)


class Walk:
    """Does with the cases what can be done with them, and keeps what went wrong.

    Different people do their things at the same time, each one thing after another: each thing is
    answered before the next."""

    def __init__(self, made: Rig) -> None:
        self.made, self.wrong = made, list[str]()

    async def everything(self) -> list[str]:
        """All commands of everybody, all buttons of every case, and then five weeks of bells."""
        await self.commands()
        await self.buttons(STATES)
        await self.answers()
        await self._kept("calendar", calendar_changes.plan(self.made.config, [], self.made.now))
        await self._kept("bells", self.made.pass_time(days=35))
        return self.wrong

    async def some(self, states: Sequence[str], days: int) -> list[str]:
        """The buttons of the cases in some states, all answers, and a few days of bells."""
        await self.buttons(states)
        await self.answers()
        await self._kept("bells", self.made.pass_time(days=days))
        return self.wrong

    async def commands(self) -> None:
        lanes = {person: [*COMMANDS.get(person, OF_STAFF)] for person in COMMANDING}
        for person in (VOLUNTEER, SLRT):
            lanes[person] = ["RT 03 RW 07", "/batal", *lanes[person]]
        await self._at_once([[says(who, words) for words in lane] for who, lane in lanes.items()])

    async def buttons(self, states: Sequence[str]) -> None:
        """Every button of the cases in these states; three officers have a part of the states
        each."""
        lanes: dict[int, list[Deed]] = {}
        for nth, state in enumerate(states):
            for person, deed in _of_case(state, FRONTS[nth % len(FRONTS)]):
                lanes.setdefault(person, []).append(deed)
        await self._at_once(lanes.values())

    async def _at_once(self, lanes: Iterable[Sequence[Deed]]) -> None:
        """The first thing of each lane at the same time, then the second, and so on."""
        for together in zip_longest(*lanes):
            deeds = [deed for deed in together if deed]
            self.made.later(seconds=10)
            for _, does in deeds:
                does(self.made)
            await self._kept("; ".join(what for what, _ in deeds), self.made.settle())

    async def answers(self) -> None:
        """What people answer in each state."""
        front = [
            says(FRONT, f"/tanya {number(numbered('open'))}"),
            says(FRONT, "Sejak kapan?"),
        ]
        resident = [
            taps(RESIDENT, f"cf:{numbered('resolved')}:partly", "resolved"),
            says(RESIDENT, "tinggal satu"),
            taps(RESIDENT, f"c:reopen:{numbered('closed')}", "closed"),
            says(RESIDENT, "belum beres"),
            says(RESIDENT, "lampu jalan di depan balai desa mati sudah seminggu"),
        ]
        agent = [
            taps(AGENT, f"c:accept:{numbered('offered')}", "offered"),
            taps(AGENT, f"c:return:{numbered('referred')}", "referred"),
        ]
        volunteer = [
            says(VOLUNTEER, f"tolong {CROCODILE}"),
            says(VOLUNTEER, "dekat jembatan RT 2"),
            says(VOLUNTEER, "kreditan dana bergulir desa, angsuran bumdes macet"),
        ]
        await self._at_once([front, resident, agent, volunteer])

    async def _kept(self, what: str, work: Any) -> None:
        with capture_logs() as logs:
            await work
        self.wrong += [
            f"{what}: {entry['event']} {entry.get('error')} {entry.get('exc_info')!r}"
            for entry in logs
            if entry["log_level"] in ("error", "critical")
        ]


async def stored(made: Rig, state: str) -> Any:
    """The case in a state, as it is stored."""
    async with made.program.db.read() as connection:
        found = await cases.load(connection, made.program.vault, numbered(state), lock=False)
    assert found is not None
    return found
