"""The demo's page, served with an echo bot behind it, and a browser that looks at it."""

import subprocess
import time
from collections.abc import AsyncIterator, Iterator

import pytest
from playwright.async_api import Browser, async_playwright

from bot.simulator.telegram import Telegram
from bot.simulator.web.server import Server
from tests.bot.simulator.web.test_page import FakeDemo, demonstration
from tests.bot.simulator.web.test_page_in_browser import CHROMIUM, FLAGS

UNSEEN = [
    "--headless",
    "--remote-debugging-port=0",
    "--hide-scrollbars",
    "--mute-audio",
    "--force-color-profile=srgb",
    "--no-default-browser-check",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    "--disable-dev-shm-usage",
    "--blink-settings=primaryHoverType=2,availableHoverTypes=2,"
    "primaryPointerType=4,availablePointerTypes=4",
]
"""How Playwright starts one itself, as far as it matters to a page."""

STARTED_SECONDS = 60


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


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One Chromium for all tests of a worker, by its address: to start it takes longer than to look
    at a page."""
    profile = tmp_path_factory.mktemp("chromium")
    told = profile / "DevToolsActivePort"
    command = [CHROMIUM, *FLAGS, *UNSEEN, f"--user-data-dir={profile}", "about:blank"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as running:  # noqa: S603
        until = time.monotonic() + STARTED_SECONDS
        while not (told.exists() and told.read_text().count("\n")):
            assert running.poll() is None, "Chromium has ended"
            assert time.monotonic() < until, "Chromium does not start"
            time.sleep(0.02)
        yield f"http://127.0.0.1:{told.read_text().splitlines()[0]}"
        running.terminate()


@pytest.fixture
async def browser(chromium: str) -> AsyncIterator[Browser]:
    """That Chromium, in which a test sees nothing of any other: each page has a profile of its
    own, which goes with it."""
    async with async_playwright() as playwright:
        connected = await playwright.chromium.connect_over_cdp(chromium)
        yield connected
        await connected.close()
