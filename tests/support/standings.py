"""Where a person may stand when a message comes: at which step of which form, with which case."""

from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from bot.desk.filing import file
from bot.desk.mail import Mail
from bot.turns.posting import Post
from casework.actions.assignment import Claim
from casework.actions.ending.confirmation import Confirm
from casework.actions.ending.resolution import Resolve
from casework.actions.question import Ask
from casework.case import commands as c
from casework.case.intake import Intake, Who
from casework.case.model import Decision, Role, Verdict
from casework.case.number import number
from conversations.protocol.dialogue import Draft, Talk
from conversations.protocol.effects import Do, Say, text
from storage.db.database import table_of
from storage.people.people import Profile
from storage.tables.people import Grant
from storage.unit_of_work import Batch
from tests.support.rig import VILLAGE, Rig

OFFICER = 900
NEIGHBOUR = 500_000
"""Added to an officer's id: the person whose case lies before them."""

TOLD = {"texts": ["bantuan saya berhenti"], "files": [], "location": None}


Step = Callable[[int], c.Command]
"""What is done to a case, by its teller (whose id is given) or an officer."""

OPEN: tuple[Step, ...] = (lambda teller: Claim(OFFICER),)
RESULT: tuple[Step, ...] = (
    *OPEN,
    lambda teller: Resolve(OFFICER, Decision.HELPED, "Sudah diurus."),
)
CLOSED: tuple[Step, ...] = (*RESULT, lambda teller: Confirm(teller, Verdict.FIXED, ""))


def asked(wants: str) -> tuple[Step, ...]:
    """What brings a case to a question of its officer."""
    return (*OPEN, lambda teller: Ask(OFFICER, "Boleh kami tahu?", wants))


@dataclass(frozen=True)
class Standing:
    """``form`` and its ``answers`` so far (none: no form is open). ``case``: what was done to the
    person's case, None for no case; ``alarm``: it is an emergency. ``replies``: the message answers
    the last one about that case. ``known``: consent was given; ``role``: of an officer."""

    form: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)
    about: Mapping[str, Any] = field(default_factory=dict)
    case: Sequence[Step] | None = None
    alarm: bool = False
    replies: bool = False
    known: bool = True
    role: Role | None = None


class Stage:
    """A rig on which people are put where a standing says."""

    def __init__(self, rig: Rig, standing: Standing) -> None:
        self.rig, self.standing, self.keys = rig, standing, 0

    async def put(self, people: Sequence[int]) -> Mapping[int, int | None]:
        """Put people there; gives the message that each will answer, None for none."""
        for person in people:
            await self._known(person)
            await self._talk(person, await self._case(person))
        await self.rig.program.sender.drain()
        if self.standing.role:
            await self._employ(people)
        above = {person: self._above(person) for person in people}
        await self.rig.pass_time(minutes=20)  # bells that say something by themselves have rung
        return above

    def _above(self, person: int) -> int | None:
        return self.rig.phone(person).last.message_id if self.standing.replies else None

    @asynccontextmanager
    async def _batch(self, *people: int) -> AsyncIterator[Batch]:
        async with self.rig.program.db.write() as connection:
            batch = Batch(connection, self.rig.program.vault, self.rig.now)
            await batch.load(set(people))
            yield batch
            await batch.flush()

    async def _known(self, person: int) -> None:
        self.rig.phone(person).chat.started = True
        known = Profile(person, "id", VILLAGE, "2026-11", self.rig.now, "Warga")
        async with self._batch(person) as batch:
            batch.keep_profile(known if self.standing.known else Profile(person))

    async def _talk(self, person: int, case: int) -> None:
        """The open form, and the emergency that was raised last."""
        stands = self.standing
        about = {**stands.about, "case": case, "number": number(case)} if case else stands.about
        if stands.form == "emergency":
            about = {"key": f"case{person}"}
        drafts = (Draft(f"d{person}", stands.form, stands.answers, about),) if stands.form else ()
        alarm = (f"case{person}", self.rig.now.isoformat(), "disaster") if stands.alarm else None
        async with self._batch(person) as batch:
            batch.keep_talk(person, Talk(drafts, alarm=alarm))

    async def _case(self, person: int) -> int:
        """A case that the person has told; before an officer lies one of somebody else. 0: none."""
        if self.standing.case is None:
            return 0
        teller = person + NEIGHBOUR if self.standing.role else person
        await self._known(teller)
        facts = {"alarm": "disaster"} if self.standing.alarm else {}
        service = "disaster" if self.standing.alarm else "pkh"
        intake = Intake(who=Who.SELF, story=TOLD)
        filed = c.File(teller, f"case{person}", VILLAGE, service, facts, intake)
        async with self._batch(teller) as batch:
            await self._tell(batch, await file(self.rig.program.desk, batch, filed))
            case = await batch.id_of_key(f"case{person}")
        assert case is not None
        for step in self.standing.case:
            command = step(teller)
            async with self._batch(command.by, teller) as batch:
                do = self.rig.program.desk.do(batch, command.by, Do(command, case))
                await self._tell(batch, await do)
        if self.standing.role:  # what the officer may reply to
            async with self._batch(person) as batch:
                await self._tell(
                    batch, [Mail(person, Say(text("form.noted"), case=case), self.rig.now)]
                )
        return case

    async def _tell(self, batch: Batch, mails: Iterable[Mail]) -> None:
        self.keys += 1
        await Post(batch, self.rig.program.content.texts, f"s{self.keys}").mails(mails)

    async def _employ(self, people: Sequence[int]) -> None:
        """They become officers at the end: nobody hears of the others' cases."""
        told = {"scope": VILLAGE, "desks": "", "granted_by": 0, "granted_at": self.rig.now}
        rows = [{"person_id": one, "role": str(self.standing.role), **told} for one in people]
        async with self.rig.program.db.write() as connection:
            await connection.execute(table_of(Grant).insert(), rows)
