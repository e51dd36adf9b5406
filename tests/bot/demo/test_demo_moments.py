"""What falls due while the clock is moved bears the time at which it fell due."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, time, timedelta
from pathlib import Path

from bot.demo.cases import KESAMBI, PEOPLE, Player
from bot.demo.demo import Controls, DemoClock
from bot.desk.mail import Mail
from bot.program import Program, build
from bot.simulator.phones import Phone
from bot.simulator.telegram import Telegram
from bot.telegram.pacing import Pace
from bot.turns.posting import Post
from casework.actions.correcting.taking_back import HELD_FOR
from casework.case.model import Role
from conversations.protocol.effects import Say, text
from storage.unit_of_work import Batch
from tests.support.direct import DirectRequest
from tests.support.rig import config_of

RESIDENT, HELD = 5, time(6, 0)
TROUBLE = "saldo kartu KKS kosong terus padahal tetangga sudah cair sembakonya"


class SlowRequest(DirectRequest):
    """Telegram takes a moment (seconds) for each call, as it does for everybody."""

    moment = 0.0

    async def do_request(self, *args: object, **kwargs: object) -> tuple[int, bytes]:
        await asyncio.sleep(self.moment)
        return await super().do_request(*args, **kwargs)  # type: ignore[arg-type]


@asynccontextmanager
async def running(
    url: str, folder: Path
) -> AsyncIterator[tuple[Program, DemoClock, Telegram, Player]]:
    """The demo's program with its sender at work, and everybody employed; slow from then on."""
    clock = DemoClock()
    telegram = Telegram(now=clock.now)
    request = SlowRequest(telegram)
    program = build(
        config_of(url, folder, telegram.token),
        clock=clock.now,
        pace=Pace.none(),
        requests=(request, request),
        hold=HELD_FOR,
    )
    await program.bot.initialize()
    player = Player(telegram, program)
    for who in PEOPLE:
        if who.role is not None:
            await player.employ(who, who.role)
    await player.tell(2001, KESAMBI, TROUBLE, ":suggested:")
    stop, request.moment = asyncio.Event(), 0.1
    sending = asyncio.create_task(program.sender.run(stop))
    try:
        yield program, clock, telegram, player
    finally:
        stop.set()
        await sending
        await program.close()


async def hold(program: Program, until: datetime) -> None:
    """A letter that rests through the night."""
    async with program.db.write() as connection:
        batch = Batch(connection, program.vault, program.clock())
        await batch.load({RESIDENT})
        await Post(batch, program.content.texts, "held").say(
            RESIDENT, Mail(RESIDENT, Say(text("form.noted")), until)
        )
        await batch.flush()


async def _shown(phone: Phone, words: str) -> None:
    """The sender works beside the test; TimeoutError when these words do not come."""
    async with asyncio.timeout(20):
        while words not in phone.last.text:  # noqa: ASYNC110 - nobody signals it
            await asyncio.sleep(0.01)


async def test_a_moved_clock_sends_at_the_right_time(sqlite_url: str, tmp_path: Path) -> None:
    """+1 working day: the held letter bears 06.00, and the morning's lists 07.30, each in time."""
    async with running(sqlite_url, tmp_path) as (program, clock, telegram, _):
        telegram.phone(RESIDENT).chat.started = True
        controls = Controls(clock, program)
        zone = controls.zone
        morning = datetime.combine(
            (clock.now() + timedelta(days=1)).astimezone(zone).date(), HELD, zone
        )
        await hold(program, morning)
        seen = len(telegram.ledger)
        await controls.advance("working_day")
        came = [
            (letter.chat_id, letter.at.astimezone(zone).strftime("%H.%M"))
            for letter in telegram.ledger[seen:]
        ]
        assert [at for chat, at in came if chat == RESIDENT] == ["06.00"]
        staff = {who.id for who in PEOPLE}
        lists = [
            letter.at.astimezone(zone).strftime("%H.%M")
            for letter in telegram.ledger[seen:]
            if letter.chat_id in staff and letter.text.startswith("☀️")
        ]
        assert set(lists) == {"07.30"}
        assert len(lists) > 1


async def test_the_next_due_time_lets_go_what_can_be_taken_back(
    sqlite_url: str, tmp_path: Path
) -> None:
    """What an officer writes waits; the clock comes to its moment, and it is on the resident's
    phone."""
    async with running(sqlite_url, tmp_path) as (program, clock, telegram, player):
        front, resident = player.officer(Role.FRONT_OFFICE), telegram.phone(2001)
        await player.press(front, "c:open:", "c:reply:")
        await player.write(front, "Silakan datang besok pagi.")
        since = clock.now()
        assert all("besok pagi" not in message.text for message in resident.messages)
        assert any("\N{LEFTWARDS ARROW WITH HOOK}" in b.text for b in front.last.buttons[0])
        await Controls(clock, program).advance("next_due")
        assert timedelta(0) < clock.now() - since < HELD_FOR + timedelta(minutes=1)
        assert any("besok pagi" in message.text for message in resident.messages)


async def test_what_was_taken_back_is_written_anew_next(sqlite_url: str, tmp_path: Path) -> None:
    """After \N{LEFTWARDS ARROW WITH HOOK} nothing is said to be done: the words stand there, to be
    written better."""
    async with running(sqlite_url, tmp_path) as (_, _, _, player):
        front = player.officer(Role.FRONT_OFFICE)
        await player.press(front, "c:open:", "c:reply:")
        await player.write(front, "Silakan datang besok pagi.")
        await player.press(front, "tb:")
        await _shown(front, "ditarik")
        assert all("Tersimpan" not in message.text for message in front.messages)
