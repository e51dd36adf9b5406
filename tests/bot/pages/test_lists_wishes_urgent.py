"""A search by how urgent a case is, whether somebody has it, whether it was merged, and by an RT
that only its story names."""

from dataclasses import replace
from itertools import count

import pytest

from casework.actions.assignment import Claim
from casework.actions.duplicates.merging import Merge
from casework.actions.ending.resolution import Resolve
from casework.case.model import Case, Decision, Role, Urgency
from casework.case.number import number
from casework.search import wishes
from storage.cases import cases
from storage.db.database import Database
from tests.bot.pages.test_lists_wishes import found
from tests.casework.cases import OFFICER
from tests.support.office import Office


@pytest.fixture
async def office(database: Database) -> Office:
    made = Office(database)
    await made.hire(OFFICER, Role.COORDINATOR)
    return made


_tellers = count(200)


async def filed(office: Office, urgency: Urgency = Urgency.NORMAL, story: str = "") -> Case:
    """A case of somebody, as urgent as this; ``story``: what it tells, as it lies in the store."""
    case = await office.file(teller=next(_tellers))
    told = {**(case.intake.story or {}), **({"texts": [story]} if story else {})}
    case = replace(case, urgency=urgency, intake=replace(case.intake, story=told))
    async with office.db.write() as connection:
        await cases.save(connection, office.vault, [case])
    return case


async def hits(office: Office, words: str, *among: Case) -> list[bool]:
    """Which of these cases a search shows."""
    told, _ = await found(office, words)
    return [number(case.id) in told for case in among]


async def test_by_urgency(office: Office) -> None:
    """An emergency and a high one by their words, alone and with a village."""
    levels = (Urgency.EMERGENCY, Urgency.HIGH, Urgency.NORMAL)
    all_of_them = [await filed(office, level) for level in levels]
    for words in ("darurat", "DARURAT kesambi", "emergency"):
        assert await hits(office, words, *all_of_them) == [True, False, False], words
    for words in ("tinggi", "mendesak kesambi"):
        assert await hits(office, words, *all_of_them) == [False, True, False], words


async def test_without_an_emergency_none_is_found(office: Office) -> None:
    """A story that only says the word is no emergency; what is high may be a blood pressure."""
    told = await filed(office, story="bukan darurat, darah tinggi saja")
    assert await hits(office, "darurat", told) == [False]
    assert (wishes.names_state("darah tinggi"), wishes.names_state("darurat")) == (False, True)


async def test_what_nobody_has_taken(office: Office) -> None:
    """As the queue calls it; what has a result, or is held, is not free."""
    free, held, done = [await filed(office) for _ in range(3)]
    for case in (held, done):
        await office.do(OFFICER, Claim(OFFICER), case.id)
    await office.do(OFFICER, Resolve(OFFICER, Decision.HELPED, "bisa diambil"), done.id)
    for words in ("bebas", "belum diambil", "bebas kesambi", "unclaimed"):
        assert await hits(office, words, free, held, done) == [True, False, False], words


async def test_what_was_merged(office: Office) -> None:
    """The closed half of two, which no other search shows."""
    first, second = [await filed(office) for _ in range(2)]
    await office.do(OFFICER, Merge(OFFICER, first.id, confirmed=True), second.id)
    for words in ("digabung", "disatukan"):
        assert await hits(office, words, first, second) == [False, True], words


async def test_an_rt_in_the_story(office: Office) -> None:
    """With the other words, also where the address lacks it; another RT stays out."""
    here = await filed(office, story="banjir setinggi lutut di RT 05 belakang pasar")
    there = await filed(office, story="banjir di RT 15")
    for words in ("rt 5", "butuh bantuan rt 5", "RT05 butuh"):
        assert await hits(office, words, here, there) == [True, False], words
