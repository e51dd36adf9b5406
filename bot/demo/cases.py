"""The cases that the demo begins with: nine kelurahan, colleagues at work, and a handful of cases
at different stages.

Everything is played on simulated phones through the real program, as residents and officers would;
no row is written in any other way. All texts are invented, nobody is named."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.program import Program
from bot.simulator.phones import Phone
from bot.simulator.telegram import Telegram
from casework.actions.correcting.taking_back import HELD_FOR
from casework.case.model import Desk, Role
from storage.people import invitations

VILLAGES = (
    ("32.74.02", "Lemahwungkuk"),
    ("32.74.02.1001", "Pegambiran"),
    ("32.74.02.1002", "Lemahwungkuk"),
    ("32.74.02.1003", "Kesepuhan"),
    ("32.74.02.1004", "Panjunan"),
    ("32.74.05", "Kesambi"),
    ("32.74.05.1001", "Pekiringan"),
    ("32.74.05.1002", "Sunyaragi"),
    ("32.74.05.1003", "Kesambi"),
    ("32.74.05.1004", "Drajat"),
    ("32.74.05.1005", "Karyamulya"),
)
"""Kecamatan Kesambi and Lemahwungkuk, Kota Cirebon (Kepmendagri 300.2.2-2430/2025)."""

KESAMBI, DRAJAT = "32.74.05.1003", "32.74.05.1004"


@dataclass(frozen=True)
class Somebody:
    """Whose phone stands on the page. The residents (no role) have not met the bot yet."""

    id: int
    role: Role | None = None
    scope: str = ""
    desks: tuple[Desk, ...] = ()
    name: str = "Warga"


PEOPLE = (
    Somebody(1001),
    Somebody(1002, Role.VOLUNTEER, KESAMBI, (), "Relawan RT 03"),
    Somebody(1003, Role.FRONT_OFFICE, KESAMBI, (), "Petugas depan"),
    Somebody(1004, Role.BACK_OFFICE, KESAMBI, (), "Petugas pelayanan"),
    Somebody(1005, Role.COORDINATOR, KESAMBI, (), "Koordinator"),
    Somebody(1006, Role.DISTRICT_OFFICER, "32.74", (), "Petugas SLRT"),
    Somebody(1007, Role.AGENCY_OFFICER, "32.74/bpjs", (), "Petugas BPJS"),
    Somebody(1008, Role.AGENCY_OFFICER, "32.74/disdik", (), "Petugas Disdik"),
    Somebody(1009, Role.AGENCY_OFFICER, "32/disdik", (), "Petugas provinsi"),
    Somebody(1010),
)


class Player:
    """Plays phones against the program while nothing else drives it."""

    def __init__(self, telegram: Telegram, program: Program) -> None:
        self.telegram, self.program = telegram, program

    def phone(self, user_id: int, name: str = "Warga") -> Phone:
        return self.telegram.phone(user_id, first_name=name)

    def officer(self, role: Role) -> Phone:
        """The phone of the colleague with this role."""
        return self.phone(next(who.id for who in PEOPLE if who.role is role))

    async def settle(self) -> None:
        """Let the bot handle everything that waits, ring what is due, and send everything that may
        be sent now."""
        offset = 0
        while raws := await self.telegram.updates.get(offset, 100, 0):
            await self.program.turns.play(raws)
            offset = max(raw["update_id"] for raw in raws) + 1
        await self.program.ringer.ring()
        await self.program.sender.drain()

    async def press(self, phone: Phone, *fragments: str) -> None:
        """Tap, one by one, the newest button whose data ends with each fragment (or holds one with
        a colon)."""
        for fragment in fragments:
            found = (
                (button.data, message.message_id)
                for message in reversed(phone.messages)
                for row in message.buttons
                for button in row
                if button.data
                and (
                    button.data.endswith(fragment)
                    or (fragment.endswith(":") and fragment in button.data)
                )
            )
            button = next(found, None)
            if button is None:
                raise LookupError(
                    f"no button with {fragment!r} on the phone of {phone.chat_id}:"
                    f" {phone.last.text}"
                )
            phone.tap_data(*button)
            await self.settle()

    async def write(self, phone: Phone, text: str) -> None:
        phone.send(text)
        await self.settle()

    async def employ(self, who: Somebody, role: Role) -> None:
        """Make somebody a colleague, by an invitation."""
        at, code = self.program.clock(), f"demo-{who.id}"
        async with self.program.db.write() as connection:
            await invitations.add_invite(
                connection,
                mark=invitations.mark_of(code),
                role=role,
                scope=who.scope,
                desks=who.desks,
                made_by=0,
                at=at,
                expires_at=at + timedelta(days=1),
            )
        phone = self.phone(who.id, who.name)
        phone.start(f"u_{code}")
        await self.settle()
        await self.press(phone, ":language:id", ":consent:agree")
        await self.write(phone, "Kesambi")

    async def tell(self, user_id: int, village: str, story: str, *taps: str) -> Phone:
        """A resident opens the poster's link, tells a story and sends it as a report; ``taps``
        answer what is asked."""
        phone = self.phone(user_id)
        phone.start(f"d_{village.replace('.', '')}")
        await self.settle()
        await self.press(phone, ":language:id", ":consent:agree")
        await self.write(phone, story)
        await self.press(phone, "o:new", ":who:self", *taps, ":secret:open")
        await self.write(phone, "RT 02 RW 05")
        await self.write(phone, "Lewati")
        await self.press(phone, ":!:send")
        return phone


async def furnish(player: Player, move_to: Callable[[datetime], None], opens: datetime) -> None:
    """Play the last days, then come to ``opens``."""
    move_to(opens - timedelta(days=11))
    for who in PEOPLE:
        if who.role is not None:
            await player.employ(who, who.role)
    move_to(opens - timedelta(days=7))
    await _helped(player)
    await _sent(player, move_to, opens - timedelta(days=7))
    move_to(opens - timedelta(days=4))
    await _asked_back(player)
    await _sent(player, move_to, opens - timedelta(days=4))
    move_to(opens - timedelta(days=3))
    await player.tell(2003, DRAJAT, _ORPHAN, ":suggested:")
    move_to(opens - timedelta(minutes=20))
    await player.tell(2004, KESAMBI, _ROOF, ":suggested:", ":depth:no")
    move_to(opens)
    await player.settle()


async def _sent(player: Player, move_to: Callable[[datetime], None], since: datetime) -> None:
    """Wait until what was written just now can't be taken back any more and goes out."""
    move_to(since + HELD_FOR + timedelta(minutes=1))
    await player.settle()


