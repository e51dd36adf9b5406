"""The simulated Telegram in a process of its own, and people who answer as soon as the bot has
asked them.

``python -m benchmarks.phones RECORDINGS PEOPLE`` plays; ``python -m benchmarks.phones`` only waits
to be polled. Tells on standard output, one JSON object a line: first the address, then what was
found. Lives until its input is closed."""

import asyncio
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.contest import percentile
from benchmarks.setting.people import FIRST, recording_of
from benchmarks.setting.recording import Recording, load, tap
from bot.simulator.telegram import Telegram
from bot.simulator.web import server

WARM_UP = 20
"""People who make their report before the clock is started; the bot may come up meanwhile."""


class People:
    """Everybody makes one report; whose answer has arrived takes the next step at once."""

    def __init__(self, telegram: Telegram, recordings: Sequence[Recording]) -> None:
        self._telegram, self._recordings = telegram, recordings
        self._read = 0
        self._at: dict[int, int] = {}
        self._awaited: dict[int, int] = {}
        self._since: dict[int, float] = {}
        self._left = 0
        self._done = asyncio.Event()
        self.waits: list[float] = []
        telegram.watchers.add(self._heard)

    async def report(self, ids: Sequence[int]) -> None:
        """All of them begin together; returns when the last one has the receipt."""
        self._left, self.waits = len(ids), []
        self._done.clear()
        for person in ids:
            self._at[person] = 0
            self._act(person)
        await self._done.wait()

    def _heard(self, chat: int) -> None:
        """Something has changed on a screen: see what was delivered since the last look."""
        ledger = self._telegram.ledger
        while self._read < len(ledger):
            person = ledger[self._read].chat_id
            self._read += 1
            self._awaited[person] -= 1
            if not self._awaited[person]:
                asyncio.get_running_loop().call_soon(self._go_on, person)

    def _go_on(self, person: int) -> None:
        self.waits.append(time.perf_counter() - self._since[person])
        self._at[person] += 1
        if self._at[person] < len(recording_of(self._recordings, person).exchanges):
            self._act(person)
            return
        self._left -= 1
        if not self._left:
            self._done.set()

    def _act(self, person: int) -> None:
        recording = recording_of(self._recordings, person)
        exchange = recording.exchanges[self._at[person]]
        self._awaited[person], self._since[person] = exchange.delivered, time.perf_counter()
        phone = self._telegram.phone(person)
        if not exchange.tap:
            phone.send(exchange.update["message"]["text"])
        elif not tap(phone, exchange.tap.partition(recording.draft)[2]):
            raise LookupError(f"no button {exchange.tap} under what the bot said")


def tell(**what: Any) -> None:
    print(json.dumps(what), flush=True)


async def _play(telegram: Telegram, recordings: Sequence[Recording], people: int) -> None:
    crowd = People(telegram, recordings)
    await crowd.report(range(FIRST + people, FIRST + people + WARM_UP))
    # what the warm-up has left open (letters to be settled, connections) is no part of what is
    # timed
    await asyncio.sleep(0.5)
    begin, busy = time.perf_counter(), time.process_time()
    await crowd.report(range(FIRST, FIRST + people))
    seconds, busy = time.perf_counter() - begin, time.process_time() - busy
    tell(
        updates=len(crowd.waits),
        seconds=seconds,
        busy=busy / seconds,
        p50=percentile(crowd.waits, 0.5),
        p95=percentile(crowd.waits, 0.95),
    )


async def _first_poll(telegram: Telegram) -> None:
    while not any(call.method == "getUpdates" for call in telegram.calls):  # noqa: ASYNC110 - nobody is told of it
        await asyncio.sleep(0.002)
    tell(polled=time.monotonic())
    telegram.record_calls = False


async def main(arguments: Sequence[str]) -> None:
    """Serve, play or wait, and stay until nobody listens any more."""
    telegram = Telegram()
    telegram.record_calls = not arguments
    async with await server.serve(server.app(telegram)) as api:
        tell(url=api.url)
        if arguments:
            await _play(telegram, load(Path(arguments[0])), int(arguments[1]))
        else:
            await _first_poll(telegram)
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
