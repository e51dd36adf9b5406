"""A walk through everything at once: residents and officers tap and write whatever they see, the
clock goes on with the bot or without it, the bot dies in the middle of its work, roles end and are
given again, updates come twice. Dice decide; with the same seed the same walk happens again, but
for the random ids that the program draws.

Tested in tests/harness/walks/test_all_at_once.py."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from bot.cli.people import ending
from bot.settings.mistakes import Mistakes
from bot.simulator.phones import Phone
from casework.case.model import Role
from storage.people import invitations
from tests.support.crashes.mortal import Died, Mortality, born_again
from tests.support.rig import DISTRICT, VILLAGE, Rig
from tests.support.walking import OBVIOUS, SPOKEN, report

RESIDENTS = (701, 702, 703, 704)
MANAGER = 20
OFFICERS: dict[int, tuple[Role, str]] = {
    11: (Role.FRONT_OFFICE, VILLAGE),
    12: (Role.BACK_OFFICE, VILLAGE),
    13: (Role.COORDINATOR, VILLAGE),
    14: (Role.DISTRICT_OFFICER, DISTRICT),
    15: (Role.AGENCY_OFFICER, f"{DISTRICT}/dinsos"),
    MANAGER: (Role.DISTRICT_MANAGER, DISTRICT),
}
"""All but the manager may lose their role."""

TROUBLES = (
    "bantuan sembako tidak masuk sejak dua bulan",
    "kartu KIS saya mati, mau kontrol",
    "butuh sktm untuk sekolah anak",
    "rumah ibu saya roboh kena angin",
    "tolong, ada orang pingsan di jalan",
    "anak saya dipukul bapaknya",
)
WORDS = ("ya", "tidak", "sudah", "belum", "sejak Oktober", "terima kasih", "Kesambi", "besok", "?")
COMMANDS = ("/start", "/lapor", "/batal", "/kasus", "/bantuan", "/antrian", "/laporan", "/petugas")
BACK = (":<", ":x", ":-")
"""How the data of buttons ends that lead out of a question."""

STATEMENTS, CALLS = 60, 8
"""Statements, or beginnings and ends of calls, after which a program dies at the latest that is to
die."""


@dataclass
class Walk:
    """A walk. ``told``: what was done, for whoever reads a failure; ``canaries``: by a word that
    only one resident has ever written, who; ``ended``: whose roles have ended and were not given
    again; ``quiet``: who has ever blocked the bot."""

    rig: Rig
    dice: Random
    mortality: Mortality
    told: list[str] = field(default_factory=list)
    canaries: dict[str, int] = field(default_factory=dict)
    ended: set[int] = field(default_factory=set)
    quiet: set[int] = field(default_factory=set)
    steps: int = 0

    async def begin(self) -> None:
        """People who work here, and residents who know the bot."""
        for person, (role, scope) in OFFICERS.items():
            await self.rig.employ(person, role, scope)
        for person, trouble in zip(RESIDENTS, TROUBLES, strict=False):
            phone = self.rig.phone(person)
            await self.rig.introduce(phone)
            await report(self.rig, phone, f"{trouble} {self._canary(phone)}")

    async def step(self) -> None:
        """Whatever comes next; then all that waits is done."""
        self.steps += 1
        (act,) = self.dice.choices([act for act, _ in ACTS], [often for _, often in ACTS])
        if self.dice.random() < 0.25:
            self.mortality.calls_only = self.dice.random() < 0.5
            most = CALLS if self.mortality.calls_only else STATEMENTS
            self.mortality.left = self.dice.randrange(most)
        await act(self)
        await self.through(self.rig.settle)
        self.mortality.left = None

    async def through(self, work: Callable[[], Awaitable[object]]) -> None:
        """Do some work; where the program dies, the next one does it."""
        while True:
            try:
                await work()
            except Died:
                self.told.append("died")
                await born_again(self.rig, self.mortality)
            else:
                return

    def note(self, *told: object) -> None:
        self.told.append(" ".join(map(str, told)))

    def phone(self, people: Sequence[int]) -> Phone:
        return self.rig.phone(self.dice.choice(people))

    async def resident(self) -> None:
        """A resident goes on with what is asked, or tells a trouble."""
        phone = self.phone(RESIDENTS)
        if phone.blocked:
            self._unblocks(phone)
        for _ in range(self.dice.randrange(1, 8)):
            self.rig.later(seconds=self.dice.randrange(1, 90))
            if not self._goes_on(phone):
                self._writes(phone, self._trouble(phone))
            await self.through(self.rig.settle)

    async def officer(self) -> None:
        """Somebody who works here, or has done so, goes on with what they see."""
        left = sorted(self.ended) if self.dice.random() < 0.3 else []
        phone = self.phone(left or [*OFFICERS])
        for _ in range(self.dice.randrange(1, 5)):
            self.rig.later(seconds=self.dice.randrange(1, 90))
            if not self._goes_on(phone):
                self._writes(phone, "/antrian")
            await self.through(self.rig.settle)

    async def anybody(self) -> None:
        """Somebody does anything."""
        self.rig.later(seconds=self.dice.randrange(1, 30))
        phone = self.phone([*RESIDENTS, *OFFICERS])
        kind = self.dice.randrange(8)
        if phone.blocked:
            self._unblocks(phone)
        elif kind < 3:
            self._writes(phone, self.dice.choice((*WORDS, *COMMANDS, self._trouble(phone))))
        elif kind < 6:
            self._taps(phone)
        elif kind == 6:
            self.note(phone.chat_id, "sends a photo or a place")
            self.dice.choice((phone.photo, lambda: phone.location(-6.732, 108.552)))()
        elif phone.chat_id in RESIDENTS:
            self.quiet.add(phone.chat_id)
            self.note(phone.chat_id, "blocks the bot")
            phone.block()

    async def clock(self) -> None:
        """Time goes by while the bot works."""
        hours = self.dice.choice((1, 5, 24, 80))
        self.note("the clock:", hours, "hours")
        until = self.rig.now.timestamp() + hours * 3600

        async def ticks() -> None:
            await self.rig.pass_time(seconds=max(0.0, until - self.rig.now.timestamp()))

        await self.through(ticks)
        await self.through(self.rig.program.prune)

    async def outage(self) -> None:
        """Time goes by without the bot, while people write."""
        hours = self.dice.choice((1, 6, 20))
        self.note("an outage:", hours, "hours")
        for _ in range(self.dice.randrange(3)):
            await self.dice.choice((Walk.resident, Walk.officer))(self)
        self.rig.later(hours=hours)

    async def dies(self) -> None:
        """The bot is stopped, and begins anew."""
        self.note("stopped")
        await self.through(self._dead)

    async def _dead(self) -> None:
        if not self.mortality.dead and self.told[-1] == "stopped":
            self.mortality.dead = True
            raise Died

    async def roles(self) -> None:
        """Somebody's roles end, or are given again."""
        person = self.dice.choice([one for one in OFFICERS if one != MANAGER])
        if person in self.ended:
            self.note("employed again:", person)
            self.mortality.left = None
            self.ended.discard(person)
            await self._employ(person)
            return
        self.note("roles end:", person)
        with suppress(Mistakes):  # it died after it had ended them
            await self.through(lambda: ending.end(self.rig.program, person))
        await self.through(self.rig.settle)
        self.ended.add(person)

    async def _employ(self, person: int) -> None:
        """By an invitation, as the operator makes them."""
        code = f"code-of-the-walk-{self.dice.getrandbits(64)}"
        role, scope = OFFICERS[person]
        at, until = self.rig.now, self.rig.now + timedelta(days=1)
        rows = {"mark": invitations.mark_of(code), "role": role, "scope": scope, "desks": ()}
        async with self.rig.program.db.write() as connection:
            await invitations.add_invite(connection, **rows, made_by=0, at=at, expires_at=until)
        self.rig.phone(person).start(f"u_{code}")

    def _goes_on(self, phone: Phone) -> bool:
        """Answer what is asked last as it suggests itself; False where nothing is."""
        shown = [message for message in phone.messages if message.buttons][-1:]
        data = [b.data for one in shown for row in one.buttons for b in row if b.data]
        if "m:lapor" in data and self.dice.random() < 0.7:
            return False
        spoken = next((SPOKEN[s] for s in SPOKEN if any(s in one for one in data)), "")
        wished = next((one for wish in OBVIOUS for one in data if wish in one), "")
        if not data or self.dice.random() < 0.1:
            return self._taps(phone)
        if spoken and not wished:
            self._writes(phone, f"{spoken} {self._canary(phone)}"[: len(spoken) + 12])
            return True
        onwards = [one for one in data if not one.endswith(BACK)]
        if not onwards:
            told = phone.chat_id in RESIDENTS  # what an officer writes is often for others
            self._writes(phone, self._trouble(phone) if told else self.dice.choice(WORDS))
            return True
        tap = wished or self.dice.choice(onwards)
        self.note(phone.chat_id, "taps", tap)
        phone.tap_data(tap, shown[0].message_id)
        return True

    def _taps(self, phone: Phone) -> bool:
        """Tap any button that is shown, new ones more often."""
        shown = [message for message in phone.messages if message.buttons]
        if not shown:
            return False
        message = self.dice.choice((*shown[-1:] * 4, *shown[-4:], *shown))
        data = [b.data for row in message.buttons for b in row if b.data]
        if not data:
            return False
        tap = self.dice.choice(data)
        self.note(phone.chat_id, "taps", tap)
        phone.tap_data(tap, message.message_id)
        return True

    def _unblocks(self, phone: Phone) -> None:
        self.note(phone.chat_id, "unblocks the bot")
        phone.unblock()

    def _writes(self, phone: Phone, words: str) -> None:
        self.note(phone.chat_id, "writes", words)
        phone.send(words)

    def _trouble(self, phone: Phone) -> str:
        return f"{self.dice.choice(TROUBLES)} {self._canary(phone)}"

    def _canary(self, phone: Phone) -> str:
        """A word that nobody else writes."""
        word = f"kata{phone.chat_id}x{len(self.canaries)}"
        self.canaries[word] = phone.chat_id
        return word


ACTS: Sequence[tuple[Callable[[Walk], Awaitable[None]], int]] = (
    (Walk.resident, 40),
    (Walk.officer, 30),
    (Walk.anybody, 16),
    (Walk.clock, 6),
    (Walk.outage, 3),
    (Walk.dies, 2),
    (Walk.roles, 4),
)
"""What may happen, and how often."""
