"""The queue on a small phone, as officers see it: what tells a case from the others is never cut
off its button."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from playwright.async_api import Browser, expect

from bot.simulator.telegram import Telegram
from bot.simulator.web.server import Server
from casework.case.model import Case, Desk, Status
from casework.search.queue_filter import QueueFilter, View
from conversations.pages.list_reader import ListReader
from conversations.pages.lists import Listed
from conversations.pages.queue import Reach, Sifted, queue
from conversations.pages.queue_line import short_topic
from conversations.protocol.effects import Say
from tests.bot.simulator.web.test_page_in_browser import opened, phone, pytestmark, shots
from tests.casework.cases import COLLEAGUE, NOW, OFFICER, having, standing
from tests.conversations.speaker import CONTENT, TEXTS

__all__ = ["pytestmark"]
READER = ListReader(OFFICER, {COLLEAGUE: "Sari"})
WIDE = Reach(tuple(Desk), tuple(CONTENT.places.villages), leads=True, below=True)
ON_A_PAGE = 20
ROOM = {False: 10, True: 8}
"""Letters of the name of a service beside which also initials, or a village of seven letters, are
read in whole even of a late case; by whether there are several villages."""


def case(n: int, service: str, **more: Any) -> Case:
    told = {"who": "neighbour", "sufferer": "Ibu Aminah", "place": "RT 01 RW 2"}
    plain = {"id": 260_000_100 + n, "service": service, "due_at": NOW - timedelta(days=1)}
    return having(standing(Status.IN_PROGRESS, intake=told), **{**plain, **more})


def page(cases: Iterable[Case], *, several: bool = False, officer: int = 0) -> Say:
    sifted = Sifted(
        Listed(tuple(cases), "1.2.3.4", 12),
        QueueFilter(View.LATE, officer=officer),
        WIDE,
        later=True,
        reader=replace(READER, several=several),
    )
    return queue(sifted, CONTENT.catalogue, CONTENT.places, NOW)


async def cut(browser: Browser, server: Server, world: Telegram, say: Say, name: str) -> list[str]:
    """The labels that are not read in whole at 360 pixels, without those that nothing shortens."""
    labels = [[TEXTS.plain("id", b.label) for b in row] for row in say.buttons]
    keys = [[{"text": label, "callback_data": label[:20]} for label in row] for row in labels]
    told = TEXTS.html("id", say.text) if len(labels) < ON_A_PAGE else "Antrean"
    shown = await opened(browser, server, 360, 640)
    await phone(shown, 1).get_by_role("button", name="Mulai").click()
    await expect(phone(shown, 1).locator(".theirs b")).to_have_text("Puskesos")
    sent = {"chat_id": 1, "text": told, "parse_mode": "HTML"}
    await world.call("sendMessage", {**sent, "reply_markup": {"inline_keyboard": keys}})
    taps = phone(shown, 1).locator(".theirs").last.locator(".tap")
    await expect(taps).to_have_count(sum(map(len, labels)))
    await taps.first.evaluate("one => one.closest('.theirs').scrollIntoView({block: 'start'})")
    await shots(shown, name)
    return list(
        await taps.evaluate_all(
            "all => all.filter(x => x.scrollWidth > x.clientWidth).map(x => x.textContent)"
        )
    )


def short_name(service: str) -> str:
    return TEXTS.plain("id", short_topic(case(0, service), CONTENT.catalogue))


SERVICES = sorted(CONTENT.catalogue.services)


@pytest.mark.parametrize("several", [False, True])
async def test_with_a_short_service_all_is_read(
    browser: Browser, server: Server, world: Telegram, several: bool
) -> None:
    """Urgency, lateness, number and service, and whose it is or in which village."""
    brief = [code for code in SERVICES if len(short_name(code)) <= ROOM[several]]
    say = page((case(n, code) for n, code in enumerate(brief)), several=several)
    assert await cut(browser, server, world, say, f"queue-services-{several}") == []


async def test_the_service_is_always_read(
    browser: Browser, server: Server, world: Telegram
) -> None:
    """However long its name is."""
    say = page(case(n, code, intake={}) for n, code in enumerate(SERVICES))
    assert await cut(browser, server, world, say, "queue-alone") == []


@pytest.mark.parametrize("officer", [0, COLLEAGUE])
async def test_the_choices_below_are_read_in_whole(
    browser: Browser, server: Server, world: Telegram, officer: int
) -> None:
    """Of whoever has all of them, also with an officer chosen."""
    eight = [case(n, "pbi_reactivation", owner=[None, OFFICER, COLLEAGUE][n % 3]) for n in range(8)]
    say = page(eight, officer=officer)
    assert await cut(browser, server, world, say, f"queue-{officer}") == []
