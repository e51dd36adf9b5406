"""One resident's whole report, recorded from the real program: every update, what the bot answered,
where it stood.

All measurements play these recordings, with another person and another draft put in, so that ours
and the others handle the same bytes and answer with the same words and buttons."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.setting import district
from bot.demo.cases import Player
from bot.program import Program, build
from bot.simulator.phones import Phone
from bot.simulator.telegram import Telegram
from bot.simulator.web import server
from bot.telegram.pacing import Pace
from conversations.protocol import dialogue
from storage.db import migrate
from storage.people import people
from storage.people.people import Profile

PERSON = 7_000_000_001
MORNING = datetime(2026, 11, 23, 1, 5, tzinfo=UTC)
"""A Monday, 08:05 in the district: nothing rests for the night."""

TAPS = ("who", "sector", "service", "depth", "secret")
FORMS = (
    {
        "who": "self",
        "sector": "health",
        "service": "pbi_reactivation",
        "depth": "later",
        "story": "kartu KIS saya tidak aktif sejak bulan lalu, tanggal 5 mau kontrol ke puskesmas",
        "secret": "open",
        "place": "RT 03 RW 05 dekat balai desa",
        "phone": "0812 0000 0001",
    },
    {
        "who": "self",
        "sector": "education",
        "service": "pip_kip",
        "depth": "attending",
        "story": "anak saya kelas 5 SD, PIP belum cair padahal temannya sudah semua",
        "secret": "open",
        "place": "RT 01 RW 02",
        "phone": "0812 0000 0002",
    },
    {
        "who": "self",
        "sector": "civil_registry",
        "service": "identity_documents",
        "depth": "later",
        "story": "KK belum diperbaiki sejak pindah, mau dipakai mengurus kartu",
        "secret": "open",
        "place": "Blok Pahing RT 04",
        "phone": "0812 0000 0003",
    },
)
"""Three reports, step by step in the order of the form. All of them are made up."""


@dataclass(frozen=True)
class Exchange:
    """One step: the update as Telegram sends it, the talk (plain values) before it, and the calls
    that answer it."""

    step: str
    update: dict[str, Any]
    talk: dict[str, Any]
    answers: list[tuple[str, dict[str, Any]]]

    @property
    def tap(self) -> str:
        """What the tapped button carries, "" when it is a text."""
        return str(self.update.get("callback_query", {}).get("data", ""))

    @property
    def delivered(self) -> int:
        """How many of the answers put something on the screen."""
        return sum(method.startswith(("send", "edit")) for method, _ in self.answers)


@dataclass(frozen=True)
class Recording:
    """A report from ``/lapor`` to its receipt. ``draft`` is the id that its buttons carry."""

    draft: str
    exchanges: tuple[Exchange, ...]

    @property
    def questions(self) -> tuple[Exchange, ...]:
        """The steps that answer a question: all but the command at the beginning and the sending at
        the end."""
        return self.exchanges[1:-1]

    def update(self, exchange: Exchange, person: int, draft: str, update_id: int) -> bytes:
        """The update as this person would have sent it, as it comes over the wire."""
        text = json.dumps(exchange.update | {"update_id": update_id}, ensure_ascii=False)
        return text.replace(str(PERSON), str(person)).replace(self.draft, draft).encode()

    def talk(self, exchange: Exchange, draft: str) -> dialogue.Talk:
        """Where somebody with this draft stands before the exchange."""
        return dialogue.load(json.loads(json.dumps(exchange.talk).replace(self.draft, draft)))


async def record(folder: Path) -> list[Recording]:
    """Play each form once on a simulated phone, through the real program."""
    return [await _record(folder / f"form{n}", form) for n, form in enumerate(FORMS)]


async def _record(folder: Path, form: dict[str, str]) -> Recording:
    telegram = Telegram(now=lambda: MORNING)
    async with await server.serve(server.app(telegram)) as api:
        config = district.config(folder, None, api=api.url)
        program = build(config, clock=lambda: MORNING, pace=Pace.none())
        try:
            await migrate.upgrade(program.db.url)
            await program.bot.initialize()
            async with program.db.write() as connection:
                await people.save_profiles(
                    connection, program.vault, [resident(program, PERSON)], MORNING
                )
            player = Player(telegram, program)
            exchanges = [await _exchange(player, step, value) for step, value in _script(form)]
        finally:
            await program.close()
    draft = exchanges[1].tap.split(":")[1]
    return Recording(draft, tuple(exchanges))


def resident(program: Program, person: int) -> Profile:
    """Somebody who has met the bot before, in one of the villages."""
    villages = list(program.content.places.villages)
    return Profile(person, "id", villages[person % len(villages)], program.content.consent, MORNING)


def _script(form: dict[str, str]) -> list[tuple[str, str]]:
    return [("open", "/lapor"), *form.items(), ("send", "")]


async def _exchange(player: Player, step: str, value: str) -> Exchange:
    telegram, program = player.telegram, player.program
    async with program.db.read() as connection:
        before = (await people.load(connection, program.vault, [PERSON]))[PERSON].talk
    known = len(telegram.calls)
    phone = player.phone(PERSON)
    if step in TAPS or step == "send":
        _tap(phone, ":!:send" if step == "send" else f":{step}:{value}")
    else:
        phone.send(value)
    (update,) = await telegram.updates.get(0, 100, 0)
    await player.settle()
    answers = [(call.method, dict(call.params)) for call in telegram.calls[known:]]
    return Exchange(
        step, update, dialogue.dump(before), [(m, p) for m, p in answers if m != "getMe"]
    )


def _tap(phone: Phone, suffix: str) -> None:
    if not tap(phone, suffix):
        raise LookupError(f"no button that ends in {suffix}; the bot said: {phone.last.text}")


def tap(phone: Phone, suffix: str) -> bool:
    """Tap the newest button whose data ends so; False when there is none."""
    for message in reversed(phone.chat.messages.values()):
        for row in message.buttons():
            for button in row:
                if (button.data or "").endswith(suffix):
                    phone.tap_data(button.data or "", message.message_id)
                    return True
    return False


def save(recordings: Sequence[Recording], path: Path) -> None:
    """Keep recordings for another process."""
    path.write_text(json.dumps([asdict(recording) for recording in recordings]), "utf-8")


def load(path: Path) -> list[Recording]:
    """Recordings that ``save`` has kept."""
    return [
        Recording(row["draft"], tuple(Exchange(**exchange) for exchange in row["exchanges"]))
        for row in json.loads(path.read_text("utf-8"))
    ]