_CARD_EMPTY = "saldo kartu KKS kosong terus padahal tetangga sudah cair sembakonya"
_CARD_DEAD = "kartu KIS ibu saya mati, mau kontrol gula"
_ORPHAN = "anak yatim umur 9 tahun tinggal sama neneknya, belum pernah dapat bantuan"
_ROOF = "rumah mau roboh, kayunya sudah lapuk semua kalau hujan takut ambruk"


async def _helped(player: Player) -> None:
    """A case that the front office has solved."""
    await player.tell(2001, KESAMBI, _CARD_EMPTY, ":suggested:")
    front = player.officer(Role.FRONT_OFFICE)
    await player.press(front, "c:open:", "c:claim:", "c:resolve:", ":decision:helped")
    await player.write(
        front, "Kartu sudah diganti bank. Bantuan yang tertunda bisa diambil mulai hari ini."
    )
    await player.press(front, ":!:send")


async def _asked_back(player: Player) -> None:
    """A case in which the back office has asked the resident something."""
    await player.tell(2002, KESAMBI, _CARD_DEAD, ":suggested:", ":depth:later")
    back = player.officer(Role.BACK_OFFICE)
    await player.press(back, "c:open:", "c:claim:", "c:ask:", ":wants:photos")
    await player.write(back, "Mohon kirim foto kartu KIS bagian depan.")
