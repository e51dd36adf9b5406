"""The demo page in a real browser, with an echo bot behind it: what a visitor sees and can do."""

import asyncio
import os
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from bot.simulator.telegram import Telegram
from bot.simulator.web.server import Server
from tests.bot.simulator.web.test_page import FakeDemo

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ABSENT = not CHROMIUM.exists()
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(ABSENT, reason=f"Chromium is not installed at {CHROMIUM}"),
]


async def opened(browser: Browser, server: Server, width: int = 1440, height: int = 900) -> Page:
    page = await browser.new_page(viewport={"width": width, "height": height})
    page.set_default_timeout(8000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
    page.errors = errors  # type: ignore[attr-defined]
    await page.goto(server.url)
    await expect(page.locator(".phone")).to_have_count(6)
    await expect(page.locator("#zone")).to_have_text("WIB")
    return page


def phone(page: Page, user_id: int) -> Any:
    return page.locator(f"#phone-{user_id}")


def shots(page: Page, name: str) -> Any:
    folder = os.environ.get("PUSKESOS_SHOTS")
    return page.screenshot(path=f"{folder}/{name}.png") if folder else asyncio.sleep(0)


async def test_a_visitor_starts_taps_and_sends(
    browser: Browser, server: Server, world: Telegram
) -> None:
    """Start, a tap, a keyboard, an attachment, a reply, a forward and a command all reach the bot
    and come back."""
    page = await opened(browser, server)
    await shots(page, "empty")
    resident = phone(page, 1)
    await resident.get_by_role("button", name="Mulai").click()
    await expect(resident.locator(".theirs b")).to_have_text("Puskesos")
    await resident.get_by_role("button", name="Bagikan nomor saya").click()
    await expect(resident.locator(".theirs").last).to_contain_text("Diterima contact")
    await resident.get_by_label("Tulis pesan").fill("/la")
    await resident.locator(".menu button").click()
    await resident.get_by_role("button", name="Kartu KIS tidak aktif").click()
    await expect(resident.locator(".toast")).to_have_text("Dicatat.")
    await expect(resident.locator(".theirs").last).to_contain_text("Jawaban: kis")
    await expect(resident.locator(".reaction")).to_have_count(1)
    for thing in ("3 foto sekaligus", "Pesan suara", "Lokasi", "Dokumen"):
        await resident.get_by_label("Kirim foto").click()
        await resident.get_by_role("button", name=thing, exact=True).click()
    await expect(resident.locator("img.photo")).to_have_count(3)
    await expect(resident.locator("img.photo").last).to_have_js_property("naturalWidth", 320)
    await expect(resident.locator(".theirs").last).to_contain_text("Diterima document")
    await resident.locator(".mine").first.get_by_label("Balas").click()
    await resident.get_by_label("Tulis pesan").fill("ini balasan")
    await resident.get_by_label("Tulis pesan").press("Enter")
    await expect(resident.locator(".theirs").last).to_contain_text("reply_to_message")
    await resident.get_by_label("Kirim foto").click()
    await resident.get_by_role("button", name="Tandai sebagai pesan terusan").click()
    await resident.get_by_label("Tulis pesan").fill("dari tetangga")
    await resident.get_by_role("button", name="Kirim", exact=True).click()
    await expect(resident.locator(".theirs").last).to_contain_text("forward_origin")
    await expect(resident.locator(".origin")).to_have_count(1)
    await resident.locator(".command").last.click()
    await resident.get_by_role("button", name="Hapus", exact=True).click()
    await expect(resident.get_by_role("button", name="Hapus", exact=True)).to_have_count(0)
    await shots(page, "chat")
    assert page.errors == []  # type: ignore[attr-defined]


async def test_the_sample_voice_can_be_played(
    browser: Browser, server: Server, world: Telegram
) -> None:
    """A browser decodes four seconds of sound."""
    page = await opened(browser, server)
    world.phone(1).voice(seconds=4)
    (file_id,) = world.files
    decode = """async (url) => {
        const sound = await (await fetch(url)).arrayBuffer();
        return (await new OfflineAudioContext(1, 1, 48000).decodeAudioData(sound)).duration;
    }"""
    assert await page.evaluate(decode, f"/demo/file/{file_id}") == pytest.approx(4, abs=0.1)


async def test_nothing_written_becomes_markup(
    browser: Browser, server: Server, world: Telegram
) -> None:
    """HTML in a text is shown as text."""
    page = await opened(browser, server)
    attack = "<img src=x onerror=alert(1)> <script>alert(2)</script> javascript:alert(3)"
    world.phone(1).send(attack)
    await expect(phone(page, 1).locator(".mine .text")).to_have_text(attack)
    await expect(phone(page, 1).locator(".theirs .text")).to_contain_text(attack)
    assert await phone(page, 1).locator("img, script, a").count() == 0


async def test_the_clock_and_the_language(browser: Browser, server: Server, demo: FakeDemo) -> None:
    """The clock shows the day in words and moves by its buttons; the page speaks Indonesian and
    English."""
    page = await opened(browser, server)
    await expect(page.locator(".now")).to_contain_text("09.05")
    await expect(page.locator(".now")).to_contain_text("Sabtu, 21 November 2026")
    await expect(page.locator("#due")).to_have_text("Tenggat berikutnya: Senin, 23 Nov, 10.00")
    await page.get_by_role("button", name="+1 jam").click()
    await expect(page.locator("#time")).to_have_text("10.05")
    await page.get_by_role("button", name="ke tenggat berikutnya").click()
    await expect(page.locator("#date")).to_have_text("Minggu, 22 November 2026")
    await expect(page.get_by_role("button", name="ke tenggat berikutnya")).to_be_disabled()
    await page.get_by_role("button", name="English").click()
    await expect(page.get_by_role("button", name="+1 working day")).to_be_visible()
    await expect(page.locator("#date")).to_have_text(re.compile("Sunday,? 22 November 2026"))
    await expect(phone(page, 1).get_by_role("button", name="Start")).to_be_visible()
    assert demo.steps == ["hour", "next_due"]
    assert page.errors == []  # type: ignore[attr-defined]


async def test_stories_lead_by_the_hand(browser: Browser, server: Server, world: Telegram) -> None:
    """A step fills the text into its phone; five stories can be opened."""
    page = await opened(browser, server)
    world.phone(1).start()
    await expect(page.locator("#stories > details")).to_have_count(5)
    await page.get_by_role("button", name="Isi: “KIS nenek").click()
    await expect(phone(page, 1).get_by_label("Tulis pesan")).to_have_value(
        "KIS nenek saya nonaktif, besok pagi jadwal cuci darah"
    )
    await phone(page, 1).get_by_label("Tulis pesan").press("Enter")
    await expect(phone(page, 1).locator(".theirs").last).to_contain_text("KIS nenek")


async def test_news_on_a_phone_not_looked_at_is_counted(
    browser: Browser, server: Server, world: Telegram
) -> None:
    """A badge counts what came in, on the phone and in the title; touching the phone clears it."""
    page = await opened(browser, server)
    officer = phone(page, 3)
    world.phone(3).start()
    await expect(officer.locator(".badge")).to_have_text("1")
    await expect(page).to_have_title("(1) Puskesos: demo")
    await officer.locator(".scroll").click()
    await expect(officer.locator(".badge")).to_be_hidden()


async def test_a_small_screen_shows_one_phone_at_a_time(
    browser: Browser, server: Server, world: Telegram
) -> None:
    """At 390 pixels tabs choose the phone and nothing runs over the edge."""
    page = await opened(browser, server, 390, 844)
    await expect(page.locator(".phone:visible")).to_have_count(1)
    await shots(page, "small-empty")
    world.phone(5).start()
    await expect(page.locator("#tabs .badge")).to_have_text("1")
    await page.get_by_role("tab", name="Koordinator").click()
    await expect(phone(page, 5)).to_be_visible()
    await phone(page, 5).get_by_label("Tulis pesan").fill("/lapor")
    await phone(page, 5).get_by_label("Tulis pesan").press("Enter")
    await expect(phone(page, 5).get_by_role("button", name="Kartu KIS tidak aktif")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 390
    await shots(page, "small-chat")


async def test_everything_can_be_done_by_keyboard(
    browser: Browser, server: Server, world: Telegram
) -> None:
    """Every button has a name; the menu opens and closes by keys and an enlarged phone closes by
    Escape."""
    page = await opened(browser, server)
    world.phone(1).start()
    resident = phone(page, 1)
    await expect(resident.get_by_label("Kirim foto")).to_be_visible()
    await resident.get_by_label("Kirim foto").focus()
    await page.keyboard.press("Enter")
    await expect(resident.get_by_role("button", name="Foto", exact=True)).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(resident.locator(".menu")).to_be_hidden()
    await resident.get_by_label("Perbesar").click()
    await shots(page, "large")
    await page.keyboard.press("Escape")
    await expect(page.locator(".phone.large")).to_have_count(0)
    nameless = (
        "[...document.querySelectorAll('button')]"
        ".filter(b => !(b.ariaLabel || b.textContent).trim()).length"
    )
    assert await page.evaluate(nameless) == 0
