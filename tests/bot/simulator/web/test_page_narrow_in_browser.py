"""The demo page on a small screen: nothing is broken, hidden or in the way of the phone."""

import re

import pytest
from playwright.async_api import Browser, expect

from bot.simulator.telegram import Telegram
from bot.simulator.web.server import Server
from tests.bot.simulator.web.test_page_in_browser import opened, phone, pytestmark

__all__ = ["pytestmark"]
SMALL = [(360, 640), (420, 800)]


async def queue(world: Telegram) -> None:
    """What the queue's page looks like: two cases in a row, four filters in one."""
    rows = [
        ["🟠 26-00004-W", "🟡 26-00005-X"],
        ["• Semua", "⏰ Telat", "Saya", "Baru"],
        ["⏮ Terbaru", "« Sebelum", "Berikut »"],
        ["🧾 Tanda terima", "🗓️ Kenapa tanggal itu?"],
        ["➕ 26-00001-R · BPJS/KIS tidak aktif · 23/11 · Kesambi"],
    ]
    keys = [[{"text": label, "callback_data": label[:20]} for label in row] for row in rows]
    await world.call(
        "sendMessage", {"chat_id": 1, "text": "Antrean", "reply_markup": {"inline_keyboard": keys}}
    )


@pytest.mark.parametrize(("width", "height"), SMALL)
async def test_a_label_is_one_line(
    browser: Browser, server: Server, world: Telegram, width: int, height: int
) -> None:
    """No label is broken inside a word or over lines; all but the longest are read in whole."""
    page = await opened(browser, server, width, height)
    await phone(page, 1).get_by_role("button", name="Mulai").click()
    await expect(phone(page, 1).locator(".theirs b")).to_have_text("Puskesos")
    await queue(world)
    taps = phone(page, 1).locator(".theirs").last.locator(".tap")
    await expect(taps).to_have_count(12)
    lines = await taps.evaluate_all("all => all.map(one => one.clientHeight)")
    assert set(lines) == {lines[0]}
    cut = await taps.evaluate_all(
        "all => all.filter(one => one.scrollWidth > one.clientWidth).map(one => one.textContent)"
    )
    assert [label for label in cut if not label.startswith("➕")] == []
    ends = await taps.evaluate_all("all => all.map(one => one.getBoundingClientRect().right)")
    assert max(ends) <= width


@pytest.mark.parametrize(("width", "height"), SMALL)
async def test_the_stories_are_one_line_until_they_are_wanted(
    browser: Browser, server: Server, width: int, height: int
) -> None:
    """Folded at first; a chosen step folds them again, and its phone has the screen."""
    page = await opened(browser, server, width, height)
    aside = page.locator("aside")
    assert (await aside.bounding_box() or {})["height"] < 40
    await aside.locator("summary").first.click()
    await expect(page.locator("#stories")).to_be_visible()
    await page.locator("#stories .fill").first.click()
    await expect(page.locator("#stories")).to_be_hidden()
    box = await page.locator(".phone.current").bounding_box()
    assert box is not None
    assert box["height"] > height / 2


async def test_a_screen_that_becomes_small_folds_the_stories(
    browser: Browser, server: Server
) -> None:
    """Turned or made narrow, the page makes room for the phone; made wide, it shows them again."""
    page = await opened(browser, server)
    await expect(page.locator("#stories")).to_be_visible()
    await page.set_viewport_size({"width": 420, "height": 800})
    await expect(page.locator("#stories")).to_be_hidden()
    await page.set_viewport_size({"width": 1440, "height": 900})
    await expect(page.locator("#stories")).to_be_visible()


async def test_the_phone_on_the_screen_has_no_news(
    browser: Browser, server: Server, world: Telegram
) -> None:
    """What comes while somebody looks at a phone is not counted there, whatever has the focus."""
    page = await opened(browser, server, 420, 800)
    await phone(page, 1).get_by_role("button", name="Mulai").click()
    await expect(phone(page, 1).locator(".theirs b")).to_have_text("Puskesos")
    await page.evaluate("document.activeElement.blur()")
    await queue(world)
    await expect(phone(page, 1).locator(".tap").last).to_be_visible()
    await expect(page).to_have_title(re.compile("^Puskesos"))
