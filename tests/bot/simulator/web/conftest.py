"""The demo's page, served with an echo bot behind it, and a browser that looks at it."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, async_playwright

from bot.simulator.telegram import Telegram
from bot.simulator.web.server import Server
from tests.bot.simulator.web.test_page import FakeDemo, demonstration
from tests.bot.simulator.web.test_page_in_browser import CHROMIUM, FLAGS


@pytest.fixture
def demo() -> FakeDemo:
    return FakeDemo()


@pytest.fixture
def world(demo: FakeDemo) -> Telegram:
    return Telegram(now=demo.now)


@pytest.fixture
async def server(world: Telegram, demo: FakeDemo) -> AsyncIterator[Server]:
    async with demonstration(world, demo) as running:
        yield running


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        await chromium.close()
