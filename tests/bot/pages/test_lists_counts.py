"""What a search says it has found is what its pages show, whatever was searched by; the number
behind a colleague's name is what a tap on it shows."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.pages import show
from casework.actions.assignment import Claim
from casework.actions.correspondence import Add
from casework.case.model import Case, Referral, Role, Stage, Status
from casework.case.number import number
from conversations.protocol.effects import Show
from storage.cases import cases
from storage.cases.list_page import PAGE
from storage.db.database import Database
from storage.people import people
from storage.people.people import Profile
from storage.unit_of_work import Batch
from tests.casework.cases import DISTRICT, OFFICER, OTHER
from tests.support.office import CONTENT, Office

LEADER, HOLDER = OFFICER, 9
MANY = 2 * PAGE + 3
MORE = "s:found:"


@pytest.fixture
async def office(database: Database) -> Office:
    """A coordinator, and an officer whose name has to be looked for."""
    made = Office(database)
    await made.hire(LEADER, Role.COORDINATOR)
    await made.hire(HOLDER, Role.BACK_OFFICE)
    async with database.write() as connection:
        await people.save_profiles(
            connection, made.vault, [Profile(HOLDER, name="Puspa Melati")], made.at
        )
    return made


async def shown(
    office: Office, page: str, words: str, who: int = LEADER, **args: object
) -> tuple[str, list[tuple[str, str]]]:
    """What somebody is shown: the words, and (label, tap) of each button."""
    async with office.db.write() as connection:
        batch = Batch(connection, office.vault, office.at)
        said = await show.show(batch, office.desk, who, Show(page, {"words": words, **args}))
    html = "\n".join(CONTENT.texts.html("id", say.text) for say in said)
    buttons = [button for say in said for row in say.buttons for button in row]
    return html, [(CONTENT.texts.html("id", b.label), b.tap.data()) for b in buttons]


async def walked(office: Office, words: str) -> tuple[list[str], list[str]]:
    """The titles of all pages of a search, and the cases that they open."""
    titles, opened, following = list[str](), list[str](), words
    while following:
        told, buttons = await shown(office, "found", following)
        titles.append(told.splitlines()[0])
        opened += [tap for _, tap in buttons if tap.startswith("c:open:")]
        following = next(
            (t.removeprefix(MORE) for _, t in buttons if t.startswith(MORE + "k26")), ""
        )
    return titles, opened


async def filed(office: Office, n: int, story: str, **given: str) -> Case:
    """A report with words of its own, which may be searched for."""
    case = await office.file(teller=100 + n, **given)
    await office.do(
        100 + n, Add(100 + n, {"texts": [story], "files": [], "location": None}), case.id
    )
    return case


async def many(office: Office, story: str, **given: str) -> list[Case]:
    return [await filed(office, n, story, **given) for n in range(MANY)]


async def held(office: Office) -> None:
    for case in await many(office, "belum beres", service="sktm"):
        await office.do(HOLDER, Claim(HOLDER), case.id)


async def told(office: Office) -> None:
    await many(office, "atap sari roboh")


WAYS: dict[str, Callable[[Office], Awaitable[object]]] = {
    "@puspa": held,
    "sktm": held,
    "roboh": told,
    "robo": told,
    "kesambi": told,
}
"""What is typed, and what was kept before: an officer, a service, a word, the beginning of one, a
village."""


@pytest.mark.parametrize("words", WAYS)
async def test_a_search_counts_what_its_pages_show(office: Office, words: str) -> None:
    """Each page says how many there are in all, and all pages together show as many."""
    await WAYS[words](office)
    await filed(office, 99, "atap sari roboh", village=OTHER, service="sktm")
    titles, opened = await walked(office, words)
    assert len(titles) == 3
    assert len(set(opened)) == len(opened) == MANY
    assert {int(found) for title in titles for found in re.findall(r"\d+", title)} == {MANY}


async def test_words_that_name_a_service_and_are_told_have_all_their_pages(
    office: Office,
) -> None:
    """Where no case is of a service, those that tell its name are found, on every page."""
    await many(office, "waktu itu disuruh sktm dulu")
    _, opened = await walked(office, "sktm")
    assert len(set(opened)) == MANY


async def test_long_words_leave_no_room_for_a_further_page(office: Office) -> None:
    """Then the first page says that these are only the newest."""
    await many(office, "atap rumah orangtua roboh waktu hujan semalam")
    titles, opened = await walked(office, "atap rumah orangtua roboh waktu hujan semalam")
    assert len(opened) == PAGE
    assert "yang terbaru" in titles[0]


async def test_a_colleague_counts_what_a_tap_shows(office: Office) -> None:
    """Who is there, whose cases to look at, the search by name: the same number, and only of what
    the reader may open."""
    await held(office)
    kept = await office.file(teller=98, service="sktm")
    await office.do(HOLDER, Claim(HOLDER), kept.id)
    closed = replace(await office.case(kept.id), excluded=(LEADER,))
    async with office.db.write() as connection:
        await cases.save(connection, office.vault, [closed])
    _, buttons = await shown(office, "colleagues", "")
    label, tap = next(b for b in buttons if "Puspa" in b[0])
    assert f"({MANY})" in label
    queue, _ = await shown(office, "queue", tap.partition("queue:")[2])
    assert f"({MANY})" in queue.splitlines()[0]
    assert number(kept.id) not in queue
    _, opened = await walked(office, "@puspa")
    assert len(opened) == MANY


DAYS = {"due": 3, "answer": 9}


@pytest.mark.parametrize("words", ["sktm", "roboh", "kesambi", "26-1"])
async def test_who_was_asked_finds_a_case_with_its_own_date(office: Office, words: str) -> None:
    """The district that a village has asked reads in a search, in the queue and on the page until
    when it has to answer; the village reads the date of the resident."""
    await office.hire(33, Role.DISTRICT_OFFICER, DISTRICT)
    case = await filed(office, 1, "atap sari roboh", service="sktm")
    answer_by = office.at + timedelta(days=DAYS["answer"])
    asked = replace(
        await office.case(case.id),
        status=Status.REFERRED,
        due_at=office.at + timedelta(days=DAYS["due"]),
        referral=Referral(DISTRICT, Stage.OFFERED, answer_by),
    )
    async with office.db.write() as connection:
        await cases.save(connection, office.vault, [asked])
    for who, days in ((33, DAYS["answer"]), (LEADER, DAYS["due"])):
        date = (office.at + timedelta(days=days)).day
        told, _ = await shown(office, "found", words, who)
        assert f"batas {date} " in told, told
        page, _ = await shown(office, "case", "", who, case=case.id)
        assert f"batas {date} " in page.splitlines()[0], page
