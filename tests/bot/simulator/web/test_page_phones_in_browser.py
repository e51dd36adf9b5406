"""The phones of the demo page in a real browser: what can be sent, changed and taken back, and how
the page fits on small and large screens."""

from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from bot.simulator.telegram import Telegram
from bot.simulator.web.server import Server
from tests.bot.simulator.web.test_page_in_browser import ABSENT, opened, phone, shots

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(ABSENT, reason="Chromium is not installed"),
]

SIZES = [(360, 640), (768, 1024), (1440, 900)]


async def begun(browser: Browser, server: Server, world: Telegram, *size: int) -> tuple[Page, Any]:
    """The page and its first phone, which has started."""
    page = await opened(browser, server, *size)
    world.phone(1).start()
    resident = phone(page, 1)
    await expect(resident.get_by_label("Tulis pesan")).to_be_visible()
    return page, resident


async def written(resident: Any, text: str) -> None:
    await resident.get_by_label("Tulis pesan").fill(text)
    await resident.get_by_label("Tulis pesan").press("Enter")


async def test_every_thing_is_sent_and_drawn(
    browser: Browser, server: Server, world: Telegram
) -> None:
    """Places, cards, stickers and dice reach the bot and stand in the chat."""
    page, resident = await begun(browser, server, world)
    for thing, kind in [
        ("Lokasi", "location"),
        ("Lokasi berjalan", "location"),
        ("Tempat bernama", "venue"),
        ("Nomor saya", "contact"),
        ("Kartu kontak tetangga", "contact"),
        ("Stiker", "sticker"),
        ("Dadu", "dice"),
    ]:
        await resident.get_by_label("Kirim foto").click()
        await resident.get_by_role("button", name=thing, exact=True).click()
        await expect(resident.locator(".theirs").last).to_contain_text(f"Diterima {kind}")
    await expect(resident.locator(".tile", has_text="Balai RW 07")).to_contain_text("-6.7320")
    await shots(page, "things")
    assert page.errors == []  # type: ignore[attr-defined]


async def test_a_message_is_changed_and_deleted(
    browser: Browser, server: Server, world: Telegram
) -> None:
    """The pencil fills the field and sends an edit, also without a change; the bin takes it out."""
    page, resident = await begun(browser, server, world)
    await written(resident, "atap bocor")
    mine = resident.locator(".mine", has_text="atap bocor")
    await mine.hover()
    await mine.get_by_label("Ubah pesan").click()
    await expect(resident.get_by_label("Tulis pesan")).to_have_value("atap bocor")
    await resident.get_by_label("Tulis pesan").press("Enter")
    await expect(resident.locator(".theirs").last).to_contain_text("edit_date")
    await mine.get_by_label("Ubah pesan").click()
    await written(resident, "atap roboh")
    await expect(resident.locator(".mine .text").last).to_have_text("atap roboh")
    await expect(resident.locator(".mine .foot").last).to_contain_text("diedit")
    changed = resident.locator(".mine", has_text="atap roboh")
    await changed.hover()
    await changed.get_by_label("Hapus pesan").click()
    await expect(changed).to_have_count(0)
    assert page.errors == []  # type: ignore[attr-defined]


async def test_a_live_location_moves_where_it_stands(
    browser: Browser, server: Server, world: Telegram
) -> None:
    """Its button sends the next place as an edit of the same message."""
    _, resident = await begun(browser, server, world)
    await resident.get_by_label("Kirim foto").click()
    await resident.get_by_role("button", name="Lokasi berjalan", exact=True).click()
    await expect(resident.locator(".mine .tile")).to_contain_text("-6.7320")
    await resident.locator(".mine").last.hover()
    await resident.get_by_label("Pindahkan lokasi").click()
    await expect(resident.locator(".mine .tile")).to_contain_text("-6.7316")
    await expect(resident.locator(".mine .tile")).to_have_count(1)


async def test_a_thing_can_answer_a_message(
    browser: Browser, server: Server, world: Telegram
) -> None:
    """Reply first, then the paper clip: what is sent names the message above."""
    _, resident = await begun(browser, server, world)
    await resident.locator(".theirs").first.hover()
    await resident.locator(".theirs").first.get_by_label("Balas").click()
    await resident.get_by_label("Kirim foto").click()
    await resident.get_by_role("button", name="Stiker", exact=True).click()
    await expect(resident.locator(".theirs").last).to_contain_text("reply_to_message")
    await expect(resident.locator(".mine .quote")).to_have_count(1)


async def test_words_that_could_not_be_sent_stand_there_again(
    browser: Browser, server: Server, world: Telegram
) -> None:
    """The connection is gone: the field keeps the text, and what it answers."""
    page, resident = await begun(browser, server, world)
    await page.route("**/demo/phone/*", lambda route: route.abort())
    await resident.locator(".theirs").first.hover()
    await resident.locator(".theirs").first.get_by_label("Balas").click()
    await written(resident, "jangan hilang")
    await expect(resident.locator(".toast")).to_contain_text("Belum terkirim")
    await expect(resident.get_by_label("Tulis pesan")).to_have_value("jangan hilang")
    await expect(resident.locator(".context")).to_contain_text("Membalas")
    await page.unroute("**/demo/phone/*")
    await resident.get_by_label("Tulis pesan").press("Enter")
    await expect(resident.locator(".mine .text").last).to_have_text("jangan hilang")


async def test_a_story_waits_for_a_phone_that_has_not_begun(
    browser: Browser, server: Server, world: Telegram
) -> None:
    """“Isi” leaves the Start button where it is; once started, the words stand in the field."""
    page = await opened(browser, server)
    await page.get_by_role("button", name="Isi: “KIS nenek").click()
    resident = phone(page, 1)
    await expect(resident.locator(".composer")).to_be_hidden()
    await expect(resident.get_by_role("button", name="Mulai")).to_be_focused()
    await resident.get_by_role("button", name="Mulai").click()
    await expect(resident.get_by_label("Tulis pesan")).to_have_value(
        "KIS nenek saya nonaktif, besok pagi jadwal cuci darah"
    )


@pytest.mark.parametrize(("width", "height"), SIZES)
async def test_everything_lies_on_the_screen(
    browser: Browser, server: Server, world: Telegram, width: int, height: int
) -> None:
    """Clock, languages and the composer are seen whole, without scrolling the page."""
    page, resident = await begun(browser, server, world, width, height)
    must = [".steps button", ".tongues button", "#phone-1 .composer", "#phone-1 .go"]
    for node in [one for css in must for one in await page.locator(css).all()]:
        box = await node.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["y"] + box["height"] <= height
    assert await page.evaluate("document.documentElement.scrollWidth") <= width
    assert await page.evaluate("document.documentElement.scrollHeight") <= height
    await written(resident, "halo")
    await shots(page, f"fits-{width}")


async def test_the_reply_arrow_is_seen_on_touch(
    browser: Browser, server: Server, world: Telegram
) -> None:
    """Without a mouse the arrow stands beside every message; the rest comes when it is tapped."""
    context = await browser.new_context(
        viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True
    )
    page = await context.new_page()
    await page.goto(server.url)
    world.phone(1).start()
    resident = phone(page, 1)
    arrow = resident.locator(".theirs").first.get_by_label("Balas")
    await expect(arrow).to_be_visible()
    assert float(await arrow.evaluate("node => getComputedStyle(node).opacity")) >= 0.7
    await expect(resident.locator(".mine").first.get_by_label("Hapus pesan")).to_be_hidden()
    await resident.locator(".mine .bubble").first.tap()
    await expect(resident.locator(".mine").first.get_by_label("Hapus pesan")).to_be_visible()


async def test_few_tab_stops_lead_to_the_last_phone(
    browser: Browser, server: Server, world: Telegram
) -> None:
    """However long the chats are: only the phone that is looked at has more than one stop, and
    arrow keys lead to older buttons."""
    page, resident = await begun(browser, server, world)
    for number in range(30):
        world.phone(1).send("/lapor" if number % 2 else "halo")
    await expect(resident.locator(".theirs")).to_have_count(31)
    stops = (
        "[...document.querySelectorAll('button,a,textarea,summary,[tabindex]')]"
        ".filter(n => n.tabIndex >= 0 && n.checkVisibility() && !n.disabled).length"
    )
    assert await page.evaluate(stops) <= 60
    await resident.locator(".scroll").focus()
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("ArrowUp")
    inside = "document.querySelector('#phone-1 .list').contains(document.activeElement)"
    assert await page.evaluate(inside)


async def test_no_two_phones_look_alike(browser: Browser, server: Server, world: Telegram) -> None:
    """Letters and colour of every phone are its own; a tab shows each of them at once."""
    page = await opened(browser, server)
    faces = await page.locator(".face").all_inner_texts()
    look = "node => getComputedStyle(node).backgroundColor"
    colours = [await one.evaluate(look) for one in await page.locator(".phone > header").all()]
    assert len(set(faces)) == len(faces) == len(set(colours)) == len(colours)
    await expect(page.locator("#tabs button:visible")).to_have_count(len(faces))
